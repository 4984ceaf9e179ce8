"""The table of the bench of the API."""

from bench.api import Taken, api_lines, figures_of


def test_a_row_says_the_median_and_how_long_one_in_a_hundred_takes_at_most() -> None:
    row = figures_of("work for a person", [Taken(one / 1000, one / 2000) for one in range(1, 201)])

    assert (row["median_ms"], row["p99_ms"], row["asked"]) == (100.5, 199.0, 200)
    assert (row["cpu_median_ms"], row["cpu_p99_ms"]) == (50.25, 99.5)
    figures = {"open_vacancies": 100_000, "load": (0.2, 0.4), "rows": [row]}
    assert api_lines(figures)[-1] == "| work for a person | 100.5 | 199.0 | 50.2 | 99.5 | 200 |"
