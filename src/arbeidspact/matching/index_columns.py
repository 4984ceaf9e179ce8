"""The columns of an index: what all vacancies share, and what each of them asks, checked and in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from arbeidspact.matching.columns import (
    GradedLists,
    IdLists,
    array_of,
    check_below,
    is_among,
    read_only,
    whole_numbers,
)
from arbeidspact.matching.exceptions import BadInput
from arbeidspact.matching.inputs import Vacancies
from arbeidspact.matching.related import Related
from arbeidspact.mobility import ServiceHours, TravelMode

LARGEST_TOTAL: Final = 43_690
"""What the competences of one vacancy may weigh together: the engine adds in 16 bits, and half as much may come on top
for the occupation or the nice-to-have competences."""

MOST_VACANCIES: Final = 1 << 24
"""The engine orders by one whole number that has 24 bits for the row."""

_TAKEN_AS_THEY_ARE: Final = (
    "licences",
    "education",
    "weekly_minutes_min",
    "weekly_minutes_max",
    "shifts",
    "zones",
    "occupations",
    "positions",
    "valid_from",
    "valid_until",
    "starts_at",
    "ends_at",
    "wages_cents",
)

GROUND_COLUMNS: Final = (
    "weights",
    "covers_starts",
    "covers_ids",
    "covers_credits",
    "covered_by_starts",
    "covered_by_ids",
    "covered_by_credits",
    "travel_minutes",
    "service_first",
    "service_last",
)

COLUMNS: Final = (
    "ids",
    "required_starts",
    "required_ids",
    "nice_starts",
    "nice_ids",
    "required_totals",
    "nice_totals",
    "language_starts",
    "language_ids",
    "language_levels",
    *_TAKEN_AS_THEY_ARE,
    *GROUND_COLUMNS,
)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Ground:
    """What all vacancies of an index share: vocabularies, weights, what stands in for what, and journeys."""

    n_competences: int
    n_languages: int
    modes: tuple[TravelMode, ...]
    columns: dict[str, NDArray[Any]]

    @property
    def n_zones(self) -> int:
        return int(self.columns["travel_minutes"].shape[1])

    def settings(self) -> dict[str, Any]:
        """What is not a column, as plain values."""
        return {"n_competences": self.n_competences, "n_languages": self.n_languages, "modes": list(self.modes)}

    def with_travel(self, travel: Mapping[TravelMode, ArrayLike]) -> "Ground":
        """The same with other journeys, by the same ways."""
        modes, minutes = _checked_travel(travel)
        if modes != self.modes:
            raise BadInput("travel", "it has other ways to travel than the index", "Give a matrix for the same ways")
        return Ground(self.n_competences, self.n_languages, modes, {**self.columns, "travel_minutes": minutes})


def ground_of(
    n_competences: int,
    n_languages: int,
    weights: ArrayLike,
    travel: Mapping[TravelMode, ArrayLike],
    service: Mapping[TravelMode, ServiceHours],
    related: Related | None,
) -> Ground:
    """The ground of an index. Arguments and errors: as `Index.build` says."""
    modes, minutes = _checked_travel(travel)
    covers = (related or Related.none(n_competences)).in_hundredths(n_competences)
    covered_by = _turned_round(covers)
    columns = {
        "weights": whole_numbers("weights", weights, np.uint16, length=n_competences, least=1),
        "covers_starts": covers.starts,
        "covers_ids": covers.ids,
        "covers_credits": covers.grades,
        "covered_by_starts": covered_by.starts,
        "covered_by_ids": covered_by.ids,
        "covered_by_credits": covered_by.grades,
        "travel_minutes": minutes,
        **_service_hours(modes, service),
    }
    return Ground(n_competences, n_languages, modes, columns)


def vacancy_columns(vacancies: Vacancies, ground: Ground) -> dict[str, NDArray[Any]]:
    """What each vacancy asks, by rising id, on this ground. Raises: as `Index.build` says."""
    if len(vacancies) > MOST_VACANCIES:
        raise BadInput("ids", f"there are {len(vacancies)} vacancies", f"Cut them in indexes of {MOST_VACANCIES}")
    check_below("required.ids", vacancies.required.ids, ground.n_competences, what="competence")
    check_below("nice_to_have.ids", vacancies.nice_to_have.ids, ground.n_competences, what="competence")
    check_below("languages.ids", vacancies.languages.ids, ground.n_languages, what="language")
    check_below("zones", vacancies.zones, ground.n_zones, what="zone")
    order = np.argsort(vacancies.ids)
    required, languages = vacancies.required.take(order), vacancies.languages.take(order)
    nice = _without_required(vacancies.nice_to_have.take(order), required)
    weights = ground.columns["weights"]
    columns: dict[str, NDArray[Any]] = {
        "ids": vacancies.ids[order],
        "required_starts": required.starts,
        "required_ids": required.ids,
        "nice_starts": nice.starts,
        "nice_ids": nice.ids,
        "required_totals": _totals(required, weights),
        "nice_totals": _totals(nice, weights),
        "language_starts": languages.starts,
        "language_ids": languages.ids,
        "language_levels": languages.grades,
        **{name: getattr(vacancies, name)[order] for name in _TAKEN_AS_THEY_ARE},
    }
    _check_totals(columns["required_totals"] + columns["nice_totals"], columns["ids"])
    return columns


def vacancies_of(columns: Mapping[str, NDArray[Any]]) -> Vacancies:
    """The vacancies in these columns."""
    return Vacancies(
        ids=columns["ids"],
        required=IdLists(columns["required_starts"], columns["required_ids"]),
        nice_to_have=IdLists(columns["nice_starts"], columns["nice_ids"]),
        languages=GradedLists(columns["language_starts"], columns["language_ids"], columns["language_levels"]),
        **{name: columns[name] for name in _TAKEN_AS_THEY_ARE},
    )


def _checked_travel(travel: Mapping[TravelMode, ArrayLike]) -> tuple[tuple[TravelMode, ...], NDArray[np.uint16]]:
    if not travel:
        raise BadInput("travel", "it holds no way to travel", "Give a matrix of minutes for at least one")
    modes = tuple(mode for mode in TravelMode if mode in travel)
    if len(modes) != len(travel):
        raise BadInput("travel", "it has a key that is not a TravelMode", "Use the members of TravelMode as keys")
    matrices: list[NDArray[np.uint16]] = []
    for mode in modes:
        matrix = array_of(f"travel[{mode}]", travel[mode])
        first = matrices[0] if matrices else matrix
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.shape != first.shape:
            raise BadInput(
                f"travel[{mode}]",
                f"its shape is {matrix.shape}",
                "Give zones x zones, the same for every way to travel",
            )
        flat = whole_numbers(f"travel[{mode}]", matrix.reshape(-1), np.uint16)
        matrices.append(flat.reshape(matrix.shape))
    return modes, np.stack(matrices)


def _without_required(nice: IdLists, required: IdLists) -> IdLists:
    rows = np.repeat(np.arange(len(nice)), np.diff(nice.starts))
    required_rows = np.repeat(np.arange(len(required)), np.diff(required.starts))
    pairs = rows.astype(np.int64) << 32 | nice.ids
    kept = ~is_among(pairs, required_rows.astype(np.int64) << 32 | required.ids)
    return IdLists(np.searchsorted(rows[kept], np.arange(len(nice) + 1)), nice.ids[kept])


def _turned_round(lists: GradedLists) -> GradedLists:
    rows = np.repeat(np.arange(len(lists), dtype=np.int32), np.diff(lists.starts))
    order = np.argsort(lists.ids, kind="stable")
    starts = np.searchsorted(lists.ids[order], np.arange(len(lists) + 1))
    return GradedLists(starts, rows[order], lists.grades[order])


def _totals(lists: IdLists, weights: NDArray[np.uint16]) -> NDArray[np.int32]:
    sums = np.zeros(len(lists.ids) + 1, dtype=np.int64)
    np.cumsum(weights[lists.ids], out=sums[1:])
    totals: NDArray[np.int64] = sums[lists.starts[1:]] - sums[lists.starts[:-1]]
    return read_only(np.minimum(totals, LARGEST_TOTAL + 1), np.int32)


def _check_totals(totals: NDArray[np.int32], vacancy_ids: NDArray[np.int64]) -> None:
    heavy = np.flatnonzero(totals > LARGEST_TOTAL)
    if len(heavy):
        raise BadInput(
            f"competences of vacancy {int(vacancy_ids[heavy[0]])}",
            f"they weigh more than {LARGEST_TOTAL} together",
            "Give fewer competences or lower weights",
        )


def _service_hours(
    modes: tuple[TravelMode, ...], service: Mapping[TravelMode, ServiceHours]
) -> dict[str, NDArray[np.uint16]]:
    missing = next((mode for mode in modes if mode not in service), None)
    if missing is not None:
        raise BadInput(f"service[{missing}]", "the hours of this way to travel are missing", "Give its ServiceHours")
    hours = [service[mode] for mode in modes]
    return {
        "service_first": whole_numbers("service.first_departure", [one.first_departure for one in hours], np.uint16),
        "service_last": whole_numbers("service.last_departure", [one.last_departure for one in hours], np.uint16),
    }
