from pathlib import Path

import pytest

from arbeidspact.taxonomy import Taxonomy
from arbeidspact.taxonomy.edition import Edition

ESCO_FOLDER = Path(__file__).parents[4] / "shared" / "data" / "esco-1.2.0"


@pytest.fixture
def imported_edition(imported: Taxonomy) -> Edition:
    """The edition made of the hand-made download."""
    return imported.preferred_edition
