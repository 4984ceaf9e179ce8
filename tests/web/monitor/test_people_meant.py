from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from arbeidspact.indicators import Category, Dimension, PopulationReference, Text, Unit
from arbeidspact.organisations.models import Role
from tests.monitor.factories import a_baseline, a_target, an_indicator, figure
from tests.monitor.ghent import load_ghent
from tests.organisations.factories import MembershipFactory

pytestmark = pytest.mark.django_db

AGE = Dimension(
    slug="age",
    name=Text(nl="Leeftijd", en="Age"),
    categories=tuple(Category(slug=one, name=Text(nl=f"{one} jaar", en=f"aged {one}")) for one in ("15-64", "20-64")),
)


@pytest.fixture
def member() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(MembershipFactory(roles=[Role.STEERING_MEMBER], user__language="en").user)
    return client


def page(client: Client, slug: str = "employment-rate", **asked: Any) -> str:
    response = client.get(reverse("monitor:people-meant", args=[slug]), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def a_rate_over_residents() -> None:
    counts = {"indicator": "residents", "unit": Unit.COUNT}
    an_indicator(
        figure("2019", "178000", breakdown="age:15-64", **counts),
        figure("2019", "165000", breakdown="age:20-64", **counts),
        slug="residents",
        unit=Unit.COUNT,
        factor=Decimal(1),
        denominator=None,
        dimensions=(AGE,),
    )
    rate = an_indicator(
        figure("2019", "68.6"), population=PopulationReference(indicator="residents", breakdown="age:20-64")
    )
    a_target(rate, "70", baseline=a_baseline(rate, "68.6"), people=2500)


def test_the_printed_2500_of_ghent_shows_over_whom_was_counted(member: Client):
    load_ghent()

    text = page(member)

    assert "2,500 people for 1.4 percentage points" in text
    assert "178,571" in text


def test_the_age_group_of_the_rate_is_counted_over_and_the_printed_number_fits_another(member: Client):
    a_rate_over_residents()

    text = page(member)

    assert "2,310" in text
    assert "over 165,000 residents" in text
    assert "Nearest to that is aged 15-64: 178,000 residents (2019)." in text


def test_the_age_group_can_be_switched(member: Client):
    a_rate_over_residents()

    assert "2,492" in page(member, start="68.6", end="70", group="age:15-64", area="gent")


def test_growth_asks_people_of_its_own(member: Client):
    an_indicator(figure("2019", "68.6"))

    text = page(member, start="68,6", end="70", residents="165.000", later="170 000")

    assert "5,810" in text
    assert "2,310 are for the rate itself and 3,500 because the population changes" in text


def test_without_residents_the_page_says_so_and_takes_a_number(member: Client):
    an_indicator(figure("2019", "68.6"))

    assert "not published here" in page(member)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param({"start": "veel", "end": "70"}, "This is no number", id="words"),
        pytest.param({"start": "168", "end": "170", "residents": "5"}, "between 0 and 100 %", id="more than all"),
        pytest.param(
            {"start": "70", "end": "70", "people": "5"}, "cannot be this change", id="people without a change"
        ),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(member: Client, asked: dict[str, str], said: str):
    an_indicator(figure("2019", "68.6"))

    text = page(member, **asked)

    assert said in text
    assert f'value="{asked["start"]}"' in text


def test_a_count_is_no_rate(member: Client):
    an_indicator(slug="jobs", unit=Unit.COUNT, factor=Decimal(1), denominator=None)

    assert member.get(reverse("monitor:people-meant", args=["jobs"])).status_code == 404
