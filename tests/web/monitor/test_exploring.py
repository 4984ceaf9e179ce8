import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arbeidspact.indicators import Text
from arbeidspact.indicators.breakdown import Category, Dimension
from arbeidspact.organisations.models import Area, Role
from tests.monitor.factories import an_indicator, definition, figure
from tests.organisations.factories import MembershipFactory

pytestmark = pytest.mark.django_db
SEX = Dimension(
    slug="sex",
    name=Text(nl="Geslacht", en="Sex"),
    categories=(
        Category(slug="women", name=Text(nl="vrouwen", en="women")),
        Category(slug="men", name=Text(nl="mannen", en="men")),
    ),
)


@pytest.fixture
def analyst() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(MembershipFactory(roles=[Role.ANALYST], user__language="en").user)
    return client


@pytest.fixture
def cities() -> None:
    group = Area.objects.create(code="cities", kind="group", name_nl="Steden", name_en="Cities")
    for number, code in enumerate(("gent", "aalst", "genk")):
        Area.objects.create(
            code=code,
            kind="municipality",
            name_nl=code.title(),
            latitude=51 + number / 10,
            longitude=3.7 + number / 5,
            part_of=group,
        )


def page(client: Client, **asked: object) -> str:
    response = client.get(reverse("monitor:indicator", args=["employment-rate"]), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def table_of(text: str) -> str:
    return text[text.index('id="figures-title"') : text.index("</table>", text.index('id="figures-title"'))]


def test_only_the_chosen_periods_are_shown(analyst: Client):
    an_indicator(figure("2018", "61"), figure("2019", "62"), figure("2020", "63"))

    text = table_of(page(analyst, since="2019", until="2019"))

    assert "62" in text
    assert "61 %" not in text
    assert "63 %" not in text


def test_what_is_no_period_is_named_and_stays_in_its_field(analyst: Client):
    an_indicator(figure("2019", "62"))

    text = page(analyst, since="last year")

    assert "last year is no period" in text
    assert 'value="last year"' in text


def test_an_end_before_the_start_is_refused_in_words(analyst: Client):
    an_indicator(figure("2019", "62"))

    assert "This ends before it begins" in page(analyst, since="2020", until="2019")


def test_as_it_was_known_on_a_day_a_later_revision_is_left_out(analyst: Client):
    an_indicator(figure("2019", "68.6", vintage=date(2020, 1, 1)), figure("2019", "69.7", vintage=date(2021, 1, 1)))

    then, now = page(analyst, as_of="2020-06-01"), page(analyst)

    assert "69.7" not in table_of(then)
    assert "another figure stands" not in table_of(then)
    assert table_of(now).count("another figure stands") == 1
    assert "How the figures were revised" in now
    assert "1.1 percentage points more" in now


def test_groups_of_people_have_a_chart_each(analyst: Client):
    an_indicator(
        figure("2019", "62"),
        figure("2020", "63"),
        figure("2019", "58", breakdown="sex:women"),
        figure("2020", "59", breakdown="sex:women"),
        dimensions=(SEX,),
    )

    text = page(analyst, group=["", "sex:women"])

    assert text.count("data-chart-image") == 2
    assert "Name of employment-rate: women" in text
    assert text.count("58 %") >= 1


def test_an_index_puts_the_base_at_a_hundred(analyst: Client):
    an_indicator(figure("2019", "50"), figure("2020", "55"))

    text = page(analyst, base="2019")

    assert "index: 2019 = 100" in text
    assert "from 100 in 2019 to 110 in 2020" in text


def test_the_mean_of_a_group_is_drawn_only_where_every_member_has_a_figure(analyst: Client, cities):
    an_indicator(
        figure("2019", "60"),
        figure("2019", "62", area="aalst"),
        figure("2019", "64", area="genk"),
        figure("2020", "70"),
        figure("2020", "70", area="aalst"),
    )

    text = page(analyst, area="gent", mean="cities")

    assert "mean of the members of Cities: 62 % in 2019" in text


def test_the_files_hold_exactly_what_is_shown(analyst: Client, cities):
    an_indicator(figure("2019", "60"), figure("2020", "61"), figure("2019", "62", area="aalst"))
    asked = {"area": "gent", "since": "2020"}

    csv_file = analyst.get(reverse("monitor:observations-file", args=["employment-rate"]), asked)
    json_file = analyst.get(reverse("monitor:observations-json", args=["employment-rate"]), asked).json()

    content = b"".join(cast("Iterable[bytes]", csv_file)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(row["area"], row["period"], row["value"]) for row in rows] == [("gent", "2020", "61")]
    assert [(one["area"], one["period"], one["value"]) for one in json_file["figures"]] == [("gent", "2020", "61")]
    assert json_file["address"].endswith("?area=gent&since=2020")


def test_the_address_of_what_is_shown_shows_it_again(analyst: Client, cities):
    an_indicator(figure("2019", "60"), figure("2019", "62", area="aalst"))

    text = page(analyst, area="aalst", until="2019", mean="cities")

    assert "?area=aalst&amp;until=2019&amp;mean=cities" in text


def test_the_map_says_of_which_areas_nothing_was_published(analyst: Client, cities):
    an_indicator(figure("2019", "60"), figure("2019", "62", area="aalst"))

    text = page(analyst, shape="map")

    assert "2 of 3 areas have a figure" in text
    assert "Genk: not published" in text
    assert "Highest: Aalst, 62 %." in text


def test_figures_that_are_taken_for_each_other_stand_side_by_side(analyst: Client):
    an_indicator(figure("2019", "60"), related=("survey-rate",), age_group="20-64")
    an_indicator(figure("2019", "72", indicator="survey-rate"), slug="survey-rate", age_group="15-64")

    text = page(analyst, area="gent")

    assert "Several figures, each of them right" in text
    assert "15-64" in text
    assert "gent: 72 % (2019)" in text


def test_the_number_of_queries_does_not_grow_with_the_areas(analyst: Client, cities):
    an_indicator(figure("2019", "60"), figure("2019", "62", area="aalst"))
    page(analyst, area="gent", mean="cities")
    with CaptureQueriesContext(connection) as few_queries:
        page(analyst, area="gent", mean="cities")
    an_indicator(*(figure("2019", "60", area=f"area-{number}") for number in range(20)))
    with CaptureQueriesContext(connection) as many_queries:
        page(analyst, area=[f"area-{number}" for number in range(20)], mean="cities")

    assert len(many_queries) == len(few_queries)


class TestCluster:
    def address(self) -> str:
        return reverse("monitor:cluster", args=["cities"])

    def test_members_stand_side_by_side_with_a_total_only_where_counts_add_up(self, analyst: Client, cities):
        an_indicator(*(figure("2019", "60", area=area) for area in ("gent", "aalst", "genk")))
        counted = definition("jobs", unit="count", factor=1, denominator=None)
        an_indicator(
            *(
                figure("2019", value, area=area, indicator="jobs", unit=counted.unit)
                for area, value in (("gent", "100"), ("aalst", "50"), ("genk", "25"))
            ),
            slug="jobs",
            unit="count",
            factor=1,
            denominator=None,
        )

        text = " ".join(analyst.get(self.address()).content.decode().split())

        assert "<strong>175</strong>" in text
        assert "does not add up" in text
        assert "1 of 3" in text

    def test_a_small_count_is_hidden_with_the_one_that_the_total_would_give_away(self, analyst: Client, cities):
        an_indicator(
            *(
                figure("2019", value, area=area, unit="count")
                for area, value in (("gent", "100"), ("aalst", "50"), ("genk", "3"))
            ),
            unit="count",
            factor=1,
            denominator=None,
        )

        text = " ".join(analyst.get(self.address()).content.decode().split())

        assert text.count("too few to be shown") == 2
        assert "<strong>153</strong>" in text

    def test_a_member_without_a_figure_says_so_and_there_is_no_total(self, analyst: Client, cities):
        an_indicator(figure("2019", "60"), figure("2018", "61", area="aalst"))

        text = " ".join(analyst.get(self.address()).content.decode().split())

        assert "not published" in text
        assert "2018" in text

    def test_the_file_says_the_same(self, analyst: Client, cities):
        an_indicator(figure("2019", "60"))

        response = analyst.get(reverse("monitor:cluster-file", args=["cities"]))

        content = b"".join(cast("Iterable[bytes]", response)).decode("utf-8-sig")
        assert "Gent,employment-rate,2019,60,percent,final" in content
        assert "Genk,employment-rate,,not published" in content

    def test_what_is_no_group_is_not_found(self, analyst: Client, cities):
        assert analyst.get(reverse("monitor:cluster", args=["gent"])).status_code == 404
