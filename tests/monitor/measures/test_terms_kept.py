"""The terms feed the indicators: the share of each quarter that has ended, none too small, and said when invented."""

from datetime import date
from decimal import Decimal

import pytest

from arbeidspact.demo.load import GHENT
from arbeidspact.indicators import read_definitions
from arbeidspact.monitor.actions import adopt_indicators
from arbeidspact.monitor.commands import AdoptIndicators
from arbeidspact.monitor.measures.terms_kept import indicator_of
from arbeidspact.monitor.measuring import INVENTED_EN, record_measures
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.terms.rulebook import followed_rules
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory
from tests.terms.factories import NotedFactFactory, registered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)
JANUARY = date(2026, 1, 15)


@pytest.fixture
def ghent():
    definitions = read_definitions(GHENT / "indicators.toml")
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=operator())


def record_terms(**values):
    return record_measures(
        **{"actor": operator(), "measures": ["terms-met-in-time"], "area": "gent", "on": TODAY, **values}
    )


def assessed(number, *, late=0, since=JANUARY, **facts):
    for place in range(number + late):
        person = PersonFactory(**facts)
        registered(person, since)
        if place < number:
            NotedFactFactory(person=person, fact="assessed_elsewhere", on=since)


def test_every_followed_rule_has_its_indicator():
    defined = read_definitions(GHENT / "indicators.toml")

    assert not [rule.slug for rule in followed_rules() if indicator_of(rule.slug) not in defined]


def test_the_share_of_a_quarter_that_has_ended_is_recorded_once_a_day(ghent):
    assessed(8, late=6)
    assessed(9, since=date(2026, 7, 1))

    rehearsal = record_terms()
    assert [(one.indicator, str(one.period), one.value) for one in rehearsal.observations] == [
        ("terms-screening-met-in-time", "2026-Q1", Decimal("57.1")),
        ("terms-screening-met", "2026-Q1", Decimal(8)),
        ("terms-screening-due", "2026-Q1", Decimal(14)),
    ]
    assert not Observation.objects.exists()

    first = record_terms(is_rehearsal=False)
    again = record_terms(is_rehearsal=False)
    assert (first.recorded.new, again.same, again.recorded) == (3, 3, None)


@pytest.mark.parametrize(
    ("met", "late"),
    [pytest.param(4, 0, id="few in all"), pytest.param(9, 4, id="few late"), pytest.param(4, 9, id="few")],
)
def test_what_is_too_small_to_show_is_left_out(ghent, met, late):
    assessed(met, late=late)

    found = record_terms()

    assert found.observations == ()
    assert [(left.about, left.reason) for left in found.left_out] == [("screening, 2026-Q1", "too few to show")]


def test_without_its_definition_nothing_is_recorded():
    assessed(9)

    found = record_terms(is_rehearsal=False)

    assert found.recorded is None
    assert found.left_out[0].reason == "no indicator in force names platform:terms-met-in-time"


def test_figures_of_invented_people_say_so(ghent):
    assessed(9, is_invented=True)

    assert record_terms().observations == ()
    found = record_terms(with_invented=True).observations
    assert [one.flag_en for one in found] == [INVENTED_EN] * 3


def test_a_counsellor_records_no_figures(ghent):
    with pytest.raises(NotAllowed):
        record_terms(actor=actor_with(Role.COUNSELLOR, organisation=OrganisationFactory(vdab=True)))
