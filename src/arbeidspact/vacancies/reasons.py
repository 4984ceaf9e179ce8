"""The answers of matching put into words: competences, conditions, and what would open work."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from arbeidspact.matching import (
    ALL_WEEK,
    ArrivesTooLate,
    Change,
    CompetenceMatched,
    CompetenceMissing,
    CompetenceRelated,
    DistanceCounted,
    Dropped,
    EducationMet,
    EducationTooLow,
    Evidence,
    Failure,
    GainLicence,
    HoursCounted,
    HoursDoNotFit,
    HoursFit,
    IsOpen,
    LanguageMet,
    LanguageTooLow,
    LearnCompetence,
    LicenceHeld,
    LicenceMissing,
    Met,
    NotOpen,
    NoWayBack,
    OccupationSought,
    Opening,
    ReachEducation,
    ReachLanguageLevel,
    ShiftNotPossible,
    ShiftPossible,
    TooFar,
    TravelBy,
    TravelLonger,
    TravelNotJudged,
    WageCounted,
    WithAnyHours,
    WithEducationAt,
    WithinReach,
    WithLanguageAt,
    WithOtherWorkHours,
    WithoutLicence,
    WithoutShift,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
)
from arbeidspact.mobility import TravelMode
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.people.models import TravelChoice
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel
from arbeidspact.vacancies.languages import language_name
from arbeidspact.vacancies.vocabularies import Vocabularies
from arbeidspact.vacancies.wording import (
    concept_name,
    education_name,
    licence_name,
    number_of_hours,
    screen_language,
    shift_name,
    wage_words,
)

MINUTES_IN_A_DAY: Final = 1_440

MOST_KEPT: Final = 10_000
"""Conditions in words that are kept: the same ones stand on nearly every list."""


class Fit(StrEnum):
    """How a competence that the work asks stands with the person."""

    MATCHED = "matched"
    RELATED = "related"
    MISSING = "missing"


class Through(StrEnum):
    """Why does another competence stand in for the one that is asked?"""

    RELATION = "relation"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class CompetenceFit:
    """One competence that the work asks; `via` names the one that stands in for it, `through` says why it does."""

    name: str
    fit: Fit
    is_required: bool
    via: str = ""
    through: Through | None = None

    @property
    def via_words(self) -> str:
        """What stands in for it, and why; nothing where nothing does."""
        if self.through is Through.MEANING:
            return _("near in meaning to %(via)s") % {"via": self.via}
        return _("through %(via)s") % {"via": self.via} if self.via else ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the work, whether it is met, and in words with its figures."""

    kind: str
    is_met: bool
    words: str


@dataclass(frozen=True, slots=True)
class OpeningWords:
    """One change and how many vacancies it alone would add, `fitting` of which fit at least a little.

    `is_course`: it adds none, but so many that nothing stands in the way of would then fit well.
    """

    words: str
    vacancies: int
    fitting: int
    is_course: bool = False


def competence_fits(evidence: Iterable[Evidence], words: Vocabularies) -> tuple[CompetenceFit, ...]:
    """How does each competence asked stand, required ones first, those that tell most before others?"""
    known, fits, taxonomy = words.labels[screen_language()], [], current_taxonomy()
    for piece in evidence:
        if isinstance(piece, CompetenceMatched):
            fits.append(CompetenceFit(_label(piece.competence, words, known), Fit.MATCHED, piece.required))
        elif isinstance(piece, CompetenceRelated):
            via = _label(piece.via, words, known)
            is_near = taxonomy.is_near(words.competences[piece.competence], words.competences[piece.via])
            through = Through.MEANING if is_near else Through.RELATION
            name = _label(piece.competence, words, known)
            fits.append(CompetenceFit(name, Fit.RELATED, piece.required, via, through))
        elif isinstance(piece, CompetenceMissing):
            fits.append(CompetenceFit(_label(piece.competence, words, known), Fit.MISSING, piece.required))
    return tuple(fits)


def is_sought(evidence: Iterable[Evidence]) -> bool:
    """Is it an occupation that the person seeks?"""
    return any(isinstance(piece, OccupationSought) for piece in evidence)


def preference_facts(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """What is known of wishes: the distance, the hours and the wage, in a few words each; nothing of what is not known.

    They weigh a little in the order and exclude nothing.
    """
    return tuple(words for piece in evidence if (words := _fact(piece)))


def conditions(judged: Iterable[Met | Failure], words: Vocabularies) -> tuple[Condition, ...]:
    """These conditions in words, in their order; that a vacancy is open goes without saying."""
    told = words.conditions[screen_language()]
    return tuple(_condition(one, words, told) for one in judged if not isinstance(one, IsOpen))


def condition(judged: Met | Failure, words: Vocabularies) -> Condition:
    """This condition in words, with what is asked and what there is."""
    return _condition(judged, words, words.conditions[screen_language()])


def _condition(judged: Met | Failure, words: Vocabularies, told: dict[Hashable, Condition]) -> Condition:
    """Arguments: `told`, what was told before in the language of the screen."""
    found = told.get(judged)
    if found is None:
        kind, say = _CONDITIONS[type(judged)]
        found = Condition(kind, not isinstance(judged, Failure), say(judged, words))
        if len(told) >= MOST_KEPT:
            told.clear()
        told[judged] = found
    return found


def opening_words(opening: Opening, words: Vocabularies) -> OpeningWords:
    """What would open work, in words."""
    is_course = isinstance(opening.change, LearnCompetence)
    return OpeningWords(change_words(opening.change, words), opening.vacancies, opening.fitting, is_course)


def change_words(change: Change, words: Vocabularies) -> str:
    """One change that a person could make, in words."""
    if isinstance(change, GainLicence):
        return licence_name(words.licences[change.licence])
    if isinstance(change, ReachLanguageLevel):
        values = {"language": language_name(words.languages[change.language]), "level": cefr(change.level)}
        return _("%(language)s at level %(level)s") % values
    if isinstance(change, ReachEducation):
        return _("Diploma: %(level)s") % {"level": education(change.level)}
    if isinstance(change, WorkShift):
        return _("Also work this shift: %(shift)s") % {"shift": shift_name(words.shifts[change.shift])}
    if isinstance(change, WorkMoreHours):
        return _("Work %(hours)s hours a week") % {"hours": number_of_hours(change.weekly_minutes)}
    if isinstance(change, WorkFewerHours):
        return _("Also accept %(hours)s hours a week") % {"hours": number_of_hours(change.weekly_minutes)}
    if isinstance(change, TravelBy):
        return _("Travel this way too: %(mode)s") % {"mode": mode_name(change.mode)}
    if isinstance(change, TravelLonger):
        return _("Travel up to %(minutes)s minutes") % {"minutes": change.limit_minutes}
    if isinstance(change, LearnCompetence):
        return _("Learn: %(competence)s") % {"competence": _competence(words, change.competence)}
    return _("A ride at the hours of the work: shuttle or shared car")


def dropped_words(change: Dropped, words: Vocabularies) -> str:
    """What a vacancy could ask less of, in words."""
    if isinstance(change, WithLanguageAt):
        name = language_name(words.languages[change.language])
        values = {"language": name, "level": cefr(change.needs), "lower": cefr(change.lower)}
        if change.lower:
            return _("%(language)s at %(level)s instead of %(lower)s") % values
        return _("%(language)s at level %(level)s") % values
    if isinstance(change, WithEducationAt):
        values = {"level": education(change.needs), "lower": education(change.lower)}
        return (_("Diploma: %(level)s instead of %(lower)s") if change.lower else _("Diploma: %(level)s")) % values
    if isinstance(change, WithoutLicence):
        return licence_name(words.licences[change.licence])
    if isinstance(change, WithoutShift):
        return shift_name(words.shifts[change.shift])
    if isinstance(change, WithAnyHours):
        return _("The hours a week")
    if isinstance(change, WithOtherWorkHours):
        return _("The time at which the work starts or ends")
    return _("The journey to this workplace")


def _fact(piece: Evidence) -> str:
    if isinstance(piece, DistanceCounted) and piece.minutes is not None:
        return _("Distance: %(minutes)s minutes") % {"minutes": piece.minutes}
    if isinstance(piece, HoursCounted) and piece.wanted_max is not None:
        if piece.offered_max >= piece.wanted_max:
            return _("As many hours as wanted")
        values = {"offered": number_of_hours(piece.offered_max), "wanted": number_of_hours(piece.wanted_max)}
        return _("%(offered)s of the %(wanted)s hours wanted") % values
    if isinstance(piece, WageCounted) and piece.wanted_cents is not None:
        if piece.wage_cents >= piece.wanted_cents:
            return _("At least the wage hoped for")
        values = {"wage": _wage(piece.wage_cents), "wanted": _wage(piece.wanted_cents)}
        return _("%(wage)s; hoped for: %(wanted)s") % values
    return ""


def _wage(cents: int) -> str:
    return wage_words(Decimal(cents) / 100, Decimal(cents) / 100)


def mode_name(mode: TravelMode) -> str:
    return str(TravelChoice(mode.value).label).lower()


def cefr(rank: int) -> str:
    """The level with this rank, in letters; for 0, that none is known."""
    return list(CefrLevel)[rank - 1].value if rank else _("none known")


def education(rank: int) -> str:
    return education_name(list(EducationLevel)[rank].value)


def _competence(words: Vocabularies, column: int) -> str:
    return _label(column, words, words.labels[screen_language()])


def _label(column: int, words: Vocabularies, known: dict[int, str]) -> str:
    """Arguments: `known`, the names in the language of the screen that somebody asked before."""
    label = known.get(column)
    if label is None:
        label = known[column] = concept_name(words.competences[column])
    return label


def _language(judged: LanguageMet | LanguageTooLow, words: Vocabularies) -> str:
    values = {
        "language": language_name(words.languages[judged.language]),
        "needs": cefr(judged.needs),
        "has": cefr(judged.has),
    }
    return _("%(language)s: asks %(needs)s, has %(has)s") % values


def _licence(judged: LicenceHeld | LicenceMissing, words: Vocabularies) -> str:
    name = licence_name(words.licences[judged.licence])
    return (_("Has: %(licence)s") if isinstance(judged, LicenceHeld) else _("Missing: %(licence)s")) % {"licence": name}


def _education(judged: EducationMet | EducationTooLow, words: Vocabularies) -> str:  # noqa: ARG001
    values = {"needs": education(judged.needs), "has": education(judged.has)}
    return _("Diploma: asks %(needs)s, has %(has)s") % values


def _hours(judged: HoursFit | HoursDoNotFit, words: Vocabularies) -> str:  # noqa: ARG001
    offered, wanted = _span(judged.offered_min, judged.offered_max), _span(judged.wanted_min, judged.wanted_max)
    if not offered:
        return _("Hours: the vacancy does not say")
    if not wanted:
        return _("Hours: offers %(offered)s a week; what the person wants is not known") % {"offered": offered}
    return _("Hours a week: offers %(offered)s, wanted %(wanted)s") % {"offered": offered, "wanted": wanted}


def _span(least: int, most: int) -> str:
    if least == 0 and most >= ALL_WEEK:
        return ""
    if least == 0:
        return _("at most %(most)s") % {"most": number_of_hours(most)}
    if most >= ALL_WEEK:
        return _("at least %(least)s") % {"least": number_of_hours(least)}
    if least == most:
        return number_of_hours(least)
    return _("%(least)s to %(most)s") % {"least": number_of_hours(least), "most": number_of_hours(most)}


def _shift(judged: ShiftPossible | ShiftNotPossible, words: Vocabularies) -> str:
    name = shift_name(words.shifts[judged.shift])
    possible = isinstance(judged, ShiftPossible)
    return (_("%(shift)s: possible") if possible else _("%(shift)s: not possible")) % {"shift": name}


def _within_reach(judged: WithinReach, words: Vocabularies) -> str:  # noqa: ARG001
    values = {"minutes": judged.minutes, "mode": mode_name(judged.mode)}
    if judged.arrives_at is None:
        return _("%(minutes)s minutes away (%(mode)s)") % values
    values["time"] = _time(judged.arrives_at)
    return _("%(minutes)s minutes away (%(mode)s), there at %(time)s at the earliest") % values


def _too_far(judged: TooFar, words: Vocabularies) -> str:  # noqa: ARG001
    if judged.minutes is None or judged.mode is None:
        return _("No way to get there with own transport")
    values = {"minutes": judged.minutes, "mode": mode_name(judged.mode), "limit": judged.limit_minutes}
    return _("%(minutes)s minutes away (%(mode)s), the limit is %(limit)s") % values


def _arrives_too_late(judged: ArrivesTooLate, words: Vocabularies) -> str:  # noqa: ARG001
    values = {
        "arrives": _time(judged.arrives_at),
        "starts": _time(judged.starts_at),
        "mode": mode_name(judged.mode),
    }
    return _("Arrives at %(arrives)s, the work starts at %(starts)s (%(mode)s)") % values


def _no_way_back(judged: NoWayBack, words: Vocabularies) -> str:  # noqa: ARG001
    values = {
        "ends": _time(judged.ends_at),
        "last": _time(judged.last_departure_at),
        "mode": mode_name(judged.mode),
    }
    return _("No way home when the work ends at %(ends)s: the last departure is at %(last)s (%(mode)s)") % values


def _time(minutes: int) -> str:
    """Minutes after midnight on a clock of 24 hours; midnight at the end of the day is 24:00."""
    hours = minutes // 60 if minutes <= MINUTES_IN_A_DAY else minutes // 60 % 24
    return f"{hours:02d}:{minutes % 60:02d}"


def _travel_unknown(judged: TravelNotJudged, words: Vocabularies) -> str:  # noqa: ARG001
    if not judged.home_known:
        return _("Travel time is not known: ask for the home neighbourhood")
    return _("Travel time is not known: the workplace has no place on the map")


def _not_open(judged: NotOpen, words: Vocabularies) -> str:  # noqa: ARG001
    return _("The vacancy is not open")


_CONDITIONS: dict[type, tuple[str, Callable[..., str]]] = {
    LanguageMet: ("language", _language),
    LanguageTooLow: ("language", _language),
    LicenceHeld: ("licence", _licence),
    LicenceMissing: ("licence", _licence),
    EducationMet: ("education", _education),
    EducationTooLow: ("education", _education),
    HoursFit: ("hours", _hours),
    HoursDoNotFit: ("hours", _hours),
    ShiftPossible: ("shift", _shift),
    ShiftNotPossible: ("shift", _shift),
    WithinReach: ("travel", _within_reach),
    TooFar: ("travel", _too_far),
    ArrivesTooLate: ("travel", _arrives_too_late),
    NoWayBack: ("travel", _no_way_back),
    TravelNotJudged: ("travel", _travel_unknown),
    NotOpen: ("open", _not_open),
}
