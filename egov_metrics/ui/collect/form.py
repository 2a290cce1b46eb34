"""The form of one item: everything that a person may correct of it, or say of a passage that they marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from egov_metrics.collect import review
from egov_metrics.collect.review.statements import PERIOD_BASES, STATISTICS
from egov_metrics.i18n.texts import Lang, has, t
from egov_metrics.store.tables import QUALIFIERS, SCOPES
from egov_metrics.ui import markup, parts
from egov_metrics.ui.collect import acting, written
from egov_metrics.ui.collect.reading import Page, state_key
from egov_metrics.ui.unit_picker import unit_picker

MEASURES = ("points", "percent", "count", "rank", "ranks", "level", "vnd_bn", "percentage_points", "per_100")
Form = dict[str, Any]
_TYPED = ("value", "denominator", "members", "period_start", "period_end", "note")


def open_edit(page_id: str, item: review.Item) -> None:
    """Open the form for an item. For callbacks."""
    _open(page_id, {"item": item.item_id, "claim": item.claim})


def open_add(page_id: str, current: review.Review, text: str, start: int, end: int) -> None:
    """Open the form for a passage that was marked: filled in from its first number and from the item before it."""
    start, end = max(0, start), min(end, len(text))
    if start >= end:
        return
    earlier = [item.claim for item in current.items.values() if item.claim.start <= start]
    near = max(earlier, key=lambda claim: (claim.start, claim.number_start), default=review.Claim())
    value, out_of = written.first_number(text[start:end])
    claim = replace(
        near, start=start, end=end, quote=text[start:end], value=value, denominator=out_of, indicator="", unit="",
        qualifier="exact", note="", confidence=0.0,
    )  # fmt: skip
    _open(page_id, {"item": "", "claim": claim})


def close(page_id: str) -> None:
    """Close the form and forget what was typed."""
    form = st.session_state.pop(state_key(page_id, "form"), None)
    if form:
        for name in [name for name in st.session_state if str(name).startswith(form["prefix"])]:
            del st.session_state[name]


def _open(page_id: str, form: Form) -> None:
    close(page_id)
    key = state_key(page_id, "form")
    count = int(st.session_state.get(f"{key}:count", 0)) + 1
    st.session_state[f"{key}:count"] = count
    st.session_state[key] = form | {"prefix": f"collect-form-{count}-", "unit_id": form["claim"].unit_id}


def show(page: Page) -> None:
    """The form, when one is open."""
    form: Form | None = st.session_state.get(state_key(page.review_id, "form"))
    if form is None or not page.person.may_edit:
        return
    lang, claim = page.lang, form["claim"]
    with st.container(border=True, key="collect-form"):
        parts.title(t("form.title.edit" if form["item"] else "form.title.add", lang))
        st.html(markup.small(f"“{' '.join(claim.quote.split())[:400]}”"))
        typed = _fields(page, form)
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("form.save_accept", lang), type="primary", key=f"{form['prefix']}accept",
                on_click=_save, args=(page, form, typed, True),
            )  # fmt: skip
            if form["item"]:
                st.button(
                    t("form.save", lang), key=f"{form['prefix']}save", on_click=_save, args=(page, form, typed, False)
                )
            st.button(t("form.cancel", lang), key=f"{form['prefix']}cancel", on_click=close, args=(page.review_id,))


def _fields(page: Page, form: Form) -> dict[str, str]:
    """The widgets; what they hold, as typed."""
    lang, claim, prefix = page.lang, form["claim"], form["prefix"]
    typed: dict[str, str] = {}

    def box(column: Any, name: str, options: Sequence[str], label: Callable[[str], str]) -> None:
        known = list(options)
        current = getattr(claim, name)
        at = known.index(current) if current in known else None
        chosen = column.selectbox(
            t(f"form.{name}", lang), known, at, format_func=label, key=f"{prefix}{name}",
            placeholder=t("form.choose", lang),
        )  # fmt: skip
        typed[name] = chosen or ""

    def line(column: Any, name: str, shown: str) -> None:
        typed[name] = column.text_input(t(f"form.{name}", lang), shown, key=f"{prefix}{name}", max_chars=300)

    def pick(units: tuple[str, ...]) -> None:
        form["unit_id"] = units[0] if units else ""

    first, second = st.columns([3, 2])
    names = page.names
    codes = [*names.indicators, *names.ranks]
    box(first, "indicator", codes, lambda code: f"{names.indicator(code)} · {code}")
    with second:
        unit_picker(
            f"{prefix}place", t("form.place", lang), page.served.unit_options(lang),
            (form["unit_id"],) if form["unit_id"] in page.served.unit_options(lang) else (), pick, lang,
        )  # fmt: skip
    columns = st.columns(4)
    line(columns[0], "value", written.number_shown(claim.value))
    box(columns[1], "unit", MEASURES, lambda word: t(f"measure_name.{word}", lang))
    line(columns[2], "denominator", written.number_shown(claim.denominator))
    box(columns[3], "qualifier", QUALIFIERS, lambda word: _word("form.qualifier", word, lang))
    columns = st.columns(4)
    line(columns[0], "period_start", written.day_shown(claim.period_start))
    line(columns[1], "period_end", written.day_shown(claim.period_end))
    box(columns[2], "period_basis", PERIOD_BASES, lambda word: t(f"sources.period_basis.{word}", lang))
    box(columns[3], "scope", SCOPES, lambda word: t(f"form.scope.{word}", lang))
    last = st.columns([1, 1, 2])
    box(last[0], "statistic", STATISTICS, lambda word: t(f"form.statistic.{word}", lang))
    line(last[1], "members", claim.members)
    line(last[2], "note", claim.note)
    return typed


def _word(group: str, word: str, lang: Lang) -> str:
    return t(f"{group}.{word}", lang) if has(f"{group}.{word}") else word


def read(typed: Mapping[str, str], lang: Lang) -> tuple[dict[str, str], list[str]]:
    """What was typed as fields of a claim, and in words what of it cannot be read."""
    fields, wrong = {}, []
    for name, text in typed.items():
        try:
            if name in ("value", "denominator", "members"):
                fields[name] = written.number_text(text)
            elif name in ("period_start", "period_end"):
                fields[name] = written.day_text(text, last=name == "period_end")
            else:
                fields[name] = text.strip()
        except ValueError:
            key = "form.wrong.day" if name.startswith("period") else "form.wrong.number"
            wrong.append(t(key, lang, field=t(f"form.{name}", lang), typed=text[:40]))
    return fields, wrong


def _save(page: Page, form: Form, typed: dict[str, str], accept: bool) -> None:
    """Record what was typed; what cannot be read, or be a statement, is told and the form stays."""
    now = {name: st.session_state.get(f"{form['prefix']}{name}") or "" for name in typed}
    fields, wrong = read(now, page.lang)
    if wrong:
        for words in wrong:
            acting.tell(words, "warn")
        return
    claim, fields["unit_id"] = form["claim"], form["unit_id"]
    actions: list[dict[str, Any]]
    if form["item"]:
        changes = {name: cell for name, cell in fields.items() if cell != getattr(claim, name)}
        actions = [{"do": "correct", "item": form["item"], "fields": changes}] if changes else []
        actions += [{"do": "accept", "item": form["item"]}] if accept else []
    else:
        place = {"start": claim.start, "end": claim.end, "unit_name": claim.unit_name}
        actions = [{"do": "add", "fields": {**fields, **place}, "accept": accept}]
    if accept:
        said = replace(claim, **fields)
        problems = review.problems_of(said, acting.catalogue(page.served))
        if problems:
            for word in problems:
                acting.tell(t(f"review.problem.{word}", page.lang), "warn")
            return
    if not actions or acting.safely(page.lang, lambda: acting.decide(page.served, page.review_id, actions)):
        close(page.review_id)
