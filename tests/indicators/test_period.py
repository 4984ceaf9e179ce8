from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import InvalidPeriod, Period, PeriodKind

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day = draw(DAYS)
    kind = draw(st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.SPAN]))
    return Period(day, day, PeriodKind.DAY).following(kind)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        pytest.param("2019", date(2019, 1, 1), date(2019, 12, 31), PeriodKind.YEAR, id="a year"),
        pytest.param("2020-H1", date(2020, 1, 1), date(2020, 6, 30), PeriodKind.HALF, id="a half"),
        pytest.param("2019-Q3", date(2019, 7, 1), date(2019, 9, 30), PeriodKind.QUARTER, id="a quarter"),
        pytest.param("2020-02", date(2020, 2, 1), date(2020, 2, 29), PeriodKind.MONTH, id="a leap February"),
        pytest.param("2019-12-31", date(2019, 12, 31), date(2019, 12, 31), PeriodKind.DAY, id="a day"),
        pytest.param("2018-12/2019-11", date(2018, 12, 1), date(2019, 11, 30), PeriodKind.SPAN, id="twelve months"),
        pytest.param("2010/2015", date(2010, 1, 1), date(2015, 12, 31), PeriodKind.SPAN, id="a span of years"),
    ],
)
def test_a_printed_period_has_a_first_and_a_last_day(text, start, end, kind):
    assert Period.parse(text) == Period(start, end, kind)


@pytest.mark.parametrize(
    "text", ["", "19", "2019-13", "2019-Q5", "2019-02-30", "2019-H3", "feb 2019", "2019-11/2018-12", "2019/", "٢٠١٩"]
)
def test_a_text_that_is_no_period_is_refused_with_the_forms_to_write(text):
    with pytest.raises(InvalidPeriod, match=r"is not a period: write a year \(2019\)"):
        Period.parse(text)


def test_of_periods_that_end_together_the_shorter_is_later():
    texts = ["2019-12-31", "2019", "2020-01", "2019-11", "2019-Q4", "2019-12", "2018"]

    assert [str(period) for period in sorted(map(Period.parse, texts))] == [
        "2018",
        "2019-11",
        "2019",
        "2019-Q4",
        "2019-12",
        "2019-12-31",
        "2020-01",
    ]


@given(periods())
def test_a_period_reads_back_as_it_is_written(period):
    assert Period.parse(str(period)) == period


@given(DAYS, DAYS)
def test_a_span_of_days_covers_the_same_days_when_read_back(one, other):
    span = Period(min(one, other), max(one, other), PeriodKind.SPAN)
    read = Period.parse(str(span))

    assert (read.start, read.end) == (span.start, span.end)


@given(periods(), periods(), periods())
def test_periods_are_totally_ordered(a, b, c):
    assert (a < b) + (b < a) + ((a.start, a.end) == (b.start, b.end)) == 1
    assert not (a < b and b < c) or a < c


@given(periods(), st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.SPAN]))
def test_the_following_period_ends_after_this_one(period, kind):
    following = period.following(kind)

    assert following.kind is kind
    assert following.end > period.end
    assert (following.start - period.end).days <= 1


def test_a_span_has_no_following_span():
    with pytest.raises(ValueError, match="a span has no following period"):
        Period.year(2019).following(PeriodKind.SPAN)


@pytest.mark.parametrize("text", ["2010/2015", "2018-12/2019-11", "2019-01-02/2019-02-28", "2019-01-01/2019-02-03"])
def test_a_span_is_written_as_short_as_it_can_be(text):
    assert str(Period.parse(text)) == text


def test_a_period_counts_its_days():
    assert Period.parse("2020").days == 366


@given(periods())
def test_a_period_is_known_by_its_days(period):
    assert Period.of_days(period.start, period.end) == period


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("2019-01/2019-03", "2019-Q1", id="three months that are a quarter"),
        pytest.param("2019/2019", "2019", id="from a year to the same"),
        pytest.param("2019-02/2019-04", "2019-02/2019-04", id="three months that are none"),
    ],
)
def test_a_span_with_a_name_in_the_calendar_goes_by_that_name(text, named):
    assert str(Period.parse(text)) == named
