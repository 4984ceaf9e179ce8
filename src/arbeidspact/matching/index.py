"""The index: open vacancies as immutable arrays, laid out for ranking."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from arbeidspact.matching import index_file
from arbeidspact.matching.columns import is_whole, read_only
from arbeidspact.matching.engine.layout import Layout, laid_out
from arbeidspact.matching.engine.tables import ScaleTable
from arbeidspact.matching.exceptions import UnknownId
from arbeidspact.matching.index_columns import (
    COLUMNS,
    GROUND_COLUMNS,
    Ground,
    ground_of,
    vacancies_of,
    vacancy_columns,
)
from arbeidspact.matching.inputs import Vacancies
from arbeidspact.matching.policy import Policy
from arbeidspact.matching.related import Related
from arbeidspact.mobility import SERVICE_HOURS, ServiceHours, TravelMode


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """Vacancies ready to be ranked; every array is read-only. Rows stand by rising vacancy id.

    `travel_minutes` is modes x zones x zones, origin by destination, in the order of
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
    stored_layout: Layout | None = None
    before_closing: "Index | None" = None

    version = index_file.FORMAT_VERSION

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"<Index: {len(self)} vacancies, format {self.version}, hash {self.hash[:12]}>"

    @cached_property
    def language_rows(self) -> NDArray[np.int64]:
        """For each required language, the row of the vacancy that requires it."""
        return np.repeat(np.arange(len(self)), np.diff(self.language_starts))

    @cached_property
    def scales(self) -> dict[Policy, ScaleTable]:
        """What scores are measured against, for the policies asked last."""
        return {}

    @cached_property
    def surveys(self) -> list[Any]:
        """The last survey of these vacancies for one person, with what was asked."""
        return []

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
        `mobility.zone_minutes` gives them; `service`, between what hours each of these ways runs; `related`, what
        competences stand in for others, None for none.
        Raises: `BadInput` naming the column and the row; `UnknownId` for a competence, language or zone beyond the
        vocabularies.
        Cost: one sort of the vacancies and one of their competences; memory about 10 bytes per required competence.
        """
        ground = ground_of(n_competences, n_languages, weights, travel, service, related)
        return cls.on(ground, vacancies)

    @classmethod
    def on(cls, ground: Ground, vacancies: Vacancies) -> Self:
        """The index of these vacancies on the same ground as another index. Raises and costs: as `build`."""
        columns = {**vacancy_columns(vacancies, ground), **ground.columns}
        fixed = {name: read_only(columns[name], columns[name].dtype) for name in COLUMNS}
        fingerprint = index_file.content_hash(ground.settings(), fixed)
        return cls(
            ground.n_competences,
            ground.n_languages,
            ground.modes,
            fingerprint,
            stored_layout=None,
            before_closing=None,
            **fixed,
        )

    def save(self, path: str | Path) -> None:
        """Write the index to this file, whole or not at all."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        index_file.write(Path(path), self.ground.settings(), self.hash, columns, self.layout._asdict())

    @classmethod
    def open(cls, path: str | Path, *, verify: bool = True) -> Self:
        """The index in this file, mapped into memory instead of read.

        Arguments: `verify` reads everything once to compare it with its hash; leave it on unless the file was just
        written by the same machine.
        Raises: `NotAnIndexFile`, `OtherIndexVersion` or `DamagedIndexFile`, each naming the file.
        """
        settings, stored_hash, columns, layout = index_file.read(Path(path), COLUMNS, Layout._fields, verify=verify)
        modes = tuple(TravelMode(mode) for mode in settings["modes"])
        n_competences, n_languages = settings["n_competences"], settings["n_languages"]
        return cls(
            n_competences,
            n_languages,
            modes,
            stored_hash,
            stored_layout=Layout(**layout),
            before_closing=None,
            **columns,
        )

    def closing(self, rows: NDArray[np.int64]) -> "Index":
        """The same index with the vacancies in these rows closed; `before_closing` is this one."""
        positions = self.positions.copy()
        positions[rows] = 0
        return replace(self, positions=read_only(positions, np.int32), stored_layout=self.layout, before_closing=self)

    def row_of(self, vacancy_id: int) -> int:
        """In which row is this vacancy? Raises: `UnknownId` when in none."""
        row = int(np.searchsorted(self.ids, vacancy_id)) if is_whole(vacancy_id) else len(self.ids)
        if row == len(self.ids) or self.ids[row] != vacancy_id:
            raise UnknownId(
                "vacancy_id", f"vacancy {vacancy_id} is not in the index", "Build the index again, or check the id"
            )
        return row

    @property
    def ground(self) -> Ground:
        """What all vacancies of this index share."""
        columns = {name: getattr(self, name) for name in GROUND_COLUMNS}
        return Ground(self.n_competences, self.n_languages, self.modes, columns)

    @property
    def vacancies(self) -> Vacancies:
        """The vacancies as columns again, by rising id."""
        return vacancies_of({name: getattr(self, name) for name in COLUMNS})

    @cached_property
    def layout(self) -> Layout:
        """How the engine walks through the vacancies; made when first asked where the file did not bring it."""
        return self.stored_layout or laid_out({name: getattr(self, name) for name in COLUMNS}, self.n_competences)
