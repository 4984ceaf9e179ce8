"""One round of sending: every message and notice that is due, each once. Meant to be run every minute."""

from dataclasses import dataclass

from arbeidspact.correspondence.notices import notices_due, send_waiting_notice
from arbeidspact.correspondence.outcomes import HandedOver, TryLater
from arbeidspact.correspondence.sending import forget_tokens, messages_due, send_waiting_message
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission, require


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did, or in a rehearsal would try; in counts."""

    messages: int = 0
    later: int = 0
    failed: int = 0
    notices: int = 0
    notices_later: int = 0
    tokens_forgotten: int = 0


def send_what_waits(*, actor: Actor, is_rehearsal: bool, limit: int = 500) -> Round:
    """Every message and notice that is due is tried once; at most `limit` of each.

    Stopped halfway, the next run goes on: each is claimed by itself. Raises: `NotAllowed`.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    messages, notices = messages_due()[:limit], notices_due()[:limit]
    if is_rehearsal:
        return Round(messages=len(messages), notices=len(notices))
    outcomes = [outcome for key in messages if (outcome := send_waiting_message(key)) is not None]
    tries = [done for key in notices if (done := send_waiting_notice(key)) is not None]
    sent = sum(isinstance(outcome, HandedOver) for outcome in outcomes)
    later = sum(isinstance(outcome, TryLater) for outcome in outcomes)
    heard = sum(not done.problem for done in tries)
    return Round(
        messages=sent,
        later=later,
        failed=len(outcomes) - sent - later,
        notices=heard,
        notices_later=len(tries) - heard,
        tokens_forgotten=forget_tokens(),
    )
