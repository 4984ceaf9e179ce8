"""From the matches of everybody: the lists that a round answers with, its figures, and what each order costs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from arbeidspact.batch import MATCHES, BatchResult
from arbeidspact.batch.whole_files import whole_file
from arbeidspact.matching import Index, day_number
from arbeidspact.matching.allocation import (
    SCORE_OF_ONE,
    Allocation,
    Candidates,
    Recommendations,
    Reranking,
    RerankingPolicy,
    TradeOff,
    allocate,
    crowding,
    measure,
    rerank,
)
from arbeidspact.rounds.folders import RoundFolder
from arbeidspact.rounds.models import MatchingRound
from arbeidspact.vacancies.models import Vacancy

MOST_CROWDED: Final = 20
LONGER: Final = 3
FEWEST_CANDIDATES: Final = 50

Note = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What stays of a round: plain values, and nobody in them."""

    figures: dict[str, Any]
    trade_offs: list[dict[str, Any]]
    crowded: list[dict[str, Any]]
    answer_hash: str


def candidates_for(k: int) -> int:
    """How many vacancies are looked for, for lists of k? More than are shown, or no order had anything to choose."""
    return max(FEWEST_CANDIDATES, LONGER * k)


def measure_round(round_: MatchingRound, folder: RoundFolder, result: BatchResult, note: Note) -> Measured:
    """Make the lists under the round's own order, write them, and measure all orders on the same matches.

    Arguments: `result`, of the finished run; `note` hears how many of the orders were measured.
    Cost: an allocation and a few passes over the matches for each order; some 100 bytes a match in memory.
    """
    candidates = _candidates(folder, result, round_.day)
    allocation = allocate(candidates)
    own = RerankingPolicy(Reranking(round_.reranking), **round_.reranking_parameters)
    policies = [own if own.name == name else RerankingPolicy(name) for name in Reranking]
    rows: list[TradeOff] = []
    for done, policy in enumerate(policies):
        note(done, len(policies))
        lists = rerank(candidates, policy, round_.k)
        rows.append(measure(lists))
        if policy == own:
            answer, row = lists, rows[-1]
    note(len(policies), len(policies))
    _write_answer(answer, folder)
    return Measured(
        figures=_figures(candidates, allocation, result, row),
        trade_offs=[one.row() for one in rows],
        crowded=_crowded(allocation),
        answer_hash=answer.answer_hash,
    )


def _candidates(folder: RoundFolder, result: BatchResult, day: date) -> Candidates:
    """The matches as candidate lists: persons by rising key, as they were written; vacancies open on this day."""
    index = Index.open(folder.index)
    number = day_number(day)
    is_open = (index.valid_from <= number) & (number <= index.valid_until) & (index.positions > 0)
    vacancies, positions = index.ids[is_open], index.positions[is_open]
    persons = pq.read_table(folder.persons, columns=["id"])["id"].to_numpy()
    columns, scores = np.empty(result.matches, dtype=np.int32), np.empty(result.matches, dtype=np.int32)
    counts = np.zeros(len(persons), dtype=np.int64)
    first = 0
    for part in result.parts:
        table = pq.read_table(part)
        last = first + table.num_rows
        columns[first:last] = np.searchsorted(vacancies, table["vacancy_id"].to_numpy())
        scores[first:last] = _millionths(table["score"].to_numpy())
        counts += np.bincount(np.searchsorted(persons, table["person_id"].to_numpy()), minlength=len(persons))
        first = last
    starts = np.zeros(len(persons) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return Candidates(persons, starts, columns, scores, vacancies, positions)


def _millionths(scores: NDArray[np.float64]) -> NDArray[np.int32]:
    whole: NDArray[np.int32] = np.maximum(np.rint(scores * SCORE_OF_ONE), 1).astype(np.int32)
    return whole


def _write_answer(answer: Recommendations, folder: RoundFolder) -> None:
    arrays = [
        answer.person_ids[answer.rows],
        (answer.places + 1).astype(np.int32),
        answer.vacancy_ids[answer.columns],
        answer.scores / SCORE_OF_ONE,
    ]
    table = pa.Table.from_arrays([pa.array(array) for array in arrays], schema=MATCHES)
    with whole_file(folder.answer) as out:
        pq.write_table(table, out)


def _figures(candidates: Candidates, allocation: Allocation, result: BatchResult, row: TradeOff) -> dict[str, Any]:
    own = row.row()
    return {
        "people": len(candidates),
        "not_enough_known": result.not_enough_known,
        "with_match": int(np.count_nonzero(np.diff(candidates.starts))),
        "vacancies": len(candidates.vacancy_ids),
        "positions": int(candidates.positions.sum()),
        "candidates": candidates_for(row.k),
        "placed": allocation.placed,
        "matches_hash": result.answer_hash,
        **{name: own[name] for name in ("never_recommended", "gini", "congestion", "max_load", "ndcg")},
    }


def _crowded(allocation: Allocation) -> list[dict[str, Any]]:
    most = crowding(allocation, MOST_CROWDED)
    references = dict(
        Vacancy.objects.filter(pk__in=[one.vacancy_id for one in most]).values_list("pk", "reference").order_by("pk")
    )
    return [
        {
            "vacancy": str(references.get(one.vacancy_id, "")),
            "wanted_by": one.wanted_by,
            "positions": one.positions,
            "price": one.price,
        }
        for one in most
    ]
