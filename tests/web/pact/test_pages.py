import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from arbeidspact.organisations.models import Role
from arbeidspact.pact.models import Action, Pact
from tests.monitor.factories import a_baseline, a_goal, a_pact, a_target, an_indicator, figure
from tests.monitor.ghent import load_ghent
from tests.organisations.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def member(role: Role = Role.STEERING_MEMBER, language: str = "en") -> Client:
    membership = MembershipFactory(
        organisation=OrganisationFactory(werkpunt=True), roles=[role], user__language=language
    )
    client = Client(headers={"accept-language": language})
    client.force_login(membership.user)
    return client


@pytest.fixture
def alderman() -> Client:
    return member()


@pytest.fixture
def ghent(db: None) -> Pact:
    return load_ghent()


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def rows_of(client: Client, name: str, *args: object, **asked: str) -> list[list[str]]:
    response = client.get(reverse(name, args=args), asked)
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(text)))


class TestAtAGlance:
    def test_the_three_goals_stand_first_and_lead_to_their_cards(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:pact", ghent.slug)

        for slug in ("employment", "unemployment", "vacancies"):
            tile, card = text.index(f'href="#goal-{slug}"'), text.index(f'id="goal-{slug}"')
            assert tile < text.index('id="goal-employment"') <= card

    def test_numbers_dates_and_decisions_are_told(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:pact", ghent.slug)

        for words in (
            "68.6 %",
            "at least 70 %",
            "not worse than Flemish centre cities",
            "7.88 %",
            "by 31 December 2025",
            "decided on 2 July 2019",
            "Stad Gent, persbericht Arbeidspact, 2 juli 2019",
            "The promised day, 31 December 2025, has passed.",
            "No number was set",
            "Cannot be judged yet",
            "Out of date",
        ):
            assert words in text, words

    def test_the_goal_without_a_number_says_what_is_known_instead(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:pact", ghent.slug)

        assert "What is known instead" in text
        assert reverse("monitor:indicator", args=["open-vacancies"]) in text
        assert f"{reverse('monitor:indicators')}?q=vacanc" in text
        assert "Vacancies received in twelve months" in page(alderman, "monitor:indicators", q="vacanc")

    def test_a_payer_who_is_a_partner_goes_by_name(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:pact", ghent.slug)

        assert '<th scope="row">City of Ghent</th>' in text
        assert ">stad-gent<" not in text

    def test_tracks_tell_how_many_actions_they_hold(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:pact", ghent.slug)

        count = ghent.tracks.get(slug="school-to-work").actions.count()
        assert "?track=school-to-work" in text
        assert f"{count} actions" in text

    def test_in_dutch_the_pact_speaks_dutch(self, ghent: Pact):
        text = page(member(language="nl"), "pact:pact", ghent.slug)

        assert "Arbeidspact voor Gent" in text
        assert "68,6 %" in text
        assert "31 december 2025" in text

    def test_the_number_of_queries_stays_small(
        self, alderman: Client, ghent: Pact, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        with django_assert_max_num_queries(30):
            page(alderman, "pact:pact", ghent.slug)

    def test_a_day_that_lies_ahead_comes_with_the_path_needed(self, alderman: Client):
        indicator = an_indicator(figure(str(timezone.localdate().year - 1), "69"))
        a_target(indicator, baseline=a_baseline(indicator), due=date(timezone.localdate().year + 3, 12, 31))
        goal = a_goal()

        text = page(alderman, "pact:pact", goal.pact.slug)

        assert "Path needed from here" in text
        assert "Needed each year from now: 0.25 percentage points." in text

    def test_a_number_without_a_day_says_so(self, alderman: Client):
        a_target(an_indicator(figure("2024", "69")), due=None)

        text = page(alderman, "pact:pact", a_goal().pact.slug)

        assert "No date was set" in text
        assert "Promised: at least 70 %, without a day to reach it by." in text
        assert "Still to go: 1 percentage points." in text
        assert "No number was set" not in text

    def test_a_target_that_is_not_loaded_says_so(self, alderman: Client):
        an_indicator(figure("2024", "69"))

        assert "The number is not loaded" in page(alderman, "pact:pact", a_goal().pact.slug)

    def test_a_goal_without_its_indicator_shows_without_a_dead_link(self, alderman: Client):
        goal = a_goal(target="", no_number_was_set=True)

        text = page(alderman, "pact:pact", goal.pact.slug)

        assert "No figure was ever loaded." in text
        assert reverse("monitor:indicator", args=["employment-rate"]) not in text

    def test_an_empty_pact_says_what_to_do(self, alderman: Client):
        assert "This pact has no goals" in page(alderman, "pact:pact", a_pact().slug)


class TestOverview:
    def test_one_pact_is_opened_at_once(self, alderman: Client, ghent: Pact):
        response = alderman.get(reverse("pact:overview"))

        assert response.headers["Location"] == reverse("pact:pact", args=[ghent.slug])

    def test_of_several_one_chooses(self, alderman: Client):
        a_pact(slug="one")
        a_pact(slug="two")

        text = page(alderman, "pact:overview")

        assert reverse("pact:pact", args=["one"]) in text
        assert reverse("pact:pact", args=["two"]) in text

    def test_without_a_pact_the_page_says_how_to_load_one(self, alderman: Client):
        assert "arbeidspact import pact" in page(alderman, "pact:overview")


class TestActions:
    def test_the_list_shows_planned_numbers_and_money(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:actions", ghent.slug)

        assert "73 results" in text
        assert "1,200 to 1,500 people reached" in text
        assert "4,730,000 euro for a project" in text

    def test_a_filter_narrows_it_and_is_told(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:actions", ghent.slug, track="diversity", q="")

        count = ghent.tracks.get(slug="diversity").actions.count()
        assert f"{count} results" in text
        assert "of 73" in text
        assert "- Diversity</small>" in text
        assert f"{reverse('pact:actions-file', args=[ghent.slug])}?track=diversity" in text

    @pytest.mark.parametrize("asked", [{"track": "'; drop"}, {"status": "x"}, {"lead": "<script>"}, {"q": "zzzz"}])
    def test_a_filter_that_fits_nothing_says_so(self, alderman: Client, ghent: Pact, asked: dict[str, str]):
        text = page(alderman, "pact:actions", ghent.slug, **asked)

        assert "No action fits this filter" in text
        assert "<script>" not in text

    @pytest.mark.parametrize("number", ["0", "-1", "abc", "999"])
    def test_a_page_that_does_not_exist_gives_one_that_does(self, alderman: Client, ghent: Pact, number: str):
        assert "73 results" in page(alderman, "pact:actions", ghent.slug, page=number)

    def test_the_number_of_queries_does_not_grow_with_the_list(
        self, alderman: Client, ghent: Pact, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        with django_assert_max_num_queries(30):
            page(alderman, "pact:actions", ghent.slug)

    def test_one_action_tells_all_that_was_published(self, alderman: Client, ghent: Pact):
        text = page(alderman, "pact:action", ghent.slug, "jobteam")

        for words in ("European Social Fund", "3,784,000", "1,200 to 1,500 people reached", "City of Ghent"):
            assert words in text, words

    def test_every_action_has_its_page(self, alderman: Client, ghent: Pact):
        for slug in list(ghent.actions.values_list("slug", flat=True))[::6]:
            page(alderman, "pact:action", ghent.slug, slug)

    def test_what_was_not_published_is_said(self, alderman: Client, ghent: Pact):
        assert "Not published." in page(alderman, "pact:action", ghent.slug, "data-monitoring")

    def test_the_file_holds_the_chosen_actions(self, alderman: Client, ghent: Pact):
        header, *rows = rows_of(alderman, "pact:actions-file", ghent.slug, lead="stad-gent")

        assert header[0] == "Action"
        assert len(rows) == ghent.actions.filter(lead__slug="stad-gent").count()
        assert {row[header.index("Lead")] for row in rows} == {"City of Ghent"}

    def test_the_file_holds_no_formula(self, alderman: Client, ghent: Pact):
        Action.objects.create(pact=ghent, slug="sly", order=99, name_nl="x", name_en='=HYPERLINK("x")')

        rows = rows_of(alderman, "pact:actions-file", ghent.slug, q="hyperlink")

        assert rows[1][0] == '\'=HYPERLINK("x")'


@pytest.mark.parametrize("name", ["pact:pact", "pact:actions", "pact:actions-file"])
def test_a_pact_that_is_not_there_is_a_page_that_says_so(alderman: Client, name: str):
    response = alderman.get(reverse(name, args=["nowhere"]))

    assert response.status_code == 404
    assert "There is no such pact." in response.content.decode()


def test_an_action_that_is_not_there_is_a_page_that_says_so(alderman: Client, ghent: Pact):
    assert alderman.get(reverse("pact:action", args=[ghent.slug, "nothing"])).status_code == 404


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_member_reads_the_pact(role: Role, ghent: Pact):
    assert "Labour pact for Ghent" in page(member(role), "pact:pact", ghent.slug)


def test_a_visitor_is_asked_to_sign_in(client: Client, ghent: Pact):
    response = client.get(reverse("pact:pact", args=[ghent.slug]))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_nothing_is_changed_through_these_pages(alderman: Client, ghent: Pact):
    assert alderman.post(reverse("pact:pact", args=[ghent.slug])).status_code == 405
