"""Where a storyline is made: ready-made ones, kept ones, a file; its slides in order with titles and notes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from egov_metrics import paths
from egov_metrics.export import deck
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, plural, t
from egov_metrics.story import Slide, Storyline, StoryRefused, keep
from egov_metrics.story.model import LONGEST_NOTES, LONGEST_TEXT, LONGEST_TITLE, TEXT
from egov_metrics.ui import parts
from egov_metrics.ui.collect import acting, who
from egov_metrics.ui.present import choices, draft
from egov_metrics.ui.present import show as player
from egov_metrics.ui.session import Served
from egov_metrics.ui.sheet import Download
from egov_metrics.views.view import View

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def show(served: Served, view: View, story: Storyline | None) -> None:
    """The whole editor; without a storyline only where one may begin."""
    lang = view.lang
    if story is None or not story.slides:
        parts.headline(t("present.headline", lang), t("present.sub", lang))
        _told()
        _begin(served, view, story)
        return
    words = plural("present.slides", len(story.shown), lang)
    parts.headline(f"{story.title}: {words}", t("present.sub_edit", lang))
    _told()
    _buttons(served, view, story)
    _slides(served, view, story)
    _more(served, view, story)
    _begin(served, view, story)


def _told() -> None:
    for kind, words in acting.told():
        parts.notice(words, kind="warn" if kind == "warn" else "info")


def words_of(error: StoryRefused, lang: Lang) -> str:
    """A refusal in words for people."""
    return t(f"story.refused.{error.code}", lang)


def _begin(served: Served, view: View, story: Storyline | None) -> None:
    """Ready-made storylines for the own unit, those that are kept, and a file that somebody passed on."""
    lang = view.lang
    parts.title(t("present.begin", lang), t("present.begin.sub", lang))
    choices.unit_row(served, view)
    with st.container(horizontal=True, gap="small", key="present-ready"):
        for kind, made in choices.ready_made(served, view).items():
            st.button(t(f"present.ready.{kind}", lang), key=f"present-ready-{kind}", on_click=draft.keep, args=(made,))
    kept = keep.kept(paths.workspace_folder())
    if kept:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            by_name = {one.name: one for one in kept}
            st.selectbox(
                t("present.kept", lang), list(by_name), None, key="present-kept", width=420,
                format_func=lambda name: _kept_words(by_name[name], lang), placeholder=t("form.choose", lang),
            )  # fmt: skip
            st.button(t("present.open", lang), key="present-open", on_click=_open, args=(lang,))
    st.html(parts.upload_words("present-drop", t("present.file.here", lang), t("collect.drop.browse", lang)))
    with st.container(key="present-drop"):
        file = st.file_uploader(t("present.file", lang), ["json"], key=f"present-file-{_turn()}", max_upload_size=1)
    if file is not None:
        _take(file.name, file.getvalue(), lang)
        st.rerun()


def _turn() -> int:
    return int(st.session_state.get("present:turn", 0))


def _kept_words(one: keep.Kept, lang: Lang) -> str:
    return t("present.kept.one", lang, title=one.title, n=numbers.count(one.slides), by=one.by or "–",
             date=numbers.date(one.at.date()))  # fmt: skip


def _open(lang: Lang) -> None:
    name = st.session_state.get("present-kept")
    if not name:
        return
    try:
        draft.keep(keep.load(paths.workspace_folder(), str(name)))
    except StoryRefused as error:
        acting.tell(words_of(error, lang), "warn")


def _take(name: str, content: bytes, lang: Lang) -> None:
    st.session_state["present:turn"] = _turn() + 1
    try:
        draft.keep(keep.read_bytes(name, content))
    except StoryRefused as error:
        acting.tell(words_of(error, lang), "warn")


def _buttons(served: Served, view: View, story: Storyline) -> None:
    lang = view.lang
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="present-buttons"):
        st.button(
            t("present.play", lang), type="primary", icon=":material/slideshow:", key="present-play",
            disabled=not story.shown, on_click=_play, args=(story,),
        )  # fmt: skip
        parts.downloads(_files(served, story, lang), "present-save-file")
        st.button(t("present.forget", lang), key="present-forget", on_click=draft.forget)
    if draft.token_of(story) is None:
        parts.notice(t("story.refused.too_long", lang))


def _files(served: Served, story: Storyline, lang: Lang) -> list[Download]:
    """The storyline as a file, and as slides where its edition is still kept."""
    stem = keep.name_of(story.title) or "trinh-chieu"
    plain = t("present.save_file", lang)
    files = [Download(plain, f"{stem}.json", "application/json", lambda: keep.as_file(story))]
    try:
        player.check(story, served)
    except StoryRefused:
        return files
    shown = t("present.save_deck", lang)
    return [*files, Download(shown, f"{stem}.pptx", _PPTX, partial(slides, served, story, lang))]


def slides(served: Served, story: Storyline, lang: Lang) -> bytes:
    """The storyline as a PowerPoint file, of the edition that it is held to. Raises StoryRefused."""
    shown = player.edition_of(story, served)
    ref = shown.ref
    day = ref.built_at.date().isoformat()
    words = t("ui.footer.edition", lang, number=ref.number, date=numbers.date(day), hash=ref.short_hash)
    return deck.to_bytes(deck.deck_of(story, deck.Reader(shown, lang), words, day))


def _play(story: Storyline) -> None:
    draft.still()
    draft.keep(story, slide=1)


def _slides(served: Served, view: View, story: Storyline) -> None:
    lang, last = view.lang, len(story.slides) - 1
    for place, slide in enumerate(story.slides):
        with st.container(border=True, key=f"present-slide-{place}"):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                st.text_input(
                    f"{place + 1}. {_what(served, slide, lang)}", slide.title, key=_key(story, place, "title"),
                    max_chars=LONGEST_TITLE, placeholder=t("present.title.auto", lang),
                    on_change=_write, args=(story, place, "title"), width="stretch",
                )  # fmt: skip
                for name, by, sign in (("up", -1, "↑"), ("down", 1, "↓")):
                    st.button(
                        sign, key=f"present-{name}-{place}", help=t(f"present.{name}", lang),
                        disabled=place == (0 if by < 0 else last), on_click=_move, args=(story, place, by),
                    )  # fmt: skip
                st.button(
                    "✕", key=f"present-away-{place}", help=t("present.away", lang), on_click=_away,
                    args=(story, place),
                )  # fmt: skip
                st.toggle(
                    t("present.skip", lang), slide.skip, key=_key(story, place, "skip"),
                    on_change=_write, args=(story, place, "skip"),
                )  # fmt: skip
            opened = st.expander(
                t("present.notes", lang) if slide.notes or slide.text else t("present.notes.none", lang),
                key=f"present-notes-{place}", on_change="rerun",
            )  # fmt: skip
            if opened.open:
                with opened:
                    for name, longest in (("text", LONGEST_TEXT), ("notes", LONGEST_NOTES)):
                        st.text_area(
                            t(f"present.field.{name}", lang), getattr(slide, name), key=_key(story, place, name),
                            max_chars=longest, on_change=_write, args=(story, place, name),
                        )  # fmt: skip


def _key(story: Storyline, place: int, name: str) -> str:
    """A field's key: another one once slides were moved, so that it shows the slide that stands there now."""
    mark = hash((story.slides[place].page, story.slides[place].params, place, len(story.slides)))
    return f"present-{name}-{place}-{mark & 0xFFFFFF:06x}"


def _write(story: Storyline, place: int, name: str) -> None:
    draft.keep(draft.with_slide(story, place, **{name: st.session_state.get(_key(story, place, name))}))


def _move(story: Storyline, place: int, by: int) -> None:
    draft.keep(draft.moved(story, place, by))


def _away(story: Storyline, place: int) -> None:
    draft.keep(draft.without(story, place))


def _what(served: Served, slide: Slide, lang: Lang) -> str:
    """What a slide shows, in words: page, kind of chart, indicator, unit."""
    if slide.page == TEXT:
        return t("present.kind.text", lang)
    view, _ = View.from_params(slide.view)
    known = served.query("indicators").set_index("indicator_code")[f"short_{lang}"]
    said = [t(f"nav.{slide.page}", lang)]
    if slide.page == "compare":
        said.append(t(f"compare.view.{view.view}", lang))
    if view.indicator in known.index:
        said.append(str(known[view.indicator]))
    if view.unit in served.unit_options(lang) and view.unit != "VN":
        said.append(served.unit_options(lang).name(view.unit))
    return " · ".join(said)


def _more(served: Served, view: View, story: Storyline) -> None:
    """A text of one's own, the name of the storyline, the edition it is held to, keeping it in the workspace."""
    lang, person = view.lang, who.person()
    st.button(
        t("present.add_text", lang), key="present-add-text", icon=":material/add:", on_click=draft.keep,
        args=(replace(story, slides=(*story.slides, Slide(TEXT, title=t("present.kind.text", lang)))),),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="present-name-row"):
        st.text_input(
            t("present.name", lang), story.title, key="present-name", max_chars=LONGEST_TITLE, width=420,
            on_change=_rename, args=(story,),
        )  # fmt: skip
        if person.may_edit:
            st.button(t("present.keep", lang), key="present-keep", on_click=_keep, args=(story, person.name, lang))
    held = bool(story.edition)
    st.toggle(
        t("present.hold", lang, number=served.ref.number), held, key=f"present-hold-{held}",
        on_change=draft.keep, args=(replace(story, edition="" if held else served.ref.short_hash),),
        help=t("present.hold.help", lang),
    )  # fmt: skip


def _rename(story: Storyline) -> None:
    draft.keep(replace(story, title=" ".join(str(st.session_state.get("present-name", "")).split())))


def _keep(story: Storyline, by: str, lang: Lang) -> None:
    """Keep it in the workspace; the server asks again whether this person may."""
    name = keep.name_of(story.title)
    if not name:
        acting.tell(t("table.profile.unnamed", lang), "warn")
        return

    def do() -> None:
        who.require()
        keep.save(paths.workspace_folder(), story, name, by)
        acting.tell(t("present.kept.done", lang, name=story.title))

    acting.safely(lang, do)
