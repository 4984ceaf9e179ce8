"""What the agreements of a person tell another organisation, where the sender of a handover lets them travel."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arbeidspact.agreements.queries import promises_in_force
from arbeidspact.people.access import PersonFile
from arbeidspact.teams.telling import Line, Told, tells

PART = "agreements"


@tells(PART)
def agreements_told(file: PersonFile) -> Told:
    """The open promises of the agreements in force: by which day, what, and by whom where it is not the person."""
    lines: list[Line] = []
    sensitive: list[Line] = []
    for view in promises_in_force(file):
        what = view.promise.what if view.is_of_person else f"{view.promise.what} ({view.by_whom})"
        line = (_("By %(day)s") % {"day": date_format(view.promise.due_on, "j F Y")}, what)
        (sensitive if view.is_protected else lines).append(line)
    return Told(tuple(lines), tuple(sensitive))
