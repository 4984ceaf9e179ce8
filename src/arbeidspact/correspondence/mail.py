"""A message as mail, over SMTP; what a mail server answers, as an outcome."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from arbeidspact.correspondence.models import Message
from arbeidspact.correspondence.outcomes import HandedOver, NeverWorks, Outcome, TryLater

logger = logging.getLogger(__name__)


def send_mail_message(message: Message, text: str) -> Outcome:
    """Hands this mail to the mail server. `text`: with its link whole.

    The reference stands in the Message-ID and, where the installation has an address for mail that comes back, in the
    sender of the envelope, so that a bounce finds its message.
    """
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        from_email=envelope_sender(message),
        to=[message.address],
        headers={"From": settings.DEFAULT_FROM_EMAIL, "Message-ID": message_id(message)},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()), (0, b""))
        return _refused(code, answer)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as problem:
        logger.warning("The mail server does not accept us: %s", type(problem).__name__)
        return TryLater("mail-server-refuses-us")
    except smtplib.SMTPSenderRefused as problem:
        logger.warning("The mail server refuses our sender: %s", problem.smtp_code)
        return TryLater("mail-server-refuses-us")
    except smtplib.SMTPResponseException as problem:
        return _refused(problem.smtp_code, problem.smtp_error)
    except (OSError, smtplib.SMTPException) as problem:
        logger.warning("Message %s could not be mailed: %s", message.reference, type(problem).__name__)
        return TryLater("mail-server-silent")
    return HandedOver(message_id(message))


def message_id(message: Message) -> str:
    """The name of this mail on the way, the same for every try."""
    return f"<{message.reference}@{_domain()}>"


def envelope_sender(message: Message) -> str:
    """Where the mail goes back to when it cannot be delivered."""
    if not settings.BOUNCE_ADDRESS:
        return settings.DEFAULT_FROM_EMAIL
    local, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{message.reference}@{domain}"


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def _refused(code: int, answer: bytes | str) -> Outcome:
    said = answer.decode("ascii", "replace") if isinstance(answer, bytes) else answer
    if 500 <= code < 600:
        return NeverWorks(problem_of(code, said))
    return TryLater(problem_of(code, said))


def problem_of(code: int, said: str) -> str:
    """Which problem does this answer of a mail server mean (RFC 5321 and the codes of RFC 3463)?"""
    if "5.1.1" in said or "5.1.10" in said or (code in {550, 551, 553} and "5.7" not in said):
        return "no-mailbox"
    if ".2.2" in said or code in {452, 552}:
        return "mailbox-full"
    return "mail-refused"
