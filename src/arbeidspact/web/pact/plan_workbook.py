"""Action plans as a workbook: the actions, and a sheet for each kind of thing that hangs on them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from arbeidspact.exchange.workbook import Sheet
from arbeidspact.pact.plan_queries import Plan
from arbeidspact.web.pact.plan_words import degree_word, milestone_view
from arbeidspact.web.pact.wording import name_of, name_of_title, planned_text

Rows = Iterable[Sequence[object]]


def plan_sheets(
    plans: Sequence[Plan], header: Sequence[str], row_of: Callable[[Plan], Sequence[object]]
) -> list[Sheet]:
    """The sheets of these plans. Arguments: `header` and `row_of`, of the sheet of actions. No member is named."""
    action = _("Action")
    return [
        Sheet(_("Actions"), header, [row_of(plan) for plan in plans]),
        Sheet(
            _("Milestones"),
            [
                action,
                _("Milestone"),
                _("Due by"),
                _("Now expected on"),
                _("Reached on"),
                _("Status"),
                _("What proves it"),
            ],
            _milestones(plans),
        ),
        Sheet(
            _("Contributions"),
            [
                action,
                _("Partner"),
                _("Kind"),
                _("What"),
                _("How much"),
                _("Unit"),
                _("From"),
                _("Until"),
                _("Confirmed on"),
                _("What came of it"),
            ],
            _contributions(plans),
        ),
        Sheet(
            _("Numbers"),
            [
                action,
                _("Planned"),
                _("Number, or the lowest"),
                _("The highest, of a range"),
                _("Due by"),
                _("Realised"),
                _("On which day"),
                _("Source"),
            ],
            _numbers(plans),
        ),
        Sheet(
            _("Money"),
            [
                action,
                _("Kind"),
                _("Date"),
                _("Budget year"),
                _("Who pays"),
                _("Budget code"),
                _("Amount in euro"),
                _("Document"),
            ],
            _money(plans),
        ),
        Sheet(
            _("Risks"),
            [
                action,
                _("What can go wrong"),
                _("How likely"),
                _("How bad"),
                _("What is done about it"),
                _("Who watches it"),
            ],
            _risks(plans),
        ),
    ]


def _milestones(plans: Sequence[Plan]) -> Rows:
    for plan in plans:
        for line in plan.milestones:
            row = line.row
            state = str(milestone_view(line)["word"])
            yield [
                name_of(plan.action),
                name_of_title(row),
                *(_day(day) for day in (row.due_on, row.expected_on, row.reached_on)),
                state,
                row.evidence,
            ]


def _contributions(plans: Sequence[Plan]) -> Rows:
    for plan in plans:
        for line in plan.contributions:
            row = line.row
            yield [
                name_of(plan.action),
                name_of(row.partner),
                row.get_kind_display(),
                row.what_nl,
                "" if row.amount is None else row.amount,
                row.unit,
                *(_day(day) for day in (row.from_on, row.until_on, row.confirmed_on)),
                row.outcome,
            ]


def _numbers(plans: Sequence[Plan]) -> Rows:
    for plan in plans:
        for line in plan.numbers:
            row = line.row
            told = line.entered[0] if line.entered else None
            yield [
                name_of(plan.action),
                planned_text(row),
                row.low,
                "" if row.high is None else row.high,
                _day(row.due_on) or row.by,
                told.value if told else "",
                _day(told.on) if told else "",
                told.told_by if told else "",
            ]


def _money(plans: Sequence[Plan]) -> Rows:
    for plan in plans:
        for row in plan.bookings:
            yield [
                name_of(plan.action),
                row.get_kind_display(),
                row.on.isoformat(),
                row.year,
                name_of(row.payer),
                row.code,
                row.amount,
                row.document,
            ]


def _risks(plans: Sequence[Plan]) -> Rows:
    for plan in plans:
        for row in plan.risks:
            yield [
                name_of(plan.action),
                row.what,
                degree_word(row.likelihood),
                degree_word(row.impact),
                row.measure,
                name_of(row.owner) if row.owner else "",
            ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
