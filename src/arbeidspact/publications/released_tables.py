"""The tables of a release beside its figures: vacancies, the action plan, areas; and what changed in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from arbeidspact.indicators import Publication
from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.publications import contents
from arbeidspact.publications.action_plan import ReleasedPlan, released_plan
from arbeidspact.publications.changes import RowChanges, rows_changed
from arbeidspact.publications.commands import MakeRelease
from arbeidspact.publications.figures import Mark
from arbeidspact.publications.files import as_written
from arbeidspact.publications.models import Release, ReleaseStatus
from arbeidspact.publications.plan_numbers import Surrounding
from arbeidspact.publications.reading import table_of_release
from arbeidspact.publications.tables import TABLES


@dataclass(frozen=True, slots=True)
class ReleasedTables:
    """The rows of each table by its name, in the order of the files, and the plan they hold."""

    rows: Mapping[str, Sequence[tuple[Any, ...]]]
    plan: ReleasedPlan


def released_tables(command: MakeRelease, found: Iterable[contents.IndicatorRelease], *, day: date) -> ReleasedTables:
    """Everything beside the figures, as it may leave on this day.

    Arguments: `found`, the indicators of the release after the guard: what it hides there, the plan does not tell.
    """
    plan = released_plan(_surrounding(command, found))
    rows: dict[str, Sequence[tuple[Any, ...]]] = {"vacancies": contents.open_vacancies(day), **plan.tables}
    return ReleasedTables(rows | {"areas": contents.areas(command.groups)}, plan)


def changes_of_tables(tables: ReleasedTables, previous: Release | None) -> dict[str, RowChanges]:
    """What was added, changed or went in each table since this release; tables in which nothing did are left away."""
    changed = {}
    for name, rows in tables.rows.items():
        described = TABLES[name]
        now = [{key: as_written(cell) for key, cell in zip(described.column_names, row, strict=True)} for row in rows]
        changes = rows_changed(_rows_of(previous, name), now, key=described.key)
        if changes.any:
            changed[name] = changes
    return changed


def _surrounding(command: MakeRelease, found: Iterable[contents.IndicatorRelease]) -> Surrounding:
    hidden = frozenset(
        (figure.indicator, figure.period.end)
        for one in found
        for figure in one.guarded.figures
        if figure.mark is Mark.SUPPRESSED
    )
    internal = Indicator.objects.filter(definition__publication=Publication.INTERNAL.value)
    at_home = frozenset(internal.order_by("slug").values_list("slug", flat=True)) | frozenset(command.left_out)
    public = Release.objects.filter(status__in=[ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN]).order_by("number")
    return Surrounding(hidden, at_home, {one.version: _rows_of(one, "numbers") for one in public})


def _rows_of(release: Release | None, name: str) -> list[dict[str, Any]]:
    """The rows of a table of an earlier release; none when it had no such table yet."""
    if release is None:
        return []
    try:
        return table_of_release(release.version, name)
    except NotFound:
        return []
