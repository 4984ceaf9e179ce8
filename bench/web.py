"""How fast do the pages of a day's work answer, at the size of a city?

    python -m bench.web [--quick] [--json] [--database URL]

Loads the invented population into a database of its own, signs in as the counsellor of the demo, and asks each page
several times in this process: the time of the server alone, without network and browser. `--quick` takes the usual
demo; without it, as many job seekers and open vacancies as Ghent had, with three years of invented history. SQLite in a
folder of its own, or an empty database that `--database` names, such as postgres://user@host/name.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table

ROUNDS = 5
SAMPLE = 10
COUNSELLOR = "counsellor@demo.example"
SEARCH, WORDS = "/search/", "jobbeurs werkgevers"


@contextmanager
def served_demo(*, quick: bool, database: str = "") -> Iterator[dict[str, int]]:
    """The demo in a data directory that is thrown away afterwards. Gives its sizes."""
    with tempfile.TemporaryDirectory() as data:
        os.environ["ARBEIDSPACT_DATA"] = data
        if database:
            os.environ["ARBEIDSPACT_DATABASE_URL"] = database
        os.environ["DJANGO_SETTINGS_MODULE"] = "arbeidspact.settings.testing"
        import django

        django.setup()
        from arbeidspact.demo.load import load_demo, prepare_database
        from arbeidspact.demo.population import FULL_SIZE, USUAL_SIZE

        size = USUAL_SIZE if quick else FULL_SIZE
        prepare_database()
        load_demo(size)
        yield {"people": size.people, "vacancies": size.vacancies}


def pages() -> dict[str, list[str]]:
    """The addresses to ask, by the name of the page."""
    from django.utils import timezone

    from arbeidspact.organisations.models import User
    from arbeidspact.people.models import Accompaniment
    from arbeidspact.vacancies.models import Vacancy
    from arbeidspact.vacancies.states import open_on

    own = Accompaniment.objects.filter(
        referent=User.objects.get(email=COUNSELLOR), organisation__slug="stad-gent", until__isnull=True
    ).order_by("pk")
    people = [str(link.person.reference) for link in own.select_related("person")[:SAMPLE]]
    vacancies = [
        str(row.reference) for row in Vacancy.objects.filter(open_on(timezone.localdate())).order_by("pk")[:SAMPLE]
    ]
    return {
        "today": ["/"],
        "my people": ["/people/"],
        "all people of the organisation": ["/people/?referent=all"],
        "those for whom something cannot wait": ["/people/?referent=all&waiting=silence"],
        "what cannot wait": ["/follow-up/"],
        "what nobody took": ["/follow-up/?scope=nobody"],
        "words in files": [SEARCH],
        "a person, with fitting work": [f"/people/{reference}/" for reference in people],
        "a plan": [f"/plans/{reference}/" for reference in people],
        "terms of a person": [f"/terms/{reference}/" for reference in people],
        "assessments of a person": [f"/assessments/{reference}/" for reference in people],
        "agreements of a person": [f"/agreements/{reference}/" for reference in people],
        "the team of a person": [f"/teams/{reference}/" for reference in people],
        "handovers": ["/handovers/"],
        "vacancies, with all counts": ["/vacancies/"],
        "a vacancy": [f"/vacancies/{reference}/" for reference in vacancies],
        "people who fit a vacancy": [f"/vacancies/{reference}/people/" for reference in vacancies],
        "the pact, with charts": ["/pact/arbeidspact-gent/"],
        "an indicator, with chart": ["/figures/unemployment-rate/"],
    }


def timed() -> list[dict[str, Any]]:
    """The time of each page in milliseconds: median and slowest, after one round that is not counted; its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from arbeidspact.organisations.models import User

    client = Client(headers={"accept-language": "nl", "host": "127.0.0.1"})
    client.force_login(User.objects.get(email=COUNSELLOR))
    client.post(SEARCH, {"text": WORDS})
    rows = []
    for name, addresses in pages().items():
        with CaptureQueriesContext(connection) as captured:
            client.get(addresses[0])
        queries = len(captured)
        taken = [answered_in(client, address) for address in addresses for _ in range(max(1, ROUNDS // len(addresses)))]
        rows.append(
            {
                "page": name,
                "median_ms": statistics.median(taken),
                "slowest_ms": max(taken),
                "asked": len(taken),
                "queries": queries,
            }
        )
    return rows


def answered_in(client: Any, address: str) -> float:
    """Milliseconds until this page is there. Raises: `RuntimeError` when it is not."""
    start = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the usual demo size")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    parser.add_argument("--database", default="", metavar="URL", help="an empty database instead of SQLite")
    options = parser.parse_args()
    with served_demo(quick=options.quick, database=options.database) as size:
        from django.db import connection

        rows, kind = timed(), connection.display_name
    figures = {"bench": "web", **size, "database": kind, "python": platform.python_version(), "pages": rows}
    table = Table(title=f"Server time; {size['people']:,} people and {size['vacancies']:,} vacancies, {kind}")
    for heading in ("page", "median, ms", "slowest, ms", "asked", "queries"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for row in rows:
        table.add_row(
            row["page"], f"{row['median_ms']:.0f}", f"{row['slowest_ms']:.0f}", str(row["asked"]), str(row["queries"])
        )
    Console().print(table)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
