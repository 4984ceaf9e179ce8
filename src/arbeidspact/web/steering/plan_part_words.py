"""How the plan of an action reads in a review: its status with the reason, milestones, contributions, money, risks."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from arbeidspact.indicators import Unit
from arbeidspact.pact.queries import ActionStatus, ContributionKind, Degree
from arbeidspact.pact.states import ContributionState, MilestoneState
from arbeidspact.web.monitor.figures import day_text, language, value_text
from arbeidspact.web.pact.plan_words import CONTRIBUTION_WORDS, MILESTONE_WORDS

Row = Mapping[str, Any]


def status_lines(value: Any, _row: Row) -> list[str]:
    """How the action goes, who says so, and why."""
    if not value or value["status"] is None:
        return [_("not known")]
    said = str(ActionStatus(value["status"]).label)
    if value["said"] is None:
        return [_("%(status)s, by the facts") % {"status": said}]
    lines = [f"{said}. {value['reason']}".strip()]
    if value["by_the_facts"] not in {None, value["said"]}:
        lines.append(_("By the facts: %(status)s") % {"status": ActionStatus(value["by_the_facts"]).label})
    return lines


def date_lines(value: Any, _row: Row) -> list[str]:
    """From when until when."""
    since, until = (_day(value[name]) if value and value[name] else _("not published") for name in ("from", "until"))
    return [_("%(since)s until %(until)s") % {"since": since, "until": until}]


def milestone_lines(value: Any, _row: Row) -> list[str]:
    """Each milestone with its day and whether it is reached."""
    found = []
    for one in value or ():
        word, _tone = MILESTONE_WORDS[MilestoneState(one["state"])]
        day = one["reached_on"] or one["due_on"]
        when = _day(day) if day else one["due_printed_as"] or _("no day")
        found.append(f"{_both(one['title'])} ({when}): {word}{_mark(one)}")
    return found or [_("none")]


def contribution_lines(value: Any, _row: Row) -> list[str]:
    """What each partner brings."""
    found = []
    for one in value or ():
        word, _tone = CONTRIBUTION_WORDS[ContributionState(one["state"])]
        amount = ""
        if one["amount"] is not None:
            amount = f", {value_text(Decimal(one['amount']), Unit.COUNT)} {one['unit']}".rstrip()
        kind = ContributionKind(one["kind"]).label
        outcome = f" {one['outcome']}" if one["outcome"] else ""
        found.append(f"{_both(one['partner'])}: {_both(one['what'])} ({kind}{amount}). {word}.{outcome}{_mark(one)}")
    return found or [_("none")]


def ledger_lines(value: Any, _row: Row) -> list[str]:
    """What the ledger adds up to."""
    if not value or not value["lines"]:
        return [_("nothing booked")]
    labels = {"planned": _("Planned"), "committed": _("Committed"), "spent": _("Spent")}
    return [f"{label}: {value_text(Decimal(value[name]), Unit.EURO)}" for name, label in labels.items()]


def number_lines(value: Any, _row: Row) -> list[str]:
    """What the action set out to reach, and what was told of it."""
    found = []
    for one in value or ():
        number = value_text(Decimal(one["low"]), Unit.COUNT)
        if one["high"] is not None:
            high = value_text(Decimal(one["high"]), Unit.COUNT)
            number = _("%(low)s to %(high)s") % {"low": number, "high": high}
        by = f" ({one['by']})" if one["by"] else ""
        line = f"{number} {_both(one['what'])}{by}"
        if one["realised"] is not None:
            told = {
                "value": value_text(Decimal(one["realised"]), Unit.COUNT),
                "day": _day(one["realised_on"]),
                "source": one["realised_source"],
            }
            line += ". " + _("Realised: %(value)s on %(day)s, %(source)s") % told
        found.append(line + _mark(one))
    return found or [_("not published")]


def risk_lines(value: Any, _row: Row) -> list[str]:
    """What can go wrong, how likely, how bad, and what is done about it."""
    found = []
    for one in value or ():
        weight = {"likely": Degree(one["likelihood"]).label, "bad": Degree(one["impact"]).label}
        words = _("likelihood %(likely)s, impact %(bad)s") % weight
        closed = ". " + _("Closed on %(day)s") % {"day": _day(one["closed_on"])} if one["closed_on"] else ""
        measure = f". {one['measure']}" if one["measure"] else ""
        found.append(f"{one['what']} ({words}){measure}{closed}{_mark(one)}")
    return found or [_("none")]


def _both(text: Mapping[str, str]) -> str:
    return text["en"] if language() == "en" and text.get("en") else text["nl"]


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _mark(one: Row) -> str:
    return f" ({_('invented')})" if one.get("invented") else ""
