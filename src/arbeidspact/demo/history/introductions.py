"""Invented introductions to employers: for work that was open then, with answers in every shape, and silence."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arbeidspact.demo.history.past import Past
from arbeidspact.introductions.models import Answer, Introduction, NotNowReason, Outcome, WithdrawnBecause
from arbeidspact.introductions.states import ANSWER_DAYS
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.organisations.permissions import GUIDING
from arbeidspact.people.models import Accompaniment, OccupationSought
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.states import last_day

ROWS: Final = 2_000
SHARE_INTRODUCED: Final = 0.35
"""Of the accompaniments; each of them once or twice. What became of it, below, is an assumption like this."""
FOR_A_LOGIN: Final = 8
SHARE_SILENT, SHARE_LATE, SHARE_WITHDRAWN = 0.27, 0.14, 0.9
SHARE_BY_LINK: Final = 0.4
ADDRESS: Final = "personeel@werkgever.example"
ANSWERS: Final = ((Answer.INVITED, 0.42), (Answer.NOT_NOW, 0.44), (Answer.VACANCY_GONE, 0.14))
REASONS: Final = (
    (NotNowReason.EXPERIENCE, 0.24),
    (NotNowReason.COMPETENCES, 0.12),
    (NotNowReason.LANGUAGE, 0.18),
    (NotNowReason.LICENCE, 0.06),
    (NotNowReason.HOURS, 0.08),
    (NotNowReason.DISTANCE, 0.04),
    (NotNowReason.OTHER_CANDIDATE, 0.2),
    (NotNowReason.NO_REASON, 0.08),
)
WITHDRAWALS: Final = (
    (WithdrawnBecause.NO_ANSWER, 0.4),
    (WithdrawnBecause.WORK_ELSEWHERE, 0.3),
    (WithdrawnBecause.PERSON_ASKED, 0.2),
    (WithdrawnBecause.NOT_AVAILABLE, 0.1),
)
MOTIVATIONS: Final = (
    "Deed dit werk al in een stage en kreeg een goede beoordeling. Kan meteen beginnen.",
    "Werkte drie jaar in een vergelijkbare job. Is stipt en werkt graag in een ploeg.",
    "Volgde er een opleiding voor en zoekt een plek om het in de praktijk te brengen.",
    "Woont vlakbij en kan op alle uren werken die u vraagt. Wil graag kennismaken.",
)


@dataclass(frozen=True, slots=True)
class _Works:
    """Vacancies, with the first and the last day on which somebody could be introduced for each."""

    keys: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def open_on(self, day: date) -> NDArray[np.int64]:
        """The keys of those that were open on this day."""
        return self.keys[(self.first <= day.toordinal()) & (self.last >= day.toordinal())]


@dataclass(frozen=True, slots=True)
class _Guided:
    """Somebody whom an organisation accompanies, by whom, since when, and the work that they seek."""

    person: int
    organisation: Organisation
    by: User | None
    since: date
    sought: tuple[str, ...]


def write_introductions(past: Past) -> None:
    """Introductions of a third of the people, and for the demo logins some that were made these weeks."""
    rng = np.random.default_rng([past.seed, 53])
    works = _works(past.today)
    if not works:
        return
    logins = {past.users[name].pk: FOR_A_LOGIN for name in ("counsellor", "counsellor-vdab") if name in past.users}
    rows: list[Introduction] = []
    taken: set[tuple[int, int]] = set()
    for guided in _guided():
        mine = guided.by is not None and logins.get(guided.by.pk, 0) > 0
        times = int(rng.integers(1, 3)) if rng.random() < SHARE_INTRODUCED else int(mine)
        for _each in range(times):
            drawn = _draw(rng, guided, works, past.today, only_lately=mine)
            if drawn is not None and (guided.person, drawn[0]) not in taken:
                taken.add((guided.person, drawn[0]))
                rows.append(_row(rng, guided, *drawn, past.today))
                if mine and guided.by is not None:
                    logins[guided.by.pk] -= 1
    Introduction.objects.bulk_create(rows, batch_size=ROWS)


def _works(today: date) -> Mapping[str, _Works]:
    """The vacancies that were open on some day until today, by occupation; under "" all of them."""
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for vacancy in Vacancy.objects.filter(opens_on__lte=today, is_invented=True).order_by("pk"):
        row = (vacancy.pk, vacancy.opens_on.toordinal(), min(today, last_day(vacancy) or today).toordinal())
        found[vacancy.occupation].append(row)
        found[""].append(row)
    return {name: _Works(*np.array(rows, dtype=np.int64).T) for name, rows in found.items()}


def _guided() -> Iterator[_Guided]:
    sought: dict[int, list[str]] = defaultdict(list)
    for person, concept in OccupationSought.objects.order_by("pk").values_list("person", "concept"):
        sought[person].append(concept)
    links = Accompaniment.objects.filter(until__isnull=True, organisation__kind__in=GUIDING)
    for link in links.select_related("organisation", "referent").order_by("person", "pk"):
        wanted = tuple(sought.get(link.person_id, ()))
        yield _Guided(link.person_id, link.organisation, link.referent, link.since, wanted)


def _draw(
    rng: Generator, guided: _Guided, works: Mapping[str, _Works], today: date, *, only_lately: bool
) -> tuple[int, date] | None:
    """A vacancy and a day on which it was open and the person was guided; of work that is sought, if any was open."""
    earliest = max(guided.since, today - timedelta(days=24)) if only_lately else guided.since
    day = earliest + timedelta(days=int(rng.integers((today - earliest).days + 1)))
    sought = [works[concept].open_on(day) for concept in guided.sought if concept in works]
    choices = next((keys for keys in sought if len(keys)), works[""].open_on(day))
    return (int(choices[int(rng.integers(len(choices)))]), day) if len(choices) else None


def _row(rng: Generator, guided: _Guided, vacancy: int, made: date, today: date) -> Introduction:
    is_by_link = bool(rng.random() < SHARE_BY_LINK)
    course = _course(rng, made, today)
    return Introduction(
        person_id=guided.person,
        vacancy_id=vacancy,
        organisation=guided.organisation,
        by=guided.by,
        agreed_on=made - timedelta(days=int(rng.integers(0, 4))),
        introduced_on=made,
        motivation=MOTIVATIONS[int(rng.integers(len(MOTIVATIONS)))],
        is_invented=True,
        asked_on=made if is_by_link else None,
        employer_email=ADDRESS if is_by_link else "",
        is_by_link=is_by_link and "answer" in course,
        **course,
    )


def _course(rng: Generator, made: date, today: date) -> dict[str, Any]:
    """What was noted since: never a day that has not come."""
    if rng.random() < SHARE_SILENT:
        withdrawn = made + timedelta(days=int(rng.integers(9, 75)))
        if rng.random() >= SHARE_WITHDRAWN or withdrawn > today:
            return {}
        return {"withdrawn_on": withdrawn, "withdrawn_because": _one_of(rng, WITHDRAWALS)}
    is_late = rng.random() < SHARE_LATE
    answered = made + timedelta(days=int(rng.integers(ANSWER_DAYS + 1, 31) if is_late else rng.integers(0, 13)))
    if answered > today:
        return {}
    answer = _one_of(rng, ANSWERS)
    noted: dict[str, Any] = {"answer": answer, "answered_on": answered}
    if answer == Answer.NOT_NOW:
        return {**noted, "reason": _one_of(rng, REASONS)}
    decided = answered + timedelta(days=int(rng.integers(2, 25)))
    if answer == Answer.VACANCY_GONE or decided > today:
        return noted
    outcome = Outcome.HIRED if rng.random() < 0.48 else Outcome.NOT_HIRED
    return {**noted, "outcome": outcome, "decided_on": decided}


def _one_of(rng: Generator, shares: Sequence[tuple[str, float]]) -> str:
    values, weights = zip(*shares, strict=True)
    return str(values[int(rng.choice(len(values), p=weights))])
