"""Ways to give everybody at most one vacancy so that all scores together are highest: ours, OR-Tools, SciPy, greedy.

Each takes the same candidate pairs and gives the place of the pair chosen for each person placed. Scores are whole
numbers, so that an optimum is an optimum to the last digit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.allocation import Candidates, allocate


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs, by rising person, each person's best first: rows of persons and of vacancies, and worth above 0.

    `worth` in millionths of a full score.
    """

    person: NDArray[np.int64]
    vacancy: NDArray[np.int64]
    worth: NDArray[np.int64]
    persons: int
    vacancies: int

    def of_first(self, persons: int) -> "Pairs":
        """The pairs of the first persons alone."""
        here = slice(0, int(np.searchsorted(self.person, persons)))
        return Pairs(self.person[here], self.vacancy[here], self.worth[here], persons, self.vacancies)


def auction(pairs: Pairs) -> NDArray[np.int64]:
    """Ours: an exact auction."""
    candidates = Candidates(
        person_ids=np.arange(pairs.persons),
        starts=np.searchsorted(pairs.person, np.arange(pairs.persons + 1)),
        columns=pairs.vacancy,
        scores=pairs.worth,
        vacancy_ids=np.arange(pairs.vacancies),
        positions=np.ones(pairs.vacancies, dtype=np.int32),
    )
    entries = allocate(candidates).entries
    return entries[entries >= 0]


def min_cost_flow(pairs: Pairs) -> NDArray[np.int64]:
    """OR-Tools SimpleMinCostFlow: everybody sends one unit, through a pair or past all of them."""
    from ortools.graph.python import min_cost_flow as ortools

    flow = ortools.SimpleMinCostFlow()
    people, jobs = np.arange(pairs.persons), np.arange(pairs.vacancies) + pairs.persons
    sink = pairs.persons + pairs.vacancies
    one = np.ones(len(pairs.person), dtype=np.int64)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(pairs.person, pairs.vacancy + pairs.persons, one, -pairs.worth)
    ends, none = np.full(pairs.persons, sink), np.zeros(pairs.persons, dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(people, ends, none + 1, none)
    ends, none = np.full(pairs.vacancies, sink), np.zeros(pairs.vacancies, dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(jobs, ends, none + 1, none)
    flow.set_nodes_supplies(people, np.ones(pairs.persons, dtype=np.int64))
    flow.set_node_supply(sink, -pairs.persons)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("OR-Tools finds no optimum")
    return np.flatnonzero(flow.flows(arcs))


def sparse_matching(pairs: Pairs) -> NDArray[np.int64]:
    """SciPy min_weight_full_bipartite_matching: everybody also has a vacancy of their own that is worth nothing."""
    from scipy import sparse
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    own = np.arange(pairs.persons)
    rows = np.concatenate([pairs.person, own])
    columns = np.concatenate([pairs.vacancy, own + pairs.vacancies])
    worth = np.concatenate([pairs.worth + 1, np.ones(pairs.persons)])
    graph = sparse.csr_matrix((worth, (rows, columns)), (pairs.persons, pairs.vacancies + pairs.persons))
    people, jobs = min_weight_full_bipartite_matching(graph, maximize=True)
    placed = jobs < pairs.vacancies
    return _places(pairs, people[placed], jobs[placed])


def dense_assignment(pairs: Pairs) -> NDArray[np.int64]:
    """SciPy linear_sum_assignment on every pair of a person and a vacancy; no candidate is worth nothing."""
    from scipy.optimize import linear_sum_assignment

    worth = np.zeros((pairs.persons, pairs.vacancies))
    worth[pairs.person, pairs.vacancy] = pairs.worth
    people, jobs = linear_sum_assignment(worth, maximize=True)
    real = worth[people, jobs] > 0
    return _places(pairs, people[real], jobs[real])


def greedy(pairs: Pairs) -> NDArray[np.int64]:
    """The best pair first, then the best that is left, and so on."""
    person, vacancy = pairs.person.tolist(), pairs.vacancy.tolist()
    placed, filled, chosen = bytearray(pairs.persons), bytearray(pairs.vacancies), []
    for place in np.argsort(-pairs.worth, kind="stable").tolist():
        if not placed[person[place]] and not filled[vacancy[place]]:
            placed[person[place]] = filled[vacancy[place]] = 1
            chosen.append(place)
    return np.asarray(chosen, dtype=np.int64)


def _places(pairs: Pairs, people: NDArray[Any], jobs: NDArray[Any]) -> NDArray[np.int64]:
    keys = pairs.person * pairs.vacancies + pairs.vacancy
    order = np.argsort(keys)
    wanted = people.astype(np.int64) * pairs.vacancies + jobs
    places: NDArray[np.int64] = order[np.searchsorted(keys[order], wanted)]
    return places


@dataclass(frozen=True, slots=True)
class AllocationPeer:
    """One peer: `most_pairs`, above which it takes too long or too much memory to be asked."""

    title: str
    solve: Callable[[Pairs], NDArray[np.int64]]
    exact: bool
    most_pairs: int


PEERS: Final = {
    "ours": AllocationPeer("arbeidspact, exact auction, 1 thread", auction, True, 1_000_000_000),
    "ortools": AllocationPeer("OR-Tools SimpleMinCostFlow", min_cost_flow, True, 20_000_000),
    "scipy-sparse": AllocationPeer("SciPy min_weight_full_bipartite_matching", sparse_matching, True, 1_000_000),
    "scipy-dense": AllocationPeer("SciPy linear_sum_assignment, dense", dense_assignment, True, 1_000_000),
    "greedy": AllocationPeer("greedy, in Python", greedy, False, 20_000_000),
}
