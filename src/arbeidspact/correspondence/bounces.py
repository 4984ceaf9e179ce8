"""Mail that came back: reports of mail servers (RFC 3464), read from a mailbox on disk, find their message."""

import email
import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message as Mail
from enum import StrEnum
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.arrivals import note_arrival, note_return
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.permissions import Permission, require

REFERENCE: Final = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
IN_ADDRESS: Final = re.compile(rf"\+{REFERENCE}@", re.IGNORECASE)
IN_MESSAGE_ID: Final = re.compile(rf"<{REFERENCE}@", re.IGNORECASE)
RECEIVERS: Final = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
SEEN: Final = "S"
SEEN_IN_MBOX: Final = "R"
LARGEST: Final = 5_000_000


class Verdict(StrEnum):
    """What a report says became of a mail."""

    FAILED = "failed"
    DELIVERED = "delivered"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server reports: of which message, when it says so, what became of it, and the code."""

    reference: UUID | None
    verdict: Verdict
    status: str


@dataclass(frozen=True, slots=True)
class BouncesRead:
    """What one reading of the mailbox found, in counts. `strange`: no report, or of a message that is not ours."""

    returned: int = 0
    arrived: int = 0
    late: int = 0
    known_already: int = 0
    strange: int = 0


def read_bounces(*, actor: Actor, is_rehearsal: bool) -> BouncesRead:
    """Reads the mailbox of the settings; what is understood is noted at its message and leaves the mailbox.

    What is not understood stays, marked as seen, for somebody to look at. In a rehearsal nothing changes.
    Raises: `NotAllowed`; `Conflict` when no mailbox is set, or it is not there.
    """
    require(actor, Permission.RUN_FOLLOW_UP)
    counts = dict.fromkeys(("returned", "arrived", "late", "known_already", "strange"), 0)
    with closing(_mailbox()) as box:
        if not is_rehearsal:
            box.lock()
        try:
            for key, found in _unseen(box):
                report = report_in(email.message_from_bytes(found))
                if report is None or report.reference is None:
                    counts["strange"] += 1
                    if not is_rehearsal:
                        _mark_seen(box, key)
                    continue
                counts[_take(report, is_rehearsal=is_rehearsal)] += 1
                if not is_rehearsal:
                    box.remove(key)
        finally:
            if not is_rehearsal:
                box.flush()
                box.unlock()
    return BouncesRead(**counts)


def report_in(mail: Mail) -> Report | None:
    """The report that this mail carries; None for anything else, such as an answer that somebody is away."""
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    parts = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    blocks = [block for part in parts for block in _blocks(part)]
    recipients = [block for block in blocks if block.get("Action")]
    if not recipients:
        return None
    block = recipients[0]
    action = str(block.get("Action", "")).strip().lower()
    verdict = {"failed": Verdict.FAILED, "delivered": Verdict.DELIVERED, "relayed": Verdict.LATE}.get(
        action, Verdict.LATE
    )
    return Report(_reference(mail, blocks), verdict, str(block.get("Status", "")).strip()[:20])


def problem_for(status: str) -> str:
    """Which problem does this code of RFC 3463 mean?"""
    if status in {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}:
        return "no-mailbox"
    if status.endswith(".2.2"):
        return "mailbox-full"
    if status.startswith("5.7."):
        return "mail-refused"
    return "mail-came-back"


def _take(report: Report, *, is_rehearsal: bool) -> str:
    assert report.reference is not None
    if report.verdict == Verdict.LATE:
        return "late"
    if report.verdict == Verdict.DELIVERED:
        return "arrived" if is_rehearsal or note_arrival(report.reference) else "known_already"
    is_news = is_rehearsal or note_return(report.reference, problem_for(report.status))
    return "returned" if is_news else "known_already"


def _reference(mail: Mail, blocks: list[Mail]) -> UUID | None:
    """By the address it came back to, else by the Message-ID of the mail that is quoted."""
    places = [(IN_ADDRESS, str(value)) for name in RECEIVERS for value in mail.get_all(name, [])]
    places += [(IN_MESSAGE_ID, str(block.get("Original-Envelope-Id", ""))) for block in blocks]
    for part in mail.walk():
        if part.get_content_type() in {"message/rfc822", "message/rfc822-headers", "text/rfc822-headers"}:
            places += [(IN_MESSAGE_ID, quoted) for quoted in _message_ids(part)]
    for pattern, text in places:
        if found := pattern.search(text):
            return UUID(found[1])
    return None


def _message_ids(part: Mail) -> Iterator[str]:
    if part.is_multipart():
        payload = part.get_payload()
        for inner in payload if isinstance(payload, list) else []:
            if isinstance(inner, Mail):
                yield str(inner.get("Message-ID", ""))
        return
    raw = part.get_payload(decode=True)
    if isinstance(raw, bytes):
        yield str(email.message_from_bytes(raw).get("Message-ID", ""))


def _blocks(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Mail)] if isinstance(payload, list) else []


def _mailbox() -> "mailbox.Maildir | mailbox.mbox":
    path = Path(settings.BOUNCE_MAILBOX) if settings.BOUNCE_MAILBOX else None
    if path is None:
        raise Conflict(_("No mailbox for mail that comes back is set."), hint=_("Set ARBEIDSPACT_BOUNCE_MAILBOX."))
    if path.is_dir():
        return mailbox.Maildir(str(path), create=False)
    if path.is_file():
        return mailbox.mbox(str(path), create=False)
    raise Conflict(_("The mailbox for mail that comes back is not there."), hint=_("Check ARBEIDSPACT_BOUNCE_MAILBOX."))


def _unseen(box: "mailbox.Maildir | mailbox.mbox") -> Iterator[tuple[str, bytes]]:
    for key in list(box.keys()):
        one = box[key]
        seen = SEEN if isinstance(one, mailbox.MaildirMessage) else SEEN_IN_MBOX
        raw = box.get_bytes(key)
        if seen not in one.get_flags() and len(raw) <= LARGEST:
            yield key, raw


def _mark_seen(box: "mailbox.Maildir | mailbox.mbox", key: str) -> None:
    one = box[key]
    if isinstance(one, mailbox.MaildirMessage):
        one.set_subdir("cur")
        one.add_flag(SEEN)
        box[key] = one
    else:
        one.add_flag(SEEN_IN_MBOX)
        box[key] = one
