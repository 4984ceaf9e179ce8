"""Who fits a vacancy, which requirement costs most, and who may know."""

from datetime import time

import pytest

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.people.models import AccessEvent, Look, PersonLanguage, Purpose
from arbeidspact.vacancies.candidates import fitting_people
from arbeidspact.vacancies.models import RankingLog
from tests.organisations.factories import AreaFactory, actor_with
from tests.people.factories import PersonFactory
from tests.vacancies.conftest import settled_snapshot
from tests.vacancies.factories import DRIVE_FORKLIFT, VacancyFactory


@pytest.fixture
def vacancy(werkpunt):
    return VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True, diploma_required=True)


def candidate(organisation, *, dutch=None, **traits):
    AreaFactory(muide=True)
    person = PersonFactory(accompanied_by=organisation, able_to=DRIVE_FORKLIFT, neighbourhood="muide", **traits)
    if dutch:
        PersonLanguage.objects.create(person=person, language="nl", level=dutch)
    return person


def test_candidates_come_with_their_reasons_and_near_misses_with_what_fails(vacancy, werkpunt, counsellor):
    fits = candidate(werkpunt, dutch="B2", education="bachelor", with_forklift=True)
    almost = candidate(werkpunt, dutch="B2", with_forklift=True)
    candidate(werkpunt)

    people = fitting_people(counsellor, vacancy.reference)

    assert [one.person.reference for one in people.candidates] == [fits.reference]
    assert [one.person.reference for one in people.near_misses] == [almost.reference]
    (failed,) = people.near_misses[0].reasons.failed
    assert failed.words == "Diploma: asks Secondary school, has No diploma, or primary school"
    assert (people.reachable, people.eligible) == (3, 1)


def test_the_requirement_that_costs_most_candidates_is_named_with_its_number(vacancy, werkpunt, counsellor):
    for _number in range(3):
        candidate(werkpunt, dutch="B1", with_forklift=True)
    candidate(werkpunt, dutch="A2", education="bachelor", with_forklift=True)
    candidate(werkpunt, dutch="A1", education="bachelor", with_forklift=True)

    costs = fitting_people(counsellor, vacancy.reference).costs

    assert [(cost.words, cost.people) for cost in costs] == [
        ("Diploma: Secondary school", 3),
        ("Dutch at level B1", 2),
        ("Dutch at B1 instead of A2", 1),
    ]


def test_each_part_of_the_journey_has_its_own_cost(werkpunt, counsellor):
    vacancy = VacancyFactory(asks=[DRIVE_FORKLIFT], starting_at_half_past_five=True)
    walks = {"transport": ["walk"], "travel_minutes_max": 60}
    candidate(werkpunt, transport=["public_transport"], travel_minutes_max=60)
    candidate(werkpunt, **walks)
    VacancyFactory(asks=[DRIVE_FORKLIFT], in_zelzate=True)
    far = AreaFactory(zelzate=True).code
    PersonFactory(accompanied_by=werkpunt, able_to=DRIVE_FORKLIFT, neighbourhood=far, **walks)
    vacancy.starts_at = time(5, 5)
    vacancy.save()

    people = fitting_people(counsellor, vacancy.reference)

    assert people.eligible == 1
    assert [(cost.words, cost.people) for cost in people.costs] == [
        ("The journey to this workplace", 2),
        ("The time at which the work starts or ends", 1),
    ]


def test_a_lower_level_stands_among_the_costs_only_when_it_says_something_new(vacancy, werkpunt, counsellor):
    for level in ("A1", "A2", "A2", None):
        candidate(werkpunt, dutch=level, education="bachelor", with_forklift=True)
    candidate(werkpunt, dutch="B1", education="lower_secondary", with_forklift=True)

    costs = fitting_people(counsellor, vacancy.reference).costs

    assert [(cost.words, cost.people) for cost in costs] == [
        ("Dutch at level B1", 4),
        ("Dutch at B1 instead of A1", 3),
        ("Dutch at B1 instead of A2", 2),
        ("Diploma: Secondary school", 1),
    ]


def test_people_of_another_organisation_are_not_ranked(vacancy, vdab, counsellor):
    candidate(vdab, dutch="C1", education="master", with_forklift=True)

    assert fitting_people(counsellor, vacancy.reference).reachable == 0


def test_every_person_shown_is_in_the_log_of_looks_and_the_ranking_in_its_own(vacancy, werkpunt, counsellor):
    fits = candidate(werkpunt, dutch="B2", education="bachelor", with_forklift=True)
    candidate(werkpunt)

    fitting_people(counsellor, vacancy.reference)

    (event,) = AccessEvent.objects.all()
    assert (event.person, event.purpose, event.look) == (fits, Purpose.MATCHING, Look.LINE)
    log = RankingLog.objects.get()
    assert (log.vacancy, log.shown, log.person) == (vacancy, 1, None)


def test_a_vacancy_that_is_not_open_ranks_nobody(werkpunt, counsellor):
    candidate(werkpunt)

    people = fitting_people(counsellor, VacancyFactory(filled=True).reference)

    assert not people.is_open
    assert people.candidates == ()
    assert not RankingLog.objects.exists()


def test_an_account_manager_who_opens_no_files_sees_nobody(vacancy, vdab, account_manager):
    candidate(vdab, dutch="C1", education="master", with_forklift=True)

    assert fitting_people(account_manager, vacancy.reference).candidates == ()


def test_the_operator_sees_numbers_and_no_names(vacancy, werkpunt):
    fits = candidate(werkpunt, dutch="B2", education="bachelor", with_forklift=True)

    (one,) = fitting_people(operator(), vacancy.reference).candidates

    assert (one.pk, one.person) == (fits.pk, None)
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("role", [Role.EMPLOYER_CONTACT, Role.ANALYST, Role.OUTREACH_WORKER, Role.STEERING_MEMBER])
def test_whoever_may_not_match_sees_no_candidates(vacancy, werkpunt, role):
    with pytest.raises(NotAllowed):
        fitting_people(actor_with(role, organisation=werkpunt), vacancy.reference)


def test_an_unknown_vacancy_is_not_found(counsellor):
    with pytest.raises(NotFound):
        fitting_people(counsellor, "00000000-0000-0000-0000-000000000000")


def test_looking_takes_as_many_queries_for_many_people_as_for_two(
    vacancy, werkpunt, counsellor, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # From two on: a single row is written by a statement of its own.
    for _number in range(2):
        candidate(werkpunt, dutch="B2", education="bachelor", with_forklift=True)
    settled_snapshot()
    with CaptureQueriesContext(connection) as for_two:
        fitting_people(counsellor, vacancy.reference)
    for _number in range(5):
        candidate(werkpunt, dutch="B2", education="bachelor", with_forklift=True)

    with django_assert_num_queries(len(for_two)):
        assert len(fitting_people(counsellor, vacancy.reference).candidates) == 7
