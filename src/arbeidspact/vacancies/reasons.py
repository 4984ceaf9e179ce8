"""The answers of matching put into words: competences, conditions, and what would open work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from arbeidspact.matching import (
    ALL_WEEK,
    Change,
    CompetenceMatched,
    CompetenceMissing,
    CompetenceRelated,
    EducationMet,
    EducationTooLow,
    Evidence,
    Failure,
    GainLicence,
    HoursDoNotFit,
    HoursFit,
    IsOpen,
    LanguageMet,
    LanguageTooLow,
    LicenceHeld,
    LicenceMissing,
    Met,
    NotOpen,
    OccupationSought,
    Opening,
    ReachEducation,
    ReachLanguageLevel,
    ShiftNotPossible,
    ShiftPossible,
    TooFar,
    TravelBy,
    TravelNotJudged,
    WithinReach,
    WorkFewerHours,
    WorkMoreHours,
    WorkShift,
)
from arbeidspact.mobility import TravelMode
from arbeidspact.people.models import TravelChoice
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel
from arbeidspact.vacancies.languages import language_name
from arbeidspact.vacancies.vocabularies import Vocabularies
from arbeidspact.vacancies.wording import concept_name, education_name, licence_name, number_of_hours, shift_name


class Fit(StrEnum):
    """How a competence that the work asks stands with the person."""

    MATCHED = "matched"
    RELATED = "related"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CompetenceFit:
    """One competence that the work asks; `via` names the related one that stands in for it."""

    name: str
    fit: Fit
    is_required: bool
    via: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the work, whether it is met, and in words with its figures."""

    kind: str
    is_met: bool
    words: str


@dataclass(frozen=True, slots=True)
class OpeningWords:
    """One change and how many vacancies it alone would add, `fitting` of which fit at least a little."""

    words: str
    vacancies: int
    fitting: int


def competence_fits(evidence: Iterable[Evidence], words: Vocabularies) -> tuple[CompetenceFit, ...]:
    """How does each competence asked stand, required ones first, those that tell most before others?"""
    fits: list[CompetenceFit] = []
    for piece in evidence:
        if isinstance(piece, CompetenceMatched):
            fits.append(CompetenceFit(_competence(words, piece.competence), Fit.MATCHED, piece.required))
        elif isinstance(piece, CompetenceRelated):
            via = _competence(words, piece.via)
            fits.append(CompetenceFit(_competence(words, piece.competence), Fit.RELATED, piece.required, via))
        elif isinstance(piece, CompetenceMissing):
            fits.append(CompetenceFit(_competence(words, piece.competence), Fit.MISSING, piece.required))
    return tuple(fits)


def is_sought(evidence: Iterable[Evidence]) -> bool:
    """Is it an occupation that the person seeks?"""
    return any(isinstance(piece, OccupationSought) for piece in evidence)


def conditions(judged: Iterable[Met | Failure], words: Vocabularies) -> tuple[Condition, ...]:
    """These conditions in words, in their order; that a vacancy is open goes without saying."""
    return tuple(condition(one, words) for one in judged if not isinstance(one, IsOpen))


def condition(judged: Met | Failure, words: Vocabularies) -> Condition:
    """This condition in words, with what is asked and what there is."""
    kind, say = _CONDITIONS[type(judged)]
    return Condition(kind, not isinstance(judged, Failure), say(judged, words))


def opening_words(opening: Opening, words: Vocabularies) -> OpeningWords:
    """What would open work, in words."""
    return OpeningWords(change_words(opening.change, words), opening.vacancies, opening.fitting)


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
    return _("Travel up to %(minutes)s minutes") % {"minutes": change.limit_minutes}


def mode_name(mode: TravelMode) -> str:
    return str(TravelChoice(mode.value).label).lower()


def cefr(rank: int) -> str:
    """The level with this rank, in letters; for 0, that none is known."""
    return list(CefrLevel)[rank - 1].value if rank else _("none known")


def education(rank: int) -> str:
    return education_name(list(EducationLevel)[rank].value)


def _competence(words: Vocabularies, column: int) -> str:
    return concept_name(words.competences[column])


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
    return _("%(minutes)s minutes away (%(mode)s)") % {"minutes": judged.minutes, "mode": mode_name(judged.mode)}


def _too_far(judged: TooFar, words: Vocabularies) -> str:  # noqa: ARG001
    if judged.minutes is None or judged.mode is None:
        return _("No way to get there with own transport")
    values = {"minutes": judged.minutes, "mode": mode_name(judged.mode), "limit": judged.limit_minutes}
    return _("%(minutes)s minutes away (%(mode)s), the limit is %(limit)s") % values


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
    TravelNotJudged: ("travel", _travel_unknown),
    NotOpen: ("open", _not_open),
}
