"""A file of figures that no spreadsheet makes is refused in words."""

import io

import pytest

from arbeidspact.indicators import OBSERVATION_COLUMNS, InvalidFile, read_observations

LONGER_THAN_A_CELL_CAN_BE = "a" * 200_000
HEADER = ",".join(OBSERVATION_COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LONGER_THAN_A_CELL_CAN_BE, id="in the header"),
        pytest.param(f'{HEADER}\n"{LONGER_THAN_A_CELL_CAN_BE}', id="in a row, behind a quote that never closes"),
    ],
)
def test_a_cell_without_end_is_refused_in_words(text):
    with pytest.raises(InvalidFile) as refused:
        read_observations(io.StringIO(text), {})

    assert [problem.problem for problem in refused.value.problems] == ["The row cannot be read as CSV."]
