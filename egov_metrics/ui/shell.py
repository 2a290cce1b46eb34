"""What every page stands in: navigation, language, edition, notices and footer.

Navigation is drawn with page links of our own, because Streamlit's drops the query parameters. The start page is
registered twice, as the root and under its own name: a default page alone is not found under its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from egov_metrics import paths, store
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import LANGS, Lang, t
from egov_metrics.ui import difference, filters, markup, parts, session
from egov_metrics.ui.links import HOME, href
from egov_metrics.ui.markup import Link
from egov_metrics.ui.present import adding
from egov_metrics.ui.session import Served
from egov_metrics.views.view import Problem, View

PAGES = ("overview", "compare", "map", "profile", "readiness", "collect", "sources", "present")
"""Pages in the order of the navigation; those whose file is not there are left out."""

_FRAMED = "egov:framed"
_ROOT = "home"
BUILD_COMMANDS = ("make run", "python -m egov_metrics build")


def run(root: Path) -> None:
    """Show the page that the address names, of those in `root / "pages"`, inside the shell."""
    view, problems = filters.begin(session.default_view())
    pages = _pages(root / "pages", view.lang)
    chosen = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(
        page_title=f"{chosen.title} · {t('app.name', view.lang)}",
        page_icon=str(parts.ASSETS / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    named = next((name for name, page in pages.items() if page == chosen), HOME)
    st.session_state[adding.PAGE] = HOME if named == _ROOT else named
    parts.style()
    parts.behaviour(view.lang)
    served, error = _serve(view.edition)
    if served is not None:
        view, unknown = view.known(served.unit_options(view.lang), served.indicator_codes())
        view = replace(view, edition=served.ref.short_hash)
        problems = (*problems, *(problem for problem in unknown if problem not in problems))
    filters.settle(view, problems)
    _header(pages, chosen, view)
    if served is None:
        _no_edition(error, view.lang)
        return
    _notices(served, view, problems)
    st.session_state[_FRAMED] = True
    try:
        chosen.run()
    finally:
        st.session_state[_FRAMED] = False
    _footer(served, view)
    session.set_aside(str(served.ref.path))


def within_shell(root: Path) -> None:
    """First line of every page: see to it that the page stands in the shell.

    When the very first visitor of a fresh server opens a page by its own address, Streamlit does not know yet that
    `dashboard.py` has a navigation, and runs the page's file alone. Then the shell runs here, with the page in it.
    """
    if not st.session_state.get(_FRAMED):
        run(root)
        st.stop()


def _pages(folder: Path, lang: Lang) -> dict[str, st.Page]:
    found = {
        name: st.Page(folder / f"{name}.py", title=t(f"nav.{name}", lang))
        for name in PAGES
        if (folder / f"{name}.py").is_file()
    }
    start = st.Page(
        folder / f"{HOME}.py", title=t(f"nav.{HOME}", lang), default=True, url_path=_ROOT, visibility="hidden"
    )
    return {_ROOT: start, **found}


def _serve(edition: str | None) -> tuple[Served | None, store.StoreError | None]:
    try:
        return session.serve(edition), None
    except store.StoreError as error:
        return None, error


def _header(pages: dict[str, st.Page], chosen: st.Page, view: View) -> None:
    params = view.elsewhere().to_params()
    with st.container(
        key="egov-header", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        with st.container(key="egov-pages", horizontal=True, vertical_alignment="center", width="content"):
            for name in PAGES:
                if name in pages:
                    # At the root its own page object is the current one, and is marked as such.
                    at_root = name == HOME and chosen == pages[_ROOT]
                    st.page_link(pages[_ROOT if at_root else name], query_params=params)
        with st.container(key="egov-tools", horizontal=True, vertical_alignment="center", width="content"):
            parts.copy_link(view.lang)
            filters.segments("lang", {lang: t(f"ui.lang.{lang}", lang) for lang in LANGS}, t("ui.lang", view.lang))


def _notices(served: Served, view: View, problems: Sequence[Problem]) -> None:
    if problems:
        told = [t(problem.key, view.lang, param=problem.param, value=problem.value) for problem in problems]
        parts.notice(*dict.fromkeys(told), kind="warn")
    newest = Link(t("ui.edition.open_newest", view.lang), href("", replace(view, edition=served.newest.short_hash)))
    if served.gone:
        parts.notice(t("ui.edition.gone", view.lang, hash=served.gone, number=served.ref.number), kind="warn")
    elif not served.is_newest:
        said = t(
            "ui.edition.older",
            view.lang,
            number=served.ref.number,
            date=numbers.date(served.ref.built_at.date()),
            newest=served.newest.number,
        )
        parts.notice(said, links=[newest])
        _what_is_newer(served, view.lang)
    if served.newest.problems:
        parts.notice(t("ui.edition.problems", view.lang), *map(_without_folder, served.newest.problems), kind="warn")


def _what_is_newer(served: Served, lang: Lang) -> None:
    """Of a link to an older edition: what the one in service says otherwise, when the reader asks."""
    box = st.expander(t("ui.edition.newer", lang), key="egov-newer", on_change="rerun")
    if box.open:
        with box:
            found = session.newer_than(str(served.ref.path), str(served.newest.path), served)
            if found is None:
                parts.notice(t("ui.edition.newer.unknown", lang))
            else:
                difference.show(found, lang)


def _no_edition(error: store.StoreError | None, lang: Lang) -> None:
    kinds: dict[type, str] = {store.NoEdition: "no_edition", store.SchemaMismatch: "other_schema"}
    why = t(f"ui.empty.{kinds.get(type(error), 'damaged')}", lang)
    parts.empty_state(t("ui.empty.title", lang), why, t("ui.empty.what", lang), BUILD_COMMANDS)
    if error is not None:
        st.html(markup.small(_without_folder(str(error))))


def _without_folder(line: str) -> str:
    """A line about the store fit for any visitor: where the server keeps its files is not told."""
    return line.replace(str(paths.workspace_folder()), "EGOV_WORKSPACE")


def _footer(served: Served, view: View) -> None:
    edition = t(
        "ui.footer.edition",
        view.lang,
        number=served.ref.number,
        date=numbers.date(served.ref.built_at.date()),
        hash=served.ref.short_hash,
    )
    sources = Link(t("ui.footer.sources", view.lang), href("sources", view.elsewhere()))
    st.html(markup.footer([edition, t("ui.footer.note", view.lang)], [sources]))
