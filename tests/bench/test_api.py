"""The table of the bench of the API."""

from bench.api import api_lines, figures_of


def test_a_row_says_the_median_and_how_long_one_in_a_hundred_takes_at_most() -> None:
    row = figures_of("work for a person", [one / 1000 for one in range(1, 201)])

    assert (row["median_ms"], row["p99_ms"], row["asked"]) == (100.5, 199.0, 200)
    assert api_lines({"open_vacancies": 100_000, "rows": [row]})[-1] == "| work for a person | 100.5 | 199.0 | 200 |"
