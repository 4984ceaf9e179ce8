from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from arbeidspact.people.models import Person, StatusKind
from arbeidspact.statutes import LegalStatus, TermState
from arbeidspact.terms.computing import terms_for
from arbeidspact.terms.facts import DAYS_OF, FACT_WORDS, NOTED_BY_HAND, STATUS_FACTS, is_known
from arbeidspact.terms.rulebook import rules_about_people
from tests.people.factories import PersonFactory
from tests.terms.factories import NotedFactFactory, TermEventFactory, registered, state_of, term_of

pytestmark = pytest.mark.django_db
JANUARY, DUE = date(2026, 1, 15), date(2026, 3, 16)


@pytest.fixture
def noor() -> Person:
    return PersonFactory()


def assessed_on(monkeypatch: pytest.MonkeyPatch, person: Person, *days: date) -> None:
    """The assessments of this person, as the part of the platform that keeps them tells them."""
    monkeypatch.setitem(DAYS_OF, "assessed", lambda people: {person.pk: list(days)} if person.pk in people else {})


@pytest.mark.parametrize(
    ("day", "state"),
    [
        pytest.param(date(2026, 3, 1), TermState.RUNNING, id="fifteen days before"),
        pytest.param(date(2026, 3, 2), TermState.AT_RISK, id="fourteen days before"),
        pytest.param(DUE, TermState.AT_RISK, id="the due day"),
        pytest.param(date(2026, 3, 17), TermState.OVERDUE, id="the day after"),
    ],
)
def test_screening_runs_from_the_registration(noor: Person, day: date, state: TermState):
    registered(noor, JANUARY)

    term = term_of(noor, day=day)

    assert (term.due_day, term.state, term.is_followed) == (DUE, state, True)
    assert term.version is not None
    assert term.version.status == LegalStatus.PROMISED


def test_a_term_does_not_start_before_its_day(noor: Person):
    registered(noor, JANUARY)

    assert terms_for([noor.pk], date(2026, 1, 14)) == {}
    assert terms_for([noor.pk], JANUARY)


@pytest.mark.parametrize(
    ("days", "state", "met_on"),
    [
        pytest.param([DUE], TermState.MET_IN_TIME, DUE, id="on the due day"),
        pytest.param([date(2026, 3, 17)], TermState.MET_LATE, date(2026, 3, 17), id="a day late"),
        pytest.param([date(2026, 1, 14)], TermState.OVERDUE, None, id="before the registration"),
        pytest.param([JANUARY, date(2026, 6, 1)], TermState.MET_IN_TIME, JANUARY, id="the first one counts"),
    ],
)
def test_an_assessment_meets_it(
    noor: Person, monkeypatch: pytest.MonkeyPatch, days: list[date], state: TermState, met_on: date | None
):
    registered(noor, JANUARY)
    assessed_on(monkeypatch, noor, *days)

    term = term_of(noor, day=date(2026, 9, 1))

    assert (term.state, term.met_on) == (state, met_on)


def test_who_is_no_longer_registered_has_nothing_due_any_more(noor: Person):
    registered(noor, JANUARY, until=date(2026, 2, 1))
    other = PersonFactory()
    registered(other, JANUARY, until=date(2026, 5, 1))

    assert state_of(noor, day=date(2026, 9, 1)) == TermState.LAPSED
    assert state_of(other, day=date(2026, 9, 1)) == TermState.MISSED


def test_each_registration_starts_its_own_term(noor: Person, monkeypatch: pytest.MonkeyPatch):
    registered(noor, date(2025, 1, 10), until=date(2025, 12, 1))
    registered(noor, JANUARY)
    assessed_on(monkeypatch, noor, date(2025, 2, 1))

    terms = [term for term in terms_for([noor.pk], date(2026, 2, 1))[noor.pk] if term.rule.slug == "screening"]

    assert [(term.since, term.state) for term in terms] == [
        (date(2025, 1, 10), TermState.MET_IN_TIME),
        (JANUARY, TermState.RUNNING),
    ]
    assert len({term.key for term in terms}) == 2


def test_a_newcomer_meets_the_law_by_registering(noor: Person):
    registered(noor, JANUARY, kind=StatusKind.NEWCOMER)
    assert state_of(noor, "newcomer-registration", day=date(2026, 5, 1)) == TermState.OVERDUE

    registered(noor, date(2026, 4, 15))

    term = term_of(noor, "newcomer-registration", day=date(2026, 5, 1))
    assert (term.due_day, term.state) == (date(2026, 4, 15), TermState.MET_IN_TIME)
    assert term.version is not None
    assert term.version.status == LegalStatus.ENACTED


def test_a_newcomer_who_was_registered_already_has_met_it_from_the_first_day(noor: Person):
    registered(noor, date(2025, 11, 1))
    registered(noor, JANUARY, kind=StatusKind.NEWCOMER)

    assert term_of(noor, "newcomer-registration", day=date(2026, 5, 1)).met_on == JANUARY


def test_a_binding_agreement_is_due_only_for_those_who_do_not_find_their_way_alone(noor: Person):
    registered(noor, JANUARY)
    rules = {term.rule.slug for term in terms_for([noor.pk], DUE)[noor.pk]}
    assert "binding-agreement" not in rules

    NotedFactFactory(person=noor, not_self_reliant=True, on=date(2026, 2, 1))

    assert term_of(noor, "binding-agreement", day=DUE).due_day == date(2026, 4, 15)
    assert "binding-agreement" not in {term.rule.slug for term in terms_for([noor.pk], date(2026, 1, 31))[noor.pk]}


def test_a_proposal_is_worked_out_and_not_followed(noor: Person):
    registered(noor, JANUARY, kind=StatusKind.LONG_TERM_SICK)
    considered = term_of(noor, "return-considered", day=DUE)
    assert not considered.is_followed

    NotedFactFactory(person=noor, return_considered=True, on=date(2026, 2, 1))

    assert state_of(noor, "return-considered", day=DUE) == TermState.MET_IN_TIME


def test_community_service_becomes_possible_and_is_never_overdue(noor: Person):
    registered(noor, date(2024, 1, 15))

    assert state_of(noor, "community-service", day=date(2026, 1, 15)) == TermState.RUNNING
    assert state_of(noor, "community-service", day=date(2026, 1, 16)) == TermState.REACHED
    assert not term_of(noor, "community-service").is_followed


def test_nobody_gets_a_day_on_which_the_benefit_ends_because_nobody_keeps_since_when_it_runs(noor: Person):
    registered(noor, date(2024, 1, 15))

    assert not is_known("benefit_started")
    assert "benefit-limit" not in {term.rule.slug for term in terms_for([noor.pk], DUE)[noor.pk]}


def test_a_registration_from_before_the_promise_has_no_term_in_force(noor: Person):
    registered(noor, date(2019, 9, 29))

    assert state_of(noor) == TermState.NOT_IN_FORCE


def test_a_pause_of_one_term_leaves_the_others_and_one_of_all_terms_takes_them_along(noor: Person):
    registered(noor, JANUARY)
    registered(noor, JANUARY, kind=StatusKind.NEWCOMER)
    ten_days = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 2, 10)}

    TermEventFactory(person=noor, rule="screening", **ten_days)
    assert term_of(noor, day=DUE).due_day == date(2026, 3, 25)
    assert term_of(noor, "newcomer-registration", day=DUE).due_day == date(2026, 4, 15)

    TermEventFactory(person=noor, starts_on=date(2026, 2, 11), ends_on=date(2026, 2, 12))
    assert term_of(noor, day=DUE).due_day == date(2026, 3, 27)
    assert term_of(noor, "newcomer-registration", day=DUE).due_day == date(2026, 4, 17)


def test_what_was_taken_back_does_not_count(noor: Person):
    registered(noor, JANUARY)
    TermEventFactory(person=noor, rule="screening", starts_on=date(2026, 2, 1), revoked=True)
    TermEventFactory(person=noor, rule="screening", starts_on=date(2026, 2, 1), exemption=True, revoked=True)
    NotedFactFactory(person=noor, not_self_reliant=True, revoked_at="2026-02-02T10:00Z")

    assert {term.rule.slug: term.state for term in terms_for([noor.pk], date(2026, 2, 5))[noor.pk]} == {
        "screening": TermState.RUNNING,
        "community-service": TermState.RUNNING,
    }


def test_an_exemption_takes_the_term_away(noor: Person):
    registered(noor, JANUARY)
    TermEventFactory(person=noor, rule="screening", starts_on=date(2026, 2, 1), exemption=True)

    assert state_of(noor, day=date(2026, 1, 31)) == TermState.RUNNING
    assert state_of(noor, day=date(2026, 2, 1)) == TermState.EXEMPT
    assert not term_of(noor, day=date(2026, 9, 1)).counts_in_figures


def test_every_fact_that_a_rule_names_has_words():
    named = {
        fact
        for rule in rules_about_people()
        for fact in (rule.starts_with, rule.only_if, *rule.met_by)
        if fact is not None
    }
    given = {fact for facts in STATUS_FACTS.values() for fact in facts} | set(DAYS_OF) | set(NOTED_BY_HAND)

    assert named | given <= set(FACT_WORDS)
    assert named - given == {"benefit_started"}


def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_num_queries: DjangoAssertNumQueries):
    def add(count: int) -> None:
        for person in PersonFactory.create_batch(count):
            registered(person, JANUARY)
            TermEventFactory(person=person, ends_on=date(2026, 12, 1))
            NotedFactFactory(person=person)

    add(1)
    with django_assert_num_queries(3 + len(DAYS_OF)):
        assert len(terms_for(None, DUE)) == 1
    add(9)
    with django_assert_num_queries(3 + len(DAYS_OF)):
        assert len(terms_for(None, DUE + timedelta(days=1))) == 10
