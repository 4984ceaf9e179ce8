"""What does matching everyone cost, from files to files, and how large a machine does it take?

    python -m bench.batch [--quick] [--json] [--vacancies N ...] [--seconds S]

For each number of vacancies: an index file, then a run of `batch.run_local` over Parquet in a process of its own,
beside reading everything, ranking and writing in one go; and, where `make test-spark` has made its environment, Spark
on two local cores. All must give the same answers. The table of sizes follows from the measured cost of one person.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from arbeidspact.batch import (
    BatchRequest,
    Matcher,
    MeasuredCost,
    Sizing,
    answer_hash,
    batch_of,
    persons_from,
    run_local,
    size_of_run,
)
from arbeidspact.batch.spark import match_people
from arbeidspact.matching import Policy
from bench.matching.meter import Meter, rounded, timed
from bench.matching.process import ROOT, UNFAIR
from bench.matching.workload import K, Size, workload

POLICY: Final = Policy(on=date(2026, 11, 22))
DRAWN_PERSONS: Final = 20_000
SIZES: Final = (10_000, 100_000, 1_000_000)
QUICK_SIZES: Final = (1_000, 5_000)
SECONDS: Final = 20.0
QUICK_SECONDS: Final = 2.0
SPARK_SIZE: Final = 100_000
SPARK_PYTHON: Final = ROOT / ".venv" / "spark" / "bin" / "python"
MACHINES: Final = (2, 16, 64)
RUNS: Final = (
    ("a city", 12_000, 9_000),
    ("a region", 190_000, 110_000),
    ("a country", 1_000_000, 300_000),
    ("a large country", 1_000_000, 1_000_000),
    ("Europe", 3_000_000, 3_000_000),
)

# One size: a process lays out the files, others run over them.


def lay_out(folder: Path, vacancies: int, seconds: float) -> dict[str, Any]:
    """Write an index, and so many people that a run takes about these seconds; say what matching alone costs."""
    size = Size(str(vacancies), DRAWN_PERSONS, vacancies, zones=min(1_000, max(25, vacancies // 1_000)))
    work = workload(size)
    exact = work.index()
    building = timed(lambda: work.index(related=True).save(folder / "work.index"))
    exact.save(folder / "exact.index")
    costs = {}
    for name, file in (("exact", "exact.index"), ("related", "work.index")):
        matcher = Matcher.of(folder / file, K, POLICY, threads=1)
        matcher.rank(work.persons.take(range(20)))
        few, cpu = 50, 0.0
        while cpu < min(seconds / 4, 3) and few < DRAWN_PERSONS:
            few = min(DRAWN_PERSONS, few * 4)
            some = work.persons.take(range(few))
            begin = time.process_time()
            matcher.rank(some)
            cpu = time.process_time() - begin
        costs[name] = cpu / few * 1e6
    count = int(min(3_000_000, max(1_000, seconds * 1e6 / costs["related"] * (os.cpu_count() or 1))))
    _write_people(folder / "people.parquet", batch_of(work.persons), count)
    return {
        "vacancies": vacancies,
        "persons": count,
        "build_seconds": rounded(building),
        "index_megabytes": round((folder / "work.index").stat().st_size / 1e6, 1),
        "match_microseconds_exact": rounded(costs["exact"]),
        "match_microseconds_related": rounded(costs["related"]),
    }


def _write_people(file: Path, drawn: pa.RecordBatch, count: int) -> None:
    """So many people: those drawn again and again, each time with other ids."""
    with pq.ParquetWriter(file, drawn.schema) as writer:
        for first in range(0, count, drawn.num_rows):
            ids = pc.add(drawn.column("id"), first)
            some = drawn.set_column(0, drawn.schema.field("id"), ids).slice(0, count - first)
            writer.write_table(pa.Table.from_batches([some]), row_group_size=65_536)


def in_parts(folder: Path) -> dict[str, Any]:
    """The product's own run: reading, matching and writing side by side."""
    request = BatchRequest(folder / "people.parquet", folder / "work.index", folder / "answers", POLICY, k=K)
    Matcher.of(request.index, K, POLICY).match_batch(_first_people(folder))
    meter = Meter()
    with meter.running():
        result = run_local(request)
    size = sum(part.stat().st_size for part in result.parts)
    return _figures("arbeidspact, in parts", meter, result.persons, size, result.answer_hash)


def at_once(folder: Path) -> dict[str, Any]:
    """Everything in memory: read, rank, write, one after another."""
    matcher = Matcher.of(folder / "work.index", K, POLICY)
    matcher.match_batch(_first_people(folder))
    meter = Meter()
    with meter.running():
        persons = persons_from(pq.read_table(folder / "people.parquet"))
        matches = matcher.match_batch(batch_of(persons))
        pq.write_table(pa.Table.from_batches([matches]), folder / "at once.parquet")
    size = (folder / "at once.parquet").stat().st_size
    return _figures("read, rank, write in one go", meter, len(persons), size, answer_hash(matches))


def on_spark(folder: Path) -> dict[str, Any]:
    """Spark on two local cores: the second run, when Java is warm; its start and first run are told apart."""
    from pyspark.sql import SparkSession

    begin = time.perf_counter()
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    spark = builder.getOrCreate()
    start = time.perf_counter() - begin
    people = spark.read.parquet(str(folder / "people.parquet"))
    runs = []
    for place in range(2):
        answers = match_people(people, folder / "work.index", policy=POLICY, k=K)
        runs.append(timed(lambda: answers.write.parquet(str(folder / f"by spark {place}"))))  # noqa: B023
    matches = pq.read_table(folder / "by spark 1")
    spark.stop()
    return {
        "name": "Spark, local[2]",
        "persons": people_in(folder),
        "seconds": rounded(runs[1]),
        "start_seconds": rounded(start),
        "first_seconds": rounded(runs[0]),
        "persons_a_second": round(people_in(folder) / runs[1]),
        "answer_hash": answer_hash(matches),
    }


def people_in(folder: Path) -> int:
    rows: int = pq.read_metadata(folder / "people.parquet").num_rows
    return rows


def _first_people(folder: Path) -> pa.RecordBatch:
    """Some people to compile for, before the clock starts."""
    batch: pa.RecordBatch = next(pq.ParquetFile(folder / "people.parquet").iter_batches(100))
    return batch


def _figures(name: str, meter: Meter, persons: int, answer_bytes: int, fingerprint: str) -> dict[str, Any]:
    figures = meter.figures()
    return {
        "name": name,
        "persons": persons,
        "seconds": figures["seconds"],
        "cpu_seconds": figures["cpu_seconds"],
        "persons_a_second": round(persons / figures["seconds"]),
        "peak_megabytes": figures["peak_megabytes"],
        "answer_megabytes": rounded(answer_bytes / 1e6),
        "answer_hash": fingerprint,
    }


WAYS: Final = {"parts": in_parts, "once": at_once, "spark": on_spark}

# All sizes.


def measure(sizes: list[int], seconds: float) -> dict[str, Any]:
    """Every figure of the tables, after checking that all ways give the same answers."""
    measured = []
    for vacancies in sizes:
        with TemporaryDirectory(prefix="bench-batch-") as place:
            found = _elsewhere(Path(sys.executable), "layout", place, str(vacancies), str(seconds))
            ways = [_elsewhere(Path(sys.executable), way, place) for way in ("parts", "once")]
            if vacancies == SPARK_SIZE and SPARK_PYTHON.exists():
                ways.append(_elsewhere(SPARK_PYTHON, "spark", place))
            if len({way["answer_hash"] for way in ways}) != 1:
                raise SystemExit(f"At {vacancies} vacancies two ways disagree: the figures would mean nothing.")
            measured.append({**found, "ways": ways})
    costs = [cost_of(size) for size in measured]
    rows = [_row(name, size_of_run(persons, vacancies, costs)) for name, persons, vacancies in RUNS]
    return {"bench": "batch", "k": K, "processors": os.cpu_count(), "sizes": measured, "runs": rows}


def cost_of(size: dict[str, Any]) -> MeasuredCost:
    """What one person cost at this number of vacancies, all included."""
    run = size["ways"][0]
    return MeasuredCost(
        vacancies=size["vacancies"],
        core_microseconds=run["seconds"] * (os.cpu_count() or 1) / run["persons"] * 1e6,
        index_bytes=size["index_megabytes"] * 1e6,
        memory_bytes=run["peak_megabytes"] * 1e6,
        answer_bytes=run["answer_megabytes"] * 1e6 / run["persons"],
    )


def _row(name: str, sizing: Sizing) -> dict[str, Any]:
    return {
        "name": name,
        "persons": sizing.persons,
        "vacancies": sizing.vacancies,
        "core_hours": rounded(sizing.core_seconds / 3_600),
        "seconds_on": {str(cores): rounded(sizing.seconds_on(cores)) for cores in MACHINES},
        "index_megabytes": round(sizing.index_bytes / 1e6),
        "memory_megabytes": round(sizing.memory_bytes / 1e6),
        "answer_megabytes": round(sizing.answer_bytes / 1e6),
        "is_extrapolated": sizing.is_extrapolated,
    }


def _elsewhere(python: Path, way: str, *arguments: str) -> dict[str, Any]:
    """The figures of one way, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in UNFAIR}
    environment |= {"PYSPARK_PYTHON": str(python), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [str(python), "-m", "bench.batch", "--part", way, *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{way} {' '.join(arguments)} ended with an error:\n{done.stderr[-2_000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


# Tables.


def duration(seconds: float) -> str:
    """In words that one reads at a glance."""
    if seconds < 90:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    if seconds < 5_400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3_600:.1f} h" if seconds < 36_000 else f"{seconds / 3_600:,.0f} h"


def plain(number: float) -> str:
    """Three figures that matter, written out."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def megabytes(amount: float) -> str:
    return f"{amount:,.0f} MB" if amount < 1_000 else f"{amount / 1_000:,.1f} GB"


def cost_table(figures: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: what was measured."""
    headings = ["vacancies", "way", "persons", "seconds", "persons a second", "most memory", "index", "index built in"]
    rows = []
    for size in figures["sizes"]:
        for way in size["ways"]:
            memory = megabytes(way["peak_megabytes"]) if "peak_megabytes" in way else ""
            cells = [f"{size['vacancies']:,}", way["name"], f"{way['persons']:,}", plain(way["seconds"])]
            cells += [f"{way['persons_a_second']:,}", memory]
            rows.append([*cells, megabytes(size["index_megabytes"]), f"{plain(size['build_seconds'])} s"])
    return headings, rows


def person_table(figures: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: what one person costs."""
    headings = ["vacancies", "exact competences", "related competences too", "related, from file to file"]
    rows = [
        [
            f"{size['vacancies']:,}",
            plain(size["match_microseconds_exact"]),
            plain(size["match_microseconds_related"]),
            plain(cost_of(size).core_microseconds),
        ]
        for size in figures["sizes"]
    ]
    return headings, rows


def sizing_table(figures: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: what runs of some sizes need."""
    times = [f"{cores} processors" for cores in MACHINES]
    headings = ["run", "persons", "vacancies", *times, "index", "memory", "answers"]
    rows = []
    for run in figures["runs"]:
        name = f"{run['name']} *" if run["is_extrapolated"] else run["name"]
        cells = [name, f"{run['persons']:,}", f"{run['vacancies']:,}"]
        cells += [duration(run["seconds_on"][str(cores)]) for cores in MACHINES]
        rows.append([*cells, *(megabytes(run[f"{what}_megabytes"]) for what in ("index", "memory", "answer"))])
    return headings, rows


def show(figures: dict[str, Any], console: Console) -> None:
    """The figures as tables."""
    titles = ("Measured, from file to file", "Microseconds of one processor for one person", "What a run needs")
    for title, (headings, rows) in zip(titles, _tables(figures), strict=True):
        table = Table(title=title)
        for place, heading in enumerate(headings):
            table.add_column(heading, justify="right" if place else "left")
        for row in rows:
            table.add_row(*row)
        console.print(table)


def batch_lines(figures: dict[str, Any]) -> list[str]:
    """The same in Markdown, for the page of measured figures."""
    spark = [way for size in figures["sizes"] for way in size["ways"] if "first_seconds" in way]
    texts = (
        f"Everybody's best {figures['k']} vacancies from Parquet to Parquet, on {figures['processors']} processors;"
        " related competences count. All ways gave the same answers.",
        "What one person costs, in microseconds of one processor:",
        "What a run needs, from these costs; memory is for each machine, the index included. `*`: more vacancies than"
        " were measured, reckoned in proportion.",
    )
    lines: list[str] = []
    for text, (headings, rows) in zip(texts, _tables(figures), strict=True):
        lines += [*([""] if lines else []), text, ""]
        lines += ["| " + " | ".join(headings) + " |", "|---" + "|---:" * (len(headings) - 1) + "|"]
        lines += ["| " + " | ".join(row) + " |" for row in rows]
    for way in spark:
        lines += ["", f"Spark took {way['start_seconds']} s to start, and {way['first_seconds']} s for its first run."]
    return lines


def _tables(figures: dict[str, Any]) -> list[tuple[list[str], list[list[str]]]]:
    return [cost_table(figures), person_table(figures), sizing_table(figures)]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.batch", description="Measure matching everyone at once.")
    parser.add_argument("--quick", action="store_true", help="few vacancies; ends within 50 seconds")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    parser.add_argument("--vacancies", type=int, action="append", help="this number of vacancies; twice or more")
    parser.add_argument("--seconds", type=float, help="how long one run may take, about")
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        way, place, *numbers = options.part
        folder = Path(place)
        found = lay_out(folder, int(numbers[0]), float(numbers[1])) if way == "layout" else WAYS[way](folder)
        print(json.dumps(found))
        return
    sizes = sorted(options.vacancies or (QUICK_SIZES if options.quick else SIZES))
    figures = measure(sizes, options.seconds or (QUICK_SECONDS if options.quick else SECONDS))
    show(figures, Console(width=140))
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
