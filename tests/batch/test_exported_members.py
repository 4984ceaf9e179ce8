"""The public side of the package is small, and it is what `__all__` says."""

from arbeidspact import batch


def test_every_name_in_all_exists():
    assert all(hasattr(batch, name) for name in batch.__all__)


def test_every_public_name_is_in_all():
    public = {name for name, value in vars(batch).items() if not name.startswith("_") and not _is_module(value)}

    assert public == set(batch.__all__)


def _is_module(value: object) -> bool:
    return type(value).__name__ == "module"
