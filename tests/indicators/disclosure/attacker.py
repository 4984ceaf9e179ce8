"""An attacker who knows every published figure, every margin and that people come whole: what can be pinned?

Independent of the guard: another solver (CP-SAT, over whole numbers), no shared code.
"""

from collections.abc import Iterable, Mapping

from ortools.sat.python import cp_model

from arbeidspact.indicators.disclosure import Margin

FAR = 5_000


def pinned(
    published: Mapping[str, int], margins: Iterable[Margin], *, wanted: Iterable[str], width: int
) -> dict[str, tuple[int, int]]:
    """Which of the wanted cells lie within less than `width`? Returns: lowest and highest of each."""
    margins = list(margins)
    keys = {key for margin in margins for key in (margin.total, *margin.parts)} | set(wanted) | published.keys()
    model = cp_model.CpModel()
    unknown = {key: model.new_int_var(published.get(key, 0), published.get(key, FAR), key) for key in sorted(keys)}
    for margin in margins:
        model.add(unknown[margin.total] == sum(unknown[part] for part in margin.parts))
    found = {}
    for key in wanted:
        ends = []
        for sign in (1, -1):
            model.minimize(sign * unknown[key])
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            assert solver.solve(model) == cp_model.OPTIMAL
            ends.append(solver.value(unknown[key]))
        if ends[1] - ends[0] < width:
            found[key] = (ends[0], ends[1])
    return found
