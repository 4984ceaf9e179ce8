"""A pact whose goal is measured, a release of its figures, a frozen review, and who makes reports."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from arbeidspact.indicators import Publication
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.models import Area, AreaKind, Role
from arbeidspact.pact.models import Action, GovernanceBody, Pact
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from arbeidspact.publications.models import Release
from arbeidspact.reports.models import Report
from arbeidspact.steering.models import Review
from arbeidspact.steering.review_commands import FreezeReview, StartReview, WriteConclusions
from arbeidspact.steering.reviews import freeze_review, start_review, write_conclusions
from tests.monitor.factories import a_goal, a_pact, an_indicator, figure
from tests.organisations.factories import actor_with
from tests.steering.factories import decided


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def analyst(db: None) -> Actor:
    return actor_with(Role.ANALYST, werkpunt=True)


@pytest.fixture
def steering(db: None) -> Actor:
    return actor_with(Role.STEERING_MEMBER, werkpunt=True)


@pytest.fixture
def counsellor(db: None) -> Actor:
    return actor_with(Role.COUNSELLOR, werkpunt=True)


@pytest.fixture
def pact(db: None) -> Pact:
    Area.objects.create(code="gent", kind=AreaKind.MUNICIPALITY, name_nl="Gent", name_en="Ghent")
    pact = a_pact()
    a_goal(pact)
    Action.objects.create(pact=pact, slug="jobteam", name_nl="Jobteam", name_en="Job team", source="Test")
    GovernanceBody.objects.create(pact=pact, slug="steering-group", name_nl="Stuurgroep", name_en="Steering group")
    return pact


@pytest.fixture
def release(pact: Pact) -> Release:
    an_indicator(figure("2018", "68.6"), figure("2024", "71.2"), publication=Publication.OPEN)
    made = make_release(MakeRelease(notes="Eerste."), actor=operator())
    return publish_release(PublishRelease(version=made.version), actor=operator())


@pytest.fixture
def review(pact: Pact, steering: Actor) -> Review:
    decided(pact, steering)
    today = timezone.localdate()
    started = start_review(
        StartReview(pact=pact.slug, since=today.replace(year=today.year - 1), until=today), actor=steering
    )
    write_conclusions(WriteConclusions(review=started.reference, text="Het tempo ligt te laag."), actor=steering)
    freeze_review(FreezeReview(review=started.reference), actor=steering)
    return started


def refreshed(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)
