"""Which of our areas a file means: by our code, by NIS code or by name; and the parts of municipalities that merged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..crosswalk import Crosswalk, Merger
from ..exceptions import InvalidCell
from .column_mapping import AreasBy, Boundaries, ColumnMapping

FIX_UNKNOWN = "add it to the areas file or correct the code"


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area of ours: its code, what it is called, and its codes at the source (several after a merger)."""

    code: str
    names: tuple[str, ...] = ()
    source_codes: tuple[str, ...] = ()


class AreaBook:
    """The areas of a city, to look a text of a file up in."""

    def __init__(self, areas: Iterable[KnownArea], crosswalk: Crosswalk | None = None) -> None:
        self.areas = tuple(areas)
        self.crosswalk = crosswalk or Crosswalk()

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code of ours."""
        return frozenset(area.code for area in self.areas)

    def reader(self, mapping: ColumnMapping) -> "AreaReader":
        """How areas are read in a file with this mapping."""
        return AreaReader(self, mapping)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """The codes of the areas that go by this name, in small letters."""
        found: dict[str, list[str]] = {}
        for area in self.areas:
            for name in {name.casefold() for name in (*area.names, area.code) if name}:
                found.setdefault(name, []).append(area.code)
        return found

    @cached_property
    def by_single_code(self) -> dict[str, str]:
        """Areas that are one municipality at the source."""
        return {area.source_codes[0]: area.code for area in self.areas if len(area.source_codes) == 1}

    def whole_of(self, merger: Merger) -> str | None:
        """Our area for the municipality that came out of this merger."""
        parts = {part.code for part in merger.parts}
        for area in self.areas:
            if set(area.source_codes) == parts or area.source_codes == (merger.code,):
                return area.code
        return None


class AreaReader:
    """Reads the areas of one file. `parts` holds, by NIS code, the municipalities in it that merged since."""

    def __init__(self, book: AreaBook, mapping: ColumnMapping) -> None:
        self.book = book
        self.mapping = mapping
        self.parts: dict[str, Merger] = {}

    def __call__(self, text: str) -> str:
        """Which area is this? The NIS code itself for a part of a merged municipality. Raises: `InvalidCell`."""
        if self.mapping.areas_by is AreasBy.NIS:
            return self._by_nis(text.removeprefix("BE").rjust(5, "0") if text.isdecimal() else text)
        if self.mapping.areas_by is AreasBy.NAME:
            return self._by_name(text)
        if text not in self.book.codes:
            raise InvalidCell(f"{text} is not a known area", self._fix(text))
        return text

    def _by_nis(self, code: str) -> str:
        merger = self.book.crosswalk.merger_of(code)
        single = self.book.by_single_code.get(code)
        if merger is not None and (single is None or self.book.whole_of(merger) == single):
            if code == merger.code and self.mapping.boundaries is Boundaries.CURRENT:
                return self._whole(merger, code)
            if self.mapping.boundaries is Boundaries.CURRENT:
                raise InvalidCell(
                    f"{code} is no municipality of today: it merged into {merger.name} ({merger.code}) "
                    f"on {merger.on.isoformat()}",
                    "use the new code, or let the mapping say that the file keeps to the borders of the time",
                )
            self._whole(merger, code)
            self.parts[code] = merger
            return code
        if single is not None:
            return single
        new = self.book.crosswalk.merger_into(code)
        if new is not None:
            return self._whole(new, code)
        raise InvalidCell(f"{code} is not a known area", FIX_UNKNOWN)

    def _by_name(self, text: str) -> str:
        found = self.book.by_name.get(text.casefold(), [])
        if len(found) > 1:
            raise InvalidCell(
                f"{text} is the name of several areas: {', '.join(found)}",
                "say in the words of the mapping which one is meant",
            )
        if not found:
            raise InvalidCell(f"{text} is not a known area", self._fix(text))
        return found[0]

    def _whole(self, merger: Merger, code: str) -> str:
        whole = self.book.whole_of(merger)
        if whole is None:
            raise InvalidCell(f"{code} is not a known area", FIX_UNKNOWN)
        return whole

    def _fix(self, text: str) -> str:
        merger = self.book.crosswalk.merger_named(text.replace("-", " ")) or self.book.crosswalk.merger_named(text)
        if merger is None:
            return FIX_UNKNOWN
        return (
            f"it merged into {merger.name} on {merger.on.isoformat()}: use figures by NIS code to have parts added up"
        )


def missing_parts(merger: Merger, present: Sequence[str]) -> list[str]:
    """The parts of which there is no figure, in words."""
    return [f"{part.name} ({part.code})" for part in merger.parts if part.code not in present]
