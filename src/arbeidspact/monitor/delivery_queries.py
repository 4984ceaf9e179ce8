"""Which deliveries of figures came, and what became of them."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.monitor.models import Delivery, DeliveryState, SavedMapping
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.permissions import Permission, require

__all__ = ["Delivery", "DeliveryState", "SavedMapping", "delivery_list", "delivery_of"]

_OF_STATE = {
    DeliveryState.STAGED: Q(checked_at=None, taken_in_at=None),
    DeliveryState.PREVIEWED: Q(checked_at__isnull=False, taken_in_at=None, problems=[]),
    DeliveryState.REFUSED: Q(checked_at__isnull=False, taken_in_at=None) & ~Q(problems=[]),
    DeliveryState.TAKEN_IN: Q(taken_in_at__isnull=False, withdrawn_at=None),
    DeliveryState.WITHDRAWN: Q(withdrawn_at__isnull=False),
}


def delivery_of(reference: UUID, *, actor: Actor) -> Delivery:
    """The delivery with this reference. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    found = Delivery.objects.select_related("user", "organisation", "taken_in_by", "withdrawn_by")
    delivery = found.filter(reference=reference).first()
    if delivery is None:
        raise NotFound(_("There is no such delivery."), hint=_("Look at the list of deliveries."))
    return delivery


def delivery_list(*, actor: Actor, state: DeliveryState | None = None, text: str = "") -> QuerySet[Delivery]:
    """The deliveries, the newest first, without their problems and preview.

    Arguments: `state`, None for all; `text`, to keep to files whose name holds it. Raises: `NotAllowed`.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    found = Delivery.objects.select_related("user", "organisation").defer("preview")
    if state is not None:
        found = found.filter(_OF_STATE[state])
    if text:
        found = found.filter(file_name__icontains=text)
    return found.order_by("-received_at", "-pk")
