"""Releases to read: the analyst's list and report, and what the public may see."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators import IndicatorDefinition
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.publications.figures import Mark, PublicFigure
from arbeidspact.publications.files import ReleasedFile, folder_of
from arbeidspact.publications.making_states import state_of
from arbeidspact.publications.makings import MakingState, MakingStep, ReleaseMaking
from arbeidspact.publications.models import Release, ReleaseStatus
from arbeidspact.publications.reading import (
    PublicIndicator,
    figure_page,
    figures_of_release,
    groups_of_release,
    indicators_of_release,
    table_of_release,
)

__all__ = [
    "MakingState",
    "MakingStep",
    "Mark",
    "PublicFigure",
    "PublicIndicator",
    "Release",
    "ReleaseMaking",
    "ReleaseStatus",
    "ReleasedFile",
    "folder_of",
]


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """The figures of one indicator in one release."""

    release: str
    definition: IndicatorDefinition
    figures: tuple[PublicFigure, ...]


def releases(*, actor: Actor) -> QuerySet[Release]:
    """Every release, the newest first. Raises: `NotAllowed`."""
    require(actor, Permission.MAKE_RELEASE)
    return Release.objects.select_related("made_by", "published_by").order_by("-number")


def release_named(version: str, *, actor: Actor) -> Release:
    """This release, with what the guard said. Raises: `NotAllowed`, `NotFound`."""
    require(actor, Permission.MAKE_RELEASE)
    release = Release.objects.select_related("made_by", "published_by").filter(version=version).first()
    if release is None:
        raise NotFound(_("There is no such release."))
    return release


def makings_in_sight(actor: Actor) -> QuerySet[ReleaseMaking]:
    """Releases that are being made, and those that did not come about since the newest release; the newest first.

    Raises: `NotAllowed`.
    """
    require(actor, Permission.MAKE_RELEASE)
    newest = Release.objects.order_by("-number").values("made_at")[:1]
    return (
        ReleaseMaking.objects.select_related("user")
        .filter(
            Q(finished_at__isnull=True) & (Q(session_asked_at__gt=Subquery(newest)) | ~Exists(Release.objects.all()))
        )
        .order_by("-asked_at", "-pk")
    )


def making_named(reference: UUID, *, actor: Actor) -> ReleaseMaking:
    """This one. Raises: `NotAllowed`, `NotFound`."""
    require(actor, Permission.MAKE_RELEASE)
    making = ReleaseMaking.objects.select_related("user").filter(reference=reference).first()
    if making is None:
        raise NotFound(_("There is no such release."), hint=_("Look for it in the list of releases."))
    return making


def making_state(making: ReleaseMaking) -> MakingState:
    """What is its state now?"""
    return state_of(making, timezone.now())


def public_releases() -> QuerySet[Release]:
    """What is or was public, the newest first: for anybody. The report of the guard is not read."""
    public = [ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN]
    return Release.objects.filter(status__in=public).defer("report").order_by("-number")


def public_release(version: str = "latest") -> Release:
    """One public release, also a withdrawn one; `latest` is the newest that is published. Raises: `NotFound`."""
    if version == "latest":
        release = public_releases().filter(status=ReleaseStatus.PUBLISHED).first()
    else:
        release = public_releases().filter(version=version).first()
    if release is None:
        raise NotFound(_("There is no such release."))
    return release


def files_of(release: Release) -> list[ReleasedFile]:
    """The files of a release, by path."""
    return [ReleasedFile(**entry) for entry in release.manifest]


def public_indicators(version: str = "latest") -> dict[str, PublicIndicator]:
    """The indicators of a published release, by short name. Raises: `NotFound`, also for one that was withdrawn."""
    return indicators_of_release(_published(version).version)


def public_figures(
    indicator: str, *, version: str = "latest", areas: Sequence[str] = (), breakdowns: Sequence[str] = ("",)
) -> PublicFigures:
    """The figures of an indicator as the public sees them: each with its mark, and without a value when it is hidden.

    Arguments: `areas`, nothing given means all; `breakdowns`, usually the total alone, nothing given means all.
    Returns: by area, breakdown and period, the oldest first. Raises: `NotFound` when no such release is published or
    the indicator is not in it. Cost: one database row and one Parquet file.
    """
    release = _published(version)
    known = indicators_of_release(release.version).get(indicator)
    if known is None:
        raise NotFound(_("This indicator is not in this release."))
    figures = figures_of_release(release.version, indicator, areas=areas, breakdowns=breakdowns)
    return PublicFigures(release.version, known.definition, figures)


def public_groups(indicator: str, *, version: str = "latest") -> tuple[str, ...]:
    """Of which groups does a published release have figures? The total first. Raises: `NotFound`."""
    return groups_of_release(_published(version).version, indicator)


def public_figure_page(
    indicator: str, *, version: str = "latest", areas: Sequence[str] = (), first: int = 0, most: int
) -> tuple[tuple[PublicFigure, ...], int]:
    """One page of the figures of an indicator, every breakdown, and how many there are in all. Raises: `NotFound`."""
    release = _published(version)
    if indicator not in indicators_of_release(release.version):
        raise NotFound(_("This indicator is not in this release."))
    return figure_page(release.version, indicator, areas=areas, first=first, most=most)


def public_table(name: str, *, version: str = "latest") -> list[dict[str, object]]:
    """The rows of a table beside the figures of a published release: see `tables`. Raises: `NotFound`."""
    return table_of_release(_published(version).version, name)


def public_row_page(
    name: str, *, version: str = "latest", only: Mapping[str, str] | None = None, first: int = 0, most: int
) -> tuple[list[dict[str, object]], int]:
    """One page of the rows of a table, and how many there are in all.

    Arguments: `only`, what must stand in which column; rows of a table without that column all go. Raises: `NotFound`,
    also when a release of before had no such table.
    """
    wanted = (only or {}).items()
    rows = [row for row in public_table(name, version=version) if all(row.get(key) == text for key, text in wanted)]
    return rows[first : first + most], len(rows)


def public_description(version: str = "latest") -> dict[str, object]:
    """A published release as DCAT-AP, in JSON-LD. Raises: `NotFound`."""
    found: dict[str, object] = json.loads((folder_of(_published(version).version) / "catalogue.jsonld").read_bytes())
    return found


def _published(version: str) -> Release:
    release = public_release(version)
    if release.status != ReleaseStatus.PUBLISHED:
        raise NotFound(_("This release was withdrawn."))
    return release
