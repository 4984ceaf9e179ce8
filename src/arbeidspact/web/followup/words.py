"""Words of the queues, and where the next action of a line is taken."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.queries import LineView, RuleName, Scope
from arbeidspact.organisations.exceptions import Message
from arbeidspact.web.outreach.words import contact_name

SCOPE_WORDS: Final[Mapping[Scope, Message]] = {
    Scope.MINE: _("Mine"),
    Scope.TEAM: _("People in whose team I am"),
    Scope.NOBODY: _("Nobody's yet"),
    Scope.ORGANISATION: _("The whole organisation"),
    Scope.ESCALATED: _("Brought to the team lead"),
}

# Where on a person's page the next action is taken.
ANCHORS: Final[Mapping[str, str]] = {
    RuleName.NO_NEXT_STEP: "panel-plan",
    RuleName.STUCK_STEP: "panel-plan",
    RuleName.TERM_AT_RISK: "panel-terms",
    RuleName.SILENCE: "panel-team",
    RuleName.ASSESSMENT_EXPIRED: "panel-assessment",
    RuleName.AGREEMENT_UNCONFIRMED: "panel-agreements",
    RuleName.OBJECTION_OPEN: "panel-agreements",
    RuleName.PROMISE_OVERDUE: "panel-agreements",
    RuleName.HANDOVER_IN_LIMBO: "panel-handovers",
    RuleName.AFTERCARE: "panel-aftercare",
}


def row_of(view: LineView) -> dict[str, Any]:
    """A line for a template: with `name` and `about`, whom it is about and their page, and `place`, the address where
    the next action is taken."""
    contact = view.line.contact
    if view.person is None:
        assert contact is not None
        about = reverse("outreach:contact", args=[contact.reference])
        return {"view": view, "name": contact_name(contact), "about": about, "place": about}
    about = reverse("people:file", args=[view.person.reference])
    anchor = ANCHORS.get(view.line.rule, "")
    place = f"{about}#{anchor}" if anchor else about
    return {"view": view, "name": view.person.full_name, "about": about, "place": place}
