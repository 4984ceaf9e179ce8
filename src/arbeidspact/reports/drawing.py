"""The line chart of a goal as SVG: same figures, same bytes. Lines differ in dash and sign too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from arbeidspact.indicators import Period, Unit
from arbeidspact.reports.content import Goal, Height, Line
from arbeidspact.reports.phrases import Phrases

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 60, 170, 16, 36
COLOURS: Final = ("#0b4f8a", "#a34700", "#00664b", "#7a2f63")
DASHES: Final = ("", "9 4", "3 3", "12 3 3 3")
MOST_LINES: Final = 4
LABEL_HEIGHT: Final = 17
FONT: Final = "Libertinus Serif, Georgia, serif"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values and days lie on the drawing."""

    low: float
    high: float
    first: int
    last: int

    def x(self, day: date) -> str:
        share = (day.toordinal() - self.first) / max(self.last - self.first, 1)
        return f"{LEFT + share * (WIDTH - LEFT - RIGHT):.1f}"

    def height(self, value: Decimal) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def y(self, value: Decimal) -> str:
        return f"{self.height(value):.1f}"


def drawn_lines(goal: Goal) -> list[Line]:
    """The lines that are drawn: those of the first areas that have a figure that is shown."""
    return [line for line in goal.lines if any(one.value is not None for one in line.figures)][:MOST_LINES]


def goal_chart(goal: Goal, say: Phrases) -> str:
    """The figures of this goal over time with what was promised, as SVG; empty when there is nothing to draw."""
    lines = drawn_lines(goal)
    if not lines:
        return ""
    promised = _promised(goal)
    days = [Period.parse(one.period).end for line in lines for one in line.figures if one.value is not None]
    values = [one.value for line in lines for one in line.figures if one.value is not None]
    frame = _frame(days + [one.on for one in promised], values + [one.value for one in promised])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FONT}" font-size="13" fill="#1b1b1b">',
        f'<rect x="0" y="0" width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_grid(frame, goal.unit, say),
    ]
    labels: list[tuple[float, str, str]] = []
    for place, line in enumerate(lines):
        parts += _line(line, place, frame)
        last = next(one for one in reversed(line.figures) if one.value is not None)
        assert last.value is not None
        text = f"{say.of(line.name)}: {say.value(last.value, goal.unit)}"
        labels.append((frame.height(last.value), text, COLOURS[place]))
    if promised:
        parts.append(_polyline([(frame.x(one.on), frame.y(one.value)) for one in promised], "#444444", "2 4"))
        end = promised[-1]
        x, y = frame.x(end.on), frame.y(end.value)
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="#ffffff" stroke="#444444" stroke-width="2"/>')
        text = say("chart_target_label", value=say.value(end.value, goal.unit))
        labels.append((frame.height(end.value), text, "#444444"))
    parts += _labels(labels)
    return "".join([*parts, "</svg>"])


def chart_in_words(goal: Goal, say: Phrases) -> str:
    """What the chart shows, for who does not see it."""
    told = []
    for line in drawn_lines(goal):
        shown = [one for one in line.figures if one.value is not None]
        words = {
            "area": say.of(line.name),
            "first": say.value(shown[0].value, goal.unit),
            "first_period": say.period(shown[0].period),
            "last": say.value(shown[-1].value, goal.unit),
            "last_period": say.period(shown[-1].period),
        }
        told.append(say("chart_line" if len(shown) > 1 else "chart_single", **words))
    promised = _promised(goal)
    target = say("chart_target", value=say.value(promised[-1].value, goal.unit)) if promised else ""
    return say("chart_alt", name=say.of(goal.measured_by), lines=" ".join(told), target=target).strip()


def _promised(goal: Goal) -> list[Height]:
    """The dotted line: from where it started to what was promised for a day. Empty without a number or a day."""
    if goal.promise is None or goal.promise.value is None or goal.promise.due is None:
        return []
    end = Height(on=goal.promise.due, value=goal.promise.value)
    start = [Height(on=Period.parse(goal.start.period).end, value=goal.start.value)] if goal.start else []
    return [*start, end]


def _frame(days: Sequence[date], values: Sequence[Decimal]) -> Frame:
    low, high = float(min(values)), float(max(values))
    room = (high - low) * 0.12 or max(abs(high) * 0.05, 1.0)
    first, last = min(days).toordinal(), max(days).toordinal()
    if first == last:
        first, last = first - 183, last + 183
    floor = 0.0 if low >= 0 and low - room < 0 else low - room
    return Frame(floor, high + room, first, last)


def _grid(frame: Frame, unit: Unit, say: Phrases) -> list[str]:
    parts = []
    right = WIDTH - RIGHT
    for step in range(5):
        value = Decimal(str(round(frame.low + (frame.high - frame.low) * step / 4, 6)))
        y = frame.y(value)
        shown = value.quantize(Decimal(1)) if frame.high - frame.low >= 20 else value.quantize(Decimal("0.1"))
        if unit is Unit.SHARE:
            shown = value.quantize(Decimal("0.001"))
        label = escape(say.value(shown, unit) if unit is not Unit.EURO else say.number(shown))
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{right}" y2="{y}" stroke="#d6d6d6" stroke-width="1"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{float(y) + 4:.1f}" text-anchor="end">{label}</text>')
    years = range(date.fromordinal(frame.first).year, date.fromordinal(frame.last).year + 1)
    every = max(1, -(-len(years) // 7))
    for year in years:
        day = date(year, 7, 1)
        if (year - years[0]) % every or not frame.first <= day.toordinal() <= frame.last:
            continue
        parts.append(f'<text x="{frame.x(day)}" y="{HEIGHT - 12}" text-anchor="middle">{year}</text>')
    return parts


def _line(line: Line, place: int, frame: Frame) -> list[str]:
    colour = COLOURS[place]
    points = [
        (frame.x(Period.parse(one.period).end), frame.y(one.value)) for one in line.figures if one.value is not None
    ]
    parts = [_polyline(points, colour, DASHES[place])] if len(points) > 1 else []
    return parts + [_sign(x, y, place, colour) for x, y in points]


def _polyline(points: Sequence[tuple[str, str]], colour: str, dash: str) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'


def _sign(x: str, y: str, place: int, colour: str) -> str:
    left, top = float(x), float(y)
    if place == 0:
        return f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>'
    if place == 1:
        return f'<rect x="{left - 4:.1f}" y="{top - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    corners = [(0, -5), (5, 4), (-5, 4)] if place == 2 else [(0, -5), (5, 0), (0, 5), (-5, 0)]
    path = " ".join(f"{left + dx:.1f},{top + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{path}" fill="{colour}"/>'


def _labels(labels: Sequence[tuple[float, str, str]]) -> list[str]:
    """Names at the right, from top to bottom, none over another."""
    parts, lowest, left = [], TOP - LABEL_HEIGHT + 4.0, WIDTH - RIGHT + 10
    for height, text, colour in sorted(labels):
        for line in _broken(text):
            lowest = max(height + 4, lowest + LABEL_HEIGHT)
            words = escape(line)
            parts.append(f'<text x="{left}" y="{lowest:.1f}" fill="{colour}" font-weight="bold">{words}</text>')
    return parts


def _broken(text: str, most: int = 26) -> list[str]:
    """A label in lines that fit."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
