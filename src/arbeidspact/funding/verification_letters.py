"""What is written about a verification: to the people of the verifier, and to who does the work."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.models import Channel, Recipient
from arbeidspact.funding.letters import LONGEST, contact_of
from arbeidspact.funding.models import Claim, Verification, VerificationOutcome
from arbeidspact.funding.queries.independence import why_not_to_verify
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Membership, Role
from arbeidspact.organisations.permissions import ROLE_MAY, Permission

Words = Callable[[], tuple[str, list[str]]]
VERIFYING_ROLES: Final = tuple(role for role in Role if Permission.VERIFY_CLAIMS in ROLE_MAY[role])


def tell_verifier(claim: Claim) -> int:
    """The people of the verifier hear that a claim waits for them. Returns: how many mails."""

    def words() -> tuple[str, list[str]]:
        lines = [
            _("Hello,"),
            _("%(payee)s asks to be paid for a result: “%(instalment)s”. Your organisation verifies it.")
            % {"payee": claim.instalment.contract.payee.name, "instalment": claim.instalment.title},
            _("Verify it by %(day)s:") % {"day": _day(claim)},
            _address("funding:verification", claim),
        ]
        return _("A result to verify: %(title)s") % {"title": claim.instalment.title}, lines

    return _to_verifier(claim, "fund-to-verify", words)


def ask_applicant(question: Verification) -> bool:
    """Who does the work hears that the verifier asks something. Returns: whether there was somebody to write to."""
    claim = question.claim

    def words() -> tuple[str, list[str]]:
        lines = [
            _("Hello,"),
            _("%(verifier)s verifies the result “%(instalment)s”, and asks:")
            % {"verifier": question.organisation.name, "instalment": claim.instalment.title},
            question.remark,
            _("Answer by %(day)s, and add files where they help:") % {"day": _day(claim)},
            _address("funding:claim", claim),
        ]
        return _("A question about your result: %(title)s") % {"title": claim.instalment.title}, lines

    return _to_payee(claim, "fund-verifier-asks", words)


def tell_of_answer(question: Verification) -> int:
    """The people of the verifier hear that their question is answered. Returns: how many mails."""
    claim = question.claim

    def words() -> tuple[str, list[str]]:
        lines = [
            _("Hello,"),
            _("%(payee)s answered your question about the result “%(instalment)s”:")
            % {"payee": claim.instalment.contract.payee.name, "instalment": claim.instalment.title},
            question.answer,
            _("Verify it by %(day)s:") % {"day": _day(claim)},
            _address("funding:verification", claim),
        ]
        return _("An answer about a result to verify: %(title)s") % {"title": claim.instalment.title}, lines

    return _to_verifier(claim, "fund-verifier-answered", words)


def tell_of_outcome(said: Verification) -> bool:
    """Who does the work hears what was verified, and what follows. Returns: whether there was somebody to write to."""
    claim = said.claim

    def words() -> tuple[str, list[str]]:
        lines = [
            _("Hello,"),
            _("%(verifier)s verified the result “%(instalment)s”: %(outcome)s.")
            % {
                "verifier": said.organisation.name,
                "instalment": claim.instalment.title,
                "outcome": VerificationOutcome(said.outcome).label.lower(),
            },
            _("Verified number: %(number)s, of %(claimed)s. Amount that follows: %(amount)s euro.")
            % {
                "number": _plain(said.number),
                "claimed": _plain(said.claimed_value),
                "amount": said.amount,
            },
            _("Why: %(text)s") % {"text": said.remark},
            _("%(payer)s decides about the payment.") % {"payer": claim.instalment.contract.payer.name},
            _address("funding:claim", claim),
        ]
        return _("Your result is verified: %(title)s") % {"title": claim.instalment.title}, lines

    return _to_payee(claim, "fund-verified", words)


def remind_of_verification(claim: Claim) -> int:
    """The people of the verifier hear that the term of a claim has passed. Returns: how many mails."""

    def words() -> tuple[str, list[str]]:
        lines = [
            _("Hello,"),
            _("The result “%(instalment)s” waits for your organisation since %(day)s.")
            % {"instalment": claim.instalment.title, "day": _day(claim)},
            _address("funding:verification", claim),
        ]
        return _("A result waits to be verified: %(title)s") % {"title": claim.instalment.title}, lines

    return _to_verifier(claim, "fund-verification-late", words)


def remind_of_question(claim: Claim) -> bool:
    """Who does the work hears that an answer is late. Returns: whether there was somebody to write to."""

    def words() -> tuple[str, list[str]]:
        lines = [
            _("Hello,"),
            _("A question about the result “%(instalment)s” waits for your answer since %(day)s.")
            % {"instalment": claim.instalment.title, "day": _day(claim)},
            _address("funding:claim", claim),
        ]
        return _("A question waits for your answer: %(title)s") % {"title": claim.instalment.title}, lines

    return _to_payee(claim, "fund-answer-late", words)


def _to_verifier(claim: Claim, kind: str, words: Words) -> int:
    contract = claim.instalment.contract
    members = (
        Membership.objects.filter(
            organisation=claim.verifier, ended_at__isnull=True, user__is_active=True, grants__role__in=VERIFYING_ROLES
        )
        .select_related("user", "organisation")
        .order_by("pk")
        .distinct()
    )
    told = [one for one in members if not why_not_to_verify(one.user, [contract])]
    for one in told:
        _write(claim, one.user.email, one.organisation.name, one.user.language, kind, words)
    return len(told)


def _to_payee(claim: Claim, kind: str, words: Words) -> bool:
    contract = claim.instalment.contract
    to = contract.contact_email or (contact_of(contract.application) if contract.application else "")
    to = to or claim.claimed_by.email
    _write(claim, to, contract.payee.name, contract.language, kind, words)
    return bool(to)


def _write(claim: Claim, to: str, partner: str, language: str, kind: str, words: Words) -> None:
    """A mail from the fund: whoever acted need not be one who writes."""
    with override(language):
        subject, lines = words()
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
        actor=operator(claim.instalment.contract.payer),
    )


def _day(claim: Claim) -> str:
    return str(date_format(claim.due_on, "j F Y")) if claim.due_on else ""


def _plain(number: object) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if number is not None else ""


def _address(name: str, claim: Claim) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=[claim.reference])
