from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.assessments.remedy import remedies
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.pathways.models import Goal, Plan, PlanEvent, RungPlacement, Step, StepEvent
from arbeidspact.pathways.plan_templates import template_called
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.people.models import Person
from arbeidspact.web.pathways.plan_views import CHANGES_A_PAGE
from tests.organisations.factories import MembershipFactory
from tests.pathways.factories import GoalFactory, PlacementFactory, StepFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.web.pathways.conftest import client_of
from tests.web.pathways.test_pages import agree_url, day, step_url, typed

pytestmark = pytest.mark.django_db


def url(name: str, person: Person, *more: Any) -> str:
    return reverse(f"plans:{name}", args=[person.reference, *more])


def text(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def with_compartment(membership: Membership, amina: Person) -> None:
    actor = Actor(membership.user, membership.organisation, frozenset({Role.COUNSELLOR}))
    open_compartment(OpenCompartment(person=amina.reference, purpose="Gesprek over gezondheid"), actor=actor)


class TestThePage:
    def test_it_shows_the_rung_the_aim_goals_and_steps(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        goal = GoalFactory(person=amina, organisation=werkpunt)
        StepFactory(person=amina, organisation=werkpunt, goal=goal, place="Bibliotheek Muide")
        StepFactory(person=amina, organisation=werkpunt, what="Los van alles")
        PlacementFactory(person=amina, organisation=werkpunt, in_work_care=True)
        Plan.objects.create(person=amina, aim="regular-economy", aim_words="Mijn eigen geld")

        page = text(counsellor, url("plan", amina))

        for words in (
            "“Ik wil met hout werken”",
            "Bibliotheek Muide",
            "Other steps",
            "Los van alles",
            "Work care",
            "De Kringwinkel",
            "Usual job (regular economy)",
            "Mijn eigen geld",
        ):
            assert words in page, words

    def test_an_empty_plan_says_what_to_do(self, counsellor: Client, amina: Person):
        page = text(counsellor, url("plan", amina))

        assert "This plan is still empty" in page
        assert "Not known yet" in page
        assert url("templates", amina) in page

    @pytest.mark.parametrize(
        ("group", "titles"),
        [
            pytest.param("owner", ["Amina Testpersoon", "VDAB"], id="by who does it"),
            pytest.param("month", ["December 2030", "January 2031"], id="by month"),
            pytest.param("nonsense", ["Other steps"], id="nothing known: by goal"),
        ],
    )
    def test_the_steps_can_be_grouped(
        self,
        counsellor: Client,
        amina: Person,
        werkpunt: Organisation,
        vdab: Organisation,
        group: str,
        titles: list[str],
    ):
        StepFactory(person=amina, organisation=werkpunt, due_on=date(2030, 12, 31))
        StepFactory(person=amina, organisation=werkpunt, due_on=date(2031, 1, 1), owner="partner", partner=vdab)

        page = text(counsellor, url("plan", amina), group=group)

        headings = [part.partition("</h3>")[0] for part in page.split("card__title")[1:]]
        for title in titles:
            assert any(title in heading for heading in headings), title

    def test_an_outreach_worker_reads_the_plan_without_buttons(self, amina: Person, werkpunt: Organisation):
        goal = GoalFactory(person=amina, organisation=werkpunt)
        step = StepFactory(person=amina, organisation=werkpunt, goal=goal)
        placement = PlacementFactory(person=amina, organisation=werkpunt)
        client = client_of(MembershipFactory(organisation=werkpunt, roles=[Role.OUTREACH_WORKER]))

        page = text(client, url("plan", amina))

        assert step.what in page
        assert "<form" not in page.partition('id="plan"')[2].partition("</main>")[0]
        for name, more in (
            ("aim", ()),
            ("new-goal", ()),
            ("goal", (goal.reference,)),
            ("place", (placement.reference,)),
        ):
            assert url(name, amina, *more) not in page
            assert client.get(url(name, amina, *more)).status_code == 403

    def test_a_plan_of_somebody_out_of_reach_stays_closed(self, counsellor: Client, vdab: Organisation):
        stranger = PersonFactory(accompanied_by=vdab)

        for name in ("plan", "history", "on-paper", "aim", "new-goal", "new-place", "templates"):
            assert counsellor.get(url(name, stranger)).status_code == 403

    def test_as_many_queries_for_a_long_plan_as_for_a_short_one(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, django_assert_max_num_queries: Any
    ):
        counts = []
        for more in (1, 12):
            for goal in GoalFactory.create_batch(more, person=amina, organisation=werkpunt):
                StepFactory.create_batch(2, person=amina, organisation=werkpunt, goal=goal)
                StepFactory(person=amina, organisation=werkpunt, done=True)
                PlacementFactory(person=amina, organisation=werkpunt)
            with django_assert_max_num_queries(40) as queries:
                counsellor.get(url("plan", amina))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestChangingThePlan:
    def test_the_aim_is_set_and_may_be_unknown_again(self, counsellor: Client, amina: Person):
        for rung in ("supported-employment", ""):
            response = counsellor.post(url("aim", amina), {"rung": rung, "words": "Ik wil buiten werken"})
            assert (response.status_code, response.headers["Location"]) == (303, url("plan", amina))
            assert Plan.objects.get().aim == rung

    def test_a_goal_is_set_changed_reached_and_opened_again(self, counsellor: Client, amina: Person):
        counsellor.post(url("new-goal", amina), {"words": "Ik wil met hout werken", "domain": "work"})
        goal = Goal.objects.get()
        counsellor.post(url("goal", amina, goal.reference), {"words": "Ik wil meubels maken", "domain": ""})
        counsellor.post(url("end-goal", amina, goal.reference), {"how": "reached"})

        page = text(counsellor, url("plan", amina))
        assert "1 closed goal" in page
        assert "“Ik wil meubels maken”" in page
        counsellor.post(url("open-goal", amina, goal.reference))
        goal.refresh_from_db()
        assert (goal.reached_on, goal.words, goal.domain) == (None, "Ik wil meubels maken", "")

    def test_what_was_typed_stays_when_a_goal_is_too_short(self, counsellor: Client, amina: Person):
        response = counsellor.post(url("new-goal", amina), {"words": "ja", "domain": "work"})

        page = response.content.decode()
        assert response.status_code == 422
        assert 'value="ja"' in page
        assert '<option value="work" selected>' in page

    def test_the_same_form_sent_twice_is_one_of_each(self, counsellor: Client, amina: Person):
        for address, values in (
            (agree_url(amina), typed()),
            (url("new-goal", amina), {"words": "Ik wil leren lassen"}),
            (url("new-place", amina), {"rung": "work-care", "since": day(-3), "source": "talk"}),
        ):
            key = counsellor.get(address).context["form"]["sent_key"].value()
            for _again in range(2):
                assert counsellor.post(address, {**values, "sent_key": str(key)}).status_code == 303
        assert (Step.objects.count(), Goal.objects.count(), RungPlacement.objects.count()) == (1, 1, 1)

    def test_a_place_on_the_ladder_is_noted_changed_ended_and_removed(self, counsellor: Client, amina: Person):
        noted = {"rung": "supported-employment", "since": day(-30), "where": "De Brug", "source": "talk"}
        assert counsellor.post(url("new-place", amina), noted).status_code == 303
        placement = RungPlacement.objects.get()
        assert "De Brug" in text(counsellor, url("plan", amina))

        counsellor.post(url("place", amina, placement.reference), {**noted, "where": "De Nieuwe Brug"})
        counsellor.post(url("end-place", amina, placement.reference), {"until": day(0)})
        placement.refresh_from_db()
        assert (placement.where, placement.until) == ("De Nieuwe Brug", timezone.localdate())

        assert "noted by mistake" in text(counsellor, url("remove-place", amina, placement.reference))
        counsellor.post(url("remove-place", amina, placement.reference))
        assert not RungPlacement.objects.exists()
        assert "De Nieuwe Brug" in text(counsellor, url("history", amina))

    def test_a_day_that_cannot_be_comes_back_at_its_field(self, counsellor: Client, amina: Person):
        response = counsellor.post(
            url("new-place", amina), {"rung": "work-care", "since": day(-3), "until": day(-4), "source": "talk"}
        )

        page = response.content.decode()
        assert response.status_code == 422
        assert "The last day lies before the first." in page[page.index('id="id_until_error"') :][:400]

    def test_a_step_goes_higher_and_one_is_back_at_it(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        first = StepFactory(person=amina, organisation=werkpunt, what="eerst", due_on=timezone.localdate())
        last = StepFactory(person=amina, organisation=werkpunt, what="daarna")

        response = counsellor.post(url("move", amina, last.reference), {"direction": "up"})

        assert response.headers["Location"] == f"{url('plan', amina)}#step-{last.reference}"
        page = text(counsellor, url("plan", amina))
        assert page.index(f"step-{last.reference}") < page.index(f"step-{first.reference}")


class TestStepsFromThePlan:
    def test_one_is_back_at_the_plan_where_one_came_from(
        self, counsellor: Client, amina: Person, werkpunt: Organisation
    ):
        step = StepFactory(person=amina, organisation=werkpunt)

        assert 'name="next" value="plan"' in text(counsellor, step_url("change", step), next="plan")
        response = counsellor.post(step_url("finish", step), {"next": "plan"})

        assert response.headers["Location"] == url("plan", amina)

    def test_it_starts_from_words_a_part_of_life_and_a_goal(
        self, counsellor: Client, amina: Person, werkpunt: Organisation
    ):
        goal = GoalFactory(person=amina, organisation=werkpunt)

        page = text(
            counsellor, agree_url(amina), what="Een rijbewijs halen", domain="transport", goal=str(goal.reference)
        )

        assert 'value="Een rijbewijs halen"' in page
        assert '<option value="transport" selected>' in page
        assert f'<option value="{goal.reference}" selected>' in page

    def test_it_starts_from_a_remedy(self, counsellor: Client, amina: Person):
        known = next(one for one in remedies() if one.domain not in SENSITIVE)

        form = counsellor.get(agree_url(amina), {"remedy": known.slug}).context["form"]

        assert form["what"].value() == known.step.en
        assert form["domain"].value() == known.domain

    def test_a_remedy_of_a_sensitive_domain_starts_only_with_that_part_open(
        self, counsellor: Client, amina: Person, request: pytest.FixtureRequest
    ):
        known = next(one for one in remedies() if one.domain in SENSITIVE)

        assert not counsellor.get(agree_url(amina), {"remedy": known.code}).context["form"]["what"].value()
        request.getfixturevalue("with_compartment")
        assert counsellor.get(agree_url(amina), {"remedy": known.code}).context["form"]["what"].value() == known.step.en

    def test_a_change_keeps_a_goal_and_a_step_that_were_closed_meanwhile(
        self, counsellor: Client, amina: Person, werkpunt: Organisation
    ):
        goal = GoalFactory(person=amina, organisation=werkpunt, reached=True)
        first = StepFactory(person=amina, organisation=werkpunt, done=True)
        step = StepFactory(person=amina, organisation=werkpunt, goal=goal, waits_on=first)

        form = counsellor.get(step_url("change", step)).context["form"]
        sent = {field.name: str(field.value() or "") for field in form}
        assert counsellor.post(step_url("change", step), {**sent, "what": "Iets anders"}).status_code == 303

        step.refresh_from_db()
        assert (step.what, step.goal, step.waits_on) == ("Iets anders", goal, first)

    def test_a_step_waits_on_a_partner_and_the_partner_says_it_is_done(
        self, counsellor: Client, amina: Person, vdab: Organisation
    ):
        AccompanimentFactory(person=amina, organisation=vdab)
        counsellor.post(agree_url(amina), typed(owner="partner", partner=str(vdab.pk)))
        step = Step.objects.get()
        at_vdab = client_of(MembershipFactory(organisation=vdab, roles=[Role.COUNSELLOR]))

        page = text(at_vdab, url("plan", amina))
        assert step_url("finish", step) in page
        assert step_url("change", step) not in page
        assert at_vdab.post(step_url("finish", step), {"next": "plan"}).status_code == 303

    def test_no_partner_chosen_comes_back_at_its_field(self, counsellor: Client, amina: Person):
        response = counsellor.post(agree_url(amina), typed(owner="partner"))

        page = response.content.decode()
        assert response.status_code == 422
        assert "Name the partner organisation" in page[page.index('id="id_partner_error"') :][:400]

    def test_what_stands_in_the_way_is_noted_and_goes(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)

        assert counsellor.post(step_url("hinder", step), {"hindrance": "x"}).status_code == 422
        counsellor.post(step_url("hinder", step), {"hindrance": "De bus rijdt niet", "next": "plan"})
        page = text(counsellor, url("plan", amina))
        assert "De bus rijdt niet" in page
        assert "Stuck" in page
        counsellor.post(step_url("go-on", step), {"next": "plan"})
        assert "De bus rijdt niet" not in text(counsellor, url("plan", amina))

    def test_the_panel_comes_back_to_htmx_after_a_step_can_go_on(
        self, counsellor: Client, amina: Person, werkpunt: Organisation
    ):
        step = StepFactory(person=amina, organisation=werkpunt, hindered=True)

        page = counsellor.post(step_url("go-on", step), headers={"hx-request": "true"}).content.decode()

        assert 'id="steps"' in page
        assert "The step can go on." in page


class TestTemplates:
    def chosen(self, slug: str = "newcomer") -> Any:
        found = template_called(slug)
        assert found is not None
        return found

    def form_values(self, client: Client, address: str) -> dict[str, Any]:
        form = client.get(address).context["form"]
        return {field.name: str(field.value()) for field in form if field.value() not in (False, None, "")}

    def test_the_templates_say_for_whom_they_are_and_their_address_does_not(self, counsellor: Client, amina: Person):
        page = text(counsellor, url("templates", amina))

        assert "Return after illness" in page
        assert "illness/" not in page
        assert url("template", amina, self.chosen("return-after-illness").code) in page

    def test_it_is_adopted_as_it_stands_and_taken_back(self, counsellor: Client, amina: Person):
        address = url("template", amina, self.chosen().code)

        response = counsellor.post(address, self.form_values(counsellor, address))

        assert response.status_code == 303
        chosen = sum(step.chosen for step in self.chosen().step)
        assert Step.objects.count() == chosen
        page = text(counsellor, url("plan", amina))
        assert f"{chosen} steps are agreed." in page
        adoption = amina.adoptions.get()
        assert url("undo", amina, adoption.reference) in page
        counsellor.post(url("undo", amina, adoption.reference))
        assert (Step.objects.count(), Goal.objects.count()) == (0, 0)
        assert f"{chosen} steps are taken back." in text(counsellor, url("plan", amina))

    def test_steps_are_left_out_and_changed_before_they_count(self, counsellor: Client, amina: Person):
        address = url("template", amina, self.chosen().code)
        values = self.form_values(counsellor, address)
        kept = {name: value for name, value in values.items() if not name.startswith("take_")}

        counsellor.post(address, {**kept, "take_0": "on", "what_0": "Les op woensdag", "due_0": day(9), "what_1": ""})

        step = Step.objects.get()
        assert (step.what, step.due_on.isoformat()) == ("Les op woensdag", day(9))

    def test_another_start_day_counts_the_days_anew_and_keeps_what_was_typed(self, counsellor: Client, amina: Person):
        address = url("template", amina, self.chosen().code)
        values = self.form_values(counsellor, address)
        start = timezone.localdate() + timedelta(days=70)
        asked = {**values, "starts_on": start.isoformat(), "what_0": "Les op woensdag", "recompute": "1"}
        del asked["take_2"]

        form = counsellor.post(address, asked).context["form"]

        rows = form.rows()
        assert rows[0].what.value() == "Les op woensdag"
        assert not rows[2].take.value()
        assert rows[0].due_on.value() >= start
        assert not Step.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            pytest.param({"due_0": day(-1)}, "This day has passed.", id="a past day"),
            pytest.param({"what_0": ""}, "This field is required.", id="no words"),
            pytest.param({"due_0": "morgen"}, "Enter a valid date.", id="no day"),
        ],
    )
    def test_what_cannot_be_comes_back_and_nothing_is_agreed(
        self, counsellor: Client, amina: Person, changes: dict[str, str], problem: str
    ):
        address = url("template", amina, self.chosen().code)

        response = counsellor.post(address, {**self.form_values(counsellor, address), **changes})

        assert response.status_code == 422
        assert problem in response.content.decode()
        assert not Step.objects.exists()

    def test_nothing_ticked_says_so(self, counsellor: Client, amina: Person):
        address = url("template", amina, self.chosen().code)
        values = self.form_values(counsellor, address)

        response = counsellor.post(address, {n: v for n, v in values.items() if not n.startswith("take_")})

        assert response.status_code == 422
        assert "No step was chosen." in response.content.decode()

    def test_a_step_about_health_waits_for_the_open_part(
        self, counsellor: Client, amina: Person, request: pytest.FixtureRequest
    ):
        address = url("template", amina, self.chosen("return-after-illness").code)

        page = text(counsellor, address)
        assert "1 step of this template is about health" in page
        assert "doctor" not in page
        request.getfixturevalue("with_compartment")
        assert "doctor" in text(counsellor, address)

    def test_a_template_of_before_is_not_found(self, counsellor: Client, amina: Person):
        assert counsellor.get(url("template", amina, "0123456789")).status_code == 404


class TestHistory:
    def test_it_says_who_changed_what_in_words(self, counsellor: Client, amina: Person, membership: Membership):
        counsellor.post(agree_url(amina), typed())
        step = Step.objects.get()
        counsellor.post(step_url("change", step), typed(what="Mailen naar de school", domain="learning"))

        page = text(counsellor, url("history", amina))

        for words in (
            str(membership.user),
            "from “Bel de cursus Nederlands” to “Mailen naar de school”",
            "from “nothing” to “Learning and diplomas”",
            "2 changes",
        ):
            assert words in page, words
        assert "History of a step" in text(counsellor, url("history", amina), step=str(step.reference))

    def test_a_long_history_is_paged(self, counsellor: Client, amina: Person, werkpunt: Organisation):
        step = StepFactory(person=amina, organisation=werkpunt)
        StepEvent.objects.bulk_create(StepEvent(step=step, kind="changed") for _n in range(CHANGES_A_PAGE + 1))

        assert len(counsellor.get(url("history", amina)).context["lines"]) == CHANGES_A_PAGE
        page = text(counsellor, url("history", amina), page="2", step=str(step.reference))
        assert f"step={step.reference}&amp;page=1" in page

    def test_an_empty_history_says_so_and_no_step_is_not_found(self, counsellor: Client, amina: Person):
        assert "Nothing happened yet" in text(counsellor, url("history", amina))
        for step in ("x", str(amina.reference)):
            assert counsellor.get(url("history", amina), {"step": step}).status_code == 404

    def test_an_order_and_a_template_have_their_words(self, counsellor: Client, amina: Person):
        PlanEvent.objects.create(person=amina, kind="adopted", about="newcomer")
        PlanEvent.objects.create(person=amina, kind="undone", about="a-template-of-before")

        page = text(counsellor, url("history", amina))

        assert "Newcomer" in page
        assert "a-template-of-before" in page


class TestOnPaper:
    def test_it_says_in_plain_words_who_does_what(
        self, counsellor: Client, amina: Person, werkpunt: Organisation, membership: Membership
    ):
        goal = GoalFactory(person=amina, organisation=werkpunt)
        StepFactory(person=amina, organisation=werkpunt, goal=goal, place="Bibliotheek Muide")
        StepFactory(person=amina, organisation=werkpunt, owner="organisation", member=membership.user)
        StepFactory(person=amina, organisation=werkpunt, done=True, what="Een cv gemaakt")
        StepFactory(person=amina, organisation=werkpunt, given_up=True, what="Niet gelukt")

        page = text(counsellor, url("on-paper", amina))

        for words in (
            "Ik wil met hout werken",
            "Bibliotheek Muide",
            str(membership.user),
            "Een cv gemaakt",
            'lang="nl"',
        ):
            assert words in page, words
        assert "Niet gelukt" not in page

    def test_an_empty_plan_prints_too(self, counsellor: Client, amina: Person):
        assert amina.given_name in text(counsellor, url("on-paper", amina))


class TestProtected:
    @pytest.fixture(autouse=True)
    def protected(self, amina: Person, werkpunt: Organisation) -> Step:
        goal = GoalFactory(person=amina, organisation=werkpunt, about_debt=True)
        step: Step = StepFactory(person=amina, organisation=werkpunt, about_health=True, goal=goal)
        StepEvent.objects.create(step=step, kind="agreed", note="Over de rug")
        return step

    ADDRESSES = ("plan", "history", "on-paper")

    @pytest.mark.parametrize("name", ADDRESSES)
    def test_nothing_of_it_shows_while_it_is_closed(self, counsellor: Client, amina: Person, name: str):
        page = text(counsellor, url(name, amina), **{"with": "protected"})

        for words in ("huisarts", "schulden afbetalen", "Over de rug"):
            assert words not in page

    def test_the_pages_say_how_many_there_are(self, counsellor: Client, amina: Person):
        assert "2 things in this plan are protected" in text(counsellor, url("plan", amina))
        assert "1 thing in this plan is protected" in text(counsellor, url("history", amina))
        assert "1 thing in this plan is protected" in text(counsellor, reverse("people:file", args=[amina.reference]))

    @pytest.mark.usefixtures("with_compartment")
    def test_it_shows_while_it_is_open_and_on_paper_when_asked(self, counsellor: Client, amina: Person):
        assert "huisarts" in text(counsellor, url("plan", amina))
        assert "Over de rug" in text(counsellor, url("history", amina))
        assert "huisarts" not in text(counsellor, url("on-paper", amina))
        assert "huisarts" in text(counsellor, url("on-paper", amina), **{"with": "protected"})

    def test_the_first_page_says_only_that_there_is_one(self, counsellor: Client):
        page = text(counsellor, reverse("home"))

        assert "A protected step" in page
        assert "huisarts" not in page

    @pytest.mark.parametrize("name", ["change", "finish", "give-up", "reopen", "hinder", "go-on"])
    def test_its_forms_stay_closed(self, counsellor: Client, protected: Step, name: str):
        response = counsellor.post(step_url(name, protected), typed(remark="toch", hindrance="toch"))

        assert response.status_code == 403
        assert "huisarts" not in response.content.decode()
