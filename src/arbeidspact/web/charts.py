"""Charts that are words, a picture and a table at once.

A chart is drawn on the server as SVG from a Vega-Lite specification; the browser may redraw the same specification with
tooltips (static/js/charts.js). Series differ by colour, dash, point shape and a name at their end, so no reader depends on colour. The
SVG carries no style attribute and no font of its own: the content security policy would refuse the first, the theme sets the second.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import altair as alt
import vl_convert
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

VEGA_LITE = "6.4"
WIDTH, HEIGHT = 620, 280
SVG_NAMESPACE = "http://www.w3.org/2000/svg"

# Okabe and Ito, "Color Universal Design" (2008), darkest first; their yellow is left out: too light for a line on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [12, 4], [4, 4], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "stroke")
INK, QUIET, GRID = "#17211e", "#47534e", "#dcd8cc"
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

    Arguments: `series`, one to seven; `target`, drawn as a line, and with `baseline` also as the path that would reach it;
    `description`, the chart in words, None or empty to have it written from the figures; `unit`, shown after values
    ("%"); `language`, "nl" or "en", for numbers and words.
    Returns: the chart; the same arguments give the same bytes. Rows are in the order of the series, then of time.
    Raises: `ChartError` when there are no figures, or more series than can be told apart.
    """
    if len(series) > len(PALETTE):
        raise ChartError(f"{len(series)} series cannot be told apart: choose at most {len(PALETTE)}.")
    if not any(point.value is not None for one in series for point in one.points):
        raise ChartError("There is no figure to draw: show an empty state instead of a chart.")
    with translation.override(language):
        texts = _Texts(unit, language)
        spec = _line_spec(series, target, baseline, texts)
        words = description or describe(series, target=target, baseline=baseline, unit=unit, language=language)
        columns = (_("Period"), _("Series"), _("Value"))
    encoded = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    element_id = "chart-" + hashlib.sha256(f"{title}\n{encoded}".encode()).hexdigest()[:12]
    rows = tuple(
        ChartRow(point.period, one.name, point.value, texts.value(point.value)) for one in series for point in one.points
    )
    svg = mark_safe(_svg(encoded, element_id))  # noqa: S308 - made by us, and cleaned
    return Chart(element_id, title, words, unit, svg, spec, columns, rows)


def describe(
    series: Sequence[Series], *, target: Target | None, baseline: Point | None, unit: str, language: str
) -> str:
    """What does the chart show, for someone who does not see it?"""
    with translation.override(language):
        texts = _Texts(unit, language)
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


def _described(one: Series, texts: "_Texts") -> str:
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
class _Texts:
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


def _line_spec(
    series: Sequence[Series], target: Target | None, baseline: Point | None, texts: _Texts
) -> dict[str, Any]:
    values = [
        {"at": point.at, "value": point.value, "series": one.name, "period": point.period, "text": texts.value(point.value)}
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
        axis=alt.Axis(format="d", values=years, grid=False, labelOverlap=True),
    )
    y = alt.Y("value:Q", title=texts.unit or None, scale=alt.Scale(domain=[low, high], nice=True, zero=False))
    color = alt.Color("series:N", legend=None, scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)])))
    base = alt.Chart(alt.Data(name="figures", values=values))
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
    layers = [
        *_target_layers(target, baseline, years[0], x, y, texts),
        line,
        points,
        *_end_labels(series, high - low, x, y, color, texts),
    ]
    return _named(alt.layer(*layers).properties(width=WIDTH, height=HEIGHT).configure(**_config(texts)).to_dict())


def _target_layers(
    target: Target | None, baseline: Point | None, first_year: float, x: alt.X, y: alt.Y, texts: _Texts
) -> list[alt.Chart]:
    """The agreed value as a line with its name, and the straight path from the starting point to it."""
    layers = []
    if baseline is not None and baseline.value is not None:
        start = {"at": baseline.at, "value": baseline.value}
        if target is not None and target.at is not None and target.at > baseline.at:
            path = alt.Data(name="path", values=[start, {"at": target.at, "value": target.value}])
            layers.append(alt.Chart(path).mark_line(color=QUIET, strokeWidth=1.5, strokeDash=[3, 4]).encode(x=x, y=y))
        start["text"] = _("Starting point: %(value)s") % {"value": texts.value(baseline.value)}
        mark = alt.Chart(alt.Data(name="baseline", values=[start]))
        layers.append(mark.mark_point(shape="circle", size=220, color=INK, strokeWidth=1.5).encode(x=x, y=y))
        layers.append(
            mark.mark_text(align="left", baseline="top", dx=4, dy=13, fontSize=TEXT_SIZE, color=QUIET).encode(
                x=x, y=y, text="text:N"
            )
        )
    if target is not None:
        label = target.label or _("Target: %(value)s") % {"value": texts.value(target.value)}
        line = alt.Chart(alt.Data(name="target", values=[{"at": first_year, "value": target.value, "text": label}]))
        layers.append(line.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[8, 4]).encode(y=y))
        layers.append(
            line.mark_text(align="left", baseline="bottom", dx=4, dy=-5, fontSize=TEXT_SIZE, fontWeight="bold", color=INK)
            .encode(x=x, y=y, text="text:N")
        )
    return layers


def _end_labels(
    series: Sequence[Series], span: float, x: alt.X, y: alt.Y, color: alt.Color, texts: _Texts
) -> list[alt.Chart]:
    """The name and last value beside each line, kept apart where lines end close together."""
    ends = []
    for one in series:
        known = [point for point in one.points if point.value is not None]
        if known:
            ends.append((one.name, known[-1]))
    gap = span * (TEXT_SIZE + 4) / HEIGHT
    labels: list[dict[str, Any]] = []
    for name, point in sorted(ends, key=lambda end: -(end[1].value or 0)):
        height = float(point.value or 0)
        if labels:
            height = min(height, labels[-1]["value"] - gap)
        words = f"{name} {texts.value(point.value)}" if len(series) > 1 else texts.value(point.value)
        labels.append({"at": point.at, "value": height, "series": name, "text": words})
    data = alt.Chart(alt.Data(name="ends", values=labels))
    return [
        data.mark_text(align="left", baseline="middle", dx=11, fontSize=TEXT_SIZE, fontWeight="bold", color=INK).encode(
            x=x, y=y, text="text:N"
        )
    ]


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


def _config(texts: _Texts) -> dict[str, Any]:
    quiet_text = {"labelColor": QUIET, "labelFontSize": TEXT_SIZE, "titleColor": QUIET, "titleFontSize": TEXT_SIZE}
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


def _named(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification with fixed names: Altair numbers its views by how many it made before."""
    for position, layer in enumerate(spec.get("layer", [])):
        if "name" in layer:
            layer["name"] = f"layer_{position}"
    return json.loads(json.dumps(spec))  # type: ignore[no-any-return]


@lru_cache(maxsize=256)
def _svg(encoded_spec: str, element_id: str) -> str:
    return clean_svg(vl_convert.vegalite_to_svg(json.loads(encoded_spec), vl_version=VEGA_LITE), prefix=element_id)


def clean_svg(svg: str, *, prefix: str) -> str:
    """The drawing as it may stand in a page: no scripts, styles or handlers, own ids, silent for screen readers.

    Arguments: `svg`, a whole SVG document; `prefix`, put before every id so that two drawings on a page do not meet.
    Returns: the same drawing, scaling with its surroundings. Raises: `ChartError` when it is not SVG.
    """
    ElementTree.register_namespace("", SVG_NAMESPACE)
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by our own renderer from figures
    except ElementTree.ParseError as problem:
        raise ChartError("The chart could not be drawn: the renderer did not return SVG.") from problem
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.removeprefix(f"{{{SVG_NAMESPACE}}}") in {"script", "style", "foreignObject"}:
                parent.remove(child)
    for element in root.iter():
        _clean_element(element, prefix)
    for name in ("width", "height", "class"):
        root.attrib.pop(name, None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return ElementTree.tostring(root, encoding="unicode")


def _clean_element(element: ElementTree.Element, prefix: str) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _colon, value = declaration.partition(":")
        if value.strip():
            element.attrib.setdefault(name.strip(), value.strip())
    for name, value in list(element.attrib.items()):
        if name.startswith(("on", "aria-", "role")) or "javascript:" in value.lower():
            del element.attrib[name]
        elif name == "id":
            element.set(name, f"{prefix}-{value}")
        elif "url(#" in value:
            element.set(name, re.sub(r"url\(['\"]?#([^)'\"]+)['\"]?\)", rf"url(#{prefix}-\1)", value))
