"""The funnels of the programmes feed the indicators: counts of the month, none too small, and said when invented."""

from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.demo.load import GHENT
from arbeidspact.indicators import read_definitions
from arbeidspact.monitor.actions import adopt_indicators
from arbeidspact.monitor.commands import AdoptIndicators
from arbeidspact.monitor.funnel_figures import INVENTED_EN, record_funnel_figures
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.outreach.actions import adopt_programmes
from arbeidspact.outreach.commands import AdoptProgrammes
from arbeidspact.outreach.models import Programme
from arbeidspact.outreach.programmes_file import read_programmes
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.outreach.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobteam():
    definitions = read_definitions(GHENT / "indicators.toml")
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=operator())
    adopt_programmes(AdoptProgrammes(programmes=read_programmes()), actor=operator())
    return Programme.objects.get(slug="jobteam")


def met(jobteam, number, **facts):
    for _each in range(number):
        ContactFactory(organisation=OrganisationFactory(werkpunt=True), in_programme=jobteam, **facts)


def test_every_stage_names_an_indicator_of_ghent():
    defined = read_definitions(GHENT / "indicators.toml")

    assert not [stage.indicator for one in read_programmes() for stage in one.stages if stage.indicator not in defined]


def test_a_rehearsal_records_nothing(jobteam):
    met(jobteam, 7)

    found = record_funnel_figures(actor=operator())

    assert ("jobteam-reached", Decimal(7)) in [(one.indicator, one.value) for one in found.observations]
    assert not Observation.objects.exists()


def test_recording_twice_on_a_day_is_recording_once(jobteam):
    met(jobteam, 7)
    first = record_funnel_figures(actor=operator(), is_rehearsal=False)
    again = record_funnel_figures(actor=operator(), is_rehearsal=False)

    assert first.recorded.new == len(first.observations)
    assert again.recorded.same == len(first.observations)
    figure = Observation.objects.get(indicator__slug="jobteam-reached")
    assert (figure.value, figure.period, figure.area) == (7, f"{timezone.localdate():%Y-%m}", "gent")
    assert (figure.status, figure.flag_en) == ("provisional", "")


def test_small_counts_are_left_out(jobteam):
    met(jobteam, 4)

    found = record_funnel_figures(actor=operator(), is_rehearsal=False)

    assert ("reached", "fewer than 5 people") in [
        (one.stage, one.reason) for one in found.left_out if one.programme == "jobteam"
    ]
    assert not Observation.objects.filter(indicator__slug="jobteam-reached").exists()


def test_invented_people_are_said_to_be(jobteam):
    met(jobteam, 7, is_invented=True)
    record_funnel_figures(actor=operator(), is_rehearsal=False)

    assert Observation.objects.get(indicator__slug="jobteam-reached").flag_en == INVENTED_EN


def test_who_may_not_record_figures_is_refused(jobteam):
    with pytest.raises(NotAllowed):
        record_funnel_figures(actor=actor_with(Role.TEAM_LEAD, werkpunt=True))
