"""The invented people follow the published margins, at full size, and a seed always gives the same."""

import tomllib
from collections import Counter
from datetime import date, time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import arbeidspact.demo
from arbeidspact.demo.population import (
    FULL_SIZE,
    Size,
    invented_employers,
    invented_residents,
    invented_steps,
    invented_vacancies,
    margins,
)
from arbeidspact.demo.population.draws import dealt, whole_numbers
from arbeidspact.demo.population.margins import LOW_SKILLED, Duration, MainSector, Origin
from arbeidspact.demo.population.names import in_latin_letters
from arbeidspact.demo.population.residents import outlines
from arbeidspact.demo.population.trades import LICENCES_ASKED, PREFIX, Trades
from arbeidspact.demo.population.work_times import EARLIEST_FIRST, TIMES_OF, times_of
from arbeidspact.taxonomy import active_taxonomy, licences
from arbeidspact.taxonomy.scales import Shift

TODAY = date(2026, 11, 22)
SMALL = Size(people=300, vacancies=200)
AREAS = Path(arbeidspact.demo.__file__).parent / "ghent" / "areas.toml"


@pytest.fixture(scope="module")
def trades() -> Trades:
    return Trades(active_taxonomy())


@pytest.fixture(scope="module")
def residents(trades):
    return list(invented_residents(SMALL, seed=1, today=TODAY, trades=trades))


@pytest.fixture(scope="module")
def work(trades):
    employers = invented_employers(SMALL, seed=1)
    return employers, list(invented_vacancies(SMALL, employers, seed=1, today=TODAY, trades=trades))


def share(values, wanted) -> float:
    return sum(value in wanted for value in values) / len(values)


def test_the_full_size_has_the_published_job_seekers_and_open_vacancies():
    assert FULL_SIZE.job_seekers == 12_123
    assert FULL_SIZE.open_vacancies == 8_831


@pytest.mark.parametrize(
    ("column", "wanted", "published"),
    [
        pytest.param("education", LOW_SKILLED, 0.50, id="half are low-skilled"),
        pytest.param("durations", set(Duration) - {Duration.UNDER_ONE_YEAR}, 0.50, id="half look for over a year"),
        pytest.param("durations", {Duration.TWO_YEARS_OR_MORE}, 0.35, id="35 % look for two years or more"),
        pytest.param("origins", {Origin.EU, Origin.NON_EU}, 0.345, id="34.5 % are of another origin"),
    ],
)
def test_the_job_seekers_of_the_full_size_follow_what_was_published(column, wanted, published):
    drawn = outlines(np.random.default_rng(7), FULL_SIZE)

    job_seekers = getattr(drawn, column)[: FULL_SIZE.job_seekers]

    assert len(job_seekers) == 12_123
    assert share(job_seekers, wanted) == pytest.approx(published, abs=0.001)


def test_low_schooling_and_long_search_go_together():
    drawn = outlines(np.random.default_rng(7), FULL_SIZE)
    pairs = list(zip(drawn.education, drawn.durations, strict=True))

    long_when_low = share([d for e, d in pairs if e in LOW_SKILLED], {Duration.TWO_YEARS_OR_MORE})
    long_when_high = share([d for e, d in pairs if e not in LOW_SKILLED], {Duration.TWO_YEARS_OR_MORE})

    assert long_when_low > long_when_high + 0.05


def test_the_neighbourhoods_are_the_25_of_the_areas_file_and_work_is_in_known_places():
    areas = {area["code"]: area for area in tomllib.loads(AREAS.read_text(encoding="utf-8"))["area"]}
    neighbourhoods = {code for code, area in areas.items() if area["kind"] == "neighbourhood"}

    assert set(margins.NEIGHBOURHOOD_WEIGHTS) == neighbourhoods
    assert len(neighbourhoods) == 25
    assert set(margins.WORKPLACE_WEIGHTS) <= set(areas)


def test_the_durations_can_be_read_back_from_the_statuses(trades):
    people = list(invented_residents(Size(1_000, 10), seed=3, today=TODAY, trades=trades))
    since = [
        (TODAY - status.since).days
        for person in people
        for status in person.statuses
        if status.kind == "job_seeker" and status.until is None
    ]

    assert len(since) == 920
    assert sum(days > 365 for days in since) / 920 == pytest.approx(0.50, abs=0.01)
    assert sum(days >= 731 for days in since) / 920 == pytest.approx(0.35, abs=0.01)


def test_the_same_seed_gives_the_same_people_and_another_seed_others(trades, residents):
    again = list(invented_residents(SMALL, seed=1, today=TODAY, trades=trades))
    others = list(invented_residents(SMALL, seed=2, today=TODAY, trades=trades))

    assert again == residents
    assert others != residents


def test_the_same_seed_gives_the_same_vacancies(trades, work):
    employers = invented_employers(SMALL, seed=1)

    assert employers == work[0]
    assert list(invented_vacancies(SMALL, employers, seed=1, today=TODAY, trades=trades)) == work[1]


def test_residents_are_whole(trades, residents):
    for person in residents:
        age = (TODAY - person.birth_date).days / 365.25
        assert 18 <= age < 65.1
        assert person.given_name
        assert person.family_name
        assert person.given_name[0] < "\u0400"
        assert not person.email or person.email.endswith("@verzonnen.example")
        assert set(person.sought) <= set(trades.by_id)
        assert len({held.concept for held in person.competences}) == len(person.competences)
        assert all(status.since <= (status.until or TODAY) for status in person.statuses)
        assert {licence for licence, _ends in person.licences} <= set(licences())


def test_competences_come_from_the_work_somebody_did(trades, residents):
    for person in residents:
        asked = {
            one for trade in person.worked_in for one in trades.by_id[trade].essential + trades.by_id[trade].optional
        }
        assert {held.concept for held in person.competences} <= asked


def test_vacancies_follow_the_sectors_of_the_jobs_and_as_many_are_open_as_asked(work):
    vacancies = work[1]
    sectors = Counter(vacancy.main_sector for vacancy in vacancies)

    assert sectors == {MainSector.TERTIARY: 88, MainSector.QUATERNARY: 76, MainSector.SECONDARY: 36}
    assert sum(vacancy.is_open_on(TODAY) for vacancy in vacancies) == SMALL.open_vacancies


def test_vacancies_ask_what_their_occupation_asks(trades, work):
    employers, vacancies = work
    for vacancy in vacancies:
        trade = trades.by_id[vacancy.occupation]
        assert vacancy.required
        assert set(vacancy.required) <= set(trade.essential)
        assert not set(vacancy.required) & set(vacancy.nice)
        assert employers[vacancy.employer].trades_in == trade.sector
        assert vacancy.wage[0] <= vacancy.wage[1]
        assert vacancy.positions_filled <= vacancy.positions
        assert vacancy.opens_on <= (vacancy.filled_on or vacancy.cancelled_on or vacancy.closes_on or TODAY)
        assert (TODAY - vacancy.opens_on).days <= 730


def test_about_seven_in_ten_vacancies_say_when_the_work_starts_and_ends(trades):
    size = Size(people=10, vacancies=2_000)
    vacancies = list(invented_vacancies(size, invented_employers(size, seed=1), seed=1, today=TODAY, trades=trades))
    starts = {shift: Counter() for shift in TIMES_OF}
    for vacancy in vacancies:
        if vacancy.times:
            first = next(shift for shift in EARLIEST_FIRST if shift in vacancy.shifts)
            starts[first][vacancy.times[0]] += 1
            assert (vacancy.times[1] < vacancy.times[0]) == (first is Shift.NIGHT)

    assert sum(vacancy.times is not None for vacancy in vacancies) / 2_000 == pytest.approx(0.7, abs=0.04)
    assert set(starts[Shift.EARLY]) == {time(5, 30), time(6)}
    assert set(starts[Shift.DAY]) == {time(8), time(8, 30), time(9)}
    assert set(starts[Shift.NIGHT]) == {time(22)}


def test_early_cleaning_mostly_starts_at_half_past_five():
    rng = np.random.default_rng(1)
    drawn = [times_of(rng, "cleaning", (Shift.EARLY,)) for _ in range(1_000)]

    starts = Counter(times[0] for times in drawn if times)
    assert starts[time(5, 30)] > 2 * starts[time(6)] > 0


def test_wishes_for_a_wage_lie_around_what_the_work_pays(residents):
    wishes = [person.wage_wanted for person in residents if person.wage_wanted is not None]

    assert len(wishes) / len(residents) == pytest.approx(margins.WAGE_WISH_KNOWN_SHARE, abs=0.1)
    assert all(wish % 50 == 0 and 2_000 <= wish <= 5_000 for wish in wishes)


def test_every_invented_employer_says_so_in_its_name(work):
    assert all("(verzonnen)" in employer.name for employer in work[0])


def test_the_licences_asked_exist_for_occupations_that_exist(trades):
    assert {PREFIX + occupation for occupation in LICENCES_ASKED} <= set(trades.by_id)
    assert {licence for asked in LICENCES_ASKED.values() for licence in asked} <= set(licences())


def test_steps_are_open_overdue_done_or_given_up_and_never_closed_before_they_were_agreed(residents):
    rng = np.random.default_rng(1)
    steps = [step for person in residents for step in invented_steps(rng, person, today=TODAY)]

    assert any(step.done_on for step in steps)
    assert any(step.given_up_on for step in steps)
    assert any(not step.done_on and not step.given_up_on and step.due_on < TODAY for step in steps)
    assert any(not step.done_on and not step.given_up_on and step.due_on >= TODAY for step in steps)
    assert all(step.agreed_on <= (step.done_on or step.given_up_on or step.due_on) for step in steps)
    assert not any(step.done_on and step.given_up_on for step in steps)


@given(
    shares=st.lists(st.floats(min_value=0.01, max_value=100), min_size=1, max_size=12),
    total=st.integers(min_value=0, max_value=5_000),
)
def test_shares_become_whole_numbers_that_add_up_and_miss_by_less_than_one(shares, total):
    numbers = whole_numbers(shares, total)

    assert sum(numbers) == total
    assert all(abs(number - weight / sum(shares) * total) < 1 for number, weight in zip(numbers, shares, strict=True))


@given(st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=2**32))
def test_what_is_dealt_has_its_margin_whatever_the_seed(total, seed):
    values = dealt(np.random.default_rng(seed), {"a": 0.5, "b": 0.5}, total)

    assert abs(values.count("a") - values.count("b")) <= 1


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("Гримяна", "Grimyana", id="Bulgarian"),
        pytest.param("Щерева", "Shtereva", id="one letter becomes three"),
        pytest.param("Їжак", "Yizhak", id="Ukrainian"),
        pytest.param("Şahat", "Şahat", id="Latin letters stay"),
    ],
)
def test_names_are_written_in_latin_letters(name, written):
    assert in_latin_letters(name) == written
