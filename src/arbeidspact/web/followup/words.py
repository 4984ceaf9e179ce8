"""Words of the queues, and where the next action of a line is taken."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.queries import LineView, RuleName, Scope
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may
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
    RuleName.EMPLOYER_SILENT: "panel-introductions",
}


def row_of(view: LineView, actor: Actor) -> dict[str, Any]:
    """A line for a template: with `name` and `about`, whom it is about and their page, and `place` with `place_words`,
    the address where the next action is taken and what opens there."""
    contact = view.line.contact
    if view.person is None:
        assert contact is not None
        about = reverse("outreach:contact", args=[contact.reference])
        return {
            "view": view,
            "name": contact_name(contact),
            "about": about,
            "place": about,
            "place_words": _("Open the contact"),
        }
    about = reverse("people:file", args=[view.person.reference])
    anchor = ANCHORS.get(view.line.rule, "")
    place, words = f"{about}#{anchor}" if anchor else about, _("Open the file there")
    if view.line.rule == RuleName.EMPLOYER_SILENT and may(actor, Permission.INTRODUCE_PERSON):
        place, words = reverse("introductions:detail", args=[view.line.subject]), _("Open the introduction")
    return {"view": view, "name": view.person.full_name, "about": about, "place": place, "place_words": words}
