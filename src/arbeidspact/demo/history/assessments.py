"""Invented assessments: who was screened when, with answers that hang together and get a little lighter with time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import numpy as np
from django.utils import timezone
from numpy.random import Generator

from arbeidspact.assessments.models import (
    Answer,
    Assessment,
    DomainResult,
    QuestionnaireEdition,
    SensitiveAnswer,
    SensitiveDomainResult,
)
from arbeidspact.assessments.outcomes import outcomes_of
from arbeidspact.assessments.questionnaire import NO, YES, Meaning, Question, QuestionKind, Questionnaire, Value
from arbeidspact.assessments.questionnaire_file import content_hash, questionnaires
from arbeidspact.assessments.states import holds_until
from arbeidspact.demo.history.past import Past
from arbeidspact.demo.rows import insert_rows
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from arbeidspact.people.models import Accompaniment, PersonStatus, StatusKind

ROWS: Final = 2_000
LONGEST_AGO: Final = timedelta(days=3 * 365)
SHARE_ASSESSED: Final = 0.8
SHARE_LATE: Final = 0.15
SHARE_BETWEEN: Final = 0.5
RENEWED_AFTER: Final = 170
SHARE_GENERAL: Final = 0.15
SHARE_PROTECTED: Final = 0.45
SHARE_ANSWERED: Final = 0.86
DRAFTS_EACH: Final = 2
"""All assumptions: nobody published how often, and with what result, people are screened in Ghent."""
WEIGHT: Final[Mapping[Meaning | None, float]] = {
    Meaning.STRENGTH: 0.05,
    Meaning.NONE: 0.3,
    None: 0.45,
    Meaning.SOME: 0.65,
    Meaning.LARGE: 0.95,
}
HEAVINESS: Final[Mapping[LifeDomain, float]] = {
    LifeDomain.WORK: 0.5,
    LifeDomain.LANGUAGE: 0.45,
    LifeDomain.LEARNING: 0.45,
    LifeDomain.TRANSPORT: 0.4,
    LifeDomain.CHILD_CARE: 0.5,
    LifeDomain.DISCRIMINATION: 0.3,
    LifeDomain.HOUSING: 0.35,
    LifeDomain.JUSTICE: 0.15,
}
ANSWER_FIELDS: Final = ("assessment", "question", "value")
RESULT_FIELDS: Final = ("assessment", "domain", "outcome", "also_strength", "asked", "known", "judged", "reason")
Row = tuple[Any, ...]
WORDS: Final = (
    "Werkte in de keuken, vlot in het contact",
    "Poetste in een school, altijd op tijd",
    "Hielp jaren in de zaak van de familie",
    "Deed magazijnwerk via interim",
    "Zorgde voor het gezin en de buren",
    "Werkte in de bouw, sterk met de handen",
)


@dataclass(frozen=True, slots=True)
class Screened:
    """Somebody who may be screened: by which organisation and colleague, from which day on, and is it a demo login."""

    person: int
    organisation: int
    author: int | None
    since: date
    is_shown: bool


def write_assessments(past: Past) -> None:
    """Screens most of the people who are accompanied, some of them again; a few drafts stay open."""
    rng = np.random.default_rng([past.seed, 21])
    forms = {slug: questionnaires()[slug] for slug in ("general", "short")}
    editions = {slug: _edition(form) for slug, form in forms.items()}
    made: list[Assessment] = []
    answers: list[dict[str, Value]] = []
    drafts: dict[int | None, int] = {}
    for one in _people(past):
        load = _load(rng)
        for place, day in enumerate(_days(rng, one, past.today)):
            slug = "general" if one.is_shown or rng.random() < SHARE_GENERAL else "short"
            made.append(_row(one, editions[slug], day, holds_until(forms[slug], day)))
            answers.append(_answers(rng, forms[slug], load, lighter=0.05 * place))
        if one.is_shown and drafts.get(one.author, 0) < DRAFTS_EACH and rng.random() < 0.2:
            drafts[one.author] = drafts.get(one.author, 0) + 1
            made.append(_row(one, editions["general"], past.today - timedelta(days=4), None))
            answers.append(_answers(rng, forms["general"], load, lighter=0.1, share=0.3, protected=False))
    Assessment.objects.bulk_create(made, batch_size=ROWS)
    _store(made, answers, forms)


def _people(past: Past) -> list[Screened]:
    """The first organisation that accompanies somebody screens them, from when they looked for work if known."""
    shown = {user.pk for user in past.users.values()}
    looking: dict[int, date] = dict(
        PersonStatus.objects.filter(kind=StatusKind.JOB_SEEKER, until=None)
        .order_by("pk")
        .values_list("person", "since")
    )
    found: dict[int, Screened] = {}
    links = Accompaniment.objects.filter(until=None).order_by("since", "pk")
    for person, organisation, referent, since in links.values_list("person", "organisation", "referent", "since"):
        kept = found.get(person)
        if kept is None or (referent in shown and not kept.is_shown):
            first = max(min(since, looking.get(person, since)), past.today - LONGEST_AGO)
            found[person] = Screened(person, organisation, referent, first, referent in shown)
    return list(found.values())


def _days(rng: Generator, one: Screened, today: date) -> list[date]:
    """Mostly within two months of the start, perhaps in between, and in the last months; now and then not for long."""
    if rng.random() > SHARE_ASSESSED:
        return []
    first = one.since + timedelta(days=int(rng.gamma(3.0, 13.0)))
    if first >= today:
        return []
    days = [first]
    if (today - first).days > RENEWED_AFTER:
        ago = int(rng.integers(190, 420) if rng.random() < SHARE_LATE else rng.integers(4, 180))
        last = max(today - timedelta(days=ago), first + timedelta(days=60))
        if (last - first).days > 2 * RENEWED_AFTER and rng.random() < SHARE_BETWEEN:
            days.append(first + timedelta(days=int((last - first).days * rng.uniform(0.4, 0.6))))
        days.append(last)
    return days


def _load(rng: Generator) -> dict[LifeDomain, float]:
    """How heavy each domain weighs: 0 carries, 1 stands in the way. A heavy life is heavy in more of them."""
    life = rng.normal(0.0, 0.12)
    noise = rng.normal(0.0, 0.2, len(LifeDomain))
    return {
        domain: float(np.clip(HEAVINESS.get(domain, 0.25) + life + noise[place], 0.0, 1.0))
        for place, domain in enumerate(LifeDomain)
    }


def _answers(
    rng: Generator,
    form: Questionnaire,
    load: Mapping[LifeDomain, float],
    *,
    lighter: float,
    share: float = SHARE_ANSWERED,
    protected: bool = True,
) -> dict[str, Value]:
    asks_protected = protected and rng.random() < SHARE_PROTECTED
    draws = rng.random(2 * len(form.questions)).tolist()
    answers: dict[str, Value] = {}
    for place, question in enumerate(form.questions):
        is_left_out = question.is_sensitive and not asks_protected
        is_asked = all(condition.holds(answers.get(condition.question)) for condition in question.show_if)
        if is_left_out or not is_asked or draws[2 * place] > share:
            continue
        weight = load[question.domain] - lighter + 0.2 * (draws[2 * place + 1] - 0.5)
        answers[question.slug] = _answer(question, weight, draws[2 * place + 1])
    return answers


def _answer(question: Question, weight: float, draw: float) -> Value:
    match question.kind:
        case QuestionKind.TEXT:
            return WORDS[int(draw * len(WORDS))]
        case QuestionKind.YES_NO:
            return min((YES, NO), key=lambda word: _miss(question, word, weight))
        case QuestionKind.ONE:
            return min((option.slug for option in question.options), key=lambda slug: _miss(question, slug, weight))
        case QuestionKind.SEVERAL:
            return [min((one.slug for one in question.options), key=lambda slug: _miss(question, slug, weight))]
    least, most = question.least or 0, question.most if question.most is not None else 5
    if question.slug == "children":
        return int(draw * 4) if weight > 0.3 else 0
    heavy_is_low = not question.bands or question.bands[0].means in {Meaning.LARGE, None}
    place = 1.0 - weight if heavy_is_low else weight
    return least + round(min(max(place, 0.0), 1.0) * (min(most, 40) - least))


def _miss(question: Question, value: str, weight: float) -> float:
    """How far is what this answer says from how heavy the domain weighs?"""
    said = question.meanings(value)
    return abs(WEIGHT[said[0] if said else None] - weight)


def _edition(form: Questionnaire) -> QuestionnaireEdition:
    edition, _made = QuestionnaireEdition.objects.get_or_create(
        content_hash=content_hash(form),
        defaults={
            "slug": form.slug,
            "version": form.heading.version,
            "definition": form.model_dump(mode="json"),
        },
    )
    return edition


def _row(one: Screened, edition: QuestionnaireEdition, day: date, until: date | None) -> Assessment:
    return Assessment(
        person_id=one.person,
        organisation_id=one.organisation,
        author_id=one.author,
        edition=edition,
        started_at=timezone.make_aware(datetime.combine(day, time(10, 0))),
        finished_on=day if until is not None else None,
        valid_until=until,
        is_invented=True,
    )


def _store(made: list[Assessment], answers: list[dict[str, Value]], forms: Mapping[str, Questionnaire]) -> None:
    plain: list[Row] = []
    hidden: list[Row] = []
    results: list[Row] = []
    hidden_results: list[Row] = []
    sensitive = {question.slug for form in forms.values() for question in form.questions if question.is_sensitive}
    for assessment, given in zip(made, answers, strict=True):
        for slug, value in given.items():
            (hidden if slug in sensitive else plain).append((assessment.pk, slug, value))
        if assessment.finished_on is None:
            continue
        spoke = bool(sensitive & set(given))
        for domain, one in outcomes_of(forms[assessment.edition.slug], given).items():
            row = (assessment.pk, domain.value, one.outcome.value, one.also_strength, one.asked, one.known, "", "")
            if domain not in SENSITIVE:
                results.append(row)
            elif spoke:
                hidden_results.append(row)
    insert_rows(Answer, ANSWER_FIELDS, plain)
    insert_rows(SensitiveAnswer, ANSWER_FIELDS, hidden)
    insert_rows(DomainResult, RESULT_FIELDS, results)
    insert_rows(SensitiveDomainResult, RESULT_FIELDS, hidden_results)
