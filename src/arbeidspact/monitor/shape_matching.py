"""Which area does a feature of a file of borders mean, and which property of the file says so?"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from arbeidspact.indicators import Problem
from arbeidspact.indicators.shape_file import Ring, Shape, ShapeLayer
from arbeidspact.mobility import Place, distance_km
from arbeidspact.organisations.models import Area, AreaKind

MAPPED_KINDS: Final = (AreaKind.NEIGHBOURHOOD, AreaKind.MUNICIPALITY)
"""The kinds of areas that are drawn on maps."""
TOLERANCE_METRES: Final = {AreaKind.NEIGHBOURHOOD: 30.0, AreaKind.MUNICIPALITY: 200.0}
"""What nobody sees on a map of a city, or of a region."""
FARTHEST_KM: Final = 60.0
"""The middle of an area and of its border lie nearer than this, whatever the area."""
MOST_FIELDS: Final = 60
IN_BRACKETS: Final = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A property of a file, what it says of the first features, and how many areas of a kind it names."""

    field: str
    examples: tuple[str, ...]
    named: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """Which areas a file is about, and the property that names them."""

    kind: AreaKind
    field: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Borders by the code of their area, the features that fit no area by what the file calls them, and each feature.

    `lines`: its number, what the file calls it, the code of its area; empty where it fits none.
    """

    borders: Mapping[str, Sequence[Ring]]
    others: Mapping[str, Sequence[Ring]]
    lines: tuple[tuple[int, str, str], ...]
    problems: tuple[Problem, ...]


class AreaNames:
    """The areas of one kind by all that a file may call them; what two areas are called says nothing."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas = {area.code: area for area in areas}
        called: dict[str, set[str]] = {}
        for area in self.areas.values():
            for name in (area.code, area.name_nl, area.name_en, *area.source_codes.split()):
                if name:
                    called.setdefault(_key(name), set()).add(area.code)
        self._codes = {name: next(iter(codes)) for name, codes in called.items() if len(codes) == 1}

    def code_of(self, name: str) -> str:
        """The code of the area that is called this; empty when none is, or several are."""
        return self._codes.get(_key(name), "")


def areas_of_kind(kind: str) -> AreaNames:
    """The areas of this kind that this installation knows."""
    return AreaNames(Area.objects.filter(kind=kind).order_by("code"))


def properties_of(layer: ShapeLayer) -> tuple[NamedBy, ...]:
    """Every property of the file with its first texts, and how many areas of each kind it names."""
    known = {kind.value: areas_of_kind(kind.value) for kind in MAPPED_KINDS}
    found = []
    for field in layer.fields[:MOST_FIELDS]:
        texts = [text for text in layer.texts(field) if text]
        named = {kind: len({code for text in texts if (code := areas.code_of(text))}) for kind, areas in known.items()}
        found.append(NamedBy(field, tuple(texts[:3]), named))
    return tuple(found)


def guess_reading(properties: Sequence[NamedBy]) -> Reading:
    """The kind and property under which most areas are named; of equals, the first of the file."""
    choices = [(one.named[kind.value], kind, one.field) for one in properties for kind in MAPPED_KINDS]
    if not choices:
        return Reading(MAPPED_KINDS[0], "")
    _count, kind, field = max(choices, key=lambda choice: choice[0])
    return Reading(kind, field)


def match_shapes(shapes: Collection[Shape], areas: AreaNames, *, file: str) -> Matched:
    """Which of these borders is of which area? Municipalities that merged may stand in the file one by one.

    Returns: with a problem for each border that lies far from the middle of its area.
    """
    borders: dict[str, list[Ring]] = {}
    others: dict[str, list[Ring]] = {}
    lines = []
    problems = []
    for shape in shapes:
        code = areas.code_of(shape.code)
        lines.append((shape.feature, shape.code, code))
        if not code:
            others[shape.code] = list(shape.rings)
            continue
        borders.setdefault(code, []).extend(shape.rings)
        away = _kilometres_off(shape, areas.areas[code])
        if away > FARTHEST_KM:
            text = f"lies {away:.0f} km from {areas.areas[code].name_nl}"
            fix = "check that longitude stands before latitude, and that the code is that of this area"
            problems.append(Problem(file, f"feature {shape.feature} ({shape.code})", "geometry", text, fix))
    return Matched(borders, others, tuple(lines), tuple(problems))


def _kilometres_off(shape: Shape, area: Area) -> float:
    if area.latitude is None or area.longitude is None:
        return 0.0
    longitude, latitude = shape.middle
    return distance_km(Place(latitude, longitude), Place(area.latitude, area.longitude))


def _key(name: str) -> str:
    """A name without marks, capitals and what stands behind it in brackets: "Binnenstad (Gent)" is Binnenstad."""
    plain = unicodedata.normalize("NFKD", IN_BRACKETS.sub("", name)).casefold()
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")
