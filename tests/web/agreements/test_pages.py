import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.agreements.actions import change_agreement
from arbeidspact.agreements.models import (
    Agreement,
    AgreementVersion,
    Confirmation,
    Objection,
    Outcome,
    Party,
    Promise,
    Scan,
)
from arbeidspact.organisations.models import Organisation
from arbeidspact.pathways.models import Step
from arbeidspact.people.access import PersonFile
from arbeidspact.people.models import AccessEvent, Person
from tests.agreements.factories import (
    TINY_PDF,
    AgreementFactory,
    a_change,
    agree,
    in_days,
    newest,
)

pytestmark = pytest.mark.django_db


def address(name: str, person: Person, agreement: Agreement | None = None, *more: Any) -> str:
    one = () if agreement is None else (agreement.reference,)
    return reverse(f"agreements:{name}", args=[person.reference, *one, *more])


def typed(*rows: dict[str, Any], **heading: Any) -> dict[str, Any]:
    """What a browser sends of the form with these rows."""
    usual = {"title": "Samen naar een cursus", "kind": "ordinary", "language": "tr", "save": "offer"}
    data = {**usual, **heading, "promises-TOTAL": len(rows)}
    for number, row in enumerate(rows):
        filled = {"promiser": "person", "what": "Belt de school", "due_on": in_days(7), **row}
        data |= {f"promises-{number}-{name}": value for name, value in filled.items()}
    return data


@pytest.fixture
def agreement(amina: Person, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(person=amina, organisation=werkpunt, their_promise=7, our_promise=14)


@pytest.fixture
def in_force(amina: Person, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(person=amina, organisation=werkpunt, their_promise=7, our_promise=-3, confirmed=30)


@pytest.fixture
def protected(amina: Person, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(
        person=amina,
        organisation=werkpunt,
        our_promise=14,
        their_promise=7,
        their_promise__domain="debt",
        their_promise__what="Belt de schuldbemiddelaar",
    )


# The list and the panel


def test_a_person_without_agreements_has_a_list_that_says_what_to_do(counsellor: Client, amina: Person):
    answer = counsellor.get(address("list", amina))

    assert "No agreement yet" in answer.content.decode()
    assert address("make", amina) in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_list_says_how_each_agreement_stands_and_what_is_ours_to_do(
    counsellor: Client, amina: Person, in_force: Agreement
):
    answer = counsellor.get(address("list", amina)).content.decode()

    assert "Confirmed by both" in answer
    assert "Ours to do:" in answer
    assert "3 days late" in answer


def test_a_long_list_is_paged(counsellor: Client, amina: Person, werkpunt: Organisation):
    AgreementFactory.create_batch(11, person=amina, organisation=werkpunt)

    assert "page=2" in counsellor.get(address("list", amina)).content.decode()
    assert counsellor.get(address("list", amina) + "?page=2").content.decode().count("<article") == 1


def test_the_page_of_the_person_shows_open_agreements(counsellor: Client, amina: Person, agreement: Agreement):
    page = counsellor.get(reverse("people:file", args=[amina.reference])).content.decode()

    assert address("agreement", amina, agreement) in page
    assert "nobody has agreed yet" in page


def test_the_page_of_a_person_without_agreements_offers_to_make_one(counsellor: Client, amina: Person):
    page = counsellor.get(reverse("people:file", args=[amina.reference])).content.decode()

    assert "No open agreement" in page
    assert address("make", amina) in page


def test_reading_an_agreement_is_a_recorded_look(counsellor: Client, amina: Person, agreement: Agreement):
    AccessEvent.objects.all().delete()

    counsellor.get(address("agreement", amina, agreement))

    assert AccessEvent.objects.filter(person=amina).count() == 1


# Making and changing


def test_the_form_starts_in_the_language_of_the_person(counsellor: Client, amina: Person):
    page = counsellor.get(address("make", amina)).content.decode()

    assert '<option value="tr" selected>' in page
    assert 'name="promises-1-what"' in page


def test_an_agreement_is_made_and_its_page_asks_to_confirm(counsellor: Client, amina: Person):
    answer = counsellor.post(
        address("make", amina),
        typed({}, {"promiser": "organisation", "what": "Betaalt de cursus"}, {"what": "", "due_on": ""}),
    )

    agreement = Agreement.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("agreement", amina, agreement))
    assert list(newest(agreement).promises.values_list("what", flat=True)) == ["Belt de school", "Betaalt de cursus"]
    assert "Confirm together on this screen" in counsellor.get(answer["Location"]).content.decode()


def test_a_draft_waits_until_it_is_put_to_both(counsellor: Client, amina: Person):
    counsellor.post(address("make", amina), typed({}, save="draft"))
    agreement = Agreement.objects.get()
    page = counsellor.get(address("agreement", amina, agreement)).content.decode()
    assert "This is a draft" in page

    counsellor.post(address("offer", amina, agreement), {"version": 1})

    assert newest(agreement).offered_at is not None


def test_what_is_wrong_stands_at_its_row_and_nothing_typed_is_lost(counsellor: Client, amina: Person):
    answer = counsellor.post(
        address("make", amina), typed({}, {"due_on": in_days(-2), "what": "Komt langs"}, title="Een titel")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This day has passed." in page
    assert 'href="#id_promises-1-due_on"' in page
    assert "Komt langs" in page
    assert 'value="Een titel"' in page
    assert not Agreement.objects.exists()


def test_an_empty_form_says_what_is_needed(counsellor: Client, amina: Person):
    answer = counsellor.post(address("make", amina), typed(title="Een titel"))

    assert answer.status_code == 422
    assert "at least one promise" in answer.content.decode()


def test_a_row_is_added_without_a_script_and_nothing_typed_is_lost(counsellor: Client, amina: Person):
    data = typed({"what": "x", "due_on": "geen dag"}, title="")
    data["add_row"] = "1"

    answer = counsellor.post(address("make", amina), data)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="promises-1-what"' in page
    assert "geen dag" in page
    assert not Agreement.objects.exists()


def test_a_row_is_removed_and_the_others_stay(counsellor: Client, amina: Person):
    data = typed({"what": "De eerste"}, {"what": "De tweede"})
    data["remove_row"] = "0"

    page = counsellor.post(address("make", amina), data).content.decode()

    assert "De tweede" in page
    assert "De eerste" not in page
    assert 'name="promises-1-what"' not in page


def test_more_rows_than_the_most_are_not_added(counsellor: Client, amina: Person):
    data = typed(*[{} for _row in range(20)])
    data["add_row"] = "1"

    page = counsellor.post(address("make", amina), data).content.decode()

    assert "This is the most for one agreement." in page
    assert 'name="promises-20-what"' not in page


def test_a_change_starts_from_what_stands_and_makes_the_next_version(
    counsellor: Client, amina: Person, agreement: Agreement
):
    page = counsellor.get(address("change", amina, agreement)).content.decode()
    first, second = newest(agreement).promises.all()
    assert str(first.key) in page

    answer = counsellor.post(
        address("change", amina, agreement),
        typed({"key": first.key, "what": "Belt de school opnieuw"}, {"key": second.key}, based_on=1),
    )

    assert answer.status_code == 303
    assert newest(agreement).number == 2
    assert newest(agreement).promises.first().key == first.key  # type: ignore[union-attr]


def test_two_tabs_do_not_overwrite_each_other_and_keeping_it_is_a_choice(
    counsellor: Client, amina: Person, agreement: Agreement, file: PersonFile
):
    change_agreement(a_change(agreement), file=file)

    refused = counsellor.post(address("change", amina, agreement), typed({"what": "Mijn tekst"}, based_on=1))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "A colleague changed this agreement while you were writing." in page
    assert "Mijn tekst" in page
    assert f"{address('compare', amina, agreement)}?before=1&amp;after=2" in page
    assert 'name="based_on" value="2"' in page

    again = counsellor.post(address("change", amina, agreement), typed({"what": "Mijn tekst"}, based_on=2))
    assert again.status_code == 303
    assert newest(agreement).number == 3


def test_an_earlier_version_can_be_the_start_of_the_next(
    counsellor: Client, amina: Person, agreement: Agreement, file: PersonFile
):
    change_agreement(a_change(agreement, title="Iets anders"), file=file)

    page = counsellor.get(address("change", amina, agreement) + "?from=1").content.decode()

    assert 'value="Samen naar een cursus"' in page
    assert 'name="based_on" value="2"' in page


def test_promises_that_are_settled_are_shown_as_going_along(counsellor: Client, amina: Person, in_force: Agreement):
    promise = newest(in_force).promises.get(promiser="organisation")
    Outcome.objects.create(agreement=in_force, key=promise.key, was_kept=True, on=in_days(-4), noted_at=timezone.now())

    page = counsellor.get(address("change", amina, in_force)).content.decode()

    assert "These go along as they are" in page
    assert str(promise.key) not in page


def test_versions_are_compared_word_by_word(counsellor: Client, amina: Person, agreement: Agreement, file: PersonFile):
    change_agreement(a_change(agreement, title="Samen naar een opleiding"), file=file)

    page = counsellor.get(address("compare", amina, agreement)).content.decode()

    assert "cursus</del>" in page
    assert "opleiding</ins>" in page
    assert "Gone" in page
    same = counsellor.get(address("compare", amina, agreement) + "?before=2&after=2").content.decode()
    assert "Nothing is different" in same
    assert counsellor.get(address("compare", amina, agreement) + "?before=9").status_code == 404


# Confirming


def test_both_press_their_button_on_one_screen(counsellor: Client, amina: Person, agreement: Agreement):
    AgreementVersion.objects.update(language="tr")
    page = counsellor.get(address("confirm", amina, agreement)).content.decode()
    assert '<html lang="tr" dir="ltr"' in page
    assert "Kabul ediyorum" in page
    assert "Agreed for our organisation" in page

    first = counsellor.post(
        address("confirm", amina, agreement), {"version": 1, "party": "person", "present": "een tolk"}
    )
    assert (first.status_code, first["Location"]) == (303, address("confirm", amina, agreement))
    page = counsellor.get(first["Location"]).content.decode()
    assert "Siz kabul ettiniz" in page
    last = counsellor.post(address("confirm", amina, agreement), {"version": 1, "party": "organisation"})

    assert (last.status_code, last["Location"]) == (303, address("agreement", amina, agreement))
    assert Confirmation.objects.get(party=Party.PERSON).present == "een tolk"
    page = counsellor.get(last["Location"]).content.decode()
    assert "een tolk" in page


def test_arabic_runs_from_right_to_left_on_the_shared_screen(counsellor: Client, amina: Person, agreement: Agreement):
    AgreementVersion.objects.update(language="ar")

    assert '<html lang="ar" dir="rtl"' in counsellor.get(address("confirm", amina, agreement)).content.decode()


@pytest.mark.parametrize("data", [{"party": "nobody", "version": 1}, {"version": 1}])
def test_a_yes_of_nobody_is_refused(data: dict[str, Any], counsellor: Client, amina: Person, agreement: Agreement):
    assert counsellor.post(address("confirm", amina, agreement), data).status_code == 404


def test_a_yes_to_an_older_version_is_refused(
    counsellor: Client, amina: Person, agreement: Agreement, file: PersonFile
):
    change_agreement(a_change(agreement), file=file)

    answer = counsellor.post(address("confirm", amina, agreement), {"version": 1, "party": "person"})

    assert answer.status_code == 409
    assert not Confirmation.objects.exists()


def test_the_address_is_seen_before_a_link_goes_and_may_be_another(
    counsellor: Client, amina: Person, agreement: Agreement
):
    page = counsellor.get(address("link", amina, agreement, "email")).content.decode()
    assert 'value="amina@example.org"' in page
    assert "Werkpunten Gent vraagt" in page
    assert "Bel de cursus" not in page

    refused = counsellor.post(address("link", amina, agreement, "email"), {"version": 1, "channel": "email", "to": "x"})
    assert refused.status_code == 422
    assert "This is not a mail address." in refused.content.decode()
    sent = counsellor.post(
        address("link", amina, agreement, "email"), {"version": 1, "channel": "email", "to": "buur@example.org"}
    )
    assert sent.status_code == 303
    assert counsellor.get(address("link", amina, agreement, "pigeon")).status_code == 404


def test_a_text_message_without_a_gateway_is_refused_with_what_was_typed(
    counsellor: Client, amina: Person, agreement: Agreement
):
    assert "text message" not in counsellor.get(address("agreement", amina, agreement)).content.decode()

    refused = counsellor.post(
        address("link", amina, agreement, "sms"), {"version": 1, "channel": "sms", "to": "0470 12 34 56"}
    )

    assert refused.status_code == 422
    assert 'value="0470 12 34 56"' in refused.content.decode()


def test_a_signed_paper_is_attached_and_comes_back_as_a_file(counsellor: Client, amina: Person, agreement: Agreement):
    data = {
        "version": 1,
        "parties": ["person", "organisation"],
        "signed_on": in_days(0),
        "scan": SimpleUploadedFile("x.exe", TINY_PDF, "text/html"),
    }

    assert counsellor.post(address("paper", amina, agreement), data).status_code == 303

    scan = Scan.objects.get()
    page = counsellor.get(address("agreement", amina, agreement)).content.decode()
    assert reverse("agreements:scan", args=[amina.reference, scan.reference]) in page
    answer = counsellor.get(reverse("agreements:scan", args=[amina.reference, scan.reference]))
    assert answer.content == TINY_PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{scan.reference}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_no_scan_is_refused_at_its_field(counsellor: Client, amina: Person, agreement: Agreement):
    scan = SimpleUploadedFile("x.pdf", b"<script>", "application/pdf")
    answer = counsellor.post(
        address("paper", amina, agreement),
        {"version": 1, "parties": ["person"], "signed_on": in_days(0), "scan": scan, "present": "haar zus"},
    )

    assert answer.status_code == 422
    assert "This file is no PDF, JPEG or PNG" in answer.content.decode()
    assert "haar zus" in answer.content.decode()


def test_who_signed_is_only_who_still_has_to(counsellor: Client, amina: Person, agreement: Agreement):
    agree(newest(agreement), Party.ORGANISATION)

    page = counsellor.get(address("paper", amina, agreement)).content.decode()

    assert 'value="person"' in page
    assert 'value="organisation"' not in page


# Objections, outcomes, the end


def test_an_objection_is_noted_and_answered(counsellor: Client, amina: Person, agreement: Agreement):
    counsellor.post(address("object", amina, agreement), {"version": 1, "words": "De cursus is te ver."})
    page = counsellor.get(address("agreement", amina, agreement)).content.decode()
    assert "De cursus is te ver." in page
    objection = Objection.objects.get()
    assert str(objection.reference) in counsellor.get(address("answer", amina, agreement)).content.decode()

    answer = counsellor.post(
        address("answer", amina, agreement),
        {"objection": objection.reference, "answer": "explained", "words": "Er rijdt een bus."},
    )

    assert answer.status_code == 303
    page = counsellor.get(address("agreement", amina, agreement)).content.decode()
    assert "Er rijdt een bus." in page
    assert "Confirm together on this screen" in page


def test_a_promise_is_marked_and_taken_back(counsellor: Client, amina: Person, in_force: Agreement):
    promise = newest(in_force).promises.get(promiser="organisation")
    page = counsellor.get(address("mark", amina, in_force, promise.key) + "?kept=yes").content.decode()
    assert promise.what in page

    counsellor.post(
        address("mark", amina, in_force, promise.key), {"was_kept": "no", "on": in_days(0), "remark": "Geen geld."}
    )
    assert "Geen geld." in counsellor.get(address("agreement", amina, in_force)).content.decode()
    counsellor.post(address("unmark", amina, in_force, promise.key))

    assert Outcome.objects.get().taken_back_at is not None


def test_a_promise_becomes_a_step_of_the_plan(counsellor: Client, amina: Person, in_force: Agreement):
    promise = newest(in_force).promises.get(promiser="person")

    assert counsellor.post(address("step", amina, in_force, promise.key)).status_code == 303

    assert "a step of the plan" in counsellor.get(address("agreement", amina, in_force)).content.decode()


def test_when_the_step_is_done_one_press_says_that_the_promise_was_kept(
    counsellor: Client, amina: Person, in_force: Agreement
):
    promise = newest(in_force).promises.get(promiser="person")
    counsellor.post(address("step", amina, in_force, promise.key))
    assert "was it kept?" not in counsellor.get(address("agreement", amina, in_force)).content.decode()

    Step.objects.update(done_on=in_days(-1))
    page = counsellor.get(address("agreement", amina, in_force)).content.decode()
    assert "was it kept?" in page
    button = page[page.index('name="was_kept" value="yes"') :]
    offered = re.search(r'name="on" value="([-0-9]+)"', button)
    assert offered

    answer = counsellor.post(address("mark", amina, in_force, promise.key), {"was_kept": "yes", "on": offered[1]})

    assert answer.status_code == 303
    outcome = Outcome.objects.get()
    assert (outcome.key, outcome.was_kept, outcome.on) == (promise.key, True, in_days(-1))
    assert "was it kept?" not in counsellor.get(address("agreement", amina, in_force)).content.decode()


def test_an_agreement_is_ended_and_opened_again(counsellor: Client, amina: Person, in_force: Agreement):
    assert counsellor.get(address("withdraw", amina, in_force)).status_code == 409
    counsellor.post(address("end", amina, in_force), {"why": "Alles is gedaan."})
    page = counsellor.get(address("agreement", amina, in_force)).content.decode()
    assert "Alles is gedaan." in page
    assert address("change", amina, in_force) not in page

    counsellor.post(address("reopen", amina, in_force))

    assert "Confirmed by both" in counsellor.get(address("agreement", amina, in_force)).content.decode()


def test_an_agreement_is_withdrawn_with_a_reason(counsellor: Client, amina: Person, agreement: Agreement):
    assert counsellor.post(address("withdraw", amina, agreement), {"why": ""}).status_code == 422
    counsellor.post(address("withdraw", amina, agreement), {"why": "Zij verhuist."})

    assert "Zij verhuist." in counsellor.get(address("agreement", amina, agreement)).content.decode()


def test_a_change_that_waits_shows_what_stays_in_force(
    counsellor: Client, amina: Person, in_force: Agreement, file: PersonFile
):
    change_agreement(a_change(in_force), file=file)

    page = counsellor.get(address("agreement", amina, in_force)).content.decode()

    assert "In force now: version 1" in page
    assert "Until both agree, version 1 stays in force." in page


# The print


@pytest.mark.parametrize("language", ["nl", "tr"])
def test_the_print_is_a_file_of_its_own(language: str, counsellor: Client, amina: Person, agreement: Agreement):
    answer = counsellor.get(address("print", amina, agreement, 1, language))

    assert answer.content.startswith(b"%PDF-1.7")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="{language}-{agreement.reference}-1.pdf"'


def test_a_language_without_phrases_is_not_printed(counsellor: Client, amina: Person, agreement: Agreement):
    assert counsellor.get(address("print", amina, agreement, 1, "xx")).status_code == 404
    assert counsellor.get(address("print", amina, agreement, 7, "nl")).status_code == 404


# Who may see and do what


def test_another_organisation_reads_without_buttons(at_vdab: Client, amina: Person, agreement: Agreement):
    page = at_vdab.get(address("agreement", amina, agreement)).content.decode()

    assert "Werkpunten Gent" in page
    assert address("change", amina, agreement) not in page
    for name in ("change", "confirm", "paper", "object", "answer", "withdraw", "end"):
        assert at_vdab.get(address(name, amina, agreement)).status_code == 403, name
    assert at_vdab.post(address("offer", amina, agreement), {"version": 1}).status_code == 409


@pytest.mark.parametrize("name", ["list", "make", "agreement", "change", "confirm", "compare"])
def test_nobody_reaches_agreements_of_a_person_whom_they_do_not_accompany(name: str, counsellor: Client):
    stranger = AgreementFactory()
    one = None if name in {"list", "make"} else stranger

    assert counsellor.get(address(name, stranger.person, one)).status_code == 403


def test_what_is_protected_stays_hidden_on_every_page(counsellor: Client, amina: Person, protected: Agreement):
    hidden = "schuldbemiddelaar"
    for page in (
        reverse("people:file", args=[amina.reference]),
        address("list", amina),
        address("agreement", amina, protected),
        address("change", amina, protected),
        address("compare", amina, protected),
    ):
        text = counsellor.get(page).content.decode()
        assert hidden not in text, page
        assert "1 protected promise is not shown" in text, page
    assert counsellor.get(address("confirm", amina, protected)).status_code == 409
    form = counsellor.get(address("make", amina)).content.decode()
    assert 'value="debt"' not in form


def test_what_is_protected_shows_while_the_compartment_is_open_and_never_goes_by_link(
    counsellor: Client, amina: Person, protected: Agreement, compartment: None
):
    page = counsellor.get(address("agreement", amina, protected)).content.decode()

    assert "schuldbemiddelaar" in page
    assert address("link", amina, protected, "email") not in page
    assert "schuldbemiddelaar" in counsellor.get(address("confirm", amina, protected)).content.decode()
    assert 'value="debt"' in counsellor.get(address("make", amina)).content.decode()
    refused = counsellor.post(
        address("link", amina, protected, "email"), {"version": 1, "channel": "email", "to": "amina@example.org"}
    )
    assert refused.status_code == 422


def test_the_words_of_an_objection_to_protected_promises_are_protected_along(
    counsellor: Client, amina: Person, protected: Agreement, werkpunt: Organisation
):
    Objection.objects.create(
        version=newest(protected), words="Mijn schulden gaan niemand aan.", how="with_counsellor", at=timezone.now()
    )

    page = counsellor.get(address("agreement", amina, protected)).content.decode()

    assert "gaan niemand aan" not in page
    assert "The words stand in the protected part of the file." in page
    assert Promise.objects.filter(version__agreement=protected).count() == 2
