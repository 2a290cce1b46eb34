"""Native charts: their data in a sheet of their own, their marks, labels as texts, axes with a decimal comma."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from egov_metrics.charts.palette import LIGHT
from egov_metrics.export.deck.model import Axis, Chart, Datum, Series
from egov_metrics.export.deck.paging import BODY, Place, inches
from egov_metrics.export.deck.words import for_sheet, in_one_line

_TYPES = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED_100,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
    "steps": XL_CHART_TYPE.COLUMN_STACKED,
}


def add_chart(shapes: Any, chart: Chart, place: Place, font: str) -> Any:
    """Add a chart to the shapes of a slide; its frame."""
    data: Any = XyChartData() if chart.kind == "scatter" else CategoryChartData()
    if chart.kind != "scatter":
        data.categories = [for_sheet(name) for name in chart.categories]
    for series in chart.series:
        if chart.kind == "scatter":
            one = data.add_series(for_sheet(series.name))
            for datum in series.data:
                one.add_data_point(datum.x, datum.value)
        else:
            data.add_series(for_sheet(series.name), [datum.value for datum in series.data])
    frame = shapes.add_chart(_TYPES[chart.kind], *(Inches(one) for one in place), data)
    frame.name = "chart"
    native = frame.chart
    native.font.size, native.font.name = Pt(BODY), font
    native.font.color.rgb = _rgb(LIGHT.muted)
    native.has_title = False
    _legend(native, chart, place)
    _axes(native, chart, place)
    for made, series in zip(native.plots[0].series, chart.series, strict=True):
        _series(made, series, chart)
    plot = native.plots[0]
    if chart.kind in ("bars", "columns", "stacked", "steps"):
        plot.vary_by_categories = False
        plot.gap_width = _gap(chart, place)
        plot.overlap = 100 if chart.kind in ("stacked", "steps") else 0
    for number in native._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        number.set("val", number.get("val").lstrip("-"))  # the schema knows no negative ones
    return frame


def _gap(chart: Chart, place: Place) -> int:
    """The room between bars in percent of their own thickness, so that few bars are not blocks."""
    upright = chart.kind in ("columns", "steps")
    along = place.width if upright else place.height
    thickest = 2.0 if upright else 0.62 if chart.kind == "stacked" else 0.42
    bars = 1 if chart.kind in ("stacked", "steps") else len(chart.series)
    each = along / max(1, len(chart.categories)) / bars
    least = 12 if chart.kind == "columns" else 35
    return min(500, max(least, round((each / thickest - 1) * 100 * bars)))


def _rgb(ink: str) -> RGBColor:
    return RGBColor.from_string(ink[1:])


def _legend(native: Any, chart: Chart, place: Place) -> None:
    """The names of the series that have one, above the chart; none where there is nothing to tell apart."""
    named = [series for series in chart.series if series.named]
    if not named or (chart.title and len(named) == 1):
        native.has_legend = False
        return
    native.has_legend = True
    legend = native.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    legend.font.size = Pt(BODY)
    legend.font.color.rgb = _rgb(LIGHT.text)
    after = legend._element.find(qn("c:legendPos"))
    for number, series in enumerate(chart.series):
        if not series.named:
            entry = etree.Element(qn("c:legendEntry"))
            etree.SubElement(entry, qn("c:idx"), val=str(number))
            etree.SubElement(entry, qn("c:delete"), val="1")
            after.addnext(entry)
            after = entry


def _axes(native: Any, chart: Chart, place: Place) -> None:
    value, category = native.value_axis, native.category_axis
    _scale(value, chart.axis, shown=chart.kind in ("line", "scatter", "steps"), bare=bool(chart.title))
    if chart.kind == "scatter":
        assert chart.across is not None
        _scale(category, chart.across, shown=True)
        _axis_title(category, chart.across.title)
        _axis_title(value, chart.axis.title)
        return
    category.major_tick_mark = category.minor_tick_mark = XL_TICK_MARK.NONE
    category.format.line.color.rgb = _rgb(LIGHT.axis)
    category.has_major_gridlines = False
    # Beside its axis where that lies at the greater end: "low" would put the years of ranks above them.
    beside = XL_TICK_LABEL_POSITION.NEXT_TO_AXIS if chart.axis.turned else XL_TICK_LABEL_POSITION.LOW
    category.tick_label_position = beside
    category.tick_labels.font.size = Pt(BODY)
    category.tick_labels.font.color.rgb = _rgb(LIGHT.text)
    if chart.kind in ("bars", "stacked"):
        category.reverse_order = True
        value.visible = False
        every = 1
    elif chart.kind == "steps":
        every = 1
    else:
        if chart.kind == "columns":
            value.visible = False
        widest = max(inches(name, BODY) for name in chart.categories) + 0.12
        every = max(1, -(-int(widest * len(chart.categories) * 100) // int((place.width - 0.9) * 100)))
        if chart.title:  # a small one, whose title says its years
            category.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    if chart.kind == "steps":
        # Its bars hang from the top, so the axis is there, unseen; its words stand below all the same.
        value.crosses = XL_AXIS_CROSSES.MINIMUM
        category.format.line.fill.background()
        category.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    elif chart.axis.turned:
        # Categories stand below a line chart, and bars begin there: at the greater number.
        value.crosses = XL_AXIS_CROSSES.MAXIMUM
    skip = etree.Element(qn("c:tickLblSkip"), val=str(every))
    before = category._element.find(qn("c:noMultiLvlLbl"))
    before.addprevious(skip)


def _scale(native: Any, axis: Axis, shown: bool, bare: bool = False) -> None:
    native.has_major_gridlines = shown
    native.major_tick_mark = native.minor_tick_mark = XL_TICK_MARK.NONE
    if axis.low < axis.high and not (axis.low == 0.0 and axis.high == 1.0 and not axis.ticks):
        native.minimum_scale, native.maximum_scale = axis.low, axis.high
    if axis.turned:
        native.reverse_order = True
    if len(axis.ticks) > 1:
        native.major_unit = round(axis.ticks[1] - axis.ticks[0], 9)
    if not shown:
        return
    native.major_gridlines.format.line.color.rgb = _rgb(LIGHT.grid)
    native.format.line.fill.background()
    written = "" if bare else number_format(axis)
    if not written:
        native.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        return
    native.tick_labels.number_format, native.tick_labels.number_format_is_linked = written, False
    native.tick_labels.font.size = Pt(BODY)
    native.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def number_format(axis: Axis) -> str:
    """A format that writes the ticks as they are meant on every machine: plain whole numbers, else the texts of three
    ticks; "" where no format can (the labels of the points then say it)."""
    half = (axis.ticks[1] - axis.ticks[0]) / 2 if len(axis.ticks) > 1 else 0.5
    if all(text.isdigit() for text in axis.texts):
        return f'[<{axis.ticks[0] - half:.6g}]"";0' if axis.turned else "0"
    if len(axis.ticks) == 3:
        first, middle, last = axis.texts
        low, high = axis.ticks[1] - half, axis.ticks[1] + half
        return f'[<{low:.9g}]"{first}";[>{high:.9g}]"{last}";"{middle}"'
    return ""


def _axis_title(native: Any, text: str) -> None:
    if not text:
        return
    native.has_title = True
    frame = native.axis_title.text_frame
    frame.text = in_one_line(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(BODY), False
    font.color.rgb = _rgb(LIGHT.text)


def _series(made: Any, series: Series, chart: Chart) -> None:
    if chart.kind in ("line", "scatter"):
        _line(made, series, chart)
    elif not series.ink:
        made.format.fill.background()
        made.invert_if_negative = False
    else:
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = _rgb(series.ink)
        made.invert_if_negative = False
        if chart.kind == "stacked":
            made.format.line.color.rgb = _rgb(LIGHT.axis)
            made.format.line.width = Pt(0.75)
    for number, datum in enumerate(series.data):
        if datum.value is None:
            continue
        if chart.kind in ("bars", "columns", "steps") and (datum.ink or datum.hollow):
            _bar(made.points[number], datum, series)
        elif chart.kind in ("line", "scatter") and (datum.hollow or datum.disputed):
            marker = made.points[number].marker
            _mark(marker, series, datum.hollow, datum.disputed)
        if datum.label:
            _label(made.points[number], datum, series, chart)


def _line(made: Any, series: Series, chart: Chart) -> None:
    if chart.kind == "line":
        made.smooth = False
    line = made.format.line
    if chart.kind == "scatter" or not series.joined:
        line.fill.background()
    else:
        line.color.rgb = _rgb(series.ink)
        line.width = Pt(3.5 if series.strong else 2.0 if series.dashed else 2.5)
        if series.dashed:
            line.dash_style = MSO_LINE.DASH
    _mark(made.marker, series, False, False)


def _mark(marker: Any, series: Series, hollow: bool, disputed: bool) -> None:
    marker.style = XL_MARKER_STYLE.DIAMOND if disputed else XL_MARKER_STYLE.CIRCLE
    # Dashed are means; what is neither joined nor named is the grey field.
    small = series.dashed or not (series.joined or series.named)
    marker.size = 5 if small else 11 if series.strong else 9
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = _rgb(LIGHT.background if hollow else series.ink)
    marker.format.line.color.rgb = _rgb(series.ink)
    marker.format.line.width = Pt(1.75 if hollow else 0.75)


def _bar(point: Any, datum: Datum, series: Series) -> None:
    ink = datum.ink or series.ink
    if datum.hollow:
        point.format.fill.patterned()
        point.format.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        point.format.fill.fore_color.rgb = _rgb(ink)
        point.format.fill.back_color.rgb = _rgb(LIGHT.background)
        point.format.line.color.rgb = _rgb(ink)
    else:
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = _rgb(ink)


def _label(point: Any, datum: Datum, series: Series, chart: Chart) -> None:
    label = point.data_label
    frame = label.text_frame
    frame.text = in_one_line(datum.label)
    frame.word_wrap = False
    run = frame.paragraphs[0].runs[0]
    strong = series.strong or datum.ink == LIGHT.own.line
    run.font.size, run.font.bold = Pt(BODY), strong
    if chart.kind == "stacked":
        ink = series.label_ink
    elif chart.kind in ("bars", "columns", "steps"):
        ink = LIGHT.own.text if strong else LIGHT.text
    else:
        ink = series.label_ink or series.ink
    run.font.color.rgb = _rgb(ink)
    if chart.kind == "stacked":
        label.position = XL_LABEL_POSITION.CENTER
    elif chart.kind == "steps":
        label.position = XL_LABEL_POSITION.INSIDE_END
    elif chart.kind in ("bars", "columns"):
        label.position = XL_LABEL_POSITION.OUTSIDE_END
    else:
        label.position = XL_LABEL_POSITION.BELOW if datum.below else XL_LABEL_POSITION.ABOVE
