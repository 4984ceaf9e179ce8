"""A command that cannot be says what is wrong without repeating what was given."""

import pytest
from pydantic import ValidationError

from arbeidspact.organisations.commands import Command


class Greet(Command):
    count: int


def test_what_was_given_is_not_in_the_text_of_the_error():
    with pytest.raises(ValidationError) as refused:
        Greet.model_validate({"count": "Amina El Amrani"})

    assert "Amina" not in str(refused.value)
    assert "Amina" not in repr(refused.value)
