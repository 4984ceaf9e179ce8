"""Asking for a report, asking once more, and deciding whether it is public."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import Pact
from arbeidspact.publications.models import Release, ReleaseStatus
from arbeidspact.reports.commands import BuildReport, BuildReportAgain, PublishReport, TakeReportDown
from arbeidspact.reports.launching import Launch, launch_process
from arbeidspact.reports.models import Report
from arbeidspact.reports.states import GOING, STARTABLE, state_of
from arbeidspact.steering.models import FrozenReview

USABLE = (ReleaseStatus.DRAFT, ReleaseStatus.PUBLISHED)


def build_report(command: BuildReport, *, actor: Actor, launch: Launch = launch_process) -> Report:
    """A report of this release is made. One that was asked for before and did not come about is begun anew.

    Arguments: `launch` begins the work once the report is kept; by default in a process of its own.
    Raises: `NotAllowed`; `InvalidValue` for a release, a pact or a review that cannot be used; `Conflict` when this
        very report is ready or being made.
    """
    require(actor, Permission.BUILD_REPORT)
    release = _usable_release(command.release)
    pact = _pact(command.pact, command.review)
    now = timezone.now()
    asked = {
        "release": release.version,
        "pact": pact.slug,
        "review": str(command.review or ""),
        "kind": command.kind.value,
        "language": command.language.value,
    }
    with transaction.atomic():
        known = Report.objects.select_for_update(of=("self",)).filter(**asked).first()
        if known is not None:
            return _begin_again(known, actor, launch)
        try:
            with transaction.atomic():
                report = Report.objects.create(
                    **asked, organisation=actor.organisation, user=actor.user, session_asked_at=now
                )
        except IntegrityError:
            raise _being_made() from None
        record(actor, "build-report", report, version=release.version, kind=report.kind, language=report.language)
        transaction.on_commit(lambda: launch(report), robust=True)
    return report


def build_report_again(command: BuildReportAgain, *, actor: Actor, launch: Launch = launch_process) -> Report:
    """A report that failed or stopped unexpectedly is begun anew. Raises: `NotAllowed`, `NotFound`, `Conflict`."""
    require(actor, Permission.BUILD_REPORT)
    with transaction.atomic():
        return _begin_again(_locked(command.report), actor, launch)


def publish_report(command: PublishReport, *, actor: Actor) -> Report:
    """Anybody may read this report from now. Twice changes nothing.

    Raises: `NotAllowed`, `NotFound`; `Conflict` before it is ready, or when its release is not public.
    """
    require(actor, Permission.PUBLISH_REPORT)
    with transaction.atomic():
        report = _locked(command.report)
        if report.finished_at is None:
            raise Conflict(_("This report is not ready."), hint=_("Publish it when it is."))
        if not Release.objects.filter(version=report.release, status=ReleaseStatus.PUBLISHED).exists():
            raise Conflict(_("The release of this report is not public."), hint=_("Publish the release first."))
        if report.published_at is None:
            report.published_at = timezone.now()
            report.save(update_fields=["published_at"])
            record(actor, "publish-report", report, version=report.release, kind=report.kind)
    return report


def take_report_down(command: TakeReportDown, *, actor: Actor) -> Report:
    """The public no longer reads this report; members do. Raises: `NotAllowed`, `NotFound`."""
    require(actor, Permission.PUBLISH_REPORT)
    with transaction.atomic():
        report = _locked(command.report)
        if report.published_at is not None:
            report.published_at = None
            report.save(update_fields=["published_at"])
            record(actor, "take-report-down", report, version=report.release, kind=report.kind)
    return report


def _begin_again(report: Report, actor: Actor, launch: Launch) -> Report:
    now = timezone.now()
    state = state_of(report, now)
    if state in GOING:
        raise _being_made()
    if state not in STARTABLE:
        raise Conflict(_("This report is ready."), hint=_("Open it in the list: made again it would be the same."))
    report.session += 1
    report.session_asked_at = now
    report.heartbeat_at = report.failed_at = None
    report.problem = report.step = ""
    report.save()
    record(actor, "build-report-again", report, version=report.release, session=report.session)
    transaction.on_commit(lambda: launch(report), robust=True)
    return report


def _being_made() -> Conflict:
    return Conflict(_("This report is being made."), hint=_("Open it in the list, and see how far it is."))


def _usable_release(version: str) -> Release:
    release = Release.objects.filter(version=version, status__in=USABLE).first()
    if release is None:
        raise InvalidValue(
            _("No report can be made of this release."),
            hint=_("Choose one that is published, or a draft that the guard let through."),
            field="release",
        )
    return release


def _pact(slug: str, review: UUID | None) -> Pact:
    if review is not None:
        frozen = FrozenReview.objects.select_related("review").filter(review__reference=review).first()
        if frozen is None:
            raise InvalidValue(_("This review is not frozen."), hint=_("Freeze it first."), field="review")
        if slug and slug != frozen.review.pact:
            raise InvalidValue(_("This review is of another pact."), field="review")
        slug = frozen.review.pact
    found = list(Pact.objects.filter(slug=slug)[:2] if slug else Pact.objects.order_by("pk")[:2])
    if len(found) != 1:
        raise InvalidValue(
            _("There is no such pact.") if slug or not found else _("There are several pacts."),
            hint=_("Name the pact by its short name."),
            field="pact",
        )
    return found[0]


def _locked(reference: UUID) -> Report:
    report = Report.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if report is None:
        raise NotFound(_("There is no such report."), hint=_("Look for it in the list of reports."))
    return report
