"""Chapters of the steering report about actions: which lag, their milestones and numbers, and the money."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from arbeidspact.reports.blocks import Block, Column, Heading, NewPage, Paragraph, Table
from arbeidspact.reports.content import Amount, Deed, Milestone, Number, ReportContent
from arbeidspact.reports.phrases import Phrases

LATE: Final = frozenset({"at_risk", "delayed"})


def action_pages(content: ReportContent, say: Phrases) -> list[Block]:
    """Actions that lag in front, by track; then all of them, their milestones and numbers."""
    actions = content.actions
    late = [one for one in actions if one.status in LATE]
    counts = {"total": len(actions), "late": len(late), "unknown": sum(not one.status for one in actions)}
    blocks: list[Block] = [
        NewPage(),
        Heading(1, say("actions_title")),
        Paragraph(say.counted("actions_intro", len(actions), **counts), "lead"),
        Heading(2, say("late_title")),
    ]
    if late:
        blocks.append(
            Table(
                say("late_title"),
                (
                    Column(say("col_action"), 3),
                    Column(say("col_track"), 2),
                    Column(say("col_lead"), 2),
                    Column(say("col_now"), 2),
                    Column(say("col_why"), 4),
                ),
                tuple(
                    (_named(one, say), _tracks(one, say), _lead(one, say), _now(one, say), say.of(one.why))
                    for one in sorted(late, key=lambda one: _tracks(one, say))
                ),
            )
        )
    else:
        blocks.append(Paragraph(say("late_none", **counts)))
    blocks.append(Heading(2, say("all_actions")))
    tracks = dict.fromkeys(_first_track(one, say) for one in actions)
    for track in sorted(tracks, key=lambda track: track == say("no_track")):
        blocks.append(_track_table(track, [one for one in actions if _first_track(one, say) == track], say))
    return [*blocks, *_milestones(actions, say), *_numbers(actions, say)]


def money_page(content: ReportContent, say: Phrases) -> list[Block]:
    """What was published, and what partners booked: two different things, shown apart."""
    blocks: list[Block] = [Heading(1, say("money_title")), Paragraph(say("money_intro"))]
    booked = [one for one in content.actions if one.ledger is not None]
    blocks.append(Heading(2, say("money_booked")))
    if booked:
        rows = [(_named(one, say), *_ledger(one, say)) for one in booked]
        sums = [sum((_parts(one)[place] for one in booked), Decimal(0)) for place in range(3)]
        rows.append((say("money_total"), *(say.money(value) for value in sums)))
        columns = (
            Column(say("col_action"), 4),
            *(Column(say(key), 1, is_number=True) for key in ("col_planned", "col_committed", "col_spent")),
        )
        blocks.append(Table(say("money_booked"), columns, tuple(rows)))
    else:
        blocks.append(Paragraph(say("money_booked_none")))
    blocks.append(Heading(2, say("money_published")))
    lines = [(say("money_whole"), one) for one in content.pact_money]
    lines += [(say.of(deed.name), one) for deed in content.actions for one in deed.published]
    if not lines:
        return [*blocks, Paragraph(say("money_published_none"))]
    columns = (
        Column(say("col_what"), 3),
        Column(say("col_amount"), 2, is_number=True),
        Column(say("col_period"), 2),
        Column(say("col_payer"), 2),
        Column(say("col_source"), 3),
    )
    return [*blocks, Table(say("money_published"), columns, tuple(_published(what, one, say) for what, one in lines))]


def _track_table(track: str, actions: list[Deed], say: Phrases) -> Table:
    columns = (
        Column(say("col_action"), 4),
        Column(say("col_lead"), 2),
        Column(say("col_as_published"), 2),
        Column(say("col_now"), 2),
    )
    rows = tuple(
        (
            _named(one, say),
            _lead(one, say),
            say(f"published_{one.published_status}") if one.published_status else say("not_published"),
            _now(one, say),
        )
        for one in actions
    )
    return Table(track, columns, rows)


def _milestones(actions: Iterable[Deed], say: Phrases) -> list[Block]:
    rows = [(deed, step) for deed in actions for step in deed.milestones]
    blocks: list[Block] = [Heading(2, say("milestones_title"))]
    if not rows:
        return [*blocks, Paragraph(say("milestones_none"))]
    columns = (
        Column(say("col_milestone"), 3),
        Column(say("col_action"), 3),
        Column(say("col_due"), 2),
        Column(say("col_reached"), 2),
    )
    return [
        *blocks,
        Table(
            say("milestones_title"),
            columns,
            tuple(
                (
                    say.of(step.name),
                    _named(deed, say),
                    say.day(step.due_on) if step.due_on else say("milestone_no_day"),
                    _reached(step, say),
                )
                for deed, step in rows
            ),
        ),
    ]


def _numbers(actions: Iterable[Deed], say: Phrases) -> list[Block]:
    rows = [(deed, one) for deed in actions for one in deed.numbers]
    if not rows:
        return []
    columns = (
        Column(say("col_action"), 3),
        Column(say("col_what"), 3),
        Column(say("col_reach"), 2, is_number=True),
        Column(say("col_due"), 2),
        Column(say("col_realised"), 2, is_number=True),
    )
    return [
        Heading(2, say("numbers_title")),
        Table(
            say("numbers_title"),
            columns,
            tuple(
                (
                    _named(deed, say),
                    say.of(one.what),
                    say.number(one.low)
                    if one.high is None
                    else say("number_range", low=say.number(one.low), high=say.number(one.high)),
                    _by(one, say),
                    say.number(one.realised) if one.realised is not None else say("not_published"),
                )
                for deed, one in rows
            ),
        ),
    ]


def _by(one: Number, say: Phrases) -> str:
    """A day is written out; what a document prints, such as "eind 2021", stays as it is."""
    try:
        return say.day(date.fromisoformat(one.by))
    except ValueError:
        return one.by or say("not_published")


def _published(what: str, line: Amount, say: Phrases) -> tuple[str, ...]:
    period = " ".join(part for part in (say(f"per_{line.per}"), line.period) if part)
    source = " ".join(part for part in (line.source, f"({line.code})" if line.code else "") if part)
    return (
        what,
        say.euro(line.amount),
        period,
        line.payer or say("not_published"),
        source or say("not_published"),
    )


def _named(one: Deed, say: Phrases) -> str:
    return f"{say.of(one.name)} ({say('invented')})" if one.has_invented_parts else say.of(one.name)


def _parts(one: Deed) -> tuple[Decimal, Decimal, Decimal]:
    assert one.ledger is not None
    return one.ledger.planned, one.ledger.committed, one.ledger.spent


def _ledger(one: Deed, say: Phrases) -> tuple[str, ...]:
    return tuple(say.money(value) for value in _parts(one))


def _reached(step: Milestone, say: Phrases) -> str:
    if step.reached_on is not None:
        return say("milestone_reached", day=say.day(step.reached_on))
    if step.state == "overdue":
        return say("milestone_overdue")
    if step.expected_on is not None:
        return say("milestone_expected", day=say.day(step.expected_on))
    return say("milestone_planned") if step.due_on else say("not_published")


def _now(one: Deed, say: Phrases) -> str:
    return say(f"action_{one.status or 'unknown'}")


def _lead(one: Deed, say: Phrases) -> str:
    return say.of(one.lead) or say("not_published")


def _tracks(one: Deed, say: Phrases) -> str:
    return ", ".join(say.of(track) for track in one.tracks) or say("no_track")


def _first_track(one: Deed, say: Phrases) -> str:
    return say.of(one.tracks[0]) if one.tracks else say("no_track")
