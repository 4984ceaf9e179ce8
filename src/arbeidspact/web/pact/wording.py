"""What the pages of the pact read out of its rows: names in the language of the screen, money, planned numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from arbeidspact.indicators import Unit
from arbeidspact.pact.queries import Action, BudgetLine, PlannedNumber, published_amounts
from arbeidspact.web.monitor.figures import day_text, language, value_text


class Named(Protocol):
    """A thing with a name in two languages."""

    @property
    def name_nl(self) -> str: ...

    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line of money with the name of who pays."""

    line: BudgetLine
    payer: str
    amount: str


def name_of(row: Named) -> str:
    """The name in the language of the screen, else in Dutch."""
    return row.name_en if language() == "en" and row.name_en else row.name_nl


class Titled(Protocol):
    """A thing with a title in two languages."""

    title_nl: str
    title_en: str


def name_of_title(row: Titled) -> str:
    """The title in the language of the screen, else in Dutch."""
    return row.title_en if language() == "en" and row.title_en else row.title_nl


def budget_rows(lines: Iterable[BudgetLine], partners: Mapping[str, str]) -> list[BudgetRow]:
    """Lines of money; a payer who is a partner of the pact goes by name.

    Arguments: `partners`, names by short name.
    """
    return [
        BudgetRow(line, partners.get(line.payer, line.payer), value_text(line.amount, Unit.COUNT)) for line in lines
    ]


def money_texts(action: Action) -> list[str]:
    """How much money was published for this action? "4,730,000 euro for the whole term"; empty when none was."""
    return [f"{value_text(sum_.amount, Unit.EURO)} {sum_.per.label}" for sum_ in published_amounts(action)]


def planned_text(number: PlannedNumber) -> str:
    """What did the action set out to reach? "1,200 to 1,500 people reached, by 2022"."""
    english = language() == "en" and number.what_en
    what = number.what_en if english else number.what_nl
    low = value_text(number.low, Unit.COUNT)
    if number.high is None:
        amount = low
    else:
        amount = _("%(low)s to %(high)s") % {"low": low, "high": value_text(number.high, Unit.COUNT)}
    text = f"{amount} {what}"
    when = number.by or (day_text(number.due_on) if number.due_on else "")
    return _("%(text)s, by %(when)s") % {"text": text, "when": when} if when else text
