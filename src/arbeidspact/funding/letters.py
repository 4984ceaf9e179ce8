"""What the fund writes: to the contact of an application or contract, and to jurors. By the log of correspondence."""

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.models import Channel, Recipient
from arbeidspact.funding.completeness import is_mail_address
from arbeidspact.funding.models import (
    Application,
    Call,
    CallVersion,
    Clarification,
    Decision,
    DecisionOutcome,
    Juror,
)
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.permissions import Permission

LONGEST: Final = 4_900


def tell_of_amendment(call: Call, version: CallVersion, *, actor: Actor) -> int:
    """Everybody with an application that still counts hears that the call changed, and why. Returns: how many mails."""
    told = call.applications.filter(withdrawn_at__isnull=True).select_related("organisation", "started_by")
    return sum(_amendment(application, call, version, actor) for application in told.order_by("pk"))


def tell_of_cancellation(call: Call, *, actor: Actor) -> int:
    """Everybody with an application that still counts hears that the call was cancelled. Returns: how many mails."""
    told = call.applications.filter(withdrawn_at__isnull=True).select_related("organisation", "started_by")
    return sum(_cancellation(application, call, actor) for application in told.order_by("pk"))


def tell_of_decision(decision: Decision, *, actor: Actor) -> None:
    """The contact hears what was decided, why, and how to object. Raises: `InvalidValue` without an address."""
    application = decision.application
    call = application.call
    with override(application.language):
        lines = [
            _("Hello,"),
            _("This was decided about your application “%(title)s” for the call “%(call)s”: %(outcome)s.")
            % {
                "title": application.title,
                "call": _title(call, application.language),
                "outcome": DecisionOutcome(decision.outcome).label.lower(),
            },
        ]
        if decision.outcome == DecisionOutcome.GRANTED:
            lines.append(_("Amount: %(amount)s euro.") % {"amount": decision.amount})
        if decision.conditions:
            lines.append(_("Conditions: %(text)s") % {"text": decision.conditions})
        lines.append(_("Why: %(text)s") % {"text": decision.motivation})
        if objection := _objection(call, application.language):
            lines.append(_("You do not agree? %(text)s") % {"text": objection})
        lines.append(_address("funding:application", application.reference))
        subject = _("Decision about your application: %(title)s") % {"title": application.title}
    _mail(application, "fund-decision", subject, lines, actor)


def ask_clarification_of(clarification: Clarification, *, actor: Actor) -> None:
    """The contact hears that there is a question about the application."""
    application = clarification.application
    with override(application.language):
        lines = [
            _("Hello,"),
            _("There is a question about your application “%(title)s”:") % {"title": application.title},
            clarification.question,
            _("Answer on this page:"),
            _address("funding:application", application.reference),
        ]
        subject = _("A question about your application: %(title)s") % {"title": application.title}
    _mail(application, "fund-question", subject, lines, actor)


def tell_of_appointment(juror: Juror, *, actor: Actor) -> None:
    """A juror hears that they were appointed, and that they declare their interests first."""
    with override(juror.user.language):
        call = juror.call
        lines = [
            _("Hello,"),
            _("You are a member of the jury of the call “%(call)s”. From %(moment)s you can judge the applications.")
            % {"call": _title(call, juror.user.language), "moment": _moment(call)},
            _("Before you open an application you declare whether you have an interest in it."),
            _address("funding:jury"),
        ]
        subject = _("You are in the jury of the call: %(call)s") % {"call": _title(call, juror.user.language)}
    _send(juror.user.email, juror.organisation.name, juror.user.language, "fund-jury", subject, lines, actor)


def contact_of(application: Application) -> str:
    """Where mail about this application goes: its contact, else whoever started it; empty when neither is known."""
    if is_mail_address(application.contact_email):
        return application.contact_email
    return application.started_by.email if application.started_by else ""


def _amendment(application: Application, call: Call, version: CallVersion, actor: Actor) -> bool:
    with override(application.language):
        lines = [
            _("Hello,"),
            _("The call “%(call)s” changed. You are working on an application for it.")
            % {"call": _title(call, application.language)},
            _("Why: %(text)s") % {"text": version.reason},
            _("You can submit until %(moment)s.") % {"moment": _moment(call)},
            _address("funding:call", call.reference),
        ]
        subject = _("The call changed: %(call)s") % {"call": _title(call, application.language)}
    return _mail(application, "fund-call-changed", subject, lines, actor)


def _cancellation(application: Application, call: Call, actor: Actor) -> bool:
    with override(application.language):
        lines = [
            _("Hello,"),
            _("The call “%(call)s” was cancelled. Your application is kept, but nothing is decided about it.")
            % {"call": _title(call, application.language)},
            _("Why: %(text)s") % {"text": call.cancelled_because},
        ]
        subject = _("The call was cancelled: %(call)s") % {"call": _title(call, application.language)}
    return _mail(application, "fund-call-cancelled", subject, lines, actor)


def _mail(application: Application, kind: str, subject: str, lines: list[str], actor: Actor) -> bool:
    to = contact_of(application)
    if not to:
        return False
    _send(to, application.organisation.name, application.language, kind, subject, lines, actor)
    return True


def _send(to: str, partner: str, language: str, kind: str, subject: str, lines: list[str], actor: Actor) -> None:
    send_message(
        SendMessage(
            recipient=Recipient.PARTNER,
            partner=partner,
            channel=Channel.EMAIL,
            kind=kind,
            to=to,
            subject=" ".join(subject.split())[:200],
            text="\n\n".join(lines)[:LONGEST],
            language=language,
        ),
        actor=actor,
        by_right_of=Permission.EDIT_FUND,
    )


def _title(call: Call, language: str) -> str:
    return call.title_en if language == "en" and call.title_en else call.title_nl


def _objection(call: Call, language: str) -> str:
    return call.objection_en if language == "en" and call.objection_en else call.objection_nl


def _moment(call: Call) -> str:
    return str(date_format(localtime(call.closes_at), "j F Y H:i"))


def _address(name: str, *args: object) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)
