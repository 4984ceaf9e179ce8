"""A goal in words: its verdict, the figures behind it, since when. The same for both readers, in other phrases."""

from typing import Final

from arbeidspact.reports.blocks import Card
from arbeidspact.reports.content import Figure, Goal, ReportContent
from arbeidspact.reports.phrases import Phrases

TONES: Final = {
    "reached": ("good", "✓"),
    "on_schedule": ("good", "✓"),
    "at_risk": ("risk", "!"),
    "off_course": ("bad", "×"),
    "moving_away": ("bad", "×"),
}
"""The tone and the sign of a verdict; every other one is neither good nor bad."""
JUDGED: Final = frozenset(TONES)
OTHERWISE: Final = "counted_otherwise"
"""Why a goal is not judged whose figure says nothing of the distance that is left."""


def goal_card(goal: Goal, number: int, say: Phrases) -> Card:
    """A goal at a glance: verdict, why, since when."""
    tone, sign = TONES.get(goal.state, ("open", "?"))
    lines = [line for line in (why_line(goal, say), what_line(goal, say), left_line(goal, say)) if line]
    return Card(
        title=f"{number}. {say.of(goal.name)}",
        verdict=say(f"state_{goal.state}"),
        sign=sign,
        tone=tone,
        lines=tuple(lines),
        small=since_line(goal, say),
    )


def citizens_card(goal: Goal, number: int, say: Phrases) -> Card:
    """The same in plain words."""
    tone, sign = TONES.get(goal.state, ("open", "?"))
    lines = [why_line(goal, say, "c_")]
    if goal.latest is not None:
        words = _latest(goal.latest, goal, say)
        moved = goal.start is not None and goal.start.period != goal.latest.period
        lines.append(say("c_sentence", **words, **_start(goal, say)) if moved else say("c_latest", **words))
    if goal.promise is not None:
        lines.append(say("c_promise", promise=promised(goal, say)))
    if goal.gap is not None and goal.gap > 0 and goal.lack != OTHERWISE:
        lines.append(say("c_still", gap=say.difference(goal.gap, goal.unit)))
    source = say("c_source", source=goal.latest.source) if goal.latest else ""
    return Card(
        title=f"{number}. {say.of(goal.name)}",
        verdict=say(f"c_{goal.state}"),
        sign=sign,
        tone=tone,
        lines=tuple(line for line in lines if line),
        small=source,
    )


def why_line(goal: Goal, say: Phrases, kind: str = "") -> str:
    """Why it cannot be judged; empty when it can."""
    phrase = f"{kind}why_{goal.lack or goal.state}"
    return say(phrase) if say.has(phrase) else ""


def what_line(goal: Goal, say: Phrases) -> str:
    """From where to where, against what was promised."""
    if goal.latest is None:
        return say("c_promise", promise=promised(goal, say)) if goal.promise else ""
    words = _latest(goal.latest, goal, say)
    if goal.promise is None:
        return say("sentence_latest", **words)
    if goal.start is None or goal.start.period == goal.latest.period:
        return f"{say('sentence_latest', **words)} {say('c_promise', promise=promised(goal, say))}"
    return say("sentence", promise=promised(goal, say), **words, **_start(goal, say))


def left_line(goal: Goal, say: Phrases) -> str:
    """What is still to go, and how fast."""
    parts = []
    if goal.gap is not None and goal.lack != OTHERWISE:
        is_open = goal.gap > 0
        parts.append(say("still_to_go", gap=say.difference(goal.gap, goal.unit)) if is_open else say("is_met"))
    if goal.required_now is not None and goal.state in JUDGED:
        parts.append(say("required_now", value=say.value(goal.required_now, goal.unit)))
    if goal.progress_share is not None and goal.state in JUDGED:
        parts.append(say("progress", percent=say.number(round(goal.progress_share * 100))))
    if goal.is_past_due:
        parts.append(say("day_passed"))
    elif goal.needed_per_year is not None and goal.gap is not None and goal.gap > 0 and goal.lack != OTHERWISE:
        parts.append(say("asks_per_year", step=say.difference(goal.needed_per_year, goal.unit)))
    return " ".join(parts)


def since_line(goal: Goal, say: Phrases) -> str:
    """Of which figure the verdict is, published when and by whom."""
    if goal.latest is None:
        return ""
    one = goal.latest
    parts = [
        say(
            "since_when",
            period=say.period(one.period),
            status=status_text(one, say),
            vintage=say("vintage_on", day=say.day(one.vintage)) if one.vintage else say("vintage_unknown"),
            source=one.source,
        )
    ]
    if goal.also_published:
        values = f" {say('and')} ".join(
            f"{say.value(other.value, goal.unit)} ({other.source})" for other in goal.also_published
        )
        parts.append(say("also_published", values=values))
    if say.of(one.flag):
        parts.append(say.of(one.flag))
    return " ".join(parts)


def promised(goal: Goal, say: Phrases) -> str:
    """What was promised: "minstens 70 % tegen 31 december 2025"."""
    promise = goal.promise
    if promise is None:
        return say("not_published")
    if promise.relative_to is not None:
        area = say.of(promise.relative_to)
        if goal.target_value is None:
            rule = say("rule_relative", area=area)
        else:
            rule = say("rule_relative_now", area=area, value=say.value(goal.target_value, goal.unit))
    elif promise.value is None:
        rule = say("not_published")
    else:
        rule = say(f"rule_{promise.rule}", value=say.value(promise.value, goal.unit))
    return say("promise_by", rule=rule, due=say.day(promise.due)) if promise.due else say("promise_no_day", rule=rule)


def status_text(figure: Figure, say: Phrases) -> str:
    """How sure a figure is, and whether it was rounded or hidden."""
    words = say(f"status_{figure.status}")
    return f"{words}, {say(f'mark_{figure.mark}')}" if say.has(f"mark_{figure.mark}") else words


def has_invented_parts(content: ReportContent) -> bool:
    """Does anything in this report come from the demo?"""
    return (
        any(signal.invented for signal in content.signals)
        or any(decision.invented for decision in content.decisions)
        or (content.review is not None and content.review.invented)
        or any(action.has_invented_parts for action in content.actions)
    )


def _latest(latest: Figure, goal: Goal, say: Phrases) -> dict[str, str]:
    return {"latest": say.value(latest.value, goal.unit), "latest_period": say.period(latest.period)}


def _start(goal: Goal, say: Phrases) -> dict[str, str]:
    assert goal.start is not None
    return {"start": say.value(goal.start.value, goal.unit), "start_period": say.period(goal.start.period)}
