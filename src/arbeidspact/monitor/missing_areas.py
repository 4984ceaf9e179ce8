"""Areas that a file of borders holds and nobody here knows yet: what would be made of them, and making them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from arbeidspact.indicators import InvalidFile, Problem
from arbeidspact.indicators.crosswalk import FLEMISH_MERGERS, Merger, read_crosswalk
from arbeidspact.indicators.nis import MUNICIPALITY_DIGITS, wider_codes
from arbeidspact.indicators.shape_file import ShapeLayer, middle_of
from arbeidspact.monitor.models import ShapeDelivery
from arbeidspact.monitor.shape_deliveries import (
    ForgetShapes,
    ReadShapes,
    forget_shapes,
    layer_of,
    read_shapes_as,
    receive_shapes,
)
from arbeidspact.monitor.shape_matching import IN_BRACKETS, AreaNames, areas_of_kind
from arbeidspact.monitor.shapes import shape_delivery_of
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.areas import AddAreas, add_areas
from arbeidspact.organisations.areas_file import AreaEntry
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.models import Area, AreaKind

LONGEST_CODE: Final = 60
LONGEST_NAME: Final = 120
BY_CODE: Final = ""
"""As `part_of`: each area is part of what its code says."""
HAS_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
LIKE_A_CODE: Final = re.compile(r"[0-9][0-9A-Za-z/._-]{3,19}")
NAME_WORDS: Final = ("naam", "name", "nom", "nl")
CODE_WORDS: Final = ("nis", "code", "ref")


class MakeAreas(Command):
    """These features of a file of borders become areas, as the preview showed.

    `name_field` and `code_field`: the properties with the name of an area and with its code at the source; without the
    latter it has none. `part_of`: an area of ours that all of them are part of; empty: what their code says.
    `features`: the number of a feature of each area that is wanted.
    """

    delivery: UUID
    name_field: Annotated[str, Field(min_length=1, max_length=200)]
    code_field: str = ""
    part_of: str = BY_CODE
    features: Annotated[tuple[int, ...], Field(min_length=1)]


class TakeAreas(Command):
    """The areas that this file of borders holds and nobody knows here, but for those that are left out.

    As `MakeAreas`; an empty `name_field` is guessed. `leave_out`: codes of areas, here or at the source.
    """

    path: Path
    kind: AreaKind
    name_field: str = ""
    code_field: str | None = None
    part_of: str = BY_CODE
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingArea:
    """An area that would be made: from which features of the file, how it would be called, where it lies.

    `part_of`: the code of an area of ours; empty where that is not known. `merged`: the names of the municipalities in
    the file that are one area since.
    """

    features: tuple[int, ...]
    code: str
    name: str
    source_codes: tuple[str, ...]
    latitude: float
    longitude: float
    part_of: str
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingAreas:
    """The areas that a file holds and nobody here knows, by name, and what stands against making them.

    `fields`: the properties that could hold a name or a code; `code_field`: empty when none does.
    """

    name_field: str
    code_field: str
    fields: tuple[str, ...]
    areas: tuple[MissingArea, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A feature of the file that fits no area of ours."""

    number: int
    name: str
    code: str
    latitude: float
    longitude: float


def missing_areas(
    reference: UUID, *, actor: Actor, name_field: str = "", code_field: str | None = None, part_of: str = BY_CODE
) -> MissingAreas:
    """Which areas of this file of borders are not here yet, and what would be made of them?

    Arguments: as `MakeAreas`; an empty `name_field` is guessed, and so is a `code_field` of None. Raises: `NotAllowed`;
    `NotFound`, also when the file is gone; `Conflict` when it was taken in.
    """
    delivery = shape_delivery_of(reference, actor=actor)
    layer = layer_of(delivery)
    names = name_field if name_field in layer.fields else _guessed(layer, HAS_LETTERS, NAME_WORDS, whole=False)
    guessed = _guessed(layer, LIKE_A_CODE, CODE_WORDS, whole=True) if code_field is None else code_field
    codes = guessed if guessed in layer.fields else ""
    found, problems = _found(delivery, layer, names, codes)
    known = list(Area.objects.order_by("code"))
    areas = [
        _missing(features, merger, AreaKind(delivery.kind), part_of, known) for features, merger in _together(found)
    ]
    areas = _with_own_codes(areas, {area.code for area in known})
    problems += _problems_of(areas, {area.code for area in known}, layer.file, names)
    return MissingAreas(names, codes, layer.fields, tuple(sorted(areas, key=lambda one: one.name)), tuple(problems))


def make_areas(command: MakeAreas, *, actor: Actor) -> int:
    """Makes areas of these features, all or none, and reads the file again: their borders fit them then.

    Returns: how many. Raises: `NotAllowed`; `NotFound`; `Conflict` when the file was taken in, when there are problems,
    or when a feature that was chosen has an area by now.
    """
    with transaction.atomic():
        delivery = shape_delivery_of(command.delivery, actor=actor)
        found = missing_areas(
            command.delivery,
            actor=actor,
            name_field=command.name_field,
            code_field=command.code_field,
            part_of=command.part_of,
        )
        wanted = set(command.features)
        chosen = [one for one in found.areas if wanted & set(one.features)]
        against = _against(found, chosen)
        if against:
            problem = against[0]
            raise Conflict(f"{problem.entry}: {problem.problem}.", hint=f"{problem.fix}.")
        if not wanted <= {number for one in chosen for number in one.features}:
            raise Conflict(
                _("Some of these areas are here already, or stand no more in the file."),
                hint=_("Look at the list again; nothing was made."),
            )
        add_areas(AddAreas(areas=tuple(_entry(one, delivery.kind) for one in chosen)), actor=actor)
        reading = ReadShapes(
            delivery=delivery.reference,
            kind=AreaKind(delivery.kind),
            field=delivery.field,
            source=delivery.source,
            tolerance_metres=delivery.tolerance_metres,
        )
        read_shapes_as(reading, actor=actor)
    return len(chosen)


def take_areas(command: TakeAreas, *, actor: Actor, check: bool) -> tuple[MissingArea, ...]:
    """Makes the areas of a file at once, as somebody does who knows what is in it; the file is not kept.

    Arguments: `check`, to be told which areas these are and make none. Raises: `NotAllowed`; `InvalidFile` with every
    problem, and then nothing is made.
    """
    name = command.path.name
    delivery = receive_shapes(command.path.read_bytes(), name, name, actor=actor)
    reference = delivery.reference
    try:
        found = missing_areas(reference, actor=actor, name_field=command.name_field, code_field=command.code_field)
        for asked, read in ((command.name_field, found.name_field), (command.code_field, found.code_field)):
            if asked and asked != read:
                fix = f"properties here: {', '.join(found.fields)}"
                raise InvalidFile([Problem(name, "file", asked, "is missing or empty", fix)])
        reading = ReadShapes(
            delivery=reference,
            kind=command.kind,
            field=found.code_field or found.name_field,
            source=name,
            tolerance_metres=delivery.tolerance_metres,
        )
        delivery = read_shapes_as(reading, actor=actor)
        if not delivery.lines:
            raise InvalidFile([Problem(name, **one) for one in delivery.problems])
        fields = {"name_field": found.name_field, "code_field": found.code_field, "part_of": command.part_of}
        found = missing_areas(reference, actor=actor, **fields)
        chosen, left = _parted(found.areas, set(command.leave_out))
        entries = {_entry_name(number) for one in left for number in one.features}
        if problems := [one for one in found.problems if one.entry not in entries]:
            raise InvalidFile(problems)
        if chosen and not check:
            numbers = tuple(one.features[0] for one in chosen)
            make_areas(MakeAreas.model_validate({"delivery": reference, "features": numbers, **fields}), actor=actor)
    finally:
        forget_shapes(ForgetShapes(delivery=reference), actor=actor)
    return chosen


def _parted(
    areas: Sequence[MissingArea], leave_out: Collection[str]
) -> tuple[tuple[MissingArea, ...], tuple[MissingArea, ...]]:
    """The areas that are wanted, and those that are left out."""
    left = tuple(one for one in areas if not {one.code, *one.source_codes}.isdisjoint(leave_out))
    return tuple(one for one in areas if one not in left), left


def _against(found: MissingAreas, chosen: Sequence[MissingArea]) -> list[Problem]:
    """The problems of what was chosen, not of what is left out."""
    entries = {_entry_name(number) for one in chosen for number in one.features}
    return [one for one in found.problems if one.entry in entries]


def _found(delivery: ShapeDelivery, layer: ShapeLayer, names: str, codes: str) -> tuple[list[_Found], list[Problem]]:
    called, coded = layer.texts(names), layer.texts(codes) if codes else ("",) * len(layer.features)
    known = areas_of_kind(delivery.kind)
    found, problems = [], []
    for number, text, area in delivery.lines:
        if area or text not in delivery.others:
            continue
        name = IN_BRACKETS.sub("", called[number - 1]) if names else ""
        if not slugify(name):
            fix = "choose the property that holds the name of the area"
            problems.append(Problem(layer.file, _entry_name(number), names, f"“{name}” is no name", fix))
            continue
        if _is_here(name, coded[number - 1], known):
            continue
        longitude, latitude = middle_of(delivery.others[text])
        found.append(_Found(number, name, coded[number - 1], round(latitude, 4), round(longitude, 4)))
    return found, problems


def _is_here(name: str, code: str, known: AreaNames) -> bool:
    """Do we know this area, though the file was read by another property?

    By its code; else by its name, unless the codes say that it is another of that name: municipalities with other
    codes, or neighbourhoods of other municipalities. A newer edition gives a neighbourhood a new code, not a new name.
    """
    if code and known.code_of(code):
        return True
    ours = known.areas.get(known.code_of(name))
    if ours is None:
        return False
    own = ours.source_codes.split()
    if not code or not own:
        return True
    return len(code) > MUNICIPALITY_DIGITS and any(one.startswith(code[:MUNICIPALITY_DIGITS]) for one in own)


def _together(found: Iterable[_Found]) -> list[tuple[tuple[_Found, ...], Merger | None]]:
    """Municipalities of before a merger in one, where the file holds all of them; others alone.

    A code that went on after a merger means the municipality of today, unless every other part is in the file too.
    """
    crosswalk = read_crosswalk(FLEMISH_MERGERS)
    by_code = {one.code: one for one in found if one.code}
    left = {one.number: one for one in found}
    groups: list[tuple[tuple[_Found, ...], Merger | None]] = []
    for merger in crosswalk.mergers:
        parts = [by_code[part.code] for part in merger.parts if part.code in by_code]
        if len(parts) == len(merger.parts):
            groups.append((tuple(parts), merger))
            for part in parts:
                del left[part.number]
    return groups + [((one,), None) for one in left.values()]


def _missing(
    features: Sequence[_Found], merger: Merger | None, kind: AreaKind, part_of: str, known: Collection[Area]
) -> MissingArea:
    name = merger.name if merger else features[0].name
    codes = tuple(one.code for one in features if one.code)
    wider = part_of or _wider(merger.code if merger else "".join(codes[:1]), known)
    code = slugify(name)
    if kind is AreaKind.NEIGHBOURHOOD and wider and not code.startswith(f"{wider}-"):
        code = f"{wider}-{code}"
    return MissingArea(
        features=tuple(one.number for one in features),
        code=code[:LONGEST_CODE].strip("-"),
        name=name,
        source_codes=codes,
        latitude=round(sum(one.latitude for one in features) / len(features), 4),
        longitude=round(sum(one.longitude for one in features) / len(features), 4),
        part_of=wider,
        merged=tuple(one.name for one in features) if merger else (),
    )


def _wider(code: str, known: Collection[Area]) -> str:
    """Our area for the nearest place that the one with this code lies in; empty where none is here."""
    ours = {codes[0]: area.code for area in known if len(codes := area.source_codes.split()) == 1}
    return next((ours[one] for one in wider_codes(code) if one in ours), "")


def _with_own_codes(areas: Sequence[MissingArea], taken: Collection[str]) -> list[MissingArea]:
    """Areas of one name, or of the name of one that is here, carry their code at the source behind it."""
    counts = Counter(one.code for one in areas)
    return [
        replace(one, code=f"{one.code}-{slugify(one.source_codes[0])}"[:LONGEST_CODE])
        if one.source_codes and (counts[one.code] > 1 or one.code in taken)
        else one
        for one in areas
    ]


def _problems_of(areas: Sequence[MissingArea], taken: Collection[str], file: str, names: str) -> list[Problem]:
    counts = Counter(one.code for one in areas)
    problems = []
    for one in areas:
        entry = _entry_name(one.features[0])
        if len(one.name) > LONGEST_NAME:
            text = f"the name is longer than {LONGEST_NAME} signs"
            problems.append(Problem(file, entry, names, text, "choose the property that holds the name of the area"))
        if counts[one.code] > 1 or one.code in taken:
            fix = "choose the property with the code at the source, or leave this one out"
            problems.append(Problem(file, entry, names, f"another area is called {one.name} too", fix))
    return problems


def _entry(one: MissingArea, kind: str) -> AreaEntry:
    return AreaEntry.model_validate(
        {
            "code": one.code,
            "kind": kind,
            "nl": one.name,
            "en": one.name,
            "latitude": one.latitude,
            "longitude": one.longitude,
            "part_of": one.part_of or None,
            "source_code": " ".join(one.source_codes),
        }
    )


def _entry_name(number: int) -> str:
    return f"feature {number}"


def _guessed(layer: ShapeLayer, sign: re.Pattern[str], words: Collection[str], *, whole: bool) -> str:
    """The property that most features fill with texts of this sort, each its own; of equals, one that is called so."""
    best: Mapping[str, tuple[int, bool]] = {
        field: (
            len({text for text in layer.texts(field) if (sign.fullmatch(text) if whole else sign.search(text))}),
            any(word in field.casefold() for word in words),
        )
        for field in layer.fields
    }
    field = max(best, key=lambda one: best[one], default="")
    return field if field and best[field][0] else ""
