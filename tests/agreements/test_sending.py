import re
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from arbeidspact.agreements.actions import confirm_by_link, confirm_on_screen, send_agreement_link
from arbeidspact.agreements.commands import ConfirmOnScreen, SendAgreementLink
from arbeidspact.agreements.models import Agreement, Party
from arbeidspact.agreements.queries import agreement_in
from arbeidspact.correspondence.links import OpenLink, open_link
from arbeidspact.correspondence.models import Channel, Message, SignedLink
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.models import AuditEvent, Organisation
from arbeidspact.people.access import PersonFile
from tests.agreements.factories import AgreementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(file: PersonFile, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(
        person=file.person,
        organisation=werkpunt,
        their_promise=7,
        their_promise__what="Belt de school",
        version__language="tr",
    )


def a_link(agreement: Agreement, **values: Any) -> SendAgreementLink:
    usual = {"channel": Channel.EMAIL, "to": "amina@example.org", "version": 1}
    return SendAgreementLink(**{**usual, "agreement": agreement.reference, **values})


def token_in(text: str) -> str:
    found = re.search(r"/links/([^/\s]+)/", text)
    assert found
    return found.group(1)


def test_the_person_gets_a_mail_in_their_language_and_the_link_in_it_confirms(
    agreement: Agreement, file: PersonFile, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        message = send_agreement_link(a_link(agreement), file=file)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["amina@example.org"], "Anlaşmayı kabul ediyor musunuz?")
    assert "school" not in str(sent.body)
    opened = open_link(token_in(str(sent.body)))
    assert isinstance(opened, OpenLink)
    assert opened.language == "tr"
    confirm_by_link(opened)
    assert agreement_in(file, agreement.reference).line.missing == (Party.ORGANISATION,)
    assert list(agreement.events.order_by("id").values_list("kind", "how")) == [
        ("link_sent", "email"),
        ("person_confirmed", "by_link"),
    ]
    assert token_in(str(sent.body)) not in message.text
    details = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert "amina@example.org" not in details


def test_a_second_link_stops_the_first(agreement: Agreement, file: PersonFile):
    first = send_agreement_link(a_link(agreement), file=file)
    send_agreement_link(a_link(agreement), file=file)

    assert first.link is not None
    assert SignedLink.objects.get(pk=first.link.pk).withdrawn_at is not None
    assert SignedLink.objects.filter(withdrawn_at=None).count() == 1


def test_protected_promises_are_never_sent_by_link(open_compartment_file: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(
        person=open_compartment_file.person, organisation=werkpunt, their_promise=7, their_promise__domain="health"
    )

    with pytest.raises(Conflict, match="protected"):
        send_agreement_link(a_link(agreement), file=open_compartment_file)

    assert not SignedLink.objects.exists()


def test_who_agreed_already_gets_no_link(agreement: Agreement, file: PersonFile):
    confirm_on_screen(ConfirmOnScreen(agreement=agreement.reference, version=1, party=Party.PERSON), file=file)

    with pytest.raises(Conflict, match="confirmed already"):
        send_agreement_link(a_link(agreement), file=file)


def test_an_address_that_cannot_be_leaves_no_link_behind(agreement: Agreement, file: PersonFile):
    with pytest.raises(InvalidValue) as refused:
        send_agreement_link(a_link(agreement, to="amina"), file=file)

    assert refused.value.field == "to"
    assert not SignedLink.objects.exists()
    assert not Message.objects.exists()


@override_settings(SMS_URL="", SMS_TOKEN="")
def test_without_a_gateway_there_are_no_text_messages(agreement: Agreement, file: PersonFile):
    with pytest.raises(Conflict, match="not set up"):
        send_agreement_link(a_link(agreement, channel=Channel.SMS, to="0470 12 34 56"), file=file)
