from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.terms.queries import rulebook
from tests.organisations.factories import MembershipFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.terms.factories import days_ago, registered
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str, **asked: str) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def late_people(number: int, werkpunt: Organisation) -> None:
    for person in PersonFactory.create_batch(number):
        AccompanimentFactory(person=person, organisation=werkpunt, since=days_ago(400))
        registered(person, days_ago(100))


class TestFigures:
    address = property(lambda self: reverse("terms:figures"))

    def test_without_terms_that_came_due_the_page_says_what_will_come(self, counsellor: Client):
        assert "No term by this rule came due in two years." in page_of(counsellor, self.address)

    def test_every_followed_rule_stands_with_its_status_its_figures_and_what_is_counted(
        self, counsellor: Client, werkpunt: Organisation
    ):
        late_people(6, werkpunt)

        page = page_of(counsellor, self.address)

        assert "What is counted" in page
        assert "Promised" in page
        assert werkpunt.name in page
        assert "still going on" in page
        assert "0\u00a0%" in page

    def test_small_counts_are_hidden_on_the_page_and_in_the_file(self, counsellor: Client, werkpunt: Organisation):
        late_people(3, werkpunt)

        page = page_of(counsellor, self.address)
        rows = self._file(counsellor)

        assert "hidden" in page
        assert [row for row in rows if row.startswith("screening") and "hidden" in row]

    def test_the_file_says_what_the_page_says(self, counsellor: Client, werkpunt: Organisation):
        late_people(6, werkpunt)

        rows = self._file(counsellor)

        assert rows[0].startswith("rule,version,legal_status,organisation,from,until,came_due,met_in_time")
        (own,) = [row for row in rows if row.startswith("screening") and werkpunt.name in row]
        assert own.endswith(",6,0,0.0,")
        assert ",promised," in own

    def _file(self, client: Client) -> list[str]:
        response = client.get(reverse("terms:figures-file"))
        assert response["Content-Disposition"] == 'attachment; filename="terms.csv"'
        content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
        return content.removeprefix("\ufeff").splitlines()

    def test_a_steering_member_sees_the_rules_and_not_the_figures(self, werkpunt: Organisation):
        client = client_of(MembershipFactory(organisation=werkpunt, roles=[Role.STEERING_MEMBER]))

        assert client.get(self.address).status_code == 403
        assert client.get(reverse("terms:rules")).status_code == 200

    def test_the_page_takes_a_constant_number_of_queries(
        self, counsellor: Client, werkpunt: Organisation, django_assert_max_num_queries: Any
    ):
        late_people(12, werkpunt)
        with django_assert_max_num_queries(18):
            page_of(counsellor, self.address)


class TestRules:
    def test_every_text_of_every_rule_stands_with_status_validity_and_source(self, counsellor: Client):
        page = page_of(counsellor, reverse("terms:rules"))

        for rule in (*rulebook().terms, *rulebook().bonuses):
            assert rule.name.en in page
            for version in rule.versions:
                assert version.reference.document in page
        assert page.count("<span>Proposed</span>") == 2
        assert page.count("<span>Followed</span>") == 4

    def test_a_rule_that_the_platform_cannot_know_says_so(self, counsellor: Client):
        page = page_of(counsellor, reverse("terms:rule", args=["benefit-limit"]))

        assert "worked out for nobody" in page

    def test_a_rule_works_out_a_day_by_each_text(self, counsellor: Client):
        page = page_of(
            counsellor, reverse("terms:rule", args=["newcomer-registration"]), since="2026-01-15", pause_from=""
        )

        assert "Monday 16 March 2026" in page
        assert "Wednesday 15 April 2026" in page

    @pytest.mark.parametrize(
        ("asked", "says"),
        [
            ({"since": "2026-01-15", "pause_from": "2026-02-01", "pause_until": "2026-02-10"}, "25 March 2026"),
            ({"since": "2026-01-15", "pause_from": "2026-02-01"}, "stands still until it resumes"),
            ({"since": "2019-01-15"}, "No text of this rule holds"),
            ({"since": ""}, "This field is required."),
            ({"since": "x"}, "Enter a valid date."),
            ({"since": "2026-01-15", "pause_from": "2026-02-01", "pause_until": "2026-01-01"}, "cannot end before"),
            ({"since": "2026-01-15", "pause_until": "2026-02-01"}, "From which day on?"),
        ],
    )
    def test_the_calculator_answers_or_says_what_is_missing(self, counsellor: Client, asked: dict[str, str], says: str):
        assert says in page_of(counsellor, reverse("terms:rule", args=["screening"]), **asked)

    @pytest.mark.parametrize(
        ("asked", "says"),
        [
            ({"wage": "2000", "year": "2021"}, "534.29 a year"),
            ({"wage": "1500", "year": "2021"}, "how much more is not known"),
            ({"wage": "2650", "year": "2022"}, "the text does not settle it"),
            ({"wage": "9000", "year": "2024"}, "nothing"),
            ({"wage": "-1", "year": "2021"}, "greater than or equal to 0"),
            ({"wage": "2000", "year": "1999"}, "not one of the available choices"),
        ],
    )
    def test_the_job_bonus_by_each_text(self, counsellor: Client, asked: dict[str, str], says: str):
        page = page_of(counsellor, reverse("terms:rule", args=["job-bonus"]), **asked)

        assert says in page

    def test_a_rule_that_is_not_there_is_not_found(self, counsellor: Client):
        assert counsellor.get(reverse("terms:rule", args=["nothing"])).status_code == 404


def test_the_menu_leads_to_the_figures(counsellor: Client):
    assert reverse("terms:figures") in page_of(counsellor, reverse("home"))


def test_a_calculation_far_ahead_does_not_fail(counsellor: Client):
    far = (timezone.localdate() + timedelta(days=365 * 60)).isoformat()

    page_of(counsellor, reverse("terms:rule", args=["screening"]), since=far)
