"""The harsh test environment: no network beyond this machine, Dutch on screen, a clean cache for every test."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings

from arbeidspact.web.translations import compile_catalogues

# The first example may wait for the compiler; how fast the rest is, the bench says.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def pytest_configure(config: pytest.Config) -> None:
    """Dutch words need compiled catalogues, made once, before the workers start."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()


@pytest.fixture(autouse=True)
def clean_cache_and_language() -> Iterator[None]:
    cache.clear()
    with translation.override("en"):
        yield
