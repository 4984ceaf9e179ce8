from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.models import Person, StatusKind
from arbeidspact.statutes import LegalStatus, TermState
from arbeidspact.terms.compliance import compliance
from arbeidspact.terms.facts import DAYS_OF
from arbeidspact.terms.models import NotedFact, TermEvent
from arbeidspact.terms.queries import rules_to_pause, terms_of, terms_waiting
from tests.organisations.factories import actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.terms.factories import NotedFactFactory, TermEventFactory, days_ago, registered

pytestmark = pytest.mark.django_db
JANUARY, DUE = date(2026, 1, 15), date(2026, 3, 16)


def again(file: PersonFile) -> PersonFile:
    """The same file, opened anew after something changed."""
    return open_file(file.actor, file.reference)


def test_what_must_happen_stands_first_beside_what_other_rules_say_and_what_is_settled(file: PersonFile):
    registered(file.person, date(2023, 1, 15), until=date(2023, 2, 1))
    registered(file.person, JANUARY)
    registered(file.person, JANUARY, kind=StatusKind.LONG_TERM_SICK)

    found = terms_of(again(file), today=DUE)

    assert [view.term.rule.slug for view in found.followed] == ["screening"]
    assert [view.term.rule.slug for view in found.informative] == [
        "return-considered",
        "return-started",
        "community-service",
    ]
    assert [view.term.state for view in found.settled] == [TermState.LAPSED, TermState.LAPSED]
    assert found.followed[0].days_left == 0


def test_a_newcomer_reads_what_was_promised_beside_what_is_law(file: PersonFile):
    registered(file.person, JANUARY, kind=StatusKind.NEWCOMER)

    (view,) = terms_of(again(file), today=DUE).followed

    assert view.term.due_day == date(2026, 4, 15)
    assert [(other.version.status, other.day) for other in view.others] == [(LegalStatus.PROMISED, DUE)]


def test_a_file_without_a_status_has_no_terms(file: PersonFile):
    found = terms_of(file)

    assert found.followed == found.informative == found.settled == ()


def test_a_reason_about_health_stands_in_the_compartment(file: PersonFile, werkpunt: Organisation):
    TermEventFactory(
        person=file.person, organisation=werkpunt, about_health=True, reason="Ziekenhuis", rule="screening"
    )
    TermEventFactory(person=file.person, organisation=werkpunt, reason="Op reis", ends_on=days_ago(2))

    closed = terms_of(file)
    assert sorted(str(view.reason) for view in closed.events) == ["None", "Op reis"]
    assert closed.protected_reasons == 1

    open_compartment(OpenCompartment(person=file.reference, purpose="Gesprek vandaag"), actor=file.actor)
    opened = terms_of(again(file))
    assert sorted(str(view.reason) for view in opened.events) == ["Op reis", "Ziekenhuis"]
    assert opened.protected_reasons == 0


def test_what_another_organisation_noted_is_seen_and_not_changed(file: PersonFile, vdab: Organisation):
    TermEventFactory(person=file.person, organisation=vdab)
    NotedFactFactory(person=file.person, organisation=vdab)

    found = terms_of(file)

    assert [(view.may_resume, view.may_revoke) for view in found.events] == [(False, False)]
    assert [view.may_withdraw for view in found.facts] == [False]


@pytest.mark.parametrize(
    ("ends_in", "may_resume"),
    [
        pytest.param(-1, False, id="ended yesterday"),
        pytest.param(0, True, id="ends today"),
        pytest.param(None, True, id="open"),
    ],
)
def test_a_pause_that_goes_on_can_resume(
    file: PersonFile, werkpunt: Organisation, ends_in: int | None, may_resume: bool
):
    ends_on = None if ends_in is None else timezone.localdate() + timedelta(days=ends_in)
    TermEventFactory(person=file.person, organisation=werkpunt, ends_on=ends_on)

    assert [view.may_resume for view in terms_of(file).events] == [may_resume]


def test_an_outreach_worker_sees_terms_without_buttons(amina: Person, werkpunt: Organisation):
    registered(amina, JANUARY)
    TermEventFactory(person=amina, organisation=werkpunt)
    outreach = open_file(actor_with(Role.OUTREACH_WORKER, organisation=werkpunt), amina.reference)

    found = terms_of(outreach)

    assert not found.may_pause
    assert not any(view.may_resume or view.may_revoke for view in found.events)
    assert found.followed


def test_the_number_of_queries_does_not_grow_with_what_is_noted(
    file: PersonFile, werkpunt: Organisation, counsellor: Actor, django_assert_num_queries: DjangoAssertNumQueries
):
    def add(count: int) -> None:
        for place in range(count):
            day = days_ago(100 + 3 * place)
            registered(file.person, day, until=day)
            TermEventFactory(
                person=file.person, organisation=werkpunt, starts_on=day, ends_on=day, author=counsellor.user
            )
            NotedFactFactory(person=file.person, organisation=werkpunt, on=day, fact=f"return_{place}_{count}")

    for count in (1, 9):
        add(count)
        opened = again(file)
        with django_assert_num_queries(2 + len(DAYS_OF)):
            found = terms_of(opened)
            assert [(view.event.organisation.name, str(view.event.author)) for view in found.events]
            assert [view.fact.organisation.name for view in found.facts]


def test_only_what_still_is_to_happen_can_be_paused(file: PersonFile):
    registered(file.person, JANUARY)
    registered(file.person, date(2022, 1, 15), until=date(2022, 2, 1))

    assert [(term.rule.slug, term.since) for term in rules_to_pause(again(file))] == [("screening", JANUARY)]


def test_the_queue_names_who_owns_each_term_at_risk_or_overdue(
    amina: Person, werkpunt: Organisation, vdab: Organisation, counsellor: Actor
):
    registered(amina, JANUARY)
    later = PersonFactory(accompanied_by=werkpunt)
    registered(later, date(2026, 1, 20))
    far = PersonFactory(accompanied_by=werkpunt)
    registered(far, date(2026, 3, 1))
    left = PersonFactory(accompanied_by=werkpunt, accompanied_by__ended=True)
    registered(left, JANUARY)
    assert counsellor.user is not None

    lines = terms_waiting(date(2026, 3, 17))

    assert [(line.person, line.organisation, line.owner, line.due_on, line.state) for line in lines] == [
        (amina.pk, werkpunt.pk, counsellor.user.pk, DUE, TermState.OVERDUE),
        (amina.pk, vdab.pk, None, DUE, TermState.OVERDUE),
        (later.pk, werkpunt.pk, None, date(2026, 3, 20), TermState.AT_RISK),
    ]
    assert {line.subject for line in lines} == {"screening:2026-01-15", "screening:2026-01-20"}
    assert terms_waiting(date(2026, 3, 17), organisation=vdab.pk) == [lines[1]]
    assert terms_waiting(date(2026, 3, 17), owner=counsellor.user.pk) == [lines[0]]
    assert terms_waiting(date(2026, 3, 17), people=[later.pk]) == [lines[2]]


def test_the_queue_asks_a_constant_number_of_queries(
    werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    def add(count: int) -> None:
        for person in PersonFactory.create_batch(count, accompanied_by=werkpunt):
            registered(person, JANUARY)

    for count, in_all in ((1, 1), (9, 10)):
        add(count)
        for narrowed in ({}, {"organisation": werkpunt.pk}):
            with django_assert_num_queries(4 + len(DAYS_OF)):
                assert len(terms_waiting(DUE, **narrowed)) == in_all


registrations = st.lists(
    st.tuples(st.integers(0, 220), st.none() | st.integers(0, 200), st.none() | st.integers(0, 200)),
    min_size=1,
    max_size=8,
)
pauses = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 220), st.none() | st.integers(0, 60)), max_size=5)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=registrations, events=pauses)
def test_the_screen_the_queue_and_the_figures_agree_on_everybody(
    people: list[tuple[int, int | None, int | None]],
    events: list[tuple[int, int, int | None]],
    werkpunt: Organisation,
    counsellor: Actor,
    monkeypatch: pytest.MonkeyPatch,
):
    cache.clear()
    TermEvent.objects.all().delete()
    NotedFact.objects.all().delete()
    Person.objects.all().delete()
    day = date(2026, 9, 15)
    assessed: dict[int, list[date]] = {}
    made = []
    for ago, ended_after, assessed_after in people:
        person = PersonFactory()
        AccompanimentFactory(person=person, organisation=werkpunt, since=date(2025, 1, 1))
        since = day - timedelta(days=ago)
        registered(person, since, None if ended_after is None else since + timedelta(days=ended_after))
        if assessed_after is not None:
            assessed[person.pk] = [since + timedelta(days=assessed_after)]
        made.append(person)
    for who, ago, length in events:
        starts_on = day - timedelta(days=ago)
        person = made[who % len(made)]
        if length is not None or not TermEvent.objects.filter(person=person, ends_on__isnull=True).exists():
            ends_on = None if length is None else starts_on + timedelta(days=length)
            TermEventFactory(person=person, organisation=werkpunt, starts_on=starts_on, ends_on=ends_on)
    monkeypatch.setitem(DAYS_OF, "assessed", lambda _people: assessed)

    screens = {
        person.pk: terms_of(open_file(counsellor, person.reference), today=day).followed
        + terms_of(open_file(counsellor, person.reference), today=day).settled
        for person in made
    }
    queue = terms_waiting(day, organisation=werkpunt.pk)
    figures = compliance(counsellor, today=day)

    views = [view.term for of_person in screens.values() for view in of_person if view.term.rule.slug == "screening"]
    assert len(views) == len(made)
    waiting = {(line.person, line.due_on, line.state) for line in queue}
    assert waiting == {
        (term.person, term.due_day, term.state)
        for term in views
        if term.state in {TermState.AT_RISK, TermState.OVERDUE}
    }
    counted = [term for term in views if term.counts_in_figures and term.due_day is not None and term.due_day < day]
    (screening,) = [rule for rule in figures.figures if rule.rule == "screening"]
    for quarter, share in screening.by_quarter:
        inside = [term for term in counted if quarter.first_day <= term.due_day <= quarter.last_day]
        if share.due is not None:
            assert share.due == len(inside)
        if share.met is not None:
            assert share.met == sum(term.state == TermState.MET_IN_TIME for term in inside)
