"""The figures as tables, for the terminal and for the documentation: the same cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.table import Table as Shown


@dataclass(frozen=True)
class Table:
    """A title, headings (the first column holds words, the others figures), rows of cells, and notes under it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def show(self, console: Console) -> None:
        """Print it."""
        shown = Shown(title=self.title, caption="\n".join(self.notes) or None, caption_justify="left")
        for place, heading in enumerate(self.headings):
            shown.add_column(heading, justify="right" if place else "left")
        for row in self.rows:
            shown.add_row(*row)
        console.print(shown)

    def markdown(self) -> list[str]:
        """Its lines in Markdown, without the title."""
        lines = [_row(self.headings), _row(["---", *["---:"] * (len(self.headings) - 1)])]
        lines += [_row(row) for row in self.rows]
        return lines + [line for note in self.notes for line in ("", note)]


NAMES: Final = {"100k": "100,000", "esco": "ESCO", "quick": "A quick look"}
"""What a size is called in a title, where its own name will not do."""


def title_of(size: dict[str, Any], rest: str) -> str:
    """The size, and what the table shows of it."""
    return f"{NAMES.get(size['size'], size['size'].capitalize())}: {rest}"


def tables_of(figures: dict[str, Any]) -> list[Table]:
    """All tables of these figures, size by size."""
    tables: list[Table] = []
    for size in figures["sizes"]:
        if "left_out" in size:
            continue
        tables.append(ranking_table(size, figures["k"]))
        if "questions" in size:
            tables.append(questions_table(size))
        if "allocation" in size:
            tables.append(allocation_table(size))
            tables.append(trade_off_table(size))
    return tables


def ranking_table(size: dict[str, Any], k: int) -> Table:
    """Everybody's best k: ours and the peers."""
    ours = size["lines"][0]["seconds"]
    rows = []
    for line in size["lines"]:
        scaled = "*" if line["measured_persons"] < size["persons"] else ""
        rows.append(
            (
                line["title"],
                f"{seconds(line['seconds'])}{scaled}",
                f"{line['seconds'] / ours:,.1f} x",
                f"{seconds(line['cpu_seconds'])}{scaled}",
                f"{line['persons_a_second']:,}",
                seconds(line["prepare_seconds"]),
                f"{line['extra_megabytes']:,.0f}",
                f"{line['peak_megabytes']:,.0f}",
                f"{line['recall']:.3f}",
                "yes" if line["exact"] else "no",
                "yes" if line["constraints_first"] else "no",
            )
        )
    shares = ", ".join(f"{name} {share:.0%}" for name, share in size["pass_shares"].items() if share < 1)
    notes = [
        f"Pairs that pass: {shares}. * measured on some of the persons and scaled to all. To prepare:"
        " the index, matrices or tables, and imports."
    ]
    notes += [f"Left out: {title}: {reason}." for title, reason in size["left_out_peers"].items()]
    headings = ("way", "s", "against ours", "CPU s", "persons a second", "to prepare, s", "extra MB", "peak MB")
    title = f"the best {k} of {size['vacancies']:,} vacancies for each of {size['persons']:,} persons"
    return Table(title_of(size, title), (*headings, "recall", "exact", "constraints first"), tuple(rows), tuple(notes))


def questions_table(size: dict[str, Any]) -> Table:
    """What one screen asks."""
    rows = [
        (line["question"], milliseconds(line["median_ms"]), milliseconds(line["p99_ms"]), f"{line['asked']:,}")
        for line in size["questions"]
    ]
    for name, words in (("without_compile_cache", "nothing compiled yet"), ("with_compile_cache", "compiled before")):
        call = size["first_call"][name]
        rows.append((f"first answer of a new process, {words}", milliseconds(call["all"] * 1_000), "", "1"))
    title = title_of(size, f"one question, {size['persons']:,} persons and {size['vacancies']:,} vacancies")
    note = "Through the public functions, checks and fingerprints of the input included; a first answer: imports too."
    return Table(title, ("question", "median, ms", "99th percentile, ms", "asked"), tuple(rows), (note,))


def allocation_table(size: dict[str, Any]) -> Table:
    """Everybody at most one vacancy."""
    figures = size["allocation"]
    rows = tuple(
        (
            line["title"],
            seconds(line["seconds"]),
            seconds(line["cpu_seconds"]),
            f"{line['extra_megabytes']:,.0f}",
            f"{line['score']:,.2f}",
            "yes" if line["optimal"] else f"{line['total'] / best_total(figures['lines']):.1%}",
            f"{line['placed']:,}",
        )
        for line in figures["lines"]
    )
    notes = tuple(f"Left out: {title}: {reason}." for title, reason in figures["left_out_peers"].items())
    title = title_of(size, f"allocation over {figures['pairs']:,} pairs, the best {figures['candidates']} of everybody")
    return Table(title, ("way", "s", "CPU s", "extra MB", "total score", "optimal", "placed"), rows, notes)


def trade_off_table(size: dict[str, Any]) -> Table:
    """What each way to re-rank lists costs and brings."""
    figures = size["allocation"]
    rows = []
    for line in figures["trade_offs"]:
        settings = ", ".join(
            f"{name.replace('_', ' ')} {line[name]}" for name in ("price_percent", "cap") if name in line
        )
        rows.append(
            (
                line["name"].replace("_", " ") + (f", {settings}" if settings else ""),
                f"{line['never_recommended']:.1%}",
                f"{line['gini']:.3f}",
                f"{line['congestion']:.3f}",
                f"{line['max_load']:,}",
                f"{line['ndcg']:.3f}",
                f"{line['placed_if_first']:,}",
                f"{line['placed_if_first_three']:,}",
            )
        )
    headings = ("lists", "never recommended", "Gini", "congestion", "most lists for one", "nDCG against plain")
    title = title_of(size, f"lists of {figures['shown']} re-ranked, from the best {figures['candidates']} of everybody")
    note = (
        "Placed: everybody applies to the first one or three of the list, each vacancy takes its best applicant."
        " Congestion: the sum of share x ln share over ln vacancies; -1 is even."
    )
    return Table(title, (*headings, "placed, first 1", "placed, first 3"), tuple(rows), (note,))


def best_total(lines: Iterable[dict[str, Any]]) -> int:
    """The highest total that any way reached."""
    return max(line["total"] for line in lines)


def seconds(value: float) -> str:
    """Three figures that matter, and no more than milliseconds."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def milliseconds(value: float) -> str:
    """Three figures that matter."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
