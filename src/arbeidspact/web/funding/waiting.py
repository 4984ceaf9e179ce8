"""What waits in the fund, as lines of the first page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
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
        case WaitingFor.VERIFIER_QUESTION:
            text = ngettext(
                "%(count)d question of a verifier about your result",
                "%(count)d questions of verifiers about your results",
                waiting.count,
            )
            return WaitingLine(_by(text % count, waiting), f"{reverse('funding:claims')}?state=questioned")
        case WaitingFor.VERIFICATION:
            text = ngettext("%(count)d result to verify", "%(count)d results to verify", waiting.count)
            return WaitingLine(_by(text % count, waiting), f"{reverse('funding:verifications')}?state=to_verify")
        case WaitingFor.LATE_VERIFICATION:
            text = ngettext(
                "%(count)d payment for which the term to verify has passed",
                "%(count)d payments for which the term to verify has passed",
                waiting.count,
            )
            return WaitingLine(text % count, f"{reverse('funding:claims')}?state=to_verify")
        case WaitingFor.VERIFIED:
            text = ngettext(
                "%(count)d verified payment to approve", "%(count)d verified payments to approve", waiting.count
            )
            return WaitingLine(text % count, f"{reverse('funding:claims')}?state=verified")
        case WaitingFor.PARTLY_VERIFIED:
            text = ngettext(
                "%(count)d partly verified payment to approve",
                "%(count)d partly verified payments to approve",
                waiting.count,
            )
            return WaitingLine(text % count, f"{reverse('funding:claims')}?state=partly_verified")
        case WaitingFor.CHECK:
            text = ngettext("%(count)d payment to check", "%(count)d payments to check", waiting.count)
            return WaitingLine(text % count, f"{reverse('funding:claims')}?state=claimed")
    text = ngettext("%(count)d payment to approve", "%(count)d payments to approve", waiting.count)
    return WaitingLine(text % count, f"{reverse('funding:claims')}?state=checked")


def _by(text: str, waiting: Waiting) -> str:
    """With the term that ends first, and whether it has passed."""
    if waiting.due_on is None:
        return text
    day = date_format(waiting.due_on, "j F Y")
    if waiting.due_on < localdate():
        return _("%(what)s; the first term passed on %(day)s") % {"what": text, "day": day}
    return _("%(what)s, the first by %(day)s") % {"what": text, "day": day}
