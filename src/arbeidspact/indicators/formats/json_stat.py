"""JSON-stat 2.0, as Eurostat and Statbel publish it.

Source: the format, version 2.0 (https://json-stat.org/full/); Eurostat, API - Detailed guidelines - API Statistics.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from .cube import NO_VALUE_FLAGS, CubeDimension, CubeValues, number_text, refuse_file, table_of_cube
from .file_table import FileTable

_AGAIN = "download the file again as JSON-stat 2.0"


def read_json_stat(data: bytes, name: str) -> FileTable:
    """Which figures does this JSON-stat dataset hold, as a table?

    Arguments: `data`, a response of class dataset, or one wrapped in `dataset` as version 1 did. Returns: a row for
    each value that is there, numbered as in the file (the first is 0). Raises: `InvalidFile`.
    """
    found = read_json(data, name)
    dataset = found.get("dataset", found) if isinstance(found, Mapping) else None
    if not isinstance(dataset, Mapping) or dataset.get("class", "dataset") != "dataset":
        problem = "this is no JSON-stat dataset"
        raise refuse_file(name, "class", problem, "download one dataset, not a collection or a dimension")
    described = dataset.get("dimension")
    if not isinstance(described, Mapping):
        raise refuse_file(name, "dimension", "the dimensions are missing", _AGAIN)
    ids = dataset.get("id", described.get("id"))
    sizes = dataset.get("size", described.get("size"))
    if not _is_list_of(ids, str) or not _is_list_of(sizes, int) or len(ids) != len(sizes):
        raise refuse_file(name, "id", "the dimensions and their sizes do not fit", _AGAIN)
    dimensions = [_dimension(described.get(one), one, size, name) for one, size in zip(ids, sizes, strict=True)]
    values = _values(dataset, sizes, name)
    updated = str(dataset.get("updated") or "")[:10]
    return table_of_cube(dimensions, values, vintage=updated, source=_source(dataset))


def read_json(data: bytes, name: str) -> Any:
    """What does this JSON say? NaN and infinity are no JSON. Raises: `InvalidFile`."""

    def refuse(text: str) -> Any:
        raise ValueError(f"{text} is no number")

    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=refuse)
    except UnicodeDecodeError:
        raise refuse_file(name, "-", "the file is not UTF-8", "save it as JSON in UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise refuse_file(name, "-", f"this is not JSON ({error})", "download the file again") from None


def _dimension(described: object, dimension: str, size: int, name: str) -> CubeDimension:
    category = described.get("category") if isinstance(described, Mapping) else None
    if not isinstance(category, Mapping):
        raise refuse_file(name, dimension, "this dimension has no categories", _AGAIN)
    label = category.get("label")
    labels: Mapping[str, Any] = label if isinstance(label, Mapping) else {}
    index = category.get("index", list(labels))
    if isinstance(index, Mapping):
        ordered = sorted(index, key=lambda one: index[one] if isinstance(index[one], int) else -1)
        if [index[one] for one in ordered] != list(range(len(ordered))):
            raise refuse_file(name, dimension, "the categories are not numbered from 0 on", _AGAIN)
    else:
        ordered = list(index) if isinstance(index, list) else []
    if len(ordered) != size:
        problem = f"this dimension has {len(ordered)} categories, its size says {size}"
        raise refuse_file(name, dimension, problem, _AGAIN)
    ids = tuple(str(one) for one in ordered)
    return CubeDimension(dimension, ids, tuple(str(labels.get(one, one)) for one in ids))


def _values(dataset: Mapping[str, Any], sizes: list[int], name: str) -> CubeValues:
    total = math.prod(sizes)
    value = dataset.get("value")
    if isinstance(value, list):
        if len(value) != total:
            raise refuse_file(name, "value", f"there are {len(value)} values, the dimensions ask for {total}", _AGAIN)
        pairs = [(place, one) for place, one in enumerate(value) if one is not None]
    elif isinstance(value, Mapping):
        if any(not key.isdecimal() or int(key) >= total for key in value):
            raise refuse_file(name, "value", f"a value has no place among the {total} of the dimensions", _AGAIN)
        pairs = sorted((int(key), one) for key, one in value.items() if one is not None)
    else:
        raise refuse_file(name, "value", "the values are missing", _AGAIN)
    flags = _flags(dataset.get("status"), total)
    pairs = [(place, one) for place, one in pairs if not _has_no_value(flags.get(place, ""), one)]
    numbers = np.array([place for place, _one in pairs], np.int64)
    places = np.stack(np.unravel_index(numbers, sizes), axis=1) if pairs else np.zeros((0, len(sizes)), np.int64)
    return CubeValues(
        places,
        [number_text(one) or "NaN" for _place, one in pairs],
        [flags.get(place, "") for place, _one in pairs],
        numbers,
    )


def _has_no_value(flags: str, value: object) -> bool:
    return bool(NO_VALUE_FLAGS & set(flags.lower())) and value in (0, None, ":")


def _flags(status: object, total: int) -> dict[int, str]:
    if isinstance(status, str):
        return dict.fromkeys(range(total), status)
    if isinstance(status, list):
        flags = status * total if len(status) == 1 else status
        return {place: str(one) for place, one in enumerate(flags) if one}
    if isinstance(status, Mapping):
        return {int(key): str(one) for key, one in status.items() if str(key).isdecimal() and one}
    return {}


def _source(dataset: Mapping[str, Any]) -> str:
    extension = dataset.get("extension")
    code = extension.get("id", "") if isinstance(extension, Mapping) else ""
    return ", ".join(str(part) for part in (dataset.get("source"), dataset.get("label"), code) if part)[:300]


def _is_list_of(found: object, kind: type) -> bool:
    return isinstance(found, list) and all(isinstance(one, kind) and not isinstance(one, bool) for one in found)
