"""Reports to read: the list of members, one of them with its files, what the public may see, and what can be made."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import Pact
from arbeidspact.publications.models import Release, ReleaseStatus
from arbeidspact.reports.actions import USABLE
from arbeidspact.reports.commands import BuildReport
from arbeidspact.reports.folders import ReportFile, folder_of
from arbeidspact.reports.models import Report, ReportKind, ReportState, ReportStep
from arbeidspact.reports.signing import fingerprint_of, has_key, public_key
from arbeidspact.reports.states import in_state, state_of
from arbeidspact.steering.models import FrozenReview

__all__ = ["Report", "ReportFile", "ReportKind", "ReportState", "ReportStep"]


@dataclass(frozen=True, slots=True)
class Choices:
    """Of what a report can be made: releases, frozen reviews and pacts, the newest first."""

    releases: Sequence[Release]
    reviews: Sequence[FrozenReview]
    pacts: Sequence[Pact]


def reports_of(actor: Actor, state: ReportState | None = None, *, release: str = "") -> QuerySet[Report]:
    """The reports, newest first. Arguments: `state`, None for any; `release`, empty for any. Raises: `NotAllowed`."""
    require(actor, Permission.BUILD_REPORT)
    found = Report.objects.select_related("user").order_by("-asked_at", "-pk")
    if release:
        found = found.filter(release=release)
    return found if state is None else found.filter(in_state(state, timezone.now()))


def report_named(reference: UUID, *, actor: Actor) -> Report:
    """This report. Raises: `NotAllowed`, `NotFound`."""
    report = reports_of(actor).filter(reference=reference).first()
    if report is None:
        raise NotFound(_("There is no such report."), hint=_("Look for it in the list of reports."))
    return report


def releases_with_reports(actor: Actor) -> list[str]:
    """Of which releases is there a report, the newest first? Raises: `NotAllowed`."""
    found = reports_of(actor).order_by().values_list("release", flat=True).distinct()
    return sorted(found, key=_in_order, reverse=True)


def choices_of(actor: Actor) -> Choices:
    """Of what can this actor make a report? Raises: `NotAllowed`."""
    require(actor, Permission.BUILD_REPORT)
    return Choices(
        releases=list(Release.objects.filter(status__in=USABLE).defer("report", "manifest").order_by("-number")),
        reviews=list(FrozenReview.objects.select_related("review").defer("document").order_by("-review__until", "-pk")),
        pacts=list(Pact.objects.order_by("slug")),
    )


def ready_report(command: BuildReport, *, actor: Actor) -> Report | None:
    """The very report that this asks for, when it was made already. Raises: `NotAllowed`."""
    found = reports_of(actor, ReportState.READY, release=command.release).filter(
        kind=command.kind.value, language=command.language.value, review=str(command.review or "")
    )
    return (found.filter(pact=command.pact) if command.pact else found).first()


def public_reports() -> QuerySet[Report]:
    """What anybody may read: reports that were published, of releases that are public; the newest first."""
    published = Release.objects.filter(status=ReleaseStatus.PUBLISHED).values("version")
    return Report.objects.filter(published_at__isnull=False, release__in=published).order_by(
        "-published_at", "kind", "language", "pk"
    )


def public_report(reference: UUID) -> Report:
    """One of them. Raises: `NotFound`."""
    report = public_reports().filter(reference=reference).first()
    if report is None:
        raise NotFound(_("There is no such report."))
    return report


def state_now(report: Report) -> ReportState:
    """What is the state of this report now?"""
    return state_of(report, timezone.now())


def file_of(report: Report, name: ReportFile) -> bytes:
    """The bytes of a file of this report, for who may read it. Raises: `Conflict` when it is not ready."""
    path = folder_of(report.release, report.reference).file(name)
    if report.finished_at is None or not path.is_file():
        raise Conflict(_("This report is not ready."), hint=_("Its files are there when it is."))
    return path.read_bytes()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key with which anybody checks a signature."""

    pem: str
    fingerprint: str


def published_key() -> PublicKey | None:
    """The public key; None before the first report was signed."""
    if not has_key():
        return None
    pem = public_key()
    return PublicKey(pem, fingerprint_of(pem))


def _in_order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
