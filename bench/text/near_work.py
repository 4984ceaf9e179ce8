"""Does nearness in meaning help to find work? Occupations found by what people of another occupation can do.

    python -m bench.text.near_work --folder FOLDER [--json]

Somebody who holds the essential competences of one occupation of ESCO, all or a third of them, is compared with what
each other occupation asks (its essential competences, weighed by their rarity, each for the best credit that something
held has for it). Right are the occupations of the same ISCO unit group. Precision@10: right ones among the first ten,
divided by ten or by the number of right ones if that is fewer; MRR: 1 / the place of the first right one. Ties share
the middle place. The credits were measured on the same unit groups, as one number for thousands of pairs: the figures
compare ways, they do not say how good matching is. FOLDER holds an edition and what `arbeidspact taxonomy learn` made.
"""

import argparse
import json
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from arbeidspact.matching import idf_weights
from arbeidspact.matching.columns import IdLists
from arbeidspact.taxonomy import ConceptKind, Taxonomy, active_taxonomy
from arbeidspact.taxonomy.relatedness import RelatedPairs

LEAST_ESSENTIAL: Final = 5
SEED: Final = 2026
SHARES: Final = {"all": 1.0, "a third": 1 / 3}
FIRST: Final = 10

Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One way to count: pairs that count, how well work of the own unit group is found, and the share of persons for
    whom it is found better, and worse, than by relations alone."""

    way: str
    held: str
    pairs: int
    precision: float
    mrr: float
    better: float = 0.0
    worse: float = 0.0


class Work:
    """What occupations ask, over the competences of the taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.ids = taxonomy.ids(ConceptKind.COMPETENCE)
        column = {concept_id: at for at, concept_id in enumerate(self.ids)}
        asked = [(one, taxonomy.competences_of(one.id).essential) for one in taxonomy.concepts(ConceptKind.OCCUPATION)]
        kept = [(one, essential) for one, essential in asked if len(essential) >= LEAST_ESSENTIAL and one.isco]
        self.asks = [np.array([column[id_] for id_ in essential]) for _, essential in kept]
        groups = [(one.isco or "")[:4] for one, _ in kept]
        self.group = np.unique(groups, return_inverse=True)[1]
        self.weights = idf_weights(IdLists.from_rows(row.tolist() for row in self.asks), len(self.ids)).astype(float)
        self.entries = np.concatenate(self.asks)
        self.starts = np.cumsum([0, *(len(row) for row in self.asks[:-1])])
        self.most = np.add.reduceat(self.weights[self.entries], self.starts)

    def found(self, pairs: RelatedPairs | None, share: float) -> tuple[Numbers, Numbers]:
        """Precision@10 and 1 / the place of the first right one, for every occupation that has others in its group.

        Arguments: `share`, of its essential competences that somebody holds; the same ones each time.
        """
        starts, covers, credits = _by_held(pairs, len(self.ids))
        random = np.random.default_rng(SEED)
        precisions, places = [], []
        for place, essential in enumerate(self.asks):
            held = np.sort(random.permutation(essential)[: max(1, round(share * len(essential)))])
            right = self.group == self.group[place]
            right[place] = False
            if not right.any():
                continue
            worth = np.zeros(len(self.ids))
            for one in held.tolist():
                here = slice(starts[one], starts[one + 1])
                np.maximum.at(worth, covers[here], credits[here])
            worth[held] = 1
            fit = np.add.reduceat((worth * self.weights)[self.entries], self.starts) / self.most
            fit[place] = -1
            above = (fit[None] > fit[right][:, None]).sum(axis=1)
            level = (fit[None] == fit[right][:, None]).sum(axis=1)
            middle = np.sort(above + (level + 1) / 2)
            precisions.append((middle <= FIRST).sum() / min(FIRST, right.sum()))
            places.append(1 / middle[0])
        return np.array(precisions), np.array(places)


def _by_held(pairs: RelatedPairs | None, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """What each competence covers: starts, which, and for how much."""
    if pairs is None:
        return np.zeros(count + 1, np.int64), np.zeros(0, np.int64), np.zeros(0)
    order = np.argsort(pairs.columns, kind="stable")
    starts = np.searchsorted(pairs.columns[order], np.arange(count + 1))
    return starts, pairs.rows()[order], pairs.credits[order].astype(float)


def measure(folder: Path) -> list[Found]:
    """The three ways."""
    plain, near = active_taxonomy(folder), active_taxonomy(folder, by_meaning=True)
    if not near.near:
        raise SystemExit(f"nothing was learned in {folder}: there are no competences near in meaning")
    work = Work(plain)
    ways = {
        "the same competences alone": None,
        "with relations": plain.related_pairs(work.ids),
        "with relations and nearness": near.related_pairs(work.ids),
    }
    figures = []
    for held, share in SHARES.items():
        found = {way: work.found(pairs, share) for way, pairs in ways.items()}
        before = found["with relations"][0]
        figures += [
            Found(
                way,
                held,
                len(ways[way] or ()),
                statistics.mean(precision.tolist()),
                statistics.mean(places.tolist()),
                float((precision > before).mean()),
                float((precision < before).mean()),
            )
            for way, (precision, places) in found.items()
        ]
    return figures


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.text.near_work", description="Work found by nearness.")
    parser.add_argument("--folder", type=Path, required=True, help="holds the edition and what was learned of it")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    options = parser.parse_args(arguments)
    figures = measure(options.folder)
    table = Table(title="Work of the own unit group, found by what somebody can do")
    for heading in ("Way", "Held", "Pairs", "Precision@10", "MRR", "Better", "Worse"):
        table.add_column(heading)
    for one in figures:
        shares = (f"{share:.3f}" for share in (one.precision, one.mrr, one.better, one.worse))
        table.add_row(one.way, one.held, str(one.pairs), *shares)
    Console(width=120).print(table)
    if options.json:
        print(json.dumps([asdict(one) for one in figures]))


if __name__ == "__main__":
    main()
