"""Entries and values of an action plan as plain text, for its history."""

from datetime import date
from decimal import Decimal

from arbeidspact.pact.models import Booking, Contribution, GoalLink, Milestone, PlannedNumber, RealisedNumber, Risk
from arbeidspact.pact.models.plans import Entered


def plain_text(value: object) -> str:
    """A value as the history keeps it: days as 2026-03-31, partners and priorities by short name, nothing as "", yes or
    no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def words_of(row: Entered) -> str:
    """What an entry is about, in the words in which it was entered."""
    match row:
        case Milestone():
            return row.title_nl
        case Contribution():
            return f"{row.partner.name_nl}: {row.what_nl}"
        case Booking():
            return f"{row.document}: {plain_text(row.amount)}"
        case PlannedNumber():
            return f"{plain_text(row.low)} {row.what_nl}"
        case RealisedNumber():
            return f"{plain_text(row.value)} {row.planned.what_nl}"
        case Risk():
            return row.what
        case GoalLink():
            return row.goal.name_nl
    raise TypeError(type(row))
