"""The action plan as it leaves: what documents print of it, and what the newest frozen review of each pact holds.

What partners entered since that review stays inside until the next one is frozen. Nobody's name leaves: a text that may
hold one is left out, and the analyst is told which.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final

from django.utils import timezone

from arbeidspact.pact.models import Action, BudgetLine
from arbeidspact.people.named import texts_that_may_name_somebody
from arbeidspact.publications.columns import ColumnKind
from arbeidspact.publications.plan_numbers import RealisedNumber, Surrounding, guard_realised
from arbeidspact.publications.tables import PLAN_TABLES, TABLES
from arbeidspact.steering.frozen_plans import FrozenPlan, frozen_plans
from arbeidspact.steering.models import SignOffKind
from arbeidspact.steering.person_data import person_data_in
from arbeidspact.steering.plan_sections import DETAIL

Row = dict[str, Any]
PRINTED_OR_ENTERED: Final[Mapping[str, tuple[str, ...]]] = {
    "milestones": ("title_nl", "title_en"),
    "contributions": ("what_nl", "what_en", "unit"),
    "numbers": ("what_nl", "what_en"),
}
"""The columns in which members write in their own words, unless a document printed the row."""
ENTERED: Final[Mapping[str, tuple[str, ...]]] = {
    "actions": ("status_reason",),
    "contributions": ("outcome",),
    "numbers": ("realised_source", "beside"),
}
"""Those in which they always do."""
_NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class TextLeftOut:
    """A text that may name somebody: in which table, of which action, in which column."""

    table: str
    action: str
    column: str


@dataclass(frozen=True, slots=True)
class ReleasedPlan:
    """The tables of the action plan by name, each with its rows, and what the guard did to them."""

    tables: Mapping[str, list[tuple[Any, ...]]]
    hidden: int = 0
    changes: tuple[Mapping[str, Any], ...] = ()
    texts_left_out: tuple[TextLeftOut, ...] = ()
    plans: tuple[FrozenPlan, ...] = field(default=())


def released_plan(around: Surrounding) -> ReleasedPlan:
    """Every table of the action plan, after the guard.

    Raises: `Conflict` when a frozen review no longer gives its hash.
    """
    frozen = frozen_plans()
    rows: dict[str, list[Row]] = {name: [] for name in PLAN_TABLES}
    rows["plans"] = [_plan_row(one) for one in frozen]
    rows["actions"] = list(_action_rows(frozen))
    rows["budget"] = [_budget_row(line) for line in _budget_lines()]
    for plan in frozen:
        for action in plan.actions:
            rows["milestones"] += _milestone_rows(plan, action)
            rows["contributions"] += _contribution_rows(plan, action)
            rows["ledger"] += _ledger_rows(plan, action)
    numbers = [found for plan in frozen for action in plan.actions for found in _numbers(plan, action)]
    guarded = guard_realised(numbers, around)
    rows["numbers"] = [_guarded_row(one, guarded.hidden) for one in numbers]
    left_out = _leave_out_names(rows)
    return ReleasedPlan(
        {name: [_cells(name, row) for row in own] for name, own in rows.items()},
        hidden=len(guarded.hidden),
        changes=guarded.changes,
        texts_left_out=left_out,
        plans=tuple(frozen),
    )


def _cells(table: str, row: Row) -> tuple[Any, ...]:
    """The cells of a row, in the order of the columns, each of the kind of its column."""
    return tuple(_cell(row.get(column.name), column.kind) for column in TABLES[table].columns)


def _cell(value: Any, kind: ColumnKind) -> Any:
    if kind is ColumnKind.TEXT:
        return "" if value is None else str(value)
    if value in {None, ""}:
        return None
    if kind is ColumnKind.NUMBER:
        return Decimal(str(value))
    return value


def _plan_row(plan: FrozenPlan) -> Row:
    signed = [one.organisation for one in plan.signed_by if one.kind == SignOffKind.AGREED]
    with_note = [one.organisation for one in plan.signed_by if one.kind != SignOffKind.AGREED]
    return {
        "pact": plan.pact,
        "review": plan.review,
        "since": plan.since,
        "until": plan.until,
        "frozen_on": plan.frozen_on,
        "sha256": plan.sha256,
        "signed_by": "; ".join(signed),
        "signed_with_a_note": "; ".join(with_note),
        "is_invented": plan.is_invented,
    }


def _action_rows(frozen: Sequence[FrozenPlan]) -> Iterator[Row]:
    """The actions of every pact as printed, with what the approved plan says of them; then those it alone still has."""
    left = {(plan.pact, action["slug"]): (plan, action) for plan in frozen for action in plan.actions}
    printed = (
        Action.objects.select_related("pact", "priority", "lead")
        .prefetch_related("tracks")
        .order_by("pact__slug", "order", "pk")
    )
    for row in printed:
        own: Row = {
            "pact": row.pact.slug,
            "action": row.slug,
            "name_nl": row.name_nl,
            "name_en": row.name_en,
            "priority": row.priority.slug if row.priority else "",
            "tracks": " ".join(track.slug for track in row.tracks.all()),
            "lead": row.lead.name_nl if row.lead else "",
            "status_as_published": row.published_status,
            "flag_nl": row.flag_nl,
            "flag_en": row.flag_en,
            "source": row.source,
            "source_url": row.source_url,
        }
        approved = left.pop((row.pact.slug, row.slug), None)
        yield own | (_approved(*approved) if approved else {"is_contested": False, "is_invented": False})
    for (pact, slug), approved in left.items():
        names = approved[1]["name"]
        own = {"pact": pact, "action": slug, "name_nl": names["nl"], "name_en": names["en"]}
        yield own | _approved(*approved)


def _approved(plan: FrozenPlan, action: Mapping[str, Any]) -> Row:
    """What the approved plan says of an action; what it does not say, the printed row keeps."""
    status, detail, money = action["status"], action.get(DETAIL, _NOTHING), action["ledger"]
    lead = detail.get("lead") or (action["lead"] or _NOTHING).get("name")
    found: Row = {
        "goals": " ".join(detail.get("goals", ())),
        "starts_on": action["dates"]["from"],
        "ends_on": action["dates"]["until"],
        "status": status["status"],
        "status_by_facts": status["by_the_facts"],
        "status_reason": status["reason"],
        "is_contested": bool(status["said"] and status["by_the_facts"] not in {None, status["said"]}),
        **({name: money[name] for name in ("planned", "committed", "spent")} if money["lines"] else {}),
        "plan_until": plan.until,
        "is_invented": _is_invented(plan, detail),
    }
    if lead:
        found["lead"] = lead["nl"]
    if detail.get("priority"):
        found["priority"] = detail["priority"]
    return found


def _is_invented(plan: FrozenPlan, detail: Mapping[str, Any]) -> bool:
    """Did the demo invent the status or the money of this action? Where an older review does not say, as the review."""
    if not detail:
        return plan.is_invented
    return bool(detail["status_invented"]) or any(one["invented"] for one in detail["ledger"])


def _milestone_rows(plan: FrozenPlan, action: Mapping[str, Any]) -> Iterator[Row]:
    for one, more in _with_detail(action, "milestones"):
        yield {
            "pact": plan.pact,
            "action": action["slug"],
            "title_nl": one["title"]["nl"],
            "title_en": one["title"]["en"],
            **{name: one[name] for name in ("due_on", "due_printed_as", "expected_on", "reached_on", "state")},
            "is_invented": one["invented"],
            **_flags(more),
            "source": one["source"],
        }


def _contribution_rows(plan: FrozenPlan, action: Mapping[str, Any]) -> Iterator[Row]:
    """A row for each contribution; the lead, and partners of whom none is known, with a row of their own."""
    detail = action.get(DETAIL, _NOTHING)
    lead = detail.get("lead") or (action["lead"] and {"slug": action["lead"]["slug"], **action["lead"]["name"]})
    lead_name = lead["nl"] if lead else ""
    brought = set()
    rows = []
    for one, more in _with_detail(action, "contributions"):
        name = one["partner"]["nl"]
        brought.add(name)
        rows.append(
            {
                "partner": more.get("partner", ""),
                "partner_name": name,
                "role": "lead" if name == lead_name else "partner",
                "kind": one["kind"],
                "what_nl": one["what"]["nl"],
                "what_en": one["what"]["en"],
                **{key: one[key] for key in ("amount", "unit", "state", "outcome", "source")},
                "from_on": more.get("from"),
                "until_on": more.get("until"),
                "is_invented": one["invented"],
            }
        )
    others = [one["name"]["nl"] for one in action["partners"]]
    slugs = dict(zip(others, detail.get("partners", ()), strict=False)) | ({lead_name: lead["slug"]} if lead else {})
    for name in dict.fromkeys(name for name in (lead_name, *others) if name and name not in brought):
        role = "lead" if name == lead_name else "partner"
        rows.append({"partner": slugs.get(name, ""), "partner_name": name, "role": role})
    for row in rows:
        yield {"pact": plan.pact, "action": action["slug"], "is_invented": False} | row


def _ledger_rows(plan: FrozenPlan, action: Mapping[str, Any]) -> Iterator[Row]:
    """What is booked, by payer, code and year; one row where an older review holds the sums alone."""
    sums = action["ledger"]
    if not sums["lines"]:
        return
    whole = {name: sums[name] for name in ("planned", "committed", "spent")}
    for one in action.get(DETAIL, _NOTHING).get("ledger") or [whole]:
        yield {
            "pact": plan.pact,
            "action": action["slug"],
            "payer": one.get("payer", ""),
            "payer_name": one.get("payer_name", _NOTHING).get("nl", ""),
            "code": one.get("code", ""),
            "year": one.get("year"),
            **{name: one[name] for name in whole},
            "is_invented": one.get("invented", plan.is_invented),
        }


def _numbers(plan: FrozenPlan, action: Mapping[str, Any]) -> Iterator[RealisedNumber]:
    for one, more in _with_detail(action, "planned"):
        told = None if one["realised"] is None else Decimal(one["realised"])
        row = {
            "pact": plan.pact,
            "action": action["slug"],
            "what_nl": one["what"]["nl"],
            "what_en": one["what"]["en"],
            "indicator": more.get("indicator", ""),
            "counts_people": more.get("counts_people", True),
            **{name: one[name] for name in ("low", "high", "by", "due_on", "realised_on", "realised_source")},
            "is_invented": one["invented"],
            **_flags(more),
            "source": one["source"],
        }
        beside = tuple((Decimal(other["value"]), str(other["source"])) for other in more.get("beside", ()))
        yield RealisedNumber(row, told, is_printed=bool(more.get("realised_is_printed")), beside=beside)


def _guarded_row(number: RealisedNumber, hidden: frozenset[str]) -> Row:
    """A number as it leaves. What other sources say for the same day goes with it when it is hidden."""
    if number.value is None:
        return {**number.row, "mark": "", "is_contested": False}
    if number.key in hidden:
        return {**number.row, "mark": "suppressed", "is_contested": False}
    beside = "; ".join(f"{value.normalize():f} ({source})" for value, source in number.beside)
    return {
        **number.row,
        "realised": number.value,
        "mark": "shown",
        "is_contested": bool(number.beside),
        "beside": beside,
    }


def _with_detail(action: Mapping[str, Any], name: str) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The entries of a part, each with what only open data reads; reviews of before have none of that."""
    details = action.get(DETAIL, _NOTHING).get(name, ())
    return zip_longest(action[name], details, fillvalue=_NOTHING)


def _flags(more: Mapping[str, Any]) -> Row:
    flag = more.get("flag", _NOTHING)
    return {"flag_nl": flag.get("nl", ""), "flag_en": flag.get("en", "")}


def _budget_lines() -> Iterable[BudgetLine]:
    return BudgetLine.objects.select_related("pact", "action").order_by("pact__slug", "action__order", "pk")


def _budget_row(line: BudgetLine) -> Row:
    return {
        "pact": line.pact.slug,
        "action": line.action.slug if line.action else "",
        "amount": line.amount,
        "per": line.per,
        "payer": line.payer,
        "code": line.code,
        "period": line.period,
        "source": line.source,
    }


def _leave_out_names(rows: Mapping[str, list[Row]]) -> tuple[TextLeftOut, ...]:
    """Empties every text of a member that may name somebody or holds an address or a number of a person."""
    places = [
        (table, row, column)
        for columns_of, also_printed in ((PRINTED_OR_ENTERED, False), (ENTERED, True))
        for table, columns in columns_of.items()
        for row in rows[table]
        for column in columns
        if row.get(column) and (also_printed or not row.get("source"))
    ]
    texts = {str(row[column]) for _table, row, column in places}
    today = timezone.localdate()
    telling = texts_that_may_name_somebody(texts) | {text for text in texts if person_data_in(text, today=today)}
    found = []
    for table, row, column in places:
        if row[column] in telling:
            row[column] = ""
            found.append(TextLeftOut(table, row["action"], column))
    return tuple(found)
