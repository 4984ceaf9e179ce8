"""A caseload goes from one colleague to others: what would move, moving it, and undoing that for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.moving import move_steps, open_steps_of
from arbeidspact.people.access import PersonLine, lines_of
from arbeidspact.people.actions import move_referents
from arbeidspact.people.models import Accompaniment
from arbeidspact.people.queries import colleagues_who_guide
from arbeidspact.teams.commands import TransferCaseload, UndoTransfer
from arbeidspact.teams.models import CaseloadTransfer, Conversation, TransferredPerson

UNDO_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A colleague with the number of people whose referent they are."""

    pk: int
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class MovingPerson:
    """One person of a preview: to whom, and what goes along."""

    line: PersonLine
    to: Carrier
    steps: int
    planned_contacts: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a transfer would move; nothing has moved yet."""

    from_colleague: Carrier
    people: tuple[MovingPerson, ...]
    left: int

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def steps(self) -> int:
        return sum(one.steps for one in self.people)

    @property
    def planned_contacts(self) -> int:
        return sum(one.planned_contacts for one in self.people)

    @property
    def per_colleague(self) -> list[tuple[Carrier, int]]:
        """Each receiving colleague with the number of people they get."""
        counts: dict[int, int] = {}
        carriers = {one.to.pk: one.to for one in self.people}
        for one in self.people:
            counts[one.to.pk] = counts.get(one.to.pk, 0) + 1
        return [(carriers[pk], number) for pk, number in counts.items()]


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo put back, and how many people stayed because somebody changed their referent since."""

    people: int
    steps: int
    changed_since: int


def carriers(actor: Actor) -> list[Carrier]:
    """Which colleagues can be a referent, and of how many people is each? By name. Raises: `NotAllowed`."""
    require(actor, Permission.TRANSFER_CASELOAD)
    counts = dict(
        _open_links(actor)
        .filter(referent__isnull=False)
        .order_by()
        .values("referent")
        .annotate(people=Count("pk"))
        .values_list("referent", "people")
    )
    guiding = colleagues_who_guide(actor)
    known = {pk for pk, _name in guiding}
    # Somebody who left may still be a referent: their people must be able to move.
    gone = User.objects.filter(pk__in=set(counts) - known).order_by("last_name", "first_name", "pk")
    return [Carrier(pk, name, counts.get(pk, 0)) for pk, name in [*guiding, *((one.pk, str(one)) for one in gone)]]


def people_of_colleague(actor: Actor, colleague: int) -> list[PersonLine]:
    """Whose referent is this colleague of the actor? By name; each line is recorded. Raises: `NotAllowed`."""
    require(actor, Permission.TRANSFER_CASELOAD)
    keys = list(
        _open_links(actor)
        .filter(referent=colleague)
        .order_by("person__search_name", "person")
        .values_list("person", flat=True)
    )
    lines = lines_of(actor, keys)
    return [lines[key] for key in keys if key in lines]


def preview_transfer(command: TransferCaseload, *, actor: Actor) -> Preview:
    """What would this transfer move, and to whom? Changes nothing. Raises: as `transfer_caseload`."""
    require(actor, Permission.TRANSFER_CASELOAD)
    _check(command, actor)
    lines = [line for line in people_of_colleague(actor, command.from_user) if line.reference in set(command.people)]
    if not lines:
        raise InvalidValue(
            _("None of these people has this colleague as referent any more."),
            hint=_("Choose again."),
            field="people",
        )
    known = {one.pk: one for one in carriers(actor)}
    keys = [line.pk for line in lines]
    steps = open_steps_of(command.from_user, keys, actor=actor)
    planned = _planned_contacts(actor, command.from_user, keys)
    receivers = _divided(len(lines), command.to)
    moving = tuple(
        MovingPerson(line, known[to], len(steps.get(line.pk, ())), planned.get(line.pk, 0))
        for line, to in zip(lines, receivers, strict=True)
    )
    whole = known[command.from_user]
    return Preview(whole, moving, whole.people - len(moving))


def transfer_caseload(command: TransferCaseload, *, actor: Actor) -> CaseloadTransfer:
    """These people get the other colleagues as referent, and the open steps that the old one owned go along.

    Raises: `NotAllowed`; `InvalidValue` for a colleague who cannot, or people who are not theirs (any more).
    """
    preview = preview_transfer(command, actor=actor)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    receiver = {one.line.pk: one.to.pk for one in preview.people}
    with transaction.atomic():
        links = list(
            _open_links(actor)
            .select_for_update(of=("self",))
            .filter(person__in=receiver, referent=command.from_user)
            .order_by("pk")
        )
        if len(links) != len(receiver):
            raise Conflict(_("Somebody changed these people meanwhile."), hint=_("Look at the preview again."))
        steps = open_steps_of(command.from_user, list(receiver), actor=actor)
        owners = {step: receiver[person] for person, own in steps.items() for step in own}
        moved = set(move_steps(owners, from_users=dict.fromkeys(owners, command.from_user), actor=actor))
        move_referents({link.pk: receiver[link.person_id] for link in links}, actor=actor)
        now = timezone.now()
        transfer = CaseloadTransfer.objects.create(
            organisation=actor.organisation,
            from_user_id=command.from_user,
            by=actor.user,
            reason=command.reason,
            at=now,
            undo_until=now + UNDO_FOR,
        )
        TransferredPerson.objects.bulk_create(
            TransferredPerson(
                transfer=transfer,
                accompaniment=link,
                to_user_id=receiver[link.person_id],
                steps=[step for step in steps.get(link.person_id, ()) if step in moved],
            )
            for link in links
        )
        record(actor, "transfer-caseload", transfer, people=len(links), steps=len(moved), colleagues=len(command.to))
    return transfer


def undo_transfer(command: UndoTransfer, *, actor: Actor) -> Undone:
    """Puts back the referent and the steps of each person of a transfer, unless somebody changed them since.

    Raises: `NotAllowed`; `NotFound`; `Conflict` after the undo window, or when it was undone.
    """
    require(actor, Permission.TRANSFER_CASELOAD)
    with transaction.atomic():
        transfer = (
            CaseloadTransfer.objects.select_for_update()
            .filter(organisation=actor.organisation, reference=command.transfer)
            .first()
        )
        if transfer is None:
            raise NotFound(_("There is no such transfer."))
        now = timezone.now()
        if transfer.undone_at is not None:
            raise Conflict(_("This transfer was undone already."))
        if transfer.undo_until <= now or transfer.from_user_id is None:
            raise Conflict(_("A transfer can be undone for a day; that is over."), hint=_("Make a new transfer back."))
        rows = list(transfer.people.select_related("accompaniment").order_by("pk"))
        unchanged = [
            row
            for row in rows
            if row.accompaniment.until is None and row.accompaniment.referent_id == row.to_user_id is not None
        ]
        move_referents({row.accompaniment_id: transfer.from_user_id for row in unchanged}, actor=actor)
        now_with = {step: row.to_user_id for row in unchanged for step in row.steps if row.to_user_id is not None}
        back = move_steps(dict.fromkeys(now_with, transfer.from_user_id), from_users=now_with, actor=actor)
        TransferredPerson.objects.filter(pk__in=[row.pk for row in unchanged]).update(was_restored=True)
        transfer.undone_at, transfer.undone_by = now, actor.user
        transfer.save(update_fields=["undone_at", "undone_by"])
        done = Undone(len(unchanged), len(back), len(rows) - len(unchanged))
        record(actor, "undo-transfer", transfer, people=done.people, changed_since=done.changed_since)
    return done


def transfers(actor: Actor) -> QuerySet[CaseloadTransfer]:
    """The transfers of the actor's organisation, newest first, each with `moved` and `restored`: how many people."""
    require(actor, Permission.TRANSFER_CASELOAD)
    return (
        CaseloadTransfer.objects.filter(organisation=actor.organisation)
        .select_related("from_user", "by", "undone_by")
        .annotate(moved=Count("people"), restored=Count("people", filter=Q(people__was_restored=True)))
        .order_by("-at", "-pk")
    )


def transfer_in(actor: Actor, reference: UUID) -> CaseloadTransfer:
    """One transfer of the actor's organisation. Raises: `NotFound`."""
    found = transfers(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound(_("There is no such transfer."))
    return found


def may_undo(transfer: CaseloadTransfer, now: datetime) -> bool:
    """Can this transfer still be undone?"""
    return transfer.undone_at is None and transfer.undo_until > now


def _divided(number: int, to: Sequence[int]) -> list[int]:
    """To whom does each of so many people go? In blocks of the same length, give or take one, in the order given."""
    each, more = divmod(number, len(to))
    return [user for place, user in enumerate(to) for _place in range(each + (place < more))]


def _check(command: TransferCaseload, actor: Actor) -> None:
    if command.from_user in command.to:
        raise InvalidValue(
            _("The people are with this colleague already."), hint=_("Choose somebody else."), field="to"
        )
    if len(set(command.to)) != len(command.to):
        raise InvalidValue(_("A colleague stands twice in this choice."), field="to")
    guiding = {pk for pk, _name in colleagues_who_guide(actor)}
    if set(command.to) - guiding:
        raise InvalidValue(
            _("A colleague in this choice does not guide people in your organisation any more."),
            hint=_("Choose somebody from the list."),
            field="to",
        )


def _planned_contacts(actor: Actor, colleague: int, people: Sequence[int]) -> dict[int, int]:
    rows = (
        Conversation.objects.filter(
            organisation=actor.organisation,
            by=colleague,
            person__in=people,
            withdrawn_at__isnull=True,
            next_contact_on__gte=timezone.localdate(),
        )
        .order_by()
        .values("person")
        .annotate(number=Count("pk"))
    )
    return dict(rows.values_list("person", "number"))


def _open_links(actor: Actor) -> QuerySet[Accompaniment]:
    return Accompaniment.objects.filter(organisation=actor.organisation, until__isnull=True)
