"""Deliveries of figures: received, checked with a preview, taken in, withdrawn again."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict, Field

from arbeidspact.indicators.formats import ColumnMapping
from arbeidspact.monitor.bulk_writing import withdraw_figures, write_delivery
from arbeidspact.monitor.comparing import compare, preview_of
from arbeidspact.monitor.delivery_folder import deliveries_folder, folder_of
from arbeidspact.monitor.delivery_queries import delivery_of
from arbeidspact.monitor.delivery_reading import read_delivery
from arbeidspact.monitor.incoming import incoming, known_series, standing
from arbeidspact.monitor.models import Delivery, DeliveryState, Indicator
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.table_statistics import look_at_tables_anew

Tell = Callable[[str, int, int], None]
WRITE_PROGRESS_AFTER: Final = 250_000
ONE_AT_A_TIME: Final = 4_215_077
"""The lock under which PostgreSQL lets one delivery in at a time; SQLite has one writer anyway."""


class MapDelivery(Command):
    """The file of this delivery is read with this mapping; None: it has our own columns."""

    model_config = ConfigDict(str_strip_whitespace=False)
    delivery: UUID
    mapping: ColumnMapping | None


class TakeInDelivery(Command):
    """These figures count from now, as the preview said."""

    delivery: UUID


class WithdrawDelivery(Command):
    """These figures go, and what counted before them counts again."""

    delivery: UUID
    because: Annotated[str, Field(min_length=3, max_length=500)]


class ForgetDelivery(Command):
    """This file is not wanted: nothing of it was taken in."""

    delivery: UUID


def receive_delivery(
    source: Path, file_name: str, mapping: ColumnMapping | None, *, actor: Actor, keep_file: bool = False
) -> Delivery:
    """Notes that a file came; one that came before with the same mapping and waits is gone on with.

    Arguments: `keep_file`, to keep a copy in the folder of the delivery. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    with source.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    content = mapping.model_dump(mode="json") if mapping is not None else {}
    waiting = Delivery.objects.filter(sha256=sha256, taken_in_at=None).order_by("-received_at")
    delivery = next((one for one in waiting if one.mapping == content and not one.problems), None)
    if delivery is None:
        delivery = Delivery.objects.create(
            file_name=file_name[:200],
            sha256=sha256,
            size=source.stat().st_size,
            mapping=content,
            organisation=actor.organisation,
            user=actor.user,
        )
    elif delivery.file_name != file_name[:200]:
        delivery.file_name = file_name[:200]
        delivery.save(update_fields=["file_name"])
    folder = folder_of(delivery.reference)
    folder.make()
    if keep_file and not folder.file.exists():
        shutil.copyfile(source, folder.file)
    return delivery


def receive_upload(data: bytes, file_name: str, *, actor: Actor, mapping: ColumnMapping | None = None) -> Delivery:
    """Keeps a file that was uploaded. `mapping`: None for our own columns. Raises: `NotAllowed`."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    deliveries_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=deliveries_folder(), prefix="upload-") as file:
        file.write(data)
        file.flush()
        return receive_delivery(Path(file.name), file_name, mapping, actor=actor, keep_file=True)


def map_delivery(command: MapDelivery, *, actor: Actor) -> Delivery:
    """Says how the file of a delivery is read; what was checked with another mapping is forgotten.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when it was taken in.
    """
    delivery = delivery_of(command.delivery, actor=actor)
    if delivery.taken_in_at is not None:
        raise Conflict(_("This delivery was taken in."), hint=_("Upload the file again to read it in another way."))
    delivery.mapping = command.mapping.model_dump(mode="json") if command.mapping is not None else {}
    delivery.checked_at, delivery.problems, delivery.preview, delivery.counts = None, [], {}, {}
    folder_of(delivery.reference).forget_parts()
    delivery.save()
    return delivery


def check_delivery(
    delivery: Delivery, *, actor: Actor, source: Path | None = None, tell: Tell = lambda *_said: None
) -> Delivery:
    """Reads the whole file, and says what is wrong with it or what it would change. Nothing is taken in.

    Arguments: `source`, where the file lies; None: in the folder of the delivery. What was read before the work was
    broken off is not read again. Raises: `NotAllowed`; `NotFound` when the file is gone.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    folder = folder_of(delivery.reference)
    path = source or folder.file
    if not path.is_file():
        raise NotFound(_("The file of this delivery is no longer here."), hint=_("Upload it again."))
    read = read_delivery(delivery, path, folder, tell)
    delivery.figures = read.figures
    delivery.problems = [
        {"place": one.entry, "field": one.field, "problem": one.problem, "fix": one.fix} for one in read.problems
    ]
    delivery.has_more_problems = read.has_more_problems
    delivery.counts = {"left_out": read.left_out, "not_published": read.not_published}
    delivery.preview = {}
    if not read.problems:
        tell("comparing", 0, 1)
        figures = incoming(folder.figures())
        known = standing(figures, known_series(figures.keys))
        comparison = compare(figures, known)
        delivery.counts |= comparison.counts
        delivery.preview = preview_of(figures, known, comparison)
        tell("comparing", 1, 1)
    delivery.checked_at = timezone.now()
    with transaction.atomic():
        delivery.save()
        record(actor, "check-delivery", delivery, figures=delivery.figures, problems=len(delivery.problems))
    return delivery


def take_in_delivery(command: TakeInDelivery, *, actor: Actor, tell: Tell = lambda *_said: None) -> Delivery:
    """Takes the figures of a delivery in, all or none, in one transaction.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when it is not waiting, or something changed since the preview.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    with transaction.atomic():
        _one_at_a_time()
        delivery = Delivery.objects.select_for_update().filter(reference=command.delivery).first()
        if delivery is None:
            raise NotFound(_("There is no such delivery."), hint=_("Look at the list of deliveries."))
        if delivery.state is not DeliveryState.PREVIEWED:
            raise Conflict(_("This delivery does not wait to be taken in."), hint=_("Its page says what became of it."))
        folder = folder_of(delivery.reference)
        table = folder.figures()
        if len(table) != delivery.figures:
            raise Conflict(_("What was checked is no longer here."), hint=_("Check the file again."))
        figures = incoming(table)
        known = standing(figures, known_series(figures.keys))
        comparison = compare(figures, known)
        if any(delivery.counts[name] != number for name, number in comparison.counts.items()):
            raise Conflict(
                _("Other figures came in since the preview, so that it no longer says what would change."),
                hint=_("Check the file again."),
            )
        slugs = {slug for slug, _breakdown, _area in figures.keys}
        indicators = Indicator.objects.in_bulk(slugs, field_name="slug")
        write_delivery(
            delivery, table, figures, known, comparison, indicators, lambda done, of: tell("writing", done, of)
        )
        delivery.taken_in_at = timezone.now()
        delivery.taken_in_by = actor.user
        delivery.save()
        record(actor, "take-in-delivery", delivery, **comparison.counts)
    folder.forget_parts()
    look_at_tables_anew(delivery.figures)
    return delivery


def withdraw_delivery(command: WithdrawDelivery, *, actor: Actor) -> Delivery:
    """Takes the figures of a delivery out again; their predecessors count again.

    Raises: `NotAllowed`; `NotFound`; `Conflict` when nothing of it was taken in.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    with transaction.atomic():
        _one_at_a_time()
        delivery = Delivery.objects.select_for_update().filter(reference=command.delivery).first()
        if delivery is None:
            raise NotFound(_("There is no such delivery."), hint=_("Look at the list of deliveries."))
        if delivery.state is not DeliveryState.TAKEN_IN:
            raise Conflict(_("Nothing of this delivery counts."), hint=_("Only what was taken in can be withdrawn."))
        gone = withdraw_figures(delivery)
        delivery.withdrawn_at = timezone.now()
        delivery.withdrawn_by = actor.user
        delivery.withdrawn_because = command.because
        delivery.save()
        record(actor, "withdraw-delivery", delivery, figures=gone)
    return delivery


def forget_delivery(command: ForgetDelivery, *, actor: Actor) -> None:
    """Removes a delivery of which nothing was taken in. Raises: `NotAllowed`; `NotFound`; `Conflict`."""
    delivery = delivery_of(command.delivery, actor=actor)
    if delivery.taken_in_at is not None:
        raise Conflict(_("This delivery was taken in."), hint=_("Withdraw it instead: the record of it stays."))
    with transaction.atomic():
        record(actor, "forget-delivery", delivery)
        delivery.delete()
    folder_of(command.delivery).remove()


def _one_at_a_time() -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
