"""Which font a run of a Word document is set in, as far as its name tells a legacy encoding."""

from __future__ import annotations

from lxml import etree

from egov_metrics.collect.reading.legacy import Font, legacy_font

_DEEPEST = 20
"""Styles that rest on styles; more is a circle."""


def _attribute(element: etree._Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _font(properties: etree._Element | None) -> str:
    fonts = None if properties is None else properties.find("{*}rFonts")
    return _attribute(fonts, "ascii") or _attribute(fonts, "hAnsi")


class Fonts:
    """Fonts by style: a run has its own, else its style's, else its paragraph's, else the document's."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles: dict[str, tuple[str, str]] = {}
        self._default_style = self._default = ""
        if styles is None:
            return
        self._default = _font(styles.find("{*}docDefaults/{*}rPrDefault/{*}rPr"))
        for style in styles.iterfind("{*}style"):
            key = _attribute(style, "styleId")
            self._styles[key] = (_font(style.find("{*}rPr")), _attribute(style.find("{*}basedOn"), "val"))
            if _attribute(style, "type") == "paragraph" and _attribute(style, "default") in ("1", "true"):
                self._default_style = key

    def legacy(self, run: etree._Element, paragraph: etree._Element) -> Font | None:
        """The legacy encoding of a run and whether its font draws capitals, or None."""
        properties = run.find("{*}rPr")
        name = _font(properties)
        if not name and properties is not None:
            name = self._of_style(_attribute(properties.find("{*}rStyle"), "val"))
        if not name:
            style = _attribute(paragraph.find("{*}pPr/{*}pStyle"), "val") or self._default_style
            name = self._of_style(style) or self._default
        return legacy_font(name)

    def is_hidden(self, run: etree._Element) -> bool:
        """Is a run marked as hidden text?"""
        mark = run.find("{*}rPr/{*}vanish")
        return mark is not None and _attribute(mark, "val") not in ("0", "false", "off")

    def _of_style(self, key: str) -> str:
        for _ in range(_DEEPEST):
            if key not in self._styles:
                return ""
            name, key_below = self._styles[key]
            if name:
                return name
            key = key_below
        return ""
