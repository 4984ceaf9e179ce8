"""What the documentation shows is what the code does."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "matching.md"


def test_the_example_on_the_page_about_matching_is_true():
    outcome = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)

    assert outcome.attempted > 5
    assert outcome.failed == 0
