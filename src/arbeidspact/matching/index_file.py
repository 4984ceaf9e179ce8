"""The index on disk: one file, arrays one after another, mapped into memory when opened.

8 bytes of magic; format version and length of the header as little-endian 32-bit numbers; the header as JSON (settings,
the hash of the columns, the hash of the layout, and for each array its name, type, shape and place); then the arrays,
each at a multiple of 64. The hash of the columns names the index; the layout follows from them and has a hash of its
own against damage.
"""

import json
import math
import os
import secrets
import struct
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from arbeidspact.matching.columns import hash_of_arrays
from arbeidspact.matching.exceptions import DamagedIndexFile, NotAnIndexFile, OtherIndexVersion

FORMAT_VERSION: Final = 5

_MAGIC: Final = b"ARBPMIDX"
_PREFIX: Final = struct.Struct("<8sII")
_ALIGNMENT: Final = 64
_LAYOUT: Final = "layout."


def content_hash(settings: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> str:
    """One fingerprint of the format version, the settings and every array."""
    about = json.dumps({"format": FORMAT_VERSION, **settings}, sort_keys=True)
    return sha256(f"{about}\n{hash_of_arrays(arrays.items())}".encode()).hexdigest()


def write(
    path: Path,
    settings: Mapping[str, Any],
    hash_: str,
    columns: Mapping[str, NDArray[Any]],
    layout: Mapping[str, NDArray[Any]],
) -> None:
    """Write the file beside its place and move it there, so that a reader sees the old one or the new one."""
    arrays = {**columns, **{_LAYOUT + name: array for name, array in layout.items()}}
    places: list[dict[str, Any]] = []
    end = 0
    for name, array in arrays.items():
        places.append({"name": name, "dtype": array.dtype.str, "shape": list(array.shape), "at": end})
        end = _aligned(end + array.nbytes)
    about = {"settings": dict(settings), "hash": hash_, "layout": hash_of_arrays(layout.items())}
    header = json.dumps({**about, "arrays": places, "bytes": end}).encode()
    first = _aligned(_PREFIX.size + len(header))
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(_PREFIX.pack(_MAGIC, FORMAT_VERSION, len(header)) + header)
            for place, array in zip(places, arrays.values(), strict=True):
                file.write(b"\0" * (first + place["at"] - file.tell()))
                file.write(np.ascontiguousarray(array).tobytes())
            file.write(b"\0" * (first + end - file.tell()))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read(
    path: Path, columns: Sequence[str], layout: Sequence[str], *, verify: bool
) -> tuple[dict[str, Any], str, dict[str, NDArray[Any]], dict[str, NDArray[Any]]]:
    """What is in this file: settings, hash, and the columns and the layout by name, mapped and read-only."""
    header, first = _read_header(path)
    try:
        settings, hash_, layout_hash, places = (header[name] for name in ("settings", "hash", "layout", "arrays"))
        if path.stat().st_size != first + header["bytes"]:
            raise DamagedIndexFile(path, "it is cut short or has grown")
        whole = np.memmap(path, dtype=np.uint8, mode="r")
        arrays = {place["name"]: _array(whole, first, place) for place in places}
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise DamagedIndexFile(path, "its header does not describe its arrays") from error
    if list(arrays) != [*columns, *(_LAYOUT + name for name in layout)]:
        raise DamagedIndexFile(path, "it does not hold the arrays of an index")
    found = {name: arrays[name] for name in columns}
    found_layout = {name: arrays[_LAYOUT + name] for name in layout}
    if verify and (content_hash(settings, found) != hash_ or hash_of_arrays(found_layout.items()) != layout_hash):
        raise DamagedIndexFile(path, "its content does not match its hash")
    return settings, hash_, found, found_layout


def _read_header(path: Path) -> tuple[dict[str, Any], int]:
    with path.open("rb") as file:
        prefix = file.read(_PREFIX.size)
        if len(prefix) < _PREFIX.size or not prefix.startswith(_MAGIC):
            raise NotAnIndexFile(path, "it is not an index of vacancies")
        _, version, length = _PREFIX.unpack(prefix)
        if version != FORMAT_VERSION:
            raise OtherIndexVersion(path, version, FORMAT_VERSION)
        text = file.read(length)
    if len(text) < length:
        raise DamagedIndexFile(path, "it is cut short")
    try:
        header = json.loads(text)
    except ValueError as error:
        raise DamagedIndexFile(path, "its header cannot be read") from error
    if not isinstance(header, dict) or not isinstance(header.get("settings"), dict):
        raise DamagedIndexFile(path, "its header cannot be read")
    return header, _aligned(_PREFIX.size + length)


def _array(whole: NDArray[np.uint8], first: int, place: Mapping[str, Any]) -> NDArray[Any]:
    dtype, shape = np.dtype(place["dtype"]), tuple(place["shape"])
    begin = first + place["at"]
    size = math.prod(shape) * dtype.itemsize
    array: NDArray[Any] = np.asarray(whole[begin : begin + size]).view(dtype).reshape(shape)
    return array


def _aligned(position: int) -> int:
    return -(-position // _ALIGNMENT) * _ALIGNMENT
