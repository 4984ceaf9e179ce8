"""Starting the work on a round in a process of its own, so that pages stay quick and no queue has to be watched."""

import logging
from collections.abc import Callable
from uuid import UUID

from arbeidspact.organisations.own_processes import own_command, start_process
from arbeidspact.rounds.folders import folder_of

Launch = Callable[[UUID], object]
log = logging.getLogger(__name__)


def launch_process(reference: UUID) -> int | None:
    """Start working on this round, and do not wait for it.

    One that cannot be started leaves a round that "stopped unexpectedly" after a minute. Returns: the id of the
    process, None when it could not be started.
    """
    folder = folder_of(reference)
    try:
        folder.make()
    except OSError:
        log.exception("The folder of a matching round could not be made.")
        return None
    return start_process(command_for(reference), folder=folder.path, problems=folder.log, name="matching round")


def command_for(reference: UUID) -> list[str]:
    """What is started: this very product, on the same data directory."""
    return own_command("match", "work", str(reference))


def launch_nothing(_reference: UUID) -> None:
    """For who works on the round in this very process."""
