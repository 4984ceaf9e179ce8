"""What is known of introductions: in a file, at a vacancy, in a list, and what a page of one of them shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbeidspact.introductions.models import (
    Answer,
    Introduction,
    IntroductionState,
    NotNowReason,
    Outcome,
    WithdrawnBecause,
)
from arbeidspact.introductions.states import (
    ANSWER_DAYS,
    Event,
    MayNote,
    answer_due_on,
    days_until_answer,
    in_state,
    is_late,
    late_on,
    may_note,
    state_of,
    under_way,
)
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message, NotFound
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pathways.ladder import current_ladder, rung_name
from arbeidspact.pathways.models import RungPlacement
from arbeidspact.people.access import PersonFile, PersonLine, lines_of, open_file
from arbeidspact.people.models import Accompaniment
from arbeidspact.vacancies.models import Employer, Vacancy, VacancyState
from arbeidspact.vacancies.states import state_on

__all__ = ["ANSWER_DAYS", "Answer", "Event", "IntroductionState", "NotNowReason", "Outcome", "WithdrawnBecause"]

PAGE_SIZE = 25
WAITING = frozenset({IntroductionState.INTRODUCED, IntroductionState.INVITED})


class Which(StrEnum):
    """What a list of introductions is narrowed to, beside a state."""

    UNDER_WAY = "under_way"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class IntroductionFilter:
    """What a list is narrowed by. `state`: one of `Which` or a state. `vacancy` and `employer`: those for it alone, by
    reference; `by`: those that this colleague made, by key."""

    state: str = Which.UNDER_WAY
    vacancy: UUID | None = None
    employer: UUID | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class IntroductionLine:
    """An introduction in a list. `person` is None where no name is shown, or the organisation does not accompany them
    any more; `days`: until the answer, or waited for until today."""

    introduction: Introduction
    state: IntroductionState
    days: int
    is_late: bool
    is_ours: bool
    person: PersonLine | None = None

    @property
    def is_waiting(self) -> bool:
        return self.state is IntroductionState.INTRODUCED

    @property
    def due_on(self) -> date:
        return answer_due_on(self.introduction.introduced_on)

    @property
    def why(self) -> Message:
        """The reason behind the state; empty where there is none."""
        if self.state is IntroductionState.NOT_NOW:
            return self.introduction.get_reason_display()
        if self.state is IntroductionState.WITHDRAWN:
            return self.introduction.get_withdrawn_because_display()
        return ""


@dataclass(frozen=True, slots=True)
class IntroductionList:
    """One page of lines, how many fit the filter, and how many wait, are late and are invited in all."""

    page: Page[IntroductionLine]
    count: int
    waiting: int
    late: int
    invited: int


@dataclass(frozen=True, slots=True)
class ReferredLine:
    """An introduction for a program. `person`: the reference, None once the organisation does not accompany them."""

    line: IntroductionLine
    person: UUID | None


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A start of work on the ladder that an introduction may have led to."""

    reference: UUID
    words: str


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """One introduction with the file of the person; `events`: what the actor may note now, `mending`: what of it takes
    the place of what was noted before; `places`: the starts of work that may have come of it."""

    file: PersonFile
    line: IntroductionLine
    events: frozenset[Event]
    mending: frozenset[Event]
    places: tuple[PlaceChoice, ...]

    @property
    def introduction(self) -> Introduction:
        return self.line.introduction


@dataclass(frozen=True, slots=True)
class VacancyToIntroduce:
    """The vacancy of a form; `under_way`: the introduction of this person for it that still waits, if there is one."""

    vacancy: Vacancy
    is_open: bool
    under_way: Introduction | None


WHICH_WORDS: Mapping[str, Message] = {
    Which.UNDER_WAY: gettext_lazy("Under way"),
    Which.LATE: gettext_lazy("No answer after 14 days"),
    Which.ALL: gettext_lazy("All introductions"),
}


def introductions_of(file: PersonFile) -> list[IntroductionLine]:
    """To which employers was this person introduced, by whichever organisation? Newest first. One query."""
    if not may(file.actor, Permission.INTRODUCE_PERSON):
        return []
    return _lines(_rows().filter(person=file.person).order_by("-introduced_on", "-pk"), file.actor)


def vacancies_under_way(file: PersonFile) -> frozenset[UUID]:
    """For which vacancies is an introduction of this person under way? One query."""
    if not may(file.actor, Permission.INTRODUCE_PERSON):
        return frozenset()
    rows = Introduction.objects.filter(under_way(), person=file.person).order_by("pk")
    return frozenset(rows.values_list("vacancy__reference", flat=True))


def people_under_way(actor: Actor, vacancy: UUID, people: Iterable[int]) -> frozenset[int]:
    """Of which of these people is an introduction for this vacancy under way? One query."""
    if not may(actor, Permission.INTRODUCE_PERSON):
        return frozenset()
    rows = Introduction.objects.filter(under_way(), vacancy__reference=vacancy, person__in=list(people)).order_by("pk")
    return frozenset(rows.values_list("person", flat=True))


def introductions_to(actor: Actor, vacancy: UUID, most: int) -> list[IntroductionLine]:
    """Whom did the actor's organisation introduce for this vacancy? Newest first, at most so many.

    Every person shown is recorded as a line. Nobody for who may not introduce people.
    """
    if not may(actor, Permission.INTRODUCE_PERSON):
        return []
    rows = ours(actor).filter(vacancy__reference=vacancy).order_by("-introduced_on", "-pk")[:most]
    return _named(rows, actor)


def answers_heard(actor: Actor, since: date, most: int) -> list[IntroductionLine]:
    """What did employers answer with the link since this day, to whom this actor introduced? Newest first, at most so
    many; those of which it is noted what came of it are left out.

    Every person shown is recorded as a line. Nothing for who may not introduce people.
    """
    if not may(actor, Permission.INTRODUCE_PERSON):
        return []
    rows = ours(actor).filter(by=actor.user, is_by_link=True, answered_on__gte=since)
    still = rows.filter(withdrawn_on__isnull=True, outcome="").order_by("-answered_on", "-pk")[:most]
    return [line for line in _named(still, actor) if line.person is not None]


def introduction_list(actor: Actor, narrowed: IntroductionFilter, *, page: int | str = 1) -> IntroductionList:
    """Which introductions did the actor's organisation make? Those that wait longest first.

    Each person shown is recorded as a line. The number of queries does not depend on the number of introductions.
    Raises: `NotAllowed`.
    """
    require(actor, Permission.INTRODUCE_PERSON)
    today, own = timezone.localdate(), ours(actor)
    paged = Paginator(introduction_rows(actor, narrowed).select_related("by"), PAGE_SIZE).get_page(page)
    return IntroductionList(
        page=Page(_named(paged.object_list, actor), paged.number, paged.paginator),  # type: ignore[arg-type]
        count=paged.paginator.count,
        waiting=own.filter(in_state(IntroductionState.INTRODUCED)).count(),
        late=own.filter(late_on(today)).count(),
        invited=own.filter(in_state(IntroductionState.INVITED)).count(),
    )


def introduction_rows(actor: Actor, narrowed: IntroductionFilter) -> QuerySet[Introduction]:
    """The introductions of the actor's organisation that fit the filter: those under way by how long they wait, others
    newest first. Raises: `NotAllowed`."""
    require(actor, Permission.INTRODUCE_PERSON)
    rows = ours(actor)
    if narrowed.vacancy is not None:
        rows = rows.filter(vacancy__reference=narrowed.vacancy)
    if narrowed.employer is not None:
        rows = rows.filter(vacancy__employer__reference=narrowed.employer)
    if narrowed.by is not None:
        rows = rows.filter(by=narrowed.by)
    if narrowed.state == Which.LATE:
        return rows.filter(late_on(timezone.localdate())).order_by("introduced_on", "pk")
    if narrowed.state in IntroductionState.values:
        state = IntroductionState(narrowed.state)
        order = ("introduced_on", "pk") if state in WAITING else ("-introduced_on", "-pk")
        return rows.filter(in_state(state)).order_by(*order)
    if narrowed.state == Which.ALL:
        return rows.order_by("-introduced_on", "-pk")
    return rows.filter(under_way()).order_by("introduced_on", "pk")


def lines_for_programs(actor: Actor, rows: Iterable[Introduction]) -> list[ReferredLine]:
    """These introductions of the actor's organisation by references, without names, in the same order. One query."""
    found, today = list(rows), timezone.localdate()
    accompanied = Accompaniment.objects.filter(
        organisation=actor.organisation, until__isnull=True, person__in={row.person_id for row in found}
    )
    people = dict(accompanied.order_by("pk").values_list("person", "person__reference"))
    return [ReferredLine(line_on(row, actor, today), people.get(row.person_id)) for row in found]


def who_introduced(actor: Actor) -> list[tuple[int, str]]:
    """Which colleagues of the actor's organisation introduced somebody? Key and name, by name. One query.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.INTRODUCE_PERSON)
    made = Introduction.objects.filter(organisation=actor.organisation)
    users = User.objects.filter(pk__in=made.order_by().values("by")).order_by("last_name", "first_name", "pk")
    return [(user.pk, str(user)) for user in users]


def employers_introduced_to(actor: Actor) -> list[tuple[UUID, str]]:
    """To which employers did the actor's organisation introduce somebody? Reference and name, by name. One query.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.INTRODUCE_PERSON)
    made = Introduction.objects.filter(organisation=actor.organisation)
    employers = Employer.objects.filter(pk__in=made.order_by().values("vacancy__employer"))
    return list(employers.order_by("name", "pk").values_list("reference", "name"))


def open_introduction(actor: Actor, reference: UUID) -> IntroductionView:
    """One introduction, with the file of the person as the gate hands it out: that look is recorded.

    Raises: `NotAllowed`, `NotFound`.
    """
    require(actor, Permission.INTRODUCE_PERSON)
    row = _rows().select_related("person", "by", "placement").filter(reference=reference).first()
    if row is None:
        raise NotFound(_("There is no such introduction."), hint=_("Look for it in the list of introductions."))
    file = open_file(actor, row.person.reference)
    line = line_on(row, actor, timezone.localdate())
    decisions = {event: may_note(row, event) for event in Event} if line.is_ours else {}
    return IntroductionView(
        file=file,
        line=line,
        events=frozenset(event for event, decision in decisions.items() if isinstance(decision, MayNote)),
        mending=frozenset(
            event for event, decision in decisions.items() if isinstance(decision, MayNote) and decision.is_mending
        ),
        places=_places(row) if Event.OUTCOME in decisions else (),
    )


def vacancy_to_introduce(file: PersonFile, vacancy: UUID) -> VacancyToIntroduce:
    """The vacancy that this person would be introduced for. Two queries. Raises: `NotAllowed`, `NotFound`."""
    require(file.actor, Permission.INTRODUCE_PERSON)
    row = Vacancy.objects.select_related("employer").filter(reference=vacancy).first()
    if row is None:
        raise NotFound(_("There is no such vacancy."), hint=_("Look for it in the list of vacancies."))
    return VacancyToIntroduce(
        vacancy=row,
        is_open=state_on(row, timezone.localdate()) is VacancyState.OPEN,
        under_way=Introduction.objects.filter(under_way(), person=file.person, vacancy=row).order_by("pk").first(),
    )


def ours(actor: Actor) -> QuerySet[Introduction]:
    """The introductions that the actor's organisation made."""
    organisation: Organisation | None = actor.organisation
    if organisation is None:
        return Introduction.objects.none()
    return _rows().filter(organisation=organisation)


def _rows() -> QuerySet[Introduction]:
    return Introduction.objects.select_related("vacancy__employer", "organisation")


def line_on(
    row: Introduction, actor: Actor, today: date, people: Mapping[int, PersonLine] | None = None
) -> IntroductionLine:
    """This introduction as it stands on this day, for this actor; `people`: the lines of people whose name shows."""
    return IntroductionLine(
        introduction=row,
        state=state_of(row),
        days=days_until_answer(row, today),
        is_late=is_late(row, today),
        is_ours=actor.organisation is not None and row.organisation_id == actor.organisation.pk,
        person=None if people is None else people.get(row.person_id),
    )


def _lines(rows: Iterable[Introduction], actor: Actor) -> list[IntroductionLine]:
    today = timezone.localdate()
    return [line_on(row, actor, today) for row in rows]


def _named(rows: Iterable[Introduction], actor: Actor) -> list[IntroductionLine]:
    """Lines with the name of who is within reach, each recorded as a look."""
    found, today = list(rows), timezone.localdate()
    people = lines_of(actor, sorted({row.person_id for row in found})) if found else {}
    return [line_on(row, actor, today, people) for row in found]


def _places(row: Introduction) -> tuple[PlaceChoice, ...]:
    """Starts of work of this person since the introduction, with this employer or with none that is named."""
    working = current_ladder().working
    placed = RungPlacement.objects.filter(person=row.person_id, rung__in=working, since__gte=row.introduced_on)
    found = []
    for place in placed.select_related("vacancy").order_by("-since", "-pk"):
        if place.vacancy is None or place.vacancy.employer_id == row.vacancy.employer_id:
            words = _("%(rung)s since %(day)s") % {"rung": rung_name(place.rung), "day": date_format(place.since)}
            found.append(PlaceChoice(place.reference, f"{words}, {place.where}" if place.where else words))
    return tuple(found)
