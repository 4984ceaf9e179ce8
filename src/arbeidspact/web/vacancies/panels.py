"""Fitting work on a person's page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from arbeidspact.introductions.queries import vacancies_under_way
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.people.access import PersonFile
from arbeidspact.vacancies.matches import FittingWork, fitting_work
from arbeidspact.web.requests import ActorRequest

MATCHES_SHOWN = 10


def fitting_work_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:
    """What the panel of fitting work shows of this person, and the template that shows it."""
    work = fitting_work(file, MATCHES_SHOWN) if may(file.actor, Permission.MATCH_PEOPLE) else None
    context = {
        "file": file,
        "work": work,
        "may_agree": may(file.actor, Permission.AGREE_STEP),
        "may_introduce": may(file.actor, Permission.INTRODUCE_PERSON),
        "introduced": vacancies_under_way(file) if work is not None else frozenset(),
        "updated_at": timezone.localtime() if getattr(request, "htmx", None) else None,
        "said": "" if work is None else _said(work),
    }
    return context, "vacancies/fitting_work_panel.html"


def _said(work: FittingWork) -> str:
    """What somebody who does not see the panel hears when it shows itself anew."""
    if not work.is_enough_known:
        return _("Work that fits is updated: not enough is known to rank work.")
    return _("Work that fits is updated: %(eligible)s of %(open)s open vacancies have no condition in the way.") % {
        "eligible": work.eligible,
        "open": work.open_vacancies,
    }
