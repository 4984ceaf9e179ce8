"""What the file of actions prints about the plan of one action, put beside what partners entered."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone

from arbeidspact.pact.models import Action, Contribution, Goal, GoalLink, Milestone, Partner, PlannedNumber
from arbeidspact.pact.models.plans import Entered
from arbeidspact.pact.pact_file import ActionEntry, PlannedNumberEntry
from arbeidspact.pact.plan_entries import ContributionEntry, GoalLinkEntry, MilestoneEntry

LEFT_THE_FILE: Final = "left-the-file"
"""Why an entry is withdrawn that the file no longer has, but on which something entered rests."""


def adopt_plan(action: Action, entry: ActionEntry, partners: Mapping[str, Partner], goals: Mapping[str, Goal]) -> None:
    """The printed numbers, milestones, contributions and goals of this action are as its entry says."""
    _keep_all(action.planned_numbers.exclude(source=""), [_number(action, one) for one in entry.planned_numbers])
    milestones = [_milestone(action, place, one) for place, one in enumerate(entry.milestones)]
    _keep_all(action.milestones.exclude(source=""), milestones)
    _keep_all(action.contributions.exclude(source=""), [_promise(action, one, partners) for one in entry.contributions])
    _keep_all(action.goal_links.exclude(source=""), [_link(action, one, goals) for one in entry.goals])


def _keep_all(rows: Any, wanted: Sequence[Entered]) -> None:
    """Each wanted row takes the place of the one with the same key; a row that nobody wants any more goes."""
    before = {_key(row): row for row in rows}
    for row in wanted:
        known = before.pop(_key(row), None)
        if known is None:
            row.save()
            continue
        for name in _PRINTED[type(row)]:
            setattr(known, name, getattr(row, name))
        if isinstance(known, Milestone) and isinstance(row, Milestone):
            _take_over_day_reached(known, row)
        if known.withdrawn_because == LEFT_THE_FILE:
            known.withdrawn_at, known.withdrawn_because = None, ""
        known.save()
    for row in before.values():
        if _is_in_use(row):
            if row.withdrawn_at is None:
                row.withdrawn_at, row.withdrawn_because = timezone.now(), LEFT_THE_FILE
                row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        else:
            row.delete()


def _take_over_day_reached(known: Milestone, printed: Milestone) -> None:
    """A day that partners reported stays; a printed one follows the file."""
    if known.reached_on is None or known.is_reached_in_source:
        known.reached_on, known.is_reached_in_source = printed.reached_on, printed.is_reached_in_source


_WRITTEN = ("source", "quote")
_PRINTED: Final[Mapping[type[Model], tuple[str, ...]]] = {
    PlannedNumber: (
        *("what_en", "low", "high", "by", "due_on", "indicator", "counts_people", "flag_nl", "flag_en"),
        *_WRITTEN,
    ),
    Milestone: ("order", "title_nl", "title_en", "due_on", "due_printed_as", "flag_nl", "flag_en", *_WRITTEN),
    Contribution: ("kind", "what_en", "amount", "unit", "from_on", "until_on", *_WRITTEN),
    GoalLink: ("note_nl", "note_en", *_WRITTEN),
}


def _key(row: Entered) -> tuple[object, ...]:
    """By what is an entry known again when the file comes back?"""
    match row:
        case PlannedNumber():
            return (row.what_nl, row.printed_as)
        case Milestone():
            return (row.slug,)
        case Contribution():
            return (row.partner_id, row.what_nl)
        case GoalLink():
            return (row.goal_id, row.indicator)
    raise TypeError(type(row))


def _is_in_use(row: Entered) -> bool:
    match row:
        case PlannedNumber():
            return row.realised.exists()
        case Milestone():
            return bool(row.expected_on or (row.reached_on and not row.is_reached_in_source))
        case Contribution():
            return bool(row.confirmed_on or row.delivered_on)
    return False


def _number(action: Action, entry: PlannedNumberEntry) -> PlannedNumber:
    return PlannedNumber(
        action=action,
        what_nl=entry.what.nl,
        what_en=entry.what.en,
        low=entry.low,
        high=entry.high,
        by=entry.by,
        due_on=entry.due_on,
        indicator=entry.indicator or "",
        counts_people=entry.counts_people,
        printed_as=entry.printed_as,
        flag_nl=entry.flag.nl if entry.flag else "",
        flag_en=entry.flag.en if entry.flag else "",
        source=str(entry.reference),
        quote=entry.reference.quote,
    )


def _milestone(action: Action, place: int, entry: MilestoneEntry) -> Milestone:
    return Milestone(
        action=action,
        slug=entry.slug,
        order=place,
        title_nl=entry.title.nl,
        title_en=entry.title.en,
        due_on=entry.due_on,
        due_printed_as=entry.due_printed_as,
        reached_on=entry.reached_on,
        is_reached_in_source=entry.reached_on is not None,
        flag_nl=entry.flag.nl if entry.flag else "",
        flag_en=entry.flag.en if entry.flag else "",
        source=str(entry.reference),
        quote=entry.reference.quote,
    )


def _promise(action: Action, entry: ContributionEntry, partners: Mapping[str, Partner]) -> Contribution:
    return Contribution(
        action=action,
        partner=partners[entry.partner],
        kind=entry.kind,
        what_nl=entry.what.nl,
        what_en=entry.what.en,
        amount=entry.amount,
        unit=entry.unit,
        from_on=entry.from_on,
        until_on=entry.until_on,
        source=str(entry.reference),
        quote=entry.reference.quote,
    )


def _link(action: Action, entry: GoalLinkEntry, goals: Mapping[str, Goal]) -> GoalLink:
    return GoalLink(
        action=action,
        goal=goals[entry.goal],
        indicator=entry.indicator or "",
        note_nl=entry.note.nl if entry.note else "",
        note_en=entry.note.en if entry.note else "",
        source=str(entry.reference),
        quote=entry.reference.quote,
    )
