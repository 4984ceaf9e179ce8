"""For whom an import or export at the command line is done."""

from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor, actor_of, operator
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Membership, Organisation


def actor_at_command_line(organisation: str = "", member: str = "") -> Actor:
    """Who acts: the operator, for an organisation where one is named; or a member of it.

    Arguments: `organisation`, its short name; `member`, the mail address of one who works there (with no organisation
    named: of the only one that the member works for). Raises: `NotFound`.
    """
    found = Organisation.objects.filter(slug=organisation).first() if organisation else None
    if organisation and found is None:
        raise NotFound(
            _("There is no organisation with this short name."),
            hint=_("`arbeidspact organisation list` shows them all."),
            field="organisation",
        )
    if not member:
        return operator(found)
    memberships = Membership.objects.filter(user__email__iexact=member, user__is_active=True, ended_at__isnull=True)
    if found is not None:
        memberships = memberships.filter(organisation=found)
    chosen = list(memberships.select_related("user", "organisation").order_by("pk")[:2])
    if len(chosen) != 1:
        raise NotFound(
            _("No member with this mail address works there.")
            if not chosen
            else _("This member works for several organisations."),
            hint=_("Name the organisation by its short name, and the member by mail address."),
            field="as",
        )
    return actor_of(chosen[0])
