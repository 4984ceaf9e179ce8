"""An index and what changed since: work published a moment ago is ranked without laying out all the rest anew."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from arbeidspact.matching import index_file
from arbeidspact.matching.columns import hash_of_arrays, is_among, is_whole, read_only, whole_numbers
from arbeidspact.matching.exceptions import BadInput, DamagedIndexFile
from arbeidspact.matching.index import Index
from arbeidspact.matching.index_columns import COLUMNS, GROUND_COLUMNS, Ground, vacancies_of
from arbeidspact.matching.inputs import Vacancies
from arbeidspact.mobility import TravelMode

_KEPT: Final = tuple(name for name in COLUMNS if name not in GROUND_COLUMNS)
_STORED: Final = (*_KEPT, "travel_minutes", "gone")


@dataclass(frozen=True, eq=False, repr=False)
class Overlaid:
    """An index with changes on top, to be ranked, explained and counted in as if it were one index.

    `under` is the index underneath as it was; `base` the same with the vacancies that changed or went closed; `changes`
    the new and the changed ones; `gone` the ids closed in the base, rising. Answers are those of `whole`, the one index
    of all of it. Compact it, by keeping `whole` as the next index, when the changes are no longer few.
    """

    under: Index
    base: Index
    changes: Index
    gone: NDArray[np.int64]
    hash: str

    version = Index.version

    @classmethod
    def of(
        cls,
        index: Index,
        changed: Vacancies,
        withdrawn: ArrayLike = (),
        *,
        travel: Mapping[TravelMode, ArrayLike] | None = None,
    ) -> Self:
        """This index with these changes.

        Arguments: `changed`, vacancies that are new or replace the one with their id, in the vocabularies of the index;
        `withdrawn`, ids that no longer count, whether the index has them or not; `travel`, minutes as `Index.build`
        takes them when zones were added after those of the index, None when there are none.
        Raises: as `Index.build`; `BadInput` when `travel` has fewer zones than the index, or an id is both changed and
        withdrawn.
        Cost: that of an index of the changes, and one pass over the ids.
        """
        ground = index.ground if travel is None else index.ground.with_travel(travel)
        ended: NDArray[np.int64] = whole_numbers("withdrawn", withdrawn, np.int64)
        both = np.intersect1d(changed.ids, ended)
        if len(both):
            raise BadInput("withdrawn", f"vacancy {int(both[0])} is among the changed ones too", "Give it once")
        return cls._on(index, ground, changed, np.concatenate([changed.ids, ended]))

    @classmethod
    def _on(cls, index: Index, ground: Ground, changed: Vacancies, ended: NDArray[np.int64]) -> Self:
        if ground.n_zones < index.n_zones:
            raise BadInput("travel", f"it has {ground.n_zones} zones of {index.n_zones}", "Add zones after the others")
        changes = Index.on(ground, changed)
        gone = _found(index, ended)
        base = index.closing(np.searchsorted(index.ids, gone))
        about = f"{index.hash}\n{changes.hash}\n{hash_of_arrays([('gone', gone)])}"
        return cls(index, base, changes, read_only(gone, np.int64), sha256(about.encode()).hexdigest())

    def __len__(self) -> int:
        return len(self.base) - len(self.gone) + len(self.changes)

    def __repr__(self) -> str:
        return f"<Overlaid: {len(self)} vacancies, {len(self.changes)} of them changed, hash {self.hash[:12]}>"

    @property
    def parts(self) -> tuple[Index, Index]:
        """The indexes that together hold every vacancy once."""
        return self.base, self.changes

    @cached_property
    def whole(self) -> Index:
        """The one index of all these vacancies; laid out only when it is ranked in itself.

        Cost: a copy of the columns of the vacancies.
        """
        kept = np.flatnonzero(~is_among(self.under.ids, self.gone))
        return Index.on(self.changes.ground, self.under.vacancies.take(kept).and_(self.changes.vacancies))

    def save(self, path: str | Path) -> None:
        """Write the changes to this file, whole or not at all; the index underneath is not in it."""
        columns = {name: getattr(self.changes, name) for name in _KEPT}
        own, shared = self.changes.travel_minutes, self.under.travel_minutes
        # Journeys take far more room than a few vacancies: they are written only where zones were added.
        columns["travel_minutes"] = np.zeros((0, 0, 0), np.uint16) if np.array_equal(own, shared) else own
        columns["gone"] = self.gone
        index_file.write(Path(path), {"under": self.under.hash}, self.hash, columns, {})

    @classmethod
    def open(cls, path: str | Path, under: Index) -> Self:
        """The changes in this file on top of the index they were made on.

        Raises: as `Index.open`; `DamagedIndexFile` also when they belong on another index.
        """
        settings, stored_hash, columns, _layout = index_file.read(Path(path), _STORED, (), verify=False)
        if settings.get("under") != under.hash:
            raise DamagedIndexFile(Path(path), "its changes were made on another index")
        try:
            opened = cls._from(under, columns)
        except BadInput as error:
            raise DamagedIndexFile(Path(path), "its content cannot be used") from error
        if opened.hash != stored_hash:
            raise DamagedIndexFile(Path(path), "its content does not match its hash")
        return opened

    @classmethod
    def _from(cls, under: Index, columns: Mapping[str, NDArray[Any]]) -> Self:
        ground, minutes = under.ground, columns["travel_minutes"]
        if minutes.size:
            ground = ground.with_travel(dict(zip(under.modes, minutes, strict=True)))
        return cls._on(under, ground, vacancies_of(columns), columns["gone"])


def _found(index: Index, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of these ids that the index has, rising."""
    rising = np.unique(ids)
    return rising[is_among(rising, index.ids)]


AnyIndex = Index | Overlaid

Answer = TypeVar("Answer")


def parts_of(index: AnyIndex) -> tuple[Index, ...]:
    """The indexes that together hold every vacancy once, or closed in all but one of them."""
    return index.parts if isinstance(index, Overlaid) else (index,)


def place_of(index: AnyIndex, vacancy_id: int) -> tuple[Index, int]:
    """In which of these indexes, and in which row of it, is this vacancy? Raises: `UnknownId` when in none."""
    if not isinstance(index, Overlaid):
        return index, index.row_of(vacancy_id)
    is_changed = is_whole(vacancy_id) and (vacancy_id in index.changes.ids or vacancy_id in index.gone)
    part = index.changes if is_changed else index.base
    return part, part.row_of(vacancy_id)


def answers_by_part(
    index: AnyIndex, vacancy_ids: Sequence[int], answers: Callable[[Index, list[int]], Iterable[Answer]]
) -> list[Answer]:
    """What is to be said of each of these vacancies, in their order.

    Arguments: `answers`, for the rows of one index. Raises: `UnknownId` when one is in none.
    """
    places = [place_of(index, vacancy_id) for vacancy_id in vacancy_ids]
    parts = [part for part in parts_of(index) if any(here is part for here, _row in places)]
    found = [iter(answers(part, [row for here, row in places if here is part])) for part in parts]
    return [next(found[parts.index(here)]) for here, _row in places]
