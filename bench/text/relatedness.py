"""What one competence covers of another: the credits of `taxonomy.relatedness`, measured again.

    python -m bench.text.relatedness [--folder FOLDER] [--json]

For each kind of relation: of the occupations that ask the held competence, in how many does the same ISCO unit group
ask the asked one, beyond chance? The spread is that of the credit when each tenth of the unit groups is left out in
turn. With a folder in which `bench.text` or `arbeidspact taxonomy learn` left the vectors of the edition, the nearness
in meaning of competences that are not related otherwise is measured as well, by its cosine.
"""

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from scipy import sparse

from arbeidspact.taxonomy import ConceptKind, import_esco
from arbeidspact.taxonomy.draft import KINDS
from arbeidspact.taxonomy.edition import Edition
from arbeidspact.taxonomy.installed import edition_path
from arbeidspact.taxonomy.understanding.labels import Labels
from arbeidspact.taxonomy.understanding.similar import Neighbours
from arbeidspact.taxonomy.understanding.vectors import read_vectors, vectors_path

DATA: Final = Path(__file__).resolve().parents[3] / "shared" / "data"
DIRECT: Final = {
    "builds on it": ("needed_by.essential", "needed_by.optional"),
    "it builds on": ("builds_on.essential", "builds_on.optional"),
    "narrower": ("narrower",),
    "broader": ("broader",),
}
GROUPS: Final = ((2, 4), (5, 20), (21, 40), (41, 80))
COSINES: Final = ((0.9, 1.01), (0.8, 0.9), (0.75, 0.8), (0.7, 0.75), (0.6, 0.7), (0.5, 0.6))
MOST_PAIRS: Final = 30_000
SEED: Final = 2026

Pairs = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """One kind of relation: pairs seen, share, chance, and the credit with its lowest and highest over the tenths."""

    kind: str
    pairs: int
    share: float
    chance: float
    credit: float
    lowest: float
    highest: float


class Demand:
    """Which occupations and which unit groups ask which competences. Positions are those of the edition."""

    def __init__(self, edition: Edition) -> None:
        occupations = list(edition.positions(ConceptKind.OCCUPATION))
        rows: list[Numbers] = []
        columns: list[Numbers] = []
        for place, position in enumerate(occupations):
            for strength in ("essential", "optional"):
                asked = edition.relation(f"asks.{strength}").of(position)
                rows.append(np.full(len(asked), place))
                columns.append(asked)
        row, column = np.concatenate(rows), np.concatenate(columns)
        shape = (len(occupations), len(edition))
        self.asks = sparse.csr_matrix((np.ones(len(row), np.float32), (row, column)), shape)
        self.asks.data[:] = 1
        codes = [edition.concept(position).isco or "" for position in occupations]
        numbers = {code: number for number, code in enumerate(sorted(set(codes)))}
        groups = np.array([numbers[code] for code in codes])
        member = sparse.csr_matrix(
            (np.ones(len(codes), np.float32), (groups, np.arange(len(codes)))), (len(numbers), len(codes))
        )
        group_asks = (member @ self.asks > 0).astype(np.float32)
        self.group_asks = group_asks[groups]
        tenths = {code: int(hashlib.sha256(code.encode()).hexdigest(), 16) % 10 for code in numbers}
        self.tenth = np.array([tenths[code] for code in codes])

    def measured(self, kind: str, pairs: Pairs) -> Measured:
        """The credit of these (asked, held) pairs."""
        pairs = _some(pairs)
        everything = np.ones(len(self.tenth), bool)
        count, share, chance, credit = self._credit(pairs, everything)
        without = [self._credit(pairs, self.tenth != tenth)[3] for tenth in range(10)]
        return Measured(kind, count, share, chance, credit, min(without), max(without))

    def _credit(self, pairs: Pairs, chosen: npt.NDArray[np.bool_]) -> tuple[int, float, float, float]:
        held_by = self.asks[chosen].T.tocsr()
        near = self.group_asks[chosen].T.tocsr()
        holders = np.asarray(held_by.sum(axis=1)).ravel()
        asking = np.asarray(near.sum(axis=1)).ravel()
        asked, held = pairs[:, 0], pairs[:, 1]
        seen = (holders[held] > 0) & (asking[asked] > 0)
        asked, held = asked[seen], held[seen]
        both = np.asarray(near[asked].multiply(held_by[held]).sum(axis=1)).ravel()
        share = float((both / holders[held]).mean())
        chance = float((asking[asked] / chosen.sum()).mean())
        return len(asked), share, chance, (share - chance) / (1 - chance)


def relation_pairs(edition: Edition) -> dict[str, Pairs]:
    """The (asked, held) pairs of each kind; pairs in a group leave out those that are related directly."""
    is_competence = edition.columns["kind"] == KINDS.index(ConceptKind.COMPETENCE)
    competences = np.flatnonzero(is_competence).astype(np.int32)
    found: dict[str, Pairs] = {}
    for kind, names in DIRECT.items():
        pieces = []
        for name in names:
            held, counts = edition.relation(name).of_many(competences)
            pieces.append(np.stack([np.repeat(competences, counts), held], axis=1)[is_competence[held]])
        found[kind] = np.concatenate(pieces).astype(np.int64)
    direct = {tuple(pair) for pairs in found.values() for pair in pairs.tolist()}
    grouped: dict[tuple[int, int], set[tuple[int, int]]] = {bounds: set() for bounds in GROUPS}
    for position in range(len(edition)):
        members = [one for one in edition.relation("narrower").of(position).tolist() if is_competence[one]]
        for bounds in GROUPS:
            if bounds[0] <= len(members) <= bounds[1]:
                grouped[bounds].update((left, right) for left in members for right in members if left != right)
    for (least, most), pairs in grouped.items():
        found[f"same group of {least} to {most}"] = np.array(sorted(pairs - direct), np.int64).reshape(-1, 2)
    return found


def near_pairs(edition: Edition, folder: Path, related: dict[str, Pairs]) -> dict[str, Pairs]:
    """The (asked, held) pairs near in meaning, by cosine, without those that are related; none without vectors."""
    vectors = read_vectors(edition, vectors_path(folder, edition))
    if vectors is None:
        return {}
    asked, held, cosines = Neighbours(Labels(edition, [ConceptKind.COMPETENCE]), vectors).pairs()
    every = np.concatenate(list(related.values()))
    known = np.isin(asked.astype(np.int64) * len(edition) + held, every[:, 0] * len(edition) + every[:, 1])
    found = {}
    for least, below in COSINES:
        chosen = ~known & (cosines >= least) & (cosines < below)
        found[f"near, cosine from {least:.2f}"] = np.stack([asked[chosen], held[chosen]], axis=1).astype(np.int64)
    return found


def measure(folder: Path) -> list[Measured]:
    """All kinds, on the reference download; `folder` holds or gets the edition."""
    path = next(folder.glob("esco-*.taxonomy"), None)
    if path is None:
        facts = import_esco(DATA / "esco-1.2.0", folder).edition
        path = edition_path(folder, facts.name, facts.version)
    edition = Edition.from_file(path)
    demand, related = Demand(edition), relation_pairs(edition)
    kinds = {**related, **near_pairs(edition, folder, related)}
    return [demand.measured(kind, pairs) for kind, pairs in kinds.items() if len(pairs)]


def _some(pairs: Pairs) -> Pairs:
    if len(pairs) <= MOST_PAIRS:
        return pairs
    return pairs[np.sort(np.random.default_rng(SEED).permutation(len(pairs))[:MOST_PAIRS])]


def table_of(figures: list[Measured]) -> Table:
    """The figures as they are printed."""
    table = Table(title="What a held competence covers of the asked one")
    for heading in ("Held is", "Pairs", "Share", "Chance", "Credit", "Without a tenth"):
        table.add_column(heading)
    for one in figures:
        spread = f"{one.lowest:.3f} to {one.highest:.3f}"
        table.add_row(one.kind, str(one.pairs), f"{one.share:.3f}", f"{one.chance:.3f}", f"{one.credit:.3f}", spread)
    return table


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.text.relatedness", description="Credits between competences."
    )
    parser.add_argument("--folder", type=Path, help="holds the edition and its vectors")
    parser.add_argument("--json", action="store_true", help="end with one line holding every figure")
    options = parser.parse_args(arguments)
    if not DATA.is_dir():
        raise SystemExit(f"the reference data are not at {DATA.parent.name}/{DATA.name}, beside the repository")
    with TemporaryDirectory() as temporary:
        figures = measure(options.folder or Path(temporary))
    Console(width=120).print(table_of(figures))
    if options.json:
        rows: list[dict[str, Any]] = [{name: getattr(one, name) for name in Measured.__slots__} for one in figures]
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
