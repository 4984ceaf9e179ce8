"""A row of a file without an occupation: what its title and its description say, and what is sure enough to take in."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import InvalidValue, Message
from arbeidspact.organisations.vocabulary import current_reader, current_taxonomy
from arbeidspact.proposals.models import HowFound, ProposalKind
from arbeidspact.proposals.proposed import Proposed
from arbeidspact.proposals.vacancy_texts import language_of, occupation_in, plain_text, vacancy_proposals
from arbeidspact.proposals.words import value_in_words
from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel, Shift
from arbeidspact.vacancies.commands import AskedLanguage

WAITS: Final = _("The title does not say for sure which occupation this is: it waits in the queue.")
_READ_FROM_TITLE: Final = _("Read from the title: %(words)s")
_READ_FROM_TEXT: Final = _("Read from the description: %(words)s")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occupation that the work may be."""

    value: str
    label: str
    score: float
    how: HowFound


@dataclass(frozen=True, slots=True)
class ReadWork:
    """What was read: `values` of the row with what is sure filled in; `occupation`, empty where it is not sure."""

    occupation: str
    candidates: tuple[Candidate, ...]
    values: dict[str, Any]
    remarks: tuple[Message, ...]
    language: str


def read_work(values: dict[str, Any]) -> ReadWork:
    """What do the title and the description of this row say?

    Arguments: `values`, of the row without an occupation. What the row says itself is never overwritten; what the text
    would only like is left in the description, where a vacancy can only require it.
    """
    title, description = str(values.get("title") or ""), str(values.get("description") or "")
    occupation, found, language = _read(title, description, current_taxonomy().version)
    candidates = _candidates(occupation)
    is_sure = occupation is not None and occupation.is_confident
    filled, taken = _filled(values, found)
    remarks: list[Message] = []
    if is_sure and occupation is not None:
        filled["occupation"] = occupation.value
        remarks.append(_READ_FROM_TITLE % {"words": value_in_words(ProposalKind.OCCUPATION, occupation.value)})
    if taken:
        words = ", ".join(value_in_words(one.kind, one.value) for one in taken)
        remarks.append(_READ_FROM_TEXT % {"words": words[:300]})
    return ReadWork(str(filled.get("occupation") or ""), candidates, filled, tuple(remarks), language)


@lru_cache(maxsize=512)
def _read(title: str, description: str, version: str) -> tuple[Proposed | None, tuple[Proposed, ...], str]:  # noqa: ARG001
    """Read once for the check of a file and for taking it in."""
    reader = current_reader()
    try:
        text = plain_text(description) if description else ""
    except InvalidValue:
        text = ""
    language = language_of(f"{title}\n{text}") or "nl"
    try:
        occupation = occupation_in(plain_text(title), language, reader)
    except InvalidValue:
        occupation = None
    if text and (occupation is None or not occupation.is_confident):
        told = occupation_in(text, language, reader)
        occupation = told if told is not None and (told.is_confident or occupation is None) else occupation
    found = vacancy_proposals(text, language, reader) if text else []
    return occupation, tuple(one for one in found if one.is_confident), language


def _candidates(occupation: Proposed | None) -> tuple[Candidate, ...]:
    if occupation is None:
        return ()
    others = (Candidate(one.value, one.label, one.score, HowFound.LETTERS) for one in occupation.others)
    return (Candidate(occupation.value, occupation.label, occupation.score, occupation.how), *others)


def _filled(values: dict[str, Any], found: tuple[Proposed, ...]) -> tuple[dict[str, Any], list[Proposed]]:
    """The values with what is sure in the cells that the row left empty, and what was taken from the text for it."""
    filled, taken = dict(values), list[Proposed]()

    def of(kind: ProposalKind, *columns: str) -> list[Proposed]:
        if any(values.get(column) for column in columns):
            return []
        asked = [one for one in found if one.kind is kind and (one.is_required or kind is ProposalKind.COMPETENCE)]
        taken.extend(asked)
        return asked

    competences = of(ProposalKind.COMPETENCE, "competences_required", "competences_nice")
    for column, is_required in (("competences_required", True), ("competences_nice", False)):
        concepts = tuple(one.value for one in competences if one.is_required is is_required)
        if concepts:
            filled[column] = concepts
    languages = dict(one.value.split(":") for one in of(ProposalKind.LANGUAGE, "languages"))
    if languages:
        filled["languages"] = tuple(AskedLanguage(language=code, level=CefrLevel(v)) for code, v in languages.items())
    if licences := of(ProposalKind.LICENCE, "licences"):
        filled["licences"] = tuple(one.value for one in licences)
    if shifts := of(ProposalKind.SHIFT, "shifts"):
        filled["shifts"] = tuple(Shift(one.value) for one in shifts)
    for hours in of(ProposalKind.HOURS, "hours_min", "hours_max")[:1]:
        low, _dash, high = hours.value.partition("-")
        filled |= {"hours_min": Decimal(low), "hours_max": Decimal(high)}
    for education in of(ProposalKind.EDUCATION, "education_required")[:1]:
        if education.value != EducationLevel.NONE:
            filled["education_required"] = EducationLevel(education.value)
    return filled, taken
