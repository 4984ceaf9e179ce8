from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.models import Person
from arbeidspact.terms.compliance import Quarter, RuleFigures, Share, compliance, safe_shares
from arbeidspact.terms.facts import DAYS_OF
from tests.organisations.factories import actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.terms.factories import TermEventFactory, registered

TODAY = date(2026, 9, 15)
JANUARY, DUE = date(2026, 1, 15), date(2026, 3, 16)
FIRST_QUARTER = Quarter(2026, 1)


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        pytest.param([(0, 0)], [Share(0, 0)], id="nothing came due"),
        pytest.param([(4, 2)], [Share(None, None)], id="four is too few"),
        pytest.param([(5, 5)], [Share(5, 5)], id="five, all in time"),
        pytest.param([(5, 0)], [Share(5, 0)], id="five, none in time"),
        pytest.param([(5, 1)], [Share(5, None, is_few_met=True, is_few_missed=True)], id="few of both"),
        pytest.param([(9, 4)], [Share(9, None, is_few_met=True)], id="four met"),
        pytest.param([(9, 5)], [Share(9, None, is_few_missed=True)], id="four missed"),
        pytest.param([(10, 5)], [Share(10, 5)], id="five of each"),
        pytest.param(
            [(3, 0), (40, 20), (10, 5)],
            [Share(None, None), Share(40, 20), Share(None, None)],
            id="the smallest other row hides with the one that is too small",
        ),
        pytest.param(
            [(3, 0), (2, 1), (10, 5)],
            [Share(None, None), Share(None, None), Share(10, 5)],
            id="two hidden rows cover each other",
        ),
    ],
)
def test_small_counts_are_hidden(counts: list[tuple[int, int]], shares: list[Share]):
    assert safe_shares(counts) == shares


@given(st.lists(st.integers(0, 30).flatmap(lambda due: st.tuples(st.just(due), st.integers(0, due))), max_size=8))
def test_no_small_count_is_shown_nor_follows_from_a_total(counts: list[tuple[int, int]]):
    shares = safe_shares(counts)

    shown = [number for share in shares for number in (share.due, share.met) if number is not None]
    missed = [share.due - share.met for share in shares if share.due is not None and share.met is not None]
    assert not [number for number in shown + missed if 0 < number < 5]
    hidden = [due for share, (due, _met) in zip(shares, counts, strict=True) if share.is_hidden]
    assert len(hidden) != 1 or all(share.is_hidden or share.due == 0 for share in shares)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), Quarter(2026, 1)),
        (date(2026, 3, 31), Quarter(2026, 1)),
        (date(2026, 4, 1), Quarter(2026, 2)),
        (date(2026, 12, 31), Quarter(2026, 4)),
    ],
)
def test_a_day_stands_in_its_quarter(day: date, quarter: Quarter):
    assert Quarter.of(day) == quarter
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.next().before() == quarter


def crowd(number: int, *organisations: Organisation, since: date = JANUARY, until: date | None = None) -> list[Person]:
    people = PersonFactory.create_batch(number)
    for person in people:
        registered(person, since, until)
        for organisation in organisations:
            AccompanimentFactory(person=person, organisation=organisation, since=date(2025, 1, 1))
    return people


def screening(actor: Actor, day: date = TODAY) -> RuleFigures:
    (found,) = [figures for figures in compliance(actor, today=day).figures if figures.rule == "screening"]
    return found


def in_quarter(figures: RuleFigures, quarter: Quarter) -> Share:
    return dict(figures.by_quarter)[quarter]


@pytest.mark.django_db
def test_the_share_met_in_time_is_that_of_the_terms_that_came_due_in_a_quarter(
    counsellor: Actor, werkpunt: Organisation, vdab: Organisation, monkeypatch: pytest.MonkeyPatch
):
    in_time, late = crowd(6, werkpunt), crowd(8, werkpunt, vdab)
    days = {person.pk: [DUE] for person in in_time} | {person.pk: [DUE + timedelta(1)] for person in late}
    monkeypatch.setitem(DAYS_OF, "assessed", lambda _people: days)
    crowd(7, werkpunt, since=date(2026, 8, 1))
    crowd(5, werkpunt, until=date(2026, 2, 1))
    for person in crowd(5, werkpunt):
        TermEventFactory(person=person, rule="screening", starts_on=date(2026, 2, 1), exemption=True)

    found = screening(counsellor)

    share = in_quarter(found, FIRST_QUARTER)
    assert (share.due, share.met) == (14, 6)
    assert share.percent == pytest.approx(100 * 6 / 14)
    assert {name: (share.due, share.met) for _key, name, share in found.by_organisation} == {
        werkpunt.name: (14, 6),
        vdab.name: (8, 0),
    }


@pytest.mark.django_db
def test_a_term_counts_from_the_day_after_its_due_day(counsellor: Actor, werkpunt: Organisation):
    crowd(5, werkpunt)

    assert in_quarter(screening(counsellor, DUE), FIRST_QUARTER).due == 0
    assert in_quarter(screening(counsellor, DUE + timedelta(1)), FIRST_QUARTER).due == 5


@pytest.mark.django_db
def test_a_pause_moves_a_term_to_the_quarter_of_its_new_day(counsellor: Actor, werkpunt: Organisation):
    for person in crowd(5, werkpunt):
        TermEventFactory(person=person, starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 1))

    found = screening(counsellor)

    assert in_quarter(found, FIRST_QUARTER).due == 0
    assert in_quarter(found, Quarter(2026, 2)).due == 5


@pytest.mark.django_db
def test_a_term_counts_for_whoever_accompanied_the_person_on_the_due_day(
    counsellor: Actor, werkpunt: Organisation, vdab: Organisation
):
    for person in crowd(5):
        AccompanimentFactory(person=person, organisation=vdab, since=date(2026, 1, 1), until=DUE)
        AccompanimentFactory(person=person, organisation=werkpunt, since=DUE + timedelta(1))

    assert [name for _key, name, _share in screening(counsellor).by_organisation] == [vdab.name]


@pytest.mark.django_db
def test_the_figures_ask_a_constant_number_of_queries(
    counsellor: Actor, werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    for number, day in ((1, TODAY), (9, TODAY + timedelta(1))):
        crowd(number, werkpunt)
        with django_assert_num_queries(5 + len(DAYS_OF)):
            compliance(counsellor, today=day)


MAY_SEE = {
    Role.COUNSELLOR,
    Role.TEAM_LEAD,
    Role.SOCIAL_ECONOMY_COACH,
    Role.OUTREACH_WORKER,
    Role.ANALYST,
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_who_guides_or_analyses_sees_the_figures_and_nobody_else(role: Role, werkpunt: Organisation):
    actor = actor_with(role, organisation=werkpunt)
    if role in MAY_SEE:
        compliance(actor, today=TODAY)
    else:
        with pytest.raises(NotAllowed):
            compliance(actor, today=TODAY)
