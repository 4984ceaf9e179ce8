from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from arbeidspact.indicators import (
    AtRisk,
    Baseline,
    InvalidTarget,
    Lack,
    MovingAway,
    NoNumberWasSet,
    NotEnoughData,
    Observation,
    ObservationStatus,
    OffCourse,
    OnSchedule,
    PathPoint,
    Period,
    Reached,
    Target,
    TargetRule,
    Unit,
    Waypoint,
    assess_progress,
    path_needed,
)

DUE = date(2025, 12, 31)
EMPLOYMENT = Baseline(Decimal("68.6"), Period.year(2019), "pact")
SEVENTY = Target.at_least(Decimal(70), due=DUE, decision="pact")
UNEMPLOYMENT = Baseline(Decimal("9.4"), Period.year(2019), "pact", Decimal("7.88"))
AS_CENTRE_CITIES = Target(DUE, TargetRule.AT_MOST, "pact", relative_to="centrumsteden")
VALUES = st.decimals(min_value=0, max_value=100, places=2)


def figure(value, period, area="gent", status=ObservationStatus.FINAL, vintage=date(2020, 1, 1), source="press"):
    return Observation("rate", Period.parse(period), area, Decimal(value), Unit.PERCENT, status, vintage, source)


@pytest.mark.parametrize(
    ("value", "period", "today", "decision"),
    [
        pytest.param("69.3", "2022", date(2024, 1, 1), OnSchedule, id="half-way at half-time"),
        pytest.param("69.2", "2022", date(2024, 1, 1), AtRisk, id="a little behind"),
        pytest.param("68.9", "2022", date(2024, 1, 1), OffCourse, id="far behind"),
        pytest.param("68.6", "2022", date(2024, 1, 1), OffCourse, id="no progress at all"),
        pytest.param("68.5", "2022", date(2024, 1, 1), MovingAway, id="worse than at the start"),
        pytest.param("40", "2022", date(2024, 1, 1), MovingAway, id="much worse than at the start"),
        pytest.param("70", "2022", date(2024, 1, 1), Reached, id="reached early"),
        pytest.param("75", "2025", date(2026, 11, 22), Reached, id="overshot"),
        pytest.param("69.9", "2025", date(2026, 11, 22), OffCourse, id="the date passed just short of it"),
        pytest.param("68", "2025", date(2026, 11, 22), MovingAway, id="the date passed on the wrong side of the start"),
        pytest.param("69.9", "2026", date(2027, 1, 1), OffCourse, id="a year after the date and still short"),
        pytest.param(
            "68.7", "2024", date(2026, 11, 22), OffCourse, id="the date passed, the last known figure far behind"
        ),
    ],
)
def test_the_latest_figure_against_the_straight_path_decides(value, period, today, decision):
    progress = assess_progress(EMPLOYMENT, SEVENTY, [figure(value, period)], area="gent", today=today)

    assert type(progress) is decision
    assert progress.figures.latest == Decimal(value)
    assert progress.figures.past_due is (today > DUE)


@pytest.mark.parametrize(
    ("baseline", "target", "figures", "why"),
    [
        pytest.param(None, SEVENTY, [figure("69", "2022")], Lack.NO_BASELINE, id="no baseline"),
        pytest.param(EMPLOYMENT, SEVENTY, [], Lack.NO_FIGURE, id="no figure"),
        pytest.param(
            EMPLOYMENT, SEVENTY, [figure("68.6", "2019")], Lack.NO_FIGURE_AFTER_BASELINE, id="only the baseline"
        ),
        pytest.param(
            EMPLOYMENT,
            SEVENTY,
            [figure("69.9", "2024")],
            Lack.NO_FIGURE_AT_TARGET_DATE,
            id="nothing for the target date",
        ),
        pytest.param(
            UNEMPLOYMENT,
            AS_CENTRE_CITIES,
            [figure("9.4", "2020-01")],
            Lack.NO_COMPARISON_FIGURE,
            id="nothing to compare with",
        ),
        pytest.param(
            Baseline(Decimal("9.4"), Period.year(2019), "pact"),
            AS_CENTRE_CITIES,
            [figure("9.4", "2020-01")],
            Lack.NO_BASELINE,
            id="nothing to compare the baseline with",
        ),
    ],
)
def test_what_cannot_be_judged_says_what_is_missing(baseline, target, figures, why):
    progress = assess_progress(baseline, target, figures, area="gent", today=date(2026, 11, 22))

    assert isinstance(progress, NotEnoughData)
    assert progress.why is why
    assert (progress.figures is None) is (why is Lack.NO_BASELINE)


def test_a_goal_without_a_number_says_so_and_still_shows_its_latest_figure():
    last = figure("85", "2022")

    assert assess_progress(None, None, [last], area="gent", today=date(2026, 11, 22)) == NoNumberWasSet(last)


def test_the_figures_hold_everything_a_reader_asks():
    progress = assess_progress(EMPLOYMENT, SEVENTY, [figure("69", "2021")], area="gent", today=date(2023, 1, 1))
    figures = progress.figures

    assert round(figures.progress_share, 4) == Decimal("0.2857")
    assert round(figures.required_now, 2) == Decimal("69.07")
    assert figures.gap == Decimal(1)
    assert round(figures.needed_per_year, 3) == Decimal("0.250")


@pytest.mark.parametrize(
    ("gent", "cities", "decision", "share"),
    [
        pytest.param("8.0", "7.9", OnSchedule, "0.93", id="nearly as low as the centre cities"),
        pytest.param("7.0", "7.0", Reached, "1.00", id="as low as the centre cities"),
        pytest.param("7.0", "5.0", MovingAway, "-0.32", id="fell, but the others fell further"),
        pytest.param("12.0", "11.9", OnSchedule, "0.93", id="rose, but nearly as the others did"),
    ],
)
def test_a_relative_target_measures_the_distance_to_the_others(gent, cities, decision, share):
    figures = [figure(gent, "2024"), figure(cities, "2024", "centrumsteden")]

    progress = assess_progress(UNEMPLOYMENT, AS_CENTRE_CITIES, figures, area="gent", today=date(2025, 6, 1))

    assert type(progress) is decision
    assert round(progress.figures.progress_share, 2) == Decimal(share)
    assert progress.figures.target_value == Decimal(cities)


def test_the_comparison_at_the_baseline_may_come_from_the_figures():
    baseline = Baseline(Decimal("9.4"), Period.year(2019), "pact")
    figures = [
        figure("7.88", "2019", "centrumsteden"),
        figure("8", "2024"),
        figure("8", "2024", "centrumsteden"),
    ]

    progress = assess_progress(baseline, AS_CENTRE_CITIES, figures, area="gent", today=date(2025, 6, 1))

    assert isinstance(progress, Reached)
    assert progress.figures.baseline.compared_with == Decimal("7.88")


def test_other_values_published_for_the_same_period_are_not_lost():
    figures = [
        figure("69.9", "2022", status=ObservationStatus.CONTESTED, source="city"),
        figure("69.4", "2022", status=ObservationStatus.FINAL, source="agency"),
    ]

    progress = assess_progress(EMPLOYMENT, SEVENTY, figures, area="gent", today=date(2024, 1, 1))

    assert progress.figures.latest == Decimal("69.4")
    assert progress.figures.also_published == (Decimal("69.9"),)


def test_a_baseline_that_already_met_the_target_has_no_share_and_slipping_is_moving_away():
    baseline = Baseline(Decimal(71), Period.year(2019), "pact")

    slipped = assess_progress(baseline, SEVENTY, [figure("69", "2022")], area="gent", today=date(2024, 1, 1))
    kept = assess_progress(baseline, SEVENTY, [figure("70.5", "2022")], area="gent", today=date(2024, 1, 1))

    assert isinstance(slipped, MovingAway)
    assert slipped.figures.progress_share is None
    assert isinstance(kept, Reached)


@given(start=VALUES, latest=VALUES, goal=VALUES, rule=st.sampled_from(TargetRule), year=st.integers(2020, 2030))
def test_going_the_wrong_way_is_never_hidden(start, latest, goal, rule, year):
    target = Target(DUE, rule, "pact", value=goal)
    worse = latest < start if rule is TargetRule.AT_LEAST else latest > start
    assume(worse and not target.is_met(latest, goal))

    progress = assess_progress(
        Baseline(start, Period.year(2019), "pact"),
        target,
        [figure(latest, str(year))],
        area="gent",
        today=date(2026, 11, 22),
    )

    assert isinstance(progress, MovingAway)
    assert progress.figures.progress_share is None or progress.figures.progress_share < 0


@given(start=VALUES, latest=VALUES, goal=VALUES, rule=st.sampled_from(TargetRule))
def test_mirroring_all_values_and_the_rule_changes_nothing(start, latest, goal, rule):
    other = TargetRule.AT_MOST if rule is TargetRule.AT_LEAST else TargetRule.AT_LEAST

    def judged(sign, its_rule):
        return assess_progress(
            Baseline(sign * start, Period.year(2019), "pact"),
            Target(DUE, its_rule, "pact", value=sign * goal),
            [figure(sign * latest, "2022")],
            area="gent",
            today=date(2023, 1, 1),
        )

    one, mirrored = judged(1, rule), judged(-1, other)

    assert type(one) is type(mirrored)
    assert one.figures.progress_share == mirrored.figures.progress_share
    assert one.figures.gap == mirrored.figures.gap
    assert one.figures.required_now == -mirrored.figures.required_now


@given(start=VALUES, latest=VALUES, goal=VALUES)
def test_the_share_is_not_clamped(start, latest, goal):
    assume(goal > start)
    progress = assess_progress(
        Baseline(start, Period.year(2019), "pact"),
        Target.at_least(goal, due=DUE, decision="pact"),
        [figure(latest, "2022")],
        area="gent",
        today=date(2023, 1, 1),
    )

    assert progress.figures.progress_share * (goal - start) == pytest.approx(latest - start)


def test_the_path_needed_stands_at_every_year_end_and_at_the_due_date():
    path = path_needed(start=date(2023, 6, 30), value=Decimal(60), due=date(2025, 6, 30), target=Decimal(70))

    assert [point.on for point in path] == [
        date(2023, 6, 30),
        date(2023, 12, 31),
        date(2024, 12, 31),
        date(2025, 6, 30),
    ]
    assert path[0].value == Decimal(60)
    assert round(path[1].value, 2) == Decimal("62.52")
    assert path[-1].value == Decimal(70)


def test_when_no_time_is_left_the_path_is_the_target_itself():
    path = path_needed(start=date(2026, 1, 1), value=Decimal(60), due=DUE, target=Decimal(70))

    assert path == (PathPoint(DUE, Decimal(70)),)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 9000), VALUES, VALUES)
def test_a_path_runs_one_way_from_the_figure_to_the_target(start, days, value, target):
    path = path_needed(start=start, value=value, due=start + timedelta(days=days), target=target)
    values = [point.value for point in path]

    assert values[0] == value
    assert values[-1] == target
    assert values == sorted(values, reverse=target < value)
    assert [point.on for point in path] == sorted({point.on for point in path})


@pytest.mark.parametrize(
    "kwargs", [{}, {"value": Decimal(70), "relative_to": "centrumsteden"}], ids=["neither", "both"]
)
def test_a_target_is_a_value_or_a_comparison(kwargs):
    with pytest.raises(InvalidTarget, match="give exactly one of the two"):
        Target(DUE, TargetRule.AT_LEAST, "pact", **kwargs)


@pytest.mark.parametrize(
    ("target", "value", "is_met"),
    [
        pytest.param(SEVENTY, "70", True, id="at least, exactly"),
        pytest.param(SEVENTY, "69.99", False, id="at least, just short"),
        pytest.param(Target.at_most(Decimal(8), due=DUE, decision="pact"), "8", True, id="at most, exactly"),
        pytest.param(Target.at_most(Decimal(8), due=DUE, decision="pact"), "8.01", False, id="at most, just over"),
    ],
)
def test_a_target_is_met_from_its_value_on(target, value, is_met):
    assert target.is_met(Decimal(value), target.value) is is_met


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        pytest.param({"relative_to": "x", "via": (Waypoint(date(2022, 1, 1), Decimal(1)),)}, "moves", id="comparison"),
        pytest.param({"value": Decimal(1), "members": ("a",)}, "relative_to", id="members of nothing"),
        pytest.param({"relative_to": "x", "is_cumulative": True}, "a sum over periods", id="a sum of a comparison"),
        pytest.param({"value": Decimal(1), "via": (Waypoint(DUE, Decimal(1)),)}, "before", id="on the last day"),
        pytest.param(
            {
                "value": Decimal(1),
                "via": (Waypoint(date(2023, 1, 1), Decimal(1)), Waypoint(date(2022, 1, 1), Decimal(1))),
            },
            "one after the other",
            id="back in time",
        ),
    ],
)
def test_a_target_that_contradicts_itself_is_refused(kwargs, message):
    with pytest.raises(InvalidTarget, match=message):
        Target(DUE, TargetRule.AT_LEAST, "pact", **kwargs)


LATE_CLIMB = Target(
    DUE, TargetRule.AT_LEAST, "pact", value=Decimal(70), via=(Waypoint(date(2023, 12, 31), Decimal("68.7")),)
)


def test_the_path_goes_through_what_was_promised_on_the_way():
    """A straight line would ask 69.4 at the end of 2023; the pact asked 68.7."""
    progress = assess_progress(EMPLOYMENT, LATE_CLIMB, [figure("68.8", "2023")], area="gent", today=date(2025, 1, 1))

    assert isinstance(progress, OnSchedule)
    assert progress.figures.required_now == Decimal("68.7")
    (passed,) = progress.figures.on_the_way
    assert (passed.figure, passed.is_met) == (Decimal("68.8"), True)


def test_what_was_promised_on_the_way_and_not_reached_is_told():
    progress = assess_progress(
        EMPLOYMENT, LATE_CLIMB, [figure("68.65", "2022"), figure("68.5", "2024")], area="gent", today=date(2025, 6, 1)
    )

    (passed,) = progress.figures.on_the_way
    assert isinstance(progress, MovingAway)
    assert (passed.figure, passed.is_met) == (Decimal("68.5"), False)


def test_before_its_day_nothing_is_said_of_an_intermediate_target():
    progress = assess_progress(EMPLOYMENT, LATE_CLIMB, [figure("68.7", "2021")], area="gent", today=date(2022, 6, 1))

    assert [(one.figure, one.is_met) for one in progress.figures.on_the_way] == [(None, None)]


def test_a_sum_over_the_years_is_measured_as_a_sum():
    reached = Target(DUE, TargetRule.AT_LEAST, "pact", value=Decimal(1200), is_cumulative=True)
    figures = [figure("200", "2020"), figure("250", "2021"), figure("150", "2022")]

    progress = assess_progress(
        Baseline(Decimal(0), Period.year(2019), "pact"), reached, figures, area="gent", today=date(2023, 2, 1)
    )

    assert isinstance(progress, OnSchedule)
    assert (progress.figures.latest, round(progress.figures.required_now)) == (Decimal(600), 600)


def test_a_comparison_with_the_mean_of_the_others_needs_all_of_them():
    others = Target(DUE, TargetRule.AT_MOST, "pact", relative_to="centrumsteden", members=("aalst", "brugge"))
    own = [figure("8", "2022"), figure("7", "2022", "aalst")]

    lacking = assess_progress(UNEMPLOYMENT, others, own, area="gent", today=date(2023, 2, 1))
    whole = assess_progress(
        UNEMPLOYMENT, others, [*own, figure("6", "2022", "brugge")], area="gent", today=date(2023, 2, 1)
    )

    assert isinstance(lacking, NotEnoughData)
    assert lacking.why is Lack.NO_COMPARISON_FIGURE
    assert whole.figures.target_value == Decimal("6.5")


def test_the_path_from_here_bends_at_what_was_promised_on_the_way():
    path = path_needed(start=date(2022, 12, 31), value=Decimal(68), due=DUE, target=Decimal(70), via=LATE_CLIMB.via)

    assert [(point.on.year, round(point.value, 2)) for point in path] == [
        (2022, Decimal(68)),
        (2023, Decimal("68.7")),
        (2024, Decimal("69.35")),
        (2025, Decimal(70)),
    ]


def test_a_figure_that_is_counted_otherwise_than_the_start_is_not_judged():
    figures = [figure("73.4", "2021")]

    before = assess_progress(
        EMPLOYMENT, SEVENTY, figures, area="gent", today=date(2023, 1, 1), breaks=[date(2019, 1, 1), date(2022, 1, 1)]
    )
    after = assess_progress(
        EMPLOYMENT, SEVENTY, figures, area="gent", today=date(2023, 1, 1), breaks=[date(2021, 1, 1)]
    )

    assert isinstance(before, Reached)
    assert isinstance(after, NotEnoughData)
    assert after.why is Lack.COUNTED_OTHERWISE
    assert after.figures.latest == Decimal("73.4")
