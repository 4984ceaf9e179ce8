"""What the steps bring to other pages: the panel on a person's page, and who comes on top of "my people"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.pathways.queries import StepView, people_overdue, steps_of
from arbeidspact.people.access import PersonFile
from arbeidspact.web.pathways.forms import FinishStepForm
from arbeidspact.web.requests import ActorRequest

PANEL = "pathways/steps_panel.html"


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step on the panel, with the form that says it was done; `is_refused` when that form came back."""

    view: StepView
    form: FinishStepForm
    is_refused: bool


def steps_panel(
    request: ActorRequest,  # noqa: ARG001
    file: PersonFile,
    *,
    refused: FinishStepForm | None = None,
    said: str = "",
) -> tuple[dict[str, Any], str]:
    """What was agreed with this person: open steps, closed ones, and whether a step may be agreed.

    Arguments: `refused`, a form that came back with problems, shown at its step; `said`, what was just done.
    Returns: the context and the name of the template.
    """
    views = steps_of(file)
    cards = [_card(view, refused) for view in views]
    closed = [card for card in cards if not card.view.is_open]
    context = {
        "file": file,
        "open_steps": [card for card in cards if card.view.is_open],
        "closed_steps": closed,
        "closed_count": len(closed),
        "may_agree": may(file.actor, Permission.AGREE_STEP),
        "said": said,
        "problems": refused.non_field_errors() if refused else [],
    }
    return context, PANEL


def urgent_people(request: ActorRequest) -> Mapping[int, Message]:
    """Whom must this actor attend to first, and why? By the key of the person, the longest overdue first."""
    if not may(request.actor, Permission.SEE_CASELOAD):
        return {}
    return {
        one.person: ngettext("%(count)d step overdue", "%(count)d steps overdue", one.steps) % {"count": one.steps}
        for one in people_overdue(request.actor)
    }


def _card(view: StepView, refused: FinishStepForm | None) -> StepCard:
    if refused is not None and refused.step == view.step.reference:
        return StepCard(view, refused, is_refused=True)
    return StepCard(view, FinishStepForm(step=view.step.reference), is_refused=False)
