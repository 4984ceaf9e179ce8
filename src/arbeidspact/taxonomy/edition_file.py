"""One edition in one file: a line that says what it is, a header, and columns that are mapped into memory.

Layout: `arbeidspact taxonomy edition\\n`, the length of the header (8 bytes, little-endian), the header (JSON: format,
facts, and for every column its type, length, place and checksum), padding, then the columns, each on a multiple of 64
bytes.
"""

import json
import os
import tempfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from arbeidspact.taxonomy.columns import Column
from arbeidspact.taxonomy.draft import CompiledEdition
from arbeidspact.taxonomy.exceptions import EditionDamaged, EditionFormatUnsupported

FORMAT = 1
SUFFIX = ".taxonomy"
_MAGIC = b"arbeidspact taxonomy edition\n"
_ALIGNMENT = 64
_MAX_HEADER = 1_000_000
_COLUMN_TYPES = frozenset({"|u1", "|i1", "<i2", "<i4", "<i8"})


def write_edition_file(edition: CompiledEdition, path: Path) -> None:
    """Put an edition in this file, replacing what was there; a reader sees the old file or the new one, never half."""
    blocks = {
        name: np.ascontiguousarray(column, column.dtype.newbyteorder("<")) for name, column in edition.columns.items()
    }
    entries: dict[str, dict[str, Any]] = {}
    offset = 0
    for name, block in blocks.items():
        entries[name] = {"type": block.dtype.str, "count": block.size, "at": offset, "crc": zlib.crc32(block.tobytes())}
        offset = _aligned(offset + block.nbytes)
    header = json.dumps({"format": FORMAT, "facts": edition.facts, "size": offset, "columns": entries}).encode()
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(_MAGIC + len(header).to_bytes(8, "little") + header)
            start = _aligned(stream.tell())
            for name, block in blocks.items():
                stream.seek(start + entries[name]["at"])
                stream.write(block.tobytes())
            stream.truncate(start + offset)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_edition_facts(path: Path) -> dict[str, Any]:
    """Which edition is in this file? Raises: `EditionDamaged`, `EditionFormatUnsupported`."""
    facts: dict[str, Any] = _read_header(path)[0]["facts"]
    return facts


def read_edition_file(path: Path) -> CompiledEdition:
    """The edition in this file, with its columns mapped into memory and checked against their checksums.

    Raises: `EditionDamaged`, `EditionFormatUnsupported`.
    """
    header, start = _read_header(path)
    version = str(header["facts"]["version"])
    if path.stat().st_size != start + header["size"]:
        raise EditionDamaged(path, "its size is not the size it was written with", version)
    mapped = np.memmap(path, np.uint8, "r")
    columns: dict[str, Column] = {}
    for name, entry in header["columns"].items():
        kind = np.dtype(entry["type"]) if entry["type"] in _COLUMN_TYPES else None
        begin = start + int(entry["at"])
        end = begin + int(entry["count"]) * (kind.itemsize if kind else 0)
        if kind is None or not start <= begin <= end <= mapped.size:
            raise EditionDamaged(path, f'column "{name}" lies outside the file', version)
        block = mapped[begin:end]
        if zlib.crc32(block.data) != entry["crc"]:
            raise EditionDamaged(path, f'column "{name}" was changed after it was written', version)
        columns[name] = np.asarray(block).view(kind)
    return CompiledEdition(header["facts"], columns)


def _read_header(path: Path) -> tuple[dict[str, Any], int]:
    try:
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                raise EditionDamaged(path, "it is not an edition file")
            length = int.from_bytes(stream.read(8), "little")
            raw = stream.read(length) if length <= _MAX_HEADER else b""
    except OSError as error:
        raise EditionDamaged(path, error.strerror or "it cannot be opened") from error
    try:
        header = json.loads(raw)
        version = str(header["facts"]["version"])
        found = int(header["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise EditionDamaged(path, "its header is incomplete") from error
    if found != FORMAT:
        raise EditionFormatUnsupported(path, version, found, FORMAT)
    return header, _aligned(len(_MAGIC) + 8 + length)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT
