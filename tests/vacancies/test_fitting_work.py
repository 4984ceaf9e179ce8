"""Which work fits a person, and why: from rows to words."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.utils import timezone

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import Role
from arbeidspact.people.access import open_file, profiles_for_matching
from arbeidspact.people.models import OriginGroup, Person, PersonCompetence, PersonLanguage, PersonLicence
from arbeidspact.people.profiles import profile_of
from arbeidspact.vacancies.actions import fill_vacancy
from arbeidspact.vacancies.columns import person_columns, profile_columns
from arbeidspact.vacancies.commands import FillVacancy
from arbeidspact.vacancies.kept_input import values_of
from arbeidspact.vacancies.matches import fitting_work, fitting_work_for
from arbeidspact.vacancies.models import RankingLog
from arbeidspact.vacancies.queries import VacancyFilters
from arbeidspact.vacancies.reasons import Fit
from arbeidspact.vacancies.snapshot import snapshot_on
from tests.organisations.factories import AreaFactory, actor_with
from tests.people.factories import PersonFactory
from tests.vacancies.conftest import settled_snapshot
from tests.vacancies.factories import (
    DRIVE_FORKLIFT,
    FORKLIFT_DRIVER,
    OFFICE_CLEANER,
    EmployerFactory,
    VacancyFactory,
    essentials_of,
)

TODAY = timezone.localdate


@pytest.fixture
def driver(counsellor, werkpunt):
    """Somebody who drives a forklift and has the certificate, on a bicycle in the Muide."""
    person = PersonFactory(
        accompanied_by=werkpunt,
        able_to=DRIVE_FORKLIFT,
        with_forklift=True,
        reachable_by_bicycle=True,
        neighbourhood="muide",
        seeking=FORKLIFT_DRIVER,
    )
    PersonLanguage.objects.create(person=person, language="nl", level="A2")
    return person


@pytest.fixture
def ask(counsellor):
    return lambda person, **extra: fitting_work(open_file(counsellor, person.reference), **extra)


def titles(matches):
    return [match.vacancy.title for match in matches]


def test_somebody_with_the_competence_and_the_certificate_sees_the_vacancy_with_the_reasons(driver, ask):
    VacancyFactory(forklift_night_shift=True)

    (match,) = ask(driver).matches

    assert match.vacancy.title == "Forklift driver, nights"
    assert [(fit.name, fit.fit) for fit in match.reasons.competences] == [("drive a forklift", Fit.MATCHED)]
    assert match.reasons.covered_words == "1 of 1 competences"
    assert match.reasons.is_sought
    assert match.reasons.travel_minutes is not None
    assert {condition.kind for condition in match.reasons.met} >= {"licence", "shift", "travel"}


def test_a_language_that_is_too_low_excludes_with_the_figures(driver, ask):
    VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)

    work = ask(driver)

    assert work.matches == ()
    (miss,) = work.near_misses
    assert [condition.words for condition in miss.reasons.failed] == ["Dutch: asks B1, has A2"]
    assert [(opening.words, opening.vacancies) for opening in work.openings] == [("Dutch at level B1", 1)]


def test_a_missing_certificate_says_how_many_vacancies_it_would_open(driver, ask):
    PersonLicence.objects.all().delete()
    for _number in range(3):
        VacancyFactory(forklift_night_shift=True)

    work = ask(driver)

    assert work.eligible == 0
    assert work.openings[0].vacancies == 3
    assert "forklift" in work.openings[0].words.lower()


def test_an_expired_certificate_counts_no_more(driver, ask):
    PersonLicence.objects.update(valid_until=date(2020, 1, 1))
    VacancyFactory(forklift_night_shift=True)

    assert ask(driver).matches == ()


def test_a_driving_licence_covers_the_ones_it_implies(driver, ask):
    VacancyFactory(asks=[DRIVE_FORKLIFT], needs_licence="driving-b")
    assert ask(driver).matches == ()

    PersonLicence.objects.create(person=driver, licence="driving-c")

    assert len(ask(driver).matches) == 1


def test_adding_a_competence_changes_the_list_at_once(driver, ask):
    VacancyFactory(cleaning=True)
    assert titles(ask(driver).matches) == []

    PersonCompetence.objects.create(person=driver, concept=essentials_of(OFFICE_CLEANER)[0], noted_on=TODAY())

    assert titles(ask(driver).matches) == ["Office cleaner"]


def test_a_new_vacancy_can_be_found_at_once_and_a_filled_one_no_more(driver, ask, account_manager):
    assert titles(ask(driver).matches) == []

    vacancy = VacancyFactory(forklift_night_shift=True, organisation=account_manager.organisation)
    assert titles(ask(driver).matches) == ["Forklift driver, nights"]

    fill_vacancy(FillVacancy(vacancy=vacancy.reference, filled_on=TODAY()), actor=account_manager)
    assert titles(ask(driver).matches) == []


def test_a_related_competence_counts_for_something_and_is_named(driver, ask):
    from arbeidspact.taxonomy import active_taxonomy

    related = active_taxonomy().related(DRIVE_FORKLIFT)[0]
    PersonCompetence.objects.update(concept=related.id)
    VacancyFactory(forklift_night_shift=True)

    (match,) = ask(driver).matches

    (fit,) = match.reasons.competences
    assert fit.fit is Fit.RELATED
    assert fit.via == str(active_taxonomy().label(related.id, "en"))
    assert 0 < match.reasons.score < 1
    assert match.reasons.covered_words == "0 of 1 competences, 1 close"


def test_work_out_of_reach_by_bicycle_is_a_near_miss_with_the_minutes(driver, ask):
    VacancyFactory(asks=[DRIVE_FORKLIFT], in_zelzate=True)

    (miss,) = ask(driver).near_misses

    (failed,) = miss.reasons.failed
    assert failed.kind == "travel"
    assert "the limit is 45" in failed.words


def test_work_that_starts_before_the_first_bus_is_a_near_miss_with_both_times(driver, ask):
    Person.objects.update(transport=["public_transport"], travel_minutes_max=60)
    VacancyFactory(asks=[DRIVE_FORKLIFT], area="muide", starts_at=time(5, 10), ends_at=time(13, 30))
    VacancyFactory(title="By day", asks=[DRIVE_FORKLIFT], area="muide", starts_at=time(8), ends_at=time(16))

    work = ask(driver)

    (failed,) = work.near_misses[0].reasons.failed
    assert failed.kind == "travel"
    assert "the work starts at 05:10" in failed.words
    assert titles(work.matches) == ["By day"]
    assert any("at the earliest" in condition.words for condition in work.matches[0].reasons.met)
    assert "Travel this way too: bicycle" in [opening.words for opening in work.openings]


def test_the_wishes_for_hours_and_wage_order_what_fits_and_are_told(driver, ask):
    Person.objects.update(hours_min=19, hours_max=38, wage_wanted=2_500)
    VacancyFactory(title="Half time", asks=[DRIVE_FORKLIFT], hours_min=19, hours_max=19, wage_min=2_000)
    VacancyFactory(title="Full time", asks=[DRIVE_FORKLIFT], hours_min=38, hours_max=38, wage_min=2_500)

    matches = ask(driver).matches

    assert titles(matches) == ["Full time", "Half time"]
    assert matches[0].reasons.facts[1:] == ("As many hours as wanted", "At least the wage hoped for")
    assert matches[1].reasons.facts[1:] == (
        "19 of the 38 hours wanted",
        "€ 2000 a month; hoped for: € 2500 a month",
    )


def test_a_course_that_makes_work_fit_well_is_named_with_its_number(driver, ask):
    PersonCompetence.objects.all().delete()
    for _number in range(3):
        VacancyFactory(forklift_night_shift=True)

    (opening,) = [opening for opening in ask(driver).openings if opening.is_course]

    assert (opening.words, opening.vacancies) == ("Learn: drive a forklift", 3)


def test_a_workplace_with_coordinates_of_its_own_is_judged_by_them(driver, ask):
    VacancyFactory(asks=[DRIVE_FORKLIFT], area="muide", latitude=51.1993, longitude=3.8131)

    assert [condition.kind for condition in ask(driver).near_misses[0].reasons.failed] == ["travel"]


def test_work_in_the_own_neighbourhood_still_takes_some_minutes(driver, ask):
    VacancyFactory(asks=[DRIVE_FORKLIFT])

    assert 2 < ask(driver).matches[0].reasons.travel_minutes < 15


def test_the_filters_of_the_list_narrow_the_matches(driver, ask):
    VacancyFactory(forklift_night_shift=True)
    VacancyFactory(title="By day", asks=[DRIVE_FORKLIFT], employer=EmployerFactory(sector="metal"))

    assert titles(ask(driver, filters=VacancyFilters(sector="metal")).matches) == ["By day"]


def test_too_little_known_is_an_answer_that_says_what_to_ask(counsellor, werkpunt, ask):
    VacancyFactory(forklift_night_shift=True)
    nobody_asked = PersonFactory(accompanied_by=werkpunt)

    work = ask(nobody_asked)

    assert not work.is_enough_known
    assert work.matches == ()
    assert work.ask[0].startswith("What can this person do?")
    assert len(work.assumptions) == 4


def test_every_ranking_is_logged_with_what_it_rests_on(driver, ask, counsellor):
    VacancyFactory(forklift_night_shift=True)

    ask(driver)

    log = RankingLog.objects.get()
    assert (log.user, log.organisation, log.person, log.shown) == (
        counsellor.user,
        counsellor.organisation,
        driver,
        1,
    )
    assert log.index_hash == snapshot_on(TODAY()).index.hash
    assert len(log.input_hash) == 64
    assert log.parameters["nice_percent"] == 25


def test_a_name_an_origin_an_age_or_an_address_never_reaches_the_columns(driver, ask):
    VacancyFactory(forklift_night_shift=True)
    before = ask(driver)

    Person.objects.update(
        given_name="Jan",
        family_name="Peeters",
        birth_date=date(1960, 1, 1),
        origin_group=OriginGroup.NON_EU,
        email="jan@example.org",
        language="fr",
    )
    after = ask(driver)

    assert before.matches == after.matches
    hashes = set(RankingLog.objects.values_list("input_hash", flat=True))
    assert len(hashes) == 1


def test_ranking_takes_as_many_queries_for_many_vacancies_as_for_one(driver, counsellor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    VacancyFactory(forklift_night_shift=True)
    file = open_file(counsellor, driver.reference)
    settled_snapshot()
    with CaptureQueriesContext(connection) as for_one:
        fitting_work(file)
    for _number in range(6):
        VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)
    settled_snapshot()

    with django_assert_num_queries(len(for_one)):
        fitting_work(file)


def test_whoever_may_not_match_is_refused(driver, werkpunt):
    outreach_worker = actor_with(Role.OUTREACH_WORKER, organisation=werkpunt)

    with pytest.raises(NotAllowed):
        fitting_work(open_file(outreach_worker, driver.reference))


def test_a_person_beyond_reach_is_not_ranked(driver, vdab):
    with pytest.raises(NotFound):
        fitting_work_for(actor_with(Role.COUNSELLOR, organisation=vdab), driver.reference)


def test_the_operator_has_anybody_ranked_in_numbers(driver):
    VacancyFactory(forklift_night_shift=True)

    assert len(fitting_work_for(operator(), driver.reference).matches) == 1


def test_what_nobody_asked_excludes_nothing(werkpunt, counsellor):
    AreaFactory(muide=True)
    person = PersonFactory(accompanied_by=werkpunt, able_to=DRIVE_FORKLIFT)
    VacancyFactory(asks=[DRIVE_FORKLIFT], shifts=["night"], hours_min=38, hours_max=38)
    words = snapshot_on(TODAY()).words

    columns = person_columns(profiles_for_matching(counsellor), words, TODAY())

    assert columns.zones.tolist() == [-1]
    assert len(fitting_work_for(counsellor, person.reference).matches) == 1


def test_read_together_people_are_what_each_is_alone(werkpunt, counsellor):
    AreaFactory(muide=True)
    PersonFactory(accompanied_by=werkpunt)
    PersonFactory(
        accompanied_by=werkpunt,
        able_to=DRIVE_FORKLIFT,
        with_forklift=True,
        seeking=FORKLIFT_DRIVER,
        hours_min=Decimal("28.3"),
        hours_max=Decimal("37.9"),
        shifts=["night", "day"],
        transport=["bicycle", "car"],
        travel_minutes_max=45,
        wage_wanted=Decimal("2310.29"),
    )
    words, profiles = snapshot_on(TODAY()).words, profiles_for_matching(counsellor)

    together = person_columns(profiles, words, TODAY())

    alone = [profile_columns(profile_of(person), words, TODAY()) for person in profiles]
    assert [values_of(together, row) for row in range(len(together))] == [values_of(one, 0) for one in alone]
    assert together.weekly_minutes_max.tolist()[1] == 2274
    assert together.wages_wanted_cents.tolist()[1] == 231029
