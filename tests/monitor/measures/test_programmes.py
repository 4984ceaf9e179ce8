"""The funnels of the programmes feed the indicators: counts of the month, none too small, and said when invented."""

from datetime import date

import pytest

from arbeidspact.demo.load import GHENT
from arbeidspact.indicators import read_definitions
from arbeidspact.monitor.actions import adopt_indicators
from arbeidspact.monitor.commands import AdoptIndicators
from arbeidspact.monitor.measuring import INVENTED_EN, record_measures
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.outreach.actions import adopt_programmes
from arbeidspact.outreach.commands import AdoptProgrammes
from arbeidspact.outreach.models import Programme
from arbeidspact.outreach.programmes_file import read_programmes
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.outreach.factories import ContactFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobteam():
    definitions = read_definitions(GHENT / "indicators.toml")
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=operator())
    adopt_programmes(AdoptProgrammes(programmes=read_programmes()), actor=operator())
    return Programme.objects.get(slug="jobteam")


def record_funnel(**values):
    return record_measures(**{"actor": operator(), "measures": ["funnel"], "area": "gent", **values})


def met(jobteam, number, **facts):
    facts = {"met_on": days_ago(60)} | facts
    for _each in range(number):
        ContactFactory(organisation=OrganisationFactory(werkpunt=True), in_programme=jobteam, **facts)


def reached(found):
    return [one.value for one in found.observations if one.indicator == "jobteam-reached"]


def test_every_stage_names_an_indicator_of_ghent():
    defined = read_definitions(GHENT / "indicators.toml")

    assert not [stage.indicator for one in read_programmes() for stage in one.stages if stage.indicator not in defined]


def test_a_rehearsal_records_nothing(jobteam):
    met(jobteam, 7)

    assert reached(record_funnel()) == [7]
    assert not Observation.objects.exists()


def test_the_figures_are_those_of_the_end_of_last_month(jobteam):
    met(jobteam, 5, met_on=date(2026, 9, 30))
    met(jobteam, 6, met_on=date(2026, 10, 1))

    assert reached(record_funnel(on=date(2026, 10, 31))) == [5]
    found = record_funnel(on=date(2026, 11, 1))
    assert reached(found) == [11]
    assert {(str(one.period), one.vintage) for one in found.observations} == {("2026-10", date(2026, 11, 1))}


def test_recording_again_is_recording_once_and_follows_what_was_registered_later(jobteam):
    met(jobteam, 7)
    first = record_funnel(is_rehearsal=False)
    again = record_funnel(is_rehearsal=False)
    met(jobteam, 1)
    later = record_funnel(is_rehearsal=False)

    assert first.recorded.new == len(first.observations)
    assert (again.observations, again.same, again.recorded) == ((), len(first.observations), None)
    assert later.recorded.changed == 1
    figure = Observation.objects.get(series__indicator__slug="jobteam-reached")
    assert (figure.value, figure.area, figure.status, figure.flag_en) == (8, "gent", "provisional", "")


def test_small_counts_are_left_out(jobteam):
    met(jobteam, 4)

    found = record_funnel(is_rehearsal=False)

    assert [one.reason for one in found.left_out if one.about.startswith("jobteam-reached")] == [
        "tells of fewer than 5"
    ]
    assert not Observation.objects.filter(series__indicator__slug="jobteam-reached").exists()


def test_invented_people_are_left_out_unless_asked_and_then_the_figure_says_so(jobteam):
    met(jobteam, 7, is_invented=True)
    assert reached(record_funnel()) == []

    record_funnel(is_rehearsal=False, with_invented=True)

    assert Observation.objects.get(series__indicator__slug="jobteam-reached").flag_en == INVENTED_EN


def test_who_may_not_record_figures_is_refused(jobteam):
    with pytest.raises(NotAllowed):
        record_funnel(actor=actor_with(Role.TEAM_LEAD, werkpunt=True))
