"""The bench of runs: all ways give the same answers, and the tables say what was reckoned and not measured."""

import pytest

from bench import batch
from bench.batch import at_once, batch_lines, cost_of, duration, in_parts, lay_out


def way(name: str, seconds: float, **more) -> dict:
    return {
        "name": name,
        "persons": 1_000,
        "seconds": seconds,
        "persons_a_second": round(1_000 / seconds),
        "peak_megabytes": 300,
        "answer_megabytes": 0.2,
        "answer_hash": "a",
        **more,
    }


def size(vacancies: int, seconds: float, *more: dict) -> dict:
    return {
        "vacancies": vacancies,
        "build_seconds": 0.5,
        "index_megabytes": vacancies / 5_000,
        "match_microseconds_exact": 1_234.5,
        "match_microseconds_related": 2.5,
        "ways": [way("in parts", seconds), way("at once", seconds), *more],
    }


def figures() -> dict:
    spark = {**way("Spark, local[2]", 3), "start_seconds": 6, "first_seconds": 9}
    del spark["peak_megabytes"]
    sizes = [size(10_000, 1.0), size(100_000, 4.0, spark)]
    rows = [
        batch._row(name, batch.size_of_run(persons, vacancies, [cost_of(one) for one in sizes]))
        for name, persons, vacancies in batch.RUNS
    ]
    return {"bench": "batch", "k": 20, "processors": 2, "sizes": sizes, "runs": rows}


def test_every_row_of_a_table_has_a_cell_for_every_heading() -> None:
    lines = [line for line in batch_lines(figures()) if line.startswith("|")]
    widths = [line.count("|") for line in lines]

    assert len(lines) == 3 * 2 + 5 + 2 + len(batch.RUNS)
    assert set(widths) == {9, 5, 10}


def test_runs_beyond_what_was_measured_carry_a_star() -> None:
    rows = {run["name"]: run["is_extrapolated"] for run in figures()["runs"]}
    lines = "\n".join(batch_lines(figures()))

    assert rows["a city"] is False
    assert rows["Europe"] is True
    assert "| Europe * |" in lines
    assert "| a city |" in lines
    assert "Spark took 6 s to start, and 9 s for its first run." in lines


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.31, "0.3 s"), (12, "12 s"), (89, "89 s"), (600, "10 min"), (7_200, "2.0 h"), (360_000, "100 h")],
)
def test_a_duration_is_read_at_a_glance(seconds, said) -> None:
    assert duration(seconds) == said


def test_the_ways_give_the_same_answers(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(batch, "DRAWN_PERSONS", 400)
    about = lay_out(tmp_path, 150, 0.01)
    parts, once = in_parts(tmp_path), at_once(tmp_path)

    assert about["persons"] == parts["persons"] == once["persons"] >= 1_000
    assert parts["answer_hash"] == once["answer_hash"]


def test_ways_that_disagree_stop_the_bench(monkeypatch) -> None:
    answers = iter("ab")
    monkeypatch.setattr(
        batch, "_elsewhere", lambda _, way, *__: {} if way == "layout" else {"answer_hash": next(answers)}
    )

    with pytest.raises(SystemExit, match="two ways disagree"):
        batch.measure([100, 200], 1)
