"""The pages on which a CV or a story is read into a file."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from arbeidspact.organisations.models import Role
from arbeidspact.people.models import Person
from arbeidspact.proposals.models import Feedback, ProposalKind, TextReading
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory
from tests.texts.documents import locked, pdf_of, word_of

pytestmark = pytest.mark.django_db

STORY = "Ik was magazijnier. Ik heb rijbewijs B. Ik spreek Arabisch als moedertaal en een beetje Frans."


@pytest.fixture
def amina(vdab) -> Person:
    return PersonFactory(accompanied_by=vdab)


@pytest.fixture
def browser(sign_in):
    return sign_in(Role.COUNSELLOR)


def start(browser, amina, **sent):
    return browser.post(reverse("told:start", args=[amina.reference]), sent)


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("cv.pdf", pdf_of(STORY), id="PDF"),
        pytest.param("cv.docx", word_of(STORY), id="Word"),
        pytest.param("cv.txt", STORY.encode("cp1252"), id="text"),
        pytest.param("wrong-name.docx", pdf_of(STORY), id="a PDF by another name"),
    ],
)
def test_a_file_is_read_and_not_kept(browser, amina, name, data, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    answer = start(browser, amina, file=upload(name, data))

    reading = TextReading.objects.get()
    assert answer.url == reverse("told:review", args=[amina.reference, reading.reference])
    assert reading.kind == "cv"
    page = browser.get(answer.url)
    assert b"magazijnier" in page.content
    assert page["Cache-Control"].startswith("max-age=0")
    assert not list(tmp_path.iterdir())


def test_enter_in_the_field_for_something_else_chooses_and_never_accepts_what_was_proposed(browser, amina):
    """Enter presses the first button of the form that the field stands in."""
    text = browser.get(start(browser, amina, text=STORY).url).content.decode()
    forms = [form for form in re.findall(r"<form.*?</form>", text, re.DOTALL) if 'name="chosen_text"' in form]

    assert forms
    assert {re.findall(r'name="decision" value="(\w+)"', form)[0] for form in forms} == {"choose"}


def test_a_story_is_decided_one_by_one_and_goes_into_the_file(browser, amina):
    review = start(browser, amina, text=STORY).url
    reading = TextReading.objects.get()
    by_kind = {(one.kind, one.value): one.pk for one in reading.proposals.all()}
    decide = reverse("told:decide", args=[amina.reference, reading.reference])
    licence, french = by_kind["licence", "driving-b"], by_kind["language", "fr:A2"]

    browser.post(decide, {"proposal": licence, "decision": "accept"})
    undone = browser.post(decide, {"proposal": licence, "decision": "undo"})
    assert undone.url == f"{review}#proposal-{licence}"
    assert reading.proposals.get(pk=licence).decision == ""
    browser.post(decide, {"proposal": licence, "decision": "accept"})
    browser.post(decide, {"proposal": french, "decision": "level", "level": "B2"})
    browser.post(decide, {"proposal": by_kind["language", "ar:C2"], "decision": "reject"})
    assert b"Put 2 in the file" in browser.get(review).content
    written = browser.post(reverse("told:write", args=[amina.reference, reading.reference]), follow=True)

    assert "2 things are put in the file." in written.content.decode()
    assert [(one.language, one.level) for one in amina.languages.all()] == [("fr", "B2")]
    assert [one.licence for one in amina.licences.all()] == ["driving-b"]
    assert not amina.occupations_sought.exists()
    assert not TextReading.objects.exists()
    assert Feedback.objects.count() == 2
    assert browser.get(review).status_code == 404


def test_something_else_is_chosen_instead(browser, amina):
    start(browser, amina, text=STORY)
    reading = TextReading.objects.get()
    job = reading.proposals.get(kind=ProposalKind.OCCUPATION)
    decide = reverse("told:decide", args=[amina.reference, reading.reference])

    wrong = browser.post(decide, {"proposal": job.pk, "decision": "choose", "chosen": "", "chosen_text": "xqzw"})
    right = browser.post(
        decide, {"proposal": job.pk, "decision": "choose", "chosen": "", "chosen_text": "order picker"}
    )

    assert wrong.status_code == 422
    assert b'value="xqzw"' in wrong.content
    assert right.status_code == 302
    job.refresh_from_db()
    assert job.chosen not in {"", job.value}


def test_what_replaces_something_in_the_file_is_not_accepted_with_the_rest(browser, amina):
    amina.languages.create(language="nl", level="C2")
    start(browser, amina, text="Ik heb rijbewijs B. Ik spreek goed Nederlands.")
    reading = TextReading.objects.get()

    browser.post(reverse("told:accept-sure", args=[amina.reference, reading.reference]))

    decided = dict(reading.proposals.values_list("kind", "decision"))
    assert decided[ProposalKind.LANGUAGE] == ""
    assert decided[ProposalKind.LICENCE] == "accepted"


def test_htmx_gets_the_part_that_changed(browser, amina):
    start(browser, amina, text=STORY)
    reading = TextReading.objects.get()
    url = reverse("told:accept-sure", args=[amina.reference, reading.reference])

    part = browser.post(url, headers={"hx-request": "true"})

    assert part.content.lstrip().startswith(b'<div class="reading"')
    assert b"Accepted" in part.content


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        pytest.param({}, "Choose a file, or write what the person tells.", id="nothing"),
        pytest.param({"text": "..."}, "There is no word in this text.", id="no word"),
        pytest.param({"file": upload("x.pdf", b"")}, "There are no words in this document.", id="an empty file"),
        pytest.param({"file": upload("x.pdf", pdf_of(""))}, "it was probably scanned", id="a scan"),
        pytest.param({"file": upload("x.pdf", locked(pdf_of("x"), "y"))}, "with a password only", id="a password"),
        pytest.param({"file": upload("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x")}, "old Word document", id="DOC"),
        pytest.param({"file": upload("x.txt", b"a"), "text": "b"}, "not both", id="both"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(browser, amina, sent, problem):
    for one in sent.values():
        if hasattr(one, "seek"):
            one.seek(0)

    answer = start(browser, amina, **sent)

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not TextReading.objects.exists()


def test_a_story_that_is_refused_keeps_its_words(browser, amina):
    answer = start(browser, amina, text="<b>ik</b> poets", file=upload("x.txt", b"a"))

    assert b"&lt;b&gt;ik&lt;/b&gt; poets" in answer.content


def test_the_words_of_a_text_are_never_markup(browser, amina):
    review = start(browser, amina, text="Ik was magazijnier <script>alert(1)</script> hier.").url

    assert b"<script>alert(1)" not in browser.get(review).content


def test_whoever_does_not_accompany_the_person_is_refused(sign_in, amina, browser):
    review = start(browser, amina, text=STORY).url
    elsewhere = sign_in(Role.COUNSELLOR, organisation=OrganisationFactory(werkpunt=True))
    colleague = sign_in(Role.COUNSELLOR)

    assert start(elsewhere, amina, text=STORY).status_code == 403
    assert elsewhere.get(review).status_code == 403
    assert colleague.get(review).status_code == 404
    assert sign_in(Role.ACCOUNT_MANAGER).get(review).status_code == 403
    # The address of another person does not lead to this text.
    other = PersonFactory(accompanied_by=amina.accompaniments.get().organisation)
    reading = TextReading.objects.get()
    assert browser.get(reverse("told:review", args=[other.reference, reading.reference])).status_code == 404


def test_a_text_can_be_removed_at_once(browser, amina):
    start(browser, amina, text=STORY)
    reading = TextReading.objects.get()
    assert str(reading.reference) in browser.get(reverse("told:start", args=[amina.reference])).content.decode()

    browser.post(reverse("told:forget", args=[amina.reference, reading.reference]))

    assert not TextReading.objects.exists()


def test_a_review_of_many_proposals_asks_no_more_of_the_database(browser, amina, django_assert_max_num_queries):
    review = start(browser, amina, text=STORY * 3 + " Ik was kok. Ik was bakker. Ik was slager.").url
    browser.get(review)

    with django_assert_max_num_queries(22):
        browser.get(review)
