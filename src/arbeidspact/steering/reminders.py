"""What the clock does: the steering group is reminded of signals whose term ends soon or has passed, once each."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.statutes import TermState
from arbeidspact.steering.models import OPEN_STATES, ReminderKind, Signal, SignalReminder
from arbeidspact.steering.states import term_of
from arbeidspact.steering.telling import remind_of_signal

KIND_OF: Mapping[TermState, ReminderKind] = {
    TermState.AT_RISK: ReminderKind.DUE_SOON,
    TermState.OVERDUE: ReminderKind.OVERDUE,
}


def remind_steering_group(*, actor: Actor, day: date | None = None, is_rehearsal: bool = True) -> dict[str, int]:
    """Which signals does the steering group hear of now? Asking twice reminds once: a reminder is kept for each term.

    Returns: how many reminders of each kind were written, or would be. Raises: `NotAllowed`.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    on = day or timezone.localdate()
    found: Counter[str] = Counter({kind.value: 0 for kind in ReminderKind})
    waiting = Signal.objects.filter(state__in=OPEN_STATES).select_related("organisation").order_by("due_on", "pk")
    told = set(SignalReminder.objects.order_by("pk").values_list("signal", "kind", "due_on"))
    for signal in waiting:
        kind = KIND_OF.get(term_of(signal, on))
        if kind is None or (signal.pk, kind.value, signal.due_on) in told:
            continue
        found[kind.value] += 1
        if not is_rehearsal:
            _remind(signal, kind, actor)
    return dict(found)


def _remind(signal: Signal, kind: ReminderKind, actor: Actor) -> None:
    with transaction.atomic():
        reminder, is_new = SignalReminder.objects.get_or_create(
            signal=signal, kind=kind, due_on=signal.due_on, defaults={"at": timezone.now(), "mails": 0}
        )
        if not is_new:
            return
        reminder.mails = remind_of_signal(signal, kind)
        reminder.save(update_fields=["mails"])
        record(actor, "remind-of-signal", signal, kind=kind, mails=reminder.mails)
