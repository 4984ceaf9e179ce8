import io
from collections.abc import Iterable
from datetime import date
from typing import cast

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from arbeidspact.indicators import OBSERVATION_COLUMNS, Observation, Unit, read_definitions, read_observations
from arbeidspact.indicators import ObservationStatus as Status
from arbeidspact.organisations.models import Role
from tests.monitor.factories import a_baseline, a_goal, a_target, an_indicator, definition, figure
from tests.monitor.ghent import GHENT, ghents_figures, load_ghent
from tests.organisations.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def member(role: Role = Role.ANALYST, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(MembershipFactory(roles=[role], user__language=language).user)
    return client


@pytest.fixture
def analyst() -> Client:
    return member()


def page(client: Client, name: str, *args: object, **asked: object) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def file_of(client: Client, name: str, *args: object, **asked: object) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return b"".join(cast("Iterable[bytes]", response)).decode("utf-8-sig")


def by_key(figures: Iterable[Observation]) -> dict[tuple[object, ...], Observation]:
    return {one.key: one for one in figures}


class TestList:
    def test_every_indicator_stands_with_how_many_figures_and_how_new(self, analyst: Client):
        an_indicator(figure("2024", "69"))
        an_indicator(slug="jobs")

        text = page(analyst, "monitor:indicators")

        assert "2 results" in text
        assert "December 2024" in text
        assert "no figure yet" in text

    def test_a_word_narrows_the_list_and_stays_in_its_field(self, analyst: Client):
        load_ghent()

        text = page(analyst, "monitor:indicators", q="vacanc")

        assert 'value="vacanc"' in text
        assert "17 results" in text
        assert f"{reverse('monitor:figures-file')}?q=vacanc" in text

    def test_the_list_comes_in_pages(self, analyst: Client):
        load_ghent()

        assert "1 to 25 of" in page(analyst, "monitor:indicators")
        assert "page=1" in page(analyst, "monitor:indicators", page="2")

    def test_a_word_that_fits_nothing_says_what_to_do(self, analyst: Client):
        assert "arbeidspact import indicators" in page(analyst, "monitor:indicators", q="<b>zzz")

    def test_the_number_of_queries_does_not_grow(
        self, analyst: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        load_ghent()

        with django_assert_max_num_queries(15):
            page(analyst, "monitor:indicators")


class TestOne:
    def test_an_indicator_tells_what_it_counts_and_its_traps(self, analyst: Client):
        load_ghent()

        text = page(analyst, "monitor:indicator", "unemployment-rate")

        for words in (
            "job seekers without work registered with VDAB",
            "VDAB, job seekers without work (NWWZ)",
            "Arvastat, unemployment rate",
            "About twice the ILO figure: do not mix them.",
            "What was decided, and when",
            "decided on 2 July 2019",
            "Fewer job seekers",
        ):
            assert words in text, words
        assert "nl=&#x27;" not in text

    def test_sources_that_contradict_each_other_are_all_shown(self, analyst: Client):
        an_indicator(
            figure("2019", "68.6", source="Persbericht", vintage=date(2019, 7, 2), status=Status.CONTESTED),
            figure("2019", "69.7", source="Beleidsnota", vintage=date(2020, 10, 19)),
        )

        text = page(analyst, "monitor:indicator", "employment-rate")

        assert text.count("another figure stands") == 1
        assert "Persbericht" in text
        assert "Contested" in text

    def test_chosen_areas_are_shown_and_others_ignored(self, analyst: Client):
        load_ghent()

        text = page(analyst, "monitor:indicator", "unemployment-rate", area=["turnhout", "nowhere"])

        assert 'value="turnhout" checked' in text
        assert 'value="gent" checked' not in text

    def test_more_areas_than_can_be_told_apart_are_named(self, analyst: Client):
        areas = [f"area-{number}" for number in range(7)]
        an_indicator(*(figure("2019", "60", area=area) for area in areas))

        assert "A chart shows the first 5 areas" in page(analyst, "monitor:indicator", "employment-rate", area=areas)

    def test_a_target_without_a_day_says_no_date_was_set(self, analyst: Client):
        load_ghent()

        text = page(analyst, "monitor:indicator", "employment-rate-survey-20-64")

        assert "<strong>at least 80 %</strong>, no date was set" in text
        assert "day of the decision not published" in text

    def test_an_indicator_without_figures_says_how_to_load_them(self, analyst: Client):
        indicator = an_indicator()
        a_target(indicator, baseline=a_baseline(indicator))
        a_goal()

        text = page(analyst, "monitor:indicator", "employment-rate")

        assert "No figure is loaded yet" in text
        assert "More people in work" in text

    def test_every_indicator_of_ghent_has_its_page(self, analyst: Client):
        load_ghent()
        for slug in list(read_definitions(GHENT / "indicators.toml"))[::5]:
            page(analyst, "monitor:indicator", slug)

    def test_in_dutch_it_speaks_dutch(self):
        load_ghent()

        text = page(member(language="nl"), "monitor:indicator", "unemployment-rate")

        assert "Werkloosheidsgraad" in text
        assert "9,4 %" in text

    def test_an_indicator_that_is_not_there_is_a_page_that_says_so(self, analyst: Client):
        response = analyst.get(reverse("monitor:indicator", args=["nothing"]))

        assert response.status_code == 404
        assert "There is no such indicator." in response.content.decode()


class TestFiles:
    def test_the_file_has_the_columns_of_the_importer(self, analyst: Client):
        an_indicator(figure("2019", "68.6"))

        header = file_of(analyst, "monitor:observations-file", "employment-rate").splitlines()[0]

        assert tuple(header.split(",")) == OBSERVATION_COLUMNS

    @pytest.mark.parametrize(
        "name", ["unemployment-rate", "jobseekers-change", "jobs-ratio", "vacancies-received-12-months"]
    )
    def test_the_file_of_an_indicator_is_read_back_as_it_was_taken_in(self, analyst: Client, name: str):
        load_ghent()
        definitions = read_definitions(GHENT / "indicators.toml")

        text = file_of(analyst, "monitor:observations-file", name)

        own = [one for one in ghents_figures() if one.indicator == name]
        assert own
        assert by_key(read_observations(io.StringIO(text), definitions)) == by_key(own)

    def test_the_file_of_all_figures_is_read_back_as_it_was_taken_in(self, analyst: Client):
        load_ghent()

        text = file_of(analyst, "monitor:figures-file")

        read = read_observations(io.StringIO(text), read_definitions(GHENT / "indicators.toml"))
        assert by_key(read) == by_key(ghents_figures())

    def test_the_file_keeps_to_the_word_and_the_areas_asked(self, analyst: Client):
        load_ghent()

        of_word = file_of(analyst, "monitor:figures-file", q="vacanc").splitlines()[1:]
        of_area = file_of(analyst, "monitor:observations-file", "unemployment-rate", area=["genk"]).splitlines()[1:]

        assert of_word
        assert all("vacanc" in line.split(",")[0] for line in of_word)
        assert {line.split(",")[2] for line in of_area} == {"genk"}

    def test_a_small_percentage_and_a_long_fraction_survive(self, analyst: Client):
        small = [figure("2019", "0.5"), figure("2020", "9.125"), figure("2021", "-0.25")]
        an_indicator(*small)
        definitions = {"employment-rate": definition()}

        text = file_of(analyst, "monitor:observations-file", "employment-rate")

        assert by_key(read_observations(io.StringIO(text), definitions)) == by_key(small)

    def test_text_that_a_spreadsheet_takes_for_a_formula_is_disarmed(self, analyst: Client):
        an_indicator(figure("2019", "68.6", unit=Unit.PERCENT, flag_en="=1+1", flag_nl="@x"))

        text = file_of(analyst, "monitor:observations-file", "employment-rate")

        assert "'=1+1" in text
        assert "'@x" in text


ADDRESSES = [("monitor:indicators",), ("monitor:figures-file",), ("monitor:indicator", "employment-rate")]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[0])
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_member_reads_the_figures(role: Role, address: tuple[str, ...]):
    an_indicator(figure("2019", "68.6"))

    assert member(role).get(reverse(address[0], args=address[1:])).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[0])
def test_a_visitor_is_asked_to_sign_in(client: Client, address: tuple[str, ...]):
    response = client.get(reverse(address[0], args=address[1:]))

    assert response.headers["Location"].startswith(reverse("account_login"))
