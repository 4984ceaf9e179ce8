"""A workload small enough to be done by every way in a blink."""

import pytest

from bench.matching.workload import Size, Workload, workload
from tests.taxonomy.conftest import esco_folder

__all__ = ["TINY", "esco_folder", "tiny"]

TINY = Size("tiny", persons=120, vacancies=90, skills=400, occupations=20, zones=9)


@pytest.fixture(scope="session")
def tiny() -> Workload:
    return workload(TINY)
