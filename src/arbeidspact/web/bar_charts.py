"""Charts of bars: a count for each of a few named things, in words, as a picture and as a table at once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import altair as alt
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from arbeidspact.web.charts import (
    INK,
    PALETTE,
    QUIET,
    TEXT_SIZE,
    WIDTH,
    Chart,
    ChartError,
    ChartRow,
    Texts,
    style_of,
    svg_of,
)

ROW_HEIGHT: Final = 46


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` None: not shown, with `text` saying why. `note` stands beside the value in the table."""

    name: str
    value: int | None
    text: str
    note: str = ""


def bar_chart(bars: Sequence[Bar], *, title: str, language: str, columns: tuple[str, str, str]) -> Chart:
    """How much of each?

    Arguments: `columns`, the headings of the table: the thing, its note, its value. Returns: the chart, its bars in the
    order given; the same arguments give the same bytes. Raises: `ChartError` when no bar has a value.
    """
    if not any(bar.value is not None for bar in bars):
        raise ChartError("There is no figure to draw: show an empty state instead of a chart.")
    return _drawn(tuple(bars), title, language, columns)


@lru_cache(maxsize=128)
def _drawn(bars: tuple[Bar, ...], title: str, language: str, columns: tuple[str, str, str]) -> Chart:
    with translation.override(language):
        spec = _spec(bars, Texts("", language))
        words = " ".join(_("%(name)s: %(value)s.") % {"name": bar.name, "value": bar.text} for bar in bars)
    encoded = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    element_id = "chart-" + hashlib.sha256(f"{title}\n{encoded}".encode()).hexdigest()[:12]
    rows = tuple(ChartRow(bar.name, bar.note, bar.value, bar.text) for bar in bars)
    svg = mark_safe(svg_of(encoded, element_id))  # noqa: S308 - made by us, and cleaned
    return Chart(element_id, title, words, "", svg, spec, columns, rows)


def _spec(bars: tuple[Bar, ...], texts: Texts) -> dict[str, Any]:
    values = [{"name": bar.name, "value": bar.value or 0, "text": bar.text} for bar in bars]
    most = max(bar.value or 0 for bar in bars)
    base = alt.Chart(alt.Data(values=values))  # type: ignore[no-untyped-call]
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=190, labelColor=INK, domain=False, ticks=False))
    # Room at the right for the words behind the longest bar.
    x = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, max(most, 1) * 1.25]))
    drawn = base.mark_bar(color=PALETTE[0], size=26, cornerRadiusEnd=3).encode(
        x=x, y=y, tooltip=[alt.Tooltip("name:N", title=_("Stage")), alt.Tooltip("text:N", title=_("Value"))]
    )
    words = base.mark_text(
        align="left", baseline="middle", dx=8, fontSize=TEXT_SIZE, fontWeight="bold", color=INK
    ).encode(x=x, y=y, text="text:N")
    foot = base.mark_rule(color=QUIET, strokeWidth=1).encode(x=alt.datum(0))
    chart = alt.layer(drawn, words, foot).properties(width=WIDTH - 160, height=ROW_HEIGHT * len(bars))
    return chart.configure(**style_of(texts)).to_dict()  # type: ignore[no-any-return]
