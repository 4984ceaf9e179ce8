"""What goes into a release: the figures that may leave, the open vacancies, the action plan."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from arbeidspact.indicators import IndicatorDefinition, Publication
from arbeidspact.indicators.disclosure import Shown, Suppressed
from arbeidspact.monitor.figures import FigureQuery, definition_of, published_figures, read_figures
from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.models import Area
from arbeidspact.pact.models import Action
from arbeidspact.publications.commands import MakeRelease
from arbeidspact.publications.figures import OWN_SOURCES, PublicFigure, in_order
from arbeidspact.publications.guarding import (
    Guarded,
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
VACANCY_COLUMNS: Final = (
    "reference",
    "title",
    "employer",
    "occupation",
    "occupation_name",
    "contract",
    "area",
    "hours_min",
    "hours_max",
    "positions",
    "positions_open",
    "opens_on",
    "closes_on",
    "is_invented",
)
ACTION_COLUMNS: Final = (
    "pact",
    "action",
    "name_nl",
    "name_en",
    "priority",
    "tracks",
    "lead",
    "status_as_published",
    "flag_nl",
    "flag_en",
    "source",
    "source_url",
)
BUDGET_COLUMNS: Final = ("pact", "action", "amount", "per", "payer", "code", "period", "source")
AREA_COLUMNS: Final = ("code", "kind", "name_nl", "name_en", "part_of", "areas")


@dataclass(frozen=True, slots=True)
class IndicatorRelease:
    """An indicator in a release: its definition, and its figures after the guard."""

    definition: IndicatorDefinition
    guarded: Guarded


def released_indicators(command: MakeRelease, progress: Progress) -> Iterator[IndicatorRelease]:
    """Every indicator that may leave and was not left out, after the guard: counts first, rates that rest on them then.

    One that has no figures is left away.
    """
    rows = [
        (row, definition_of(row))
        for row in Indicator.objects.order_by("slug")
        if row.slug not in command.left_out and definition_of(row).publication is not Publication.INTERNAL
    ]
    rows.sort(key=lambda pair: (not counts_people(pair[1]), pair[0].slug))
    earlier = _earlier_releases()
    old_groups = tuple(
        {tuple(group) for release in earlier for group in release.choices.get("groups", ())} - set(command.groups)
    )
    members = members_of_areas()
    wanted = {
        slug
        for _row, definition in rows
        for slug in (definition.numerator_indicator, definition.denominator_indicator)
        if slug
    }
    decisions: dict[str, Mapping[tuple[str, str, str], Shown | Suppressed]] = {}
    values: dict[str, dict[tuple[str, str, str], int]] = {}
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
            )
            guarded = guard_counts(definition, observations, around)
        else:
            guarded = guard_rates(
                definition,
                observations,
                numerators=decisions.get(definition.numerator_indicator or "", {}),
                denominators=values.get(definition.denominator_indicator or "", {}),
            )
        if row.slug in wanted:
            decisions[row.slug] = guarded.decisions
            values[row.slug] = {(str(one.period), one.area, one.breakdown): int(one.value) for one in observations}
        yield IndicatorRelease(definition, guarded)


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


def action_plan() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The actions of every pact and their money, as published."""
    actions = (
        Action.objects.select_related("pact", "priority", "lead")
        .prefetch_related("tracks", "budget_lines")
        .order_by("pact__slug", "order", "pk")
    )
    plan, money = [], []
    for action in actions:
        tracks = " ".join(track.slug for track in action.tracks.all())
        plan.append(
            (
                action.pact.slug,
                action.slug,
                action.name_nl,
                action.name_en,
                action.priority.slug if action.priority else "",
                tracks,
                action.lead.name_nl if action.lead else "",
                action.published_status,
                action.flag_nl,
                action.flag_en,
                action.source,
                action.source_url,
            )
        )
        money += [
            (action.pact.slug, action.slug, line.amount, line.per, line.payer, line.code, line.period, line.source)
            for line in action.budget_lines.all()
        ]
    return plan, money


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
