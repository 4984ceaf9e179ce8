"""What a report says, read once: figures from the files of the release, words from the frozen review.

The goals are judged by the figures of the release, on its day. What was gathered is kept with the report: whoever makes
it again starts from there.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.pact.models import Pact
from arbeidspact.pact.queries import budget_of
from arbeidspact.publications.files import folder_of as folder_of_release
from arbeidspact.publications.models import Release
from arbeidspact.publications.reading import table_of_release
from arbeidspact.reports import content as says
from arbeidspact.reports.gathering_actions import amount_of, deeds_of, payers_of
from arbeidspact.reports.gathering_figures import Released, contested_of, goals_of, measures_of
from arbeidspact.reports.models import Report
from arbeidspact.steering.documents import hash_of, read
from arbeidspact.steering.models import FrozenReview
from arbeidspact.steering.sections import Span, answering, decisions, signals

YEAR: Final = timedelta(days=365)
PUBLIC_PAGE: Final = "/open-data/reports/"


@dataclass(frozen=True, slots=True)
class _Steered:
    """What the steering group brings: of a frozen review, or of the year before the release."""

    since: date
    until: date
    signals: Sequence[Mapping[str, Any]]
    answering: Mapping[str, Any]
    decisions: Sequence[Mapping[str, Any]]
    review: says.Review | None


def gather(report: Report, *, actor: Actor | None = None) -> says.ReportContent:
    """What this report says: the same for every kind and language.

    Raises: `NotFound` when the release, the pact or the review is not there any more; `Conflict` when the frozen review
    was changed.
    """
    release = Release.objects.filter(version=report.release).first()
    pact = Pact.objects.filter(slug=report.pact).first()
    if release is None or pact is None:
        raise NotFound(_("The release or the pact of this report is not there any more."))
    day = timezone.localdate(release.made_at)
    names = _area_names(release.version)
    released = Released(release.version, pact, day, names)
    steered = _frozen(report.review) if report.review else _of_the_year(pact, day, actor or operator())
    manifest = folder_of_release(release.version) / "manifest.json"
    if not manifest.is_file():
        raise NotFound(_("The files of this release are not there."), hint=_("Make the release anew."))
    return says.ReportContent(
        release=says.Release(
            version=release.version,
            made_on=day,
            notes=release.notes,
            manifest_sha256=hashlib.sha256(manifest.read_bytes()).hexdigest(),
        ),
        pact=says.Pact(
            slug=pact.slug,
            name=says.Words(nl=pact.name_nl, en=pact.name_en),
            area=pact.area,
            area_name=names.get(pact.area, says.Words(nl=pact.area)),
        ),
        publisher=settings.OPEN_DATA_PUBLISHER,
        address=settings.SITE_URL.rstrip("/") + PUBLIC_PAGE,
        contact=settings.REPORT_CONTACT,
        since=steered.since,
        until=steered.until,
        review=steered.review,
        goals=goals_of(released),
        measures=measures_of(released),
        contested=contested_of(released),
        actions=deeds_of(pact, day),
        pact_money=tuple(amount_of(line, payers_of(pact)) for line in budget_of(pact)),
        signals=tuple(_signal(row) for row in steered.signals),
        answering=says.Answering.model_validate(dict(steered.answering)),
        decisions=tuple(_decision(row) for row in steered.decisions),
    )


def _area_names(version: str) -> dict[str, says.Words]:
    return {row["code"]: says.Words(nl=row["name_nl"], en=row["name_en"]) for row in table_of_release(version, "areas")}


def _frozen(reference: str) -> _Steered:
    frozen = FrozenReview.objects.select_related("review").filter(review__reference=reference).first()
    if frozen is None:
        raise NotFound(_("The review of this report is not there any more."))
    if hash_of(frozen.document) != frozen.sha256:
        raise Conflict(_("The frozen review was changed: its hash no longer fits."), hint=_("Look into its history."))
    document = read(frozen.document)
    signed = frozen.review.sign_offs.select_related("organisation").order_by("organisation__name", "pk")
    review = says.Review(
        reference=reference,
        since=document["since"],
        until=document["until"],
        sha256=frozen.sha256,
        conclusions=document["conclusions"],
        invented=document["invented"],
        sign_offs=tuple(
            says.SignOff(
                organisation=one.organisation.name, kind=one.kind, note=one.note, on=timezone.localdate(one.at)
            )
            for one in signed
        ),
    )
    return _Steered(
        review.since, review.until, document["signals"], document["answering"], document["decisions"], review
    )


def _of_the_year(pact: Pact, day: date, actor: Actor) -> _Steered:
    span = Span(pact, day - YEAR, day, actor, day)
    return _Steered(span.since, span.until, signals(span), answering(span), decisions(span), None)


def _signal(row: Mapping[str, Any]) -> says.Signal:
    names = set(says.Signal.model_fields)
    answers = tuple(says.Answer.model_validate(dict(answer)) for answer in row["answers"])
    return says.Signal(**{name: row[name] for name in names - {"answers"}}, answers=answers)


def _decision(row: Mapping[str, Any]) -> says.Decision:
    names = set(says.Decision.model_fields) - {"tasks", "minority"}
    return says.Decision(
        **{name: row[name] for name in names},
        minority=tuple(says.Minority(who=note["who"], why=note["why"]) for note in row["minority"]),
        tasks=tuple(
            says.Task(what=one["what"], owner=one["owner"], due_on=one["due_on"], done_on=one["done_on"])
            for one in row["tasks"]
        ),
    )
