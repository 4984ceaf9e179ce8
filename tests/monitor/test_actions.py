from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from arbeidspact.indicators import BaselineEntry, Period, Reference, TargetEntry, TargetsFile
from arbeidspact.indicators import ObservationStatus as Status
from arbeidspact.monitor.actions import adopt_indicators, record_observations, set_targets
from arbeidspact.monitor.commands import AdoptIndicators, RecordObservations, SetTargets
from arbeidspact.monitor.models import Baseline, Indicator, Observation, Target
from arbeidspact.monitor.recording import Recorded
from arbeidspact.organisations.actor import ANONYMOUS, Actor, operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed
from arbeidspact.organisations.models import AuditEvent, OrganisationKind, Role
from tests.monitor.factories import an_indicator, definition, figure
from tests.monitor.ghent import ghents_figures, load_ghent
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


def record(*figures: object) -> Recorded:
    return record_observations(RecordObservations(observations=figures), actor=operator())  # type: ignore[arg-type]


def promises(**target: object) -> SetTargets:
    reference = Reference(document="Beleidsnota", section="2", url="https://example.org")
    baseline = BaselineEntry(
        slug="start",
        indicator="employment-rate",
        area="gent",
        value=Decimal("68.6"),
        period="2019",  # type: ignore[arg-type]
        printed_as="68,6 procent",
        status="contested",
        decided_on=date(2019, 7, 2),
        reference=reference,
    )
    values = {
        "slug": "promise",
        "indicator": "employment-rate",
        "area": "gent",
        "rule": "at_least",
        "value": Decimal(70),
        "due": date(2025, 12, 31),
        "baseline": "start",
        "printed_as": "minstens 70%",
        "status": "adopted",
        "decided_on": date(2019, 7, 2),
        "reference": reference,
        **target,
    }
    return SetTargets(promises=TargetsFile(baselines=(baseline,), targets=(TargetEntry(**values),)))  # type: ignore[arg-type]


class TestDefinitions:
    def test_a_definition_comes_into_force_and_a_newer_one_takes_its_place(self):
        an_indicator()
        an_indicator(version=2, age_group="20-64")

        indicator = Indicator.objects.get()
        assert (indicator.version, indicator.definition["age_group"]) == (2, "20-64")
        assert indicator.name_en == "Name of employment-rate"
        assert AuditEvent.objects.filter(action="adopt-indicators").count() == 2

    def test_an_older_definition_is_refused_and_nothing_changes(self):
        an_indicator(version=3)

        with pytest.raises(Conflict, match="employment-rate") as refused:
            adopt_indicators(AdoptIndicators(definitions=(definition("jobs"), definition(version=2))), actor=operator())

        assert refused.value.field == "version"
        assert list(Indicator.objects.values_list("slug", "version")) == [("employment-rate", 3)]


class TestFigures:
    def test_new_same_and_changed_figures_are_told_apart(self):
        an_indicator()
        first = [figure("2019", "68.6"), figure("2020", "68.9")]

        assert record(*first) == Recorded(new=2, changed=0, same=0)
        assert record(*first) == Recorded(new=0, changed=0, same=2)
        again = [first[0], replace(first[1], value=Decimal("69.1")), figure("2021", "70")]
        assert record(*again) == Recorded(new=1, changed=1, same=1)

        values = [(str(row.period), row.value) for row in Observation.objects.order_by("period_start")]
        assert values == [("2019", Decimal("68.6")), ("2020", Decimal("69.1")), ("2021", Decimal(70))]

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"status": Status.CONTESTED}, id="its status"),
            pytest.param({"flag_nl": "let op"}, id="its remark"),
            pytest.param({"printed_as": "68,6 %"}, id="how it was printed"),
        ],
    )
    def test_a_figure_that_says_something_else_is_changed(self, change: dict[str, object]):
        an_indicator(figure("2019", "68.6"))

        assert record(replace(figure("2019", "68.6"), **change)) == Recorded(new=0, changed=1, same=0)

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({"source": "Een andere bron"}, id="another source"),
            pytest.param({"vintage": date(2026, 1, 1)}, id="another moment"),
            pytest.param({"vintage": None}, id="a moment that is not known"),
            pytest.param({"area": "brugge"}, id="another area"),
            pytest.param({"breakdown": "sex:women"}, id="another group"),
        ],
    )
    def test_sources_and_moments_stand_side_by_side(self, other: dict[str, object]):
        an_indicator(figure("2019", "68.6"))
        beside = replace(figure("2019", "69.7"), **other)

        assert record(beside) == Recorded(new=1, changed=0, same=0)
        assert record(beside) == Recorded(new=0, changed=0, same=1)

    def test_a_long_period_fits(self):
        an_indicator(figure("2018-12-01/2019-11-30", "68.6"), figure("2018-12-03/2019-11-28", "68.7"))

        assert [str(row.period) for row in Observation.objects.order_by("period_start")] == [
            "2018-12/2019-11",
            "2018-12-03/2019-11-28",
        ]

    def test_an_indicator_that_is_not_defined_is_named_and_nothing_is_taken(self):
        an_indicator()

        with pytest.raises(InvalidValue, match="no indicator jobs") as refused:
            record(figure("2019", "68.6"), figure("2019", "5", indicator="jobs"))

        assert refused.value.field == "indicator"
        assert "Import its definition" in str(refused.value.hint)
        assert not Observation.objects.exists()

    def test_ghents_file_is_taken_in_twice_without_a_change(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        load_ghent()
        figures = ghents_figures()

        with django_assert_max_num_queries(8):
            assert record(*figures) == Recorded(new=0, changed=0, same=len(figures))

    def test_the_number_of_queries_does_not_grow_with_the_figures(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ):
        an_indicator()
        record(figure("1999", "60"))
        with django_assert_num_queries(11):
            record(figure("2000", "60"))
        with django_assert_num_queries(11):
            record(*(figure(str(year), "60") for year in range(2001, 2025)))

    def test_taking_nothing_new_in_is_no_event(self):
        an_indicator(figure("2019", "68.6"))
        before = AuditEvent.objects.count()

        record(figure("2019", "68.6"))

        assert AuditEvent.objects.count() == before


class TestPromises:
    def test_a_target_stands_with_its_baseline_and_who_decided(self):
        an_indicator()

        (target,) = set_targets(promises(), actor=operator())

        assert target.baseline is not None
        assert (target.value, target.baseline.value) == (Decimal(70), Decimal("68.6"))
        assert (target.decided_on, target.source) == (date(2019, 7, 2), "Beleidsnota, 2")
        assert Period.parse(target.baseline.period) == Period.year(2019)

    def test_the_same_promise_again_replaces_the_first(self):
        an_indicator()
        set_targets(promises(), actor=operator())
        set_targets(promises(due=None, value=Decimal(71)), actor=operator())

        target = Target.objects.get()
        assert (target.due, target.value) == (None, Decimal(71))
        assert Baseline.objects.count() == 1

    def test_a_promise_about_an_indicator_that_is_not_defined_names_it(self):
        with pytest.raises(InvalidValue, match="no indicator employment-rate") as refused:
            set_targets(promises(), actor=operator())

        assert refused.value.field == "indicator"
        assert not Baseline.objects.exists()


class TestWhoMay:
    @pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
    def test_analysts_take_figures_in_and_nobody_else(self, role: Role):
        actor = actor_with(role, organisation=OrganisationFactory(werkpunt=True))
        an_indicator()

        def take_in() -> None:
            adopt_indicators(AdoptIndicators(definitions=(definition(),)), actor=actor)
            record_observations(RecordObservations(observations=(figure("2019", "68"),)), actor=actor)

        self.expect(take_in, allowed=role is Role.ANALYST)

    @pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
    def test_steering_members_set_targets_and_nobody_else(self, role: Role):
        actor = actor_with(role, organisation=OrganisationFactory(werkpunt=True))
        an_indicator()

        self.expect(lambda: set_targets(promises(), actor=actor), allowed=role is Role.STEERING_MEMBER)

    @pytest.mark.parametrize("kind", list(OrganisationKind), ids=lambda kind: kind.value)
    def test_an_analyst_of_an_employer_or_a_school_takes_no_figures_in(self, kind: OrganisationKind):
        actor = actor_with(Role.ANALYST, organisation=OrganisationFactory(kind=kind))
        may = kind in {"city", "pes", "welfare", "partner"}

        self.expect(lambda: adopt_indicators(AdoptIndicators(definitions=(definition(),)), actor=actor), allowed=may)

    def test_a_visitor_takes_nothing_in(self):
        self.expect(lambda: set_targets(promises(), actor=ANONYMOUS), allowed=False)

    @staticmethod
    def expect(attempt: Callable[[], object], *, allowed: bool) -> None:
        if allowed:
            attempt()
            return
        before = (Indicator.objects.count(), Observation.objects.count(), Target.objects.count())
        with pytest.raises(NotAllowed):
            attempt()
        assert (Indicator.objects.count(), Observation.objects.count(), Target.objects.count()) == before


def test_who_acts_stands_in_the_record():
    analyst: Actor = actor_with(Role.ANALYST, organisation=OrganisationFactory(werkpunt=True))
    adopt_indicators(AdoptIndicators(definitions=(definition(),)), actor=analyst)

    assert AuditEvent.objects.get(action="adopt-indicators").user == analyst.user


def test_what_was_promised_on_the_way_is_kept_with_the_target_and_replaced_with_it():
    an_indicator(figure("2019", "68.6"))
    on_the_way = {"due": date(2022, 12, 31), "value": "69", "printed_as": "69 % in 2022"}
    command = promises(intermediate=[on_the_way], value="70")

    set_targets(command, actor=operator())
    set_targets(command, actor=operator())

    target = Target.objects.get()
    assert [(one.due, one.value, one.printed_as) for one in target.intermediate.all()] == [
        (date(2022, 12, 31), Decimal(69), "69 % in 2022")
    ]


def test_a_target_may_be_the_mean_of_a_group():
    an_indicator(figure("2019", "68.6"))

    set_targets(promises(value=None, relative_to="centrumsteden", mean_of=["aalst", "brugge"]), actor=operator())

    assert Target.objects.get().members == ["aalst", "brugge"]
