"""What is known of matching rounds: the reads behind the screens and the command line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import profiles_for_round
from arbeidspact.rounds.folders import folder_of
from arbeidspact.rounds.models import MatchingRound, RerankingName, RoundState, RoundStep
from arbeidspact.rounds.states import going, in_state, state_of
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.queries import VacancyLine, vacancy_lines
from arbeidspact.vacancies.states import open_on

__all__ = [
    "CrowdedVacancy",
    "MatchingRound",
    "RerankingName",
    "RoundPlan",
    "RoundState",
    "RoundStep",
    "crowded_vacancies",
    "has_answer",
    "plan_of_round",
    "round_of",
    "rounds_of",
    "state_now",
]


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a round would cover now; `going_on` is the round that has to end first."""

    people: int
    vacancies: int
    positions: int
    going_on: MatchingRound | None


@dataclass(frozen=True, slots=True)
class CrowdedVacancy:
    """A vacancy that more people fit best than it has positions.

    `price`, on the scale of scores (0 to 1): what one more position would add at most. `line` is None when the vacancy
    is no longer there.
    """

    line: VacancyLine | None
    wanted_by: int
    positions: int
    price: float


def rounds_of(actor: Actor, state: RoundState | None = None, now: datetime | None = None) -> QuerySet[MatchingRound]:
    """The rounds of the actor's organisation, newest first; the operator sees all. Raises: `NotAllowed`.

    Arguments: `state`, None for any.
    """
    require(actor, Permission.RUN_ROUNDS)
    found = MatchingRound.objects.select_related("user", "organisation").order_by("-asked_at", "-pk")
    if not actor.is_operator:
        found = found.filter(organisation=actor.organisation)
    return found if state is None else found.filter(in_state(state, now or timezone.now()))


def round_of(actor: Actor, reference: UUID) -> MatchingRound:
    """This round, when it is of the actor's organisation. Raises: `NotAllowed`, `NotFound`."""
    found = rounds_of(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound(_("There is no such matching round."), hint=_("Look for it in the list of rounds."))
    return found


def state_now(round_: MatchingRound) -> RoundState:
    """What is the state of this round now?"""
    return state_of(round_, timezone.now())


def plan_of_round(actor: Actor) -> RoundPlan:
    """How many people and vacancies would a round of this actor cover now? Raises: `NotAllowed`."""
    require(actor, Permission.RUN_ROUNDS)
    vacancies = Vacancy.objects.filter(open_on(timezone.localdate()))
    return RoundPlan(
        people=profiles_for_round(actor).count(),
        vacancies=vacancies.count(),
        positions=vacancies.aggregate(open=Sum(F("positions") - F("positions_filled")))["open"] or 0,
        going_on=MatchingRound.objects.filter(going(timezone.now()), organisation=actor.organisation).first(),
    )


def crowded_vacancies(round_: MatchingRound) -> list[CrowdedVacancy]:
    """The vacancies that crowded most in this round, the most crowded first, as they are named now."""
    references = [one["vacancy"] for one in round_.crowded]
    rows = Vacancy.objects.filter(reference__in=references).select_related("employer").order_by("pk")
    lines = {str(line.reference): line for line in vacancy_lines(rows, timezone.localdate())}
    return [
        CrowdedVacancy(lines.get(one["vacancy"]), one["wanted_by"], one["positions"], one["price"])
        for one in round_.crowded
    ]


def has_answer(round_: MatchingRound) -> bool:
    """Is the file with the matches of this round still there?"""
    return round_.finished_at is not None and folder_of(round_.reference).answer.is_file()
