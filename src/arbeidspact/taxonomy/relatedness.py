"""How much does one competence cover of another?

The credits are a first choice made by reasoning, not yet measured against hiring outcomes: calibrate them before they
weigh in a decision about a person. They are directed: the row is the competence that is asked, the column the one
that is held.

| held competence, seen from the asked one | credit | because |
|---|---|---|
| the same name in another edition | 1.0 | the same thing under another id |
| narrower | 0.8 | who can do the special case can do most of the general one |
| one that builds on it (essential) | 0.6 | it could not be learned without |
| broader | 0.5 | the general skill is there, the special case is not |
| one it builds on (essential) | 0.3 | a start was made |
| one that builds on it, or that it builds on (optional) | 0.2 | they are often learned together |
| in the same direct group of at most 12 | 0.3 | close kin |
| in the same direct group of at most 40 | 0.15 | same field; in larger groups membership says nothing |

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
    ("narrower", 0.8, RelationReason.NARROWER),
    ("needed_by.essential", 0.6, RelationReason.NEEDED_BY),
    ("broader", 0.5, RelationReason.BROADER),
    ("builds_on.essential", 0.3, RelationReason.BUILDS_ON),
    ("needed_by.optional", 0.2, RelationReason.NEEDED_BY),
    ("builds_on.optional", 0.2, RelationReason.BUILDS_ON),
)
SMALL_GROUP, SMALL_GROUP_CREDIT = 12, 0.3
LARGE_GROUP, LARGE_GROUP_CREDIT = 40, 0.15
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
    near = size <= LARGE_GROUP
    parents, rows, size = parents[near], rows[near], size[near]
    held, per_parent = members.of_many(parents)
    credit = np.repeat(np.where(size <= SMALL_GROUP, SMALL_GROUP_CREDIT, LARGE_GROUP_CREDIT), per_parent)
    return _batch(edition, np.repeat(rows, per_parent), held, credit.astype(np.float32), RelationReason.SAME_GROUP)


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
