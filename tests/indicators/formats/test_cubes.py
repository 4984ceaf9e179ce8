"""JSON-stat and SDMX-JSON, in the shape of real messages; the numbers are invented."""

import json
from datetime import date

import pytest

from arbeidspact.indicators import InvalidFile, ObservationStatus
from arbeidspact.indicators.formats import read_json_stat, read_sdmx_json
from tests.indicators.formats.readings import a_mapping, read_table, short, told


def a_dataset(**changes):
    """In the shape of a response of Eurostat's statistics API."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Employment rates by sex, age and NUTS 2 region (%)",
        "source": "ESTAT",
        "updated": "2025-04-14T23:00:00+0200",
        "value": {"0": 71.4, "1": 72.253, "3": 70.1},
        "status": {"1": "p", "2": "m", "3": "bu"},
        "id": ["freq", "sex", "geo", "time"],
        "size": [1, 1, 2, 2],
        "dimension": {
            "freq": {"label": "Time frequency", "category": {"index": {"A": 0}, "label": {"A": "Annual"}}},
            "sex": {"label": "Sex", "category": {"index": {"T": 0}, "label": {"T": "Total"}}},
            "geo": {
                "label": "Geopolitical entity",
                "category": {
                    "index": {"BE23": 0, "BE25": 1},
                    "label": {"BE23": "Prov. Oost-Vlaanderen", "BE25": "Prov. West-Vlaanderen"},
                },
            },
            "time": {"label": "Time", "category": {"index": {"2023": 0, "2024": 1}, "label": {}}},
        },
        "extension": {"id": "LFST_R_LFE2EMPRT", "positions-with-no-data": {"time": []}},
    } | changes


def bytes_of(message):
    return json.dumps(message).encode()


JSON_STAT = {
    "format": "json-stat",
    "columns": {"area": "geo", "period": "time", "status": "status", "flag_nl": "flag_nl", "flag_en": "flag_en"},
    "constants": {"indicator": "rate"},
    "words": {"area": {"BE23": "oost-vlaanderen", "BE25": "gent"}},
}


def test_a_json_stat_dataset_is_read_with_its_flags_and_the_day_it_was_updated():
    figures, problems, _reader = read_table(read_json_stat(bytes_of(a_dataset()), "cijfers"), a_mapping(**JSON_STAT))

    assert problems == []
    assert short(figures) == [
        ("oost-vlaanderen", "2023", "", "71.4"),
        ("oost-vlaanderen", "2024", "", "72.253"),
        ("gent", "2024", "", "70.1"),
    ]
    assert [one.status for one in figures] == [
        ObservationStatus.FINAL,
        ObservationStatus.PROVISIONAL,
        ObservationStatus.FINAL,
    ]
    assert figures[0].vintage == date(2025, 4, 14)
    assert figures[0].source == "ESTAT, Employment rates by sex, age and NUTS 2 region (%), LFST_R_LFE2EMPRT"
    assert figures[2].flag_en == "Break in the series, says the source. Of low reliability, says the source."


def test_values_may_stand_in_a_list_and_categories_too():
    dataset = a_dataset(value=[71.4, None, None, 70.1], status=[None, None, None, "e"])
    dataset["dimension"]["time"]["category"] = {"index": ["2023", "2024"]}

    figures, _problems, _reader = read_table(read_json_stat(bytes_of(dataset), "cijfers"), a_mapping(**JSON_STAT))

    assert short(figures) == [("oost-vlaanderen", "2023", "", "71.4"), ("gent", "2024", "", "70.1")]


def test_a_dimension_becomes_a_breakdown():
    dataset = a_dataset(size=[1, 2, 1, 2], value=[70, 71, 75, 76], status={})
    dataset["dimension"]["sex"]["category"] = {"index": {"F": 0, "T": 1}}
    dataset["dimension"]["geo"]["category"] = {"index": {"BE23": 0}}
    mapping = a_mapping(
        **JSON_STAT | {"breakdowns": {"sex": "sex"}, "words": JSON_STAT["words"] | {"sex": {"F": "women", "T": ""}}}
    )

    figures, problems, _reader = read_table(read_json_stat(bytes_of(dataset), "cijfers"), mapping)

    assert problems == []
    assert [(one.breakdown, int(one.value)) for one in figures] == [
        ("sex:women", 70), ("sex:women", 71), ("", 75), ("", 76)
    ]  # fmt: skip


def test_a_dimension_that_the_mapping_forgets_is_named():
    dataset = a_dataset(size=[1, 2, 1, 2], value=[70, 71, 75, 76])
    dataset["dimension"]["sex"]["category"] = {"index": {"F": 0, "T": 1}}
    dataset["dimension"]["geo"]["category"] = {"index": {"BE23": 0}}

    with pytest.raises(InvalidFile, match='field "sex": the file has 2 different texts here'):
        read_table(read_json_stat(bytes_of(dataset), "cijfers"), a_mapping(**JSON_STAT))


def test_a_wrong_value_is_named_by_its_place_in_the_cube():
    dataset = a_dataset(value={"1": 0.7225})

    _figures, problems, _reader = read_table(read_json_stat(bytes_of(dataset), "cijfers"), a_mapping(**JSON_STAT))

    (problem,) = told(problems)
    assert problem.startswith("value 1, value: 0.7225 looks like a share")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"{", "this is not JSON", id="half a file"),
        pytest.param(b'{"value": NaN}', "this is not JSON", id="a NaN"),
        pytest.param(b"\xff\xfe", "the file is not UTF-8", id="other letters"),
        pytest.param(b"[]", "this is no JSON-stat dataset", id="a list"),
        pytest.param(bytes_of({"class": "collection"}), "this is no JSON-stat dataset", id="a collection"),
        pytest.param(bytes_of({"class": "dataset"}), "the dimensions are missing", id="no dimensions"),
        pytest.param(bytes_of(a_dataset(size=[1, 1, 2])), "do not fit", id="a size too few"),
        pytest.param(bytes_of(a_dataset(size=[1, 1, 3, 2])), "has 2 categories, its size says 3", id="another size"),
        pytest.param(bytes_of(a_dataset(value=[1, 2])), "there are 2 values, the dimensions ask for 4", id="too few"),
        pytest.param(bytes_of(a_dataset(value={"9": 1})), "no place among the 4", id="a value outside"),
        pytest.param(bytes_of(a_dataset(value=None)), "the values are missing", id="no values"),
    ],
)
def test_a_broken_json_stat_file_is_refused_in_words(data, problem):
    with pytest.raises(InvalidFile, match=problem):
        read_json_stat(data, "cijfers")


def component(name, *values):
    return {"id": name, "name": name, "values": [{"id": value, "name": value} for value in values]}


def a_message(*, version):
    """By series, in the shape of the samples of the standard."""
    structure = {
        "name": "Employment rates",
        "dimensions": {
            "dataSet": [component("freq", "A")],
            "series": [component("sex", "F", "T"), component("geo", "BE23")],
            "observation": [component("TIME_PERIOD", "2023", "2024")],
        },
        "attributes": {
            "dataSet": [],
            "series": [],
            "observation": [component("CONF_STATUS", "F"), component("OBS_STATUS", "A", "p")],
        },
    }
    dataset = {
        "action": "Information",
        "series": {
            "0:0": {"attributes": [], "observations": {"0": [70.5, 0, 0], "1": [None, 0, 1]}},
            "1:0": {"observations": {"0": [75.25], "1": [76.0, None, 1]}},
        },
    }
    if version == 1:
        return {
            "header": {"id": "x", "prepared": "2025-05-02T10:00:00Z"},
            "structure": structure,
            "dataSets": [dataset],
        }
    return {
        "meta": {"id": "x", "prepared": "2025-05-02T10:00:00Z"},
        "data": {"structures": [structure | {"dataSets": [0]}], "dataSets": [dataset | {"structure": 0}]},
    }


SDMX = {
    "format": "sdmx-json",
    "columns": {"area": "geo", "period": "TIME_PERIOD", "status": "status"},
    "breakdowns": {"sex": "sex"},
    "constants": {"indicator": "rate", "source": "Eurostat"},
    "words": {"area": {"BE23": "oost-vlaanderen"}, "sex": {"F": "women", "T": ""}},
}


@pytest.mark.parametrize("version", [1, 2])
def test_an_sdmx_message_by_series_is_read(version):
    message = read_sdmx_json(bytes_of(a_message(version=version)), "cijfers")

    figures, problems, _reader = read_table(message, a_mapping(**SDMX))

    assert problems == []
    assert [(str(one.period), one.breakdown, float(one.value), one.status.value) for one in figures] == [
        ("2023", "sex:women", 70.5, "final"),
        ("2023", "", 75.25, "final"),
        ("2024", "", 76.0, "provisional"),
    ]
    assert figures[0].vintage == date(2025, 5, 2)


def test_a_flat_sdmx_message_is_read():
    message = a_message(version=1)
    dimensions = message["structure"]["dimensions"]
    dimensions["observation"] = [*dimensions.pop("series"), *dimensions["observation"]]
    dimensions["series"] = []
    message["dataSets"] = [{"observations": {"0:0:1": [70.5], "1:0:0": [75.25, 0, 1]}}]

    figures, problems, _reader = read_table(read_sdmx_json(bytes_of(message), "cijfers"), a_mapping(**SDMX))

    assert problems == []
    assert [(str(one.period), one.breakdown) for one in figures] == [("2024", "sex:women"), ("2023", "")]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"dataSets": []}, "does not hold exactly one data set", id="no data set"),
        pytest.param({"structure": {}}, "the dimensions are missing", id="no structure"),
        pytest.param({"errors": [{"code": 150}]}, "answered with an error", id="an error"),
        pytest.param({"dataSets": [{}]}, "neither series nor observations", id="an empty set"),
        pytest.param(
            {"dataSets": [{"series": {"7:0": {"observations": {"0": [1]}}}}]}, "does not fit", id="a key outside"
        ),
        pytest.param({"dataSets": [{"series": {"0:0": {}}}]}, "observations are missing", id="an empty series"),
    ],
)
def test_a_broken_sdmx_message_is_refused_in_words(change, problem):
    with pytest.raises(InvalidFile, match=problem):
        read_sdmx_json(bytes_of(a_message(version=1) | change), "cijfers")
