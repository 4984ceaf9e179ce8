"""A large file is read by columns; it must say exactly what the reading of row by row says."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.indicators import (
    OBSERVATION_COLUMNS,
    Category,
    Dimension,
    InvalidFile,
    Text,
    Unit,
    read_observations,
)
from arbeidspact.indicators.formats.column_check import ColumnCheck
from arbeidspact.indicators.formats.figure_columns import FigureColumns, joined
from arbeidspact.indicators.formats.own_csv import CsvParts
from arbeidspact.indicators.formats.reading_rules import NumberRules, ReadingRules
from tests.monitor.factories import definition

SEX = Dimension(
    slug="sex",
    name=Text(nl="geslacht", en="sex"),
    categories=(Category(slug="women", name=Text(nl="vrouwen", en="women")),),
)
DEFINITIONS = {
    "rate": definition("rate", dimensions=(SEX,)),
    "share": definition("share", unit=Unit.SHARE, factor=Decimal(1)),
    "people": definition("people", unit=Unit.COUNT, factor=Decimal(1), denominator=None),
}
AREAS = frozenset({"gent", "aalst"})
GOOD = {
    "indicator": "rate",
    "period": "2019",
    "area": "gent",
    "value": "69.7",
    "unit": "percent",
    "status": "final",
    "vintage": "2020-10-19",
    "source": "Beleidsnota",
}
CELLS = {
    "indicator": st.sampled_from(["rate", "share", "people", "rate ", "onbekend", ""]),
    "period": st.sampled_from(["2019", "2019-Q3", " 2019-02", "2018-12/2019-11", "2019-13", "0209", "gisteren", ""]),
    "area": st.sampled_from(["gent", "aalst", "Gent", ""]),
    "value": st.one_of(
        st.sampled_from(
            [
                "69.7",
                "69,7",
                "0,5",
                "0.703",
                "1",
                "0",
                "12.739",
                "12,739",
                "1.234,5",
                "70 %",
                "-4.5",
                "NaN",
                "inf",
                "1e5",
            ]
        ),
        st.decimals(-2000, 20000, places=3, allow_nan=False).map(str),
        st.integers(-5, 10**13).map(str),
        st.text(max_size=4),
    ),
    "unit": st.sampled_from(["percent", "share", "count", ""]),
    "status": st.sampled_from(["final", "provisional", "contested", "zeker"]),
    "vintage": st.sampled_from(["2020-10-19", "", "2020-02-30"]),
    "source": st.sampled_from(["Statbel", 'De "bron"', "bron, met komma", "twee\nregels", "x" * 301, ""]),
    "breakdown": st.sampled_from(["", "sex:women", " sex:women", "sex:men", "vrouwen"]),
    "flag_nl": st.sampled_from(["", "Let op"]),
}
ROWS = st.lists(
    st.one_of(
        st.fixed_dictionaries({}, optional=CELLS).map(lambda changed: {**GOOD, **changed}),
        st.just(dict.fromkeys(GOOD, "")),
    ),
    max_size=12,
)


def written(rows, *, delimiter=",", line_end="\r\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, OBSERVATION_COLUMNS, restval="", delimiter=delimiter, lineterminator=line_end, quoting=quoting
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def by_columns(text, rules, part_bytes):
    parts = CsvParts(io.BytesIO(text.encode()), "upload", part_bytes=part_bytes)
    check = ColumnCheck("upload", rules)
    taken = [check.take(rows) for rows in parts]
    check.refuse(parts.problems)
    wrong = list(check.problems)
    check.problems.clear()
    check.check_duplicates()
    return joined(taken), [*wrong, *check.problems]


@given(
    rows=ROWS,
    mark=st.sampled_from([None, ",", "."]),
    delimiter=st.sampled_from(",;"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    part_bytes=st.sampled_from([200, 700, 10**6]),
)
def test_a_large_file_is_read_as_row_by_row(rows, mark, delimiter, line_end, quoting, part_bytes):
    text = written(rows, delimiter=delimiter, line_end=line_end, quoting=quoting)
    try:
        expected, problems = read_observations(io.StringIO(text), DEFINITIONS, areas=AREAS, decimal_mark=mark), []
    except InvalidFile as error:
        expected, problems = None, list(error.problems)

    columns, found = by_columns(text, ReadingRules(DEFINITIONS, AREAS, NumberRules(mark)), part_bytes)

    assert found == problems
    if expected is not None:
        assert tuple(columns.observations()) == expected


def test_a_row_keeps_its_number_behind_an_empty_line():
    text = written([GOOD]).rstrip() + "\n\n" + ",".join([*(GOOD | {"period": "2019-13"}).values(), *[""] * 5])

    with pytest.raises(InvalidFile) as refusal:
        read_observations(io.StringIO(text), DEFINITIONS)

    assert [problem.entry for problem in refusal.value.problems] == ["row 4"]


def test_figures_come_back_from_their_file_as_they_went_in(tmp_path):
    columns, _problems = by_columns(written([GOOD, GOOD | {"period": "2018"}]), ReadingRules(DEFINITIONS), 10**6)
    columns.write(tmp_path / "part.arrow")

    again = FigureColumns.read(tmp_path / "part.arrow")

    assert list(again.observations()) == list(columns.observations())
    assert [one.name for one in tmp_path.iterdir()] == ["part.arrow"]


def test_a_file_full_of_mistakes_is_not_told_without_end():
    rows = [GOOD | {"period": f"{year}-13"} for year in range(1000, 3000)]

    _columns, problems = by_columns(written(rows), ReadingRules(DEFINITIONS), 10**6)

    assert len(problems) == 1000
