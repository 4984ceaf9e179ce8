"""Behind a link a person says what is meant instead of a proposal, and adds what the text does not say."""

import re

import pytest
from django.urls import reverse

from arbeidspact.correspondence.links import issue_link
from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file
from arbeidspact.people.models import Person
from arbeidspact.proposals import telling
from arbeidspact.proposals.models import Feedback, Proposal, TextReading, Told
from arbeidspact.proposals.person_commands import AskToTell
from arbeidspact.proposals.told import ask_to_tell
from tests.organisations.factories import actor_with
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db

STORY = "Ik was magazijnier. Ik heb rijbewijs B."
COOK = "ap:occupation/cook"
FORKLIFT = "ap:competence/drive-forklift"


@pytest.fixture
def amina(vdab) -> Person:
    return PersonFactory(family_name="Verzonnen", accompanied_by=vdab)


@pytest.fixture
def counsellor(sign_in):
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def member(vdab):
    return actor_with(Role.COUNSELLOR, organisation=vdab)


@pytest.fixture
def page(amina, member, client) -> str:
    """The address of the page of this person, in Dutch, with a text that was read."""
    raw = ask_to_tell(AskToTell(), file=open_file(member, amina.reference)).raw
    address = reverse("links:open", args=[raw])
    client.post(address, {"act": "read", "text": STORY})
    return address


@pytest.fixture
def job(page) -> Proposal:
    return Proposal.objects.get(kind="occupation")


def options(client, page: str, **asked):
    return client.get(f"{page}concepts/", {"kind": "occupation", "q": "kok", **asked})


def labels(answer) -> list[str]:
    return [one["label"] for one in answer.json()["options"]]


def test_while_typing_the_names_of_the_list_come_and_nothing_of_the_person(client, page, amina):
    answer = options(client, page)

    assert labels(answer)[0] == "kok"
    assert {key for one in answer.json()["options"] for key in one} == {"value", "label", "hint"}
    assert amina.family_name not in answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_the_names_come_in_the_language_of_the_page(client, page):
    assert "cook" in labels(options(client, page, q="cook", language="en"))
    shown = client.get(f"{page}?language=en").content.decode()
    assert f"{page}concepts/?language=en&amp;kind=occupation" in shown


def test_only_competences_come_where_a_competence_is_asked(client, page):
    values = [one["value"] for one in options(client, page, kind="competence", q="heftruck").json()["options"]]

    assert FORKLIFT in values
    assert all(value.startswith("ap:competence/") for value in values)


def used(page):
    SignedLink.objects.update(used_at="2026-01-01T00:00Z")


def withdrawn(page):
    SignedLink.objects.update(withdrawn_at="2026-01-01T00:00Z")


def expired(page):
    SignedLink.objects.update(expires_at="2026-01-01T00:00Z")


def for_something_else(page):
    SignedLink.objects.update(purpose=LinkPurpose.CONFIRM_AGREEMENT)


def no_longer_guided(page):
    Person.objects.get().accompaniments.all().delete()


@pytest.mark.parametrize("happens", [used, withdrawn, expired, for_something_else, no_longer_guided])
def test_a_link_that_does_not_work_completes_nothing(client, page, happens):
    happens(page)

    answer = options(client, page)

    assert answer.status_code == 410
    assert "options" not in answer.json()


def test_an_unknown_link_completes_nothing(client, page):
    assert options(client, "/links/of-somebody-else/").status_code == 410


def test_what_is_no_kind_of_the_list_is_not_looked_up(client, page):
    assert options(client, page, kind="person").status_code == 422


def test_behind_one_link_only_so_much_is_looked_up_in_a_minute(client, page, job, monkeypatch):
    monkeypatch.setattr(telling, "LOOKUPS_A_MINUTE", 2)
    assert [options(client, page).status_code for _time in range(3)] == [200, 200, 429]
    assert options(client, page)["Retry-After"] == "60"

    answer = client.post(f"{page}?language=en", {"act": "look", "proposal": job.pk, "chosen_text": "kok"})

    assert answer.status_code == 422
    assert "You looked up many words." in answer.content.decode()
    job.refresh_from_db()
    assert not job.chosen


def test_one_persons_looking_up_does_not_stop_another(client, page, member, vdab, monkeypatch):
    monkeypatch.setattr(telling, "LOOKUPS_A_MINUTE", 1)
    other = PersonFactory(accompanied_by=vdab)
    raw = ask_to_tell(AskToTell(), file=open_file(member, other.reference)).raw
    options(client, page)

    assert options(client, page).status_code == 429
    assert options(client, reverse("links:open", args=[raw])).status_code == 200


def test_another_job_is_meant_and_both_reach_whom_they_should(client, page, job, counsellor, amina):
    answer = client.post(page, {"act": "look", "proposal": job.pk, "chosen": COOK, "chosen_text": "kok"})

    assert answer["Location"] == f"{page}#proposal-{job.pk}"
    job.refresh_from_db()
    assert (job.decision, job.chosen) == ("accepted", COOK)
    feedback = Feedback.objects.get()
    assert (feedback.value, feedback.instead, feedback.passage) == (job.value, COOK, "magazijnier")
    assert "You chose this yourself." in client.get(f"{page}?language=en").content.decode()

    client.post(page, {"act": "send"})
    told = Told.objects.get()
    assert told.things == told.chosen == [["occupation", COOK]]
    shown = counsellor.get(reverse("told:told", args=[amina.reference])).content.decode()
    assert f'value="occupation {COOK}"' in shown
    assert "chosen by the person" in shown


def test_what_was_proposed_and_accepted_is_not_called_chosen(client, page, job, counsellor, amina):
    client.post(page, {"act": "accept", "proposal": job.pk})
    client.post(page, {"act": "send"})

    assert Told.objects.get().chosen == []
    told = counsellor.get(reverse("told:told", args=[amina.reference])).content.decode()
    assert "chosen by the person" not in told


def test_no_is_said_first_and_then_what_it_was(client, page, job):
    client.post(page, {"act": "reject", "proposal": job.pk})
    assert Feedback.objects.get().instead == ""
    assert f'id="look-{job.pk}"' in client.get(page).content.decode()

    client.post(page, {"act": "look", "proposal": job.pk, "chosen": COOK, "chosen_text": "kok"})

    assert Feedback.objects.get().instead == COOK


def test_what_was_chosen_is_taken_back(client, page, job):
    client.post(page, {"act": "look", "proposal": job.pk, "chosen_text": "kok"})
    client.post(page, {"act": "undo", "proposal": job.pk})

    job.refresh_from_db()
    assert (job.decision, job.chosen) == ("", "")
    assert not Feedback.objects.exists()


def test_words_that_are_one_name_are_taken_without_scripts(client, page, job):
    client.post(page, {"act": "look", "proposal": job.pk, "chosen_text": "KOK"})

    job.refresh_from_db()
    assert job.chosen == COOK


def test_words_that_are_no_name_give_the_best_answers_to_choose_from(client, page, job):
    answer = client.post(page, {"act": "look", "proposal": job.pk, "chosen_text": "kok in een restaurant"})

    assert answer.status_code == 422
    text = answer.content.decode()
    form = re.search(rf'<details class="disclosure" open>.*?id="look-{job.pk}".*?</details>', text, re.DOTALL)
    assert form is not None
    offered = re.findall(r'name="other" id="found-[^"]+" value="([^"]+)"', form[0])
    assert COOK in offered
    assert all(one.startswith("ap:occupation/") for one in offered)
    assert 'value="kok in een restaurant"' in form[0]
    job.refresh_from_db()
    assert not job.decision

    client.post(page, {"act": "other", "proposal": job.pk, "other": COOK})
    job.refresh_from_db()
    assert job.chosen == COOK


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", "Type what you mean.", id="nothing"),
        pytest.param("qqqq zzzz", "We found nothing for “qqqq zzzz”. Try another word.", id="no such word"),
        pytest.param("<b>kok", "Choose below what you mean", id="markup"),
    ],
)
def test_what_is_not_found_is_said_and_what_was_typed_stays(client, page, job, typed, problem):
    answer = client.post(f"{page}?language=en", {"act": "look", "proposal": job.pk, "chosen_text": typed})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert problem in text
    assert "<b>kok" not in text


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"act": "other", "other": "ap:occupation/no-such"}, id="unknown"),
        pytest.param({"act": "other", "other": FORKLIFT}, id="of another kind"),
        pytest.param({"act": "other"}, id="none chosen"),
        pytest.param({"act": "add", "kind": "occupation", "other": FORKLIFT}, id="added, of another kind"),
        pytest.param({"act": "add", "kind": "competence", "other": "nothing"}, id="added, unknown"),
        pytest.param({"act": "add", "kind": "licence", "other": "driving-c"}, id="what is not looked up"),
        pytest.param({"act": "add", "kind": "occupation", "other": "x" * 300}, id="too long"),
        pytest.param({"act": "add"}, id="no kind"),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(client, page, job, sent):
    before = list(Proposal.objects.order_by("pk").values())

    answer = client.post(page, {"proposal": job.pk, **sent})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert list(Proposal.objects.order_by("pk").values()) == before


def test_a_language_is_not_looked_up(client, page):
    licence = Proposal.objects.get(kind="licence")

    for act in ({"act": "look", "chosen_text": "kok"}, {"act": "other", "other": COOK}):
        assert client.post(page, {"proposal": licence.pk, **act}).status_code == 422
    assert f'id="look-{licence.pk}"' not in client.get(page).content.decode()


def test_what_the_text_does_not_say_is_added_and_sent(client, page, job, counsellor, amina):
    answer = client.post(page, {"act": "add", "kind": "competence", "chosen": FORKLIFT, "chosen_text": "x"})
    assert answer.status_code == 422, "what was picked is not what stands in the field"
    client.post(page, {"act": "add", "kind": "competence", "other": FORKLIFT})
    added = Proposal.objects.get(value=FORKLIFT)
    shown = client.get(f"{page}?language=en").content.decode()
    assert "You added this yourself." in shown
    client.post(page, {"act": "accept", "proposal": job.pk})
    client.post(page, {"act": "send"})

    assert (added.how, added.decision) == ("chosen", "accepted")
    told = Told.objects.get()
    assert told.chosen == [["competence", FORKLIFT]]
    assert ["occupation", job.value] in told.things
    assert not Feedback.objects.exists(), "nobody proposed it"

    keys = ["competence " + FORKLIFT, "occupation " + job.value]
    counsellor.post(reverse("told:take", args=[amina.reference]), {"shown": keys, "chosen": keys[:1]})
    assert FORKLIFT in set(amina.competences.values_list("concept", flat=True))
    assert not Told.objects.exists()


def test_what_was_added_is_taken_away_again(client, page):
    client.post(page, {"act": "add", "kind": "occupation", "chosen_text": "kok"})
    added = Proposal.objects.get(value=COOK)

    answer = client.post(page, {"act": "undo", "proposal": added.pk})

    assert answer["Location"] == f"{page}#own"
    assert not Proposal.objects.filter(pk=added.pk).exists()


def test_adding_what_was_proposed_says_yes_to_it(client, page, job):
    client.post(page, {"act": "add", "kind": "occupation", "chosen_text": "magazijnier"})

    job.refresh_from_db()
    assert job.is_accepted
    assert Proposal.objects.filter(kind="occupation").count() == 1


def test_where_nothing_was_found_something_can_be_added(client, page):
    client.post(page, {"act": "read", "text": "Goeiedag allemaal."})

    client.post(page, {"act": "add", "kind": "occupation", "chosen_text": "kok"})

    assert Proposal.objects.get(reading=TextReading.objects.get()).value == COOK
    assert 'id="send"' in client.get(page).content.decode()


def test_htmx_gets_the_part_with_the_focus_where_it_goes_on(client, page, job):
    asks = {"headers": {"hx-request": "true"}}

    unclear = client.post(page, {"act": "look", "proposal": job.pk, "chosen_text": "koks"}, **asks)
    chosen = client.post(page, {"act": "look", "proposal": job.pk, "chosen_text": "kok"}, **asks)
    added = client.post(page, {"act": "add", "kind": "competence", "other": FORKLIFT}, **asks)
    gone = client.post(page, {"act": "undo", "proposal": Proposal.objects.get(value=FORKLIFT).pk}, **asks)

    assert [one.status_code for one in (unclear, chosen, added, gone)] == [200] * 4
    assert re.findall(r'id="([^"]+)"[^>]* autofocus', chosen.content.decode()) == [f"proposal-{job.pk}"]
    assert len(re.findall(r'id="proposal-\d+"[^>]* autofocus', added.content.decode())) == 1
    assert re.findall(r'id="([^"]+)"[^>]* autofocus', gone.content.decode()) == ["own"]
    assert re.findall(r'id="(found-[^"]+)"[^>]* autofocus', unclear.content.decode()) == [f"found-{job.pk}-1"]


def test_the_holder_of_a_link_looks_up_nothing_of_a_text_of_somebody_else(client, page, job, member, vdab):
    other = PersonFactory(accompanied_by=vdab)
    raw = ask_to_tell(AskToTell(), file=open_file(member, other.reference)).raw
    elsewhere = reverse("links:open", args=[raw])
    client.post(elsewhere, {"act": "read", "text": STORY})

    answer = client.post(elsewhere, {"act": "look", "proposal": job.pk, "chosen": COOK, "chosen_text": "kok"})

    assert answer.status_code == 422
    job.refresh_from_db()
    assert not job.decision


def test_a_link_to_confirm_a_meeting_does_not_open_the_list(client, page, amina, member):
    raw = issue_link(LinkPurpose.CONFIRM_MEETING, amina.reference, person=amina, actor=member).raw

    assert options(client, reverse("links:open", args=[raw])).status_code == 410
