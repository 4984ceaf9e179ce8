from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.statutes import (
    BELGIUM,
    Exemption,
    Pause,
    TermEvent,
    TermNotInForce,
    TermRule,
    TraceStep,
    Unit,
    due_on,
    next_working_day,
)
from arbeidspact.statutes.working_days import working_days_between
from tests.statutes.rules import a_rule, a_version, own_rule

SCREENING = own_rule("screening")


@pytest.mark.parametrize(
    ("since", "events", "due"),
    [
        pytest.param(date(2026, 1, 15), [], date(2026, 3, 16), id="two months, moved past the weekend"),
        pytest.param(date(2025, 12, 31), [], date(2026, 3, 2), id="February has no 31st; the 28th is a Saturday"),
        pytest.param(date(2023, 12, 31), [], date(2024, 2, 29), id="a leap year has a 29th, a Thursday"),
        pytest.param(date(2026, 1, 15), [Pause(date(2026, 2, 1), days=10)], date(2026, 3, 25), id="ill for ten days"),
        pytest.param(date(2026, 2, 6), [], date(2026, 4, 7), id="moved past Easter Monday"),
        pytest.param(date(2026, 10, 25), [], date(2026, 12, 28), id="moved past Christmas and the weekend after it"),
        pytest.param(
            date(2026, 1, 15), [Pause(date(2026, 1, 10), days=6)], date(2026, 3, 16), id="a pause before the first day"
        ),
        pytest.param(
            date(2026, 1, 15), [Pause(date(2026, 1, 10), days=7)], date(2026, 3, 16), id="one day of it counts"
        ),
        pytest.param(
            date(2026, 1, 15), [Pause(date(2026, 3, 15), days=3)], date(2026, 3, 18), id="a pause from the last day on"
        ),
        pytest.param(
            date(2026, 1, 15), [Pause(date(2026, 3, 16), days=30)], date(2026, 3, 16), id="a pause after the last day"
        ),
        pytest.param(
            date(2026, 1, 15),
            [Pause(date(2026, 3, 20), days=2), Pause(date(2026, 2, 1), days=10)],
            date(2026, 3, 27),
            id="the first pause makes room for the second, in any order",
        ),
        pytest.param(
            date(2026, 1, 15),
            [Pause(date(2026, 2, 1), days=10), Pause(date(2026, 2, 5), days=6)],
            date(2026, 3, 25),
            id="no day is counted twice",
        ),
        pytest.param(date(2026, 1, 15), [Pause(date(2026, 2, 1))], None, id="nobody ended the pause"),
        pytest.param(date(2026, 1, 15), [Exemption(date(2026, 2, 1))], date(2026, 3, 16), id="exempted"),
    ],
)
def test_screening_is_due_two_months_after_registration(
    since: date, events: Sequence[TermEvent], due: date | None
) -> None:
    assert due_on(SCREENING, since=since, events=events, calendar=BELGIUM).day == due


def test_the_trace_says_every_step_of_the_count() -> None:
    events = [Pause(date(2026, 2, 1), days=6), Pause(date(2026, 6, 1), days=2), Exemption(date(2026, 7, 1))]

    due = due_on(SCREENING, since=date(2026, 1, 15), events=events, calendar=BELGIUM)

    assert [(line.step, line.day) for line in due.trace] == [
        (TraceStep.STARTED, date(2026, 1, 15)),
        (TraceStep.FIRST_DAY, date(2026, 1, 16)),
        (TraceStep.LENGTH, date(2026, 3, 15)),
        (TraceStep.PAUSED, date(2026, 3, 21)),
        (TraceStep.PAUSED_TOO_LATE, date(2026, 3, 21)),
        (TraceStep.MOVED, date(2026, 3, 23)),
        (TraceStep.EXEMPT, date(2026, 7, 1)),
    ]
    assert due.day == date(2026, 3, 23)


def test_a_pause_that_nobody_ended_says_how_many_days_are_left() -> None:
    due = due_on(SCREENING, since=date(2026, 1, 15), events=[Pause(date(2026, 3, 1))], calendar=BELGIUM)

    assert due.day is None
    assert (due.trace[-1].step, due.trace[-1].amount) == (TraceStep.STANDS_STILL, 15)
    assert not due.is_paused_on(date(2026, 2, 28))
    assert due.is_paused_on(date(2026, 3, 1))
    assert due.is_paused_on(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        pytest.param(a_rule(a_version(10, Unit.DAYS)), date(2026, 5, 4), id="ten days"),
        pytest.param(a_rule(a_version(10, Unit.DAYS, first_day_counts=True)), date(2026, 5, 3), id="the first counts"),
        pytest.param(
            a_rule(a_version(10, Unit.DAYS, last_day_included=False)), date(2026, 5, 3), id="without the last"
        ),
        pytest.param(a_rule(a_version(2, Unit.WEEKS)), date(2026, 5, 8), id="two weeks"),
        pytest.param(a_rule(a_version(1, Unit.MONTHS)), date(2026, 5, 24), id="a month"),
        pytest.param(a_rule(a_version(1, Unit.MONTHS, first_day_counts=True)), date(2026, 5, 23), id="a month with it"),
        pytest.param(a_rule(a_version(5, Unit.WORKING_DAYS)), date(2026, 5, 4), id="five working days around 1 May"),
        pytest.param(
            a_rule(a_version(5, Unit.WORKING_DAYS, first_day_counts=True)), date(2026, 4, 30), id="Friday counts"
        ),
        pytest.param(a_rule(a_version(1, Unit.MONTHS, moves=True)), date(2026, 5, 26), id="moved past Whit Monday"),
    ],
)
def test_each_unit_and_convention_from_friday_24_april_2026(rule: TermRule, due: date) -> None:
    assert due_on(rule, since=date(2026, 4, 24), calendar=BELGIUM).day == due


def test_a_pause_takes_working_days_from_a_term_in_working_days() -> None:
    rule = a_rule(a_version(5, Unit.WORKING_DAYS))

    due = due_on(rule, since=date(2026, 6, 1), events=[Pause(date(2026, 6, 3), days=7)], calendar=BELGIUM)

    assert due.day == date(2026, 6, 15)


def test_a_rule_without_a_version_on_the_day_is_not_in_force() -> None:
    rule = a_rule(a_version(10, Unit.DAYS, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31)))

    for inside in (date(2026, 1, 1), date(2026, 12, 31)):
        due_on(rule, since=inside, calendar=BELGIUM)
    for outside in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(TermNotInForce, match="add the version"):
            due_on(rule, since=outside, calendar=BELGIUM)


def test_a_rule_that_reaches_back_holds_for_earlier_starts_and_never_before_its_first_day() -> None:
    service = own_rule("community-service")

    long_ago = due_on(service, since=date(2019, 5, 1), calendar=BELGIUM)
    later = due_on(service, since=date(2022, 5, 1), calendar=BELGIUM)

    assert (long_ago.day, long_ago.trace[-1].step) == (date(2023, 1, 1), TraceStep.NOT_BEFORE)
    assert later.day == date(2024, 5, 1)


days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
units = st.sampled_from(Unit)
lengths = st.integers(1, 36)
pauses = st.lists(
    st.builds(
        lambda start, length: (start, length),
        st.integers(-30, 400),
        st.integers(1, 60),
    ),
    max_size=5,
)
conventions = st.fixed_dictionaries(
    {"first_day_counts": st.booleans(), "last_day_included": st.booleans(), "moves": st.booleans()}
)


def pauses_from(since: date, spans: Sequence[tuple[int, int]]) -> list[Pause]:
    return [Pause(since + timedelta(days=ahead), days=length) for ahead, length in spans]


@given(since=days, amount=lengths, unit=units, convention=conventions, spans=pauses)
def test_a_pause_never_makes_a_term_due_earlier(
    since: date, amount: int, unit: Unit, convention: dict[str, bool], spans: list[tuple[int, int]]
) -> None:
    rule = a_rule(a_version(amount, unit, **convention))
    found = [
        due_on(rule, since=since, events=pauses_from(since, spans[:number]), calendar=BELGIUM).day
        for number in range(len(spans) + 1)
    ]

    assert None not in found
    assert all(before <= after for before, after in pairwise(day for day in found if day is not None))


@given(since=days, amount=lengths, unit=units, spans=pauses)
def test_a_term_is_due_on_a_working_day_where_the_convention_says_so(
    since: date, amount: int, unit: Unit, spans: list[tuple[int, int]]
) -> None:
    rule = a_rule(a_version(amount, unit, moves=True))
    stays = a_rule(a_version(amount, unit, moves=False))
    events = pauses_from(since, spans)

    due = due_on(rule, since=since, events=events, calendar=BELGIUM).day
    unmoved = due_on(stays, since=since, events=events, calendar=BELGIUM).day

    assert due is not None
    assert unmoved is not None
    assert BELGIUM.is_working_day(due)
    assert due == next_working_day(unmoved, BELGIUM)
    assert (due - unmoved).days <= 4


@given(since=days, one=lengths, other=lengths, unit=st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.WORKING_DAYS]))
def test_two_terms_in_a_row_are_one_of_both_lengths(since: date, one: int, other: int, unit: Unit) -> None:
    first = due_on(a_rule(a_version(one, unit)), since=since, calendar=BELGIUM).day
    assert first is not None

    second = due_on(a_rule(a_version(other, unit)), since=first, calendar=BELGIUM).day

    assert second == due_on(a_rule(a_version(one + other, unit)), since=since, calendar=BELGIUM).day


@given(since=days, amount=lengths, unit=units, spans=pauses)
def test_the_order_of_events_changes_nothing(
    since: date, amount: int, unit: Unit, spans: list[tuple[int, int]]
) -> None:
    rule = a_rule(a_version(amount, unit))
    events = pauses_from(since, spans)

    assert due_on(rule, since=since, events=events, calendar=BELGIUM) == due_on(
        rule, since=since, events=list(reversed(events)), calendar=BELGIUM
    )


@given(since=days, amount=lengths, start=st.integers(1, 20), one=st.integers(1, 20), other=st.integers(1, 20))
def test_a_pause_in_two_parts_is_one_pause(since: date, amount: int, start: int, one: int, other: int) -> None:
    rule = a_rule(a_version(amount, Unit.DAYS))
    whole = pauses_from(since, [(start, one + other)])
    parts = pauses_from(since, [(start, one), (start + one, other)])

    assert (
        due_on(rule, since=since, events=whole, calendar=BELGIUM).day
        == due_on(rule, since=since, events=parts, calendar=BELGIUM).day
    )


@given(since=days, amount=lengths, spans=pauses)
def test_every_day_between_counts_or_is_paused(since: date, amount: int, spans: list[tuple[int, int]]) -> None:
    due = due_on(a_rule(a_version(amount, Unit.DAYS)), since=since, events=pauses_from(since, spans), calendar=BELGIUM)

    assert due.day is not None
    between = [since + timedelta(days=ahead) for ahead in range(1, (due.day - since).days + 1)]
    assert sum(not due.is_paused_on(day) for day in between) == amount


@given(first=days, length=st.integers(-5, 60))
def test_working_days_are_counted_one_by_one(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    every = [first + timedelta(days=ahead) for ahead in range(max(0, length + 1))]

    assert working_days_between(first, last, BELGIUM) == sum(BELGIUM.is_working_day(day) for day in every)
