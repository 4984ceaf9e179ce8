"""How long handovers take, for each pair of organisations: medians and counts, small groups left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from django.utils import timezone

from arbeidspact.handovers.models import Handover, HandoverKind, HandoverState
from arbeidspact.indicators.disclosure import SMALLEST_INSIDE, shown_count
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require

SMALLEST_GROUP: Final = SMALLEST_INSIDE
"""A figure about fewer handovers is not shown: it could tell of one person."""


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one handover that count; None where it did not come so far."""

    sent_on: date
    accepted_on: date | None
    met_on: date | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Median:
    """The median number of days and of how many handovers; `days` is None where there are too few to tell."""

    days: float | None
    count: int | None


@dataclass(frozen=True, slots=True)
class PairTimes:
    """What is known of the handovers between two organisations; figures of small groups are None."""

    sender: str
    receiver: str
    sent: int | None
    accepting: Median
    meeting: Median
    confirming: Median
    confirmed: int | None
    refused: int | None


def median_days(spans: Iterable[int]) -> Median:
    """The median of these numbers of days; nothing for fewer than `SMALLEST_GROUP`. Pure."""
    known = sorted(spans)
    if len(known) < SMALLEST_GROUP:
        return Median(None, None if known else 0)
    return Median(float(median(known)), len(known))


def times_of(sender: str, receiver: str, courses: list[Course], refused: int) -> PairTimes:
    """The figures of one pair. Pure."""
    accepting = [(one.accepted_on - one.sent_on).days for one in courses if one.accepted_on]
    meeting = [max(0, (one.met_on - one.accepted_on).days) for one in courses if one.met_on and one.accepted_on]
    confirming = [max(0, (one.confirmed_on - one.met_on).days) for one in courses if one.confirmed_on and one.met_on]
    return PairTimes(
        sender=sender,
        receiver=receiver,
        sent=_shown(len(courses)),
        accepting=median_days(accepting),
        meeting=median_days(meeting),
        confirming=median_days(confirming),
        confirmed=_shown(len(confirming)),
        refused=_shown(refused),
    )


def lead_times(actor: Actor, *, since: date | None = None, until: date | None = None) -> list[PairTimes]:
    """How long do handovers take between each two organisations? By sender, then receiver; no figure about a person.

    Arguments: `since` and `until`, days on which they were sent, both count along; None for no bound. Partners without
    an account count together under an empty name. Invitations into a team are no handovers. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_FUNNEL)
    rows = Handover.objects.filter(kind=HandoverKind.TRANSFER)
    if since is not None:
        rows = rows.filter(sent_at__date__gte=since)
    if until is not None:
        rows = rows.filter(sent_at__date__lte=until)
    pairs: dict[tuple[str, str], list[Course]] = {}
    refusals: dict[tuple[str, str], int] = {}
    found = rows.order_by("sender__name", "receiver__name", "pk").values_list(
        "sender__name", "receiver__name", "sent_at", "accepted_at", "met_on", "confirmed_at", "state"
    )
    for sender, receiver, sent_at, accepted_at, met_on, confirmed_at, state in found:
        pair = (sender, receiver or "")
        pairs.setdefault(pair, []).append(
            Course(
                sent_on=timezone.localdate(sent_at),
                accepted_on=timezone.localdate(accepted_at) if accepted_at else None,
                met_on=met_on,
                confirmed_on=timezone.localdate(confirmed_at) if confirmed_at else None,
            )
        )
        refusals[pair] = refusals.get(pair, 0) + (state == HandoverState.REFUSED)
    return [times_of(*pair, courses, refusals[pair]) for pair, courses in sorted(pairs.items())]


def _shown(count: int) -> int | None:
    return shown_count(count)
