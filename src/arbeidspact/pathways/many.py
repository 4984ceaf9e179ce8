"""The same step agreed with several people at once."""

from collections.abc import Sequence
from uuid import uuid5

from django.db import transaction

from arbeidspact.pathways.actions import agree_step
from arbeidspact.pathways.commands import AgreeStep
from arbeidspact.people.access import PersonFile


def agree_step_with_many(command: AgreeStep, *, files: Sequence[PersonFile]) -> int:
    """The same step for each of these people; for all of them or, when one is refused, for none.

    Returns: how many. Raises: as `agree_step`.
    """
    with transaction.atomic():
        for file in files:
            key = uuid5(command.sent_key, str(file.reference)) if command.sent_key is not None else None
            agree_step(command.model_copy(update={"sent_key": key}), file=file)
    return len(files)
