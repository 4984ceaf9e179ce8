"""Charts that are words, a picture and a table at once.

A chart is drawn on the server as SVG from a Vega-Lite specification; the browser may redraw the same specification
with tooltips (static/js/charts.js). Series differ by colour, dash, point shape and a name at their end, so no reader
depends on colour. The SVG carries no style attribute and no font of its own: the content security policy would refuse
the first, the theme sets the second.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from arbeidspact.web.chart_labels import Frame, Line, place_beside_rule
from arbeidspact.web.svg import clean_svg

VEGA_LITE = "6.4"
WIDTH, HEIGHT = 500, 260

# Okabe and Ito, "Color Universal Design" (2008), darkest first, without their yellow: too light for a line on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [12, 4], [4, 4], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "stroke")
INK, QUIET, GRID, PAPER = "#17211e", "#47534e", "#dcd8cc", "#ffffff"
TEXT_SIZE = 13


@dataclass(frozen=True, slots=True)
class Point:
    """One figure. `at` places it on the axis as a year with a fraction: 2019 is 2019.0, its third quarter 2019.5."""

    at: float
    period: str
    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one thing over time, in the order of time; a value of None is a gap, not a zero."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What was agreed: a value, the year it must be reached (None when no year was set), and how it is called."""

    value: float
    at: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One row of the table under a chart; `text` is the value as it must be read."""

    period: str
    series: str
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be shown: picture, specification and table say the same."""

    element_id: str
    title: str
    description: str
    unit: str
    svg: SafeString
    spec: dict[str, Any]
    columns: tuple[str, str, str]
    rows: tuple[ChartRow, ...]

    @property
    def spec_id(self) -> str:
        """The id of the element that holds the specification for the browser."""
        return f"{self.element_id}-spec"


class ChartError(ValueError):
    """These figures cannot be drawn; the message says why."""


def line_chart(
    series: Sequence[Series],
    *,
    title: str,
    language: str,
    target: Target | None = None,
    baseline: Point | None = None,
    description: str = "",
    unit: str = "",
) -> Chart:
    """How did this develop, and how far is it from what was agreed?

    Arguments: `series`, one to seven; `target`, drawn as a line, and with `baseline` also as the path that would reach
    it; `description`, the chart in words, empty to have it written from the figures; `unit`, shown after values ("%");
    `language`, "nl" or "en", for numbers and words.
    Returns: the chart; the same arguments give the same bytes. Rows are in the order of the series, then of time.
    Raises: `ChartError` when there are no figures, or more series than can be told apart.
    """
    if len(series) > len(PALETTE):
        raise ChartError(f"{len(series)} series cannot be told apart: choose at most {len(PALETTE)}.")
    if not any(point.value is not None for one in series for point in one.points):
        raise ChartError("There is no figure to draw: show an empty state instead of a chart.")
    return _line_chart(tuple(series), title, language, target, baseline, description, unit)


# A page draws the same published figures for everybody who opens it.
@lru_cache(maxsize=256)
def _line_chart(
    series: tuple[Series, ...],
    title: str,
    language: str,
    target: Target | None,
    baseline: Point | None,
    description: str,
    unit: str,
) -> Chart:
    with translation.override(language):
        texts = Texts(unit, language)
        spec = _line_spec(series, target, baseline, texts)
        words = description or describe(series, target=target, baseline=baseline, unit=unit, language=language)
        columns = (_("Period"), _("Series"), _("Value"))
    encoded = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    element_id = "chart-" + hashlib.sha256(f"{title}\n{encoded}".encode()).hexdigest()[:12]
    rows = tuple(
        ChartRow(point.period, one.name, point.value, texts.value(point.value))
        for one in series
        for point in one.points
    )
    svg = mark_safe(svg_of(encoded, element_id))  # noqa: S308 - made by us, and cleaned
    return Chart(element_id, title, words, unit, svg, spec, columns, rows)


def describe(
    series: Sequence[Series], *, target: Target | None, baseline: Point | None, unit: str, language: str
) -> str:
    """What does the chart show, for someone who does not see it?"""
    with translation.override(language):
        texts = Texts(unit, language)
        sentences = [_described(one, texts) for one in series]
        if baseline is not None and baseline.value is not None:
            sentences.append(
                _("Starting point: %(value)s (%(period)s).")
                % {"value": texts.value(baseline.value), "period": baseline.period}
            )
        if target is not None and target.at is not None:
            sentences.append(
                _("Target: %(value)s in %(year)s.") % {"value": texts.value(target.value), "year": f"{target.at:.0f}"}
            )
        elif target is not None:
            sentences.append(_("Target: %(value)s.") % {"value": texts.value(target.value)})
        return " ".join(sentence for sentence in sentences if sentence)


def _described(one: Series, texts: "Texts") -> str:
    known = [point for point in one.points if point.value is not None]
    if not known:
        return _("%(name)s: no figures.") % {"name": one.name}
    first, last = known[0], known[-1]
    if first is last:
        return _("%(name)s: %(value)s in %(period)s.") % {
            "name": one.name,
            "value": texts.value(last.value),
            "period": last.period,
        }
    return _("%(name)s: from %(first)s in %(start)s to %(last)s in %(end)s.") % {
        "name": one.name,
        "first": texts.value(first.value),
        "start": first.period,
        "last": texts.value(last.value),
        "end": last.period,
    }


@dataclass(frozen=True, slots=True)
class Texts:
    """How numbers are written in a chart: with this unit, in this language."""

    unit: str
    language: str

    def value(self, value: float | None) -> str:
        if value is None:
            return _("no figure")
        number = format_decimal(value, format="#,##0.##", locale=self.language)
        return f"{number}\u00a0{self.unit}" if self.unit else str(number)

    def locale(self) -> dict[str, Any]:
        dutch = self.language.startswith("nl")
        number = {"decimal": ",", "thousands": "."} if dutch else {"decimal": ".", "thousands": ","}
        return {"number": {**number, "grouping": [3], "currency": ["\u20ac\u00a0", ""]}}


def _line_spec(series: Sequence[Series], target: Target | None, baseline: Point | None, texts: Texts) -> dict[str, Any]:
    values = [
        {
            "at": point.at,
            "value": point.value,
            "series": one.name,
            "period": point.period,
            "text": texts.value(point.value),
        }
        for one in series
        for point in one.points
    ]
    low, high = _range(series, target, baseline)
    years = _years(series, target, baseline)
    names = [one.name for one in series]
    x = alt.X(
        "at:Q",
        title=None,
        scale=alt.Scale(domain=[years[0], years[-1]], nice=False, zero=False),
        axis=alt.Axis(format="d", values=years, grid=False, labelOverlap=True, labelFlush=False),
    )
    y = alt.Y("value:Q", title=texts.unit or None, scale=alt.Scale(domain=[low, high], nice=True, zero=False))
    color = alt.Color("series:N", legend=None, scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)])))
    base = _figures(values, "figures")
    line = base.mark_line(strokeWidth=2.5).encode(
        x=x,
        y=y,
        color=color,
        strokeDash=alt.StrokeDash("series:N", legend=None, scale=alt.Scale(domain=names, range=DASHES[: len(names)])),
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=x,
        y=y,
        color=color,
        shape=alt.Shape("series:N", legend=None, scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)]))),
        tooltip=[
            alt.Tooltip("series:N", title=_("Series")),
            alt.Tooltip("period:N", title=_("Period")),
            alt.Tooltip("text:N", title=_("Value")),
        ],
    )
    frame = Frame(years[0], years[-1] - years[0], high - low, WIDTH, HEIGHT, TEXT_SIZE)
    agreed, agreed_words = _agreed(target, baseline, _drawn_lines(series, target, baseline, frame), frame, x, y, texts)
    layers = [
        *agreed,
        line,
        points,
        *agreed_words,
        *_words(_ends(series, high - low, years[-1] - years[0], texts), x, y, dx=11),
    ]
    drawn = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT).configure(**style_of(texts))
    return drawn.to_dict()  # type: ignore[no-any-return]


def _drawn_lines(series: Sequence[Series], target: Target | None, baseline: Point | None, frame: Frame) -> list[Line]:
    """Everything that a label must not hide: each line with the name at its end, and the path to the target."""
    lines: list[Line] = []
    for one in series:
        known = [(point.at, point.value) for point in one.points if point.value is not None]
        if known:
            lines.append([*known, (known[-1][0] + frame.years * 0.3, known[-1][1])])
    if target is not None and target.at is not None and baseline is not None and baseline.value is not None:
        lines.append([(baseline.at, baseline.value), (target.at, target.value)])
    return lines


def _agreed(
    target: Target | None,
    baseline: Point | None,
    lines: Sequence[Line],
    frame: Frame,
    x: alt.X,
    y: alt.Y,
    texts: Texts,
) -> tuple[list[alt.Chart], list[alt.Chart]]:
    """The agreed value and the straight path to it: what lies under the figures, and the words over them."""
    under: list[alt.Chart] = []
    over: list[alt.Chart] = []
    if baseline is not None and baseline.value is not None:
        start = {"at": baseline.at, "value": baseline.value}
        if target is not None and target.at is not None and target.at > baseline.at:
            path = _figures([start, {"at": target.at, "value": target.value}], "path")
            under.append(path.mark_line(color=QUIET, strokeWidth=1.5, strokeDash=[3, 4]).encode(x=x, y=y))
        words = _("Starting point: %(value)s") % {"value": texts.value(baseline.value)}
        mark = _figures([start], "baseline")
        under.append(mark.mark_rule(color=QUIET, strokeWidth=1).encode(x=x, y=y, y2=alt.value(HEIGHT)))
        under.append(mark.mark_point(shape="circle", size=220, color=INK, strokeWidth=1.5).encode(x=x, y=y))
        at_the_foot = alt.YValue(HEIGHT - TEXT_SIZE)  # type: ignore[no-untyped-call]
        over += _words([{**start, "text": words}], x, at_the_foot, dx=6, weight="normal")
    if target is not None:
        label = target.label or _("Target: %(value)s") % {"value": texts.value(target.value)}
        start_at, shift = place_beside_rule(label, target.value, lines, frame)
        place = {"at": start_at, "value": target.value, "text": label}
        rule = _figures([place], "target")
        under.append(rule.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[8, 4]).encode(y=y))
        over += _words([place], x, y, dx=4, dy=shift)
    return under, over


def _ends(series: Sequence[Series], span: float, years: float, texts: Texts) -> list[dict[str, Any]]:
    """The name and last value beside each line, kept apart where lines end close together."""
    ends = []
    for one in series:
        known = [point for point in one.points if point.value is not None]
        if known:
            ends.append((one.name, known[-1].at, float(known[-1].value or 0)))
    gap, breadth = span * (TEXT_SIZE + 4) / HEIGHT, years * 0.4
    labels: list[dict[str, Any]] = []
    for name, at, value in sorted(ends, key=lambda end: -end[2]):
        height = min([value, *(above["value"] - gap for above in labels if abs(above["at"] - at) < breadth)])
        words = f"{name} {texts.value(value)}" if len(series) > 1 else texts.value(value)
        labels.append({"at": at, "value": height, "text": words})
    return labels


def _words(
    labels: list[dict[str, Any]], x: alt.X, y: alt.Y | alt.YValue, *, dx: int, dy: int = 0, weight: str = "bold"
) -> list[alt.Chart]:
    """Words in the drawing, on a rim of paper so that no line runs through them."""
    chart = _figures(labels)
    style: dict[str, Any] = {
        "align": "left",
        "baseline": "middle",
        "dx": dx,
        "dy": dy,
        "fontSize": TEXT_SIZE,
        "fontWeight": weight,
    }
    return [
        chart.mark_text(**style, color=PAPER, stroke=PAPER, strokeWidth=4, opacity=0.9).encode(x=x, y=y, text="text:N"),
        chart.mark_text(**style, color=INK).encode(x=x, y=y, text="text:N"),
    ]


def _figures(values: list[dict[str, Any]], name: str | None = None) -> alt.Chart:
    data = alt.Data(name=name, values=values) if name else alt.Data(values=values)  # type: ignore[no-untyped-call]
    return alt.Chart(data)


def _range(series: Sequence[Series], target: Target | None, baseline: Point | None) -> tuple[float, float]:
    numbers = [point.value for one in series for point in one.points if point.value is not None]
    numbers += [target.value] if target is not None else []
    numbers += [baseline.value] if baseline is not None and baseline.value is not None else []
    low, high = min(numbers), max(numbers)
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    return (0.0 if low >= 0 and low - room < 0 else low - room), high + room


def _years(series: Sequence[Series], target: Target | None, baseline: Point | None) -> list[float]:
    at = [point.at for one in series for point in one.points]
    at += [target.at] if target is not None and target.at is not None else []
    at += [baseline.at] if baseline is not None else []
    first, last = int(min(at)), int(-(-max(at) // 1))
    return [float(year) for year in range(first, max(last, first + 1) + 1)]


def style_of(texts: Texts) -> dict[str, Any]:
    """What every chart looks like."""
    quiet_text: dict[str, Any] = {
        "labelColor": QUIET,
        "labelFontSize": TEXT_SIZE,
        "titleColor": QUIET,
        "titleFontSize": TEXT_SIZE,
    }
    return {
        "background": "transparent",
        "font": "sans-serif",
        "locale": texts.locale(),
        "padding": {"left": 4, "right": 8, "top": 8, "bottom": 4},
        "view": alt.ViewConfig(stroke=None),
        "axis": alt.AxisConfig(
            **quiet_text,
            titleFontWeight="normal",
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
            gridColor=GRID,
            domainColor=QUIET,
            tickColor=QUIET,
            labelPadding=6,
        ),
        "axisY": alt.AxisConfig(domain=False, ticks=False, tickCount=5, titleY=-8, titleX=-30),
    }


def svg_of(encoded_spec: str, element_id: str) -> str:
    """The drawing of a specification, as it may stand in a page."""
    return clean_svg(vl_convert.vegalite_to_svg(json.loads(encoded_spec), vl_version=VEGA_LITE), prefix=element_id)
