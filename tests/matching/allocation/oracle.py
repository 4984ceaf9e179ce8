"""The same questions, asked of OR-Tools: minimum-cost flow from persons to vacancies."""

import numpy as np
from ortools.graph.python import min_cost_flow


def highest_total(candidates, capacities, *, quota=1, bonus=0):
    """The highest sum of score + bonus, each person at most `quota` vacancies, each vacancy its capacity."""
    n, m = len(candidates), len(candidates.vacancy_ids)
    source, sink = n + m, n + m + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    rows = np.repeat(np.arange(n), np.diff(candidates.starts))
    persons, vacancies = np.arange(n), n + np.arange(m)
    tails = [np.full(n, source), rows, vacancies, [source]]
    heads = [persons, n + candidates.columns, np.full(m, sink), [sink]]
    rooms = [np.full(n, quota), np.ones(len(rows)), capacities, [n * quota]]
    costs = [np.zeros(n), -(candidates.scores.astype(np.int64) + bonus), np.zeros(m), [0]]
    flow.add_arcs_with_capacity_and_unit_cost(
        *(np.concatenate(parts).astype(kind) for parts, kind in zip(
            (tails, heads, rooms, costs), (np.int32, np.int32, np.int64, np.int64), strict=True
        ))
    )  # fmt: skip
    flow.set_node_supply(source, n * quota)
    flow.set_node_supply(sink, -n * quota)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost()


def most_placed(candidates):
    """How many persons can be placed at once, and the highest sum of scores with so many."""
    bonus = int(candidates.scores.sum()) + 1
    placed, total = divmod(highest_total(candidates, candidates.positions, bonus=bonus), bonus)
    return placed, total
