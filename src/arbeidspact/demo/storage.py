"""Invented people and work, written into the database in large batches."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Final, TypeVar

import numpy as np
from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from numpy.random import Generator

from arbeidspact.demo.organisations import CITY, PARTNER, PES, SOCIAL_ECONOMY, WELFARE
from arbeidspact.demo.population import (
    InventedEmployer,
    InventedPerson,
    InventedStep,
    InventedVacancy,
    invented_steps,
)
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.pathways.models import Step, StepEvent, StepEventKind
from arbeidspact.people.models import (
    Accompaniment,
    Ground,
    OccupationSought,
    Person,
    PersonCompetence,
    PersonLanguage,
    PersonLicence,
    PersonStatus,
)
from arbeidspact.people.names import search_name
from arbeidspact.vacancies.models import (
    Employer,
    Vacancy,
    VacancyCompetence,
    VacancyLanguage,
    VacancyLicence,
)

T = TypeVar("T")
Progress = Callable[[int], None]
CHUNK: Final = 500
ROWS: Final = 2_000
SHARE_ACCOMPANIED_BY: Final = {PES: 0.6, CITY: 0.38, PARTNER: 0.06, SOCIAL_ECONOMY: 0.025}
"""Assumption; the OCMW accompanies those who receive social assistance, and whoever nobody has comes to the city."""
SOURCE: Final = "demo"


@dataclass(frozen=True, slots=True)
class Guides:
    """Who can accompany people: organisations by short name and, for each, the members who can be a referent."""

    organisations: Mapping[str, Organisation]
    members: Mapping[str, Sequence[User]]


@dataclass(frozen=True, slots=True)
class StoredPeople:
    """How many people and steps were written."""

    people: int
    steps: int


def store_people(
    people: Iterator[InventedPerson], guides: Guides, *, seed: int, today: date, progress: Progress
) -> StoredPeople:
    """Writes invented people with everything that hangs on them. `progress` is told how many more there are."""
    rng = np.random.default_rng([seed, 4])
    stored, steps = 0, 0
    for chunk in _chunks(people, CHUNK):
        rows = Person.objects.bulk_create([_person_row(rng, person) for person in chunk])
        pairs = list(zip(chunk, rows, strict=True))
        _store_profile(pairs, guides, rng)
        links = [link for person, row in pairs for link in _accompaniments(rng, person, row, guides, today)]
        Accompaniment.objects.bulk_create(links, batch_size=ROWS)
        steps += _store_steps(dict(zip((row.pk for row in rows), chunk, strict=True)), links, rng, today)
        stored += len(rows)
        progress(len(rows))
    return StoredPeople(stored, steps)


def store_employers(employers: Sequence[InventedEmployer], organisation: Organisation, *, seed: int) -> list[Employer]:
    """Writes invented employers; the first one in port and logistics takes part in the platform itself."""
    rng = np.random.default_rng([seed, 5])
    rows = [
        Employer(reference=_reference(rng), name=one.name, sector=one.sector, area=one.area, is_invented=True)
        for one in employers
    ]
    own = next(place for place, one in enumerate(employers) if one.trades_in == "port-logistics")
    rows[own].name, rows[own].organisation = organisation.name, organisation
    return Employer.objects.bulk_create(rows, batch_size=ROWS)


def store_vacancies(
    vacancies: Iterator[InventedVacancy],
    employers: Sequence[Employer],
    organisations: Mapping[str, Organisation],
    *,
    seed: int,
    progress: Progress,
) -> int:
    """Writes invented vacancies with what they ask. Returns: how many."""
    rng = np.random.default_rng([seed, 6])
    stored = 0
    for chunk in _chunks(vacancies, CHUNK):
        rows = Vacancy.objects.bulk_create(
            [
                _vacancy_row(rng, one, employers[one.employer], organisations, stored + place)
                for place, one in enumerate(chunk)
            ]
        )
        pairs = list(zip(chunk, rows, strict=True))
        VacancyCompetence.objects.bulk_create(
            [
                VacancyCompetence(vacancy=row, concept=concept, is_required=is_required)
                for one, row in pairs
                for concepts, is_required in ((one.required, True), (one.nice, False))
                for concept in concepts
            ],
            batch_size=ROWS,
        )
        VacancyLanguage.objects.bulk_create(
            VacancyLanguage(vacancy=row, language=language, level=level.value)
            for one, row in pairs
            for language, level in one.languages
        )
        VacancyLicence.objects.bulk_create(
            VacancyLicence(vacancy=row, licence=licence) for one, row in pairs for licence in one.licences
        )
        stored += len(rows)
        progress(len(rows))
    return stored


def _person_row(rng: Generator, person: InventedPerson) -> Person:
    return Person(
        reference=_reference(rng),
        given_name=person.given_name,
        family_name=person.family_name,
        search_name=search_name(person.given_name, person.family_name),
        birth_date=person.birth_date,
        email=person.email,
        language=person.tongue,
        neighbourhood=person.neighbourhood,
        origin_group=person.origin.value,
        education=person.education.value,
        hours_min=Decimal(person.hours[0]) if person.hours else None,
        hours_max=Decimal(person.hours[1]) if person.hours else None,
        shifts=[shift.value for shift in person.shifts],
        transport=list(person.transport),
        travel_minutes_max=person.travel_minutes,
        wage_wanted=Decimal(person.wage_wanted) if person.wage_wanted is not None else None,
        is_invented=True,
    )


def _store_profile(pairs: Sequence[tuple[InventedPerson, Person]], guides: Guides, rng: Generator) -> None:
    noting = [guides.organisations[slug] for slug in (CITY, PES, WELFARE)]
    OccupationSought.objects.bulk_create(
        OccupationSought(person=row, concept=concept) for person, row in pairs for concept in person.sought
    )
    PersonCompetence.objects.bulk_create(
        [
            PersonCompetence(
                person=row,
                concept=held.concept,
                level=held.level.value,
                evidence=held.evidence.value,
                noted_on=held.noted_on,
                noted_by=noting[int(rng.integers(len(noting)))],
            )
            for person, row in pairs
            for held in person.competences
        ],
        batch_size=ROWS,
    )
    PersonLanguage.objects.bulk_create(
        PersonLanguage(person=row, language=language, level=level.value)
        for person, row in pairs
        for language, level in person.languages
    )
    PersonLicence.objects.bulk_create(
        PersonLicence(person=row, licence=licence, valid_until=ends)
        for person, row in pairs
        for licence, ends in person.licences
    )
    PersonStatus.objects.bulk_create(
        PersonStatus(person=row, kind=status.kind, since=status.since, until=status.until)
        for person, row in pairs
        for status in person.statuses
    )


def _accompaniments(
    rng: Generator, person: InventedPerson, row: Person, guides: Guides, today: date
) -> Iterator[Accompaniment]:
    chosen = [slug for slug, share in SHARE_ACCOMPANIED_BY.items() if rng.random() < share]
    if any(status.kind == "recipient" for status in person.statuses):
        chosen.append(WELFARE)
    for slug in chosen or [CITY]:
        members = guides.members[slug]
        referent = members[int(rng.integers(len(members)))] if rng.random() < 0.9 else None
        yield Accompaniment(
            person=row,
            organisation=guides.organisations[slug],
            referent=referent,
            ground=Ground.AGREEMENT if slug in {PARTNER, SOCIAL_ECONOMY} else Ground.STATUTORY_TASK,
            reason="Begeleiding naar werk",
            since=today - timedelta(days=int(rng.integers(3, 500))),
        )


def _store_steps(
    people: Mapping[int, InventedPerson], links: Sequence[Accompaniment], rng: Generator, today: date
) -> int:
    steps = [
        _step_row(rng, step, link)
        for link in links
        for step in invented_steps(rng, people[link.person_id], today=today)
    ]
    rows = Step.objects.bulk_create(steps, batch_size=ROWS)
    events = []
    for row in rows:
        events.append(_event(row, StepEventKind.AGREED))
        if row.done_on or row.given_up_on:
            events.append(_event(row, StepEventKind.DONE if row.done_on else StepEventKind.NOT_DONE))
    StepEvent.objects.bulk_create(events, batch_size=ROWS)
    return len(rows)


def date_step_events() -> None:
    """The history of invented steps happened on the days of the steps, not on the day the demo was made."""
    step = Step.objects.filter(pk=OuterRef("step"))
    agreed = step.annotate(moment=Cast("agreed_on", DateTimeField())).values("moment")
    closed = step.annotate(moment=Cast(Coalesce(F("done_on"), F("given_up_on")), DateTimeField())).values("moment")
    events = StepEvent.objects.filter(step__is_invented=True)
    events.filter(kind=StepEventKind.AGREED).update(at=Subquery(agreed))
    events.filter(kind__in=[StepEventKind.DONE, StepEventKind.NOT_DONE]).update(at=Subquery(closed))


def _step_row(rng: Generator, step: InventedStep, link: Accompaniment) -> Step:
    return Step(
        reference=_reference(rng),
        person_id=link.person_id,
        organisation_id=link.organisation_id,
        owner=step.owner,
        member_id=link.referent_id,
        what=step.what,
        domain=step.domain,
        agreed_on=step.agreed_on,
        due_on=step.due_on,
        done_on=step.done_on,
        given_up_on=step.given_up_on,
        is_invented=True,
    )


def _event(step: Step, kind: StepEventKind) -> StepEvent:
    return StepEvent(
        step=step,
        kind=kind,
        by_id=step.member_id,
        organisation_id=step.organisation_id,
        due_on=step.due_on if kind == StepEventKind.AGREED else None,
    )


def _vacancy_row(
    rng: Generator, one: InventedVacancy, employer: Employer, organisations: Mapping[str, Organisation], number: int
) -> Vacancy:
    keeper = employer.organisation_id or organisations[PES if rng.random() < 0.7 else CITY].pk
    return Vacancy(
        reference=_reference(rng),
        employer=employer,
        organisation_id=keeper,
        title=one.title,
        description=one.description,
        occupation=one.occupation,
        contract=one.contract,
        hours_min=Decimal(one.hours[0]),
        hours_max=Decimal(one.hours[1]),
        shifts=[shift.value for shift in one.shifts],
        starts_at=one.times[0] if one.times else None,
        ends_at=one.times[1] if one.times else None,
        education_required=one.education.value if one.education else "",
        area=one.area,
        positions=one.positions,
        positions_filled=one.positions_filled,
        wage_min=Decimal(one.wage[0]),
        wage_max=Decimal(one.wage[1]),
        opens_on=one.opens_on,
        closes_on=one.closes_on,
        filled_on=one.filled_on,
        cancelled_on=one.cancelled_on,
        source=SOURCE,
        external_id=f"demo-{number + 1:05d}",
        is_invented=True,
    )


def _reference(rng: Generator) -> uuid.UUID:
    return uuid.UUID(bytes=rng.bytes(16), version=4)


def _chunks(values: Iterator[T], size: int) -> Iterator[list[T]]:
    while chunk := list(islice(values, size)):
        yield chunk
