"""Each measure on an example worked out by hand: what counts, what does not, and what is too small to be seen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from arbeidspact.assessments.models import Outcome
from arbeidspact.demo.load import GHENT
from arbeidspact.followup.models import AftercareSide, AftercareTalk, StillAtWork
from arbeidspact.indicators import read_definitions
from arbeidspact.monitor.actions import adopt_indicators
from arbeidspact.monitor.commands import AdoptIndicators
from arbeidspact.monitor.computed import record_computed
from arbeidspact.monitor.measures import known_measures
from arbeidspact.monitor.measuring import INVENTED_EN, record_measures
from arbeidspact.organisations.actor import operator
from arbeidspact.outreach.actions import adopt_programmes
from arbeidspact.outreach.commands import AdoptProgrammes
from arbeidspact.outreach.models import Programme
from arbeidspact.outreach.programmes_file import read_programmes
from arbeidspact.people.domains import LifeDomain
from arbeidspact.people.models import PersonStatus, StatusKind
from tests.assessments.factories import AssessmentFactory
from tests.handovers.factories import HandoverFactory
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.outreach.factories import ContactFactory
from tests.pathways.factories import PlacementFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import OFFICE_CLEANER, VacancyFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)
"""The last quarter that has ended is the second of 2026; the last month, August."""


@pytest.fixture(autouse=True)
def ghent():
    definitions = read_definitions(GHENT / "indicators.toml", measures=known_measures())
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=operator())
    muide = AreaFactory(muide=True)
    muide.part_of = AreaFactory(code="gent")
    muide.save()


def measured(name, *, area="gent", **values):
    found = record_measures(actor=operator(), measures=[name], area=area, on=TODAY, **values)
    return {(one.indicator, str(one.period), one.breakdown): one.value for one in found.observations}, found


def vacancies(number, **values):
    for _each in range(number):
        VacancyFactory(**{"opens_on": date(2026, 4, 1), **values})


def test_the_fill_rate_is_of_the_vacancies_that_closed_in_the_quarter():
    vacancies(9, filled_on=date(2026, 5, 11), positions_filled=1)
    vacancies(6, cancelled_on=date(2026, 6, 30))
    vacancies(7, closes_on=date(2026, 5, 1))
    vacancies(8)
    vacancies(5, filled_on=date(2026, 7, 1), positions_filled=1)

    figures, _found = measured("vacancy-fill-rate")

    assert figures == {
        ("platform-vacancy-fill-rate", "2026-Q2", ""): Decimal("60.0"),
        ("platform-vacancies-filled", "2026-Q2", ""): Decimal(9),
        ("platform-vacancies-closed", "2026-Q2", ""): Decimal(15),
    }


def test_the_counts_of_a_rate_stay_inside_with_it():
    """Of five closed vacancies one was not filled: nobody may see that, also not from the counts."""
    vacancies(15, filled_on=date(2026, 5, 11), positions_filled=1)
    vacancies(1, cancelled_on=date(2026, 6, 30))

    figures, found = measured("vacancy-fill-rate")

    assert figures == {}
    assert {one.reason for one in found.left_out} == {"tells of fewer than 5"}


def test_employers_who_said_what_became_of_their_vacancy_are_counted_against_those_that_went_silent():
    vacancies(9, filled_on=date(2026, 5, 11), positions_filled=1)
    vacancies(6, cancelled_on=date(2026, 6, 30))
    vacancies(5, closes_on=date(2026, 6, 30))
    vacancies(8, closes_on=date(2026, 7, 1))
    vacancies(7)

    figures, _found = measured("employers-told-outcome")

    assert figures == {
        ("platform-employers-told-outcome-share", "2026-Q2", ""): Decimal("75.0"),
        ("platform-vacancies-ended", "2026-Q2", ""): Decimal(20),
    }


def introduced(number, *, on=date(2026, 5, 4), after=None, **values):
    """Introductions on one day; `after` so many days the employer answered, by inviting unless said otherwise."""
    for _each in range(number):
        if after is not None:
            values = {"answer": "invited", **values, "answered_on": on + timedelta(days=after)}
        if "outcome" in values:
            values = {**values, "decided_on": values["answered_on"] + timedelta(days=7)}
        IntroductionFactory(introduced_on=on, **values)


def introductions_of_a_quarter():
    """Of 30 introductions 18 were answered in time and 6 late; 13 led to an invitation, 7 of those to work."""
    introduced(7, after=4, outcome="hired")
    introduced(6, after=6)
    introduced(5, after=14, answer="not_now", reason="licence")
    introduced(6, after=15, answer="vacancy_gone")
    introduced(5)
    introduced(1, withdrawn_on=date(2026, 5, 19), withdrawn_because="no_answer")


@pytest.mark.parametrize(
    ("measure", "figures"),
    [
        pytest.param(
            "introductions-answered-in-time",
            {"-answered-in-time-share": "60.0", "-answered-in-time": "18", "": "30"},
            id="18 of 30 within fourteen days, the fourteenth too",
        ),
        pytest.param("introductions-days-until-answer", {"-days-until-answer": "6"}, id="the middle of 24 answers"),
        pytest.param(
            "introductions-invited",
            {"-invited-share": "54.2", "-invited": "13", "-answered": "24"},
            id="13 of the 24 that were answered",
        ),
        pytest.param("introductions-hired", {"-hired-share": "23.3", "-hired": "7"}, id="7 of all 30"),
    ],
)
def test_employers_answers_to_introductions_are_counted_by_the_quarter_in_which_they_were_made(measure, figures):
    introductions_of_a_quarter()

    counted, _found = measured(measure)

    assert counted == {
        (f"platform-introductions{slug}", "2026-Q2", ""): Decimal(value) for slug, value in figures.items()
    }


def test_introductions_that_gave_no_time_to_answer_do_not_count():
    introductions_of_a_quarter()
    introduced(8, withdrawn_on=date(2026, 5, 18), withdrawn_because="person_asked")
    introduced(8, withdrawn_on=date(2026, 6, 1), withdrawn_because="mistake")
    introduced(8, after=3, withdrawn_on=date(2026, 6, 1), withdrawn_because="mistake")
    introduced(9, on=date(2026, 7, 1), after=3)

    figures, _found = measured("introductions-answered-in-time")

    assert figures["platform-introductions", "2026-Q2", ""] == 30
    assert {period for _slug, period, _breakdown in figures} == {"2026-Q2"}


@pytest.mark.parametrize(
    ("day", "quarters"),
    [
        pytest.param(date(2026, 7, 14), set(), id="the last ones of June have a day left"),
        pytest.param(date(2026, 7, 15), {"2026-Q2"}, id="all fourteen days are over"),
    ],
)
def test_a_quarter_of_introductions_is_counted_once_all_its_employers_had_their_time(day, quarters):
    introductions_of_a_quarter()

    found = record_measures(actor=operator(), measures=["introductions-answered-in-time"], area="gent", on=day)

    assert {str(one.period) for one in found.observations} == quarters


def test_answers_from_which_few_silent_employers_would_follow_stay_inside():
    introduced(12, after=4)
    introduced(8, after=14, answer="vacancy_gone")
    introduced(2, after=16, answer="vacancy_gone")
    introduced(6)

    in_time, _found = measured("introductions-answered-in-time")
    days, found = measured("introductions-days-until-answer")
    invited, _found = measured("introductions-invited")

    assert in_time["platform-introductions-answered-in-time-share", "2026-Q2", ""] == Decimal("71.4")
    assert (days, invited) == ({}, {})
    assert {one.reason for one in found.left_out} == {"tells of fewer than 5"}


def started(number, *, asked_after=None, **values):
    """People who began to work on 1 February: from 1 May until 29 June the employer is asked how it goes."""
    for _each in range(number):
        placement = PlacementFactory(rung="regular-economy", since=date(2026, 2, 1), **values)
        if asked_after is not None:
            held_on = date(2026, 5, 1) + timedelta(days=asked_after)
            AftercareTalk.objects.create(
                placement=placement,
                organisation=placement.organisation,
                month=3,
                side=AftercareSide.EMPLOYER,
                held_on=held_on,
                still_at_work=StillAtWork.YES,
            )


def test_employers_who_say_how_it_goes_are_counted_against_the_moments_to_ask_with_their_days():
    started(6, asked_after=2)
    started(5, asked_after=9)
    started(1, asked_after=4)
    started(8)
    started(7, until=date(2026, 3, 1))

    heard, _found = measured("employers-heard")
    days, _found = measured("employers-days-until-heard")

    assert {key: value for key, value in heard.items() if key[1] == "2026-Q2"} == {
        ("platform-employers-heard-share", "2026-Q2", ""): Decimal("60.0"),
        ("platform-employers-heard", "2026-Q2", ""): Decimal(12),
        ("platform-employers-to-ask", "2026-Q2", ""): Decimal(20),
    }
    assert days["platform-employers-days-until-heard", "2026-Q2", ""] == Decimal("3.0")


def test_the_median_is_of_the_days_until_vacancies_were_filled():
    for days in (10, 20, 30, 50, 60, 90):
        opens_on = date.fromordinal(date(2026, 6, 1).toordinal() - days)
        vacancies(1, opens_on=opens_on, filled_on=date(2026, 6, 1), positions_filled=1)
    vacancies(5, opens_on=date(2026, 5, 31), cancelled_on=date(2026, 6, 1))

    figures, _found = measured("vacancy-days-until-filled")

    assert figures == {("platform-vacancy-days-until-filled", "2026-Q2", ""): Decimal("40.0")}


def test_open_vacancies_are_those_of_the_last_day_of_each_month():
    vacancies(6, opens_on=date(2026, 7, 1))
    vacancies(7, opens_on=date(2026, 7, 1), filled_on=date(2026, 8, 10), positions_filled=1)
    vacancies(5, opens_on=date(2026, 7, 31), in_zelzate=True)

    figures, _found = measured("vacancies-open")

    assert figures == {
        ("platform-vacancies-open", "2026-07", ""): Decimal(13),
        ("platform-vacancies-open", "2026-08", ""): Decimal(6),
    }


def test_long_is_more_than_ninety_days():
    vacancies(5, opens_on=date(2026, 6, 1))
    vacancies(15, opens_on=date(2026, 6, 2))

    figures, _found = measured("vacancies-open-long")

    # On 31 August those of 1 June have been open for 91 days, those of 2 June for 90.
    assert figures["platform-vacancies-open-long-share", "2026-08", ""] == Decimal("25.0")


def test_tension_divides_means_over_twelve_months_in_all_and_by_group():
    for _each in range(12):
        person = PersonFactory(seeking=OFFICE_CLEANER)
        PersonStatus.objects.create(person=person, kind=StatusKind.JOB_SEEKER, since=date(2025, 1, 1))
    for _each in range(12):
        PersonStatus.objects.create(person=PersonFactory(), kind=StatusKind.JOB_SEEKER, since=date(2026, 3, 1))
    vacancies(6, cleaning=True, opens_on=date(2025, 1, 1))

    figures, _found = measured("tension")

    # Seekers: 12 in all months and 12 more in six of them, so 18 on average, against 6 vacancies; cleaners 12 to 6.
    assert figures == {
        ("platform-tension-ratio", "2026-08", ""): Decimal("3.00"),
        ("platform-tension-jobseekers", "2026-08", ""): Decimal(18),
        ("platform-tension-vacancies", "2026-08", ""): Decimal(6),
        ("platform-tension-ratio", "2026-08", "occupation:isco-91"): Decimal("2.00"),
        ("platform-tension-jobseekers", "2026-08", "occupation:isco-91"): Decimal(12),
        ("platform-tension-vacancies", "2026-08", "occupation:isco-91"): Decimal(6),
    }


def noon(day):
    return datetime(2026, 5, day, 12, tzinfo=UTC)


def test_handovers_count_from_sending_until_the_meeting_by_kind_of_organisation():
    city, pes = OrganisationFactory(werkpunt=True), OrganisationFactory(vdab=True)
    for days in (2, 4, 6, 8, 10, 12):
        sent_at = noon(20 - days)
        HandoverFactory(met=True, sender=city, receiver=pes, sent_at=sent_at, met_on=date(2026, 5, 20))
    HandoverFactory(
        met=True,
        to_partner=True,
        sender=pes,
        sent_at=noon(1),
        met_on=date(2026, 5, 2),
    )
    HandoverFactory(refused=True, sender=city, receiver=pes)

    figures, found = measured("handover-days-until-met")

    # The one to a partner is too few; with the total beside it, the other pair would tell it.
    assert figures == {
        ("platform-handover-days", "2026-Q2", ""): Decimal("6.0"),
        ("platform-handovers-met", "2026-Q2", ""): Decimal(7),
    }
    assert sorted({one.reason for one in found.left_out}) == [
        "another group that tells of fewer than 5 would follow from it",
        "tells of fewer than 5",
    ]


def test_a_pair_is_shown_where_nothing_small_stands_beside_it():
    city, pes = OrganisationFactory(werkpunt=True), OrganisationFactory(vdab=True)
    for _each in range(5):
        sent_at = noon(10)
        HandoverFactory(met=True, sender=city, receiver=pes, sent_at=sent_at, met_on=date(2026, 5, 17))

    figures, _found = measured("handover-days-until-met")

    assert figures["platform-handover-days", "2026-Q2", "receiver:pes|sender:city"] == Decimal("7.0")


def test_each_pair_of_organisations_has_a_median_of_its_own_and_its_number():
    city, pes = OrganisationFactory(werkpunt=True, slug="werkpunt"), OrganisationFactory(vdab=True, slug="vdab-gent")
    for days in (2, 4, 6, 8, 15):
        HandoverFactory(met=True, sender=city, receiver=pes, sent_at=noon(20 - days), met_on=date(2026, 5, 20))
    for days in (1, 2, 3, 4, 5, 6):
        HandoverFactory(met=True, sender=pes, receiver=city, sent_at=noon(20 - days), met_on=date(2026, 5, 20))

    figures, _found = measured("handover-days-between-organisations")

    there = "receiving-organisation:vdab-gent|sending-organisation:werkpunt"
    back = "receiving-organisation:werkpunt|sending-organisation:vdab-gent"
    assert figures == {
        ("platform-handover-days-by-organisation", "2026-Q2", ""): Decimal("4.0"),
        ("platform-handovers-between-organisations", "2026-Q2", ""): Decimal(11),
        ("platform-handover-days-by-organisation", "2026-Q2", there): Decimal("6.0"),
        ("platform-handovers-between-organisations", "2026-Q2", there): Decimal(5),
        ("platform-handover-days-by-organisation", "2026-Q2", back): Decimal("3.5"),
        ("platform-handovers-between-organisations", "2026-Q2", back): Decimal(6),
    }


def test_what_was_measured_between_organisations_can_be_recorded():
    city, pes = OrganisationFactory(werkpunt=True), OrganisationFactory(vdab=True)
    for _each in range(5):
        HandoverFactory(met=True, sender=city, receiver=pes, sent_at=noon(10), met_on=date(2026, 5, 17))

    figures, found = measured("handover-days-between-organisations", is_rehearsal=False)

    assert found.recorded.new == len(figures) == 4


def assessed_twice(number, before, after, *, first=date(2025, 10, 1), then=date(2026, 5, 1), **values):
    for _each in range(number):
        person = PersonFactory()
        for day, outcomes in ((first, before), (then, after)):
            AssessmentFactory(
                person=person, finished_on=day, valid_until=date(2027, 1, 1), results=_spread(outcomes), **values
            )


def _spread(outcome):
    open_domains = [LifeDomain.LANGUAGE, LifeDomain.CHILD_CARE, LifeDomain.TRANSPORT, LifeDomain.DIGITAL]
    known = {domain: Outcome.NONE for domain in LifeDomain if domain not in (LifeDomain.HEALTH, LifeDomain.DEBT)}
    return {**known, **dict.fromkeys(open_domains, outcome)}


def test_who_was_assessed_again_is_nearer_the_same_or_farther():
    assessed_twice(10, Outcome.LARGE, Outcome.NONE)
    assessed_twice(5, Outcome.NONE, Outcome.LARGE)
    assessed_twice(5, Outcome.NONE, Outcome.NONE)
    assessed_twice(9, Outcome.LARGE, Outcome.NONE, first=date(2026, 1, 1))

    shares = {}
    for name in ("distance-nearer", "distance-same", "distance-farther"):
        shares |= measured(name)[0]

    assert {key[0]: value for key, value in shares.items()} == {
        "platform-distance-nearer-share": Decimal("50.0"),
        "platform-distance-same-share": Decimal("25.0"),
        "platform-distance-farther-share": Decimal("25.0"),
        "platform-distance-nearer": Decimal(10),
        "platform-distance-same": Decimal(5),
        "platform-distance-farther": Decimal(5),
        "platform-distance-assessed-again": Decimal(20),
    }


def test_where_one_of_the_three_is_too_small_none_is_shown():
    assessed_twice(10, Outcome.LARGE, Outcome.NONE)
    assessed_twice(6, Outcome.NONE, Outcome.NONE)
    assessed_twice(2, Outcome.NONE, Outcome.LARGE)

    assert [measured(name)[0] for name in ("distance-nearer", "distance-same", "distance-farther")] == [{}, {}, {}]


def test_people_stand_on_one_rung_and_begin_on_any():
    for _each in range(5):
        person = PersonFactory()
        PlacementFactory(person=person, rung="work-care", since=date(2026, 4, 10), until=date(2026, 5, 31))
        PlacementFactory(person=person, rung="supported-employment", since=date(2026, 6, 1))
    for _each in range(6):
        PersonStatus.objects.create(person=PersonFactory(), kind=StatusKind.INACTIVE, since=date(2026, 6, 1))

    standing, _found = measured("people-on-rung")
    begun, _found = measured("people-placed")

    assert standing == {
        ("platform-people-on-rung", "2026-06-30", "rung:supported-employment"): Decimal(5),
        ("platform-people-on-rung", "2026-06-30", "rung:not-working"): Decimal(6),
    }
    assert begun == {
        ("platform-people-placed", "2026-Q2", "rung:work-care"): Decimal(5),
        ("platform-people-placed", "2026-Q2", "rung:supported-employment"): Decimal(5),
    }


def registered(number, *, since=date(2026, 5, 1), until=None, met_on=None, programme=None):
    for _each in range(number):
        person = PersonFactory()
        PersonStatus.objects.create(person=person, kind=StatusKind.JOB_SEEKER, since=since, until=until)
        if met_on is not None:
            ContactFactory(in_programme=programme, met_on=met_on, with_file=person)


def test_growth_is_taken_apart_into_what_outreach_found_and_the_rest():
    adopt_programmes(AdoptProgrammes(programmes=read_programmes()), actor=operator())
    jobteam = Programme.objects.get(slug="jobteam")
    registered(6, met_on=date(2026, 4, 1), programme=jobteam)
    registered(9)
    registered(5, met_on=date(2026, 5, 2), programme=jobteam)
    registered(7, since=date(2025, 1, 1), until=date(2026, 6, 30))
    registered(5, since=date(2025, 1, 1), until=date(2026, 6, 1), met_on=date(2024, 12, 1), programme=jobteam)

    for name in ("jobseekers-registered", "jobseekers-left"):
        measured(name, is_rehearsal=False)
    computed = record_computed(actor=operator(), is_rehearsal=False)

    second = [one for one in computed.figures if str(one.figure.period) == "2026-Q2"]
    assert {(one.figure.indicator, one.figure.breakdown): one.figure.value for one in second} == {
        ("platform-jobseekers-growth", ""): 20 - 12,
        ("platform-jobseekers-growth", "route:outreach"): 6 - 5,
        ("platform-jobseekers-growth", "route:otherwise"): 14 - 7,
        ("platform-outreach-registration-share", ""): Decimal("30.00"),
    }
    assert {one.figure.status for one in second} == {"provisional"}
    assert record_computed(actor=operator(), is_rehearsal=False).recorded.same == len(computed.figures)


def test_figures_of_invented_vacancies_are_left_out_unless_asked_and_then_say_so():
    vacancies(6, opens_on=date(2026, 8, 1), is_invented=True)

    nothing, found = measured("vacancies-open")
    assert nothing == {}
    assert {one.reason for one in found.left_out} == {"counts invented people or vacancies of the demo"}

    _figures, with_them = measured("vacancies-open", with_invented=True)
    assert [one.flag_en for one in with_them.observations] == [INVENTED_EN]


def test_a_figure_that_changes_becomes_a_new_vintage_and_one_that_does_not_stays():
    vacancies(6, opens_on=date(2026, 8, 1))
    first = record_measures(
        actor=operator(), measures=["vacancies-open"], area="gent", on=date(2026, 9, 1), is_rehearsal=False
    )
    vacancies(1, opens_on=date(2026, 8, 2))
    _figures, later = measured("vacancies-open", is_rehearsal=False)
    _figures, again = measured("vacancies-open", is_rehearsal=False)

    assert [(one.value, one.vintage) for one in (*first.observations, *later.observations)] == [
        (Decimal(6), date(2026, 9, 1)),
        (Decimal(7), TODAY),
    ]
    assert (again.observations, again.same) == ((), 1)


def test_the_number_of_questions_does_not_depend_on_the_number_of_rows(django_assert_max_num_queries):
    vacancies(20, filled_on=date(2026, 5, 11), positions_filled=1)
    registered(20)

    with django_assert_max_num_queries(120):
        record_measures(actor=operator(), area="gent", on=TODAY)
