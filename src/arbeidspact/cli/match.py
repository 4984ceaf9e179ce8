"""`arbeidspact match`: rankings in numbers and titles; the operator sees no names."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import click

from arbeidspact.cli.groups import CommandGroup
from arbeidspact.cli.installation import open_installation

if TYPE_CHECKING:
    from arbeidspact.vacancies.matches import FitReasons


PLACES = {
    "batch": "arbeidspact.cli.rounds:batch",
    "clean": "arbeidspact.cli.rounds:clean",
    "prune": "arbeidspact.cli.ranking_log:prune",
    "replay": "arbeidspact.cli.ranking_log:replay",
    "work": "arbeidspact.cli.rounds:work",
}
"""Commands of this group that live in another module."""


@click.group(cls=CommandGroup, places=PLACES)
def match() -> None:
    """Which work fits whom, and why. People are shown by reference, never by name."""


@match.command("person")
@click.argument("reference", type=click.UUID)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
def person(*, reference: UUID, limit: int) -> None:
    """The open vacancies that fit the person with this REFERENCE best."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.vacancies.matches import fitting_work_for

    work = fitting_work_for(operator(), reference, limit)
    out = screen()
    if not work.is_enough_known:
        out.print("Too little is known to rank work for this person.")
    table = Table(title=f"{work.eligible} of {work.open_vacancies} open vacancies are possible; the best first")
    for heading in ("Fits", "Vacancy", "Why", "Missing"):
        table.add_column(heading, overflow="fold")
    for found in work.matches:
        title = f"{found.vacancy.title}, {found.vacancy.employer}, {found.vacancy.area}"
        table.add_row(f"{found.reasons.percent} %", escape(title), *_why(found.reasons))
    out.print(table)
    for found in work.near_misses:
        problems = "; ".join(condition.words for condition in found.reasons.failed)
        out.print(f"Almost: {escape(found.vacancy.title)}. {escape(problems)}")
    for words in work.ask:
        out.print(escape(words))


@match.command("vacancy")
@click.argument("reference", type=click.UUID)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
def vacancy(*, reference: UUID, limit: int) -> None:
    """The people, by reference, who fit the vacancy with this REFERENCE best."""
    open_installation()
    from arbeidspact.cli.screen import Table, escape, screen
    from arbeidspact.organisations.actor import operator
    from arbeidspact.people.access import profiles_for_matching
    from arbeidspact.vacancies.candidates import fitting_people

    actor = operator()
    people = fitting_people(actor, reference, limit)
    out = screen()
    if not people.is_open:
        out.print("This vacancy is not open, so nobody is ranked for it.")
        return
    keys = [candidate.pk for candidate in people.candidates]
    references = dict(profiles_for_matching(actor, keys).values_list("pk", "reference"))
    table = Table(title=f"{people.eligible} of {people.reachable} people are possible; the best first")
    for heading in ("Fits", "Person", "Why", "Missing"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "Person")
    for found in people.candidates:
        table.add_row(f"{found.reasons.percent} %", str(references[found.pk]), *_why(found.reasons))
    out.print(table)
    for cost in people.costs:
        out.print(f"Without “{escape(cost.words)}”: {cost.people} people more.")


def _why(reasons: "FitReasons") -> tuple[str, str]:
    from arbeidspact.cli.screen import escape

    held = _listed([fit.name for fit in reasons.matched], [f"{fit.name} ({fit.via_words})" for fit in reasons.related])
    why = f"{reasons.covered_words}: {held}" if held else reasons.covered_words
    return escape(why), escape(_listed([fit.name for fit in reasons.missing]))


def _listed(*words: Iterable[str]) -> str:
    return ", ".join(word for group in words for word in group)
