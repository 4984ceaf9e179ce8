"""The team around a person: colleagues who join and leave, and accompaniments that a handover starts and ends."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.models import Membership, Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import person_to_change
from arbeidspact.people.actions.changing import REFERENT_ROLES, referent_of
from arbeidspact.people.commands import AddTeamMember, EndTeamMember
from arbeidspact.people.models import Accompaniment, Ground, Person, TeamMember


def add_team_member(command: AddTeamMember, *, actor: Actor) -> TeamMember:
    """A colleague joins the team of this person from today, for a stated purpose.

    Raises: `InvalidValue` for somebody who does not guide people here, or is the referent; `Conflict` when they are in
    the team already.
    """
    person = person_to_change(actor, command.person, Permission.EDIT_TEAM)
    colleague = referent_of(actor, command.user)
    if colleague is None:
        raise InvalidValue(_("Choose a colleague."), field="user")
    with transaction.atomic():
        link = _own_link(actor, person)
        if link.referent_id == colleague.pk:
            raise InvalidValue(_("This colleague is the referent already."), field="user")
        if link.team.filter(user=colleague, until__isnull=True).exists():
            raise Conflict(_("This colleague is in the team already."), field="user")
        place = TeamMember.objects.create(
            accompaniment=link, user=colleague, purpose=command.purpose, since=timezone.localdate()
        )
        record(actor, "add-team-member", person, member=colleague.pk)
    return place


def end_team_member(command: EndTeamMember, *, actor: Actor) -> TeamMember:
    """A colleague leaves the team today; the sensitive part of the file closes for them at once.

    Raises: `Conflict` when they are not in the team.
    """
    person = person_to_change(actor, command.person, Permission.EDIT_TEAM)
    with transaction.atomic():
        link = _own_link(actor, person)
        place = link.team.filter(user=command.user, until__isnull=True).first()
        if place is None:
            raise Conflict(_("This colleague is not in the team any more."))
        place.until = max(timezone.localdate(), place.since)
        place.save(update_fields=["until"])
        record(actor, "end-team-member", person, member=command.user)
    return place


def start_by_handover(
    person: Person, *, ground: Ground, reason: str, referent: int | None, actor: Actor
) -> tuple[Accompaniment, bool]:
    """The actor's organisation accompanies somebody whom another organisation handed over; for `handovers`.

    Arguments: `person`, from the handover itself: that is the proof. Call it inside the transaction of the answer.
    Returns: the accompaniment, and whether it started now; one that was open keeps its ground and gets the referent.
    """
    require(actor, Permission.HAND_OVER)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    colleague = referent_of(actor, referent)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        link = person.accompaniments.filter(organisation=actor.organisation, until__isnull=True).first()
        if link is not None:
            link.referent = colleague or link.referent
            link.save(update_fields=["referent"])
            return link, False
        link = Accompaniment.objects.create(
            person=person,
            organisation=actor.organisation,
            referent=colleague,
            ground=ground,
            reason=reason,
            since=timezone.localdate(),
        )
        record(actor, "start-accompaniment", person, ground=str(ground), fields=["ground", "reason", "referent"])
    return link, True


def end_after_handover(person: Person, organisation: Organisation, *, actor: Actor) -> bool:
    """This organisation stops to accompany the person because a handover ended so; for `handovers`.

    Returns: whether it still accompanied the person. Call it inside the transaction of the handover.
    """
    today = timezone.localdate()
    link = person.accompaniments.filter(organisation=organisation, until__isnull=True).first()
    if link is None:
        return False
    link.until = max(today, link.since)
    link.save(update_fields=["until"])
    record(actor, "end-accompaniment", person, fields=["until"])
    return True


def move_referents(new_referents: Mapping[int, int], *, actor: Actor) -> int:
    """Other colleagues become the referent of these accompaniments of the actor's organisation; for `teams`.

    Arguments: `new_referents`, the key of the user by the key of the open accompaniment.
    Returns: how many moved. Raises: `InvalidValue` for a colleague who does not guide people.
    """
    require(actor, Permission.TRANSFER_CASELOAD)
    _refuse_who_does_not_guide(actor, new_referents.values())
    return _set_referents(new_referents, actor)


def _set_referents(referents: Mapping[int, int], actor: Actor) -> int:
    with transaction.atomic():
        rows = list(
            Accompaniment.objects.select_for_update().filter(
                pk__in=referents, organisation=actor.organisation, until__isnull=True
            )
        )
        for row in rows:
            row.referent_id = referents[row.pk]
        return Accompaniment.objects.bulk_update(rows, ["referent"], batch_size=500)


def _refuse_who_does_not_guide(actor: Actor, users: Iterable[int]) -> None:
    wanted = set(users)
    guiding = set(
        Membership.objects.filter(
            organisation=actor.organisation,
            user__in=wanted,
            ended_at__isnull=True,
            grants__role__in=REFERENT_ROLES,
        ).values_list("user", flat=True)
    )
    if wanted - guiding:
        raise InvalidValue(
            _("A colleague in this choice does not guide people in your organisation any more."),
            hint=_("Choose somebody from the list."),
            field="to",
        )


def _own_link(actor: Actor, person: Person) -> Accompaniment:
    return person.accompaniments.get(organisation=actor.organisation, until__isnull=True)
