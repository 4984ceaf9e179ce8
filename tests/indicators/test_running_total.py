from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import Observation, ObservationStatus, Period, Unit, running_totals

START = Period.year(2019)


def figure(period: str, value: int, status: ObservationStatus = ObservationStatus.FINAL) -> Observation:
    return Observation("reached", Period.parse(period), "gent", Decimal(value), Unit.COUNT, status, None, "press")


def totals(*figures: Observation) -> list[tuple[str, int]]:
    return [(str(one.period), int(one.value)) for one in running_totals(figures, since=START)]


def test_figures_after_the_start_add_up():
    assert totals(figure("2019", 900), figure("2021", 30), figure("2020", 20)) == [("2020", 20), ("2021", 50)]


def test_a_sum_stops_at_a_gap():
    assert totals(figure("2020-Q1", 5), figure("2020-Q2", 5), figure("2020-Q4", 5)) == [("2020-Q1", 5), ("2020-Q2", 10)]
    assert totals(figure("2021", 5)) == []


def test_nothing_is_counted_twice_where_years_and_quarters_were_published():
    quarters = [figure(f"2020-Q{number}", 5) for number in (1, 2, 3, 4)]

    assert totals(*quarters, figure("2020", 20))[-1] == ("2020-Q4", 20)


def test_a_sum_is_as_sure_as_its_least_sure_part():
    found = running_totals(
        [figure("2020", 1), figure("2021", 1, ObservationStatus.PROVISIONAL), figure("2022", 1)], since=START
    )

    assert [one.status.value for one in found] == ["final", "provisional", "provisional"]


@given(st.lists(st.integers(0, 1000), max_size=10))
def test_the_last_total_is_the_sum_of_all(values):
    found = totals(*(figure(str(2020 + number), value) for number, value in enumerate(values)))

    assert [total for _period, total in found] == [sum(values[: number + 1]) for number in range(len(values))]
