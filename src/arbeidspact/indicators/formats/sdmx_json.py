"""SDMX-JSON data messages, versions 1.0 and 2.0.

Source: SDMX-JSON Data Message, field guides 1.0 and 2.0.0 (https://github.com/sdmx-twg/sdmx-json).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from .cube import CubeDimension, CubeValues, number_text, refuse_file, table_of_cube
from .file_table import FileTable
from .json_stat import read_json

_AGAIN: Final = "download the file again as SDMX-JSON 1.0 or 2.0"
STATUS: Final = "OBS_STATUS"


def read_sdmx_json(data: bytes, name: str) -> FileTable:
    """Which figures does this message hold, as a table?

    Arguments: `data`, a message with one data set, by series or flat. Returns: a row for each observation, numbered
    from 1 in the order of the file. Raises: `InvalidFile`.
    """
    message = read_json(data, name)
    content = message.get("data", message) if isinstance(message, Mapping) else None
    if not isinstance(content, Mapping):
        raise refuse_file(name, "data", "this is no SDMX-JSON data message", _AGAIN)
    if message.get("errors"):
        raise refuse_file(name, "errors", "the publisher answered with an error", "ask for the figures again")
    sets = content.get("dataSets")
    if not isinstance(sets, list) or len(sets) != 1 or not isinstance(sets[0], Mapping):
        raise refuse_file(name, "dataSets", "the message does not hold exactly one data set", "download one at a time")
    reader = _Message(_structure(content, sets[0], name), sets[0], name)
    head = message.get("meta", message.get("header"))
    prepared = str(head.get("prepared", ""))[:10] if isinstance(head, Mapping) else ""
    return table_of_cube(reader.dimensions, reader.values(), vintage=prepared, source=reader.title)


def _structure(content: Mapping[str, Any], dataset: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Version 1 has one structure, version 2 a list of them to which a data set refers by place."""
    found = content.get("structure")
    if found is None:
        structures = content.get("structures")
        place = dataset.get("structure", 0)
        if isinstance(structures, list) and isinstance(place, int) and 0 <= place < len(structures):
            found = structures[place]
    if not isinstance(found, Mapping) or not isinstance(found.get("dimensions"), Mapping):
        raise refuse_file(name, "structure", "the dimensions are missing", _AGAIN)
    return found


class _Message:
    def __init__(self, structure: Mapping[str, Any], dataset: Mapping[str, Any], name: str) -> None:
        self.name = name
        self.dataset = dataset
        self.title = str(structure.get("name") or "")[:300]
        described = structure["dimensions"]
        self.levels = {level: self._components(described.get(level)) for level in ("dataSet", "series", "observation")}
        self.dimensions = [one for level in self.levels.values() for one in level]
        attributes = structure.get("attributes")
        self.statuses = self._statuses(attributes if isinstance(attributes, Mapping) else {})

    def values(self) -> CubeValues:
        """Every observation with its place in each dimension."""
        places: list[tuple[int, ...]] = []
        values: list[str] = []
        flags: list[str] = []
        for key, observation, outer in self._observations():
            if not isinstance(observation, list) or not observation or observation[0] is None:
                continue
            place = self._places(key)
            places.append(place)
            values.append(number_text(observation[0]) or "NaN")
            flags.append(self._flag("observation", observation[1:]) or outer)
        shape = np.array(places, np.int64).reshape(len(places), len(self.dimensions))
        return CubeValues(shape, values, flags, np.arange(1, len(places) + 1, dtype=np.int64))

    def _observations(self) -> Iterator[tuple[str, Any, str]]:
        whole = self._flag("dataSet", self.dataset.get("attributes"))
        flat = self.dataset.get("observations")
        if isinstance(flat, Mapping):
            for key, observation in flat.items():
                yield key, observation, whole
            return
        series = self.dataset.get("series")
        if not isinstance(series, Mapping):
            raise refuse_file(self.name, "dataSets", "there are neither series nor observations", _AGAIN)
        for outer, one in series.items():
            observations = one.get("observations") if isinstance(one, Mapping) else None
            if not isinstance(observations, Mapping):
                raise refuse_file(self.name, f"series {outer}", "the observations are missing", _AGAIN)
            said = self._flag("series", one.get("attributes")) or whole
            for key, observation in observations.items():
                yield f"{outer}:{key}", observation, said

    def _places(self, key: str) -> tuple[int, ...]:
        fixed = len(self.levels["dataSet"])
        parts = key.split(":")
        found = [0] * fixed + [int(part) if part.isdecimal() else -1 for part in parts]
        if len(found) != len(self.dimensions) or any(
            not 0 <= place < len(dimension.categories) for place, dimension in zip(found, self.dimensions, strict=False)
        ):
            raise refuse_file(self.name, f"observation {key}", "the key does not fit the dimensions", _AGAIN)
        return tuple(found)

    def _components(self, described: object) -> list[CubeDimension]:
        found = []
        for one in described if isinstance(described, list) else []:
            values = one.get("values") if isinstance(one, Mapping) else None
            if not isinstance(values, list) or not values:
                raise refuse_file(self.name, "structure", "a dimension has no values", _AGAIN)
            ids = tuple(str(value.get("id", value.get("value", ""))) for value in values)
            found.append(CubeDimension(str(one.get("id", "")), ids, tuple(_label(value) for value in values)))
        return found

    def _statuses(self, attributes: Mapping[str, Any]) -> dict[str, tuple[int, list[str]]]:
        """For each level the place of the status among its attributes, and its codes."""
        found = {}
        for level in ("dataSet", "series", "observation"):
            described = attributes.get(level)
            for place, one in enumerate(described if isinstance(described, list) else []):
                if isinstance(one, Mapping) and one.get("id") in (STATUS, "OBS_FLAG"):
                    values = [value if isinstance(value, Mapping) else {} for value in one.get("values", [])]
                    found[level] = (place, [str(value.get("id", value.get("value", ""))) for value in values])
        return found

    def _flag(self, level: str, attributes: object) -> str:
        if level not in self.statuses or not isinstance(attributes, Sequence) or isinstance(attributes, str):
            return ""
        place, codes = self.statuses[level]
        if place >= len(attributes) or attributes[place] is None:
            return ""
        said = attributes[place]
        if isinstance(said, int) and not isinstance(said, bool):
            return codes[said] if 0 <= said < len(codes) else ""
        # Version 2 may write the code itself.
        return "".join(str(one) for one in said) if isinstance(said, list) else str(said)


def _label(value: Mapping[str, Any]) -> str:
    names = value.get("names")
    first = next(iter(names.values()), "") if isinstance(names, Mapping) else ""
    return str(value.get("name") or first or value.get("id", ""))
