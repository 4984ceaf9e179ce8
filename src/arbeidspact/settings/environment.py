"""What the environment and the data directory say: paths, keys and addresses, each with its default."""

import os
import secrets
from collections.abc import Collection
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def data_directory() -> Path:
    """Where does this installation keep its database, keys, uploads and taxonomy editions?

    Returns: `ARBEIDSPACT_DATA` when set, else `arbeidspact` in the user's data directory (XDG_DATA_HOME).
    """
    chosen = os.environ.get("ARBEIDSPACT_DATA")
    if chosen:
        return Path(chosen).expanduser().resolve()
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "arbeidspact"


def made_private(directory: Path) -> Path:
    """The directory, made for its owner alone when it was not there; one that was there keeps its permissions."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    return directory


def key_from(name: str, directory: Path) -> str:
    """Which secret key is in force under this name?

    Arguments: `name`, such as "secret": read from ARBEIDSPACT_SECRET_KEY, else from `keys/secret` in `directory`,
    which is made at first use, readable by its owner alone.
    """
    given = os.environ.get(f"ARBEIDSPACT_{name.upper()}_KEY")
    if given:
        return given
    path = directory / "keys" / name
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        made_private(path.parent)
        key = secrets.token_urlsafe(48)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
        return key


def keep_compiled_in(folder: Path, program: Path) -> None:
    """What is compiled at first use is kept here, where the program itself may not be written to.

    Call it before Numba is loaded. A folder that the environment names in NUMBA_CACHE_DIR goes first.
    """
    if not os.access(program, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(folder))


def words(name: str, default: str = "") -> list[str]:
    """Which comma-separated words does this variable hold?"""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def is_on(name: str, *, default: bool) -> bool:
    """Is this switch on? Anything but 1, true, yes or on counts as off."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def one_of(name: str, choices: Collection[str], *, default: str) -> str:
    """Which of these words does this variable hold? Raises: `ImproperlyConfigured` for any other."""
    value = os.environ.get(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to one of: {', '.join(choices)}.")
    return value


def whole_number(name: str, *, default: int, least: int) -> int:
    """Which whole number does this variable hold? Raises: `ImproperlyConfigured` when it is none, or below `least`."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit()) or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number of {least} or more.")
    return int(value)
