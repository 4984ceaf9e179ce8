"""What goes into a release: the figures that may leave, the open vacancies, the areas."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from arbeidspact.indicators import IndicatorDefinition, Publication, Unit
from arbeidspact.monitor.figures import FigureQuery, definition_of, published_figures, read_figures
from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.models import Area
from arbeidspact.publications.commands import MakeRelease
from arbeidspact.publications.figures import OWN_SOURCES, PublicFigure, in_order
from arbeidspact.publications.guarding import (
    Beside,
    Guarded,
    PartOf,
    Surroundings,
    counts_people,
    group_code,
    guard_counts,
    guard_rates,
)
from arbeidspact.publications.models import Release, ReleaseStatus
from arbeidspact.publications.reading import figures_of_release
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.vacancies.states import open_on
from arbeidspact.vacancies.wording import concept_name

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class IndicatorRelease:
    """An indicator in a release: its definition, and its figures after the guard."""

    definition: IndicatorDefinition
    guarded: Guarded


def released_indicators(command: MakeRelease, progress: Progress) -> Iterator[IndicatorRelease]:
    """Every indicator that may leave and was not left out, after the guard: counts first, rates that rest on them then.

    One that has no figures is left away.
    """
    every = [(row, definition_of(row)) for row in Indicator.objects.order_by("slug")]
    rows = [
        (row, definition)
        for row, definition in every
        if row.slug not in command.left_out and definition.publication is not Publication.INTERNAL
    ]
    families = Families(definition for _row, definition in every)
    rows.sort(key=lambda pair: (not counts_people(pair[1]), families.depth_of(pair[0].slug), pair[0].slug))
    earlier = _earlier_releases()
    old_groups = tuple(
        {tuple(group) for release in earlier for group in release.choices.get("groups", ())} - set(command.groups)
    )
    members = members_of_areas()
    known = {
        row.slug: _at_home(row, earlier)
        for row, definition in every
        if (row, definition) not in rows and families.is_counted_in_a_rate(row.slug)
    }
    for done, (row, definition) in enumerate(rows):
        progress(row.slug, done, len(rows))
        observations = list(read_figures(row, FigureQuery(row.slug, breakdowns=())))
        if not observations:
            continue
        if counts_people(definition):
            around = Surroundings(
                members,
                command.groups,
                old_groups,
                {release.version: figures_of_release(release.version, row.slug) for release in earlier},
                _published_elsewhere(row, definition),
                command.method,
                families.wholes_of(row.slug, known),
            )
            guarded = guard_counts(definition, observations, around)
            if families.is_counted_in_a_rate(row.slug):
                counts = {(str(one.period), one.area, one.breakdown): int(one.value) for one in observations}
                known[row.slug] = Beside(row.slug, {**counts, **guarded.counts}, guarded.decisions, around.earlier)
        else:
            above = known.get(definition.numerator_indicator or "")
            below = known.get(definition.denominator_indicator or "")
            guarded = guard_rates(
                definition,
                observations,
                numerators=above.decisions if above else {},
                denominators=below.counts if below else {},
                sizes=below.decisions if below else {},
            )
        yield IndicatorRelease(definition, guarded)


def _at_home(row: Indicator, earlier: Iterable[Release]) -> Beside:
    """A count that is not in this release, but may be public since an earlier one."""
    observations = read_figures(row, FigureQuery(row.slug, breakdowns=()))
    counts = {(str(one.period), one.area, one.breakdown): int(one.value) for one in observations}
    return Beside(
        row.slug,
        counts,
        earlier={release.version: figures_of_release(release.version, row.slug) for release in earlier},
    )


class Families:
    """Which counts stand above and below the line of which rates: those are guarded together."""

    def __init__(self, definitions: Iterable[IndicatorDefinition]) -> None:
        self._counted: set[str] = set()
        self._parts: dict[str, set[str]] = {}
        for one in definitions:
            above, below = one.numerator_indicator, one.denominator_indicator
            self._counted |= {slug for slug in (above, below) if slug}
            if above and below and one.unit in (Unit.SHARE, Unit.PERCENT):
                self._parts.setdefault(below, set()).add(above)

    def is_counted_in_a_rate(self, slug: str) -> bool:
        return slug in self._counted

    def depth_of(self, slug: str, *, below: frozenset[str] = frozenset()) -> int:
        """In how many wholes within wholes does this count lie? What is decided about first has the least."""
        wholes = [whole for whole, parts in self._parts.items() if slug in parts and whole not in below]
        return max((1 + self.depth_of(whole, below=below | {slug}) for whole in wholes), default=0)

    def wholes_of(self, slug: str, known: Mapping[str, Beside]) -> tuple[PartOf, ...]:
        """The wholes that this count is a part of, each with its other parts that were decided about before."""
        return tuple(
            PartOf(known[whole], tuple(known[other] for other in sorted(parts - {slug}) if other in known))
            for whole, parts in sorted(self._parts.items())
            if slug in parts and whole in known
        )


def in_file_order(figures: tuple[PublicFigure, ...]) -> list[PublicFigure]:
    """As they stand in the files."""
    return in_order(figures)


def members_of_areas() -> dict[str, frozenset[str]]:
    """For each area that holds others: every area inside it, at any depth."""
    above = dict(Area.objects.order_by("code").values_list("code", "part_of__code"))
    members: dict[str, set[str]] = {}
    for code in above:
        parent, seen = above.get(code), {code}
        while parent is not None and parent not in seen:
            members.setdefault(parent, set()).add(code)
            seen.add(parent)
            parent = above.get(parent)
    return {code: frozenset(inside) for code, inside in members.items()}


def open_vacancies(day: date) -> list[tuple[Any, ...]]:
    """Vacancies that are open on this day, without words that somebody typed freely and without contact data."""
    rows = Vacancy.objects.filter(open_on(day)).select_related("employer").order_by("opens_on", "pk")
    return [
        (
            str(row.reference),
            row.title,
            row.employer.name,
            row.occupation,
            concept_name(row.occupation),
            row.contract,
            row.area,
            row.hours_min,
            row.hours_max,
            row.positions,
            row.positions - row.positions_filled,
            row.opens_on,
            row.closes_on,
            row.is_invented,
        )
        for row in rows.iterator(chunk_size=1000)
    ]


def areas(groups: tuple[tuple[str, ...], ...]) -> list[tuple[Any, ...]]:
    """The areas that figures name, with the groups that were made for this release."""
    known = list(Area.objects.select_related("part_of").order_by("code"))
    names = {row.code: (row.name_nl, row.name_en or row.name_nl) for row in known}
    rows = [(row.code, row.kind, *names[row.code], row.part_of.code if row.part_of else "", "") for row in known]
    return rows + [
        (
            group_code(group),
            "group",
            " + ".join(names.get(code, (code, code))[0] for code in group),
            " + ".join(names.get(code, (code, code))[1] for code in group),
            "",
            " ".join(sorted(group)),
        )
        for group in groups
    ]


def _earlier_releases() -> list[Release]:
    """What is public once stays known, also after it was withdrawn."""
    public = [ReleaseStatus.PUBLISHED, ReleaseStatus.WITHDRAWN]
    return list(Release.objects.filter(status__in=public).order_by("number"))


def _published_elsewhere(row: Indicator, definition: IndicatorDefinition) -> list[Any]:
    """Every vintage that another source published of what this indicator counts."""
    rows = [row] if definition.publication is Publication.OPEN else []
    if definition.counts_same_as:
        rows += list(Indicator.objects.filter(slug=definition.counts_same_as, definition__publication="open"))
    found = published_figures(rows, breakdowns=()) if rows else {}
    return [one for figures in found.values() for one in figures if not one.source.startswith(OWN_SOURCES)]
