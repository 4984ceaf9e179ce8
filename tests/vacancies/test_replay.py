"""Every ranking can be made again from what was kept, and tells when it is no longer what it was."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone, translation
from hypothesis import given

from arbeidspact.matching import BadInput, Overlaid
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.people.access import open_file
from arbeidspact.people.models import Person, PersonCompetence, PersonLanguage
from arbeidspact.taxonomy.nearness import near_pairs, near_path, write_near_pairs
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.vacancies import standing
from arbeidspact.vacancies.candidates import fitting_people
from arbeidspact.vacancies.index_files import changes_path, index_path, kept_index
from arbeidspact.vacancies.kept_input import persons_from, values_of
from arbeidspact.vacancies.log_retention import OldRankings, forget_person_in_rankings, remove_old_rankings
from arbeidspact.vacancies.matches import fitting_work
from arbeidspact.vacancies.models import RankingInput, RankingLog, Vacancy
from arbeidspact.vacancies.queries import VacancyFilters
from arbeidspact.vacancies.reasons import Fit, Through
from arbeidspact.vacancies.replay import (
    Differs,
    Identical,
    NotReplayable,
    logged_ranking,
    replay,
    some_logged_rankings,
)
from arbeidspact.vacancies.snapshot import snapshot_on
from tests.matching.worlds import worlds
from tests.organisations.factories import AreaFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import (
    DRIVE_FORKLIFT,
    FORKLIFT_DRIVER,
    OFFICE_CLEANER,
    EmployerFactory,
    VacancyFactory,
    essentials_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """The files of one test are its own."""
    settings.DATA_DIR = tmp_path
    VacancyFactory()
    snapshot_on(timezone.localdate())


@pytest.fixture
def driver(werkpunt):
    AreaFactory(muide=True)
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
def vacancy():
    return VacancyFactory(forklift_night_shift=True)


@pytest.fixture
def logged_work(driver, vacancy, counsellor):
    """A ranking of work for a person, with a near miss."""
    VacancyFactory(forklift_night_shift=True, needs_dutch_b1=True)
    work = fitting_work(open_file(counsellor, driver.reference))
    assert (len(work.matches), len(work.near_misses)) == (2, 1)
    return RankingLog.objects.get()


@pytest.fixture
def logged_people(driver, vacancy, werkpunt, counsellor):
    """A ranking of people for a vacancy: one fits, one almost does, and one is not shown."""
    PersonFactory(accompanied_by=werkpunt, able_to=DRIVE_FORKLIFT, neighbourhood="muide")
    PersonFactory(accompanied_by=werkpunt, neighbourhood="muide")
    people = fitting_people(counsellor, vacancy.reference)
    assert (len(people.candidates), len(people.near_misses)) == (1, 1)
    return RankingLog.objects.get()


@pytest.fixture(params=["work", "people"])
def logged(request):
    return request.getfixturevalue(f"logged_{request.param}")


def again(log):
    return replay(logged_ranking(operator(), log.pk))


def test_made_again_it_is_identical(logged):
    assert isinstance(again(logged), Identical)


def test_it_stays_identical_whatever_becomes_of_the_person(logged, driver):
    """What was read then is kept; what is known now is not looked at."""
    PersonCompetence.objects.all().delete()
    Person.objects.filter(pk=driver.pk).update(travel_minutes_max=1, neighbourhood="", shifts=["night"])

    assert isinstance(again(logged), Identical)


def test_it_stays_identical_whatever_becomes_of_the_work(logged, vacancy):
    Vacancy.objects.exclude(pk=vacancy.pk).delete()
    vacancy.cancelled_on = timezone.localdate()
    vacancy.save()
    snapshot_on(timezone.localdate())

    assert isinstance(again(logged), Identical)


def test_a_ranking_over_changes_is_kept_with_its_base_and_its_changes(driver, counsellor, monkeypatch):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    VacancyFactory(forklift_night_shift=True)
    fitting_work(open_file(counsellor, driver.reference))
    log = RankingLog.objects.get()
    kept = kept_index(log.index_hash)

    assert isinstance(kept, Overlaid)
    assert changes_path(log.index_hash, kept.under.hash).exists()
    assert isinstance(again(log), Identical)


def test_only_the_input_of_people_in_the_answer_is_kept(logged_people, driver):
    kept = RankingInput.objects.order_by("place")

    assert kept[0].person == driver
    assert len(kept) == 2


def test_the_kept_input_holds_numbers_alone(logged):
    for kept in RankingInput.objects.all():
        assert set(kept.columns) == set(values_of(persons_from([kept.columns]), 0))
        assert not [value for value in _flat(list(kept.columns.values())) if not isinstance(value, int)]


def _flat(values):
    for value in values:
        yield from _flat(value) if isinstance(value, list) else [value]


def parameters(**changes):
    return lambda log: log.parameters.update(changes)


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        pytest.param(parameters(answer_hash="0" * 64), "the answer is another one", id="the answer"),
        pytest.param(parameters(occupation_percent=0), "the answer is another one", id="a weight"),
        pytest.param(parameters(occupation_percent=99), "out of bounds", id="a weight out of bounds"),
        pytest.param(parameters(on="2020-01-01"), "the answer is another one", id="the day"),
        pytest.param(parameters(on="someday"), "cannot be ranked", id="a day that is none"),
        pytest.param(parameters(k=1), "the answer is another one", id="how many"),
        pytest.param(parameters(k="ten"), "cannot be ranked", id="a number in words"),
        pytest.param(parameters(kept_hash="f" * 64), "is not what was ranked", id="the hash of the input"),
        pytest.param(parameters(best=[[0, 0.5]]), "vacancy 0 is not in the answer", id="what was shown"),
        pytest.param(lambda log: setattr(log, "at", in_days(-3)), "the seal is not that", id="the moment"),
        pytest.param(lambda log: setattr(log, "shown", 9), "the seal is not that", id="how many were shown"),
        pytest.param(lambda log: setattr(log, "parameters", ["x"]), "no longer those of a ranking", id="everything"),
        pytest.param(lambda log: setattr(log, "input_hash", "a" * 64), "input hash: the log says aaaa", id="the input"),
    ],
)
def test_a_log_that_was_tampered_with_differs(logged_work, tamper, words):
    tamper(logged_work)
    logged_work.save()

    found = again(logged_work)

    assert isinstance(found, Differs)
    assert words in "; ".join(found.differences)


def test_a_score_that_was_made_nicer_is_named_with_its_place(logged_work):
    logged_work.parameters["best"][1][1] = 0.99
    logged_work.save()

    _seal, difference = again(logged_work).differences

    assert difference.startswith("place 2: vacancy")
    assert difference.endswith("the log says 0.99")


def test_scores_of_people_that_were_changed_differ(logged_people):
    logged_people.parameters["scores"] = [1.0]
    logged_people.save()

    assert "the scores of the people shown are other ones" in again(logged_people).differences


def test_who_asked_may_leave_without_a_trace_in_the_seal(logged):
    RankingLog.objects.update(user=None, organisation=None)

    assert isinstance(again(logged), Identical)


def test_a_ranking_put_on_another_index_differs(logged, vacancy, driver, counsellor):
    VacancyFactory(forklift_night_shift=True)
    fitting_work(open_file(counsellor, driver.reference))
    RankingLog.objects.filter(pk=logged.pk).update(index_hash=RankingLog.objects.latest("pk").index_hash)

    assert isinstance(again(logged), Differs)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("competences", [], id="a competence less"),
        pytest.param("max_travel_minutes", 5, id="a shorter journey"),
        pytest.param("max_travel_minutes", -5, id="a journey that cannot be"),
        pytest.param("languages", "nl", id="no number"),
        pytest.param("ids", 4711, id="another person"),
    ],
)
def test_a_kept_input_that_was_tampered_with_differs(logged, column, value):
    kept = RankingInput.objects.order_by("place").first()
    kept.columns[column] = value
    kept.save()

    assert isinstance(again(logged), Differs)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        pytest.param(lambda path: path.unlink(), "The index is not there: ", id="gone"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-100]), "cut short", id="cut"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-9_000] + bytes(9_000)), "hash", id="changed"),
        pytest.param(lambda path: path.write_text("x"), "not an index", id="something else"),
    ],
)
def test_a_damaged_index_is_named_and_nothing_is_said_of_the_answer(logged, damage, words):
    path = index_path(logged.index_hash)
    damage(path)

    found = again(logged)

    assert isinstance(found, NotReplayable)
    assert not found.is_meant
    assert words in found.reason
    assert path.name in found.reason


def test_a_log_that_names_a_path_instead_of_a_hash_opens_nothing(logged_work):
    RankingLog.objects.update(index_hash="../../etc/passwd")

    assert "The index is not there" in again(logged_work).reason


def test_who_is_removed_takes_the_input_along(logged_people, logged_work_of_somebody_else, driver):
    driver.delete()

    assert not RankingInput.objects.filter(person=driver.pk).exists()
    assert isinstance(again(logged_work_of_somebody_else), Identical)
    found = again(logged_people)
    assert isinstance(found, NotReplayable)
    assert found.is_meant


@pytest.fixture
def logged_work_of_somebody_else(werkpunt, counsellor):
    person = PersonFactory(accompanied_by=werkpunt, able_to=DRIVE_FORKLIFT, neighbourhood="muide")
    fitting_work(open_file(counsellor, person.reference))
    return RankingLog.objects.get(person=person)


def test_who_is_forgotten_is_no_more_in_any_kept_input(logged, driver):
    assert forget_person_in_rankings(driver.pk) == 1

    assert not RankingInput.objects.filter(person=driver).exists()
    assert RankingLog.objects.filter(pk=logged.pk).exists()
    assert again(logged).is_meant


def test_rankings_of_before_inputs_were_kept_say_so(logged_work):
    del logged_work.parameters["kept_hash"]
    logged_work.save()

    assert again(logged_work) == NotReplayable(logged_work, "It was logged before inputs were kept.", is_meant=True)


def test_a_matching_round_says_where_its_files_are():
    log = RankingLog.objects.create(index_hash="a", input_hash="b", parameters={"round": "x"}, shown=0)

    assert again(log).is_meant


def test_a_narrowed_list_and_one_of_somebody_unknown_are_made_again_too(driver, vacancy, counsellor, werkpunt):
    VacancyFactory(asks=[DRIVE_FORKLIFT], employer=EmployerFactory(sector="metal"))
    nobody_asked = PersonFactory(accompanied_by=werkpunt)
    fitting_work(open_file(counsellor, driver.reference), filters=VacancyFilters(sector="metal"))
    fitting_work(open_file(counsellor, nobody_asked.reference))
    fitting_people(counsellor, VacancyFactory(asks=["ap:competence/none-such"]).reference)

    assert [type(again(log)) for log in RankingLog.objects.all()] == [Identical] * 3


def test_a_sample_is_of_so_many_or_of_all_there_are(logged_work, driver, counsellor):
    for _number in range(3):
        fitting_work(open_file(counsellor, driver.reference))

    assert len(some_logged_rankings(operator(), 2)) == 2
    assert len(some_logged_rankings(operator(), 50)) == 4


def test_the_operator_alone_makes_rankings_again_and_removes_them(counsellor, logged_work):
    for ask in (
        lambda: logged_ranking(counsellor, logged_work.pk),
        lambda: some_logged_rankings(counsellor, 1),
        lambda: remove_old_rankings(actor=counsellor),
    ):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NotFound):
        logged_ranking(operator(), 0)


@given(world=worlds())
def test_kept_values_are_the_columns_again_to_the_last_bit(world):
    persons = world.columns()

    kept = persons_from([values_of(persons, row) for row in range(len(persons))])

    assert kept.hash == persons.hash


def test_kept_values_that_lack_something_are_refused():
    with pytest.raises(BadInput, match="not the columns of a person"):
        persons_from([{"ids": 1}])


# What stays, and for how long


def in_days(days):
    return timezone.now() + timedelta(days=days)


def files():
    return {path.name for path in index_path("x").parent.iterdir()}


def test_by_default_nothing_is_removed_and_it_is_said_what_would_be(logged_work, settings):
    before = files()

    found = remove_old_rankings(actor=operator(), now=in_days(settings.RANKING_LOG_DAYS + 1))

    assert found.rankings == 1
    assert RankingLog.objects.exists()
    assert files() == before


def test_after_their_time_rankings_and_what_they_alone_needed_go_and_the_rest_stays(
    logged_work, settings, driver, counsellor
):
    VacancyFactory(forklift_night_shift=True)
    fitting_work(open_file(counsellor, driver.reference))
    recent = RankingLog.objects.latest("pk")
    later = in_days(settings.RANKING_LOG_DAYS - 1)
    RankingLog.objects.filter(pk=logged_work.pk).update(at=timezone.now() - timedelta(days=2))

    found = remove_old_rankings(actor=operator(), is_rehearsal=False, now=later)

    assert found.rankings == 1
    assert found.bytes > 1_000
    assert not index_path(logged_work.index_hash).exists()
    assert list(RankingLog.objects.all()) == [recent]
    assert isinstance(again(recent), Identical)
    assert remove_old_rankings(actor=operator(), is_rehearsal=False, now=later) == OldRankings(0, 0, 0)


def test_what_changes_rest_on_stays_as_long_as_they_do(driver, counsellor, monkeypatch, settings):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    VacancyFactory(forklift_night_shift=True)
    fitting_work(open_file(counsellor, driver.reference))
    log = RankingLog.objects.get()
    assert isinstance(kept_index(log.index_hash), Overlaid)
    monkeypatch.undo()
    VacancyFactory(forklift_night_shift=True)
    snapshot_on(timezone.localdate())

    remove_old_rankings(actor=operator(), is_rehearsal=False, now=in_days(30))

    assert isinstance(again(log), Identical)


def test_files_of_today_stay_for_a_ranking_that_is_just_being_logged(vacancy):
    snapshot_on(timezone.localdate())
    before = files()

    assert remove_old_rankings(actor=operator(), is_rehearsal=False) == OldRankings(0, 0, 0)
    assert files() == before


def near_in_meaning(asked, held, hundredths, folder):
    """From now on the file of this installation says that the one is near the other."""
    edition = starter_edition()
    asked, held = (np.array([edition.place[one]], np.int32) for one in (asked, held))
    pairs = near_pairs(edition, "fake-1", asked, held, np.array([hundredths], np.int8))
    path = near_path(folder / "taxonomy", edition)
    path.parent.mkdir(exist_ok=True)
    write_near_pairs(pairs, edition, path)


def test_what_is_near_in_meaning_counts_says_why_and_is_replayed(driver, counsellor, settings):
    VacancyFactory(forklift_night_shift=True)
    held = essentials_of(OFFICE_CLEANER)[0]
    PersonCompetence.objects.update(concept=held)
    before = snapshot_on(timezone.localdate()).index.hash

    def nights():
        found = fitting_work(open_file(counsellor, driver.reference))
        return next(one for one in found.matches if one.vacancy.title == "Forklift driver, nights")

    alone = nights()
    assert [fit.fit for fit in alone.reasons.competences] == [Fit.MISSING]

    near_in_meaning(DRIVE_FORKLIFT, held, 41, settings.DATA_DIR)
    match = nights()

    (fit,) = match.reasons.competences
    assert (fit.fit, fit.through) == (Fit.RELATED, Through.MEANING)
    with translation.override("en"):
        assert fit.via_words == f"near in meaning to {fit.via}"
    assert match.reasons.score > alone.reasons.score
    assert snapshot_on(timezone.localdate()).index.hash != before
    assert [type(again(log)) for log in RankingLog.objects.order_by("pk")] == [Identical, Identical]

    settings.MATCH_BY_MEANING = False
    assert nights().reasons.score == alone.reasons.score
