"""Borders of areas for maps: taken from a file that an operator imports, kept as data of the installation."""

import json
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators.shape_file import Ring, Shape, drawn_paths, read_shapes
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require

WIDTH: Final = 900
IN_BRACKETS: Final = re.compile(r"\s*\([^)]*\)\s*$")


class ImportShapes(Command):
    """The borders in this file are those of our areas of this kind from now.

    `field`: the property of each feature that holds the code of an area, here or at its source, or its name. `source`:
    who made the borders, as it must stand under a map.
    """

    path: Path
    kind: str
    field: str
    source: str
    tolerance_metres: float = 30.0


@dataclass(frozen=True, slots=True)
class ImportedShapes:
    """What became of a file: how many areas have a border now, which features fit no area, which areas have none."""

    matched: int
    unknown: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Borders:
    """Borders as paths on a field of `size`, by the code of the area, and who made them."""

    paths: dict[str, str]
    size: tuple[int, int]
    source: str


def import_shapes(command: ImportShapes, *, actor: Actor) -> ImportedShapes:
    """Keeps the borders of areas for maps; those of this kind that were there are replaced.

    Raises: `NotAllowed`; `InvalidFile` with every problem; `InvalidValue` when no feature fits an area.
    """
    require(actor, Permission.EDIT_PACT)
    shapes = read_shapes(command.path, field=command.field, tolerance_metres=command.tolerance_metres)
    areas = list(Area.objects.filter(kind=command.kind).order_by("code"))
    by_name = _by_name(areas)
    found: dict[str, list[Ring]] = {}
    for shape in shapes:
        code = by_name.get(_key(shape.code))
        if code is not None:
            # Municipalities that merged may stand in the file one by one.
            found.setdefault(code, []).extend(shape.rings)
    if not found:
        raise InvalidValue(
            _("No feature of this file fits an area of this kind."),
            hint=_("Check the kind, and the field: it must hold the code or the name of an area."),
            field="field",
        )
    target = _file_of(command.kind)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved into its place: a page never reads half a file.
    beside = target.with_suffix(".part")
    beside.write_text(json.dumps({"source": command.source, "shapes": found}), encoding="utf-8")
    beside.replace(target)
    first = next(area for area in areas if area.code in found)
    record(actor, "import-shapes", first, count=len(found))
    return ImportedShapes(
        matched=len(found),
        unknown=tuple(shape.code for shape in shapes if _key(shape.code) not in by_name),
        without=tuple(area.code for area in areas if area.code not in found),
    )


def borders_of(kind: str, areas: Collection[str]) -> Borders | None:
    """The borders of these areas, to draw; None when none of this kind were imported, or not of most of them."""
    path = _file_of(kind)
    if not path.is_file():
        return None
    borders = _drawn(path, path.stat().st_mtime_ns, frozenset(areas))
    return borders if len(borders.paths) * 2 >= len(areas) else None


@lru_cache(maxsize=16)
def _drawn(path: Path, _changed: int, areas: frozenset[str]) -> Borders:
    content = json.loads(path.read_text(encoding="utf-8"))
    shapes = [
        Shape(code, tuple(tuple((x, y) for x, y in ring) for ring in rings))
        for code, rings in content["shapes"].items()
        if code in areas
    ]
    paths, size = drawn_paths(shapes, width=WIDTH)
    return Borders(paths, size, content["source"])


def _by_name(areas: Collection[Area]) -> dict[str, str]:
    """The code of each area by all that a file may call it; what two areas are called says nothing."""
    called: dict[str, set[str]] = {}
    for area in areas:
        for name in (area.code, area.name_nl, area.name_en, *area.source_codes.split()):
            if name:
                called.setdefault(_key(name), set()).add(area.code)
    return {name: next(iter(codes)) for name, codes in called.items() if len(codes) == 1}


def _key(name: str) -> str:
    """A name without marks, capitals and what stands behind it in brackets: "Binnenstad (Gent)" is Binnenstad."""
    plain = unicodedata.normalize("NFKD", IN_BRACKETS.sub("", name)).casefold()
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")


def _file_of(kind: str) -> Path:
    return Path(settings.DATA_DIR) / "shapes" / f"{kind}.json"
