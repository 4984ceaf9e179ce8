"""What is exported is what is documented, and the examples are true."""

import doctest
from pathlib import Path

import arbeidspact.matching.allocation as allocation
from arbeidspact.matching.allocation import assignment

MODULES = [path.stem for path in Path(allocation.__file__).parent.glob("*.py")]
PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "allocation.md"


def test_the_public_face_is_what_is_listed_and_every_part_of_it_says_what_it_is():
    listed = {name: getattr(allocation, name) for name in allocation.__all__}
    present = {name for name in vars(allocation) if not name.startswith("_")}

    assert present - set(MODULES) == set(listed)
    assert not [name for name, value in listed.items() if callable(value) and not value.__doc__]


def test_the_example_of_allocate_is_true():
    outcome = doctest.testmod(assignment)

    assert outcome.attempted == 4
    assert outcome.failed == 0


def test_the_example_on_the_page_about_allocation_is_true():
    outcome = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)

    assert outcome.attempted > 5
    assert outcome.failed == 0
