"""The measures of the bench of job titles, on places that can be counted by hand."""

from dataclasses import asdict

import numpy as np
import pytest

from bench.text.titles import Row, place_of, title_lines


@pytest.mark.parametrize(
    ("strengths", "right", "place"),
    [
        pytest.param([0.9, 0.5, 0.1], [0], 1, id="the strongest"),
        pytest.param([0.9, 0.5, 0.1], [2], 3, id="the weakest"),
        pytest.param([0.9, 0.5, 0.1], [1, 2], 2, id="the best of two that are right"),
        pytest.param([0.5, 0.5, 0.5], [1], 2, id="the middle of three that are equal"),
        pytest.param([0.9, 0.5], [], float("inf"), id="not there"),
    ],
)
def test_the_place_of_what_is_right(strengths: list[float], right: list[int], place: float) -> None:
    is_right = np.isin(np.arange(len(strengths)), right)

    assert place_of(np.array(strengths), is_right) == place


def test_what_was_not_measured_stays_empty_in_the_table() -> None:
    rows = [asdict(Row("published", 0.5)), asdict(Row("ours", 0.6, 0.61, 0.5, 0.7, 0.8, 0.4, 0.9, 12.4, 60.0))]

    lines = title_lines({"titles": 2, "rows": rows})

    assert lines[-2] == "| published | 0.500 |  |  |  |  |  |  |  |  |"
    assert lines[-1] == "| ours | 0.600 | 0.610 | 0.500 | 0.700 | 0.800 | 0.400 | 0.900 | 12 | 60 |"
