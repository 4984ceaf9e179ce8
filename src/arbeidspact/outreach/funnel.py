"""The funnel of a programme: how many people were reached, and how far they came. Everybody counts once.

Only keys, days and kinds of status are read here, never a name; what leaves are counts, none of them small.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators.disclosure import shown_count, shown_counts
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.outreach.models import NEVER_A_CONTACT, SPOKEN, Contact, ContactMoment, Enrolment, Place, Programme
from arbeidspact.outreach.programmes_file import StageEntry, StageFact
from arbeidspact.outreach.stages import Facts, counts_by_stage, merged, stage_days
from arbeidspact.pathways.models import Step
from arbeidspact.people.models import Accompaniment, PersonStatus, StatusKind

SubjectKey = tuple[str, int]
"""Whom a count is about: ("person", key) once there is a file, else ("contact", key)."""


class SplitBy(StrEnum):
    """What the rows of a funnel are."""

    NOTHING = ""
    PLACE = "place"
    NEIGHBOURHOOD = "neighbourhood"
    ORGANISATION = "organisation"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class FunnelQuestion:
    """Which people: of which programme, met from a day until a day, at which place or neighbourhood, by whom.

    `programme`, its slug. `as_of`, how far they had come on this day; None, today. `only_own`, those whom the actor's
    organisation met.
    """

    programme: str
    since: date | None = None
    until: date | None = None
    place: UUID | None = None
    neighbourhood: str = ""
    only_own: bool = False
    split_by: SplitBy = SplitBy.NOTHING
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many reached a stage; None where it is too small to be shown."""

    stage: StageEntry
    count: int | None


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One row of a split funnel. `key` is what the row is about: a place's name, an area's code, a year; "" unknown."""

    key: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The stages of a programme with their counts, and the same by row; `is_invented`, people of the demo are in it."""

    programme: Programme
    stages: tuple[StageCount, ...]
    rows: tuple[FunnelRow, ...]
    as_of: date
    is_invented: bool


@dataclass(frozen=True, slots=True)
class StageFigure:
    """The count of a stage since the start of its programme, for whoever publishes it; not yet suppressed."""

    programme: str
    area: str
    stage: str
    indicator: str
    count: int
    is_invented: bool


@dataclass(frozen=True, slots=True)
class _Where:
    """The place where somebody was met; empty for who was not met at one."""

    name: str = ""
    reference: UUID | None = None
    neighbourhood: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    """One person of the count. The rest says where they were met first."""

    days: tuple[date | None, ...]
    place: "_Where"
    organisation: int
    organisation_name: str
    is_invented: bool

    @property
    def met_on(self) -> date:
        return self.days[0] or date.max


@dataclass(frozen=True, slots=True)
class _Part:
    """One enrolment: a contact, or somebody with a file."""

    key: SubjectKey
    met_on: date
    contact: int | None
    person: int | None
    filed_on: date | None
    is_reachable: bool
    place: int | None
    organisation: int
    is_invented: bool


def stages_of(programme: Programme) -> tuple[StageEntry, ...]:
    """Which stages does this programme count, in their order?"""
    return tuple(StageEntry.model_validate(stage) for stage in programme.stages)


def funnel(actor: Actor, question: FunnelQuestion) -> Funnel:
    """How many people did this programme reach, and how far had they come?

    People of every organisation that takes part, unless asked otherwise: numbers, none smaller than five. Nine queries
    whatever the number of people. Rows are in the order of their keys; years the last first.
    Raises: `NotAllowed`; `NotFound` for a programme that is not in force.
    """
    require(actor, Permission.SEE_FUNNEL)
    programme = Programme.objects.filter(slug=question.programme, ended_on__isnull=True).first()
    if programme is None:
        raise NotFound(_("There is no such programme."), hint=_("Choose one from the list."))
    stages, as_of = stages_of(programme), question.as_of or timezone.localdate()
    found = [one for one in _subjects(programme, stages) if _is_asked(one, question, actor)]
    counts = counts_by_stage((one.days for one in found), len(stages), as_of=as_of)
    return Funnel(
        programme=programme,
        stages=tuple(StageCount(stage, shown_count(count)) for stage, count in zip(stages, counts, strict=True)),
        rows=_rows(found, question.split_by, len(stages), as_of),
        as_of=as_of,
        is_invented=any(one.is_invented for one in found),
    )


def funnel_counts(actor: Actor, *, on: date | None = None) -> list[StageFigure]:
    """How many people had reached each stage of each programme, since its start, on this day (None: today)?

    For `monitor`, which makes observations of them. Raises: `NotAllowed`.
    """
    require(actor, Permission.SEE_FUNNEL)
    day = on or timezone.localdate()
    figures = []
    for programme in Programme.objects.filter(ended_on__isnull=True).order_by("order", "pk"):
        stages = stages_of(programme)
        found = [one for one in _subjects(programme, stages) if one.met_on <= day]
        counts = counts_by_stage((one.days for one in found), len(stages), as_of=day)
        is_invented = any(one.is_invented for one in found)
        figures += [
            StageFigure(programme.slug, programme.area, stage.slug, stage.indicator, count, is_invented)
            for stage, count in zip(stages, counts, strict=True)
        ]
    return figures


def years_with_contacts(actor: Actor) -> list[int]:
    """In which years was anybody met? The last first. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_FUNNEL)
    return [day.year for day in Contact.objects.dates("met_on", "year", order="DESC")]


def _is_asked(one: _Subject, question: FunnelQuestion, actor: Actor) -> bool:
    return (
        (question.since is None or one.met_on >= question.since)
        and (question.until is None or one.met_on <= question.until)
        and (question.place is None or one.place.reference == question.place)
        and (not question.neighbourhood or one.place.neighbourhood == question.neighbourhood)
        and (not question.only_own or (actor.organisation is not None and one.organisation == actor.organisation.pk))
    )


def _rows(found: Sequence[_Subject], split_by: SplitBy, stages: int, as_of: date) -> tuple[FunnelRow, ...]:
    if split_by is SplitBy.NOTHING:
        return ()
    groups: dict[str, list[_Subject]] = defaultdict(list)
    for one in found:
        groups[KEY_OF[split_by](one)].append(one)
    keys = sorted(groups, reverse=split_by is SplitBy.YEAR)
    counts = [counts_by_stage((one.days for one in groups[key]), stages, as_of=as_of) for key in keys]
    columns = [shown_counts(column) for column in zip(*counts, strict=True)]
    return tuple(FunnelRow(key, tuple(column[place] for column in columns)) for place, key in enumerate(keys))


KEY_OF: Mapping[SplitBy, Callable[[_Subject], str]] = {
    SplitBy.PLACE: lambda one: one.place.name,
    SplitBy.NEIGHBOURHOOD: lambda one: one.place.neighbourhood,
    SplitBy.ORGANISATION: lambda one: one.organisation_name,
    SplitBy.YEAR: lambda one: str(one.met_on.year),
}


def _subjects(programme: Programme, stages: Sequence[StageEntry]) -> list[_Subject]:
    """Everybody whom the programme reached, each once: a file and the contacts that led to it are one person."""
    taking_part = _taking_part(programme)
    parts: dict[SubjectKey, list[_Part]] = defaultdict(list)
    for part in _parts(taking_part):
        if programme.starts_on is None or part.met_on >= programme.starts_on:
            parts[part.key].append(part)
    facts = _FactsRead.of(taking_part)
    wanted = [stage.fact for stage in stages]
    return [_subject(one, facts, wanted) for one in parts.values()]


def _subject(parts: list[_Part], facts: "_FactsRead", wanted: Sequence[StageFact]) -> _Subject:
    if len(parts) > 1:
        parts.sort(key=lambda part: part.met_on)
    first = next((part for part in parts if part.place is not None), parts[0])
    return _Subject(
        days=stage_days(merged(facts.about(part) for part in parts), wanted),
        place=facts.places[first.place] if first.place is not None else NOWHERE,
        organisation=first.organisation,
        organisation_name=facts.organisations[first.organisation],
        is_invented=any(part.is_invented for part in parts),
    )


NOWHERE: Final = _Where()


def _taking_part(programme: Programme) -> QuerySet[Enrolment]:
    return programme.enrolments.exclude(contact__withdrawn_because__in=NEVER_A_CONTACT)


def _parts(taking_part: QuerySet[Enrolment]) -> Iterable[_Part]:
    rows = taking_part.order_by("pk").values_list(
        "since",
        "contact_id",
        "person_id",
        "contact__person_id",
        "contact__met_on",
        "contact__filed_on",
        "contact__was_reachable",
        "contact__place_id",
        "organisation_id",
        "contact__is_invented",
        "person__is_invented",
    )
    for row in rows:
        since, contact, enrolled, behind, met_on, filed_on, reachable, place, own, is_from_demo, is_demo_person = row
        person = enrolled or behind
        yield _Part(
            key=("person", person) if person is not None else ("contact", contact),
            met_on=met_on or since,
            contact=contact,
            person=person,
            filed_on=filed_on if contact is not None else since,
            is_reachable=bool(reachable) or contact is None,
            place=place,
            organisation=own,
            is_invented=bool(is_from_demo or is_demo_person),
        )


@dataclass(frozen=True, slots=True)
class _FactsRead:
    """What happened with everybody who takes part, read at once."""

    talked: Mapping[int, date]
    accompanied: Mapping[tuple[int, int], Sequence[tuple[date, date | None]]]
    steps: Mapping[int, tuple[date, ...]]
    work: Mapping[int, tuple[date, ...]]
    studies: Mapping[int, tuple[date, ...]]
    places: Mapping[int, _Where]
    organisations: Mapping[int, str]

    @classmethod
    def of(cls, taking_part: QuerySet[Enrolment]) -> "_FactsRead":
        enrolled = taking_part.order_by()
        contacts = enrolled.filter(contact__isnull=False).values("contact")
        of_people = Q(person__in=enrolled.filter(person__isnull=False).values("person")) | Q(
            person__in=enrolled.filter(contact__person__isnull=False).values("contact__person")
        )
        talks = ContactMoment.objects.filter(contact__in=contacts, kind__in=SPOKEN).order_by()
        links = Accompaniment.objects.filter(of_people).order_by()
        accompanied: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
        for person, organisation, since, until in links.values_list("person", "organisation", "since", "until"):
            accompanied[person, organisation].append((since, until))
        statuses = PersonStatus.objects.filter(of_people).order_by()
        return cls(
            talked=dict(talks.values("contact").annotate(first=Min("on")).values_list("contact", "first")),
            accompanied=accompanied,
            steps=_days(Step.objects.filter(of_people).order_by().values_list("person", "agreed_on")),
            work=_days(statuses.filter(kind=StatusKind.EMPLOYED).values_list("person", "since")),
            studies=_days(statuses.filter(kind=StatusKind.STUDENT).values_list("person", "since")),
            places={
                key: _Where(name, reference, area)
                for key, name, reference, area in Place.objects.order_by().values_list(
                    "pk", "name", "reference", "neighbourhood"
                )
            },
            organisations=dict(
                Organisation.objects.filter(pk__in=enrolled.values("organisation")).order_by().values_list("pk", "name")
            ),
        )

    def about(self, part: _Part) -> Facts:
        person = part.person
        return Facts(
            met_on=part.met_on,
            is_reachable=part.is_reachable,
            talked_again_on=self.talked.get(part.contact) if part.contact is not None else None,
            accompanied_on=self._accompanied_on(part),
            steps_agreed_on=self.steps.get(person, ()) if person is not None else (),
            works_since=self.work.get(person, ()) if person is not None else (),
            studies_since=self.studies.get(person, ()) if person is not None else (),
        )

    def _accompanied_on(self, part: _Part) -> date | None:
        """Since the file or the enrolment, whichever the part is, when the organisation accompanies them then."""
        if part.person is None or part.filed_on is None:
            return None
        spans = self.accompanied.get((part.person, part.organisation), ())
        days = [max(since, part.filed_on) for since, until in spans if until is None or until >= part.filed_on]
        return min(days, default=None)


def _days(rows: Iterable[tuple[int, date]]) -> dict[int, tuple[date, ...]]:
    found: dict[int, list[date]] = defaultdict(list)
    for person, day in rows:
        found[person].append(day)
    return {person: tuple(days) for person, days in found.items()}


def in_language(stage: StageEntry) -> tuple[str, str]:
    """The name and the definition of a stage, in the language of the screen."""
    language = get_language() or "nl"
    return stage.name.in_language(language), stage.definition.in_language(language)
