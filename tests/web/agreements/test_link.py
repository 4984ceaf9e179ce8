import pytest
from django.test import Client
from django.urls import reverse

from arbeidspact.agreements.models import Agreement, AgreementVersion, Confirmation, Objection, Party
from arbeidspact.correspondence.links import issue_link
from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Organisation
from arbeidspact.people.models import Person
from tests.agreements.factories import AgreementFactory, agree, newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(amina: Person, werkpunt: Organisation) -> Agreement:
    return AgreementFactory(
        person=amina, organisation=werkpunt, their_promise=7, our_promise=14, version__language="tr"
    )


@pytest.fixture
def phone() -> Client:
    """Somebody without an account."""
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=False)


def link_to(agreement: Agreement, actor: Actor, language: str = "tr") -> str:
    issued = issue_link(
        LinkPurpose.CONFIRM_AGREEMENT,
        newest(agreement).reference,
        person=agreement.person,
        actor=actor,
        language=language,
    )
    return reverse("links:open", args=[issued.raw])


def test_the_person_reads_the_agreement_in_their_language_without_a_name_in_it(
    phone: Client, agreement: Agreement, actor: Actor, amina: Person
):
    answer = phone.get(link_to(agreement, actor))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="tr"' in page
    assert "Kabul ediyor musunuz?" in page
    assert "Bel de cursus" in page
    assert amina.family_name not in page
    assert answer["Referrer-Policy"] == "same-origin"
    assert not Confirmation.objects.exists()
    assert SignedLink.objects.get().used_at is None


def test_one_press_confirms_and_the_link_works_no_more(phone: Client, agreement: Agreement, actor: Actor):
    agree(newest(agreement), Party.ORGANISATION)
    link = link_to(agreement, actor)

    answer = phone.post(link, {"answer": "agree"})

    page = answer.content.decode()
    assert "Kabul ettiğiniz kaydedildi." in page
    assert "Anlaşma artık geçerli." in page
    assert AgreementVersion.objects.get().in_force_from is not None
    assert phone.get(link).status_code == 410
    assert phone.post(link, {"answer": "agree"}).status_code == 410


def test_while_the_organisation_still_has_to_agree_nothing_is_said_to_be_in_force(
    phone: Client, agreement: Agreement, actor: Actor
):
    page = phone.post(link_to(agreement, actor), {"answer": "agree"}).content.decode()

    assert "Anlaşma artık geçerli." not in page


def test_the_person_says_no_in_their_own_words(phone: Client, agreement: Agreement, actor: Actor):
    link = link_to(agreement, actor)

    answer = phone.post(link, {"answer": "object", "words": "Çok uzak."})

    assert answer.status_code == 200
    assert Objection.objects.get().words == "Çok uzak."
    assert phone.get(link).status_code == 410


def test_a_no_without_words_asks_for_them_and_the_link_still_works(phone: Client, agreement: Agreement, actor: Actor):
    link = link_to(agreement, actor)

    answer = phone.post(link, {"answer": "object", "words": " "})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Objection.objects.exists()
    assert phone.get(link).status_code == 200


def test_the_reader_chooses_another_language(phone: Client, agreement: Agreement, actor: Actor):
    page = phone.get(link_to(agreement, actor) + "?language=fr").content.decode()

    assert '<html lang="fr"' in page
    assert "Êtes-vous d&#x27;accord ?" in page


@pytest.mark.parametrize(("language", "says"), [("de", "Sind Sie einverstanden?"), ("ar", "هل أنت موافق؟")])
def test_every_language_with_phrases_is_a_page_of_its_own(
    language: str, says: str, phone: Client, agreement: Agreement, actor: Actor
):
    page = phone.get(link_to(agreement, actor, language)).content.decode()

    assert f'<html lang="{language}"' in page
    assert says in page


def test_a_link_to_an_agreement_that_was_closed_meanwhile_says_so(phone: Client, agreement: Agreement, actor: Actor):
    link = link_to(agreement, actor)
    Agreement.objects.update(closed_at=newest(agreement).made_at, closed_as="withdrawn")

    assert "Kabul ediyorum" not in phone.get(link).content.decode()
    assert phone.post(link, {"answer": "agree"}).status_code == 410
    assert not Confirmation.objects.exists()


def test_a_post_needs_the_token_of_its_form(agreement: Agreement, actor: Actor):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(link_to(agreement, actor), {"answer": "agree"}).status_code == 403
    assert not Confirmation.objects.exists()
