"""What the terms bring to a person's page."""

from typing import Any

from django.utils.translation import gettext as _

from arbeidspact.people.access import PersonFile
from arbeidspact.terms.queries import EventView, rulebook, terms_of
from arbeidspact.web.monitor.figures import language
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
        "pauses": [{"event": view.event, "name": event_name(view)} for view in found.events if view.may_resume],
        "may_pause": found.may_pause,
        "said": said,
        "problem": problem,
    }
    return context, PANEL


def event_name(view: EventView) -> str:
    """Which term does this pause or exemption touch, in words?"""
    rule = rulebook().term(view.event.rule)
    name = rule.name.in_language(language()) if rule is not None else view.event.rule
    return name or _("All terms of this person")
