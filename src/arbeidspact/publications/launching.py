"""Starting to make a release in a process of its own: see decision 16."""

import logging
from collections.abc import Callable

from arbeidspact.organisations.own_processes import Heartbeat, own_command, start_process
from arbeidspact.publications.files import releases_folder
from arbeidspact.publications.makings import ReleaseMaking

Launch = Callable[[ReleaseMaking], object]
log = logging.getLogger(__name__)


def launch_process(making: ReleaseMaking) -> int | None:
    """Start making this release, and do not wait for it.

    One that cannot be started leaves a making that "stopped unexpectedly" after a minute. Returns: the id of the
    process, None when it could not be started.
    """
    folder = releases_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        log.exception("The folder of releases could not be made.")
        return None
    command = own_command("release", "work", str(making.reference))
    return start_process(command, folder=folder, problems=folder / "problems.log", name="release")


def launch_nothing(_making: ReleaseMaking) -> None:
    """For who makes the release in this very process."""


def pulse_of(making: ReleaseMaking) -> Heartbeat:
    """The sign of life of the process that makes this release."""
    rows = ReleaseMaking.objects.filter(pk=making.pk, session=making.session)
    return Heartbeat(rows, name="pulse of a release")
