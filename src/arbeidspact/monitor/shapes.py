"""Borders of areas for maps: those that count now, and the files they came from."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators.shape_file import DrawingField, Shape, drawn_paths
from arbeidspact.monitor.models import DeliveryState, ShapeDelivery
from arbeidspact.monitor.shape_matching import MAPPED_KINDS, areas_of_kind
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require

__all__ = [
    "MAPPED_KINDS",
    "SHAPE_STATES",
    "Borders",
    "DeliveryState",
    "Dot",
    "ShapeChange",
    "ShapeDelivery",
    "ShapePicture",
    "borders_of",
    "change_of",
    "mark_of_maps",
    "picture_of",
    "shape_delivery_of",
    "shape_list",
    "shapes_that_count",
]

WIDTH: Final = 900
_OF_STATE: Final = {
    DeliveryState.PREVIEWED: Q(taken_in_at=None, problems=[]),
    DeliveryState.REFUSED: Q(taken_in_at=None) & ~Q(problems=[]),
    DeliveryState.TAKEN_IN: Q(taken_in_at__isnull=False, withdrawn_at=None),
    DeliveryState.WITHDRAWN: Q(withdrawn_at__isnull=False),
}
SHAPE_STATES: Final = tuple((state.value, state.label) for state in _OF_STATE)
"""What can become of a file of borders, with the words for it."""


@dataclass(frozen=True, slots=True)
class Borders:
    """Borders as paths on a field of `size`, by the code of the area, and who made them."""

    paths: Mapping[str, str]
    size: tuple[int, int]
    source: str


@dataclass(frozen=True, slots=True)
class ShapeChange:
    """What a file of borders means for the areas of its kind, each list in the order of their names.

    `found`: have a border in it; `without`: have none in it; of these `lost` have one now.
    """

    found: tuple[Area, ...]
    without: tuple[Area, ...]
    lost: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """An area without a border, at its middle."""

    code: str
    across: float
    down: float


@dataclass(frozen=True, slots=True)
class ShapePicture:
    """A file of borders as it looks: areas of ours by their code, other features, and where the rest would lie."""

    size: tuple[int, int]
    paths: Mapping[str, str]
    others: Mapping[str, str]
    dots: tuple[Dot, ...]


def borders_of(kind: str, areas: Collection[str]) -> Borders | None:
    """The borders of these areas, to draw; None when none of this kind were imported, or not of most of them."""
    found = _counting(kind).values_list("reference", "source").first()
    if found is None:
        return None
    borders = _drawn(*found, frozenset(areas))
    return borders if len(borders.paths) * 2 >= len(areas) else None


def mark_of_maps() -> str:
    """What changes when other borders come on the maps, or other areas: for pages that are kept. For anybody."""
    taken_in = ShapeDelivery.objects.filter(_OF_STATE[DeliveryState.TAKEN_IN]).order_by("taken_in_at", "pk")
    counting = dict(taken_in.values_list("kind", "reference"))
    told = "|".join([str(Area.objects.count()), *(f"{kind}={counting[kind]}" for kind in sorted(counting))])
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def shape_delivery_of(reference: UUID, *, actor: Actor) -> ShapeDelivery:
    """The file of borders with this reference. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.IMPORT_SHAPES)
    found = ShapeDelivery.objects.select_related("user", "taken_in_by", "withdrawn_by").filter(reference=reference)
    delivery = found.first()
    if delivery is None:
        raise NotFound(_("There is no such file of borders."), hint=_("Look at the list of borders."))
    return delivery


def shape_list(*, actor: Actor, state: DeliveryState | None = None) -> QuerySet[ShapeDelivery]:
    """The files of borders, the newest first, without what they hold. Raises: `NotAllowed`."""
    require(actor, Permission.IMPORT_SHAPES)
    found = ShapeDelivery.objects.select_related("user", "taken_in_by").defer("borders", "others", "lines")
    if state is not None:
        found = found.filter(_OF_STATE[state])
    return found.order_by("-received_at", "-pk")


def shapes_that_count(*, actor: Actor) -> dict[str, ShapeDelivery]:
    """The file whose borders are on the maps, by the kind of areas; a kind without borders is left out.

    Raises: `NotAllowed`.
    """
    listed = shape_list(actor=actor, state=DeliveryState.TAKEN_IN)
    found: dict[str, ShapeDelivery] = {}
    for delivery in listed.order_by("-taken_in_at", "-pk"):
        found.setdefault(delivery.kind, delivery)
    return found


def change_of(delivery: ShapeDelivery) -> ShapeChange:
    """What changes on the maps when these borders count?"""
    areas = sorted(areas_of_kind(delivery.kind).areas.values(), key=lambda area: (area.name_nl, area.code))
    before = _counting(delivery.kind).exclude(pk=delivery.pk).values_list("borders", flat=True).first() or {}
    found = tuple(area for area in areas if area.code in delivery.borders)
    without = tuple(area for area in areas if area.code not in delivery.borders)
    return ShapeChange(found, without, tuple(area for area in without if area.code in before))


def picture_of(delivery: ShapeDelivery, without: Collection[Area]) -> ShapePicture | None:
    """How does this file of borders look, with the areas that are not in it? None when it holds no border."""
    ours, others = _shapes(delivery.borders), _shapes(delivery.others)
    if not ours and not others:
        return None
    field = DrawingField.around([*ours, *others], width=WIDTH)
    wide, high = field.size
    dots = []
    for area in without:
        if area.latitude is not None and area.longitude is not None:
            across, down = field.place(area.longitude, area.latitude)
            if 0 <= across <= wide and 0 <= down <= high:
                dots.append(Dot(area.code, across, down))
    return ShapePicture(
        field.size,
        {shape.code: field.path(shape.rings) for shape in ours},
        {shape.code: field.path(shape.rings) for shape in others},
        tuple(dots),
    )


def _counting(kind: str) -> QuerySet[ShapeDelivery]:
    """The files of this kind whose borders were taken in and not withdrawn, the one that counts first."""
    taken_in = ShapeDelivery.objects.filter(_OF_STATE[DeliveryState.TAKEN_IN], kind=kind)
    return taken_in.order_by("-taken_in_at", "-pk")


@lru_cache(maxsize=16)
def _drawn(reference: UUID, source: str, areas: frozenset[str]) -> Borders:
    """What was taken in does not change any more: drawn once."""
    borders = ShapeDelivery.objects.values_list("borders", flat=True).get(reference=reference)
    paths, size = drawn_paths([shape for shape in _shapes(borders) if shape.code in areas], width=WIDTH)
    return Borders(paths, size, source)


def _shapes(borders: Mapping[str, object]) -> list[Shape]:
    return [
        Shape(code, tuple(tuple((x, y) for x, y in ring) for ring in rings))  # type: ignore[attr-defined]
        for code, rings in borders.items()
    ]
