"""How many job seekers there are for each open vacancy: means over twelve months, in all and by occupation group."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from arbeidspact.indicators import TOTAL
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, month
from arbeidspact.people.seeking import job_seekers
from arbeidspact.vacancies.courses import courses_of_vacancies, occupation_group
from arbeidspact.vacancies.models import VacancyState
from arbeidspact.vacancies.states import state_on

MONTHS: Final = 12


def _count(scope: Scope) -> Iterator[Counted]:
    days = scope.month_ends(MONTHS)
    courses = courses_of_vacancies(scope.parts, since=days[0])
    seekers = job_seekers(days[0])
    groups = _Groups()
    wanted = [groups.of(one.occupations) for one in seekers]
    offered = [groups.of([one.occupation]) for one in courses]
    seeking: Counter[str] = Counter()
    open_work: Counter[str] = Counter()
    for day in days:
        for person, own in zip(seekers, wanted, strict=True):
            if person.is_registered_on(day):
                seeking.update(own)
        for vacancy, own in zip(courses, offered, strict=True):
            if state_on(vacancy, day) is VacancyState.OPEN:
                open_work.update(own)
    is_invented = any(one.is_invented for one in seekers) or any(one.is_invented for one in courses)
    for breakdown in sorted(open_work):
        people, vacancies = Decimal(seeking[breakdown]) / MONTHS, Decimal(open_work[breakdown]) / MONTHS
        yield Counted(
            month(days[-1]),
            people,
            vacancies,
            breakdown=breakdown,
            sizes=(round(people) or int(people > 0), round(vacancies) or 1),
            is_invented=is_invented,
        )


class _Groups:
    """The groups that occupations count in, each occupation looked up once. Everything counts in the total too."""

    def __init__(self) -> None:
        self.known: dict[str, str | None] = {}

    def of(self, occupations: Iterable[str]) -> frozenset[str]:
        found = {TOTAL}
        for occupation in occupations:
            if occupation not in self.known:
                self.known[occupation] = occupation_group(occupation)
            group = self.known[occupation]
            if group is not None:
                found.add(f"occupation:isco-{group}")
        return frozenset(found)


TENSION: Final = Measure("tension", "Arbeidspact, werkzoekenden en vacatures in dit platform", _count)
