"""What was signalled and decided about a part of the pact, on the page of that part."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.steering.decision_queries import decisions_about
from arbeidspact.steering.queries import SignalFilter, SubjectKind, signal_lines, signal_rows
from arbeidspact.web.requests import ActorRequest
from arbeidspact.web.steering.signals import signal_row
from arbeidspact.web.steering.words import title_of

SHOWN: Final = 5


def about_panel(request: ActorRequest, pact: str, kind: SubjectKind, slug: str) -> dict[str, Any]:
    """The newest signals and decisions about this, and where to raise one; empty for who may not see them."""
    actor: Actor = request.actor
    if not may(actor, Permission.SEE_STEERING):
        return {}
    narrowed = SignalFilter(pact=pact, state="all", about=f"{kind}:{slug}")
    rows = list(signal_rows(actor, narrowed)[:SHOWN])
    new_url = f"{reverse('steering:signal-new', args=[pact])}?about={kind}:{slug}"
    return {
        "rows": [signal_row(line) for line in signal_lines(rows, timezone.localdate())],
        "decisions": [
            {"line": line, "title": title_of(line.version)} for line in decisions_about(actor, pact, (kind, slug))
        ],
        "new_url": new_url if may(actor, Permission.RAISE_SIGNAL) else "",
    }
