"""A city of neighbourhoods whose figures the platform counts itself, and an analyst who publishes them."""

from pathlib import Path
from typing import Any

import pytest

from arbeidspact.indicators import Publication, SmallestArea, Unit
from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import Area, AreaKind, Membership, Role
from tests.monitor.factories import an_indicator, figure
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.steering.conftest import (  # noqa: F401
    pact,
    partner,
    partner_membership,
    steering,
    steering_membership,
    vdab,
)

REACHED = "people-reached"
NEIGHBOURHOODS = {"muide": 9, "brugse-poort": 23, "rabot": 15, "dampoort": 60}
OWN = "Arbeidspact, geregistreerde contacten en dossiers"


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def city(db: None) -> Area:
    ghent = Area.objects.create(code="gent", kind=AreaKind.MUNICIPALITY, name_nl="Gent", name_en="Ghent")
    for code in NEIGHBOURHOODS:
        Area.objects.create(code=code, kind=AreaKind.NEIGHBOURHOOD, name_nl=code.title(), part_of=ghent)
    return ghent


def reached(counts: dict[str, int], period: str = "2026-Q3", *, with_total: bool = True, **values: Any) -> list[Any]:
    """The figures of people reached, for each neighbourhood and for the city."""
    every = {**counts, "gent": sum(counts.values())} if with_total else counts
    return [
        figure(period, str(count), area=area, indicator=REACHED, unit=Unit.COUNT, source=OWN, **values)
        for area, count in every.items()
    ]


def reached_counts(*, with_total: bool) -> None:
    an_indicator(
        *reached(NEIGHBOURHOODS, with_total=with_total),
        slug=REACHED,
        unit=Unit.COUNT,
        factor=1,
        denominator=None,
        publication=Publication.GUARDED,
        smallest_area=SmallestArea.NEIGHBOURHOOD,
    )


@pytest.fixture
def guarded(city: Area) -> None:
    reached_counts(with_total=True)


@pytest.fixture
def without_total(city: Area) -> None:
    """Only neighbourhoods where people were reached, no figure of the city."""
    reached_counts(with_total=False)


@pytest.fixture
def published(city: Area) -> None:
    """A rate that an official source printed."""
    an_indicator(figure("2024", "71.2"), publication=Publication.OPEN)


@pytest.fixture
def analyst_membership(db: None) -> Membership:
    return MembershipFactory(organisation=OrganisationFactory(werkpunt=True), roles=[Role.ANALYST], user__language="en")


@pytest.fixture
def analyst(analyst_membership: Membership) -> Actor:
    return actor_of(analyst_membership)
