"""How the parts of a review read: the same words for what was frozen and for what stands today."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbeidspact.indicators import Period, Unit
from arbeidspact.organisations.exceptions import Message
from arbeidspact.pact.queries import BudgetPer, PublishedStatus
from arbeidspact.steering.comparing import Change, Compared
from arbeidspact.web.monitor.figures import day_text, language, period_text, value_text
from arbeidspact.web.steering.plan_part_words import (
    contribution_lines,
    date_lines,
    ledger_lines,
    milestone_lines,
    number_lines,
    risk_lines,
    status_lines,
)

GOAL_STATES: Final[dict[str, tuple[Message, str]]] = {
    "on_schedule": (gettext_lazy("On schedule"), "success"),
    "reached": (gettext_lazy("Reached"), "success"),
    "at_risk": (gettext_lazy("At risk"), "warning"),
    "off_course": (gettext_lazy("Off course"), "danger"),
    "moving_away": (gettext_lazy("Moving away"), "danger"),
    "no_number_was_set": (gettext_lazy("No number was set"), "neutral"),
    "no_date_was_set": (gettext_lazy("No date was set"), "neutral"),
    "number_not_loaded": (gettext_lazy("The number is not loaded"), "neutral"),
    "not_enough_data": (gettext_lazy("Not enough data"), "neutral"),
}
CHANGE_WORDS: Final[dict[Change, tuple[Message, str]]] = {
    Change.SAME: (gettext_lazy("the same"), "neutral"),
    Change.CHANGED: (gettext_lazy("changed"), "warning"),
    Change.NEW: (gettext_lazy("new since"), "info"),
    Change.GONE: (gettext_lazy("no longer there"), "danger"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a goal or an action: what it says, then and now. `is_changed`, when the two differ."""

    label: str
    then: tuple[str, ...]
    now: tuple[str, ...] = ()
    is_changed: bool = False


def in_words(both: Mapping[str, str] | None) -> str:
    """A text in two languages, in the language of the screen, else in Dutch."""
    if both is None:
        return ""
    return both["en"] if language() == "en" and both.get("en") else both["nl"]


def goal_lines(goal: Mapping[str, Any]) -> list[Line]:
    """All that a document says of a goal."""
    return _lines(goal, GOAL_FIELDS)


def action_lines(action: Mapping[str, Any]) -> list[Line]:
    """All that a document says of an action."""
    return _lines(action, ACTION_FIELDS)


def state_of(goal: Mapping[str, Any]) -> dict[str, Any]:
    """The judgement of a goal as a badge."""
    word, tone = GOAL_STATES.get(goal["state"], (goal["state"], "neutral"))
    return {"word": word, "tone": tone}


def goal_rows(found: Sequence[Compared]) -> list[dict[str, Any]]:
    """Goals then and now, part by part; those that changed in front of each."""
    return [_compared(one, GOAL_FIELDS) for one in found]


def action_rows(found: Sequence[Compared]) -> list[dict[str, Any]]:
    """Actions then and now, part by part."""
    return [_compared(one, ACTION_FIELDS) for one in found]


Words = Callable[[Any, Mapping[str, Any]], Sequence[str]]
Fields = Mapping[str, tuple[Message, Words]]


def _compared(one: Compared, fields: Fields) -> dict[str, Any]:
    shown = one.now or one.then
    assert shown is not None
    word, tone = CHANGE_WORDS[one.change]
    lines = [
        Line(
            str(label),
            tuple(words(one.then.get(name), one.then)) if one.then is not None else (),
            tuple(words(one.now.get(name), one.now)) if one.now is not None else (),
            is_changed=name in one.fields,
        )
        for name, (label, words) in fields.items()
        if name in {**(one.then or {}), **(one.now or {})}
    ]
    return {"slug": one.slug, "name": in_words(shown["name"]), "word": word, "tone": tone, "lines": lines, "one": one}


def _lines(row: Mapping[str, Any], fields: Fields) -> list[Line]:
    return [
        Line(str(label), tuple(words(row.get(name), row))) for name, (label, words) in fields.items() if name in row
    ]


def _number(text: str | None, unit: str | None) -> str:
    return value_text(Decimal(text), unit or Unit.COUNT) if text is not None else ""


def _nothing(value: object) -> list[str]:
    return [] if value else [_("not published")]


def _goal_state(value: Any, _row: Mapping[str, Any]) -> list[str]:
    return [str(GOAL_STATES.get(value, (value, ""))[0])]


def _baseline(value: Any, row: Mapping[str, Any]) -> list[str]:
    if not value:
        return _nothing(value)
    return [f"{_number(value['value'], row['unit'])} ({_period(value['period'])}), {value['source']}"]


def _target(value: Any, row: Mapping[str, Any]) -> list[str]:
    if not value:
        return [_("No number was set")]
    number = _number(value["value"], row["unit"]) if value["value"] is not None else value["printed_as"]
    due = _("by %(day)s") % {"day": _day(value["due"])} if value["due"] else _("without a date")
    return [f"{number}, {due}. {value['source']}"]


def _figure(value: Any, row: Mapping[str, Any]) -> list[str]:
    if not value:
        return _nothing(value)
    vintage = _("published on %(day)s") % {"day": _day(value["vintage"])} if value["vintage"] else ""
    status = FIGURE_STATUS.get(value["status"], value["status"])
    parts = [str(status), vintage, value["source"]]
    number = _number(value["value"], row["unit"])
    return [f"{number} ({_period(value['period'])}). " + ", ".join(part for part in parts if part)]


def _figures(value: Any, row: Mapping[str, Any]) -> list[str]:
    return [f"{_period(one['period'])}: {_number(one['value'], row['unit'])}" for one in value] or _nothing(value)


def _amount_of_goal(value: Any, row: Mapping[str, Any]) -> list[str]:
    return [_number(value, row["unit"])] if value is not None else ["-"]


def _share(value: Any, _row: Mapping[str, Any]) -> list[str]:
    return [_number(value, Unit.SHARE)] if value is not None else ["-"]


def _plain(value: Any, _row: Mapping[str, Any]) -> list[str]:
    return [str(value)] if value else ["-"]


def _lead(value: Any, _row: Mapping[str, Any]) -> list[str]:
    if not value:
        return _nothing(value)
    return [", ".join(part for part in (in_words(value["name"]), value["unit"]) if part)]


def _names(value: Any, _row: Mapping[str, Any]) -> list[str]:
    return [", ".join(in_words(one["name"]) for one in value)] if value else _nothing(value)


def _published_status(value: Any, _row: Mapping[str, Any]) -> list[str]:
    return [str(dict(PublishedStatus.choices).get(value, value))] if value else _nothing(value)


def money_texts(value: Any) -> list[str]:
    """Amounts as a document holds them, one text each."""
    found = []
    for one in value:
        per = dict(BudgetPer.choices).get(one["per"], one["per"])
        payer = f", {one['payer']}" if one["payer"] else ""
        found.append(f"{_number(one['amount'], Unit.EURO)} {per}{payer}. {one['source']}")
    return found


def _money(value: Any, _row: Mapping[str, Any]) -> list[str]:
    return money_texts(value) or _nothing(value)


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _period(text: str) -> str:
    return period_text(Period.parse(text))


FIGURE_STATUS: Final = {
    "provisional": gettext_lazy("provisional"),
    "final": gettext_lazy("final"),
    "contested": gettext_lazy("contested"),
}
GOAL_FIELDS: Final[Fields] = {
    "state": (gettext_lazy("Judgement"), _goal_state),
    "baseline": (gettext_lazy("Baseline"), _baseline),
    "target": (gettext_lazy("Promised"), _target),
    "latest": (gettext_lazy("Latest figure"), _figure),
    "required_now": (gettext_lazy("Needed by then"), _amount_of_goal),
    "gap": (gettext_lazy("Still to go"), _amount_of_goal),
    "progress_share": (gettext_lazy("Part of the way"), _share),
    "indicator": (gettext_lazy("Indicator"), _plain),
    "definition_version": (gettext_lazy("Version of the definition"), _plain),
    "observations": (gettext_lazy("Figures used"), _figures),
}
ACTION_FIELDS: Final[Fields] = {
    "status": (gettext_lazy("How it goes"), status_lines),
    "dates": (gettext_lazy("From when until when"), date_lines),
    "lead": (gettext_lazy("Lead"), _lead),
    "partners": (gettext_lazy("Partners"), _names),
    "tracks": (gettext_lazy("Track"), _names),
    "published_status": (gettext_lazy("Status as published"), _published_status),
    "money": (gettext_lazy("Money"), _money),
    "ledger": (gettext_lazy("Money in the plan"), ledger_lines),
    "planned": (gettext_lazy("Planned and realised numbers"), number_lines),
    "milestones": (gettext_lazy("Milestones"), milestone_lines),
    "contributions": (gettext_lazy("Contributions"), contribution_lines),
    "risks": (gettext_lazy("Risks"), risk_lines),
}
