"""How fast do figures come in, and how fast do they answer, at the size of a country?

    python -m bench.monitor [--quick] [--json] [--database URL]

Ten years of months for 308 municipalities, forty indicators and five groups: some seven million invented figures in one
CSV file, taken in by `arbeidspact figures import`. Then the questions of the pages: one place over time, the centre
cities beside each other by group, a month on the map, the newest of everywhere, the mean of all by month. DuckDB and
Datasette (over SQLite with an index) answer the same questions from the same file; the answers are compared. `--quick`
takes two years and sixty municipalities. SQLite, or an empty database that `--database` names.
"""

import argparse
import asyncio
import csv
import json
import os
import platform
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

SEED: Final = 20190702
GROUPS: Final = ("", "age:15-24", "age:25-64", "sex:men", "sex:women")
CITIES: Final = 13
ROUNDS: Final = 7
SOURCE: Final = "Bench, invented"
COLUMNS: Final = ("indicator", "period", "area", "value", "unit", "status", "vintage", "source", "breakdown")
ANALYST: Final = "analyst@demo.example"

Answer = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is invented."""

    indicators: int
    municipalities: int
    years: int

    @property
    def figures(self) -> int:
        return self.indicators * self.municipalities * self.years * 12 * len(GROUPS)

    @property
    def months(self) -> list[str]:
        last = 2025
        return [f"{year}-{month:02}" for year in range(last + 1 - self.years, last + 1) for month in range(1, 13)]

    @property
    def areas(self) -> list[str]:
        return [f"m{number:03}" for number in range(self.municipalities)]

    @property
    def slugs(self) -> list[str]:
        return [f"indicator-{number}" for number in range(self.indicators)]


FULL: Final = Size(indicators=40, municipalities=308, years=10)
QUICK: Final = Size(indicators=40, municipalities=60, years=2)


def write_file(path: Path, size: Size) -> None:
    """The invented figures as one CSV file, in the columns of the product."""
    chance = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for slug in size.slugs:
            for area in size.areas:
                for month in size.months:
                    writer.writerows(
                        (slug, month, area, chance.randrange(100_000), "count", "final", "2026-01-15", SOURCE, group)
                        for group in GROUPS
                    )


def prepare(size: Size) -> None:
    """An empty installation that knows these indicators, these municipalities, and somebody who may look."""
    import django

    django.setup()
    from arbeidspact.demo.load import load_demo, prepare_database
    from arbeidspact.demo.population import Size as People
    from arbeidspact.indicators import Category, Dimension, Direction, IndicatorDefinition, Rhythm, SmallestArea, Unit
    from arbeidspact.indicators import Text as Words
    from arbeidspact.monitor.actions import adopt_indicators
    from arbeidspact.monitor.commands import AdoptIndicators
    from arbeidspact.organisations.actor import operator
    from arbeidspact.organisations.models import Area, AreaKind

    def words(text: str) -> Words:
        return Words(nl=text, en=text)

    def dimension(slug: str, *names: str) -> Dimension:
        return Dimension(
            slug=slug, name=words(slug), categories=tuple(Category(slug=one, name=words(one)) for one in names)
        )

    prepare_database()
    load_demo(People(people=60, vacancies=40))
    Area.objects.bulk_create(
        Area(code=code, kind=AreaKind.MUNICIPALITY, name_nl=f"Gemeente {code}") for code in size.areas
    )
    definitions = tuple(
        IndicatorDefinition(
            slug=slug,
            version=1,
            name=words(f"Indicator {slug}"),
            question=words("How many?"),
            numerator=words("people"),
            unit=Unit.COUNT,
            direction=Direction.NEUTRAL,
            source=SOURCE,
            rhythm=Rhythm.MONTHLY,
            delay_days=30,
            smallest_area=SmallestArea.MUNICIPALITY,
            dimensions=(dimension("sex", "women", "men"), dimension("age", "15-24", "25-64")),
            formula_reference=words("invented"),
            owner="bench",
        )
        for slug in size.slugs
    )
    adopt_indicators(AdoptIndicators(definitions=definitions), actor=operator())


def taken_in(path: Path, data: str) -> dict[str, float]:
    """How long `arbeidspact figures import` takes, in seconds on the clock and of a processor; its memory in MB."""
    command = [sys.executable, "-m", "arbeidspact", "--data", data, "figures", "import", str(path), "--yes"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=sys.stderr)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "cpu_s": processor, "memory_mb": after.ru_maxrss / 1024}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a page: what it asks of ours, and of a table of figures in SQL."""

    name: str
    ours: Callable[[], Answer]
    sql: str


def questions(size: Size) -> list[Question]:
    """The questions, each about another indicator, so that none is answered from what the one before read."""
    from arbeidspact.indicators import group_means
    from arbeidspact.monitor.figures import FigureQuery, latest_figures, standing_figures
    from arbeidspact.organisations.actor import operator

    actor, slugs, cities, month = operator(), size.slugs, tuple(size.areas[:CITIES]), size.months[-7]
    first = date(int(month[:4]), int(month[5:]), 1)
    last = first.replace(day=monthrange(first.year, first.month)[1])

    def found(query: FigureQuery) -> Answer:
        return sorted(
            (one.area, one.breakdown, str(one.period), int(one.value)) for one in standing_figures(query, actor=actor)
        )

    def newest() -> Answer:
        return sorted(
            (one.area, "", str(one.period), int(one.value)) for one in latest_figures(slugs[3], actor=actor).values()
        )

    def means() -> Answer:
        figures = standing_figures(FigureQuery(slugs[4], cities), actor=actor)
        return sorted((str(one.period), round(float(one.value), 6)) for one in group_means(figures, cities))

    columns = "area, breakdown, period, value"
    listed = ", ".join(f"'{city}'" for city in cities)
    return [
        Question(
            "one municipality, all months",
            lambda: found(FigureQuery(slugs[0], (cities[0],))),
            f"SELECT {columns} FROM figures WHERE indicator = '{slugs[0]}' AND area = '{cities[0]}' AND breakdown = ''",
        ),
        Question(
            f"{CITIES} cities, all months, five groups",
            lambda: found(FigureQuery(slugs[1], cities, ())),
            f"SELECT {columns} FROM figures WHERE indicator = '{slugs[1]}' AND area IN ({listed})",
        ),
        Question(
            "the map of one month",
            lambda: found(FigureQuery(slugs[2], first=first, last=last)),
            f"SELECT {columns} FROM figures WHERE indicator = '{slugs[2]}' AND breakdown = '' AND period = '{month}'",
        ),
        Question(
            "the newest of every municipality",
            newest,
            f"SELECT {columns} FROM figures WHERE indicator = '{slugs[3]}' AND breakdown = '' AND period = "
            f"(SELECT max(period) FROM figures WHERE indicator = '{slugs[3]}' AND breakdown = '')",
        ),
        Question(
            f"the mean of {CITIES} cities by month",
            means,
            f"SELECT period, avg(value) FROM figures WHERE indicator = '{slugs[4]}' AND breakdown = '' "
            f"AND area IN ({listed}) GROUP BY period",
        ),
    ]


def plain(rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> Answer:
    """Rows of a peer as ours are: sorted, whole numbers whole, means to six decimals, no empty group as null."""
    return sorted(
        tuple(
            round(float(cell), 6)
            if isinstance(cell, float | Decimal) and len(row) == 2
            else int(cell)
            if isinstance(cell, float | Decimal)
            else ("" if cell is None else cell)
            for cell in row
        )
        for row in rows
    )


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """The median in milliseconds, after one that is not counted; and the answer."""
    answer, taken = work(), []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), answer


def in_duckdb(path: Path, folder: Path, asked: Sequence[str]) -> tuple[float, list[tuple[float, Answer]]]:
    """The seconds to read the file in, and each answer with its milliseconds."""
    import duckdb

    start = time.perf_counter()
    with duckdb.connect(str(folder / "peer.duckdb")) as peer:
        peer.execute(
            f"CREATE TABLE figures AS SELECT * REPLACE (coalesce(breakdown, '') AS breakdown) "
            f"FROM read_csv('{path}', header = true, all_varchar = true)"
        )
        peer.execute("ALTER TABLE figures ALTER value TYPE DOUBLE")
        seconds = time.perf_counter() - start
        return seconds, [timed(lambda sql=sql: plain(peer.execute(sql).fetchall())) for sql in asked]  # type: ignore[misc]


def in_datasette(path: Path, folder: Path, asked: Sequence[str]) -> tuple[float, list[tuple[float, Answer]]]:
    """The seconds to read the file in with its index, and each answer with its milliseconds, as JSON of its API."""
    from datasette.app import Datasette

    peer_file = folder / "peer.sqlite3"
    start = time.perf_counter()
    with sqlite3.connect(peer_file) as peer:
        peer.execute(f"CREATE TABLE figures ({', '.join(COLUMNS).replace('value', 'value REAL')})")
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            peer.executemany(f"INSERT INTO figures VALUES ({', '.join('?' for _ in COLUMNS)})", rows)
        peer.execute("CREATE INDEX by_place ON figures (indicator, breakdown, area, period)")
        peer.execute("CREATE INDEX by_period ON figures (indicator, breakdown, period)")
    seconds = time.perf_counter() - start
    settings = {"max_returned_rows": 1_000_000, "sql_time_limit_ms": 60_000}
    served = Datasette([str(peer_file)], settings=settings)
    loop = asyncio.new_event_loop()

    def ask(sql: str) -> Answer:
        answer = loop.run_until_complete(served.client.get("/peer.json", params={"sql": sql, "_shape": "arrays"}))
        return plain(answer.json()["rows"])

    try:
        return seconds, [timed(lambda sql=sql: ask(sql)) for sql in asked]  # type: ignore[misc]
    finally:
        loop.close()


def answers(size: Size, path: Path, folder: Path) -> list[dict[str, Any]]:
    """Every question to everybody. Raises: `RuntimeError` when somebody answers otherwise than ours."""
    asked = questions(size)
    ours = [timed(one.ours) for one in asked]
    peers: Mapping[str, Any] = {
        name: peer(path, folder, [one.sql for one in asked])
        for name, peer in (("duckdb", in_duckdb), ("datasette", in_datasette))
    }
    rows: list[dict[str, Any]] = []
    for place, question in enumerate(asked):
        row: dict[str, Any] = {"question": question.name, "rows": len(ours[place][1]), "ours_ms": ours[place][0]}
        for name, (_seconds, given) in peers.items():
            if list(given[place][1]) != list(ours[place][1]):
                raise RuntimeError(f"{name} answers otherwise: {question.name}")
            row[f"{name}_ms"] = given[place][0]
        rows.append(row)
    rows.append({"read": {name: seconds for name, (seconds, _given) in peers.items()}})
    return rows


def pages(size: Size) -> list[dict[str, Any]]:
    """The pages that show these figures: milliseconds of the server, and queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from arbeidspact.organisations.models import User

    client = Client(headers={"accept-language": "nl", "host": "127.0.0.1"})
    client.force_login(User.objects.get(email=ANALYST))
    slug, areas = size.slugs[5], "&".join(f"area={code}" for code in size.areas[:5])
    rows = []
    for name, address in {
        "every indicator": "/figures/",
        "an indicator": f"/figures/{slug}/",
        "an indicator, five municipalities": f"/figures/{slug}/?{areas}",
        "the pact at a glance": "/pact/arbeidspact-gent/",
    }.items():
        taken = []
        for turn in range(ROUNDS + 1):
            start = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answers {answer.status_code}")
            if turn:
                taken.append((time.perf_counter() - start) * 1000)
        rows.append({"page": name, "median_ms": statistics.median(taken), "queries": len(captured)})
    return rows


def monitor_lines(figures: dict[str, Any]) -> list[str]:
    """What stands on the page of measured figures."""
    came, read = figures["taken_in"], figures["read"]
    lines = [
        f"{figures['figures']:,} invented figures in one CSV file: {figures['indicators']} indicators,",
        f"{figures['municipalities']} municipalities, {figures['years']} years of months, a total and four groups. On",
        f"{figures['database']}, `arbeidspact figures import` checked every row, compared it with what was there and",
        f"took all in, in {came['seconds']:.0f} s ({came['cpu_s']:.0f} s of a processor, {came['memory_mb']:.0f} MB).",
        f"DuckDB read the file without checks in {read['duckdb']:.0f} s; SQLite for Datasette, with its indexes, in",
        f"{read['datasette']:.0f} s. The answers were the same, or this page would not have been written. Ours passes",
        "the permission and gives values with period, status and source; DuckDB gives bare rows in this process;",
        "Datasette answers as JSON.",
        "",
        "| question | rows | ours, ms | DuckDB, ms | Datasette, ms |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in figures["questions"]:
        times = " | ".join(f"{row[way]:.1f}" for way in ("ours_ms", "duckdb_ms", "datasette_ms"))
        lines.append(f"| {row['question']} | {row['rows']:,} | {times} |")
    lines += ["", "| page | median, ms | queries |", "|---|---:|---:|"]
    return lines + [f"| {row['page']} | {row['median_ms']:.0f} | {row['queries']} |" for row in figures["pages"]]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two years and sixty municipalities")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    parser.add_argument("--database", default="", metavar="URL", help="an empty database instead of SQLite")
    options = parser.parse_args()
    size = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"ARBEIDSPACT_DATA": data, "DJANGO_SETTINGS_MODULE": "arbeidspact.settings.testing"}
        if options.database:
            os.environ["ARBEIDSPACT_DATABASE_URL"] = options.database
        file = Path(data) / "figures.csv"
        write_file(file, size)
        prepare(size)
        came = taken_in(file, data)
        from django.db import connection

        *asked, read = answers(size, file, Path(data))
        shown, kind = pages(size), connection.display_name
    figures = {
        "bench": "monitor",
        "figures": size.figures,
        "indicators": size.indicators,
        "municipalities": size.municipalities,
        "years": size.years,
        "database": kind,
        "python": platform.python_version(),
        "taken_in": came,
        **read,
        "questions": asked,
        "pages": shown,
    }
    console = Console()
    table = Table(title=f"{size.figures:,} figures taken in in {came['seconds']:.1f} s, {kind}")
    for heading in ("question", "rows", "ours, ms", "DuckDB, ms", "Datasette, ms"):
        table.add_column(heading)
    for row in asked:
        times = (f"{row[name]:.1f}" for name in ("ours_ms", "duckdb_ms", "datasette_ms"))
        table.add_row(row["question"], str(row["rows"]), *times)
    for row in shown:
        table.add_row(row["page"], "", f"{row['median_ms']:.1f}")
    console.print(table)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
