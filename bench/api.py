"""How fast does the API say which work fits a person, with 100,000 open vacancies; and how soon is a change seen?

    python -m bench.api [--quick] [--json]

Loads invented work into a database of its own (SQLite), and asks as a program with a token does: in this process, where
the time is that of the server alone, and of a server with two workers. `--quick` takes 10,000 open vacancies.
"""

import argparse
import gc
import http.client
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.matching.kernel import loops_alone

COUNSELLOR = "counsellor@demo.example"
PEOPLE = 1_500
SAMPLE = 250
CHANGES = 15
LIMIT = 10
LOOPS = 8
"""Times that the compiled loop is measured for each person."""
ROUNDS = 4
"""Times that everybody is asked for through the API, so that the 99th percentile is not one answer or two."""
LEAN = "?include=ranking"
LEAN_WAY = "the ranked list alone"
SETTLED_AFTER = 0.05
LOADED_LONG_AGO = 31
"""Seconds: right after everything was written, every moment is looked at again; a city is not loaded every minute."""


@contextmanager
def city(vacancies: int) -> Iterator[str]:
    """A data directory with so many invented vacancies, thrown away afterwards."""
    with tempfile.TemporaryDirectory() as data:
        os.environ["ARBEIDSPACT_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = "arbeidspact.settings.local"
        import django

        django.setup()
        from arbeidspact.demo.load import load_demo, prepare_database
        from arbeidspact.demo.population import Size

        prepare_database()
        load_demo(Size(people=PEOPLE, vacancies=vacancies))
        time.sleep(LOADED_LONG_AGO)
        (Path(data) / "static").mkdir(exist_ok=True)
        yield data


def token_and_people() -> tuple[str, list[str]]:
    """A token of a counsellor, and people whom the organisation accompanies."""
    from arbeidspact.organisations.actions import issue_api_token
    from arbeidspact.organisations.actor import actor_of
    from arbeidspact.organisations.commands import IssueApiToken
    from arbeidspact.organisations.models import Membership
    from arbeidspact.people.models import Accompaniment

    member = Membership.objects.get(user__email=COUNSELLOR, organisation__slug="stad-gent")
    links = Accompaniment.objects.filter(organisation=member.organisation, until=None).order_by("pk")
    people = [str(one) for one in links.values_list("person__reference", flat=True)[:SAMPLE]]
    return issue_api_token(IssueApiToken(name="bench"), actor=actor_of(member)).raw, people


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took, in seconds: on the clock, and of a processor for the thread that asked."""

    clock: float
    processor: float

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.clock + other.clock, self.processor + other.processor)


def figures_of(way: str, taken: Sequence[Taken], *, is_here: bool = True) -> dict[str, Any]:
    """Median and 99th percentile, in milliseconds.

    Arguments: `is_here`, the work was done by the thread that asked, whose processor time is then that of the work.
    """
    clock, processor = (sorted(times) for times in zip(*((one.clock, one.processor) for one in taken), strict=True))
    last = min(len(taken) - 1, int(len(taken) * 0.99))
    figures = {"way": way, "median_ms": statistics.median(clock) * 1000, "p99_ms": clock[last] * 1000}
    if is_here:
        figures |= {"cpu_median_ms": statistics.median(processor) * 1000, "cpu_p99_ms": processor[last] * 1000}
    return figures | {"asked": len(taken)}


def timed(work: Callable[[], object]) -> Taken:
    start, worked = time.perf_counter(), time.thread_time()
    work()
    return Taken(time.perf_counter() - start, time.thread_time() - worked)


def in_the_compiled_loop(people: Sequence[str]) -> list[Taken]:
    """Ranking each of them in the compiled loop alone."""
    from django.utils import timezone

    from arbeidspact.matching import Policy
    from arbeidspact.matching.overlay import parts_of
    from arbeidspact.people.models import Person
    from arbeidspact.vacancies.columns import person_columns
    from arbeidspact.vacancies.snapshot import snapshot_on

    today = timezone.localdate()
    snapshot = snapshot_on(today)
    persons = person_columns(Person.objects.filter(reference__in=people).order_by("pk"), snapshot.words, today)
    ones = [persons.take([row]) for row in range(len(persons))]
    loops = loops_alone(parts_of(snapshot.index)[0], ones, LIMIT, Policy(on=today))
    return [timed(loop) for _time in range(LOOPS) for loop in loops]


def in_this_process(token: str, people: Sequence[str]) -> list[dict[str, Any]]:
    """The API without a network; and what each part of it takes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from arbeidspact.api.v1 import authentication
    from arbeidspact.vacancies.models import Vacancy
    from arbeidspact.vacancies.snapshot import snapshot_on
    from arbeidspact.vacancies.warming import warm_up

    authentication.REQUESTS_A_MINUTE = sys.maxsize  # type: ignore[misc]
    client = Client(headers={"authorization": f"Bearer {token}", "host": "127.0.0.1"})

    def ask(person: str, include: str = "") -> None:
        answer = client.get(f"/api/v1/matching/people/{person}{include}")
        if answer.status_code != 200:
            raise RuntimeError(f"the API answers {answer.status_code}")

    today = timezone.localdate()
    rows = [figures_of("a first start: all vacancies read, the base laid out", [timed(warm_up)])]
    # As the server does once it is ready.
    gc.collect()
    gc.freeze()
    for way, include in (("work for a person, all of it", ""), (LEAN_WAY, LEAN)):
        ask(people[0], include)
        with CaptureQueriesContext(connection) as captured:
            ask(people[1], include)
            queries = len(captured)
        taken = [timed(lambda p=p, i=include: ask(p, i)) for _round in range(ROUNDS) for p in people]
        rows.append({**figures_of(way, taken), "queries": queries})
    rows.append(figures_of("of which the compiled loop", in_the_compiled_loop(people)))
    rows.append(figures_of("is the index still current?", [timed(lambda: snapshot_on(today)) for _ in range(SAMPLE)]))
    laid_over, shown = [], []
    for vacancy in Vacancy.objects.filter(filled_on=None, cancelled_on=None).order_by("pk")[:CHANGES]:
        vacancy.save()
        time.sleep(SETTLED_AFTER)
        laid_over.append(timed(lambda: snapshot_on(today)))
        shown.append(timed(lambda: ask(people[0])))
    rows.append(figures_of("a vacancy changed: laid over the base", laid_over))
    rows.append(
        figures_of("a vacancy changed: the first answer after", [a + b for a, b in zip(laid_over, shown, strict=True)])
    )
    return rows


def of_a_server(data: str, token: str, people: Sequence[str]) -> list[dict[str, Any]]:
    """The same over HTTP, from a server that was just started; one question at a time."""
    from arbeidspact.organisations.models import ApiToken

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "arbeidspact", "--data", data, "serve", "--port", str(port)]
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(port)
        started = time.perf_counter() - start
        connection = http.client.HTTPConnection("127.0.0.1", port)

        def ask(person: str, include: str = "") -> None:
            address = f"/api/v1/matching/people/{person}{include}"
            connection.request("GET", address, headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"the API answers {answer.status}")

        ApiToken.objects.update(counted=0)
        first = timed(lambda: ask(people[0]))
        rows = [
            figures_of("a server starts until it answers", [Taken(started, 0)], is_here=False),
            figures_of("the first answer of that server", [first], is_here=False),
        ]
        for way, include in (("work for a person, all of it, over HTTP", ""), (f"{LEAN_WAY}, over HTTP", LEAN)):
            taken = []
            for _round in range(ROUNDS):
                ApiToken.objects.update(counted=0)
                taken += [timed(lambda p=p, i=include: ask(p, i)) for p in people[1:]]
            rows.append(figures_of(way, taken, is_here=False))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
    return rows


def wait_for(port: int) -> None:
    """Until somebody listens there."""
    for _attempt in range(2_400):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def api_lines(figures: dict[str, Any]) -> list[str]:
    """What stands on the page of measured figures."""
    lines = [
        f"Which of {figures['open_vacancies']:,} open vacancies fit one person, with reasons, near misses and what",
        "would open more; logged so that it can be made again. The ranked list alone is `include=ranking`: permission,",
        "access event and log are the same. SQLite, one question at a time.",
        "",
        f"The machine was shared: other work ran beside it, with a load of {figures['load'][0]:.1f} when it began and",
        f"{figures['load'][1]:.1f} when it ended. So the clock says what a busy machine does, and its 99th percentile",
        "most of all the wait for a processor; CPU is what the answer itself takes.",
        "",
        "| what | median, ms | p99, ms | CPU median, ms | CPU p99, ms | asked |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    return lines + [f"| {' | '.join([row['way'], *cells_of(row), str(row['asked'])])} |" for row in figures["rows"]]


def cells_of(row: dict[str, Any]) -> list[str]:
    """The times of this row; below a millisecond with more digits, and empty where they say nothing."""
    times = [row.get(name) for name in ("median_ms", "p99_ms", "cpu_median_ms", "cpu_p99_ms")]
    return ["" if one is None else f"{one:,.3f}" if one < 1 else f"{one:,.1f}" for one in times]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 open vacancies")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    options = parser.parse_args()
    vacancies = 12_500 if options.quick else 125_000
    load = [os.getloadavg()[0]]
    with city(vacancies) as data:
        token, people = token_and_people()
        rows = in_this_process(token, people) + of_a_server(data, token, people)
    opened = round(vacancies * 0.8)
    load.append(os.getloadavg()[0])
    figures = {
        "bench": "api",
        "open_vacancies": opened,
        "python": platform.python_version(),
        "load": load,
        "rows": rows,
    }
    table = Table(title=f"Which work fits? {opened:,} open vacancies, SQLite")
    for heading in ("what", "median, ms", "p99, ms", "CPU median, ms", "CPU p99, ms", "asked", "queries"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in rows:
        table.add_row(row["way"], *cells_of(row), str(row["asked"]), str(row.get("queries", "")))
    Console().print(table)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
