"""Runs benches and writes their figures into docs/reference/measured.md, each with machine, date and versions.

    python -m bench.report [--quick] [--only matching,web,batch,text]

A part of the page that is not measured anew stays as it is.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench.api import api_lines
from bench.batch import batch_lines
from bench.matching.process import UNFAIR
from bench.matching.table import tables_of
from bench.monitor import monitor_lines
from bench.text.titles import title_lines

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "reference" / "measured.md"
OPENING: Final = """\
# Measured

Made by `make bench`: ours and other ways of doing the same, side by side in one run. Figures of one machine on one day;
compare the ratios, not the seconds; this machine was shared, so CPU s is the steadier column. The peers live in an
environment of their own, from `requirements/bench.txt`; the product needs none of them. One bench alone:
`.venv/bench/bin/python -m bench.matching --quick`, or `.venv/bench/bin/python -m bench.report --only web`; `--help`
tells what else can be chosen.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the page, from one bench: `lines`, what stands under it; `libraries`, whose version it names."""

    heading: str
    lines: Callable[[dict[str, Any]], list[str]]
    libraries: tuple[str, ...]


def measured(name: str, *, quick: bool) -> dict[str, Any]:
    """The figures of one bench: the object on the last line that it prints with --json."""
    command = [sys.executable, "-m", f"bench.{name}", "--json", *(["--quick"] if quick else [])]
    environment = {variable: value for variable, value in os.environ.items() if variable not in UNFAIR}
    printed = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return figures


def with_part(page: str, part: Part, figures: dict[str, Any]) -> str:
    """The page with this part anew, in its old place or at the end."""
    versions = figures.get("versions") or {library: version(library) for library in part.libraries}
    named = ", ".join(f"{library} {number}" for library, number in versions.items())
    lines = [
        f"## {part.heading}",
        "",
        *part.lines(figures),
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, on {machine()}, with Python {platform.python_version()}, {named}.",
    ]
    text = "\n".join(lines) + "\n"
    old = re.compile(rf"^## {re.escape(part.heading)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if old.search(page):
        return old.sub(lambda _: f"{text}\n", page).rstrip("\n") + "\n"
    return f"{page.rstrip()}\n\n{text}"


def machine() -> str:
    """What did it run on?"""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8", errors="replace").splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} processors ({names[0] if names else platform.machine()}), {platform.system()}"


def matching_lines(figures: dict[str, Any]) -> list[str]:
    """Ours and the peers, size by size."""
    lines = [
        f"Everybody's best {figures['k']} vacancies, constraints first: the weight of the required competences that a",
        "person has, against the weight of all; ties by the lower id. Each way runs in a process of its own. The exact",
        "ways gave the same ids and scores as ours to the last bit, or this page would not have been written; of the",
        "others, recall is the share of the true answers that they found. The work is invented and seeded; `esco` has",
        "the shape of ESCO's occupations. Extra memory is what answering took on top of what was loaded.",
    ]
    for table in tables_of(figures):
        lines += ["", f"### {table.title}", "", *table.markdown()]
    return lines


def web_lines(figures: dict[str, Any]) -> list[str]:
    """The pages of a day's work."""
    lines = [
        f"Time of the server alone, with {figures['people']:,} people and {figures['vacancies']:,} vacancies",
        "on SQLite, asked by a counsellor one after the other.",
        "",
        "| page | median, ms | slowest, ms |",
        "|---|---:|---:|",
    ]
    return lines + [f"| {row['page']} | {row['median_ms']:.0f} | {row['slowest_ms']:.0f} |" for row in figures["pages"]]


PARTS: Final = {
    "matching": Part("Matching", matching_lines, ("numpy", "numba")),
    "web": Part("Pages", web_lines, ("django", "numpy")),
    "monitor": Part("Figures of a country", monitor_lines, ("django", "duckdb", "datasette")),
    "api": Part("One person through the API", api_lines, ("django", "numpy", "numba")),
    "batch": Part("Matching everyone", batch_lines, ("numpy", "numba", "pyarrow")),
    "text": Part("Job titles", title_lines, ("numpy", "scipy", "rapidfuzz")),
}


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small workloads, for a look")
    parser.add_argument("--only", default=",".join(PARTS), help=f"these alone, by commas: {', '.join(PARTS)}")
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else OPENING
    for name in options.only.split(","):
        page = with_part(page, PARTS[name], measured(name, quick=options.quick))
        PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is written\n")


if __name__ == "__main__":
    main()
