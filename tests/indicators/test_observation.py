import io
from datetime import date
from decimal import Decimal

import pytest

from arbeidspact.indicators import (
    OBSERVATION_COLUMNS,
    InvalidFile,
    Observation,
    ObservationStatus,
    Period,
    Unit,
    also_published,
    latest,
    read_observations,
    series,
)

from .test_definition import DEFINITION

DEFINITIONS = {DEFINITION.slug: DEFINITION}
HEADER = ",".join(OBSERVATION_COLUMNS)
GOOD = {
    "indicator": "employment-rate",
    "period": "2017",
    "area": "gent",
    "value": '"69,7"',
    "unit": "percent",
    "status": "final",
    "vintage": "2020-10-19",
    "source": "beleidsnota",
    "source_url": "",
    "printed_as": '"69,7%"',
    "flag_nl": "",
    "flag_en": "",
    "breakdown": "",
}


def observed(
    value, period="2019", *, status=ObservationStatus.FINAL, vintage=date(2020, 1, 1), area="gent", source="press"
):
    return Observation("rate", Period.parse(period), area, Decimal(value), Unit.PERCENT, status, vintage, source)


def csv_of(*rows, header=HEADER):
    return io.StringIO("\n".join([header, *(",".join((GOOD | row).values()) for row in rows)]))


def test_a_row_is_read_as_printed():
    (observation,) = read_observations(csv_of({}), DEFINITIONS)

    assert observation.value == Decimal("69.7")
    assert observation.printed_as == "69,7%"
    assert observation.period == Period.year(2017)
    assert observation.vintage == date(2020, 10, 19)


def test_an_unknown_publication_date_is_left_open():
    (observation,) = read_observations(csv_of({"vintage": ""}), DEFINITIONS)

    assert observation.vintage is None


def test_a_file_with_semicolons_is_read_too(tmp_path):
    path = tmp_path / "cijfers.csv"
    text = HEADER.replace(",", ";") + "\n" + ";".join((GOOD | {"value": "69,7", "printed_as": "69,7%"}).values())
    path.write_text("\ufeff" + text, encoding="utf-8")

    (observation,) = read_observations(path, DEFINITIONS)

    assert observation.value == Decimal("69.7")


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        pytest.param({"indicator": "werk"}, "indicator", "werk is not defined", id="unknown indicator"),
        pytest.param({"period": "2019-13"}, "period", "2019-13 is not a period", id="impossible month"),
        pytest.param({"area": "atlantis"}, "area", "atlantis is not a known area", id="unknown area"),
        pytest.param({"value": "veel"}, "value", "veel is not a number", id="words"),
        pytest.param({"value": '"0,697"'}, "value", "0,697 looks like a share", id="share for percent"),
        pytest.param({"value": ""}, "value", "the cell is empty", id="empty value"),
        pytest.param({"unit": "share"}, "unit", "share differs from the definition", id="other unit"),
        pytest.param({"breakdown": "sex:women"}, "breakdown", "sex:women is no breakdown", id="unknown group"),
        pytest.param({"status": "zeker"}, "status", "zeker is not possible here", id="unknown status"),
        pytest.param({"vintage": "2020-02-30"}, "vintage", "2020-02-30 is not a date", id="impossible date"),
        pytest.param(
            {"value": "69,7"}, "-", "the row has more cells than the header", id="a comma that splits the cell"
        ),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_nothing_is_taken(change, field, problem):
    with pytest.raises(InvalidFile) as refusal:
        read_observations(csv_of({}, {"period": "2018"} | change), DEFINITIONS, areas=frozenset({"gent"}))

    (found,) = refusal.value.problems
    assert (found.entry, found.field) == ("row 3", field)
    assert problem in found.problem
    assert found.fix


def test_all_problems_of_all_rows_are_told_at_once():
    with pytest.raises(InvalidFile) as refusal:
        read_observations(csv_of({"period": "x", "status": "y"}, {"indicator": "z"}), DEFINITIONS)

    assert [(problem.entry, problem.field) for problem in refusal.value.problems] == [
        ("row 2", "period"),
        ("row 2", "status"),
        ("row 3", "indicator"),
    ]


def test_the_same_figure_twice_is_refused():
    with pytest.raises(
        InvalidFile, match='row 3, field "period": the same figure stands in row 2: keep one of the two'
    ):
        read_observations(csv_of({}, {}), DEFINITIONS)


def test_two_sources_that_contradict_each_other_are_both_kept():
    both = read_observations(csv_of({}, {"value": "68.6", "source": "persbericht"}), DEFINITIONS)

    assert [observation.value for observation in both] == [Decimal("69.7"), Decimal("68.6")]


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        pytest.param(HEADER.replace("value", "waarde"), 'field "waarde": this column is unknown', id="a Dutch column"),
        pytest.param(HEADER.replace("value,", ""), 'field "value": this column is missing', id="no value"),
        pytest.param("", "this column is missing", id="an empty file"),
    ],
)
def test_wrong_columns_are_named(header, problem):
    with pytest.raises(InvalidFile, match=problem):
        read_observations(io.StringIO(header), DEFINITIONS)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(None, "the file does not exist", id="no file"),
        pytest.param(b"\xff", "the file is not UTF-8", id="no UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path, content, problem):
    path = tmp_path / "cijfers.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InvalidFile, match=problem):
        read_observations(path, DEFINITIONS)


@pytest.mark.parametrize(
    ("figures", "chosen"),
    [
        pytest.param([observed("9.4"), observed("9.7", vintage=date(2020, 2, 1))], "9.7", id="the newest vintage"),
        pytest.param([observed("9.7", vintage=None), observed("9.4")], "9.4", id="a known vintage over an unknown one"),
        pytest.param(
            [observed("9.4", status=ObservationStatus.CONTESTED), observed("9.7", source="vdab")],
            "9.7",
            id="the surest of one vintage",
        ),
        pytest.param([observed("9.4"), observed("9.7", source="vdab")], "9.4", id="the first of equals"),
    ],
)
def test_one_figure_stands_for_a_period(figures, chosen):
    (standing,) = series(figures, area="gent")

    assert standing.value == Decimal(chosen)
    assert [other.value for other in also_published(figures, standing)] != []


def test_a_series_runs_from_old_to_new_and_keeps_to_its_area():
    figures = [
        observed("3", "2020-01"),
        observed("1", "2018"),
        observed("2", "2019"),
        observed("9", "2021", area="antwerpen"),
    ]

    assert [figure.value for figure in series(figures, area="gent")] == [1, 2, 3]
    assert latest(figures, area="gent") == figures[0]
    assert latest(figures, area="genk") is None


def test_a_flag_is_told_in_the_readers_language():
    observation = Observation(
        "rate",
        Period.year(2019),
        "gent",
        Decimal(1),
        Unit.PERCENT,
        ObservationStatus.CONTESTED,
        None,
        "s",
        flag_nl="betwist",
        flag_en="contested",
    )

    assert (observation.flag("nl-be"), observation.flag("en-gb"), observation.flag("fr")) == (
        "betwist",
        "contested",
        "betwist",
    )
