"""Files of borders: received, read, taken onto the maps, withdrawn again."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from arbeidspact.indicators import InvalidFile, Problem
from arbeidspact.indicators.shape_file import Ring, ShapeLayer, read_layer, shapes_of
from arbeidspact.monitor.models import DeliveryState, ShapeDelivery
from arbeidspact.monitor.shape_matching import (
    TOLERANCE_METRES,
    areas_of_kind,
    guess_reading,
    match_shapes,
    properties_of,
)
from arbeidspact.monitor.shapes import change_of, shape_delivery_of, shapes_that_count
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.models import AreaKind
from arbeidspact.organisations.permissions import Permission, require

MOST_METRES: Final = 5_000
DECIMALS: Final = 6
"""Of a degree: a tenth of a metre."""
Metres = Annotated[float, Field(ge=0, le=MOST_METRES)]
Source = Annotated[str, Field(min_length=2, max_length=300)]


class ImportShapes(Command):
    """The borders in this file are those of our areas of this kind from now.

    `field`: the property of each feature that holds the code of an area, here or at its source, or its name. `source`:
    who made the borders, as it must stand under a map.
    """

    path: Path
    kind: AreaKind
    field: str
    source: Source
    tolerance_metres: Metres = TOLERANCE_METRES[AreaKind.NEIGHBOURHOOD]


class ReadShapes(Command):
    """This file of borders is read like this: kind of area, property that names it, metres of simplification."""

    delivery: UUID
    kind: AreaKind
    field: Annotated[str, Field(min_length=1, max_length=200)]
    source: Source
    tolerance_metres: Metres


class TakeInShapes(Command):
    """These borders are on the maps from now, as the preview showed."""

    delivery: UUID


class WithdrawShapes(Command):
    """These borders go from the maps, and those before them come back."""

    delivery: UUID


class ForgetShapes(Command):
    """This file of borders is not wanted: nothing of it is on a map."""

    delivery: UUID


@dataclass(frozen=True, slots=True)
class ImportedShapes:
    """What became of a file: how many areas have a border now, which features fit no area, which areas have none."""

    matched: int
    unknown: tuple[str, ...]
    without: tuple[str, ...]


def receive_shapes(data: bytes, file_name: str, source: str, *, actor: Actor) -> ShapeDelivery:
    """Keeps a file of borders and reads it as it most likely is meant. Nothing comes on a map.

    Arguments: `source`, who made the borders. Raises: `NotAllowed`; `InvalidFile` when it is no file of borders.
    """
    require(actor, Permission.IMPORT_SHAPES)
    shapes_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=shapes_folder(), prefix="upload-") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        layer = read_layer(path, name=file_name)
        guess = guess_reading(properties_of(layer))
        delivery = _read(
            _received(path, file_name, source, actor),
            layer,
            kind=guess.kind,
            field=guess.field,
            tolerance_metres=TOLERANCE_METRES[guess.kind],
        )
        with transaction.atomic():
            delivery.save()
            record(actor, "check-shapes", delivery, areas=delivery.found, problems=len(delivery.problems))
            shutil.copyfile(path, _file_of(delivery.reference))
    return delivery


def read_shapes_as(command: ReadShapes, *, actor: Actor) -> ShapeDelivery:
    """Reads a file of borders in another way; what was read before is forgotten.

    Raises: `NotAllowed`; `NotFound`, also when the file is gone; `Conflict` when it was taken in; `InvalidFile`.
    """
    delivery = shape_delivery_of(command.delivery, actor=actor)
    layer = layer_of(delivery)
    delivery.source = command.source
    read = _read(
        delivery,
        layer,
        kind=command.kind,
        field=command.field,
        tolerance_metres=command.tolerance_metres,
    )
    with transaction.atomic():
        read.save()
        record(actor, "check-shapes", read, areas=read.found, problems=len(read.problems))
    return read


def layer_of(delivery: ShapeDelivery) -> ShapeLayer:
    """The features of a file of borders that waits for a yes. Raises: `Conflict` when it was taken in; `NotFound`."""
    if delivery.taken_in_at is not None:
        raise Conflict(_("These borders were taken in."), hint=_("Upload the file again to read it in another way."))
    path = _file_of(delivery.reference)
    if not path.is_file():
        raise NotFound(_("The file of these borders is no longer here."), hint=_("Upload it again."))
    return read_layer(path, name=delivery.file_name)


def take_in_shapes(command: TakeInShapes, *, actor: Actor) -> ShapeDelivery:
    """Puts borders on the maps, all or none; those of this kind that were there are kept, and come back on withdrawal.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when the file does not wait for it.
    """
    require(actor, Permission.IMPORT_SHAPES)
    with transaction.atomic():
        delivery = _locked(command.delivery)
        if delivery.state is not DeliveryState.PREVIEWED:
            raise Conflict(
                _("These borders do not wait to be taken in."), hint=_("Their page says what became of them.")
            )
        _take_in(delivery, actor)
        delivery.save()
    _file_of(delivery.reference).unlink(missing_ok=True)
    return delivery


def withdraw_shapes(command: WithdrawShapes, *, actor: Actor) -> ShapeDelivery:
    """Takes the borders that count off the maps; those before them count again, or only squares are left.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when these are not the borders that count.
    """
    require(actor, Permission.IMPORT_SHAPES)
    with transaction.atomic():
        delivery = _locked(command.delivery)
        if shapes_that_count(actor=actor).get(delivery.kind) != delivery:
            raise Conflict(
                _("These borders are not on the maps."), hint=_("Only the borders that count now can be withdrawn.")
            )
        delivery.withdrawn_at = timezone.now()
        delivery.withdrawn_by = actor.user
        delivery.save()
        record(actor, "withdraw-shapes", delivery, kind=delivery.kind, areas=delivery.found)
    return delivery


def forget_shapes(command: ForgetShapes, *, actor: Actor) -> None:
    """Removes a file of borders that was not taken in. Raises: `NotAllowed`; `NotFound`; `Conflict`."""
    delivery = shape_delivery_of(command.delivery, actor=actor)
    if delivery.taken_in_at is not None:
        raise Conflict(_("These borders were taken in."), hint=_("Withdraw them instead: the record of them stays."))
    with transaction.atomic():
        record(actor, "forget-shapes", delivery)
        delivery.delete()
    _file_of(command.delivery).unlink(missing_ok=True)


def import_shapes(command: ImportShapes, *, actor: Actor) -> ImportedShapes:
    """Receives, reads and takes in a file of borders at once, as somebody does who knows what is in it.

    Raises: `NotAllowed`; `InvalidFile` with every problem, and then nothing is kept.
    """
    require(actor, Permission.IMPORT_SHAPES)
    delivery = _read(
        _received(command.path, command.path.name, command.source, actor),
        read_layer(command.path),
        kind=command.kind,
        field=command.field,
        tolerance_metres=command.tolerance_metres,
    )
    if delivery.problems:
        raise InvalidFile([Problem(delivery.file_name, **one) for one in delivery.problems])
    with transaction.atomic():
        delivery.save()
        _take_in(delivery, actor)
        delivery.save()
    return ImportedShapes(
        matched=delivery.found,
        unknown=tuple(name for _number, name, code in delivery.lines if not code),
        without=tuple(sorted(area.code for area in change_of(delivery).without)),
    )


def shapes_folder() -> Path:
    """Where files of borders wait for a yes."""
    return Path(settings.DATA_DIR) / "shapes"


def _received(path: Path, file_name: str, source: str, actor: Actor) -> ShapeDelivery:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return ShapeDelivery(
        file_name=file_name[:200],
        sha256=sha256,
        size=path.stat().st_size,
        source=source,
        organisation=actor.organisation,
        user=actor.user,
    )


def _read(
    delivery: ShapeDelivery, layer: ShapeLayer, *, kind: AreaKind, field: str, tolerance_metres: float
) -> ShapeDelivery:
    """The delivery with what its file holds when it is read like this; not saved."""
    delivery.kind, delivery.field, delivery.tolerance_metres = kind.value, field, tolerance_metres
    delivery.fields = [asdict(one) for one in properties_of(layer)]
    delivery.features = len(layer.features)
    delivery.lines, delivery.borders, delivery.others, delivery.problems = [], {}, {}, []
    try:
        shapes = shapes_of(layer, field=field, tolerance_metres=tolerance_metres)
    except InvalidFile as error:
        problems: Sequence[Problem] = error.problems
    else:
        matched = match_shapes(shapes, areas_of_kind(kind.value), file=layer.file)
        problems = matched.problems
        if not matched.borders:
            fix = "choose another kind of area, or the property with the code or the name of the area"
            problems = [Problem(layer.file, "file", field, "no feature fits an area of this kind", fix)]
        delivery.lines = [list(line) for line in matched.lines]
        delivery.borders, delivery.others = _rounded(matched.borders), _rounded(matched.others)
    delivery.found = len(delivery.borders)
    delivery.problems = [
        {"entry": one.entry, "field": one.field, "problem": one.problem, "fix": one.fix} for one in problems
    ]
    return delivery


def _take_in(delivery: ShapeDelivery, actor: Actor) -> None:
    delivery.others = {}
    delivery.taken_in_at = timezone.now()
    delivery.taken_in_by = actor.user
    record(actor, "import-shapes", delivery, kind=delivery.kind, areas=delivery.found)


def _locked(reference: UUID) -> ShapeDelivery:
    delivery = ShapeDelivery.objects.select_for_update().filter(reference=reference).first()
    if delivery is None:
        raise NotFound(_("There is no such file of borders."), hint=_("Look at the list of borders."))
    return delivery


def _rounded(borders: Mapping[str, Sequence[Ring]]) -> dict[str, list[list[tuple[float, float]]]]:
    return {
        code: [[(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring] for ring in rings]
        for code, rings in borders.items()
    }


def _file_of(reference: UUID) -> Path:
    return shapes_folder() / f"{reference}.geojson"
