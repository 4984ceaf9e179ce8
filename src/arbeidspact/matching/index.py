"""The index: open vacancies as immutable arrays, laid out for ranking."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from arbeidspact.matching import index_file
from arbeidspact.matching.columns import GradedLists, IdLists, array_of, check_below, is_whole, read_only, whole_numbers
from arbeidspact.matching.exceptions import BadInput, UnknownId
from arbeidspact.matching.inputs import Vacancies
from arbeidspact.matching.related import Related
from arbeidspact.mobility import SERVICE_HOURS, ServiceHours, TravelMode

LARGEST_TOTAL: Final = 43_690
"""What the competences of one vacancy may weigh together: the engine adds in 16 bits, and half as much may come on top
for the occupation or the nice-to-have competences."""


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """Vacancies ready to be ranked; every array is read-only. Rows stand by rising vacancy id.

    Competences are counted by column; column `n_competences + c` of `posting_starts` holds the vacancies to which
    competence c is nice to have. `travel_minutes` is modes x zones x zones, origin by destination, in the order of
    `modes`; `service_first` and `service_last` (modes) are when the first and the last journey leaves, in minutes after
    midnight. `covers_*` says what a held competence covers besides itself, `covered_by_*` the same the other way round.
    """

    n_competences: int
    n_languages: int
    modes: tuple[TravelMode, ...]
    hash: str
    ids: NDArray[np.int64]
    required_starts: NDArray[np.int64]
    required_ids: NDArray[np.int32]
    nice_starts: NDArray[np.int64]
    nice_ids: NDArray[np.int32]
    posting_starts: NDArray[np.int64]
    postings: NDArray[np.int32]
    weights: NDArray[np.uint16]
    required_totals: NDArray[np.int32]
    nice_totals: NDArray[np.int32]
    covers_starts: NDArray[np.int64]
    covers_ids: NDArray[np.int32]
    covers_credits: NDArray[np.uint8]
    covered_by_starts: NDArray[np.int64]
    covered_by_ids: NDArray[np.int32]
    covered_by_credits: NDArray[np.uint8]
    language_starts: NDArray[np.int64]
    language_ids: NDArray[np.int32]
    language_levels: NDArray[np.uint8]
    licences: NDArray[np.uint64]
    education: NDArray[np.uint8]
    weekly_minutes_min: NDArray[np.uint16]
    weekly_minutes_max: NDArray[np.uint16]
    shifts: NDArray[np.uint32]
    zones: NDArray[np.int32]
    occupations: NDArray[np.int32]
    positions: NDArray[np.int32]
    valid_from: NDArray[np.int32]
    valid_until: NDArray[np.int32]
    starts_at: NDArray[np.int16]
    ends_at: NDArray[np.int16]
    wages_cents: NDArray[np.int32]
    travel_minutes: NDArray[np.uint16]
    service_first: NDArray[np.uint16]
    service_last: NDArray[np.uint16]

    version = index_file.FORMAT_VERSION

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"<Index: {len(self)} vacancies, format {self.version}, hash {self.hash[:12]}>"

    @cached_property
    def language_rows(self) -> NDArray[np.int64]:
        """For each required language, the row of the vacancy that requires it."""
        return np.repeat(np.arange(len(self)), np.diff(self.language_starts))

    @property
    def n_zones(self) -> int:
        return int(self.travel_minutes.shape[1])

    @classmethod
    def build(
        cls,
        vacancies: Vacancies,
        *,
        n_competences: int,
        n_languages: int,
        weights: ArrayLike,
        travel: Mapping[TravelMode, ArrayLike],
        service: Mapping[TravelMode, ServiceHours] = SERVICE_HOURS,
        related: Related | None = None,
    ) -> Self:
        """The index of these vacancies, whatever their order.

        Arguments: `n_competences` and `n_languages`, the sizes of the vocabularies; `weights`, a whole number of 1 or
        more per competence, from `idf_weights`; `travel`, minutes between zones for each way to travel, as
        `mobility.zone_minutes` gives them; `service`, between what hours each of these ways runs; `related`, what competences stand in for others, None for none.
        Raises: `BadInput` naming the column and the row; `UnknownId` for a competence, language or zone beyond the
        vocabularies.
        Cost: one sort of the vacancies and one of their competences; memory about 10 bytes per required competence.
        """
        order = np.argsort(vacancies.ids)
        required, nice = vacancies.required.take(order), vacancies.nice_to_have.take(order)
        check_below("required.ids", vacancies.required.ids, n_competences, what="competence")
        check_below("nice_to_have.ids", vacancies.nice_to_have.ids, n_competences, what="competence")
        check_below("languages.ids", vacancies.languages.ids, n_languages, what="language")
        modes, minutes = _checked_travel(travel)
        check_below("zones", vacancies.zones, minutes.shape[1], what="zone")
        weight = whole_numbers("weights", weights, np.uint16, length=n_competences, least=1)
        nice = _without_required(nice, required)
        starts, postings = _postings(required, nice, n_competences)
        covers = (related or Related.none(n_competences)).in_hundredths(n_competences)
        covered_by = _turned_round(covers)
        languages = vacancies.languages.take(order)
        arrays: dict[str, NDArray[Any]] = {
            "ids": vacancies.ids[order],
            "required_starts": required.starts,
            "required_ids": required.ids,
            "nice_starts": nice.starts,
            "nice_ids": nice.ids,
            "posting_starts": starts,
            "postings": postings,
            "weights": weight,
            "required_totals": _totals(required, weight),
            "nice_totals": _totals(nice, weight),
            "covers_starts": covers.starts,
            "covers_ids": covers.ids,
            "covers_credits": covers.grades,
            "covered_by_starts": covered_by.starts,
            "covered_by_ids": covered_by.ids,
            "covered_by_credits": covered_by.grades,
            "language_starts": languages.starts,
            "language_ids": languages.ids,
            "language_levels": languages.grades,
            **{name: getattr(vacancies, name)[order] for name in _TAKEN_AS_THEY_ARE},
            "travel_minutes": minutes,
            **_service_hours(modes, service),
        }
        _check_totals(arrays["required_totals"] + arrays["nice_totals"], arrays["ids"])
        return cls._of(n_competences, n_languages, modes, arrays)

    def save(self, path: str | Path) -> None:
        """Write the index to this file, whole or not at all."""
        index_file.write(Path(path), self._settings(), self.hash, self._arrays())

    @classmethod
    def open(cls, path: str | Path, *, verify: bool = True) -> Self:
        """The index in this file, mapped into memory instead of read.

        Arguments: `verify` reads everything once to compare it with its hash; leave it on unless the file was just
        written by the same machine.
        Raises: `NotAnIndexFile`, `OtherIndexVersion` or `DamagedIndexFile`, each naming the file.
        """
        names = [field.name for field in fields(cls) if field.name not in _SETTINGS]
        settings, stored_hash, arrays = index_file.read(Path(path), names, verify=verify)
        modes = tuple(TravelMode(mode) for mode in settings["modes"])
        n_competences, n_languages = settings["n_competences"], settings["n_languages"]
        return cls(n_competences=n_competences, n_languages=n_languages, modes=modes, hash=stored_hash, **arrays)

    def row_of(self, vacancy_id: int) -> int:
        """In which row is this vacancy? Raises: `UnknownId` when in none."""
        row = int(np.searchsorted(self.ids, vacancy_id)) if is_whole(vacancy_id) else len(self.ids)
        if row == len(self.ids) or self.ids[row] != vacancy_id:
            raise UnknownId(
                "vacancy_id", f"vacancy {vacancy_id} is not in the index", "Build the index again, or check the id"
            )
        return row

    @classmethod
    def _of(
        cls, n_competences: int, n_languages: int, modes: tuple[TravelMode, ...], arrays: dict[str, NDArray[Any]]
    ) -> Self:
        fixed = {name: read_only(array, array.dtype) for name, array in arrays.items()}
        settings = {"n_competences": n_competences, "n_languages": n_languages, "modes": list(modes)}
        fingerprint = index_file.content_hash(settings, fixed)
        return cls(n_competences=n_competences, n_languages=n_languages, modes=modes, hash=fingerprint, **fixed)

    def _settings(self) -> dict[str, Any]:
        return {"n_competences": self.n_competences, "n_languages": self.n_languages, "modes": list(self.modes)}

    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in _SETTINGS}


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
_SETTINGS: Final = ("n_competences", "n_languages", "modes", "hash")


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
    kept = ~np.isin(pairs, required_rows.astype(np.int64) << 32 | required.ids)
    return IdLists(np.searchsorted(rows[kept], np.arange(len(nice) + 1)), nice.ids[kept])


def _postings(required: IdLists, nice: IdLists, n_competences: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    columns = np.concatenate([required.ids.astype(np.int64), nice.ids.astype(np.int64) + n_competences])
    rows = [np.repeat(np.arange(len(lists), dtype=np.int32), np.diff(lists.starts)) for lists in (required, nice)]
    order = np.argsort(columns, kind="stable")
    starts = np.searchsorted(columns[order], np.arange(2 * n_competences + 1))
    return starts.astype(np.int64), np.concatenate(rows)[order]


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
