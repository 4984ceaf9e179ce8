"""Handovers that wait too long: whose turn it is, since when, and to whom it is escalated."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists

from arbeidspact.handovers.models import Handover, HandoverState
from arbeidspact.handovers.queries.selections import pauses_on, under_way
from arbeidspact.handovers.states import Side, turn_of
from arbeidspact.organisations.models import Organisation, Role, RoleGrant, User
from arbeidspact.people.keys import of
from arbeidspact.people.models import Accompaniment


@dataclass(frozen=True, slots=True)
class Limbo:
    """A handover that waits too long: for whom, since when, and to whom it is escalated.

    `organisation` and `user`: whose turn it is; `user` is None while nobody there is the referent. `escalated_to`: the
    keys of the team leads there, else of its administrators; empty below the threshold of escalation.
    """

    handover: UUID
    person: int
    state: HandoverState
    since: date
    days: int
    organisation: int
    user: int | None
    escalated_to: tuple[int, ...]


def handovers_in_limbo(
    day: date,
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    people: Collection[int] | None = None,
) -> list[Limbo]:
    """Which handovers wait too long on this day, for whom? The longest waiting first.

    From `HANDOVER_REMIND_DAYS` days in one state on; from `HANDOVER_ESCALATE_DAYS` days on escalated. Paused ones are
    left out, up to and with the last day of the pause; those without an answer after their last day too. For follow-up:
    keys and days, no names. Arguments: `organisation` and `user`, only where the turn is theirs; `people`, only about
    them. Four queries.
    """
    rows = list(
        Handover.objects.filter(
            under_way(day), of(people), state_since__lte=day - timedelta(days=settings.HANDOVER_REMIND_DAYS)
        )
        .exclude(Exists(pauses_on(day)))
        .order_by("state_since", "pk")
    )
    waiting = [(row, _organisation_of_turn(row, day)) for row in rows]
    if organisation is not None:
        waiting = [(row, turn) for row, turn in waiting if turn == organisation.pk]
    referents = referents_of([row for row, _turn in waiting])
    leads = leads_of({turn for _row, turn in waiting})
    found = []
    for row, turn in waiting:
        days = (day - row.state_since).days
        is_escalated = days >= settings.HANDOVER_ESCALATE_DAYS
        owner = referents.get((row.person_id, turn))
        if owner is None and turn == row.sender_id:
            owner = row.sent_by_id
        found.append(
            Limbo(
                handover=row.reference,
                person=row.person_id,
                state=HandoverState(row.state),
                since=row.state_since,
                days=days,
                organisation=turn,
                user=owner,
                escalated_to=leads.get(turn, ()) if is_escalated else (),
            )
        )
    return [one for one in found if user is None or one.user == user.pk]


def _organisation_of_turn(handover: Handover, day: date) -> int:
    is_receivers = turn_of(handover, day) == Side.RECEIVER and handover.receiver_id is not None
    return handover.receiver_id if is_receivers and handover.receiver_id is not None else handover.sender_id


def referents_of(rows: Sequence[Handover]) -> dict[tuple[int, int], int]:
    """The referents of these people now, by key of the person and of the organisation. One query."""
    links = Accompaniment.objects.filter(
        person__in={row.person_id for row in rows}, until__isnull=True, referent__isnull=False
    ).order_by("pk")
    return {
        (person, organisation): referent
        for person, organisation, referent in links.values_list("person", "organisation", "referent")
        if referent is not None
    }


def leads_of(organisations: set[int]) -> Mapping[int, tuple[int, ...]]:
    """The team leads of each organisation; its administrators where it has none. One query."""
    grants = (
        RoleGrant.objects.filter(
            role__in=[Role.TEAM_LEAD, Role.ADMINISTRATOR],
            membership__organisation__in=organisations,
            membership__ended_at__isnull=True,
        )
        .order_by("membership__user")
        .values_list("membership__organisation", "role", "membership__user")
    )
    by_role: dict[tuple[int, str], tuple[int, ...]] = {}
    for organisation, role, user in grants:
        by_role[organisation, role] = (*by_role.get((organisation, role), ()), user)
    return {
        one: by_role.get((one, Role.TEAM_LEAD)) or by_role.get((one, Role.ADMINISTRATOR), ()) for one in organisations
    }
