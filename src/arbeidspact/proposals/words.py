"""Proposals in words, in the language of the screen."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.organisations.vocabulary import concept_label, current_taxonomy
from arbeidspact.people.words import EDUCATION_WORDS, SHIFT_WORDS
from arbeidspact.proposals.models import ProposalKind
from arbeidspact.taxonomy import ConceptKind, licences
from arbeidspact.taxonomy.exceptions import UnknownConcept
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel, Shift
from arbeidspact.vacancies.languages import KNOWN_LANGUAGES, language_name
from arbeidspact.vacancies.wording import licence_name

CONCEPTS: Final = {
    ProposalKind.OCCUPATION: ConceptKind.OCCUPATION,
    ProposalKind.COMPETENCE: ConceptKind.COMPETENCE,
}


def value_in_words(kind: str, value: str) -> str:
    """What does this value of a proposal say, in the language of the screen? The value itself where it is unknown."""
    try:
        return _WORDS[ProposalKind(kind)](value)
    except (ValueError, KeyError, UnknownConcept):
        return value


def check_value(kind: ProposalKind, value: str) -> None:
    """Is this a value that a proposal of this kind can have? Raises: `InvalidValue`."""
    if not _is_possible(kind, value):
        raise InvalidValue(
            _("The platform does not know this value."), hint=_("Choose it from the list."), field="value"
        )


def _is_possible(kind: ProposalKind, value: str) -> bool:
    if kind in CONCEPTS:
        taxonomy = current_taxonomy()
        return value in taxonomy and taxonomy.concept(value).kind is CONCEPTS[kind]
    first, _mark, second = value.partition(":")
    low, _dash, high = value.partition("-")
    return {
        ProposalKind.LANGUAGE: first in KNOWN_LANGUAGES and second in set(CefrLevel),
        ProposalKind.LICENCE: value in licences(),
        ProposalKind.HOURS: _is_hours(low) and _is_hours(high) and float(low) <= float(high),
        ProposalKind.SHIFT: value in set(Shift),
        ProposalKind.EDUCATION: value in set(EducationLevel),
        ProposalKind.EXPERIENCE: value.isdecimal() and int(value) <= 60,
    }[kind]


def _is_hours(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and text.isascii() and 0 < float(text) <= 60


def _language(value: str) -> str:
    code, _mark, level = value.partition(":")
    return f"{language_name(code)} {level}"


def _hours(value: str) -> str:
    low, _dash, high = value.partition("-")
    if low == high:
        return _("%(hours)s hours a week") % {"hours": low}
    return _("%(low)s to %(high)s hours a week") % {"low": low, "high": high}


def _education(value: str) -> str:
    return _("No diploma required") if value == EducationLevel.NONE else str(EDUCATION_WORDS[value])


def _experience(value: str) -> str:
    years = int(value)
    if years == 0:
        return _("No experience required")
    return ngettext("%(years)s year of experience", "%(years)s years of experience", years) % {"years": years}


_WORDS: Final[dict[ProposalKind, Callable[[str], str]]] = {
    ProposalKind.OCCUPATION: concept_label,
    ProposalKind.COMPETENCE: concept_label,
    ProposalKind.LANGUAGE: _language,
    ProposalKind.LICENCE: licence_name,
    ProposalKind.HOURS: _hours,
    ProposalKind.SHIFT: lambda value: str(SHIFT_WORDS[value]),
    ProposalKind.EDUCATION: _education,
    ProposalKind.EXPERIENCE: _experience,
}
