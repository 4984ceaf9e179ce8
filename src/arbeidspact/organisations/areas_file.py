"""Areas as a city writes them down: neighbourhoods, municipalities, groups and regions with the middle of each."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from arbeidspact.indicators import InvalidFile
from arbeidspact.indicators.toml_file import check_known, check_unique, read_entries, read_toml, unknown_tables
from arbeidspact.indicators.wording import Entry, FilledText, Slug

AreaKind = Literal["neighbourhood", "municipality", "group", "region"]


class AreaEntry(Entry):
    """One area; `source_code` is its code at the source (NIS code of a municipality, code of a neighbourhood)."""

    code: Slug
    kind: AreaKind
    nl: FilledText
    en: FilledText
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    part_of: Slug | None = None
    source_code: str = ""

    @model_validator(mode="after")
    def _middle_is_whole(self) -> "AreaEntry":
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude belong together: give both or neither")
        return self


class AreasFile(Entry):
    """Everything an areas file says."""

    areas: tuple[AreaEntry, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Which area codes are known?"""
        return frozenset(area.code for area in self.areas)


def read_areas_file(path: Path) -> AreasFile:
    """Which areas does this file hold?

    Arguments: `path`, a TOML file of `[[area]]` tables; an area may only be part of one that stands above it in the
    file.
    Raises: `InvalidFile` with every problem: file, entry, field, problem, fix.
    """
    content = read_toml(path)
    areas, problems = read_entries(content, path, "area", AreaEntry, key="code")
    problems += unknown_tables(content, path, ("area",))
    problems += check_unique(path, "area", [area.code for area in areas])
    above: list[str] = []
    for area in areas:
        if area.part_of:
            problems += check_known(path, f"area {area.code}", "part_of", [area.part_of], above)
        above.append(area.code)
    if problems:
        raise InvalidFile(problems)
    return AreasFile(areas=tuple(areas))
