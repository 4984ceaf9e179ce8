"""What the terms bring to a person's page."""

from typing import Any

from arbeidspact.people.access import PersonFile
from arbeidspact.terms.queries import EventView, TermsOfPerson, terms_of
from arbeidspact.web.requests import ActorRequest
from arbeidspact.web.terms.wording import term_card

PANEL = "terms/panel.html"


def terms_panel(
    request: ActorRequest,  # noqa: ARG001
    file: PersonFile,
    *,
    said: str = "",
    problem: str = "",
) -> tuple[dict[str, Any], str]:
    """What must happen for this person by when: the terms that are followed, pauses that go on, and other rules.

    Arguments: `said`, what was just done; `problem`, what was just refused. Returns: the context and the template.
    """
    found = terms_of(file)
    context = {
        "file": file,
        "followed": [term_card(view) for view in found.followed],
        "informative": [term_card(view) for view in found.informative],
        "pauses": pauses_going_on(found),
        "may_pause": found.may_pause,
        "said": said,
        "problem": problem,
    }
    return context, PANEL


def pauses_going_on(found: TermsOfPerson) -> list[EventView]:
    """Which pauses can this actor end now?"""
    return [view for view in found.events if view.may_resume]
