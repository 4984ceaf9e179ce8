"""Measures matching beside its peers.

    python -m bench.matching [--quick] [--json] [--size NAME ...] [--only PART,...] [--esco FOLDER] [--learned FOLDER]
        [--seconds S]

Without `--size`: city, 100k, flanders and esco, about half an hour in all. Parts: ours (always), questions, allocation,
and each peer by its short name. Every peer that must be exact is compared with ours, ids and scores to the last bit.
"""

import argparse
import json
from pathlib import Path
from typing import Final

from rich.console import Console

from bench.matching.esco import FOLDER
from bench.matching.run import ESCO, PARTS, QUICK_SECONDS, SECONDS, Options, measure
from bench.matching.table import tables_of
from bench.matching.ways import SLOW_TO_PREPARE
from bench.matching.workload import QUICK, SIZES

WIDTH: Final = 180


def chosen(arguments: list[str] | None = None) -> tuple[Options, bool]:
    """What the command line asks: the options, and whether to end with JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description="Measure matching beside its peers.")
    parser.add_argument("--quick", action="store_true", help="a small workload; ends within 50 seconds")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    parser.add_argument("--size", action="append", choices=[*SIZES, ESCO], help="this size alone; may be repeated")
    parser.add_argument("--only", help=f"these parts alone, by commas: {', '.join(PARTS)}")
    parser.add_argument("--esco", type=Path, default=FOLDER, help="the folder of an ESCO 1.2.0 download")
    parser.add_argument("--learned", type=Path, help="a folder with what was learned of ESCO: nearness counts too")
    parser.add_argument("--seconds", type=float, help="how long one part may take, about")
    options = parser.parse_args(arguments)
    usual = tuple(part for part in PARTS if not (options.quick and part in SLOW_TO_PREPARE))
    parts = tuple(options.only.split(",")) if options.only else usual
    if unknown := set(parts) - set(PARTS):
        parser.error(f"--only: {', '.join(sorted(unknown))} is not a part. Choose from {', '.join(PARTS)}")
    sizes = (QUICK.name,) if options.quick else tuple(options.size or [*SIZES, ESCO])
    seconds = options.seconds or (QUICK_SECONDS if options.quick else SECONDS)
    return Options(sizes=sizes, parts=parts, seconds=seconds, esco=options.esco, learned=options.learned), options.json


def main() -> None:
    """Measures and prints."""
    options, with_json = chosen()
    figures = measure(options)
    console = Console(width=max(WIDTH, Console().width))
    for table in tables_of(figures):
        table.show(console)
    if with_json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
