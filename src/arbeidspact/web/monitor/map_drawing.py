"""Maps as drawings: squares or shapes, each with its name, its value and a class that also shows without colour."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from arbeidspact.web.monitor.map_classes import MapClass, class_limits, class_of, classes_of
from arbeidspact.web.monitor.tile_map import Tile, size_of

# One hue from light to dark: ColorBrewer "BuGn", readable in grey as well; text on each has a contrast above 4.5 : 1.
FILLS: Final = ("#edf8fb", "#b2e2e2", "#66c2a4", "#2c8f6b", "#0b5a3a")
INKS: Final = ("#17211e", "#17211e", "#17211e", "#ffffff", "#ffffff")
EMPTY: Final = "#ffffff"
LINE: Final = "#47534e"
SIDE: Final = 84
GAP: Final = 6
LETTERS: Final = 13
DOTS_APART: Final = (18, 13, 10, 7, 5)
"""For each class: near enough to be seen in the smallest municipality of a region."""
MISSING, HIDDEN = "none", "hidden"
"""The classes of areas without a value."""


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area on a map: how it is called, its value and how that reads, where a click leads.

    `value`: None when there is none to show; then `text` says why, and `is_hidden` whether that is to protect people.
    `note`: what must be said beside a value.
    """

    code: str
    name: str
    value: Decimal | None
    text: str
    href: str
    note: str = ""
    is_hidden: bool = False

    @property
    def words(self) -> str:
        """What is said of this area, as a text."""
        said = f"{self.text}, {self.note}" if self.note else self.text
        return f"{self.name}: {said}"


@dataclass(frozen=True, slots=True)
class MapKey:
    """A line of the legend: a swatch, and what it stands for."""

    swatch: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map ready to be shown: drawing, legend, what it says in words; `element_id` sets it apart on a page."""

    element_id: str
    title: str
    description: str
    svg: SafeString
    legend: tuple[MapKey, ...]


def tile_drawing(
    areas: Sequence[MapArea],
    tiles: Sequence[Tile],
    *,
    title: str,
    description: str,
    value_text: Callable[[Decimal], str],
) -> DrawnMap:
    """These areas as squares. Arguments: `tiles`, where each stands; an area without one is left out."""
    by_code = {area.code: area for area in areas}
    shown = [(by_code[tile.code], tile) for tile in tiles if tile.code in by_code]
    columns, rows = size_of([tile for _area, tile in shown])
    element_id = _id_of("tiles", title, areas)
    limits = class_limits([area.value for area, _tile in shown if area.value is not None])
    squares = [_square(area, tile, element_id, limits) for area, tile in shown]
    width, height = columns * (SIDE + GAP) + GAP, rows * (SIDE + GAP) + GAP
    return _map(element_id, title, description, (width, height), squares, [area for area, _tile in shown], value_text)


def shape_drawing(
    areas: Sequence[MapArea],
    paths: Mapping[str, str],
    size: tuple[int, int],
    *,
    title: str,
    description: str,
    value_text: Callable[[Decimal], str],
) -> DrawnMap:
    """These areas by their borders. Arguments: `paths`, drawn on a field of `size`; an area without one is left out."""
    shown = [area for area in areas if area.code in paths]
    element_id = _id_of("shapes", title, areas)
    limits = class_limits([area.value for area in shown if area.value is not None])
    drawn = [_shape(area, paths[area.code], element_id, limits) for area in shown]
    return _map(element_id, title, description, size, drawn, shown, value_text)


def short_name(name: str, *, letters: int = LETTERS, lines: int = 2) -> list[str]:
    """The name on as many short lines as fit a square; what does not fit ends in a dot."""
    found: list[str] = []
    for word in name.replace(" - ", "-").replace("-", "- ").replace("/", "/ ").split():
        joined = f"{found[-1]}{'' if found[-1].endswith(('-', '/')) else ' '}{word}" if found else word
        if found and len(joined) <= letters:
            found[-1] = joined
        else:
            found.append(word)
    cut = [line if len(line) <= letters else f"{line[: letters - 1]}." for line in found[:lines]]
    if len(found) > lines and cut:
        cut[-1] = f"{cut[-1].rstrip('.-')[: letters - 1]}."
    return cut


def _map(
    element_id: str,
    title: str,
    description: str,
    size: tuple[int, int],
    drawn: Sequence[SafeString],
    areas: Sequence[MapArea],
    value_text: Callable[[Decimal], str],
) -> DrawnMap:
    values = [area.value for area in areas if area.value is not None]
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-name {}-words">'
        '<title id="{}-name">{}</title><desc id="{}-words">{}</desc><defs>{}</defs>{}</svg>',
        *size,
        element_id,
        element_id,
        element_id,
        title,
        element_id,
        description,
        _patterns(element_id),
        format_html_join("", "{}", ((one,) for one in drawn)),
    )
    legend = [MapKey(_swatch(element_id, str(one.number)), _range_text(one, value_text)) for one in classes_of(values)]
    without = Counter((_class_name(area, ()), area.text) for area in areas if area.value is None)
    legend += [
        MapKey(_swatch(element_id, name), f"{text} ({count})") for (name, text), count in sorted(without.items())
    ]
    return DrawnMap(element_id, title, description, svg, tuple(legend))


def _class_name(area: MapArea, limits: Sequence[Decimal]) -> str:
    """How the class of this area is called in a drawing: its number, or why it has none."""
    if area.value is not None:
        return str(class_of(area.value, limits))
    return HIDDEN if area.is_hidden else MISSING


def _fill(name: str) -> str:
    return FILLS[int(name)] if name.isdecimal() else EMPTY


def _ink(name: str) -> str:
    return INKS[int(name)] if name.isdecimal() else LINE


def _range_text(one: MapClass, value_text: Callable[[Decimal], str]) -> str:
    low, high = value_text(one.low), value_text(one.high)
    return f"{low} ({one.count})" if low == high else f"{low} - {high} ({one.count})"


def _square(area: MapArea, tile: Tile, element_id: str, limits: Sequence[Decimal]) -> SafeString:
    left, top = GAP + tile.column * (SIDE + GAP), GAP + tile.row * (SIDE + GAP)
    name = _class_name(area, limits)
    strip = SIDE / 2 if area.value is None else 16
    words = [
        format_html(
            '<text x="{}" y="{}" font-size="11" text-anchor="middle" fill="{}">{}</text>',
            left + SIDE / 2,
            top + 20 + 13 * line,
            _ink(name),
            text,
        )
        for line, text in enumerate(short_name(area.name))
    ]
    value = format_html(
        '<text x="{}" y="{}" font-size="{}" font-weight="bold" text-anchor="middle" fill="{}">{}</text>',
        left + SIDE / 2,
        top + SIDE - 26,
        15,
        _ink(name),
        "" if area.value is None else area.text,
    )
    return _link(
        area,
        format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="4" fill="{}" stroke="{}"/>{}{}{}',
            left,
            top,
            SIDE,
            SIDE,
            _fill(name),
            LINE,
            _mark(element_id, name, left, top + SIDE - strip, SIDE, strip),
            format_html_join("", "{}", ((word,) for word in words)),
            value,
        ),
    )


def _shape(area: MapArea, path: str, element_id: str, limits: Sequence[Decimal]) -> SafeString:
    """The path stands in the page once, and is used again for the pattern: it is most of what a map weighs."""
    name = _class_name(area, limits)
    own = f"{element_id}-of-{area.code}"
    return _link(
        area,
        format_html(
            '<g fill="{}" stroke="{}"><path id="{}" d="{}" fill-rule="evenodd"/></g>'
            '<use href="#{}" fill="url(#{}-{})"/>',
            _fill(name),
            LINE,
            own,
            path,
            own,
            element_id,
            name,
        ),
    )


def _link(area: MapArea, drawn: SafeString) -> SafeString:
    return format_html(
        '<a href="{}" class="map__area" aria-label="{}"><title>{}</title>{}</a>',
        area.href,
        area.words,
        area.words,
        drawn,
    )


def _mark(element_id: str, name: str, left: float, top: float, width: float, height: float) -> SafeString:
    """The strip with the pattern of the class at the foot of a square."""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{}-{})"/>', left, top, width, height, element_id, name
    )


def _swatch(element_id: str, name: str) -> SafeString:
    return format_html(
        '<svg class="map__swatch" viewBox="0 0 40 20" aria-hidden="true" focusable="false">'
        '<rect width="40" height="20" fill="{}" stroke="{}"/><rect width="40" height="20" fill="url(#{}-{})"/></svg>',
        _fill(name),
        LINE,
        element_id,
        name,
    )


def _patterns(element_id: str) -> SafeString:
    """The higher the class, the nearer its dots; hatched without a figure, and crossed where one is hidden."""
    dots = [
        format_html(
            '<pattern id="{}-{}" width="{}" height="{}" patternUnits="userSpaceOnUse">'
            '<circle cx="{}" cy="{}" r="1.6" fill="{}"/></pattern>',
            element_id,
            number,
            apart,
            apart,
            apart / 2,
            apart / 2,
            ink,
        )
        for number, (apart, ink) in enumerate(zip(DOTS_APART, INKS, strict=True))
    ]
    line = format_html('<rect width="2" height="8" fill="{}"/>', LINE)
    across = format_html('{}<rect width="8" height="2" fill="{}"/>', line, LINE)
    lined = [
        format_html(
            '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            '<rect width="8" height="8" fill="{}"/>{}</pattern>',
            element_id,
            name,
            EMPTY,
            drawn,
        )
        for name, drawn in ((MISSING, line), (HIDDEN, across))
    ]
    return format_html_join("", "{}", ((one,) for one in (*dots, *lined)))


def _id_of(kind: str, title: str, areas: Sequence[MapArea]) -> str:
    told = "|".join([kind, title, *(f"{area.code}={area.text}" for area in areas)])
    return f"map-{hashlib.sha256(told.encode()).hexdigest()[:10]}"
