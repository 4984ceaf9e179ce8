"""What the parts of a vacancy are called on the screen; a word from elsewhere that nobody knows is shown as it is."""

from datetime import time
from decimal import Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.people.words import EDUCATION_WORDS, SHIFT_WORDS
from arbeidspact.taxonomy import licences


def concept_name(concept: str) -> str:
    """What is this occupation or competence called? The id itself when the taxonomy in force does not know it."""
    taxonomy = current_taxonomy()
    return str(taxonomy.label(concept, screen_language())) if concept in taxonomy else concept


def licence_name(licence: str) -> str:
    """What is this licence called?"""
    known = licences().get(licence)
    return known.name(screen_language()) if known else licence


def licence_choices() -> list[tuple[str, str]]:
    """Every licence with its name, in the order of the list."""
    return [(key, licence.name(screen_language())) for key, licence in licences().items()]


def shift_name(shift: str) -> str:
    return str(SHIFT_WORDS.get(shift, shift))


def education_name(level: str) -> str:
    return str(EDUCATION_WORDS.get(level, level))


def hours_words(least: Decimal | None, most: Decimal | None) -> str:
    """Hours a week in words; empty when not known."""
    if least is None and most is None:
        return ""
    if least is None or most is None:
        known = number(least if least is not None else most)
        return (_("from %(hours)s h a week") if most is None else _("up to %(hours)s h a week")) % {"hours": known}
    if least == most:
        return _("%(hours)s h a week") % {"hours": number(least)}
    return _("%(least)s to %(most)s h a week") % {"least": number(least), "most": number(most)}


def times_words(starts_at: time | None, ends_at: time | None) -> str:
    """When the work day or shift starts and ends, in words; empty when not known. A night shift ends the next day."""
    if starts_at is None:
        return _("until %(time)s") % {"time": clock(ends_at)} if ends_at is not None else ""
    if ends_at is None:
        return _("from %(time)s") % {"time": clock(starts_at)}
    times = {"start": clock(starts_at), "end": clock(ends_at)}
    if ends_at < starts_at:
        return _("%(start)s to %(end)s the next day") % times
    return _("%(start)s to %(end)s") % times


def clock(moment: time | None) -> str:
    """This time as every screen and file writes it, on a clock of 24 hours; empty when not known."""
    return "" if moment is None else f"{moment:%H:%M}"


def wage_words(least: Decimal | None, most: Decimal | None) -> str:
    """The gross wage a month in words; empty when not known."""
    if least is None and most is None:
        return ""
    if least == most:
        return _("€ %(wage)s a month") % {"wage": _euro(least)}
    if least is None or most is None:
        known = _euro(least if least is not None else most)
        return (_("from € %(wage)s a month") if most is None else _("up to € %(wage)s a month")) % {"wage": known}
    return _("€ %(least)s to € %(most)s a month") % {"least": _euro(least), "most": _euro(most)}


def number(value: Decimal | None) -> str:
    """A number as the screen writes it, without needless zeros."""
    return "" if value is None else _number(value, screen_language())


def screen_language() -> str:
    return (get_language() or "nl").split("-")[0]


def number_of_hours(weekly_minutes: int) -> str:
    """Minutes a week as hours, as the screen writes them."""
    return number(Decimal(weekly_minutes) / 60)


@lru_cache(maxsize=4_096)
def _number(value: Decimal, language: str) -> str:  # noqa: ARG001 - what is kept is kept by language
    places = 0 if value == value.to_integral_value() else -min(int(value.normalize().as_tuple().exponent), 0)
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=value >= 10_000)


def _euro(value: Decimal | None) -> str:
    if value is None:
        return ""
    return number_format(value, decimal_pos=0 if value == value.to_integral_value() else 2, use_l10n=True)
