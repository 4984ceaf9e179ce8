"""The talks of after-care of one person: what was asked, what is to be asked now, and noting an answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.aftercare import Moment, moments_of
from arbeidspact.followup.commands import NoteAftercare
from arbeidspact.followup.models import AftercareTalk
from arbeidspact.followup.thresholds import thresholds
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.models import RungPlacement
from arbeidspact.people.access import PersonFile


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Work that somebody started, the moments at which is asked how it goes, and what was said."""

    placement: RungPlacement
    moments: tuple[Moment, ...]
    talks: tuple[AftercareTalk, ...]
    now: Moment | None
    next_on: date | None
    may_note: bool


def aftercare_of(file: PersonFile, *, today: date | None = None) -> list[AskedOf]:
    """Which work of this person is followed: that which has moments to come, is asked about now, or was talked about?
    The newest first. Two queries."""
    day = today or timezone.localdate()
    placements = (
        file.person.placements.filter(rung__in=current_ladder().working)
        .select_related("organisation")
        .prefetch_related("aftercare__noted_by")
        .order_by("-since", "-pk")
    )
    found = [_asked_of(placement, file, day) for placement in placements]
    return [one for one in found if one.talks or one.now or one.next_on]


def note_aftercare(command: NoteAftercare, *, file: PersonFile) -> AftercareTalk:
    """The person or the employer said how the work goes.

    Raises: `NotAllowed`; `NotFound` for work that is not in this file; `InvalidValue` for a month that is none of the
    moments or a day in the future; `Conflict` when this was noted already, or by an organisation that did not note
    the work.
    """
    require(file.actor, Permission.EDIT_PLAN)
    placement = _placement(file, command.placement)
    moments = {moment.month: moment for moment in moments_of(placement.since, placement.until, (), thresholds())}
    today = timezone.localdate()
    if command.month not in moments:
        raise InvalidValue(_("Nothing is asked after so many months."), field="month")
    if command.held_on > today:
        raise InvalidValue(_("This day is still to come."), hint=_("Choose today or an earlier day."), field="held_on")
    if command.held_on < placement.since:
        raise InvalidValue(_("This day lies before the start of the work."), field="held_on")
    if file.actor.organisation is None or placement.organisation_id != file.actor.organisation.pk:
        raise Conflict(_("Another organisation follows this work."), hint=_("Ask that organisation to note it."))
    try:
        with transaction.atomic():
            talk = AftercareTalk.objects.create(
                placement=placement,
                organisation=file.actor.organisation,
                month=command.month,
                side=command.side,
                held_on=command.held_on,
                still_at_work=command.still_at_work,
                needs_support=command.needs_support,
                note=command.note,
                noted_by=file.actor.user,
            )
            record(file.actor, "note-aftercare", file.person, month=command.month, side=str(command.side))
    except IntegrityError as error:
        raise Conflict(_("This was asked and noted already.")) from error
    return talk


def take_back_aftercare(talk: UUID, *, file: PersonFile) -> None:
    """What was noted by mistake goes; it can be asked again. Raises: `NotAllowed`; `NotFound`."""
    require(file.actor, Permission.EDIT_PLAN)
    with transaction.atomic():
        found = (
            AftercareTalk.objects.select_for_update(of=("self",))
            .filter(reference=talk, placement__person=file.person, organisation=file.actor.organisation)
            .first()
        )
        if found is None:
            raise NotFound(_("This is not in the file."))
        record(file.actor, "take-back-aftercare", file.person, month=found.month, side=found.side)
        found.delete()


def _placement(file: PersonFile, reference: UUID) -> RungPlacement:
    placement = file.person.placements.filter(reference=reference, rung__in=current_ladder().working).first()
    if placement is None:
        raise NotFound(_("This work is not in the file."))
    return placement


def _asked_of(placement: RungPlacement, file: PersonFile, day: date) -> AskedOf:
    talks = tuple(placement.aftercare.all())
    moments = moments_of(placement.since, placement.until, [(talk.month, talk.side) for talk in talks], thresholds())
    own = file.actor.organisation is not None and placement.organisation_id == file.actor.organisation.pk
    return AskedOf(
        placement=placement,
        moments=tuple(moments),
        talks=talks,
        now=next((moment for moment in moments if moment.is_open_on(day)), None),
        next_on=next((moment.first_day for moment in moments if moment.first_day > day), None),
        may_note=own and may(file.actor, Permission.EDIT_PLAN),
    )
