"""What a file of people can hold, column by column."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Message

FILE: Final = "file"
"""The column that names the file which a row is about; with it, the other columns need not be there."""
PEOPLE_COLUMNS: Final[Mapping[str, Message]] = {
    "file": _("reference or address of the file that the row is about; it is completed and changed"),
    "given_name": _("first name; required for a new file"),
    "family_name": _("family name"),
    "birth_date": _("2026-03-31 or 31/3/2026"),
    "national_number": _("only for organisations that may hold it; kept as a keyed hash"),
    "ground": _("statutory_task, legal_obligation, agreement or consent; required for a new file"),
    "reason": _("why your organisation accompanies this person"),
    "referent": _("mail address of the colleague who is the contact; empty: nobody yet"),
    "neighbourhood": _("code or name of the area of the home"),
    "language": _("language to speak with, such as nl; nl when empty"),
    "email": _("mail address"),
    "phone": _("phone number"),
    "education": _("none, lower_secondary, upper_secondary, higher_vocational, bachelor or master"),
    "hours_min": _("hours a week, at least"),
    "hours_max": _("hours a week, at most"),
    "shifts": _("day, early, late, night, weekend, split; several divided by spaces"),
    "transport": _("walk, bicycle, moped, car, public_transport; several divided by spaces"),
    "travel_minutes_max": _("travel time at most, in minutes"),
    "wage_wanted": _("gross wage a month in euro that the person hopes for, at full time; a wish, it excludes no work"),
    "occupations": _("occupations sought: ids divided by spaces, or ids and exact names divided by |"),
    "competences": _("ids divided by spaces, or ids and exact names divided by |; noted as said by the person"),
    "languages": _("language and level, such as nl:A2 ar:C2"),
    "licences": _("such as driving-b forklift"),
    "status": _("job_seeker, recipient, newcomer, student, employed, inactive or long_term_sick"),
    "status_since": _("the day on which that status started; required with a status"),
    "is_not_duplicate": _("yes, when a file that looks like this one is somebody else; else empty"),
}
REQUIRED: Final = ("given_name", "ground")
OF_THE_FILE_ALONE: Final = frozenset(PEOPLE_COLUMNS) - {
    "given_name",
    "family_name",
    "birth_date",
    "ground",
    "reason",
    "neighbourhood",
    "language",
    "is_not_duplicate",
}
"""Columns that only a member who may change files can fill; the operator makes files and never opens them."""
