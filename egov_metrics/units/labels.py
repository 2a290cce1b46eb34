"""How a unit is called on screen: with kind, parent and dates where the name alone would mislead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from egov_metrics.i18n.texts import Lang, has, t
from egov_metrics.units.folding import ascii_letters, fold

Row: TypeAlias = "Mapping[str, Any] | pd.Series"
"""One unit: a dict or a row of a frame."""

_LEVELS_WITH_KIND = ("district", "commune")
_LEVELS_WITH_PARENT = ("district", "commune", "department")


def shared_names(units: pd.DataFrame) -> pd.Series:
    """For each row of `units` (columns level, name_vi): does another unit of the same level bear the same name?

    Only for country, regions and provinces, whose label shows no parent: there a shared name means two territories in
    two times (Gia Lai before and since 1/7/2025) and the label needs its dates. Boolean, on the index of `units`.
    """
    parentless = ~units["level"].isin(_LEVELS_WITH_PARENT)
    return parentless & units.duplicated(["level", "name_vi"], keep=False)


def short_label(row: Row, lang: Lang = "vi") -> str:
    """The bare name for axes and tiles: "Chợ Đồn", in English "Cho Don". `row` has name_vi and name_en."""
    return _text(row, "name_vi" if lang == "vi" else "name_en")


def full_label(row: Row, lang: Lang = "vi", shared: bool | None = None) -> str:
    """The name that cannot be mistaken: "huyện Chợ Đồn (Bắc Kạn, đến 30/6/2025)", "Gia Lai (từ 1/7/2025)", "Sơn La".

    `row` has level, name_vi, name_en, kind, valid_from, valid_to and parent_name, and parent_name_en if at hand (else
    the parent's name is written without accents). Districts and communes carry kind, parent and the day they ended;
    departments their parent; countries, regions and provinces nothing, unless `shared` (see `shared_names`): then the
    day they ended or, for a unit that lasts, the day they began. `shared=None` reads `row["name_shared"]`, without it
    False.
    """
    level = _text(row, "level")
    if shared is None:
        shared = bool(row.get("name_shared", False))
    name = _with_kind(row, lang) if level in _LEVELS_WITH_KIND else short_label(row, lang)
    remarks = [_parent(row, lang)] if level in _LEVELS_WITH_PARENT else []
    if shared or level in _LEVELS_WITH_PARENT:
        remarks.append(_validity(row, lang, with_start=shared))
    remarks = [remark for remark in remarks if remark]
    return f"{name} ({', '.join(remarks)})" if remarks else name


def kind_label(kind: str, lang: Lang = "vi") -> str:
    """The word for a kind: "thị xã", in English "town"; a kind without a text stands as it is."""
    key = f"unit.kind.{fold(kind).replace(' ', '_')}"
    return t(key, lang) if has(key) else kind


def date_label(value: object, lang: Lang = "vi") -> str:
    """A day as labels write it: "30/6/2025", in English "30 June 2025". Takes an ISO day, a date or a timestamp."""
    day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
    return t("unit.date", lang, day=day.day, month=t(f"unit.month.{day.month}", lang), year=day.year)


def _with_kind(row: Row, lang: Lang) -> str:
    name, kind = short_label(row, lang), _text(row, "kind")
    numbered = _text(row, "name_vi").lower().removeprefix(f"{kind} ")[:1].isdigit()
    if not kind or numbered:  # "Quận 1" bears its kind already
        return name
    return t("unit.named", lang, kind=kind_label(kind, lang), name=name)


def _parent(row: Row, lang: Lang) -> str:
    vietnamese = _text(row, "parent_name")
    if lang == "vi":
        return vietnamese
    return _text(row, "parent_name_en") or ascii_letters(vietnamese)


def _validity(row: Row, lang: Lang, with_start: bool) -> str:
    if _text(row, "valid_to"):
        return t("unit.until", lang, date=date_label(row["valid_to"], lang))
    if with_start and _text(row, "valid_from"):
        return t("unit.since", lang, date=date_label(row["valid_from"], lang))
    return ""


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if pd.isna(value) else str(value)
