"""What the tests of runs start from."""

import pytest

from tests.batch.crowds import Office, an_office


@pytest.fixture
def office(tmp_path) -> Office:
    return an_office(tmp_path)
