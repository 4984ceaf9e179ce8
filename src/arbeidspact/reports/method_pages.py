"""Chapters of the steering report that let a reader judge it: contested, fresh, not published, method, how to check."""

from arbeidspact.reports.blocks import Block, Bullets, Column, Heading, NewPage, Paragraph, Table
from arbeidspact.reports.content import Measure, ReportContent
from arbeidspact.reports.phrases import Phrases

MOST_NAMED = 30


def contested_page(content: ReportContent, say: Phrases) -> list[Block]:
    """Figures that are disputed or that sources give differently, with both values and the reason."""
    blocks: list[Block] = [NewPage(), Heading(1, say("contested_title"))]
    if not content.contested:
        return [*blocks, Paragraph(say("contested_none"))]
    columns = (
        Column(say("col_figure"), 3),
        Column(say("col_stands"), 3),
        Column(say("col_counter"), 3),
        Column(say("col_reason"), 4),
    )
    rows = []
    for one in content.contested:
        figure = one.figure
        beside = "; ".join(f"{say.value(other.value, one.unit)} ({other.source})" for other in one.beside)
        what = f"{say.of(one.name)}, {say.of(figure.area_name)}, {say.period(figure.period)}"
        reasons = dict.fromkeys(say.of(each.flag) for each in (figure, *one.beside) if say.of(each.flag))
        rows.append(
            (
                what,
                f"{say.value(figure.value, one.unit)} ({figure.source})",
                beside or say("not_published"),
                " ".join(reasons) or say("not_published"),
            )
        )
    return [*blocks, Paragraph(say("contested_intro")), Table(say("contested_title"), columns, tuple(rows))]


def fresh_page(content: ReportContent, say: Phrases) -> list[Block]:
    """Each indicator: the period of its newest figure, when it was published, when the next one was due."""
    day = say.day(content.release.made_on)
    columns = (
        Column(say("col_figure"), 4),
        Column(say("col_value"), 2, is_number=True),
        Column(say("col_area"), 2),
        Column(say("col_period"), 2),
        Column(say("col_published"), 2),
        Column(say("col_next"), 3),
    )
    rows = tuple(
        (
            say.of(one.name),
            say.value(one.latest.value, one.unit) if one.latest else say("not_published"),
            say.of(one.latest.area_name) if one.latest else "–",
            say.period(one.latest.period) if one.latest else "–",
            say.day(one.latest.vintage) if one.latest else "–",
            _next(one, say),
        )
        for one in content.measures
    )
    return [
        Heading(1, say("fresh_title")),
        Paragraph(say("fresh_intro", day=day)),
        Table(say("fresh_title"), columns, rows),
    ]


def missing_page(content: ReportContent, say: Phrases) -> list[Block]:
    """What this report could not say because nobody published it."""
    lines = []
    for goal in content.goals:
        name = say.of(goal.name)
        if goal.promise is None:
            lines.append(say("missing_goal_number", name=name))
        if goal.latest is None:
            lines.append(say("missing_goal_figure", name=name))
    total = len(content.actions)
    lacks = {
        "missing_status": [one for one in content.actions if not one.status],
        "missing_money": [one for one in content.actions if not one.published and one.ledger is None],
        "missing_lead": [one for one in content.actions if one.lead is None],
    }
    for phrase, actions in lacks.items():
        if actions:
            names = "; ".join(say.of(one.name) for one in actions[:MOST_NAMED])
            names += "; …" if len(actions) > MOST_NAMED else ""
            lines.append(say(phrase, count=len(actions), total=total, names=names))
    body: Block = Bullets(tuple(lines)) if lines else Paragraph(say("missing_none"))
    return [Heading(1, say("missing_title")), body]


def method_page(content: ReportContent, say: Phrases) -> list[Block]:
    """How goals are judged, what was hidden, and what each indicator counts."""
    measures = content.measures
    counts = {
        "figures": say.number(sum(one.figures for one in measures)),
        "hidden": say.number(sum(one.hidden for one in measures)),
        "rounded": say.number(sum(one.rounded for one in measures)),
    }
    blocks: list[Block] = [
        NewPage(),
        Heading(1, say("method_title")),
        Paragraph(say("method_states")),
        Paragraph(say("method_guard", **counts)),
        Heading(2, say("method_definitions")),
    ]
    for one in measures:
        blocks += [Heading(3, say.of(one.name)), Bullets(tuple(_definition(one, say)))]
    return blocks


def check_page(content: ReportContent, say: Phrases) -> list[Block]:
    """How a reader checks that nothing was changed."""
    address = content.address or say("not_published")
    return [Heading(1, say("check_title")), Paragraph(say("check_text", address=address))]


def _definition(one: Measure, say: Phrases) -> list[str]:
    texts = {
        "definition_counted": say.of(one.counted),
        "definition_over": say.of(one.over),
        "definition_ages": one.age_group,
        "definition_variant": say.of(one.variant),
        "definition_formula": say.of(one.formula_reference),
        "definition_source": f"{one.source} {one.source_url}".strip(),
    }
    lines = [say(phrase, text=text.rstrip(".")) for phrase, text in texts.items() if text]
    return lines + [say("definition_pitfall", text=say.of(pitfall)) for pitfall in one.pitfalls]


def _next(one: Measure, say: Phrases) -> str:
    if one.freshness == "fresh" and one.next_due is None:
        return say("fresh_once")
    return say(f"fresh_{one.freshness}", day=say.day(one.next_due)) if one.next_due else say("fresh_nothing_yet")
