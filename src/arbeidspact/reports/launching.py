"""Starting the work on a report in a process of its own: see decision 16."""

import logging
from collections.abc import Callable

from arbeidspact.organisations.own_processes import Heartbeat, own_command, start_process
from arbeidspact.reports.folders import folder_of
from arbeidspact.reports.models import Report

Launch = Callable[[Report], object]
log = logging.getLogger(__name__)


def launch_process(report: Report) -> int | None:
    """Start making this report, and do not wait for it.

    One that cannot be started leaves a report that "stopped unexpectedly" after a minute. Returns: the id of the
    process, None when it could not be started.
    """
    folder = folder_of(report.release, report.reference)
    try:
        folder.make()
    except OSError:
        log.exception("The folder of a report could not be made.")
        return None
    command = own_command("report", "work", str(report.reference))
    return start_process(command, folder=folder.path, problems=folder.log, name="report")


def launch_nothing(_report: Report) -> None:
    """For who makes the report in this very process."""


def pulse_of(report: Report) -> Heartbeat:
    """The sign of life of the process that makes this report."""
    return Heartbeat(Report.objects.filter(pk=report.pk, session=report.session), name="pulse of a report")
