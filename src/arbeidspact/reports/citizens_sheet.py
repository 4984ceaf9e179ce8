"""The citizens' version: the same facts in plain words, on two pages at most."""

from typing import Final

from arbeidspact.reports.blocks import Block, Bullets, Heading, Notice, Paragraph, Sheet
from arbeidspact.reports.content import Decision, ReportContent
from arbeidspact.reports.goal_words import citizens_card, has_invented_parts
from arbeidspact.reports.money_pages import LATE
from arbeidspact.reports.phrases import Phrases, phrases_in

GOOD: Final = frozenset({"on_schedule", "done"})
DETAILS: Final = (4, 3, 2, 1, 0)
"""How many actions and decisions are named: the most that fits on two pages."""


def citizens_sheet(content: ReportContent, language: str, details: int = DETAILS[0]) -> Sheet:
    """The version for citizens, in this language. Arguments: `details`, how many actions and decisions are named."""
    say = phrases_in(language)
    day = say.day(content.release.made_on)
    return Sheet(
        kind="citizens",
        language=language,
        title=say("citizens_title", area=say.of(content.pact.area_name)),
        subtitle=say("citizens_subtitle", day=day),
        publisher=content.publisher,
        day=content.release.made_on,
        footer=say("footer", pact=say.of(content.pact.name), version=content.release.version),
        page_words=say("page"),
        contents_title="",
        blocks=(
            Paragraph(say("c_intro"), "lead"),
            *([Notice(say("demo_title"), (say("demo_line"),))] if has_invented_parts(content) else []),
            Heading(1, say("c_goals")),
            *(citizens_card(goal, place, say) for place, goal in enumerate(content.goals, start=1)),
            *_actions(content, say, details),
            *_decisions(content, say, details),
            *_unknown(content, say),
            *_asking(content, say, day),
        ),
    )


def _actions(content: ReportContent, say: Phrases, details: int) -> list[Block]:
    actions = content.actions
    late = [one for one in actions if one.status in LATE]
    counts = {
        "total": len(actions),
        "good": sum(one.status in GOOD for one in actions),
        "late": len(late),
        "unknown": sum(not one.status for one in actions),
    }
    blocks: list[Block] = [Heading(1, say("c_do")), Paragraph(say.counted("c_do_text", len(actions), **counts))]
    if late and details:
        blocks += [Paragraph(say("c_late")), Bullets(tuple(say.of(one.name) for one in late[:details]))]
    return blocks


def _decisions(content: ReportContent, say: Phrases, details: int) -> list[Block]:
    blocks: list[Block] = [Heading(1, say("c_decided"))]
    newest = sorted(content.decisions, key=lambda one: (one.taken_on, one.number), reverse=True)
    if not newest:
        blocks.append(Paragraph(say("c_decided_none")))
    elif details:
        blocks.append(Bullets(tuple(_decision(one, say) for one in newest[:details])))
    if content.signals:
        waiting = sum(one.state in {"raised", "acknowledged", "reopened"} for one in content.signals)
        blocks.append(
            Paragraph(say.counted("c_signals", len(content.signals)) + " " + say.counted("c_signals_open", waiting))
        )
    return blocks


def _decision(one: Decision, say: Phrases) -> str:
    words = {"title": say.of(one.title), "day": say.day(one.taken_on)}
    if one.minority:
        who = ", ".join(dict.fromkeys(note.who for note in one.minority))
        return say("c_decided_minority", who=who, **words)
    return say("c_decided_line", **words)


def _unknown(content: ReportContent, say: Phrases) -> list[Block]:
    measures = content.measures
    lines = []
    old = sum(one.freshness == "stale" for one in measures)
    if old:
        lines.append(say.counted("c_unknown_old", old, total=len(measures)))
    if content.contested:
        lines.append(say.counted("c_unknown_contested", len(content.contested)))
    hidden = sum(one.hidden for one in measures)
    if hidden:
        lines.append(say.counted("c_unknown_hidden", hidden))
    return [Heading(1, say("c_unknown")), Bullets(tuple(lines))] if lines else []


def _asking(content: ReportContent, say: Phrases, day: str) -> list[Block]:
    phrase = "c_ask_contact" if content.contact else "c_ask_text"
    lines = [say(phrase, publisher=content.publisher, contact=content.contact), say("c_ask_work")]
    if content.address:
        lines.append(say("c_ask_where", address=content.address))
    version, sha256 = content.release.version, content.sha256
    return [
        Heading(1, say("c_ask")),
        Bullets(tuple(lines)),
        Heading(1, say("c_true")),
        Paragraph(say("c_true_text", version=version, day=day, sha256=sha256), "small"),
    ]
