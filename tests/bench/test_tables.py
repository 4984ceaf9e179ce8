"""The tables of the bench say what was measured, what was scaled, and what was left out."""

import pytest

from bench import report
from bench.matching.__main__ import chosen
from bench.matching.run import ESCO, PARTS, Options, measure
from bench.matching.table import Table, allocation_table, ranking_table, tables_of, trade_off_table
from bench.matching.workload import SIZES


def line(slug: str, seconds: float, *, persons: int = 1_000, exact: bool = True) -> dict:
    return {
        "slug": slug,
        "title": slug,
        "seconds": seconds,
        "cpu_seconds": 2 * seconds,
        "persons_a_second": round(1_000 / seconds),
        "prepare_seconds": 0.1,
        "extra_megabytes": 12.4,
        "peak_megabytes": 80,
        "measured_persons": persons,
        "recall": 1.0 if exact else 0.6312,
        "exact": exact,
        "constraints_first": exact,
    }


SIZE = {
    "size": "city",
    "persons": 1_000,
    "vacancies": 900,
    "pass_shares": {"hours": 0.7, "education": 1.0, "all": 0.11},
    "lines": [line("ours", 0.05), line("loop", 250, persons=40), line("near", 0.5, exact=False)],
    "left_out_peers": {"faiss": "faiss-cpu is not installed"},
}


def test_a_row_says_how_much_longer_it_took_and_whether_it_was_scaled() -> None:
    table = ranking_table(SIZE, 20)
    ours, loop, near = table.rows

    assert ours[:3] == ("ours", "0.05", "1.0 x")
    assert loop[:4] == ("loop", "250*", "5,000.0 x", "500*")
    assert near[-3:] == ("0.631", "no", "no")
    assert table.title == "City: the best 20 of 900 vacancies for each of 1,000 persons"


def test_notes_name_the_shares_that_pass_and_what_was_left_out() -> None:
    shares, left_out = ranking_table(SIZE, 20).notes

    assert "hours 70%, all 11%" in shares
    assert "education" not in shares
    assert left_out == "Left out: faiss: faiss-cpu is not installed."


def test_an_allocation_that_is_not_optimal_says_how_near_it_came() -> None:
    lines = [
        {"title": title, "seconds": 1, "cpu_seconds": 1, "extra_megabytes": 1, "score": total / 100, "total": total}
        | {"placed": 3, "optimal": total == 400}
        for title, total in (("flow", 400), ("greedy", 380))
    ]
    table = allocation_table(
        {"size": "city", "allocation": {"pairs": 9, "candidates": 50, "lines": lines, "left_out_peers": {}}}
    )

    assert [row[-2] for row in table.rows] == ["yes", "95.0%"]


def test_policies_stand_with_the_settings_they_use() -> None:
    figures = {"never_recommended": 0.0644, "gini": 0.6, "congestion": -0.9, "max_load": 1_242, "ndcg": 1.0}
    figures |= {"placed_if_first": 364, "placed_if_first_three": 483}
    rows = [{"name": "plain", **figures}, {"name": "capped", "cap": 30, **figures}]
    table = trade_off_table({"size": "city", "allocation": {"shown": 10, "candidates": 50, "trade_offs": rows}})

    assert [row[0] for row in table.rows] == ["plain", "capped, cap 30"]
    assert table.rows[0][1:5] == ("6.4%", "0.600", "-0.900", "1,242")


def test_markdown_has_a_line_per_row_and_figures_to_the_right() -> None:
    lines = Table("t", ("way", "s"), (("ours", "1"), ("loop", "20")), ("A note.",)).markdown()

    assert lines == ["| way | s |", "| --- | ---: |", "| ours | 1 |", "| loop | 20 |", "", "A note."]


def test_without_a_download_esco_is_left_out_with_the_reason(tmp_path) -> None:
    said: list[str] = []
    figures = measure(Options(sizes=(ESCO,), esco=tmp_path / "none", say=said.append))

    assert figures["sizes"] == [{"size": "esco", "left_out": f"no ESCO download at {tmp_path / 'none'}"}]
    assert tables_of(figures) == []
    assert "--esco" in said[0]


@pytest.mark.parametrize(
    ("arguments", "sizes", "parts"),
    [
        pytest.param([], (*SIZES, ESCO), PARTS, id="everything"),
        pytest.param(["--quick", "--only", "faiss-wide"], ("quick",), ("faiss-wide",), id="quick"),
        pytest.param(["--size", "city", "--only", "polars,duckdb"], ("city",), ("polars", "duckdb"), id="one size"),
    ],
)
def test_the_command_line_chooses_sizes_and_parts(arguments, sizes, parts) -> None:
    options, with_json = chosen(arguments)

    assert (options.sizes, options.parts, with_json) == (sizes, parts, False)


def test_a_quick_look_leaves_out_what_is_slow_to_prepare() -> None:
    assert set(PARTS) - set(chosen(["--quick"])[0].parts) == {"faiss-wide"}


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(capsys) -> None:
    with pytest.raises(SystemExit):
        chosen(["--only", "polras"])

    assert "polras is not a part. Choose from ours, " in capsys.readouterr().err


def test_a_part_of_the_page_is_replaced_and_the_others_stay() -> None:
    page = "# Measured\n\nIntro.\n\n## Matching\n\nold figures\n\n### city\n\nold\n\n## Pages\n\nkept\n"
    part = report.Part("Matching", lambda figures: [f"new {figures['k']}"], ("numpy",))

    changed = report.with_part(page, part, {"k": 20})

    assert changed.startswith("# Measured\n\nIntro.\n\n## Matching\n\nnew 20\n\nMeasured on ")
    assert "old" not in changed
    assert changed.endswith("\n\n## Pages\n\nkept\n")
    assert report.with_part(changed, part, {"k": 20}) == changed
    assert report.with_part("# Measured\n", part, {"k": 1}).count("## Matching") == 1
