"""`arbeidspact figures`: first shown, then recorded, and nothing twice."""

import pytest

from arbeidspact.demo.load import load_pact
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.actor import operator
from arbeidspact.outreach.models import Programme
from tests.organisations.factories import OrganisationFactory
from tests.outreach.factories import ContactFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def ghent(run):
    load_pact(operator())
    run("outreach", "programmes", "--adopt")
    for _each in range(6):
        ContactFactory(
            organisation=OrganisationFactory(werkpunt=True),
            in_programme=Programme.objects.get(slug="jobteam"),
            met_on=days_ago(60),
        )


def of_the_platform():
    return Observation.objects.filter(origin__name__startswith="Arbeidspact, geregistreerde")


def test_figures_are_shown_first_and_recorded_once_when_asked(run, ghent):
    shown = run("figures", "compute", "--measure", "funnel")
    assert "jobteam-reached" in shown.output
    assert "Say --yes to record them" in shown.output
    assert not of_the_platform().exists()

    result = run("figures", "compute", "--yes")
    assert result.exit_code == 0, result.output + result.stderr
    known = of_the_platform().count()
    assert of_the_platform().filter(series__indicator__slug="jobteam-reached").exists()

    again = run("figures", "compute", "--yes")
    assert "0 new or changed" in again.output
    assert of_the_platform().count() == known


def test_figures_that_follow_from_others_name_their_inputs(run, ghent):
    shown = run("figures", "compute").output

    assert "riziv-tracks-in-work-share" in shown
    assert "30.92" in shown


def test_an_unknown_measure_is_refused_with_those_that_there_are(run, ghent):
    refused = run("figures", "compute", "--measure", "guesses")

    assert refused.exit_code != 0
    assert "funnel" in refused.output + refused.stderr


def test_without_a_pact_it_asks_for_the_area(run):
    refused = run("figures", "compute")

    assert refused.exit_code != 0
    assert "Name the code of the area" in refused.output + refused.stderr


def test_every_measure_is_listed_with_the_indicators_that_name_it(run, ghent):
    listed = run("figures", "measures").output

    assert "platform:vacancy-fill-rate" in listed
    assert "platform-vacancy-fill-rate" in listed
    assert "platform:signals-answered-in-time" in listed
