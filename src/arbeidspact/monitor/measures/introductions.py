"""Do employers answer when somebody is introduced to them, how soon, and what comes of it? By quarter."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from arbeidspact.introductions.courses import IntroductionCourse, courses_of_introductions
from arbeidspact.introductions.states import ANSWER_DAYS
from arbeidspact.monitor.measures.measure import Counted, Measure, Scope, quarter_period, share
from arbeidspact.terms.compliance import Quarter

SOURCE: Final = "Arbeidspact, voordrachten in dit platform"
QUARTERS: Final = 8


@dataclass(frozen=True, slots=True)
class _Cohort:
    """The introductions of one quarter."""

    quarter: Quarter
    courses: Sequence[IntroductionCourse]

    @property
    def made(self) -> int:
        return len(self.courses)

    @property
    def in_time(self) -> int:
        return sum(one.was_answered_in_time for one in self.courses)

    @property
    def days(self) -> tuple[Decimal, ...]:
        """Until each answer, also those that came late."""
        return tuple(Decimal(one.days) for one in self.courses if one.days is not None)

    @property
    def invited(self) -> int:
        return sum(one.was_invited for one in self.courses)

    @property
    def hired(self) -> int:
        return sum(one.was_hired for one in self.courses)

    @property
    def told_by_answers(self) -> tuple[int, ...]:
        """What the number of answers tells beside the others: who was silent, and who answered late."""
        answered = len(self.days)
        return (answered, self.made - answered, answered - self.in_time)

    def counted(self, part: int, whole: int, *sizes: int) -> Counted:
        numerator, denominator, parts = share(part, whole, sizes=sizes)
        period = quarter_period(self.quarter)
        return Counted(period, numerator, denominator, sizes=parts, is_invented=self.is_invented)

    @property
    def is_invented(self) -> bool:
        return any(one.is_invented for one in self.courses)


def _answered_in_time(scope: Scope) -> Iterator[Counted]:
    for cohort in _cohorts(scope):
        yield cohort.counted(cohort.in_time, cohort.made)


def _days_until_answer(scope: Scope) -> Iterator[Counted]:
    for cohort in _cohorts(scope):
        if cohort.days:
            yield Counted(
                quarter_period(cohort.quarter),
                values=cohort.days,
                sizes=cohort.told_by_answers,
                is_invented=cohort.is_invented,
            )


def _invited(scope: Scope) -> Iterator[Counted]:
    for cohort in _cohorts(scope):
        if cohort.days:
            yield cohort.counted(cohort.invited, len(cohort.days), *cohort.told_by_answers)


def _hired(scope: Scope) -> Iterator[Counted]:
    for cohort in _cohorts(scope):
        yield cohort.counted(cohort.hired, cohort.made, cohort.invited - cohort.hired)


def _cohorts(scope: Scope) -> Iterator[_Cohort]:
    """The quarters of which every introduction had its days for an answer: the others are not ripe yet."""
    quarters = [one for one in scope.quarters(QUARTERS) if one.last_day + timedelta(days=ANSWER_DAYS) < scope.day]
    found: dict[Quarter, list[IntroductionCourse]] = defaultdict(list)
    for one in courses_of_introductions(quarters[0].first_day, quarters[-1].last_day):
        found[Quarter.of(one.introduced_on)].append(one)
    for quarter, courses in sorted(found.items()):
        yield _Cohort(quarter, courses)


ANSWERED_IN_TIME: Final = Measure("introductions-answered-in-time", SOURCE, _answered_in_time)
DAYS_UNTIL_ANSWER: Final = Measure("introductions-days-until-answer", SOURCE, _days_until_answer)
INVITED: Final = Measure("introductions-invited", SOURCE, _invited)
HIRED: Final = Measure("introductions-hired", SOURCE, _hired)
