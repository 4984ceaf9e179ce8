"""What the job bonus reads like: amounts in euro, and why."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django.utils.translation import gettext as _

from arbeidspact.statutes import BonusAmount, BonusLine, BonusStep, BonusVersion
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.terms.wording import status_text


def euro(amount: Decimal) -> str:
    """How does an amount read? "€434.29"."""
    return str(format_currency(amount, "EUR", locale="en_IE" if language() == "en" else "nl_BE"))


def bonus_card(amount: BonusAmount) -> dict[str, Any]:
    """What does this text give, and why?"""
    version = amount.version
    return {
        "status": status_text(version),
        "year": year_text(version),
        "amount": amount_text(amount),
        "why": [_sentence(line, amount) for line in amount.trace],
        "flag": version.flag.in_language(language()) if version.flag else "",
    }


def year_text(version: BonusVersion) -> str:
    """About which reference year is this text? "2022, first half"."""
    if version.reference_year is None:
        return _("names no year")
    texts = {1: _("%(year)d, first half"), 2: _("%(year)d, second half"), None: "%(year)d"}
    return texts[version.half] % {"year": version.reference_year}


def amount_text(amount: BonusAmount) -> str:
    """Which amount a year, or between which amounts?"""
    if amount.at_most == 0:
        return _("nothing")
    if amount.is_settled:
        return _("%(amount)s a year") % {"amount": euro(amount.at_least)}
    if amount.at_most is None and not amount.at_least:
        return _("not known")
    if amount.at_most is None:
        return _("at least %(least)s a year; how much more is not known") % {"least": euro(amount.at_least)}
    return _("between %(least)s and %(most)s a year; the text does not settle it") % {
        "least": euro(amount.at_least),
        "most": euro(amount.at_most),
    }


def _sentence(line: BonusLine, amount: BonusAmount) -> str:
    said = {
        "wage": "" if line.wage is None else euro(line.wage),
        "amount": "" if line.amount is None else euro(line.amount),
    }
    match line.step:
        case BonusStep.UP_TO_FULL:
            return _("Up to %(wage)s a month the full amount holds: %(amount)s.") % said
        case BonusStep.ABOVE_NOTHING:
            return _("From %(wage)s a month on there is no right.") % said
        case BonusStep.ON_LINE:
            nothing = euro(amount.version.nothing_from)
            return _("Between %(wage)s and %(nothing)s the amount falls in a straight line: here %(amount)s.") % {
                **said,
                "nothing": nothing,
            }
        case BonusStep.HOW_UNKNOWN:
            return _("The amount falls towards %(wage)s a month; we found nothing published about how.") % said
        case BonusStep.EXTRA:
            return _("That year everybody with a right gets %(amount)s on top.") % said
        case BonusStep.EXTRA_UNKNOWN:
            return _("Whether something comes on top is not known.")
