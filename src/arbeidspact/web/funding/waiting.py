"""What waits in the fund, as lines of the first page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arbeidspact.funding.queries.waiting import Waiting, WaitingFor


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What waits in words, and where it is."""

    text: str
    href: str


def waiting_line(waiting: Waiting) -> WaitingLine:
    """What waits, in a sentence."""
    count = {"count": waiting.count}
    match waiting.kind:
        case WaitingFor.DRAFT:
            text = ngettext("%(count)d draft of an application", "%(count)d drafts of applications", waiting.count)
            if waiting.until is not None:
                moment = date_format(localtime(waiting.until), "j F Y H:i")
                text = _("%(drafts)s, to submit by %(moment)s at the latest") % {
                    "drafts": text % count,
                    "moment": moment,
                }
                return WaitingLine(text, reverse("funding:applications"))
            return WaitingLine(text % count, reverse("funding:applications"))
        case WaitingFor.QUESTION:
            text = ngettext(
                "%(count)d question about your application",
                "%(count)d questions about your applications",
                waiting.count,
            )
            return WaitingLine(text % count, reverse("funding:applications"))
        case WaitingFor.JUDGEMENT:
            text = ngettext("%(count)d application to judge", "%(count)d applications to judge", waiting.count)
            return WaitingLine(text % count, reverse("funding:jury"))
        case WaitingFor.CHECK:
            text = ngettext("%(count)d payment to check", "%(count)d payments to check", waiting.count)
            return WaitingLine(text % count, f"{reverse('funding:claims')}?state=claimed")
    text = ngettext("%(count)d payment to approve", "%(count)d payments to approve", waiting.count)
    return WaitingLine(text % count, f"{reverse('funding:claims')}?state=checked")
