"""Who hears that an employer answered with a link: the colleague who introduced, by mail."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.models import Channel, Message, Recipient
from arbeidspact.introductions.models import Introduction
from arbeidspact.introductions.silence import whose_turn
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Membership


def tell_of_answer(introduction: Introduction) -> Message | None:
    """A mail to whoever introduced, else to the referent: an employer answered. Neither who it is about nor what they
    answered stands in it. Returns: None when there is nobody to write to."""
    member = (
        Membership.objects.filter(
            user=whose_turn([introduction])[introduction.pk],
            organisation=introduction.organisation_id,
            ended_at__isnull=True,
            user__is_active=True,
        )
        .select_related("user", "organisation")
        .first()
    )
    if member is None:
        return None
    address = settings.SITE_URL.rstrip("/") + reverse("introductions:detail", args=[introduction.reference])
    names = {
        "employer": introduction.vacancy.employer.name,
        "title": introduction.vacancy.title,
        "address": address,
    }
    with override(member.user.language):
        subject = _("%(employer)s answered an introduction") % names
        text = (
            _(
                "Hello,\n\n%(employer)s answered an introduction for the vacancy “%(title)s”. Who it is about and what "
                "they answered, you see here after signing in:\n%(address)s\n"
            )
            % names
        )
    return send_message(
        SendMessage(
            recipient=Recipient.PARTNER,
            partner=member.organisation.name,
            channel=Channel.EMAIL,
            kind="introduction-answered",
            to=member.user.email,
            subject=" ".join(subject.split())[:200],
            text=text,
            language=member.user.language,
        ),
        actor=operator(member.organisation),
    )
