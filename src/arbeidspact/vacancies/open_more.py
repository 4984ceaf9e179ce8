"""What would open more, for a person or for a vacancy: one way at a time, and the levels on the way as its steps."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from arbeidspact.matching import (
    Change,
    Dropped,
    GainLicence,
    LearnCompetence,
    Opening,
    ReachEducation,
    ReachLanguageLevel,
    RequirementCost,
    RideAtWorkHours,
    TravelBy,
    TravelLonger,
    WithAnyHours,
    WithAnyPlace,
    WithEducationAt,
    WithLanguageAt,
    WithOtherWorkHours,
    WithoutLicence,
    WithoutShift,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
)
from arbeidspact.vacancies.languages import language_name
from arbeidspact.vacancies.reasons import cefr, change_words, dropped_words, education
from arbeidspact.vacancies.vocabularies import Vocabularies
from arbeidspact.vacancies.wording import number_of_hours

MOST_COURSES: Final = 3
"""Of the ways for a person, so many are courses at most: they must not crowd out what is easier to change."""


MOST_WAYS: Final = 12


class ChangeKind(StrEnum):
    """What sort of change it takes."""

    LICENCE = "licence"
    LANGUAGE = "language"
    DIPLOMA = "diploma"
    SHIFT = "shift"
    HOURS = "hours"
    JOURNEY = "journey"
    RIDE = "ride"
    COURSE = "course"
    TIMES = "times"


KIND_OF: Final[dict[type, ChangeKind]] = {
    GainLicence: ChangeKind.LICENCE,
    ReachLanguageLevel: ChangeKind.LANGUAGE,
    ReachEducation: ChangeKind.DIPLOMA,
    WorkShift: ChangeKind.SHIFT,
    WorkMoreHours: ChangeKind.HOURS,
    WorkFewerHours: ChangeKind.HOURS,
    TravelBy: ChangeKind.JOURNEY,
    TravelLonger: ChangeKind.JOURNEY,
    RideAtWorkHours: ChangeKind.RIDE,
    LearnCompetence: ChangeKind.COURSE,
    WithoutLicence: ChangeKind.LICENCE,
    WithLanguageAt: ChangeKind.LANGUAGE,
    WithEducationAt: ChangeKind.DIPLOMA,
    WithoutShift: ChangeKind.SHIFT,
    WithAnyHours: ChangeKind.HOURS,
    WithAnyPlace: ChangeKind.JOURNEY,
    WithOtherWorkHours: ChangeKind.TIMES,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One level on the way, and what it brings: vacancies for a person, people for a vacancy."""

    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to open more. `number`: vacancies for a person, people for a vacancy, when all of it is done.

    `fitting`: of the vacancies, how many fit at least a little. `steps`: the levels on the way, the mildest first; none
    where there is one level alone.
    """

    kind: ChangeKind
    words: str
    number: int
    fitting: int
    steps: tuple[Step, ...] = ()

    @property
    def kind_words(self) -> str:
        """The sort of change, in a word or two."""
        return {
            ChangeKind.LICENCE: _("Licence"),
            ChangeKind.LANGUAGE: _("Language"),
            ChangeKind.DIPLOMA: _("Diploma"),
            ChangeKind.SHIFT: _("Shift"),
            ChangeKind.HOURS: _("Hours"),
            ChangeKind.JOURNEY: _("Journey"),
            ChangeKind.RIDE: _("Shuttle or shared car"),
            ChangeKind.COURSE: _("Course"),
            ChangeKind.TIMES: _("Start and end"),
        }[self.kind]

    @property
    def is_course(self) -> bool:
        """Does it open nothing, and make so many vacancies fit well that nothing stands in the way of?"""
        return self.kind is ChangeKind.COURSE


def ways_for_person(openings: Iterable[Opening], words: Vocabularies) -> tuple[Way, ...]:
    """What would open more work to this person? In the order of `openings`, the first `MOST_WAYS`.

    Levels of one thing are one way.
    """
    groups: dict[Hashable, list[Opening]] = {}
    courses = 0
    for opening in openings:
        courses += isinstance(opening.change, LearnCompetence)
        if not isinstance(opening.change, LearnCompetence) or courses <= MOST_COURSES:
            groups.setdefault(_subject(opening.change), []).append(opening)
    return tuple(_way_of(group, words) for group in list(groups.values())[:MOST_WAYS])


def ways_for_vacancy(costs: Sequence[RequirementCost], words: Vocabularies) -> tuple[Way, ...]:
    """Which requirement keeps most people out of this vacancy? Dearest first; lower levels are steps of their way."""
    lower: dict[Hashable, list[RequirementCost]] = {}
    for cost in costs:
        if _is_lower(cost.change):
            lower.setdefault(_asked(cost.change), []).append(cost)
    return tuple(
        Way(
            kind=KIND_OF[type(cost.change)],
            words=dropped_words(cost.change, words),
            number=cost.persons,
            fitting=cost.persons,
            steps=_lower_steps(lower.get(_asked(cost.change), [])),
        )
        for cost in costs
        if not _is_lower(cost.change)
    )


def _subject(change: Change) -> Hashable:
    """What it is a level of; itself where it has no levels."""
    if isinstance(change, ReachLanguageLevel):
        return ReachLanguageLevel, change.language
    if isinstance(change, ReachEducation | WorkMoreHours | WorkFewerHours | TravelLonger):
        return type(change).__name__
    return change


def _way_of(group: Sequence[Opening], words: Vocabularies) -> Way:
    rising = sorted(group, key=lambda opening: opening.vacancies)
    most, kind = rising[-1], KIND_OF[type(group[0].change)]
    if len(rising) == 1:
        return Way(kind, change_words(most.change, words), most.vacancies, most.fitting)
    steps = tuple(Step(_level_words(one.change), one.vacancies) for one in rising)
    return Way(kind, _whole_words(most.change, words), most.vacancies, most.fitting, steps)


def _level_words(change: Change) -> str:
    if isinstance(change, ReachLanguageLevel):
        return cefr(change.level)
    if isinstance(change, ReachEducation):
        return education(change.level)
    if isinstance(change, WorkMoreHours | WorkFewerHours):
        return _("%(hours)s hours") % {"hours": number_of_hours(change.weekly_minutes)}
    assert isinstance(change, TravelLonger)
    return _("%(minutes)s minutes") % {"minutes": change.limit_minutes}


def _whole_words(change: Change, words: Vocabularies) -> str:
    if isinstance(change, ReachLanguageLevel):
        return language_name(words.languages[change.language])
    if isinstance(change, ReachEducation):
        return _("A higher diploma")
    if isinstance(change, WorkMoreHours):
        return _("Work more hours a week")
    if isinstance(change, WorkFewerHours):
        return _("Also accept fewer hours a week")
    return _("A longer journey")


def _is_lower(change: Dropped) -> bool:
    return isinstance(change, WithLanguageAt | WithEducationAt) and change.lower > 0


def _asked(change: Dropped) -> Hashable:
    if isinstance(change, WithLanguageAt):
        return WithLanguageAt, change.language
    return WithEducationAt.__name__ if isinstance(change, WithEducationAt) else change


def _lower_steps(costs: Iterable[RequirementCost]) -> tuple[Step, ...]:
    return tuple(Step(_lower_words(cost.change), cost.persons) for cost in sorted(costs, key=lambda one: one.persons))


def _lower_words(change: Dropped) -> str:
    if isinstance(change, WithLanguageAt):
        return cefr(change.lower)
    assert isinstance(change, WithEducationAt)
    return education(change.lower)
