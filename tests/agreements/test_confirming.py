from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.agreements.actions import (
    confirm_by_link,
    confirm_on_paper,
    confirm_on_screen,
    holding,
    object_to_agreement,
    offer_agreement,
)
from arbeidspact.agreements.commands import ConfirmOnPaper, ConfirmOnScreen, ObjectToAgreement, OfferAgreement
from arbeidspact.agreements.linked import agreement_of_link
from arbeidspact.agreements.models import (
    Agreement,
    AgreementState,
    Confirmation,
    ConfirmedHow,
    MediaType,
    Party,
    Scan,
)
from arbeidspact.agreements.queries import agreement_in, scan_in
from arbeidspact.agreements.scans import LARGEST_SCAN, media_type_of
from arbeidspact.correspondence.links import ClosedLink, IssuedLink, OpenLink, issue_link, open_link
from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation
from arbeidspact.people.access import PersonFile
from tests.agreements.factories import (
    TINY_JPEG,
    TINY_PDF,
    TINY_PNG,
    AgreementFactory,
    VersionFactory,
    days_ago,
    in_days,
    newest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(file: PersonFile, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(person=file.person, organisation=werkpunt, their_promise=7, our_promise=14)


def on_screen(agreement: Agreement, party: Party, **values: Any) -> ConfirmOnScreen:
    return ConfirmOnScreen(**{"agreement": agreement.reference, "version": 1, "party": party, **values})


def on_paper(agreement: Agreement, **values: Any) -> ConfirmOnPaper:
    usual = {"agreement": agreement.reference, "version": 1, "parties": set(Party), "signed_on": in_days(0)}
    return ConfirmOnPaper(**{**usual, **values})


def link_for(agreement: Agreement, actor: Actor) -> IssuedLink:
    return issue_link(
        LinkPurpose.CONFIRM_AGREEMENT, newest(agreement).reference, person=agreement.person, actor=actor, language="tr"
    )


def opened(issued: IssuedLink) -> OpenLink:
    link = open_link(issued.raw)
    assert isinstance(link, OpenLink)
    return link


def log_of(agreement: Agreement) -> list[tuple[str, str]]:
    return list(agreement.events.order_by("id").values_list("kind", "how"))


def state_of(agreement: Agreement, file: PersonFile) -> AgreementState:
    return agreement_in(file, agreement.reference).state


# On screen


def test_both_say_yes_on_screen_and_the_agreement_is_in_force(
    agreement: Agreement, file: PersonFile, counsellor: Actor
):
    confirm_on_screen(on_screen(agreement, Party.PERSON, present="een tolk"), file=file)
    assert agreement_in(file, agreement.reference).line.missing == (Party.ORGANISATION,)

    confirm_on_screen(on_screen(agreement, Party.ORGANISATION), file=file)

    page = agreement_in(file, agreement.reference)
    assert page.state == AgreementState.CONFIRMED
    assert page.line.in_force == page.version
    assert log_of(agreement) == [
        ("person_confirmed", "on_screen"),
        ("organisation_confirmed", "on_screen"),
        ("in_force", ""),
    ]
    person = page.confirmations[0]
    assert (person.party, person.noted_by, person.present) == (Party.PERSON, counsellor.user, "een tolk")
    assert "tolk" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_nobody_says_yes_twice(agreement: Agreement, file: PersonFile):
    confirm_on_screen(on_screen(agreement, Party.PERSON), file=file)

    with pytest.raises(Conflict, match="confirmed already"):
        confirm_on_screen(on_screen(agreement, Party.PERSON), file=file)


def test_nobody_says_yes_to_a_version_that_was_replaced_meanwhile(agreement: Agreement, file: PersonFile):
    agreement.versions.update(replaced_at=timezone.now())
    VersionFactory(agreement=agreement, number=2)

    with pytest.raises(Conflict, match="in the meantime"):
        confirm_on_screen(on_screen(agreement, Party.PERSON), file=file)


@pytest.mark.parametrize(
    ("situation", "says"),
    [
        pytest.param({"draft": True}, "still a draft", id="draft"),
        pytest.param({"objected": True}, "objects", id="objected"),
        pytest.param({"withdrawn": True}, "withdrawn", id="withdrawn"),
        pytest.param({"ended": True}, "has ended", id="ended"),
    ],
)
def test_only_what_waits_for_it_is_confirmed(
    situation: dict[str, bool], says: str, file: PersonFile, werkpunt: Organisation
):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, **situation)

    with pytest.raises(Conflict, match=says):
        confirm_on_screen(on_screen(agreement, Party.PERSON), file=file)


def test_a_draft_is_put_to_both(file: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, draft=True)
    offer = OfferAgreement(agreement=agreement.reference, version=1)

    offer_agreement(offer, file=file)

    assert state_of(agreement, file) == AgreementState.TO_CONFIRM
    assert log_of(agreement) == [("offered", "")]
    with pytest.raises(Conflict):
        offer_agreement(offer, file=file)


def test_nobody_agrees_with_what_they_cannot_read(
    file: PersonFile, open_compartment_file: PersonFile, werkpunt: Organisation
):
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, their_promise=7, their_promise__domain="debt"
    )

    for party in Party:
        with pytest.raises(Conflict, match="protected part"):
            confirm_on_screen(on_screen(agreement, party), file=file)
    with pytest.raises(Conflict, match="protected part"):
        confirm_on_paper(on_paper(agreement), TINY_PDF, file=file)
    confirm_on_screen(on_screen(agreement, Party.PERSON), file=open_compartment_file)


# Through a link


def test_the_person_says_yes_through_a_link_and_it_works_once(
    agreement: Agreement, file: PersonFile, counsellor: Actor
):
    issued = link_for(agreement, counsellor)
    link = opened(issued)
    assert agreement_of_link(link).may_answer

    confirm_by_link(link)

    assert agreement_in(file, agreement.reference).line.missing == (Party.ORGANISATION,)
    confirmation = Confirmation.objects.get()
    assert (confirmation.how, confirmation.noted_by) == (ConfirmedHow.BY_LINK, None)
    assert isinstance(open_link(issued.raw), ClosedLink)
    event = AuditEvent.objects.get(action="confirm-agreement")
    assert (event.user, event.organisation) == (None, agreement.organisation)
    with pytest.raises(Conflict, match="does not work any more"):
        confirm_by_link(link)


def test_reading_a_link_changes_nothing(agreement: Agreement, counsellor: Actor):
    link = opened(link_for(agreement, counsellor))

    agreement_of_link(link)

    assert not Confirmation.objects.exists()
    assert SignedLink.objects.get().used_at is None


def test_a_yes_on_screen_stops_the_link(agreement: Agreement, file: PersonFile, counsellor: Actor):
    issued = link_for(agreement, counsellor)

    confirm_on_screen(on_screen(agreement, Party.PERSON), file=file)

    assert isinstance(open_link(issued.raw), ClosedLink)


def test_a_link_about_a_version_that_was_replaced_confirms_nothing(agreement: Agreement, counsellor: Actor):
    link = opened(link_for(agreement, counsellor))
    agreement.versions.update(replaced_at=timezone.now())
    VersionFactory(agreement=agreement, number=2)

    with pytest.raises(Conflict, match="does not work any more"):
        confirm_by_link(link)

    assert not Confirmation.objects.exists()
    # Refused as a whole: the link was not used up either.
    assert SignedLink.objects.get().used_at is None


def test_a_link_of_somebody_else_reads_nothing(agreement: Agreement, counsellor: Actor):
    elsewhere = AgreementFactory()
    issued = issue_link(
        LinkPurpose.CONFIRM_AGREEMENT, newest(agreement).reference, person=elsewhere.person, actor=counsellor
    )

    with pytest.raises(NotFound):
        agreement_of_link(opened(issued))
    with pytest.raises(NotFound):
        confirm_by_link(opened(issued))


def test_protected_promises_are_neither_read_nor_confirmed_through_a_link(
    file: PersonFile, werkpunt: Organisation, counsellor: Actor
):
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, our_promise=3, their_promise=7, their_promise__domain="justice"
    )
    link = opened(link_for(agreement, counsellor))

    page = agreement_of_link(link)

    assert (page.may_answer, page.promises) == (False, ())
    with pytest.raises(Conflict):
        confirm_by_link(link)


# On paper


def test_a_signed_paper_is_kept_and_confirms_for_whoever_signed(
    agreement: Agreement, file: PersonFile, counsellor: Actor, tmp_path: Path
):
    scan = confirm_on_paper(on_paper(agreement), TINY_PDF, file=file)

    assert state_of(agreement, file) == AgreementState.CONFIRMED
    assert (scan.media_type, scan.size, scan.added_by) == (MediaType.PDF, len(TINY_PDF), counsellor.user)
    assert set(Confirmation.objects.values_list("party", "how", "scan")) == {
        (party.value, "on_paper", scan.pk) for party in Party
    }
    stored = tmp_path / "agreement-scans" / str(scan.reference)
    assert stored.read_bytes() == TINY_PDF
    assert stored.stat().st_mode & 0o777 == 0o600
    assert not stored.is_relative_to(settings.STATIC_ROOT)


def test_a_paper_with_one_signature_confirms_for_one(agreement: Agreement, file: PersonFile):
    confirm_on_paper(on_paper(agreement, parties={Party.PERSON}), TINY_PNG, file=file)

    assert agreement_in(file, agreement.reference).line.missing == (Party.ORGANISATION,)


@pytest.mark.parametrize(
    ("data", "media_type", "suffix"),
    [(TINY_PDF, MediaType.PDF, ".pdf"), (TINY_PNG, MediaType.PNG, ".png"), (TINY_JPEG, MediaType.JPEG, ".jpg")],
)
def test_the_kind_of_a_scan_is_told_from_its_content_and_it_comes_back_as_it_was(
    data: bytes, media_type: MediaType, suffix: str, agreement: Agreement, file: PersonFile
):
    scan = confirm_on_paper(on_paper(agreement), data, file=file)

    found, content, ending = scan_in(file, scan.reference)
    assert (found.media_type, content, ending) == (media_type, data, suffix)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"<html><script>alert(1)</script>", "no PDF", id="a page"),
        pytest.param(b"MZ" + b"\0" * 100, "no PDF", id="a program"),
        pytest.param(TINY_PDF[:-10], "no PDF", id="half a PDF"),
        pytest.param(TINY_JPEG[:-2], "no PDF", id="half a JPEG"),
        pytest.param(TINY_PNG[:40], "no PDF", id="half a PNG"),
        pytest.param(b"GIF89a" + b"\0" * 20, "no PDF", id="another image"),
    ],
)
def test_a_file_that_is_something_else_is_refused(data: bytes, says: str, agreement: Agreement, file: PersonFile):
    with pytest.raises(InvalidValue, match=says) as refused:
        confirm_on_paper(on_paper(agreement), data, file=file)

    assert refused.value.field == "scan"
    assert not Scan.objects.exists()


def test_a_scan_of_ten_megabytes_is_the_largest():
    padding = b"\0" * (LARGEST_SCAN - len(TINY_PDF))
    largest = TINY_PDF[:9] + padding + TINY_PDF[9:]

    assert media_type_of(largest) == MediaType.PDF
    with pytest.raises(InvalidValue, match="10 megabytes"):
        media_type_of(largest + b"\n")


@pytest.mark.parametrize(
    ("signed_on", "says"),
    [
        pytest.param(in_days(1), "still to come", id="tomorrow"),
        pytest.param(in_days(-61), "did not exist yet", id="before the version was made"),
    ],
)
def test_a_paper_is_signed_while_its_version_exists(signed_on: Any, says: str, agreement: Agreement, file: PersonFile):
    with pytest.raises(InvalidValue, match=says) as refused:
        confirm_on_paper(on_paper(agreement, signed_on=signed_on), TINY_PDF, file=file)

    assert refused.value.field == "signed_on"


def test_the_first_day_of_a_version_counts(agreement: Agreement, file: PersonFile):
    agreement.versions.update(made_at=days_ago(3))

    confirm_on_paper(on_paper(agreement, signed_on=timezone.localdate() - timedelta(days=3)), TINY_PDF, file=file)


def test_a_paper_that_nobody_signed_is_none():
    with pytest.raises(ValidationError):
        ConfirmOnPaper(agreement=uuid4(), version=1, parties=frozenset(), signed_on=in_days(0))


def test_a_paper_that_is_refused_leaves_no_file(agreement: Agreement, file: PersonFile, tmp_path: Path):
    confirm_on_screen(on_screen(agreement, Party.PERSON), file=file)

    with pytest.raises(Conflict, match="confirmed already"):
        confirm_on_paper(on_paper(agreement), TINY_PDF, file=file)

    assert not list(tmp_path.rglob("*-*"))


def test_a_scan_that_changed_on_disk_is_not_handed_out(agreement: Agreement, file: PersonFile, tmp_path: Path):
    scan = confirm_on_paper(on_paper(agreement), TINY_PDF, file=file)
    stored = tmp_path / "agreement-scans" / str(scan.reference)

    stored.write_bytes(b"%PDF-1.7 something else %%EOF")
    with pytest.raises(NotFound, match="damaged"):
        scan_in(file, scan.reference)
    stored.unlink()
    with pytest.raises(NotFound, match="not there any more"):
        scan_in(file, scan.reference)


def test_a_paper_with_protected_promises_opens_with_the_compartment_alone(
    file: PersonFile, open_compartment_file: PersonFile, werkpunt: Organisation
):
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, their_promise=7, their_promise__domain="health"
    )
    scan = confirm_on_paper(on_paper(agreement), TINY_PDF, file=open_compartment_file)

    with pytest.raises(NotAllowed, match="protected"):
        scan_in(file, scan.reference)
    assert scan_in(open_compartment_file, scan.reference)[1] == TINY_PDF


def test_a_scan_of_another_person_is_not_found(agreement: Agreement, file: PersonFile, werkpunt: Organisation):
    scan = confirm_on_paper(on_paper(agreement), TINY_PDF, file=file)
    Scan.objects.update(version=newest(AgreementFactory(organisation=werkpunt)))

    with pytest.raises(NotFound):
        scan_in(file, scan.reference)


Confirm = Callable[[Agreement, PersonFile], object]


@pytest.mark.parametrize(
    "confirm",
    [
        pytest.param(lambda one, file: confirm_on_screen(on_screen(one, Party.PERSON), file=file), id="screen"),
        pytest.param(lambda one, file: confirm_on_paper(on_paper(one), TINY_PDF, file=file), id="paper"),
        pytest.param(
            lambda one, file: offer_agreement(OfferAgreement(agreement=one.reference, version=1), file=file), id="offer"
        ),
    ],
)
def test_another_organisation_confirms_nothing_of_ours(
    confirm: Confirm, agreement: Agreement, file_at_vdab: PersonFile
):
    with pytest.raises(Conflict, match="another organisation"):
        confirm(agreement, file_at_vdab)


# What programs hear


def test_programs_hear_by_references_that_an_agreement_is_in_force_and_that_it_opened_again(
    agreement: Agreement, file: PersonFile, werkpunt: Organisation, monkeypatch: pytest.MonkeyPatch
):
    heard: list[tuple[str, dict[str, Any], Organisation]] = []
    monkeypatch.setattr(
        holding, "announce", lambda event, payload, *, organisation: heard.append((event, payload, organisation))
    )
    for party in Party:
        confirm_on_screen(on_screen(agreement, party), file=file)
    object_to_agreement(
        ObjectToAgreement(agreement=agreement.reference, version=1, words="Het is toch te ver."), file=file
    )

    assert [(event, organisation) for event, _payload, organisation in heard] == [
        ("agreement.confirmed", werkpunt),
        ("agreement.reopened", werkpunt),
    ]
    assert heard[0][1] == {
        "agreement": agreement.reference,
        "person": file.person.reference,
        "version": 1,
        "kind": "ordinary",
    }
