"""How loops are compiled, and where the result is kept.

Numba keeps what it compiled beside the function, and looks at the file of that function alone: a change in a function
that was built into it would go unnoticed, and an upgraded installation would answer with the old loops. So everything
is kept in a folder named after all the sources that compiled loops are made of.
"""

import os
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numba

PACKAGES: Final = (Path(__file__).parent, Path(__file__).parent.parent / "mobility")


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compiles a function when it is first called, without Python's lock, and keeps the result for later processes.

    Arguments: `options` of `numba.njit`.
    """
    setattr(numba.config, "CACHE_DIR", str(folder_of_compiled()))  # noqa: B010
    decorate: Callable[[Callable[..., Any]], Any] = numba.njit(cache=True, nogil=True, **options)
    return decorate


@cache
def folder_of_compiled() -> Path:
    """Where is kept what these very sources were compiled to?

    Returns: a folder of its own below `NUMBA_CACHE_DIR`, else beside this file, else in the user's or the temporary
    folder; the first that can be written to.
    """
    name = f"compiled-{fingerprint_of_sources()[:16]}"
    asked = os.environ.get("NUMBA_CACHE_DIR")
    homes = [Path(asked)] if asked else []
    homes += [Path(__file__).parent / "__pycache__", Path.home() / ".cache" / "arbeidspact"]
    for home in homes:
        try:
            (home / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(home / name, os.W_OK):
            return home / name
    return Path(tempfile.mkdtemp(prefix="arbeidspact-"))


def fingerprint_of_sources() -> str:
    """One fingerprint (SHA-256, hexadecimal) of every source that a compiled loop may be made of."""
    digest = sha256(numba.__version__.encode())
    for package in PACKAGES:
        for path in sorted(package.rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(package)} {len(content)}\n".encode() + content)
    return digest.hexdigest()
