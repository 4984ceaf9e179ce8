"""The page behind a link on which a person tells what they can do, and what the counsellor sees of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.organisations.models import Role
from arbeidspact.people.models import Person
from arbeidspact.proposals import telling
from arbeidspact.proposals.models import TextReading, Told
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory
from tests.texts.documents import locked, pdf_of

pytestmark = pytest.mark.django_db

STORY = "Ik was magazijnier. Ik heb rijbewijs B. Ik spreek Arabisch als moedertaal en een beetje Frans."


@pytest.fixture
def amina(vdab) -> Person:
    return PersonFactory(family_name="Verzonnen", accompanied_by=vdab)


@pytest.fixture
def counsellor(sign_in):
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def page(counsellor, amina) -> str:
    """The address of the page of this person, in English."""
    answer = counsellor.post(reverse("told:ask", args=[amina.reference]), {"channel": ""})
    found = re.search(r"<code>https?://[^/]+(/links/[^<]+)</code>", answer.content.decode())
    assert found is not None
    return f"{found[1]}?language=en"


def tell(client, page: str, **sent):
    return client.post(page, {"act": "read", **sent})


def test_the_person_tells_answers_and_sends_and_the_counsellor_puts_it_in_the_file(client, page, counsellor, amina):
    assert "Tell what you can do" in client.get(page).content.decode()
    read = tell(client, page, text=STORY)
    reading = TextReading.objects.get()
    by_value = {one.value: one.pk for one in reading.proposals.all()}
    answer = client.post(page, {"act": "level", "proposal": by_value["fr:A2"], "level": "B1"})
    client.post(page, {"act": "accept", "proposal": by_value["driving-b"]})
    client.post(page, {"act": "undo", "proposal": by_value["driving-b"]})
    client.post(page, {"act": "reject", "proposal": by_value["driving-b"]})
    client.post(page, {"act": "sure"})
    shown = client.get(page).content.decode()
    sent = client.post(page, {"act": "send"})

    assert read.status_code == 303
    assert read["Location"] == page
    assert answer["Location"] == f"{page}#proposal-{by_value['fr:A2']}"
    assert "You said yes" in shown
    assert "You said no" in shown
    assert "Your text is removed." in sent.content.decode()
    assert client.get(page).status_code == 410
    assert not amina.languages.exists()

    file = reverse("people:file", args=[amina.reference])
    assert reverse("told:told", args=[amina.reference]) in counsellor.get(file).content.decode()
    assert amina.family_name in counsellor.get("/").content.decode()
    told = counsellor.get(reverse("told:told", args=[amina.reference])).content.decode()
    assert 'value="language fr:B1"' in told
    assert "licence driving-b" not in told
    assert "een beetje" not in told
    shown = re.findall(r'name="shown" value="([^"]+)"', told)
    counsellor.post(
        reverse("told:take", args=[amina.reference]), {"shown": shown, "chosen": ["language fr:B1"]}, follow=True
    )
    assert [(one.language, one.level) for one in amina.languages.all()] == [("fr", "B1")]
    assert not Told.objects.exists()


def test_the_page_shows_nothing_of_the_file(client, page, amina):
    amina.languages.create(language="fr", level="C1")
    amina.licences.create(licence="driving-b")
    tell(client, page, text=STORY)

    text = client.get(page).content.decode()

    assert amina.family_name not in text
    assert "C1: very good. Accepting" not in text
    assert "The file says" not in text
    assert "lready in the file" not in text


def test_a_cv_is_read_and_not_kept(client, page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    tell(client, page, file=SimpleUploadedFile("cv.pdf", pdf_of(STORY)))

    assert TextReading.objects.get().kind == "cv"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        pytest.param({}, "Choose your CV, or write something about yourself.", id="nothing"),
        pytest.param({"text": "12 34"}, "There is no word in this text.", id="no word"),
        pytest.param({"text": "word " * 25_000}, "The text is longer than", id="too long"),
        pytest.param(
            {"file": SimpleUploadedFile("cv.pdf", locked(pdf_of(STORY), "geheim"))},
            "This document opens with a password only.",
            id="locked",
        ),
        pytest.param(
            {"file": SimpleUploadedFile("cv.txt", STORY.encode()), "text": STORY},
            "Choose a CV or write a text, not both.",
            id="both",
        ),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_what_was_typed_stays(client, page, sent, problem):
    answer = tell(client, page, **sent)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert problem in text
    assert sent.get("text", "")[:40].strip() in text
    assert not TextReading.objects.exists()


def test_the_words_of_a_text_are_never_markup(client, page):
    tell(client, page, text="Ik was magazijnier <script>alert(1)</script> en heb rijbewijs B.")

    assert "<script>alert(1)" not in client.get(page).content.decode()


def test_the_words_are_underlined_and_lead_to_their_proposal(client, page):
    tell(client, page, text=STORY)
    reading = TextReading.objects.get()
    licence = reading.proposals.get(value="driving-b").pk

    text = client.get(page).content.decode()

    assert f'<a href="#proposal-{licence}">rijbewijs B' in text
    assert f'id="proposal-{licence}"' in text


@pytest.mark.parametrize(
    "act",
    [
        pytest.param({"act": "accept", "proposal": "0"}, id="a proposal of somebody else"),
        pytest.param({"act": "other", "other": "xyz"}, id="a value that was not offered"),
        pytest.param({"act": "level", "level": "Z9"}, id="no such level"),
        pytest.param({"act": "burn"}, id="no such act"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(client, page, act):
    tell(client, page, text=STORY)
    first = TextReading.objects.get().proposals.first()

    answer = client.post(page, {"proposal": first.pk, **act})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_htmx_gets_the_part_that_changed(client, page):
    tell(client, page, text=STORY)

    part = client.post(page, {"act": "sure"}, headers={"hx-request": "true"}).content.decode()

    assert part.lstrip().startswith('<div class="reading')
    assert "You said yes" in part


def test_a_text_that_is_gone_is_said_to_be(client, page):
    tell(client, page, text=STORY)
    TextReading.objects.all().delete()

    answer = client.post(page, {"act": "sure"})

    assert "Your text is not here any more." in answer.content.decode()
    assert client.post(page, {"act": "sure"}, headers={"hx-request": "true"})["HX-Refresh"] == "true"


def test_the_person_starts_again(client, page):
    tell(client, page, text=STORY)

    client.post(page, {"act": "forget"})

    assert not TextReading.objects.exists()
    assert "Tell what you can do" in client.get(page).content.decode()


def test_somebody_elses_text_is_not_behind_this_link(client, page, vdab, counsellor):
    other = PersonFactory(accompanied_by=vdab)
    answer = counsellor.post(reverse("told:ask", args=[other.reference]), {"channel": ""}).content.decode()
    tell(client, re.search(r"<code>https?://[^/]+(/links/[^<]+)</code>", answer)[1], text=STORY)
    theirs = TextReading.objects.get().proposals.first()

    assert "Tell what you can do" in client.get(page).content.decode()
    client.post(page, {"act": "accept", "proposal": theirs.pk})
    theirs.refresh_from_db()
    assert theirs.decision == ""


def test_an_organisation_that_does_not_guide_the_person_has_no_open_link(client, page, amina):
    amina.accompaniments.all().delete()

    assert client.get(page).status_code == 410
    assert tell(client, page, text=STORY).status_code == 410
    assert not TextReading.objects.exists()


def test_the_page_asks_as_few_questions_for_many_proposals(client, page, django_assert_max_num_queries):
    tell(client, page, text=STORY + " Ik was kok, lasser, buschauffeur en bakker. Ik heb rijbewijs C.")

    with django_assert_max_num_queries(12):
        client.get(page)


def test_the_link_is_withdrawn_from_the_page_where_it_was_made(client, page, counsellor, amina):
    start = reverse("told:start", args=[amina.reference])
    assert "Withdraw the link" in counsellor.get(start).content.decode()

    counsellor.post(reverse("told:withdraw", args=[amina.reference]))

    assert client.get(page).status_code == 410
    assert "Withdraw the link" not in counsellor.get(start).content.decode()


def test_a_mail_is_offered_only_where_the_file_has_an_address(counsellor, amina):
    start = reverse("told:start", args=[amina.reference])
    Person.objects.filter(pk=amina.pk).update(email="", phone="")
    without = counsellor.get(start).content.decode()
    Person.objects.filter(pk=amina.pk).update(email="amina@example.org")

    assert 'value="email"' not in without
    answer = counsellor.post(reverse("told:ask", args=[amina.reference]), {"channel": "email"})
    assert answer.status_code == 302
    assert SignedLink.objects.get().purpose == LinkPurpose.TELL_STORY


@pytest.mark.parametrize("name", ["ask", "withdraw", "told", "take"])
def test_whoever_does_not_guide_the_person_is_refused(sign_in, amina, name):
    elsewhere = sign_in(Role.COUNSELLOR, organisation=OrganisationFactory(werkpunt=True))
    url = reverse(f"told:{name}", args=[amina.reference])

    answer = elsewhere.get(url) if name == "told" else elsewhere.post(url, {"channel": ""})

    assert answer.status_code == 403
    assert not SignedLink.objects.exists()


def test_nothing_waits_is_said_with_what_to_do(counsellor, amina):
    text = counsellor.get(reverse("told:told", args=[amina.reference])).content.decode()

    assert "Nothing waits" in text
    assert reverse("told:start", args=[amina.reference]) in text


def test_a_file_that_says_nothing_of_work_leads_to_the_page(counsellor, vdab):
    empty = PersonFactory(accompanied_by=vdab)
    empty.competences.all().delete()
    empty.occupations_sought.all().delete()

    text = counsellor.get(reverse("people:file", args=[empty.reference])).content.decode()

    assert f"{reverse('told:start', args=[empty.reference])}#ask" in text


def test_behind_one_link_only_so_much_is_read_in_a_day(client, page, monkeypatch):
    monkeypatch.setattr(telling, "MOST_A_DAY", 2)
    for _time in range(2):
        assert tell(client, page, text=STORY).status_code == 303
    TextReading.objects.all().delete()

    answer = tell(client, page, text="Ik was kok.")

    assert answer.status_code == 422
    assert "You gave many texts today." in answer.content.decode()
    assert "Ik was kok." in answer.content.decode()
    assert not TextReading.objects.exists()
