"""Words of the queues, and where the next action of a line is taken."""

from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arbeidspact.followup.queries import LineView, RuleName, Scope
from arbeidspact.organisations.exceptions import Message

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


def place_of(view: LineView) -> str:
    """The address where the next action is taken."""
    address = reverse("people:file", args=[view.person.reference])
    anchor = ANCHORS.get(view.line.rule, "")
    return f"{address}#{anchor}" if anchor else address
