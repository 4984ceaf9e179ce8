"""A pasted vacancy: read, decided proposal by proposal, and made into a vacancy by a person."""

import re
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Role
from arbeidspact.proposals.models import Decision, Feedback, Proposal, ProposalKind, TextReading
from arbeidspact.vacancies.models import Vacancy
from tests.people.factories import some_competence
from tests.vacancies.factories import EmployerFactory

PASTE = reverse("proposals:paste")
TEXT = """Magazijnier (m/v/x)

Voor ons magazijn in de Gentse haven zoeken wij een magazijnier die de handen uit de mouwen steekt.

Jouw profiel
- Je hebt een heftruckattest en een rijbewijs B.
- Je spreekt voldoende Nederlands. Kennis van Frans is een plus.
- Een diploma is niet vereist.

Ons aanbod
- Een voltijds contract van 38 uur per week in twee ploegen.
"""


@pytest.fixture
def manager(sign_in):
    return sign_in(Role.ACCOUNT_MANAGER)


def pasted(client, text=TEXT):
    response = client.post(PASTE, {"text": text})
    assert response.status_code == 302, response.content.decode()
    return TextReading.objects.latest("pk")


def page(client, reading):
    return client.get(reverse("proposals:review", args=[reading.reference]))


def decide(client, reading, proposal, decision, **more):
    url = reverse("proposals:decide", args=[reading.reference])
    return client.post(url, {"proposal": proposal.pk, "decision": decision, **more})


def of(reading, kind, value=None):
    found = reading.proposals.filter(kind=kind)
    return (found.filter(value=value) if value else found).get()


def test_the_list_of_vacancies_leads_to_the_page(manager):
    assert PASTE in manager.get(reverse("vacancies:list")).content.decode()
    assert "Read the text" in manager.get(PASTE).content.decode()


def test_enter_in_the_field_for_something_else_chooses_and_never_accepts_what_was_proposed(manager):
    """Enter presses the first button of the form that the field stands in."""
    text = page(manager, pasted(manager)).content.decode()
    forms = [form for form in re.findall(r"<form.*?</form>", text, re.DOTALL) if 'name="chosen_text"' in form]
    deciding = [form for form in forms if 'name="proposal"' in form]

    assert deciding
    assert {re.findall(r'name="decision" value="(\w+)"', form)[0] for form in deciding} == {"choose"}


def test_each_proposal_is_underlined_in_its_place_and_listed_beside_it(manager):
    reading = pasted(manager)
    shown = page(manager, reading).content.decode()

    for words in ("heftruckattest", "rijbewijs B", "38 uur per week"):
        assert f'">{words}<span class="visually-hidden">' in shown
    assert "Attest heftruck" in shown or "Forklift certificate" in shown
    licence = of(reading, ProposalKind.LICENCE, "forklift")
    assert f'href="#proposal-{licence.pk}"' in shown
    assert f'id="proposal-{licence.pk}"' in shown
    assert reading.text.count("Magazijnier") == 1
    assert of(reading, ProposalKind.OCCUPATION).is_confident


def test_the_whole_text_stands_on_the_page_once(manager):
    reading = pasted(manager)
    view = page(manager, reading).context["view"]

    assert "".join(segment.text for segment in view.segments) == reading.text


def test_what_is_offered_stands_in_grey_and_is_not_proposed(manager):
    text = "Magazijnier\n\nProfiel\n- rijbewijs B\n\nOns aanbod\n- 38 uur per week\n- opleiding heftruckattest"
    reading = pasted(manager, text)
    response = page(manager, reading)

    grey = [segment.text.strip(" -\n") for segment in response.context["view"].segments if not segment.is_asked]
    assert [words for words in grey if words] == ["Ons aanbod", "38 uur per week", "opleiding heftruckattest"]
    assert response.content.decode().count("Not read as what is asked:") == len(
        [segment for segment in response.context["view"].segments if not segment.is_asked and not segment.lines]
    )
    assert "what is offered, who the employer is" in response.content.decode()
    assert {one.kind for one in reading.proposals.all()} >= {ProposalKind.HOURS, ProposalKind.LICENCE}
    assert [one.value for one in reading.proposals.filter(kind=ProposalKind.LICENCE)] == ["driving-b"]
    assert "Not read as" not in page(manager, pasted(manager, "Kok met rijbewijs B")).content.decode()


def test_a_web_page_is_read_without_its_scripts(manager):
    page_of_employer = (
        "<html><head><script>alert('x')</script></head><body><h1>Poetshulp</h1><p>Rijbewijs&nbsp;B vereist</p>"
        '<img src="x" onerror="alert(1)"></body></html>'
    )
    reading = pasted(manager, page_of_employer)
    shown = page(manager, reading).content.decode()

    assert "Rijbewijs B vereist" in reading.text
    assert "alert" not in reading.text
    assert "onerror" not in shown


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is no text"),
        ("   \n \n", "There is no text"),
        ("123 456", "There is no word in this text"),
        ("PK\x03\x04" + "\x00\x01\x02" * 50, "This is the content of a file"),
        ("woord " * 30_000, "longer than"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(manager, text, says):
    response = manager.post(PASTE, {"text": text})

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not TextReading.objects.exists()
    if text.startswith("woord"):
        assert "woord woord" in response.content.decode()


def test_of_a_long_text_competences_are_looked_for_in_the_beginning_and_that_is_said(manager):
    reading = pasted(manager, "Magazijnier\n" + "Niets te melden. " * 1_400 + "\nbestellingen verzamelen")

    assert not reading.proposals.filter(kind=ProposalKind.COMPETENCE, start__gte=20_000).exists()
    assert "first 20,000 characters" in page(manager, reading).content.decode()


def test_another_language_is_said_to_be_one(manager):
    reading = pasted(manager, "Szukamy magazyniera do pracy w magazynie " * 12)

    assert reading.language == ""
    assert "does not look like Dutch" in page(manager, reading).content.decode()


def test_accepting_rejecting_and_undoing_one_by_one(manager):
    reading = pasted(manager)
    licence = of(reading, ProposalKind.LICENCE, "forklift")

    assert decide(manager, reading, licence, "accept").status_code == 302
    licence.refresh_from_db()
    assert licence.decision == Decision.ACCEPTED

    decide(manager, reading, licence, "reject")
    assert Feedback.objects.get().value == "forklift"
    decide(manager, reading, licence, "undo")
    licence.refresh_from_db()
    assert licence.decision == ""
    assert not Feedback.objects.exists()


def test_htmx_gets_the_part_that_changed_with_its_buttons_where_they_were(manager):
    reading = pasted(manager)
    licence = of(reading, ProposalKind.LICENCE, "forklift")
    url = reverse("proposals:decide", args=[reading.reference])

    answer = manager.post(url, {"proposal": licence.pk, "decision": "accept"}, headers={"hx-request": "true"})

    shown = answer.content.decode()
    assert "<html" not in shown
    assert 'id="reading"' in shown
    assert f'id="accept-{licence.pk}" name="decision" value="undo"' in shown


def test_what_is_welcome_in_the_text_is_not_silently_required(manager):
    reading = pasted(manager)
    french = of(reading, ProposalKind.LANGUAGE, "fr:B1")
    assert not french.is_required

    manager.post(reverse("proposals:accept-sure", args=[reading.reference]))

    french.refresh_from_db()
    assert french.decision == ""
    assert of(reading, ProposalKind.LANGUAGE, "nl:B1").decision == Decision.ACCEPTED
    assert "whoever lacks it is left out" in page(manager, reading).content.decode()


def test_no_confident_answer_is_shown_as_such_with_a_field_to_choose_oneself(manager):
    reading = pasted(manager, "Vliegende reporter voor de nachtkrant der dromen\n\nRijbewijs B vereist.")
    occupation = of(reading, ProposalKind.OCCUPATION)
    assert not occupation.is_confident
    assert "No confident answer" in page(manager, reading).content.decode()

    wrong = decide(manager, reading, occupation, "choose", chosen_text="xyzzy quux")
    assert wrong.status_code == 422
    assert "Nothing is called" in wrong.content.decode()
    assert "xyzzy quux" in wrong.content.decode()

    decide(manager, reading, occupation, "choose", other=occupation.others[0]["value"])
    occupation.refresh_from_db()
    assert occupation.counts_as == occupation.others[0]["value"]


def test_something_not_proposed_can_be_added(manager):
    reading = pasted(manager)
    url = reverse("proposals:add", args=[reading.reference])
    manager.post(url, {"what": "competence", "chosen": some_competence(), "is_required": "no"})
    manager.post(url, {"what": "language", "language": "de", "level": "A2"})
    wrong = manager.post(url, {"what": "language", "language": "de"})

    assert not of(reading, ProposalKind.COMPETENCE, some_competence()).is_required
    assert of(reading, ProposalKind.LANGUAGE, "de:A2").is_accepted
    assert wrong.status_code == 422
    assert "Choose the level" in wrong.content.decode()


def test_what_was_accepted_stands_in_the_form_and_nothing_is_published_before_somebody_saves(manager):
    reading = pasted(manager)
    manager.post(reverse("proposals:accept-sure", args=[reading.reference]))
    url = f"{reverse('vacancies:create')}?reading={reading.reference}"
    initial = manager.get(url).context["form"].initial

    assert not Vacancy.objects.exists()
    assert initial["title"] == "Magazijnier"
    assert initial["occupation"] == of(reading, ProposalKind.OCCUPATION).value
    assert (initial["hours_min"], initial["hours_max"]) == ("38", "38")
    assert initial["education_required"] == ""
    assert {initial["licence_0"], initial["licence_1"]} == {"forklift", "driving-b"}
    assert (initial["language_0"], initial["level_0"]) == ("nl", "B1")
    assert initial["shifts"] == ["early", "late"]

    sent = {
        **{name: value for name, value in initial.items() if value is not None},
        "employer": str(EmployerFactory().reference),
        "area": "muide",
        "opens_on": timezone.localdate().isoformat(),
    }
    answer = manager.post(url, sent)

    assert answer.status_code == 302, answer.context["form"].errors
    vacancy = Vacancy.objects.get()
    assert vacancy.description.startswith("Magazijnier")
    assert {row.licence for row in vacancy.licences.all()} == {"forklift", "driving-b"}
    assert not TextReading.objects.exists()


def test_nobody_else_opens_decides_or_uses_the_text(manager, sign_in):
    reading = pasted(manager)
    proposal = reading.proposals.first()
    for other in (sign_in(Role.ACCOUNT_MANAGER), sign_in(Role.COUNSELLOR)):
        assert page(other, reading).status_code == 404
        assert decide(other, reading, proposal, "accept").status_code == 404
        form = other.get(f"{reverse('vacancies:create')}?reading={reading.reference}").context["form"]
        assert "title" not in form.initial
    assert sign_in(Role.LEARNING_PROVIDER).get(PASTE).status_code == 403
    assert not Proposal.objects.exclude(decision="").exists()


def test_the_page_asks_as_few_questions_for_many_proposals_as_for_one(manager, django_assert_max_num_queries):
    few = pasted(manager, "Poetshulp")
    many = pasted(manager, TEXT)
    page(manager, few)
    with django_assert_max_num_queries(30) as one:
        page(manager, few)
    with django_assert_max_num_queries(len(one.captured_queries)):
        page(manager, many)


def test_an_unfinished_text_is_listed_for_its_owner_and_removed_by_them(manager):
    reading = pasted(manager)
    assert str(reading.reference) in manager.get(PASTE).content.decode()

    manager.post(reverse("proposals:forget", args=[reading.reference]))

    assert not TextReading.objects.exists()


def test_a_pasted_vacancy_is_read_within_a_second(manager):
    pasted(manager)
    began = time.process_time()
    pasted(manager, TEXT + "\n".join(f"- Je controleert goederen van soort {letter}." for letter in "abcdefgh"))

    assert time.process_time() - began < 1
