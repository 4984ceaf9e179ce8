from pathlib import Path
from typing import Any

import pytest

from arbeidspact.indicators import Publication
from arbeidspact.organisations.actor import Actor, actor_of
from arbeidspact.organisations.models import Area, Role
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from tests.monitor.factories import a_baseline, a_goal, a_pact, a_target, an_indicator, figure
from tests.organisations.factories import MembershipFactory, OrganisationFactory


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def city(db: None) -> Area:
    Area.objects.create(code="aalst", kind="municipality", name_nl="Aalst", name_en="Aalst")
    return Area.objects.create(code="gent", kind="municipality", name_nl="Gent", name_en="Ghent")


@pytest.fixture
def promised(city: Area) -> None:
    """A rate with a promise that the public may read."""
    indicator = an_indicator(
        figure("2019", "68"),
        figure("2021", "69"),
        figure("2021", "72", area="aalst"),
        publication=Publication.OPEN,
    )
    a_target(indicator, baseline=a_baseline(indicator))
    a_goal(a_pact())


@pytest.fixture
def analyst(db: None) -> Actor:
    return actor_of(MembershipFactory(roles=[Role.ANALYST], organisation=OrganisationFactory(werkpunt=True)))


@pytest.fixture
def released(promised: None, analyst: Actor) -> str:
    release = make_release(MakeRelease(), actor=analyst)
    publish_release(PublishRelease(version=release.version), actor=analyst)
    return release.version
