"""Public figures, read from the frozen files of a release: no database row of the professionals' side is touched.

This is what public pages and reports use. Everything here is public; nothing asks leave.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from arbeidspact.indicators import IndicatorDefinition, ObservationStatus, Period, Unit
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.publications.figures import Mark, PublicFigure
from arbeidspact.publications.files import folder_of


@dataclass(frozen=True, slots=True)
class PublicIndicator:
    """An indicator of a release: its definition as it was then, how many figures, and the last day they are about."""

    definition: IndicatorDefinition
    figures: int
    suppressed: int
    newest: date | None

    @property
    def slug(self) -> str:
        return self.definition.slug


def indicators_of_release(version: str) -> dict[str, PublicIndicator]:
    """The indicators of this release, by short name. Raises: `NotFound` when its files are not there."""
    return dict(_indicators(folder_of(version) / "indicators.json"))


def figures_of_release(
    version: str, indicator: str, *, areas: Sequence[str] = (), breakdowns: Sequence[str] = ()
) -> tuple[PublicFigure, ...]:
    """The figures of one indicator in a release, by area, breakdown and period; empty when it is not in it.

    Arguments: `areas` and `breakdowns`, nothing given means all of them; `("",)` keeps the totals.
    Cost: reads one Parquet file, and makes a value of each row asked for.
    """
    table = _rows(version, indicator, areas, breakdowns)
    return () if table is None else _figures(table)


def figure_page(
    version: str, indicator: str, *, areas: Sequence[str] = (), first: int = 0, most: int
) -> tuple[tuple[PublicFigure, ...], int]:
    """At most `most` figures of an indicator from `first` on, in the same order, and how many there are in all."""
    table = _rows(version, indicator, areas, ())
    return ((), 0) if table is None else (_figures(table.slice(first, most)), table.num_rows)


def groups_of_release(version: str, indicator: str) -> tuple[str, ...]:
    """The breakdowns of which this release has figures, the total first; empty when the indicator is not in it."""
    return _groups(folder_of(version) / "data" / f"{indicator}.parquet")


@lru_cache(maxsize=512)
def _groups(path: Path) -> tuple[str, ...]:
    """Kept: the files of a release never change."""
    import pyarrow.parquet as pq

    if not path.is_file():
        return ()
    return tuple(
        sorted(pq.read_table(path, columns=["breakdown"], partitioning=None)["breakdown"].unique().to_pylist())
    )


def _rows(version: str, indicator: str, areas: Sequence[str], breakdowns: Sequence[str]) -> Any:
    import pyarrow.parquet as pq

    path = folder_of(version) / "data" / f"{indicator}.parquet"
    if not path.is_file():
        return None
    filters = [("area", "in", list(areas))] if areas else []
    filters += [("breakdown", "in", list(breakdowns))] if breakdowns else []
    return pq.read_table(path, filters=filters or None, partitioning=None)


def _figures(table: Any) -> tuple[PublicFigure, ...]:
    periods: dict[str, Period] = {}
    figures = []
    for row in table.to_pylist():
        text, value = row["period"], row["value"]
        period = periods.get(text) or periods.setdefault(text, Period.parse(text))
        figures.append(
            PublicFigure(
                row["indicator"],
                period,
                row["area"],
                row["breakdown"],
                None if value is None else value.normalize() if value % 1 else value.quantize(1),
                Unit(row["unit"]),
                Mark(row["mark"]),
                ObservationStatus(row["status"]),
                row["vintage"],
                row["source"],
                row["source_url"],
                row["printed_as"],
                row["flag_nl"],
                row["flag_en"],
            )
        )
    return tuple(figures)


def table_of_release(version: str, name: str) -> list[dict[str, Any]]:
    """The rows of another table of a release, such as `vacancies` or `actions`. Raises: `NotFound`."""
    path = folder_of(version) / "data" / f"{name}.json"
    if not path.is_file():
        raise NotFound(f"Release {version} has no table {name}.")
    return list(_table(path))


@lru_cache(maxsize=32)
def _table(path: Path) -> tuple[dict[str, Any], ...]:
    """Kept: the files of a release never change."""
    return tuple(json.loads(path.read_bytes()))


@lru_cache(maxsize=64)
def _indicators(path: Path) -> tuple[tuple[str, PublicIndicator], ...]:
    """Kept: the files of a release never change."""
    if not path.is_file():
        raise NotFound("There is no such release.")
    return tuple(
        (
            entry["definition"]["slug"],
            PublicIndicator(
                IndicatorDefinition.model_validate(entry["definition"]),
                entry["figures"],
                entry["suppressed"],
                date.fromisoformat(entry["newest"]) if entry["newest"] else None,
            ),
        )
        for entry in json.loads(path.read_bytes())
    )
