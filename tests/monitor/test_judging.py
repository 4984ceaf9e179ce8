"""How sure a figure is, as an analyst says."""

import pytest

from arbeidspact.monitor.judging import JudgeFigure, figures_to_judge, judge_figure
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from tests.monitor.factories import an_indicator, figure
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


def judge(status, reason="een andere leeftijdsgroep", *, actor=None, **more):
    command = JudgeFigure(figure=Observation.objects.get(stands=True).pk, status=status, reason=reason, **more)
    return judge_figure(command, actor=actor or operator())


def test_a_contested_figure_says_why_and_what_stands_against_it():
    an_indicator(figure("2019", "68.6", flag_nl="Zonder jaar gedrukt."))
    analyst = actor_with(Role.ANALYST, organisation=OrganisationFactory(werkpunt=True, name="Stad Gent"))

    judge("contested", counter_value="69,7", counter_source="Beleidsnota", actor=analyst)

    row = Observation.objects.get()
    assert row.status == "contested"
    assert row.flag_nl == (
        "Zonder jaar gedrukt. Betwist door Stad Gent: een andere leeftijdsgroep. "
        "Ertegenover staat 69,7 % (Beleidsnota)."
    )
    assert "Against it stands 69.7 % (Beleidsnota)." in row.flag_en


def test_the_next_judgement_takes_the_place_of_the_words_of_the_one_before():
    an_indicator(figure("2019", "68.6", flag_nl="Zonder jaar gedrukt."))

    judge("contested")
    judge("final", "de bron bevestigde het")

    row = Observation.objects.get()
    assert row.status == "final"
    assert row.flag_nl == "Zonder jaar gedrukt. Definitief: de bron bevestigde het."
    assert row.judgements.count() == 2


def test_of_two_figures_of_one_day_the_surer_counts():
    an_indicator(figure("2019", "68.6", source="A"), figure("2019", "69.0", source="B"))

    judge("contested")

    assert float(Observation.objects.get(stands=True).value) == 69.0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"status": "contested", "counter_value": "69,7"}, "counter_source", id="no source"),
        pytest.param(
            {"status": "contested", "counter_value": "veel", "counter_source": "B"}, "counter_value", id="no number"
        ),
        pytest.param(
            {"status": "final", "counter_value": "69,7", "counter_source": "B"}, "counter_value", id="not contested"
        ),
    ],
)
def test_a_value_against_it_must_be_a_number_with_a_source(values, field):
    an_indicator(figure("2019", "68.6"))

    with pytest.raises(InvalidValue) as refused:
        judge(**values)

    assert refused.value.field == field
    assert Observation.objects.get().status == "final"


def test_who_may_not_import_figures_may_not_judge_them():
    an_indicator(figure("2019", "68.6"))
    counsellor = actor_with(Role.COUNSELLOR, organisation=OrganisationFactory(werkpunt=True))

    with pytest.raises(NotAllowed):
        judge("final", actor=counsellor)
    with pytest.raises(NotFound):
        judge_figure(JudgeFigure(figure=0, status="final", reason="daarom"), actor=operator())


def test_figures_are_found_by_indicator_and_area():
    an_indicator(figure("2019", "68.6"), figure("2020", "69"), figure("2019", "60", area="aalst"))

    found = figures_to_judge("employment-rate", actor=operator(), area="gent")

    assert [str(one.period) for one in found] == ["2020", "2019"]
