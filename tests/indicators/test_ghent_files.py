"""Ghent's files: they parse, they agree with each other, and every fact says where it stands."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import arbeidspact
from arbeidspact.indicators import (
    ComputedFigure,
    Lack,
    NoNumberWasSet,
    NotEnoughData,
    Observation,
    ObservationStatus,
    Reached,
    Reference,
    Rhythm,
    SmallestArea,
    TargetsFile,
    Unit,
    assess_progress,
    compute_figures,
    in_computing_order,
    indicator_card_markdown,
    indicator_reference_markdown,
    read_definitions,
    read_observations,
    read_targets,
    series,
)
from arbeidspact.organisations.areas_file import AreasFile, read_areas_file
from arbeidspact.pact.pact_file import ActionsFile, PactFile, read_actions_file, read_pact_file

GHENT = Path(arbeidspact.__file__).parent / "demo" / "ghent"
REFERENCE_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "indicators.md"
CENTRE_CITIES = {
    "aalst",
    "antwerpen",
    "brugge",
    "genk",
    "gent",
    "hasselt",
    "kortrijk",
    "leuven",
    "mechelen",
    "oostende",
    "roeselare",
    "sint-niklaas",
    "turnhout",
}


@pytest.fixture(scope="module")
def areas() -> AreasFile:
    return read_areas_file(GHENT / "areas.toml")


@pytest.fixture(scope="module")
def definitions():
    return read_definitions(GHENT / "indicators.toml")


@pytest.fixture(scope="module")
def observations(definitions, areas) -> tuple[Observation, ...]:
    return read_observations(GHENT / "observations.csv", definitions, areas=areas.codes, decimal_mark=".")


@pytest.fixture(scope="module")
def with_computed(definitions, observations) -> tuple[Observation, ...]:
    figures = {slug: [one for one in observations if one.indicator == slug] for slug in definitions}
    computed = [one for definition in in_computing_order(definitions) for one in compute_figures(definition, figures)]
    return observations + tuple(one.figure for one in computed if isinstance(one, ComputedFigure))


@pytest.fixture(scope="module")
def targets() -> TargetsFile:
    return read_targets(GHENT / "targets.toml")


@pytest.fixture(scope="module")
def pact() -> PactFile:
    return read_pact_file(GHENT / "pact.toml")


@pytest.fixture(scope="module")
def actions(pact) -> ActionsFile:
    return read_actions_file(GHENT / "actions.toml", pact)


def test_the_pact_has_its_goals_tracks_lines_and_priorities(pact):
    assert [goal.number for goal in pact.goals] == [1, 2, 3]
    assert (len(pact.tracks), len(pact.horizontal_lines), len(pact.priorities)) == (3, 2, 3)
    assert pact.pact.signed_on == date(2019, 7, 2)
    assert {partner.slug for partner in pact.partners if partner.signatory} == {
        "stad-gent",
        "vdab",
        "abvv",
        "aclvb",
        "acv",
        "voka",
        "unizo",
    }


def test_only_the_third_goal_was_left_without_a_number(pact):
    assert [goal.no_number_was_set for goal in pact.goals] == [False, False, True]


def test_every_goal_names_a_defined_indicator_and_a_known_target(pact, definitions, targets):
    known = {target.slug: target.indicator for target in targets.targets}

    for goal in pact.goals:
        assert goal.indicator in definitions
        assert goal.target is None or known[goal.target] == goal.indicator


def test_every_observation_and_promise_stands_on_a_defined_indicator_and_a_known_area(targets, definitions, areas):
    for entry in (*targets.baselines, *targets.targets):
        assert entry.indicator in definitions
        assert entry.area in areas.codes
    assert all(target.relative_to is None or target.relative_to in areas.codes for target in targets.targets)


def test_planned_numbers_name_defined_indicators(actions, definitions):
    named = {number.indicator for action in actions.actions for number in action.planned_numbers if number.indicator}

    assert named <= set(definitions)
    assert {"jobteam-reached", "jobteam-guided", "jobteam-in-work"} <= named


def references(entry: object) -> list[Reference]:
    """Every reference below an entry, however deep."""
    if isinstance(entry, Reference):
        return [entry]
    if isinstance(entry, list | tuple):
        return [found for item in entry for found in references(item)]
    if hasattr(type(entry), "model_fields"):
        return [found for field in type(entry).model_fields for found in references(getattr(entry, field))]
    return []


def test_every_reference_names_a_place_in_its_document(pact, actions, targets):
    found = references(pact) + references(actions) + references(targets)

    assert len(found) > 100
    assert [str(reference) for reference in found if not (reference.section or reference.page or reference.url)] == []


def test_every_action_has_a_summary_and_somebody_who_does_it(actions):
    assert len(actions.actions) >= 20
    for action in actions.actions:
        assert action.summary is not None
        assert action.lead or action.partners, action.slug


def test_the_jobteam_is_paid_for_four_fifths_by_europe_and_in_three_equal_parts_by_the_rest(actions):
    jobteam = next(action for action in actions.actions if action.slug == "jobteam")

    paid = dict(jobteam.budget[0].amounts_by_source())

    assert paid["esf"] == Decimal(4730000) * 4 / 5
    assert sum(paid.values()) == 4730000
    assert max(paid["stad-gent"], paid["ocmw-gent"], paid["vdab"]) - paid["stad-gent"] <= Decimal("0.01")


def test_every_observation_says_what_was_printed_and_by_whom(observations):
    assert [
        observation.key for observation in observations if not observation.source or not observation.printed_as
    ] == []


def test_a_contested_or_undated_figure_says_why_in_both_languages(observations):
    silent = [
        observation.key
        for observation in observations
        if (observation.status is ObservationStatus.CONTESTED or observation.vintage is None)
        and not (observation.flag_nl and observation.flag_en)
    ]

    assert silent == []


def test_a_flag_is_never_in_one_language_only(observations):
    assert [item.key for item in observations if bool(item.flag_nl) != bool(item.flag_en)] == []


def test_no_figure_was_published_before_its_period_began_or_after_today(observations):
    for observation in observations:
        if observation.vintage:
            assert observation.period.start <= observation.vintage <= date(2026, 11, 22), observation.key


def test_period_texts_are_short(observations):
    assert max(len(str(observation.period)) for observation in observations) <= 12


def by_value(observations, indicator, period, area="gent"):
    return {
        observation.value: observation.status
        for observation in observations
        if (observation.indicator, str(observation.period), observation.area) == (indicator, period, area)
    }


@pytest.mark.parametrize(
    ("indicator", "period", "values"),
    [
        pytest.param(
            "employment-rate-origin-gap", "2017", {"24.08", "24.35"}, id="the origin gap as printed and as it follows"
        ),
        pytest.param("unemployment-rate", "2019", {"9.4", "9.7"}, id="unemployment as the pact and as the agency say"),
        pytest.param("jobseekers", "2019", {"12000", "12559"}, id="job seekers rounded and counted"),
    ],
)
def test_figures_that_contradict_each_other_are_both_kept_and_contested(with_computed, indicator, period, values):
    found = by_value(with_computed, indicator, period)

    assert set(found) == {Decimal(value) for value in values}
    assert set(found.values()) == {ObservationStatus.CONTESTED}


def test_the_two_employment_rates_around_the_start_are_both_kept_and_contested(observations):
    assert by_value(observations, "employment-rate", "2019") == {Decimal("68.6"): ObservationStatus.CONTESTED}
    assert by_value(observations, "employment-rate", "2017") == {Decimal("69.7"): ObservationStatus.CONTESTED}


def test_reached_and_guided_stand_in_separate_series(observations):
    def values(indicator):
        return [
            int(figure.value) for figure in series((o for o in observations if o.indicator == indicator), area="gent")
        ]

    assert values("jobteam-reached") == [1217, 1500]
    assert values("jobteam-guided") == [728, 924]
    assert values("jobteam-in-work") == []


def progress_of(number, pact, targets, observations):
    goal = pact.goals[number - 1]
    entry = next((target for target in targets.targets if target.slug == goal.target), None)
    baseline = targets.baseline_of(entry) if entry else None
    figures = [observation for observation in observations if observation.indicator == goal.indicator]
    return assess_progress(
        baseline.as_baseline() if baseline else None,
        entry.as_target() if entry else None,
        figures,
        area="gent",
        today=date(2026, 11, 22),
    )


def test_the_one_later_figure_of_employment_meets_the_number_and_is_contested(pact, targets, observations):
    progress = progress_of(1, pact, targets, observations)

    assert isinstance(progress, Reached)
    assert progress.figures.latest == Decimal("73.4")
    (figure,) = [one for one in observations if one.value == Decimal("73.4") and one.area == "gent"]
    assert figure.status is ObservationStatus.CONTESTED
    assert "68.6 %" in figure.flag_en


def test_no_figure_of_the_centre_cities_was_published_to_compare_with(pact, targets, observations):
    progress = progress_of(2, pact, targets, observations)

    assert isinstance(progress, NotEnoughData)
    assert progress.why is Lack.NO_COMPARISON_FIGURE
    assert progress.latest.value == Decimal("9.4")
    assert progress.figures.gap == Decimal("1.52")


def test_the_third_goal_says_that_no_number_was_set(pact, targets, observations):
    assert progress_of(3, pact, targets, observations) == NoNumberWasSet(None)


def test_ghent_has_25_neighbourhoods_inside_its_borders(areas):
    neighbourhoods = [area for area in areas.areas if area.kind == "neighbourhood"]

    assert len(neighbourhoods) == 25
    for area in neighbourhoods:
        assert area.part_of == "gent"
        assert 50.97 < area.latitude < 51.20, area.code
        assert 3.57 < area.longitude < 3.87, area.code


def test_the_thirteen_centre_cities_are_a_group(areas):
    assert {area.code for area in areas.areas if area.part_of == "centrumsteden"} == CENTRE_CITIES


def test_workplaces_can_lie_in_the_municipalities_around(areas):
    around = {
        "evergem",
        "zelzate",
        "merelbeke-melle",
        "destelbergen",
        "lochristi",
        "deinze",
        "aalter",
        "lokeren",
        "eeklo",
    }

    assert around <= areas.codes
    assert all(area.latitude is not None for area in areas.areas if area.kind in ("municipality", "neighbourhood"))


def test_the_reference_page_holds_every_card_as_defined(definitions):
    page = REFERENCE_PAGE.read_text(encoding="utf-8")

    assert page.partition("<!-- cards -->\n\n")[2] == indicator_reference_markdown(definitions.values())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_card_names_the_definition_and_every_pitfall(definitions, language):
    for definition in definitions.values():
        card = indicator_card_markdown(definition, language)

        assert card.startswith(f"## {definition.name.in_language(language)} (`{definition.slug}`)\n")
        assert definition.numerator.in_language(language) in card
        assert all(pitfall.in_language(language) in card for pitfall in definition.pitfalls)


def test_every_unit_rhythm_and_area_has_a_dutch_word_on_a_card(definitions):
    definition = next(iter(definitions.values()))

    for field, kind in (("unit", Unit), ("rhythm", Rhythm), ("smallest_area", SmallestArea)):
        for value in kind:
            card = indicator_card_markdown(definition.model_copy(update={field: value}), "nl")
            assert value == "euro" or f" {value}" not in card.partition("Eenheid")[2].partition("Formule")[0]
