"""Runs every bench and writes its figures into docs/reference/measured.md, with machine, date and versions.

python -m bench.report [--quick]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "measured.md"
BENCHES = ("matching", "web")
LIBRARIES = ("numpy", "django")


def measured(name: str, *, quick: bool) -> dict[str, Any]:
    """The figures of one bench: the object on the last line that it prints with --json."""
    command = [sys.executable, "-m", f"bench.{name}", "--json", *(["--quick"] if quick else [])]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return figures


def page(figures: dict[str, dict[str, Any]]) -> str:
    """The page of measured figures, in Markdown."""
    versions = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    lines = [
        "# Measured",
        "",
        "Made by `make bench`: ours and the plain ways of doing the same, side by side in one run, answers checked to",
        "be equal. Figures of one machine on one day; compare the ratios, not the seconds.",
        "",
        f"- date: {datetime.now(UTC):%Y-%m-%d}",
        f"- machine: {platform.machine()}, {os.cpu_count()} processors, {platform.system()}",
        f"- versions: Python {platform.python_version()}, {versions}",
    ]
    lines += _matching(figures["matching"])
    lines += _web(figures["web"])
    return "\n".join(lines) + "\n"


def _matching(figures: dict[str, Any]) -> list[str]:
    ours = figures["rank_all"][0]["seconds"]
    lines = [
        "",
        "## Matching",
        "",
        f"{figures['persons']:,} persons against {figures['vacancies']:,} vacancies, the best {figures['k']} for each;"
        f" {figures['share_eligible']:.0%} of the pairs pass every condition.",
        "",
        "| way | seconds | against ours | persons a second | measured on |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row['name']} | {row['seconds']:.2f} | {row['seconds'] / ours:.1f} x | {row['persons_a_second']:,.0f} |"
        f" {row['measured_persons']:,} |"
        for row in figures["rank_all"]
    ]
    lines += ["", "| one question | milliseconds |", "|---|---:|"]
    lines += [f"| {question} | {milliseconds:.2f} |" for question, milliseconds in figures["single"].items()]
    return lines


def _web(figures: dict[str, Any]) -> list[str]:
    lines = [
        "",
        "## Pages",
        "",
        f"Time of the server alone, with {figures['people']:,} people and {figures['vacancies']:,} vacancies",
        "on SQLite, asked by a counsellor one after the other.",
        "",
        "| page | median, ms | slowest, ms |",
        "|---|---:|---:|",
    ]
    return lines + [f"| {row['page']} | {row['median_ms']:.0f} | {row['slowest_ms']:.0f} |" for row in figures["pages"]]


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small workloads, for a look")
    options = parser.parse_args()
    PAGE.write_text(page({name: measured(name, quick=options.quick) for name in BENCHES}), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is written\n")


if __name__ == "__main__":
    main()
