"""The pages of an action plan: what they show, what a form does, and who may."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.models import Role
from arbeidspact.pact import actions as do
from arbeidspact.pact import commands as ask
from arbeidspact.pact.models import ActionStatus, BookingKind, Contribution, Milestone, Pact, Partner
from arbeidspact.pact.plan_queries import waiting_for
from arbeidspact.web.pact.deeds import DEEDS
from tests.monitor.ghent import load_ghent
from tests.organisations.factories import actor_with
from tests.pact.factories import Situation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def here(db: None) -> Situation:
    return Situation()


def client_of(actor: Actor, language: str = "en") -> Client:
    assert actor.user is not None
    actor.user.language = language
    actor.user.save()
    client = Client(headers={"accept-language": language})
    client.force_login(actor.user)
    return client


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def deed(here: Situation, name: str, entry: object = None) -> str:
    known = [here.pact.slug, here.action.slug, name]
    return reverse("pact:deed-entry", args=[*known, entry]) if entry else reverse("pact:deed", args=known)


def a_milestone(here: Situation, days: int) -> Milestone:
    command = ask.AddMilestone(action=here.action.pk, title="Team compleet", due_on=TODAY + timedelta(days=days))
    return do.add_milestone(command, actor=here.lead)


def a_promise(here: Situation) -> Contribution:
    command = ask.PromiseContribution(action=here.action.pk, partner="vdab", kind="people", what="bemiddelaars")
    return do.promise_contribution(command, actor=here.lead)


def booked(here: Situation, kind: BookingKind, amount: int, payer: str = "stad-gent") -> None:
    command = ask.BookMoney(
        action=here.action.pk,
        kind=kind,
        on=TODAY,
        year=TODAY.year,
        payer=payer,
        code="OD1",
        amount=Decimal(amount),
        document="=Besluit 12",
    )
    do.book_money(command, actor=here.lead)


class TestThePageOfAnAction:
    def test_an_empty_plan_says_so_and_offers_the_lead_what_to_do(self, here: Situation):
        text = page(client_of(here.lead), "pact:action", here.pact.slug, here.action.slug)

        for words in ("No milestone was published", "Nothing is booked", "Nobody noted a risk", "Not known"):
            assert words in text, words
        for name in ("status", "add-milestone", "promise", "book-money", "plan-number", "note-risk", "tie-to-goal"):
            assert deed(here, name) in text, name

    @pytest.mark.parametrize("who", ["reader", "stranger"])
    def test_who_only_reads_is_offered_nothing(self, here: Situation, who: str):
        a_promise(here)

        text = page(client_of(getattr(here, who)), "pact:action", here.pact.slug, here.action.slug)

        assert "bemiddelaars" in text
        assert "/do/" not in text

    def test_a_partner_is_offered_what_is_its_own(self, here: Situation):
        promise = a_promise(here)

        text = page(client_of(here.partner), "pact:action", here.pact.slug, here.action.slug)

        assert deed(here, "confirm-contribution", promise.reference) in text
        assert deed(here, "add-milestone") not in text
        assert deed(here, "book-money") not in text

    def test_status_of_people_and_of_facts_stand_beside_each_other(self, here: Situation):
        a_milestone(here, -90)
        command = ask.SetActionStatus(action=here.action.pk, status=ActionStatus.ON_SCHEDULE, reason="Dag is herzien")
        do.set_action_status(command, actor=here.lead)

        text = page(client_of(here.reader), "pact:action", here.pact.slug, here.action.slug)

        assert "Dag is herzien" in text
        assert "1 milestone is past its day and not reported as reached; the oldest by 90 days." in text
        assert "People say something else than the facts" in text

    def test_the_number_of_queries_does_not_grow_with_the_plan(
        self, here: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        for _number in range(6):
            a_milestone(here, 5)
            a_promise(here)
            booked(here, BookingKind.SPENT, 10)
        client = client_of(here.reader)
        with django_assert_max_num_queries(40):
            page(client, "pact:action", here.pact.slug, here.action.slug)


class TestForms:
    @pytest.mark.parametrize("name", [name for name, one in DEEDS.items() if not one.entries])
    def test_the_lead_opens_every_form_and_others_do_not(self, here: Situation, name: str):
        assert client_of(here.lead).get(deed(here, name)).status_code == 200
        assert client_of(here.reader).get(deed(here, name)).status_code == 403
        assert client_of(here.stranger).get(deed(here, name)).status_code == 403

    @pytest.mark.parametrize("name", [name for name, one in DEEDS.items() if one.entries])
    def test_a_form_about_an_entry_asks_for_one_that_is_there(self, here: Situation, name: str):
        client = client_of(here.lead)

        assert client.get(deed(here, name)).status_code == 404
        assert client.get(deed(here, name, "00000000-0000-4000-8000-000000000000")).status_code == 404

    def test_a_deed_that_does_not_exist_is_not_found(self, here: Situation):
        assert client_of(here.lead).get(deed(here, "delete-everything")).status_code == 404

    def test_a_milestone_is_reached_by_a_form(self, here: Situation):
        row = a_milestone(here, -3)
        asked = {"reached_on": TODAY.isoformat(), "evidence": "Verslag", "evidence_url": "https://stad.example/v"}

        response = client_of(here.lead).post(deed(here, "reach-milestone", row.reference), asked, follow=True)

        row.refresh_from_db()
        assert row.reached_on == TODAY
        text = response.content.decode()
        assert "The milestone is noted as reached." in text
        assert 'href="https://stad.example/v"' in text

    def test_whole_plans_are_taken_along_as_a_workbook_without_formulas_or_members(self, here: Situation):
        a_milestone(here, 3)
        a_promise(here)
        booked(here, BookingKind.SPENT, 1200)
        risk = ask.NoteRisk(action=here.action.pk, what="=1+1", likelihood=3, impact=2, owner="vdab")
        do.note_risk(risk, actor=here.lead)
        planned = do.plan_number(
            ask.PlanNumber(action=here.action.pk, what="mensen begeleid", low=Decimal(1500)), actor=here.lead
        )
        told = ask.TellRealised(planned=planned.reference, on=TODAY, value=Decimal(40), told_by="Telling")
        do.tell_realised(told, actor=here.lead)
        reader = client_of(here.reader)
        address = reverse("pact:plans-workbook", args=[here.pact.slug])
        assert address in page(reader, "pact:actions", here.pact.slug)

        book = load_workbook(io.BytesIO(reader.get(address).content))

        cells = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
        assert list(cells) == ["Actions", "Milestones", "Contributions", "Numbers", "Money", "Risks"]
        assert "Team compleet" in cells["Milestones"][1]
        assert "bemiddelaars" in cells["Contributions"][1]
        assert cells["Numbers"][1][2:3] + cells["Numbers"][1][5:6] == [1500, 40]
        assert 1200 in cells["Money"][1]
        assert "'=1+1" in cells["Risks"][1]
        assert str(here.lead.user) not in str(cells)
        empty = load_workbook(io.BytesIO(reader.get(address, {"q": "zzz"}).content))
        assert [sheet.max_row for sheet in empty.worksheets] == [1] * 6

    def test_a_planned_number_is_corrected_by_a_form_and_the_history_says_why(self, here: Situation):
        command = ask.PlanNumber(action=here.action.pk, what="mensen begeleid", low=Decimal(1500))
        planned = do.plan_number(command, actor=here.lead)
        lead, form = client_of(here.lead), deed(here, "correct-number", planned.reference)
        assert form in page(lead, "pact:action", here.pact.slug, here.action.slug)
        assert 'value="1500"' in lead.get(form).content.decode()

        asked = {"what": "mensen begeleid", "low": "1200", "reason": ""}
        assert lead.post(form, asked).status_code == 422
        assert lead.post(form, {**asked, "reason": "Minder middelen"}).status_code == 302

        history = page(lead, "pact:history", here.pact.slug, here.action.slug)
        assert all(words in history for words in ("1500", "1200", "Minder middelen"))

    def test_a_cost_is_booked_by_a_form(self, here: Situation):
        asked = {
            "kind": "spent",
            "amount": "1250.50",
            "on": TODAY.isoformat(),
            "year": str(TODAY.year),
            "payer": "vdab",
            "code": "OD1",
            "document": "Factuur 7",
        }

        response = client_of(here.lead).post(deed(here, "book-money"), asked, follow=True)

        assert here.action.bookings.get().amount == Decimal("1250.50")
        assert "Factuur 7" in response.content.decode()

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            pytest.param({"amount": "0"}, "Give an amount; a minus takes back.", id="nothing"),
            pytest.param({"amount": ""}, "This field is required.", id="left out"),
            pytest.param({"document_url": "javascript:alert(1)"}, "Write the whole address", id="not an address"),
            pytest.param({"payer": "nobody"}, "Select a valid choice", id="not a partner"),
            pytest.param({"on": (TODAY + timedelta(days=3)).isoformat()}, "This day lies ahead", id="spent tomorrow"),
        ],
    )
    def test_what_cannot_be_booked_is_told_and_what_was_typed_stays(self, here: Situation, asked, words):
        good = {
            "kind": "spent",
            "amount": "10",
            "on": TODAY.isoformat(),
            "year": str(TODAY.year),
            "payer": "vdab",
            "document": "Factuur 7",
        }

        response = client_of(here.lead).post(deed(here, "book-money"), {**good, **asked})

        assert response.status_code == 422
        text = response.content.decode()
        assert words in text
        assert 'value="Factuur 7"' in text
        assert not here.action.bookings.exists()

    def test_a_partner_confirms_and_takes_back(self, here: Situation):
        row, client = a_promise(here), client_of(here.partner)

        client.post(deed(here, "confirm-contribution", row.reference))
        row.refresh_from_db()
        assert row.confirmed_on == TODAY

        client.post(deed(here, "take-back", row.reference), {"reason": "Geen middelen"})
        row.refresh_from_db()
        assert row.confirmed_on is None

    def test_nobody_confirms_for_another(self, here: Situation):
        row = a_promise(here)

        assert client_of(here.lead).post(deed(here, "confirm-contribution", row.reference)).status_code == 403
        assert client_of(here.outsider).post(deed(here, "confirm-contribution", row.reference)).status_code == 403

    def test_what_was_withdrawn_can_be_put_back_from_the_page(self, here: Situation):
        row, client = a_milestone(here, 3), client_of(here.lead)
        client.post(deed(here, "withdraw", row.reference), {"reason": "Dubbel"})
        text = page(client, "pact:action", here.pact.slug, here.action.slug)
        assert deed(here, "restore", row.reference) in text

        client.post(deed(here, "restore", row.reference))
        row.refresh_from_db()
        assert row.withdrawn_at is None

    def test_an_entry_of_another_action_is_not_found_here(self, here: Situation):
        row = a_milestone(here, 3)
        other = here.pact.actions.create(slug="other", name_nl="Andere", lead=here.city)
        address = reverse("pact:deed-entry", args=[here.pact.slug, other.slug, "reach-milestone", row.reference])

        assert client_of(here.lead).get(address).status_code == 404

    def test_the_history_tells_what_stood_there(self, here: Situation):
        row = a_milestone(here, 3)
        command = ask.ChangeMilestone(milestone=row.reference, title="Team volledig", due_on=row.due_on)
        do.change_milestone(command, actor=here.lead)

        text = page(client_of(here.reader), "pact:history", here.pact.slug, here.action.slug)

        assert "What must be there: from Team compleet to Team volledig" in text
        assert "2 changes" in text


class TestListsAndMoney:
    def test_the_list_keeps_to_those_with_a_milestone_past_its_day(self, here: Situation):
        a_milestone(here, -3)
        here.pact.actions.create(slug="other", name_nl="Andere actie")

        client = client_of(here.reader)
        assert "2 results" in page(client, "pact:actions", here.pact.slug)
        late = page(client, "pact:actions", here.pact.slug, overdue="1")
        assert "1 result" in late
        assert "Andere actie" not in late
        assert "Andere actie" in page(client, "pact:actions", here.pact.slug, now="unknown")

    def test_a_filter_is_kept_under_a_name(self, here: Situation):
        client = client_of(here.reader)
        client.post(reverse("keep-view", args=["pact-actions"]), {"name": "Te laat", "query": "overdue=1"})

        text = page(client, "pact:actions", here.pact.slug)
        assert "Te laat" in text
        followed = client.get(f"{reverse('pact:all-actions')}?overdue=1")
        assert followed.headers["Location"] == f"{reverse('pact:actions', args=[here.pact.slug])}?overdue=1"

    def test_money_is_added_up_by_payer_code_year_and_action(self, here: Situation):
        booked(here, BookingKind.PLANNED, 1000)
        booked(here, BookingKind.SPENT, 300)
        booked(here, BookingKind.SPENT, 50, payer="vdab")

        client = client_of(here.reader)
        text = page(client, "pact:money", here.pact.slug)
        for words in ("1,000 euro", "350 euro", "By who pays", "By budget code", "By year", "By action", "<svg"):
            assert words in text, words
        assert "350 euro" not in page(client, "pact:money", here.pact.slug, payer="vdab")

    def test_without_bookings_the_page_says_what_is_not_published(self, here: Situation):
        text = page(client_of(here.reader), "pact:money", here.pact.slug)

        assert "Nothing is booked yet" in text
        assert 'class="chart"' not in text

    @pytest.mark.parametrize("asked", [{"year": "x"}, {"year": "²²²²"}, {"kind": "stolen"}, {"code": "'; drop"}])
    def test_a_filter_that_makes_no_sense_is_no_error(self, here: Situation, asked: dict[str, str]):
        page(client_of(here.reader), "pact:money", here.pact.slug, **asked)

    def test_the_file_of_the_ledger_holds_no_formula(self, here: Situation):
        booked(here, BookingKind.SPENT, 300)

        response = client_of(here.reader).get(reverse("pact:ledger-file", args=[here.pact.slug]))

        rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))  # type: ignore[arg-type]
        assert rows[1][7] == "'=Besluit 12"
        assert rows[1][6] == "300.00"

    def test_what_a_partner_promised_and_what_came_of_it(self, here: Situation):
        row = a_promise(here)
        command = ask.TellOutcome(contribution=row.reference, delivered_on=TODAY, outcome="Eén bemiddelaar gestart")
        do.tell_outcome(command, actor=here.partner)

        client = client_of(here.partner)
        assert "Eén bemiddelaar gestart" in page(client, "pact:partner", here.pact.slug, "vdab")
        assert reverse("pact:partner", args=[here.pact.slug, "vdab"]) in page(client, "pact:partners", here.pact.slug)
        assert client.get(reverse("pact:partner", args=[here.pact.slug, "nobody"])).status_code == 404

    def test_a_promise_that_waits_is_told_to_its_partner_alone(self, here: Situation):
        a_promise(here)

        words = "These wait until your organisation confirms them"
        assert words in page(client_of(here.partner), "pact:partners", here.pact.slug)
        assert words not in page(client_of(here.lead), "pact:partners", here.pact.slug)

    def test_nobody_is_shown_a_way_to_confirm_that_is_closed_to_them(self, here: Situation):
        row = a_promise(here)
        counsellor = actor_with(Role.COUNSELLOR, organisation=here.vdab.organisation)
        address = deed(here, "confirm-contribution", row.reference)

        assert address in page(client_of(here.partner), "pact:partner", here.pact.slug, "vdab")
        assert address not in page(client_of(counsellor), "pact:partner", here.pact.slug, "vdab")
        assert client_of(counsellor).get(address).status_code == 403
        words = "These wait until your organisation confirms them"
        assert words not in page(client_of(counsellor), "pact:partners", here.pact.slug)

    def test_nothing_waits_for_who_has_no_organisation(self, here: Situation):
        row = a_promise(here)
        Partner.objects.filter(pk=row.partner_id).update(organisation=None)

        assert not waiting_for(operator()).exists()


class TestGhent:
    @pytest.fixture
    def ghent(self, here: Situation) -> Pact:
        return load_ghent()

    def test_goals_tracks_actions_and_figures_hang_together(
        self, here: Situation, ghent: Pact, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        client = client_of(here.reader)
        with django_assert_max_num_queries(45):
            text = page(client, "pact:plan", ghent.slug)

        assert "Actions that no document ties to a goal" in text
        assert "People reached and guided never share an axis with the employment rate" in text
        assert text.index("More residents in work") < text.index("Jobteam Gent") < text.index("Fewer job seekers")

    def test_the_figure_that_ties_an_action_to_a_goal_has_its_name(self, here: Situation, ghent: Pact):
        client = client_of(here.reader)
        for text in (page(client, "pact:plan", ghent.slug), page(client, "pact:action", ghent.slug, "jobteam")):
            assert re.search(r'href="/figures/jobteam-in-work/">(?!jobteam-in-work)[A-Z][^<]+</a>', text)

    def test_every_action_of_ghent_has_its_page(self, here: Situation, ghent: Pact):
        client = client_of(here.reader)
        for slug in list(ghent.actions.values_list("slug", flat=True))[::7]:
            page(client, "pact:action", ghent.slug, slug)

    def test_nothing_is_booked_or_realised_for_ghent_that_no_document_prints(self, here: Situation, ghent: Pact):
        assert not ghent.actions.exclude(bookings=None).exists()
        assert not ghent.actions.exclude(planned_numbers__realised=None).exists()

    def test_money_of_ghent_stands_as_published(self, here: Situation, ghent: Pact):
        text = page(client_of(here.reader), "pact:money", ghent.slug)

        assert "5,500,000" in text
        assert "Nothing is booked yet" in text
        assert "the pact as a whole" in text
