"""The parts of which pages are made: each puts one thing on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.column_types import ColumnConfig

from egov_metrics.charts.look import Look
from egov_metrics.i18n import numbers
from egov_metrics.i18n.texts import Lang, t
from egov_metrics.ui import markup, picture, stage
from egov_metrics.ui.components import mount
from egov_metrics.ui.markup import Link, Tile
from egov_metrics.ui.present import adding
from egov_metrics.ui.share import block
from egov_metrics.ui.share.texts import Subject
from egov_metrics.ui.sheet import Download, Takeable, edition_of_session

ASSETS = Path(__file__).parent / "assets"
STYLE = Path(__file__).parent / "style.css"
PHONE_WIDTH = 350
"""What a chart has on a screen of 390 pixels."""
_NARROW = "egov:narrow"
_LARGE = "egov:large"
PLOTLY_CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}


class Captioned(Protocol):
    """The words around a chart, as `charts.Caption` has them: plain text."""

    @property
    def title(self) -> str:
        """What the chart shows, as a sentence."""

    @property
    def subtitle(self) -> str:
        """Scale and period."""

    @property
    def source(self) -> str:
        """Where the figures are from, or ""."""

    @property
    def method(self) -> str:
        """How to read breaks, gaps and marks, or ""."""

    @property
    def alt(self) -> str:
        """The sentence for those who do not see the chart."""


@dataclass(frozen=True)
class Framed:
    """What a chart's picture says that stands elsewhere on the page: the subtitle, lines on what the figures are
    (`facts` of `ui.sheet`), and the legend as pairs of a label and its colour."""

    subtitle: str = ""
    facts: Sequence[str] = ()
    legend: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table: which column of the frame, its heading, and how its cells are written.

    kind: text; number (with `decimals` places, comma); whole (a count, a year is `text` of digits); link (an address,
    shown as `link_text`). A pinned column stays in sight when the table is scrolled sideways. `width` is in pixels;
    without one the table decides. `signed` numbers are changes: "+1,20". `places` is the column of the frame that says
    for each row how many decimals its number has, as its source states it; where it says nothing it is `decimals`.
    """

    name: str
    label: str
    kind: Literal["text", "number", "whole", "year", "link"] = "text"
    decimals: int = 2
    pinned: bool = False
    help: str | None = None
    link_text: str | None = None
    width: int | None = None
    signed: bool = False
    places: str | None = None


def mode() -> Literal["light", "dark"]:
    """Which palette the reader's page has at the moment."""
    if (on := stage.current()) is not None:
        return on.room.mode
    return "dark" if st.context.theme.type == "dark" else "light"


def style() -> None:
    """Our style sheet; once per run, by the shell."""
    st.html(STYLE)


def behaviour(lang: Lang) -> None:
    """Tell the browser the page's language and let links inside the app work without loading it anew."""
    with st.container(key="egov-behaviour"):
        data = {"lang": lang, "narrow": narrow(), "large": large()}
        mount("behaviour", ASSETS, "egov-behaviour-script", data, narrow=_told_narrow, large=_told_large)


def narrow() -> bool:
    """Is the reader's screen as narrow as a phone's? As the browser told; before it has, as its first words suggest."""
    if (on := stage.current()) is not None:
        return on.room.is_narrow
    if _NARROW not in st.session_state:
        st.session_state[_NARROW] = "Mobile" in (st.context.headers.get("User-Agent") or "")
    return bool(st.session_state[_NARROW])


def width(wide: int) -> int:
    """The width, in CSS pixels, that a chart should be laid out for: `wide`, or what a phone has."""
    return min(wide, PHONE_WIDTH) if narrow() else wide


def large() -> bool:
    """Is the reader's window as large as a projector's (1920 x 1080), as far as the browser has told?"""
    return stage.current() is None and bool(st.session_state.get(_LARGE)) and not narrow()


def look(lang: Lang, medium: int, projector: int) -> Look:
    """How a chart is shown in this window: for a phone, for `medium` pixels on a laptop (1366 x 768), or enlarged for
    `projector` pixels on a projector."""
    if (on := stage.current()) is not None:
        return Look(lang, mode(), on.room.width, on.room.height)
    if large():
        return Look(lang, mode(), projector, projected=True)
    return Look(lang, mode(), width(medium))


def _told_narrow(word: object) -> None:
    st.session_state[_NARROW] = word == "yes"


def _told_large(word: object) -> None:
    st.session_state[_LARGE] = word == "yes"


def copy_link(lang: Lang, key: str = "egov-copy-link") -> None:
    """A button that puts the address of this very view, with its edition, on the clipboard."""
    data = {name: t(f"ui.copy.{name}", lang) for name in ("label", "done", "failed")}
    mount("copy_link", ASSETS, key, data)


def headline(text: str, sub: str = "", links: Sequence[Link] = ()) -> None:
    """The page's heading: a sentence written from the data, and a quieter one below."""
    if stage.current() is None:
        st.html(markup.headline(text, sub, links))


def title(text: str, subtitle: str = "") -> None:
    """A section's heading."""
    if stage.current() is None:
        st.html(markup.title(text, subtitle))


def source_line(text: str, links: Sequence[Link] = (), note: str = "") -> None:
    """Where figures are from. Every chart, table and tile has one."""
    if stage.current() is None:
        st.html(markup.source_line(text, links, note))


def notice(*texts: str, kind: Literal["info", "warn"] = "info", links: Sequence[Link] = ()) -> None:
    """A boxed remark."""
    if stage.current() is None:
        st.html(markup.notice(texts, kind, links))


def empty_state(
    heading: str, why: str, what: str = "", commands: Sequence[str] = (), links: Sequence[Link] = ()
) -> None:
    """What stands where there is nothing to show."""
    if (on := stage.current()) is not None:
        on.taken.append(stage.Taken("", None, why=" ".join(filter(None, [why, what]))))
        return
    st.html(markup.empty_state(heading, why, what, commands, links))


def bullets(items: Sequence[tuple[str, Link | None]]) -> None:
    """A list of sentences with links."""
    if stage.current() is None:
        st.html(markup.bullets(items))


def tiles(all_tiles: Sequence[Tile], lang: Lang) -> None:
    """A row of tiles that wraps; one element for all of them."""
    if all_tiles:
        st.html(markup.tiles(all_tiles, lang))


def chart_block(
    figure: go.Figure,
    caption: Captioned,
    key: str,
    lang: Lang,
    *,
    links: Sequence[Link] = (),
    table: Callable[[], None] | None = None,
    files: Sequence[Download] = (),
    sheet: Takeable | None = None,
    framed: Framed | None = None,
    headed: bool = True,
    on_select: Callable[[], None] | None = None,
    below: Callable[[], None] | None = None,
) -> None:
    """A chart with all that must go with it: title, scale and period, source, note on method, alt, table, files.

    `table` draws the same figures as a table; it is called only when the reader opens it. `headed=False` leaves the
    title out, for a chart whose finding is the page's headline already. `on_select` is called before the next run when
    the reader clicks a point (`st.session_state[key]` has it); `below` draws controls between the chart and its source.
    `files`, `sheet` and `framed` are as in `take_home`.
    """
    if (on := stage.current()) is not None:
        on.taken.append(stage.Taken(key, figure, caption, legend=tuple(framed.legend) if framed else ()))
        return
    if headed:
        title(caption.title, caption.subtitle)
    elif caption.subtitle:
        st.html(markup.small(caption.subtitle))
    st.plotly_chart(
        figure, key=key, theme=None, config=PLOTLY_CONFIG, alt=caption.alt.strip() or caption.title,
        on_select=on_select or "ignore", selection_mode="points",
    )  # fmt: skip
    if below is not None:
        below()
    source_line(caption.source, links, caption.method)
    if table is not None:
        opened = st.expander(t("ui.table", lang), key=f"{key}-table", on_change="rerun")
        if opened.open:
            with opened:
                table()
    below_chart(key, caption, lang, files=files, sheet=sheet, framed=framed)


def below_chart(
    key: str,
    caption: Captioned,
    lang: Lang,
    *,
    files: Sequence[Download] = (),
    sheet: Takeable | None = None,
    framed: Framed | None = None,
) -> None:
    """The row of what can be done with the chart of a key: `take_home`, into the storyline, citations and frame."""
    if stage.current() is not None:
        return
    with st.container(horizontal=True, gap="small", key=f"{key}-below"):
        take_home(key, caption, lang, files=files, sheet=sheet, framed=framed)
        adding.button(key, lang)
        block.button(key, lambda: _subject(caption, sheet, framed), lang)


def _subject(caption: Captioned, sheet: Takeable | None, framed: Framed | None) -> Subject:
    """What a picture and a citation of a chart say alike."""
    facts = framed.facts if framed and framed.facts else sheet.facts() if sheet else ()
    subtitle = framed.subtitle if framed and framed.subtitle else caption.subtitle
    return Subject(caption.title, subtitle, facts, caption.source)


def take_home(
    key: str,
    caption: Captioned,
    lang: Lang,
    *,
    files: Sequence[Download] = (),
    sheet: Takeable | None = None,
    framed: Framed | None = None,
) -> None:
    """The chart with the key `key` as PNG and SVG, and its figures as files.

    With `files` all buttons stand below the chart; else one button unfolds them, with the files of `sheet`. `framed` is
    what only the picture must say.
    """
    if stage.current() is not None:
        return
    edition, short_hash = edition_of_session(lang)
    said = _subject(caption, sheet, framed)
    notes = (*said.facts, said.source, caption.method, edition)
    words = picture.Words(said.title, said.subtitle, notes, framed.legend if framed else ())
    own = sheet.stem if sheet else f"{key}_egov-{short_hash}"
    name = files[0].file_name.rpartition(".")[0] if files else own
    place: DeltaGenerator = (
        st.container(horizontal=True, gap="small", key=f"{key}-take")
        if files
        else st.popover(t("picture.take", lang), key=f"{key}-take", width="content")
    )
    with place:
        picture.buttons(key, name, words, mode(), lang)
        if files:
            downloads(files, f"{key}-file")
        elif sheet:
            _files(sheet.downloads(), f"{key}-file")


def downloads(files: Sequence[Download], key: str) -> None:
    """Buttons to save files; they do not make the page run again."""
    if not files or stage.current() is not None:
        return
    with st.container(horizontal=True, gap="small"):
        _files(files, key)


def _files(files: Sequence[Download], key: str) -> None:
    for number, file in enumerate(files):
        st.download_button(file.label, file.make, file.file_name, file.mime, key=f"{key}-{number}", on_click="ignore")


def upload_words(key: str, here: str, browse: str) -> str:
    """A style for the upload box in the container of a key: Streamlit's own words in it are English, these take their
    place."""
    quoted = ['"' + words.replace("\\", "").replace('"', "") + '"' for words in (here, browse)]
    box = f".st-key-{key} [data-testid=stFileUploaderDropzone"
    return (
        f"<style>{box}Instructions] * {{ display: none; }}"
        f"{box}Instructions]::after {{ content: {quoted[0]}; }}"
        # Out of sight, but there: a button whose words are all in a style sheet has no name for some programs.
        f"{box}] button > * {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}"
        f"{box}] button::after {{ content: {quoted[1]}; }}</style>"
    )


def data_table(
    frame: pd.DataFrame, columns: Sequence[Column], alt: str, key: str | None = None, height: int | None = None
) -> None:
    """A table to sort and search: numbers right-aligned in the Vietnamese format, sorted by their value.

    Shows the `columns` of `frame` in their order; a missing value is a dash. `alt` says what the table holds.
    """
    st.dataframe(
        written(frame, columns),
        key=key,
        alt=alt,
        hide_index=True,
        height=height or "auto",
        placeholder=numbers.NONE,
        column_config={column.name: _config(column) for column in columns},
    )


def written(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame | Styler:
    """The `columns` of `frame` with their numbers written as `data_table` shows them."""
    shown = frame[[column.name for column in columns]].reset_index(drop=True)
    writers = {column.name: _writer(column) for column in columns if column.kind in ("number", "whole")}
    if not writers:
        return shown
    styled = shown.style.format(writers, na_rep=numbers.NONE)
    for column in columns:
        if column.kind != "number" or column.places is None:
            continue
        stated = frame[column.places].reset_index(drop=True)
        for places in stated.dropna().unique():
            rows = stated.index[stated == places]
            writer = _writer(replace(column, decimals=int(places)))
            styled = styled.format(writer, subset=(rows, column.name), na_rep=numbers.NONE)
    return styled


def _writer(column: Column) -> Callable[[float], str]:
    if column.signed:
        return lambda value: numbers.signed(value, column.decimals)
    if column.kind == "whole":
        return lambda value: numbers.count(int(value))
    return lambda value: numbers.number(value, column.decimals)


def _config(column: Column) -> ColumnConfig:
    label, pinned, help_text = column.label, column.pinned or None, column.help
    width = column.width
    if column.kind in ("number", "whole"):
        return st.column_config.NumberColumn(label, pinned=pinned, help=help_text, width=width)
    if column.kind == "year":
        return st.column_config.NumberColumn(label, pinned=pinned, help=help_text, width=width, format="%d")
    if column.kind == "link":
        return st.column_config.LinkColumn(
            label, pinned=pinned, help=help_text, width=width, display_text=column.link_text
        )
    return st.column_config.TextColumn(label, pinned=pinned, help=help_text, width=width)
