"""Making a release, publishing it, taking it back."""

import shutil
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.publications import contents
from arbeidspact.publications.catalogue import Described, as_json_ld, as_turtle, statements
from arbeidspact.publications.changes import changes_between
from arbeidspact.publications.column_descriptions import column_descriptions
from arbeidspact.publications.commands import MakeRelease, PublishRelease, WithdrawRelease
from arbeidspact.publications.figures import Mark
from arbeidspact.publications.files import ReleaseWriter, folder_of, releases_folder
from arbeidspact.publications.guarding import PlacedLeak
from arbeidspact.publications.makings import MakingStep
from arbeidspact.publications.models import Release, ReleaseStatus
from arbeidspact.publications.reading import figures_of_release, indicators_of_release
from arbeidspact.publications.released_tables import ReleasedTables, changes_of_tables, released_tables
from arbeidspact.publications.remedies import remedy_of

Progress = Callable[[MakingStep, int, int], None]


def _tell_nobody(_step: MakingStep, _done: int, _total: int) -> None:
    """For who makes a release without showing how far it is."""


def make_release(command: MakeRelease, *, actor: Actor, progress: Progress = _tell_nobody) -> Release:
    """A release of what stands now: a draft, or one that the guard stopped, which has a report and no files.

    Arguments: `progress`, told at which step the work is, how many indicators are done and how many there are.
    Raises: `NotAllowed`; `InvalidValue` for an unknown indicator or area, or an area in two groups; `Conflict` when
    somebody else makes one at this moment.
    """
    require(actor, Permission.MAKE_RELEASE)
    return allowed_release(command, actor=actor, progress=progress)


def allowed_release(
    command: MakeRelease,
    *,
    actor: Actor,
    progress: Progress = _tell_nobody,
    keeping: Callable[[Release], object] = lambda _release: None,
) -> Release:
    """The same, for the process that makes what this actor was allowed to ask before.

    Arguments: `keeping`, called in the transaction that keeps the release: what it raises keeps nothing.
    """
    refuse_choices(command)
    now = timezone.now()
    number = (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    version = f"{timezone.localdate(now).year}.{number}"
    found = list(
        contents.released_indicators(command, lambda _name, done, total: progress(MakingStep.GUARDING, done, total))
    )
    tables = released_tables(command, found, day=timezone.localdate(now))
    leaks = [leak for one in found for leak in one.guarded.leaks]
    release = Release(
        number=number,
        version=version,
        status=ReleaseStatus.BLOCKED if leaks else ReleaseStatus.DRAFT,
        choices=command.model_dump(mode="json", exclude={"notes"}),
        report=_report(found, tables, leaks),
        notes=command.notes,
        made_by=actor.user,
        made_at=now,
    )
    previous = last_published()
    release.changes = _changes(found, tables, previous)
    work = releases_folder() / f".making-{version}"
    shutil.rmtree(work, ignore_errors=True)
    try:
        if not leaks:
            release.manifest = _write(ReleaseWriter(work), release, found, tables, progress)
        with transaction.atomic():
            release.save()
            keeping(release)
            record(actor, "make-release", release, version=version, status=str(release.status), leaks=len(leaks))
            if not leaks:
                # A folder of this version that no row names is left over from a database that was thrown away.
                shutil.rmtree(folder_of(version), ignore_errors=True)
                work.rename(folder_of(version))
    except (IntegrityError, FileExistsError):
        raise Conflict(
            _("Somebody else is making a release at this moment."), hint=_("Wait a minute, then try again.")
        ) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return release


def publish_release(command: PublishRelease, *, actor: Actor) -> Release:
    """A draft is public from now, at its own address and as the latest.

    Raises: `NotAllowed`, `NotFound`; `Conflict` for what is no draft, or when another release became public since it
    was made: the guard has not seen the two together.
    """
    require(actor, Permission.PUBLISH_RELEASE)
    with transaction.atomic():
        release = _locked(command.version)
        if release.status != ReleaseStatus.DRAFT:
            raise Conflict(_("Only a draft can be published."), hint=_("Make a new release."))
        if Release.objects.filter(published_at__gt=release.made_at).exists():
            raise Conflict(
                _("Another release became public after this one was made."),
                hint=_("Make it anew, so that the guard sees the two together."),
            )
        release.status, release.published_by = ReleaseStatus.PUBLISHED, actor.user
        release.published_at = timezone.now()
        release.save()
        record(actor, "publish-release", release, version=release.version)
    return release


def withdraw_release(command: WithdrawRelease, *, actor: Actor) -> Release:
    """A public release is taken back: its files are no longer given, its page says why.

    What was public stays known to the guard. Raises: `NotAllowed`, `NotFound`; `Conflict` for what is not public.
    """
    require(actor, Permission.PUBLISH_RELEASE)
    with transaction.atomic():
        release = _locked(command.version)
        if release.status != ReleaseStatus.PUBLISHED:
            raise Conflict(_("Only a published release can be withdrawn."))
        release.status, release.withdrawn_by = ReleaseStatus.WITHDRAWN, actor.user
        release.withdrawn_at, release.withdrawal_reason = timezone.now(), command.reason
        release.save()
        record(actor, "withdraw-release", release, version=release.version)
    return release


def last_published() -> Release | None:
    """The newest release that is public now."""
    return Release.objects.filter(status=ReleaseStatus.PUBLISHED).order_by("-number").first()


def _locked(version: str) -> Release:
    release = Release.objects.select_for_update().filter(version=version).first()
    if release is None:
        raise NotFound(_("There is no such release."))
    return release


def refuse_choices(command: MakeRelease) -> None:
    """Raises: `InvalidValue` for an unknown indicator or area, or an area in two groups."""
    unknown = set(command.left_out) - set(Indicator.objects.order_by("slug").values_list("slug", flat=True))
    if unknown:
        raise InvalidValue(
            _("There is no indicator %(slug)s.") % {"slug": min(unknown)},
            hint=_("Leave out indicators of the list."),
            field="left_out",
        )
    grouped = [area for group in command.groups for area in group]
    known = set(Area.objects.order_by("code").values_list("code", flat=True))
    if not set(grouped) <= known:
        raise InvalidValue(_("There is no area %(code)s.") % {"code": min(set(grouped) - known)}, field="groups")
    if len(set(grouped)) < len(grouped):
        raise InvalidValue(
            _("An area stands in two groups."), hint=_("Put each area in one group at most."), field="groups"
        )


def _report(found: list[contents.IndicatorRelease], tables: ReleasedTables, leaks: list[PlacedLeak]) -> dict[str, Any]:
    plan = tables.plan
    return {
        "leaks": [_leak(leak) for leak in leaks],
        "plan": {
            "approved": [
                {"pact": one.pact, "review": one.review, "until": one.until.isoformat()} for one in plan.plans
            ],
            "hidden": plan.hidden,
            "texts_left_out": [asdict(one) for one in plan.texts_left_out],
        },
        "changes": list(plan.changes)
        + [
            {"indicator": one.definition.slug, "period": place.table.split(" ", 1)[1], "area": place.area}
            | {"breakdown": place.breakdown, "earlier": change.earlier, "now": change.now, "where": change.where}
            for one in found
            for change, place in one.guarded.changes
        ],
        "indicators": [
            {
                "slug": one.definition.slug,
                "publication": one.definition.publication.value,
                "figures": len(one.guarded.figures),
                "hidden": sum(figure.mark is Mark.SUPPRESSED for figure in one.guarded.figures),
                "rounded": sum(figure.mark is Mark.ROUNDED for figure in one.guarded.figures),
                "reasons": dict(one.guarded.reasons),
            }
            for one in found
        ],
    }


def _leak(placed: PlacedLeak) -> dict[str, Any]:
    leak = placed.leak
    return {
        "of": _place(placed, leak.key),
        "lowest": leak.lowest,
        "highest": leak.highest,
        "terms": [
            {"times": term.times, "count": term.count, "where": term.where, "of": _place(placed, term.key)}
            for term in leak.terms
        ],
        "sentence": leak.sentence,
        "remedy": remedy_of(placed),
    }


def _place(placed: PlacedLeak, key: str) -> dict[str, str]:
    place = placed.places.get(key)
    if place is None:
        return {"indicator": key.split(" ", 1)[0], "period": "", "area": "", "breakdown": "", "key": key}
    indicator, period = place.table.split(" ", 1)
    return {"indicator": indicator, "period": period, "area": place.area, "breakdown": place.breakdown, "key": key}


def _changes(
    found: list[contents.IndicatorRelease], tables: ReleasedTables, previous: Release | None
) -> dict[str, Any]:
    now = {one.definition.slug: one.guarded.figures for one in found}
    before = set(indicators_of_release(previous.version)) if previous else set()
    changed = {}
    for slug in sorted(now.keys() | before):
        old = figures_of_release(previous.version, slug) if previous else ()
        changes = changes_between(old, now.get(slug, ()))
        if changes.any:
            changed[slug] = asdict(changes)
    return {
        "since": previous.version if previous else "",
        "indicators": changed,
        "tables": {name: asdict(changes) for name, changes in changes_of_tables(tables, previous).items()},
    }


def _write(
    writer: ReleaseWriter,
    release: Release,
    found: list[contents.IndicatorRelease],
    tables: ReleasedTables,
    progress: Progress,
) -> list[dict[str, Any]]:
    every = []
    for done, one in enumerate(sorted(found, key=lambda one: one.definition.slug)):
        progress(MakingStep.WRITING, done, len(found))
        figures = contents.in_file_order(one.guarded.figures)
        writer.figures(one.definition.slug, figures)
        every += figures
    writer.figures("figures", every)
    for name, rows in tables.rows.items():
        writer.table(name, rows)
    writer.document("indicators.json", [_indicator(one) for one in sorted(found, key=lambda one: one.definition.slug)])
    writer.document("changes.json", release.changes)
    writer.document("csv-metadata.json", column_descriptions(writer.files))
    about = Described(
        settings.SITE_URL,
        release.version,
        settings.OPEN_DATA_PUBLISHER,
        settings.OPEN_DATA_LICENCE,
        release.made_at,
        release.notes,
    )
    said = statements(about, [one.definition for one in found], writer.files)
    writer.document("catalogue.jsonld", as_json_ld(said))
    writer.text("catalogue.ttl", as_turtle(said))
    return writer.close()


def _indicator(one: contents.IndicatorRelease) -> dict[str, Any]:
    newest = max((figure.period.end for figure in one.guarded.figures), default=None)
    return {
        "definition": one.definition.model_dump(mode="json"),
        "figures": len(one.guarded.figures),
        "suppressed": sum(figure.mark is Mark.SUPPRESSED for figure in one.guarded.figures),
        "newest": newest.isoformat() if newest else None,
    }
