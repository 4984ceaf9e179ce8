"""The team on screen: the panel, talks, colleagues, the lead, and a caseload that moves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.people.models import TeamMember
from arbeidspact.teams.models import CaseloadTransfer, Conversation, Lead
from tests.people.factories import PersonFactory
from tests.teams.factories import ConversationFactory

pytestmark = pytest.mark.django_db


def at(name, person, *more):
    return reverse(f"teams:{name}", args=[person.reference, *more])


def typed(**changes):
    today = timezone.localdate()
    return {"on": today.isoformat(), "how": "phone", "was_reached": "on", "note": "Belde over de cursus", **changes}


def test_the_page_of_a_person_starts_with_the_team(counsellor, amina, membership):
    page = counsellor.get(reverse("people:file", args=[amina.reference])).content.decode()

    assert page.index('id="team"') < page.index('id="panel-plan"')
    assert str(membership.user) in page


def test_a_talk_is_noted_from_the_panel_and_htmx_gets_the_panel_back(counsellor, amina):
    answer = counsellor.post(at("talk", amina), typed(), headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert "The talk is noted." in answer.content.decode()
    assert Conversation.objects.get().note == "Belde over de cursus"


def test_without_htmx_it_goes_back_to_the_person(counsellor, amina):
    answer = counsellor.post(at("talk", amina), typed())

    assert (answer.status_code, answer["Location"]) == (303, reverse("people:file", args=[amina.reference]) + "#team")


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["page", "htmx"])
def test_a_talk_in_the_future_comes_back_with_what_was_typed(counsellor, amina, headers):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    answer = counsellor.post(at("talk", amina), typed(on=tomorrow), headers=headers)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This day has not come yet" in page
    assert "Belde over de cursus" in page


def test_a_sensitive_domain_is_not_offered_while_the_compartment_is_closed(counsellor, amina):
    assert 'value="health"' not in counsellor.get(at("talk", amina)).content.decode()


def test_a_protected_note_is_counted_and_leads_to_the_compartment(counsellor, amina, werkpunt):
    ConversationFactory(person=amina, organisation=werkpunt, about_health=True)

    page = counsellor.get(at("team", amina)).content.decode()

    assert "specialist" not in page
    assert "1 note is protected" in page
    assert reverse("assessments:compartment", args=[amina.reference]) in page


def test_a_talk_is_changed_withdrawn_and_put_back(counsellor, amina, werkpunt):
    talk = ConversationFactory(person=amina, organisation=werkpunt, note="Fout")

    assert counsellor.get(at("change-talk", amina, talk.reference)).status_code == 200
    assert counsellor.post(at("change-talk", amina, talk.reference), typed(note="Goed")).status_code == 303
    assert counsellor.post(at("withdraw-talk", amina, talk.reference), {"reason": ""}).status_code == 422
    assert counsellor.post(at("withdraw-talk", amina, talk.reference), {"reason": "dubbel"}).status_code == 303
    talk.refresh_from_db()
    assert (talk.note, talk.withdrawn_because) == ("Goed", "dubbel")

    assert counsellor.post(at("restore-talk", amina, talk.reference)).status_code == 303
    talk.refresh_from_db()
    assert talk.withdrawn_at is None


def test_another_organisation_reads_no_note(counsellor, amina, vdab):
    talk = ConversationFactory(person=amina, organisation=vdab, note="Alleen voor VDAB")

    page = counsellor.get(at("team", amina)).content.decode()

    assert "Alleen voor VDAB" not in page
    assert counsellor.get(at("change-talk", amina, talk.reference)).status_code == 404


def test_a_colleague_joins_and_leaves_the_team(counsellor, amina, colleague):
    answer = counsellor.post(at("add-colleague", amina), {"user": colleague.user.pk, "purpose": "Jobcoach"})
    assert answer.status_code == 303
    assert str(colleague.user) in counsellor.get(at("team", amina)).content.decode()

    assert counsellor.post(at("end-colleague", amina, colleague.user.pk)).status_code == 303
    assert TeamMember.objects.get().until is not None


def test_a_colleague_without_a_purpose_comes_back(counsellor, amina, colleague):
    answer = counsellor.post(at("add-colleague", amina), {"user": colleague.user.pk, "purpose": ""})

    assert answer.status_code == 422
    assert not TeamMember.objects.exists()


def test_the_lead_is_passed_on(counsellor, amina, vdab):
    assert counsellor.post(at("lead", amina), {"organisation": vdab.pk}).status_code == 303
    assert Lead.objects.get().organisation == vdab
    assert counsellor.post(at("lead", amina), {"organisation": 0}).status_code == 422


def test_a_caseload_moves_after_two_looks_and_back(team_lead, membership, colleague, werkpunt):
    people = [PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=membership.user) for _ in range(2)]
    choose = reverse("teams:transfer-new", args=[membership.user.pk])
    chosen = {
        "people": [str(one.reference) for one in people],
        "to": [colleague.user.pk],
        "reason": "Andere baan",
    }

    assert str(membership.user) in team_lead.get(reverse("teams:transfers")).content.decode()
    assert people[0].family_name in team_lead.get(choose).content.decode()
    preview = team_lead.post(choose, chosen)
    assert "What would move" in preview.content.decode()
    assert not CaseloadTransfer.objects.exists()

    answer = team_lead.post(choose, {**chosen, "confirmed": "yes"})
    assert answer.status_code == 303
    made = CaseloadTransfer.objects.get()
    assert answer["Location"] == reverse("teams:transfer", args=[made.reference])
    assert "Andere baan" in team_lead.get(answer["Location"]).content.decode()

    undone = team_lead.post(reverse("teams:transfer-undo", args=[made.reference]), follow=True)
    assert "2 people are back." in undone.content.decode()
    assert people[0].accompaniments.get().referent == membership.user


def test_a_choice_without_a_colleague_comes_back_with_its_reason(team_lead, membership, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt, accompanied_by__referent=membership.user)
    choose = reverse("teams:transfer-new", args=[membership.user.pk])

    answer = team_lead.post(choose, {"people": [str(person.reference)], "reason": "Andere baan"})

    assert answer.status_code == 422
    assert "Choose at least one colleague." in answer.content.decode()
    assert "Andere baan" in answer.content.decode()


def test_a_colleague_without_people_has_an_empty_page_and_a_counsellor_none(team_lead, counsellor, colleague):
    choose = reverse("teams:transfer-new", args=[colleague.user.pk])

    assert "There is nobody to move." in team_lead.get(choose).content.decode()
    assert counsellor.get(choose).status_code == 403
    assert team_lead.get(reverse("teams:transfer-new", args=[0])).status_code == 404
