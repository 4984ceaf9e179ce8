"""How much does one competence cover of another?

The credits are measured, with `python -m bench.text.relatedness`, on the 128,980 relations between occupations and
competences of ESCO 1.2.0. For every pair (asked, held) of one kind: of the occupations that ask the held competence,
in how many does the same ISCO unit group (the occupation itself or a sibling) ask the asked one? The mean over the
pairs of a kind is its share; with the share of all occupations whose unit group asks the asked one as chance, the
credit is (share - chance) / (1 - chance), as in Cohen's kappa. Leaving out each tenth of the unit groups in turn
moves no credit by more than 0.01.

| held competence, seen from the asked one | pairs | share | chance | credit |
|---|---|---|---|---|
| the same name in another edition (by definition) | | | | 1.00 |
| one that builds on it | 5,771 | .527 | .038 | 0.51 |
| one it builds on | 5,771 | .380 | .022 | 0.37 |
| narrower | 4,961 | .384 | .045 | 0.36 |
| in the same direct group of 2 to 4 | 2,910 | .328 | .022 | 0.31 |
| broader | 4,961 | .287 | .022 | 0.27 |
| in the same direct group of 5 to 20 | 29,168 | .223 | .021 | 0.21 |
| in the same direct group of 21 to 40 | 29,948 | .163 | .021 | 0.15 |

In groups of 41 to 80 it is still 0.10 but says little of the single pair: those get none. Essential and optional
relations between competences are taken together: of the essential ones there are 177, too few to tell apart (.42 and
.36). The credits are directed: the row is the competence that is asked, the column the one that is held. They say how
far two competences are asked in the same work, which is the nearest thing to "one stands in for the other" that the
classification itself can show; they are not measured against hiring.

Attitudes get no credit from their group: who is patient is not therefore on time.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.columns import Grouped, IntArray
from arbeidspact.taxonomy.concepts import ConceptKind, RelationReason
from arbeidspact.taxonomy.draft import KINDS
from arbeidspact.taxonomy.edition import Edition

SAME_NAME_CREDIT = 1.0
DIRECT_CREDITS: tuple[tuple[str, float, RelationReason], ...] = (
    ("needed_by.essential", 0.51, RelationReason.NEEDED_BY),
    ("needed_by.optional", 0.51, RelationReason.NEEDED_BY),
    ("builds_on.essential", 0.37, RelationReason.BUILDS_ON),
    ("builds_on.optional", 0.37, RelationReason.BUILDS_ON),
    ("narrower", 0.36, RelationReason.NARROWER),
    ("broader", 0.27, RelationReason.BROADER),
)
# Groups up to this many competences, and what membership is worth.
GROUP_CREDITS: tuple[tuple[int, float], ...] = ((4, 0.31), (20, 0.21), (40, 0.15))
LARGEST_GROUP = GROUP_CREDITS[-1][0]
REASONS = tuple(RelationReason)

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RelatedPairs:
    """Credits between competences as compressed sparse rows, for a list of competence ids.

    Row: the competence asked; column: the competence held; both positions in that list. `starts` has length
    ids + 1; columns rise within a row; the diagonal (credit 1) is left out. `reasons` are positions in `REASONS`.
    """

    starts: npt.NDArray[np.int64]
    columns: IntArray
    credits: FloatArray
    reasons: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.columns)

    def rows(self) -> IntArray:
        """The row of every pair: with `columns` and `credits`, the same matrix as coordinates."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class PairBatch:
    """Pairs from one reason, before the best credit of each pair is kept."""

    rows: IntArray
    columns: IntArray
    credit: FloatArray
    reason: npt.NDArray[np.int8]


def edition_pairs(edition: Edition, asked: IntArray) -> list[PairBatch]:
    """Which competences of this edition cover something of these, and how much?

    Arguments: `asked`, positions in the edition.
    Returns: batches of (asked position, held position) with repeats: see `best_pairs`.
    """
    batches = [
        _direct(edition, asked, edition.relation(name), credit, reason) for name, credit, reason in DIRECT_CREDITS
    ]
    batches.append(_same_group(edition, asked))
    return batches


def _direct(edition: Edition, asked: IntArray, relation: Grouped, credit: float, reason: RelationReason) -> PairBatch:
    held, counts = relation.of_many(asked)
    rows = np.repeat(asked, counts)
    return _batch(edition, rows, held, np.full(len(held), credit, np.float32), reason)


def _same_group(edition: Edition, asked: IntArray) -> PairBatch:
    """Competences under the same direct parent: a group, or a broader competence."""
    members = edition.relation("narrower")
    parents, counts = edition.relation("broader").of_many(asked)
    rows = np.repeat(asked, counts)
    # Sizes count competences only: a group's subgroups are not its members.
    is_competence = edition.columns["kind"] == KINDS.index(ConceptKind.COMPETENCE)
    running = np.concatenate(([0], np.cumsum(is_competence[members.values])))
    size = running[members.starts[parents + 1]] - running[members.starts[parents]]
    near = size <= LARGEST_GROUP
    parents, rows, size = parents[near], rows[near], size[near]
    held, per_parent = members.of_many(parents)
    credits = np.array([credit for _, credit in GROUP_CREDITS], np.float32)
    credit = np.repeat(credits[np.searchsorted([most for most, _ in GROUP_CREDITS], size)], per_parent)
    return _batch(edition, np.repeat(rows, per_parent), held, credit, RelationReason.SAME_GROUP)


def _batch(edition: Edition, rows: IntArray, held: IntArray, credit: FloatArray, reason: RelationReason) -> PairBatch:
    keep = (edition.columns["kind"][held] == KINDS.index(ConceptKind.COMPETENCE)) & (held != rows)
    if reason is RelationReason.SAME_GROUP:
        keep &= ~(edition.is_attitude[held] | edition.is_attitude[rows])
    count = int(keep.sum())
    return PairBatch(rows[keep], held[keep], credit[keep], np.full(count, REASONS.index(reason), np.int8))


def best_pairs(batches: list[PairBatch], count: int) -> RelatedPairs:
    """The highest credit of every pair, as sparse rows over `count` ids."""
    rows = np.concatenate([batch.rows for batch in batches])
    columns = np.concatenate([batch.columns for batch in batches])
    credit = np.concatenate([batch.credit for batch in batches])
    reason = np.concatenate([batch.reason for batch in batches])
    order = np.lexsort((reason, -credit, columns, rows))
    rows, columns, credit, reason = rows[order], columns[order], credit[order], reason[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rows[first], minlength=count), out=starts[1:])
    return RelatedPairs(starts, columns[first].astype(np.int32), credit[first], reason[first])
