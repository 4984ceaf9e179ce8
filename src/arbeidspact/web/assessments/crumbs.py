"""Where the pages of an assessment stand."""

from django.urls import reverse
from django.utils.translation import gettext as _

from arbeidspact.people.access import PersonFile


def crumbs_of(file: PersonFile, *, below_history: bool = False) -> list[dict[str, str]]:
    """The way down to a page about this person; `below_history`, to one of the assessments."""
    crumbs = [
        {"url": reverse("people:caseload"), "label": _("My people")},
        {"url": reverse("people:file", args=[file.reference]), "label": file.full_name},
    ]
    if below_history:
        crumbs.append({"url": reverse("assessments:history", args=[file.reference]), "label": _("Assessments")})
    return crumbs
