"""How long handovers took, by the two organisations and their kinds: for figures, no names of people."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from arbeidspact.handovers.models import Handover, HandoverKind


@dataclass(frozen=True, slots=True)
class MetHandover:
    """A handover whose person met the receiver: the day, the days since it was sent, and who they were, by kind.

    The organisations by their short names. `receiver` and `receiving_organisation` are empty for a partner without an
    account.
    """

    met_on: date
    days: int
    sender: str
    receiver: str
    sending_organisation: str
    receiving_organisation: str
    is_invented: bool


def handovers_met(since: date, until: date) -> list[MetHandover]:
    """The handovers whose person met the receiver between these days, both included. Invitations into a team are none.

    One query. Counts and medians alone may be made of them.
    """
    rows = Handover.objects.filter(kind=HandoverKind.TRANSFER, met_on__gte=since, met_on__lte=until).order_by("pk")
    columns = ("met_on", "sent_at", "sender__kind", "receiver__kind", "sender__slug", "receiver__slug", "is_invented")
    return [
        MetHandover(
            met_on,
            max(0, (met_on - timezone.localdate(sent_at)).days),
            kind_from,
            kind_to or "",
            sender,
            receiver or "",
            is_invented,
        )
        for met_on, sent_at, kind_from, kind_to, sender, receiver, is_invented in rows.values_list(*columns)
    ]
