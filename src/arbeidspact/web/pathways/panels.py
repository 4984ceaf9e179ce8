"""What the plan brings to other pages: the panel on a person's page, and who comes on top of "my people"."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from arbeidspact.organisations.exceptions import Message
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.pathways.queries import StepView, all_steps_of, ladder_of, people_overdue
from arbeidspact.people.access import PersonFile
from arbeidspact.web.pathways.forms import FinishStepForm
from arbeidspact.web.pathways.plan_page import ladder_words, owner_words
from arbeidspact.web.requests import ActorRequest

PANEL = "pathways/steps_panel.html"
OPEN_SHOWN = 6
CLOSED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step on a page, with who does it and the form that says it was done; `is_refused` when that form came back."""

    view: StepView
    owner: str
    form: FinishStepForm
    is_refused: bool = False


def steps_panel(
    request: ActorRequest,  # noqa: ARG001
    file: PersonFile,
    *,
    refused: FinishStepForm | None = None,
    said: str = "",
) -> tuple[dict[str, Any], str]:
    """Where this person stands, what is to be done, and what was done last; the whole plan is a link away.

    Arguments: `refused`, a form that came back with problems, shown at its step; `said`, what was just done.
    Returns: the context and the name of the template. Three queries.
    """
    steps = all_steps_of(file)
    to_do, closed = steps.open, steps.closed
    shown = [view for place, view in enumerate(to_do) if place < OPEN_SHOWN or _is_about(view, refused)]
    context = {
        "file": file,
        "ladder": ladder_words(ladder_of(file)),
        "open_steps": [card_of(view, file, refused) for view in shown],
        "more_count": len(to_do) - len(shown),
        "closed_steps": [card_of(view, file, refused) for view in closed[:CLOSED_SHOWN]],
        "closed_count": len(closed),
        "protected": steps.protected,
        "may_agree": may(file.actor, Permission.AGREE_STEP),
        "said": said,
        "problems": refused.non_field_errors() if refused else [],
    }
    return context, PANEL


def urgent_people(request: ActorRequest, people: Collection[int]) -> Mapping[int, Message]:
    """Whom of these people must this actor attend to first, and why? By the key of the person, the longest overdue
    first."""
    if not may(request.actor, Permission.SEE_CASELOAD):
        return {}
    return {
        one.person: ngettext("%(count)d step overdue", "%(count)d steps overdue", one.steps) % {"count": one.steps}
        for one in people_overdue(request.actor, among=people)
    }


def card_of(view: StepView, file: PersonFile, refused: FinishStepForm | None = None) -> StepCard:
    """The step with its form, or with the form that came back."""
    owner = owner_words(view, file)
    if refused is not None and _is_about(view, refused):
        return StepCard(view, owner, refused, is_refused=True)
    return StepCard(view, owner, FinishStepForm(step=view.step.reference))


def _is_about(view: StepView, form: FinishStepForm | None) -> bool:
    return form is not None and form.step == view.step.reference
