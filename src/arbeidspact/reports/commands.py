"""What can be asked about reports."""

from uuid import UUID

from arbeidspact.organisations.commands import Command
from arbeidspact.reports.models import ReportKind
from arbeidspact.reports.phrases import ReportLanguage


class BuildReport(Command):
    """Make a report of a release. `review`: the frozen review that it rests on, None for none; `pact`: empty for the
    only one there is."""

    release: str
    kind: ReportKind = ReportKind.STEERING
    language: ReportLanguage = ReportLanguage.DUTCH
    review: UUID | None = None
    pact: str = ""


class BuildReportAgain(Command):
    """A report that failed or stopped is made after all."""

    report: UUID


class PublishReport(Command):
    """A report stands on the public page from now."""

    report: UUID


class TakeReportDown(Command):
    """A report no longer stands on the public page."""

    report: UUID
