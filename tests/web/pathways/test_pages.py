from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.pathways.models import Step, StepEvent, StepEventKind, StepOwner
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory
from tests.pathways.factories import StepFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.vacancies.factories import VacancyFactory
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def typed(**values: Any) -> dict[str, Any]:
    return {"what": "Bel de cursus Nederlands", "owner": "person", "due_on": day(7), "note": "", **values}


def agree_url(person: Person) -> str:
    return reverse("pathways:agree", args=[person.reference])


def step_url(name: str, step: Step) -> str:
    return reverse(f"pathways:{name}", args=[step.person.reference, step.reference])


def file_url(person: Person) -> str:
    return reverse("people:file", args=[person.reference]) + "#steps"


class TestAgreeing:
    def test_a_step_is_agreed_and_one_is_back_at_the_person(self, counsellor: Client, amina: Person):
        response = counsellor.post(agree_url(amina), typed(note="Zij belt zelf."))

        assert (response.status_code, response.headers["Location"]) == (303, file_url(amina))
        step = Step.objects.get()
        assert (step.what, step.owner, step.note) == ("Bel de cursus Nederlands", StepOwner.PERSON, "Zij belt zelf.")
        page = counsellor.get(response.headers["Location"].partition("#")[0]).content.decode()
        assert "The step is agreed." in page
        assert "Bel de cursus Nederlands" in page

    @pytest.mark.parametrize(
        ("values", "field", "problem"),
        [
            pytest.param({"what": ""}, "what", "This field is required.", id="nothing said"),
            pytest.param({"what": "ab"}, "what", "at least 3 characters", id="too short"),
            pytest.param({"what": "x" * 201}, "what", "at most 200 characters", id="too long"),
            pytest.param({"owner": "nobody"}, "owner", "not one of the available choices", id="nobody"),
            pytest.param({"due_on": "morgen"}, "due_on", "Enter a valid date.", id="not a day"),
            pytest.param({"due_on": day(-1)}, "due_on", "This day has passed.", id="a past day"),
            pytest.param({"due_on": day(1200)}, "due_on", "more than three years ahead", id="far ahead"),
            pytest.param({"member": "999999"}, "member", "not one of the available choices", id="no colleague"),
            pytest.param({"note": "x" * 2001}, "note", "at most 2000 characters", id="a note too long"),
        ],
    )
    def test_what_cannot_be_comes_back_at_its_field_with_what_was_typed(
        self, counsellor: Client, amina: Person, values: dict[str, str], field: str, problem: str
    ):
        response = counsellor.post(agree_url(amina), typed(**values))

        page = response.content.decode()
        assert response.status_code == 422
        assert problem in page[page.index(f'id="id_{field}_error"') :][:800]
        assert not Step.objects.exists()
        kept = {"what": "Bel de cursus Nederlands", "note": "", **values}
        assert kept["what"][:200] in page

    def test_nothing_typed_at_all_names_every_field(self, counsellor: Client, amina: Person):
        response = counsellor.post(agree_url(amina), {"what": ""})

        assert response.status_code == 422
        assert response.content.decode().count("This field is required.") >= 3

    def test_from_a_vacancy_the_form_starts_with_it(self, counsellor: Client, amina: Person):
        vacancy = VacancyFactory(title="Heftruckchauffeur")

        page = counsellor.get(agree_url(amina), {"vacancy": str(vacancy.reference)}).content.decode()

        assert 'value="Apply for: Heftruckchauffeur"' in page
        assert f'value="{vacancy.reference}"' in page
        counsellor.post(agree_url(amina), typed(vacancy=str(vacancy.reference)))
        assert Step.objects.get().vacancy == vacancy

    @pytest.mark.parametrize("reference", ["x", "00000000-0000-0000-0000-000000000000"])
    def test_a_vacancy_that_is_not_there_leaves_an_empty_form(self, counsellor: Client, amina: Person, reference: str):
        response = counsellor.get(agree_url(amina), {"vacancy": reference})

        assert response.status_code == 200
        assert "Apply for" not in response.content.decode()

    def test_the_colleagues_of_the_own_organisation_can_be_chosen(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, vdab: Organisation
    ):
        colleague = MembershipFactory(organisation=werkpunt, user__first_name="Lotte").user
        MembershipFactory(organisation=vdab, user__first_name="Pieter")

        page = counsellor.get(agree_url(amina)).content.decode()

        assert f'<option value="{colleague.pk}">' in page
        assert "Pieter" not in page
        counsellor.post(agree_url(amina), typed(owner="organisation", member=str(colleague.pk)))
        assert Step.objects.get().member == colleague

    def test_the_page_speaks_dutch(self, membership: Membership, amina: Person):
        membership.user.language = "nl"
        membership.user.save()

        page = client_of(membership, "nl").get(agree_url(amina)).content.decode()

        assert '<html lang="nl"' in page


class TestChanging:
    def test_the_form_holds_the_step_and_moves_it(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)

        assert f'value="{step.due_on.isoformat()}"' in counsellor.get(step_url("change", step)).content.decode()
        response = counsellor.post(step_url("change", step), typed(due_on=day(20)))

        step.refresh_from_db()
        assert (response.status_code, step.due_on.isoformat()) == (303, day(20))
        assert step.events.get().kind == StepEventKind.MOVED

    def test_a_past_day_comes_back_at_its_field(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)

        response = counsellor.post(step_url("change", step), typed(what="Iets nieuws", due_on=day(-2)))

        page = response.content.decode()
        assert response.status_code == 422
        assert "Move the step to today or a later day." in page
        assert 'value="Iets nieuws"' in page

    def test_a_closed_step_says_to_open_it_first(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt, done=True)

        response = counsellor.post(step_url("change", step), typed())

        assert response.status_code == 422
        assert "Open it again first." in response.content.decode()


class TestClosing:
    def test_done_with_a_remark(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)

        response = counsellor.post(step_url("finish", step), {"remark": "Ging vlot."})

        step.refresh_from_db()
        assert (response.status_code, step.done_on) == (303, timezone.localdate())
        assert StepEvent.objects.get(step=step).note == "Ging vlot."

    def test_done_without_a_word(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)

        counsellor.post(step_url("finish", step))

        step.refresh_from_db()
        assert step.done_on == timezone.localdate()

    def test_htmx_gets_the_panel_with_what_was_done(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)

        response = counsellor.post(step_url("finish", step), headers={"hx-request": "true"})

        page = response.content.decode()
        assert response.status_code == 200
        assert "<html" not in page
        assert "The step is done." in page
        assert "1 closed step" in page

    @pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["a page", "the panel"])
    def test_a_remark_too_long_comes_back_at_its_field(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, headers: dict[str, str]
    ):
        step = StepFactory(person=amina, organisation=werkpunt)

        response = counsellor.post(step_url("finish", step), {"remark": "x" * 301}, headers=headers)

        page = response.content.decode()
        assert response.status_code == 422
        assert "at most 300 characters" in page[page.index(f'id="id_{step.reference}_remark_error"') :][:800]
        assert f'value="{"x" * 301}"' in page
        step.refresh_from_db()
        assert step.done_on is None

    @pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["a page", "the panel"])
    def test_a_step_that_somebody_closed_meanwhile_says_so(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, headers: dict[str, str]
    ):
        step = StepFactory(person=amina, organisation=werkpunt, done=True)

        response = counsellor.post(step_url("finish", step), headers=headers)

        assert response.status_code == 422
        assert "This step is closed already." in response.content.decode()

    def test_not_done_asks_why(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)

        assert "What stood in the way?" in counsellor.get(step_url("give-up", step)).content.decode()
        refused = counsellor.post(step_url("give-up", step), {"remark": "x"})
        closed = counsellor.post(step_url("give-up", step), {"remark": "geen opvang"})

        step.refresh_from_db()
        assert (refused.status_code, closed.status_code) == (422, 303)
        assert 'value="x"' in refused.content.decode()
        assert step.given_up_on == timezone.localdate()

    def test_a_closed_step_is_opened_again(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt, given_up=True)

        assert counsellor.post(step_url("reopen", step)).status_code == 303

        step.refresh_from_db()
        assert step.given_up_on is None

    def test_nothing_is_reopened_by_looking(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt, done=True)

        assert counsellor.get(step_url("reopen", step)).status_code == 405


class TestWhoMay:
    @pytest.mark.parametrize("name", ["change", "finish", "give-up", "reopen"])
    def test_a_step_of_another_organisation_stays_as_it_is(
        self, counsellor: Client, amina: Person, vdab: Organisation, name: str
    ):
        AccompanimentFactory(person=amina, organisation=vdab)
        step = StepFactory(person=amina, organisation=vdab)

        response = counsellor.post(step_url(name, step), typed(remark="toch gedaan"))

        assert response.status_code == 409
        assert "another organisation" in response.content.decode()
        assert not step.events.exists()

    @pytest.mark.parametrize("name", ["change", "finish", "give-up", "reopen"])
    def test_a_step_of_another_person_is_not_found(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, name: str
    ):
        step = StepFactory(organisation=werkpunt)

        url = reverse(f"pathways:{name}", args=[amina.reference, step.reference])

        assert counsellor.post(url, typed(remark="toch gedaan")).status_code == 404

    def test_a_person_whom_nobody_here_accompanies_stays_closed(self, counsellor: Client):
        stranger = PersonFactory()

        assert counsellor.get(agree_url(stranger)).status_code == 403
        assert counsellor.post(agree_url(stranger), typed()).status_code == 403
        assert not Step.objects.exists()

    @pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
    def test_counsellors_and_social_economy_coaches_open_the_form_and_nobody_else(
        self, role: Role, werkpunt: Organisation, amina: Person
    ):
        client = client_of(MembershipFactory(organisation=werkpunt, roles=[role]))
        may = role in {Role.COUNSELLOR, Role.TEAM_LEAD, Role.SOCIAL_ECONOMY_COACH}

        assert client.get(agree_url(amina)).status_code == (200 if may else 403)

    def test_a_visitor_is_asked_to_sign_in(self, client: Client, amina: Person):
        response = client.post(agree_url(amina), typed())

        assert response.headers["Location"].startswith(reverse("account_login"))
        assert not Step.objects.exists()


class TestOnThePagesOfPeople:
    def test_the_panel_shows_the_steps_with_their_history(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, membership: Membership
    ):
        step = StepFactory(person=amina, organisation=werkpunt, overdue=True, note="Bellen voor 10 uur")
        StepEvent.objects.create(step=step, kind=StepEventKind.AGREED, by=membership.user, organisation=werkpunt)

        page = counsellor.get(reverse("people:file", args=[amina.reference])).content.decode()

        for words in ("What we agreed", "3 days overdue", "Bellen voor 10 uur", "History", step_url("finish", step)):
            assert words in page, words

    def test_a_person_without_steps_gets_a_next_thing_to_do(self, counsellor: Client, amina: Person):
        page = counsellor.get(reverse("people:file", args=[amina.reference])).content.decode()

        assert "No next step yet" in page
        assert agree_url(amina) in page

    def test_an_outreach_worker_reads_steps_without_buttons(self, werkpunt: Organisation, amina: Person):
        step = StepFactory(person=amina, organisation=werkpunt)
        client = client_of(MembershipFactory(organisation=werkpunt, roles=[Role.OUTREACH_WORKER]))

        page = client.get(reverse("people:file", args=[amina.reference])).content.decode()

        assert step.what in page
        assert step_url("finish", step) not in page
        assert agree_url(amina) not in page

    def test_whoever_has_overdue_steps_stands_on_top_of_my_people(
        self, counsellor: Client, werkpunt: Organisation, membership: Membership
    ):
        for name in ("Aa", "Bb", "Cc"):
            PersonFactory(family_name=name, accompanied_by=werkpunt, accompanied_by__referent=membership.user)
        StepFactory(person=Person.objects.get(family_name="Cc"), organisation=werkpunt, overdue=True)
        for _again in range(2):
            StepFactory(person=Person.objects.get(family_name="Bb"), organisation=werkpunt, long_overdue=True)

        page = counsellor.get(reverse("people:caseload")).content.decode()

        places = [page.index(f"Amina {name}") for name in ("Bb", "Cc", "Aa")]
        assert places == sorted(places)
        assert "2 steps overdue" in page
        assert "1 step overdue" in page
