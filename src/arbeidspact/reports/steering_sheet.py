"""The steering report, chapter by chapter, as blocks."""

from collections.abc import Callable, Iterable
from typing import Final

from arbeidspact.indicators import Period
from arbeidspact.reports.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    NewPage,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Sheet,
    Table,
)
from arbeidspact.reports.content import Decision, Goal, ReportContent, Signal
from arbeidspact.reports.drawing import chart_in_words, goal_chart
from arbeidspact.reports.goal_words import goal_card, has_invented_parts, promised, status_text
from arbeidspact.reports.method_pages import check_page, contested_page, fresh_page, method_page, missing_page
from arbeidspact.reports.money_pages import action_pages, money_page
from arbeidspact.reports.phrases import Phrases, phrases_in

MOST_ROWS: Final = 60
"""Figures of a goal in its table; a report that holds more shows the newest."""


def steering_sheet(content: ReportContent, language: str) -> Sheet:
    """The report of the steering group, in this language."""
    say = phrases_in(language)
    pact = say.of(content.pact.name)
    chapters: tuple[Callable[[ReportContent, Phrases], list[Block]], ...] = (
        _goal_pages,
        action_pages,
        money_page,
        _signal_pages,
        _decision_pages,
        contested_page,
        fresh_page,
        missing_page,
        method_page,
        check_page,
    )
    return Sheet(
        kind="steering",
        language=language,
        title=say("steering_title", pact=pact),
        subtitle=say("steering_subtitle", version=content.release.version, day=say.day(content.release.made_on)),
        publisher=content.publisher,
        day=content.release.made_on,
        footer=say("footer", pact=pact, version=content.release.version),
        page_words=say("page"),
        contents_title=say("contents"),
        opening=(*_cover(content, say),),
        blocks=(*_glance(content, say), *(block for chapter in chapters for block in chapter(content, say))),
    )


def _cover(content: ReportContent, say: Phrases) -> list[Block]:
    release, review = content.release, content.review
    rows = [
        (say("cover_release"), release.version),
        (say("cover_made"), say.day(release.made_on)),
        (say("cover_publisher"), content.publisher),
        (
            say("cover_span"),
            say("cover_span_text", since=say.day(content.since), until=say.day(content.until)),
        ),
        (say("cover_review"), say("cover_review_text", sha256=review.sha256) if review else say("cover_no_review")),
        (say("cover_manifest"), release.manifest_sha256),
        (say("cover_content"), content.sha256),
        (say("cover_where"), content.address or say("not_published")),
    ]
    blocks: list[Block] = [Facts(tuple(rows)), Paragraph(say("cover_how"), "small")]
    if release.notes:
        blocks.insert(1, Quote(content.publisher, release.notes))
    if has_invented_parts(content):
        blocks.append(Notice(say("demo_title"), (say("demo_line"),)))
    return blocks


def _glance(content: ReportContent, say: Phrases) -> list[Block]:
    blocks: list[Block] = [
        Heading(1, say("glance_title")),
        Paragraph(say("glance_intro", day=say.day(content.release.made_on)), "lead"),
    ]
    blocks += [goal_card(goal, place, say) for place, goal in enumerate(content.goals, start=1)]
    blocks.append(Heading(2, say("review_title")))
    review = content.review
    if review is None or not review.conclusions:
        return [*blocks, Paragraph(say("review_none"))]
    blocks.append(Quote(_invented(say("review_title"), review.invented, say), review.conclusions))
    if review.sign_offs:
        blocks.append(Heading(3, say("signoffs_title")))
        for one in review.sign_offs:
            kind = say(f"signoff_{one.kind}")
            line = say("signoff_line", organisation=one.organisation, kind=kind, day=say.day(one.on))
            blocks.append(Quote(line, one.note) if one.note else Paragraph(line))
    return blocks


def _goal_pages(content: ReportContent, say: Phrases) -> list[Block]:
    blocks: list[Block] = [NewPage(), Heading(1, say("goals_title"))]
    for place, goal in enumerate(content.goals, start=1):
        blocks += _goal_page(goal, place, say)
    return blocks


def _goal_page(goal: Goal, place: int, say: Phrases) -> list[Block]:
    name = say.of(goal.name)
    blocks: list[Block] = [Heading(2, f"{place}. {name}")]
    if say.of(goal.summary):
        blocks.append(Paragraph(say.of(goal.summary)))
    if goal.start is not None:
        value, period = say.value(goal.start.value, goal.unit), say.period(goal.start.period)
        blocks.append(Paragraph(say("started_from", value=value, period=period, source=goal.start.source)))
    if goal.promise is not None:
        if goal.promise.printed_as:
            blocks.append(Paragraph(say("promised_in", text=goal.promise.printed_as, source=goal.promise.source)))
        elif goal.promise.source:
            blocks.append(Paragraph(say("promise_source", source=goal.promise.source)))
        blocks.append(Paragraph(say("c_promise", promise=promised(goal, say)), "strong"))
    drawing = goal_chart(goal, say)
    if drawing:
        measured = say.of(goal.measured_by)
        blocks.append(Picture(drawing, chart_in_words(goal, say), say("chart_caption", name=measured)))
        blocks.append(_figures_table(goal, say))
    if goal.path:
        blocks.append(
            Table(
                say("path_title", goal=name),
                (Column(say("path_when")), Column(say("path_needed"), 1, is_number=True)),
                tuple((say.day(one.on), say.value(one.value, goal.unit)) for one in goal.path),
            )
        )
    if goal.known:
        blocks.append(
            Table(
                say("known_title", goal=name),
                (
                    Column(say("known_column"), 3),
                    Column(say("col_value"), 1, is_number=True),
                    Column(say("col_period")),
                    Column(say("col_area")),
                    Column(say("col_source"), 3),
                ),
                tuple(
                    (
                        say.of(one.name),
                        say.value(one.figure.value, one.unit),
                        say.period(one.figure.period),
                        say.of(one.figure.area_name),
                        one.figure.source,
                    )
                    for one in goal.known
                ),
            )
        )
    return blocks


def _figures_table(goal: Goal, say: Phrases) -> Table:
    figures = [(say.of(line.name), one) for line in goal.lines for one in line.figures]
    figures.sort(key=lambda pair: Period.parse(pair[1].period).end, reverse=True)
    return Table(
        say("table_caption", name=say.of(goal.measured_by)),
        (
            Column(say("col_period")),
            Column(say("col_area")),
            Column(say("col_value"), 1, is_number=True),
            Column(say("col_status")),
            Column(say("col_source"), 4),
        ),
        tuple(
            (say.period(one.period), area, say.value(one.value, goal.unit), status_text(one, say), one.source)
            for area, one in figures[:MOST_ROWS]
        ),
    )


def _signal_pages(content: ReportContent, say: Phrases) -> list[Block]:
    blocks: list[Block] = [NewPage(), Heading(1, say("signals_title"))]
    if not content.signals:
        blocks.append(Paragraph(say("signals_none")))
    times = content.answering
    median = say("signals_median", days=say.number(times.median_days)) if times.median_days is not None else ""
    blocks.append(
        Paragraph(
            say.counted("signals_intro", len(content.signals))
            + " "
            + say.counted("signals_times", times.counted, in_time=times.in_time)
            + median,
            "lead",
        )
    )
    for signal in content.signals:
        blocks += _signal(signal, say)
    return blocks


def _signal(signal: Signal, say: Phrases) -> Iterable[Block]:
    yield Heading(2, _invented(signal.title, signal.invented, say))
    yield Paragraph(
        say(
            "signal_by",
            organisation=signal.raised_by,
            day=say.day(signal.raised_on),
            due=say.day(signal.due_on),
            state=say(f"signal_{signal.state}"),
        )
    )
    if signal.cosigned_by:
        yield Paragraph(say("signal_cosigned", organisations=", ".join(signal.cosigned_by)))
    yield Quote(say("signal_what"), signal.what)
    yield Quote(say("signal_whom"), signal.whom)
    if signal.suggestion:
        yield Quote(say("signal_suggestion"), signal.suggestion)
    for answer in signal.answers:
        in_time = say("in_time") if answer.in_time else say("too_late")
        kind = say(f"answer_{answer.kind}")
        yield Quote(say("signal_answer", day=say.day(answer.answered_on), in_time=in_time, kind=kind), answer.text)


def _decision_pages(content: ReportContent, say: Phrases) -> list[Block]:
    blocks: list[Block] = [Heading(1, say("decisions_title"))]
    if not content.decisions:
        blocks.append(Paragraph(say("decisions_none")))
    for decision in content.decisions:
        blocks += _decision(decision, say)
    return blocks


def _decision(decision: Decision, say: Phrases) -> Iterable[Block]:
    title = say("decision_head", number=decision.number, title=say.of(decision.title))
    yield Heading(2, _invented(title, decision.invented, say))
    yield Paragraph(say("decision_by", body=say.of(decision.body), day=say.day(decision.taken_on)))
    if decision.changes:
        yield Paragraph(say("decision_changes", number=decision.changes))
    if say.has(f"decision_{decision.standing}"):
        yield Paragraph(say(f"decision_{decision.standing}"), "strong")
    yield Quote(say("decision_text"), decision.text)
    if decision.motivation:
        yield Quote(say("decision_why"), decision.motivation)
    if decision.minority:
        yield Heading(3, say("minority_title"))
        for note in decision.minority:
            yield Quote(note.who, note.why)
    else:
        yield Paragraph(say("minority_none"), "small")
    if decision.tasks:
        yield Heading(3, say("tasks_title"))
        lines = [
            say("task_done", what=one.what, owner=one.owner, day=say.day(one.done_on))
            if one.done_on
            else say("task_line", what=one.what, owner=one.owner, due=say.day(one.due_on))
            for one in decision.tasks
        ]
        yield Bullets(tuple(lines))


def _invented(title: str, is_invented: bool, say: Phrases) -> str:
    return f"{title} ({say('invented')})" if is_invented else title
