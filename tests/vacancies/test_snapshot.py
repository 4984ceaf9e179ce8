"""The open vacancies as matching reads them follow the database, whatever happens to it and in whichever process."""

import time
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arbeidspact.matching import LARGEST_TOTAL, Index, Overlaid, Policy, rank
from arbeidspact.matching.inputs import columns_of
from arbeidspact.organisations.models import Area
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.people.models import Person
from arbeidspact.taxonomy import ConceptKind
from arbeidspact.vacancies import index_files, snapshot, standing
from arbeidspact.vacancies.base_index import base_from_database, weights_of
from arbeidspact.vacancies.columns import person_columns
from arbeidspact.vacancies.models import Vacancy, VacancyCompetence
from arbeidspact.vacancies.seen import CLOCK_STEP
from arbeidspact.vacancies.snapshot import Keeper
from arbeidspact.vacancies.states import open_on
from tests.matching.worlds import TRAVEL, VacancyRow, vacancies_of
from tests.organisations.factories import AreaFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, OFFICE_CLEANER, EmployerFactory, VacancyFactory, essentials_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ASKED = [DRIVE_FORKLIFT, *essentials_of(OFFICE_CLEANER)[:3]]


@pytest.fixture
def city():
    """So many vacancies that one change is few."""
    AreaFactory(muide=True)
    employer = EmployerFactory()
    return [VacancyFactory(title=f"Work {number}", employer=employer, asks=[DRIVE_FORKLIFT]) for number in range(20)]


def new_process():
    """What a process knows when it starts; what it would do in the background is done at once."""
    return Keeper(start=lambda work: work())


@pytest.fixture
def process(settings, tmp_path):
    """A process with a data folder of its own."""
    settings.DATA_DIR = tmp_path
    return new_process()


def settled(process, day=TODAY):
    """What the process says so long after the last change that none can have been missed."""
    time.sleep(2 * CLOCK_STEP / 1_000_000)
    return process.snapshot_on(day)


def told(vacancies, words):
    """Every vacancy in words and numbers that mean the same in any vocabulary."""
    places = {zone: place for place, zone in [*words.areas.items(), *words.cells.items(), (None, -1)]}
    rows = {}
    for row, key in enumerate(vacancies.ids.tolist()):
        own = dict(columns_of(vacancies.take([row])))
        facts = {name: column.tolist() for name, column in own.items()}
        facts["zones"] = places[facts["zones"][0]]
        facts["required.ids"] = sorted(words.competences[one] for one in facts["required.ids"])
        facts["occupations"] = words.occupations[facts["occupations"][0]]
        facts["licences"] = {one for one, bit in words.licence_bit.items() if facts["licences"][0] >> bit & 1}
        rows[key] = facts
    return rows


def assert_follows_the_database(shown):
    base = base_from_database(shown.day, current_taxonomy())
    expected, found = told(base.index.vacancies, base.words), told(shown.whole.vacancies, shown.words)
    over = [key for key in found if key not in expected]

    assert {key: facts for key, facts in found.items() if key in expected} == expected
    assert not [key for key in over if date.fromordinal(found[key]["valid_until"][0] + 719_163) >= shown.day]
    assert shown.open_vacancies == Vacancy.objects.filter(open_on(shown.day)).count()


def test_what_did_not_change_takes_one_query_and_stays_what_it_is(city, process, django_assert_num_queries):
    process.snapshot_on(TODAY)
    first = settled(process)

    with django_assert_num_queries(1):
        assert process.snapshot_on(TODAY) is first


def test_a_change_is_laid_over_the_others_and_reads_no_more_than_itself(city, process, django_assert_max_num_queries):
    before = settled(process)
    city[3].shifts = ["night"]
    city[3].save()

    with django_assert_max_num_queries(9):
        after = process.snapshot_on(TODAY)

    assert isinstance(after.index, Overlaid)
    assert after.index.under is before.index
    assert after.index.changes.ids.tolist() == [city[3].pk]
    assert_follows_the_database(after)


def publish(city):
    VacancyFactory(asks=ASKED, needs_licence="driving-b", needs_dutch_b1=True)


def announce(city):
    VacancyFactory(asks=ASKED, announced=True)


def fill(city):
    Vacancy.objects.get(pk=city[0].pk)
    city[0].filled_on, city[0].positions_filled = TODAY, 1
    city[0].save()


def fill_tomorrow(city):
    city[0].filled_on = TODAY + timedelta(days=1)
    city[0].save()


def cancel(city):
    city[1].cancelled_on = TODAY
    city[1].save()


def expire(city):
    city[2].closes_on = TODAY - timedelta(days=1)
    city[2].save()


def remove(city):
    city[3].delete()


def remove_and_publish(city):
    city[4].delete()
    VacancyFactory(asks=ASKED)


def move_to_a_place_on_the_map(city):
    city[5].latitude, city[5].longitude = 51.1993, 3.8131
    city[5].save()


def move_two_to_places_on_the_map(city):
    for vacancy, longitude in ((city[6], 3.70), (city[5], 3.80)):
        vacancy.latitude, vacancy.longitude = 51.05, longitude
        vacancy.save()


def ask_something_else(city):
    city[7].competences.all().delete()
    VacancyCompetence.objects.create(vacancy=city[7], concept=ASKED[1])
    city[7].save()


def ask_what_no_taxonomy_knows(city):
    VacancyFactory(asks=["elsewhere:competence/unknown"])


def ask_a_licence_from_elsewhere(city):
    VacancyFactory(needs_licence="elsewhere")


def work_in_an_occupation_from_elsewhere(city):
    VacancyFactory(occupation="elsewhere:occupation/unknown")


def learn_of_an_area(city):
    VacancyFactory(area=AreaFactory(zelzate=True).code)


def move_an_area(city):
    Area.objects.update(latitude=51.2)


def change_without_saying_when(city):
    """As an import into the tables themselves would."""
    Vacancy.objects.filter(pk=city[8].pk).update(shifts=["night"], changed_at=timezone.now() - timedelta(minutes=5))


def save_without_a_change(city):
    city[9].save()


EVENTS = (
    publish,
    announce,
    fill,
    fill_tomorrow,
    cancel,
    expire,
    remove,
    remove_and_publish,
    move_to_a_place_on_the_map,
    move_two_to_places_on_the_map,
    ask_something_else,
    ask_what_no_taxonomy_knows,
    ask_a_licence_from_elsewhere,
    work_in_an_occupation_from_elsewhere,
    learn_of_an_area,
    move_an_area,
    change_without_saying_when,
    save_without_a_change,
)


@pytest.mark.parametrize("happens", EVENTS, ids=lambda event: event.__name__)
@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=30)], ids=str)
def test_whatever_happens_is_known_at_once_in_every_process(city, process, happens, day):
    other = new_process()
    settled(process)
    settled(other)

    happens(city)

    for one in (process, other, new_process()):
        assert_follows_the_database(one.snapshot_on(day))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.tuples(st.lists(st.sampled_from(EVENTS), max_size=4), st.booleans()), max_size=4))
def test_a_long_life_of_events_never_gives_a_wrong_answer(city, process, monkeypatch, days):
    """Changes are laid over each other, worked in, read anew; and, between examples, all of it is taken back."""
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    monkeypatch.setattr(snapshot, "MOST_CHANGES", 5)
    with transaction.atomic():
        for events, starts_again in days:
            process = new_process() if starts_again else process
            for happens in events:
                vacancies = list(Vacancy.objects.order_by("pk"))
                if happens in {remove, remove_and_publish} and len(vacancies) < 15:
                    continue
                happens(vacancies)
            assert_follows_the_database(process.snapshot_on(TODAY))
        transaction.set_rollback(True)
    assert_follows_the_database(process.snapshot_on(TODAY))


def test_two_changes_at_the_very_same_moment_are_both_known(city, process, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    for shifts in (["night"], ["early"], []):
        city[0].shifts = shifts
        city[0].save()
        assert_follows_the_database(process.snapshot_on(TODAY))


def test_a_change_that_comes_to_light_after_a_later_one_is_known(city, process):
    """Its transaction took longer: it carries an earlier moment than what was read already."""
    earlier = timezone.now()
    city[0].save()
    settled(process)

    Vacancy.objects.filter(pk=city[1].pk).update(shifts=["night"], changed_at=earlier)

    assert_follows_the_database(process.snapshot_on(TODAY))


def test_what_moves_to_the_past_is_no_more_listed_minutes_later(city, process, monkeypatch):
    settled(process)
    later = timezone.now() + timedelta(minutes=20)
    monkeypatch.setattr(timezone, "now", lambda: later)
    before = process.snapshot_on(TODAY)

    city[0].shifts = ["night"]
    city[0].save()

    after = process.snapshot_on(TODAY)
    assert before.index is not after.index
    assert_follows_the_database(after)


def test_yesterday_is_read_apart_from_what_is_not_over_today(city, process):
    process.snapshot_on(TODAY)
    fill(city)

    assert process.snapshot_on(TODAY).open_vacancies == 19
    assert process.snapshot_on(TODAY - timedelta(days=1)).open_vacancies == 20


def test_many_changes_are_worked_into_the_next_base_while_the_old_one_answers(city, process, monkeypatch):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    monkeypatch.setattr(snapshot, "MOST_CHANGES", 3)
    waiting = []
    patient = Keeper(start=waiting.append)
    before = settled(patient)
    for vacancy in city[:4]:
        vacancy.shifts = ["night"]
        vacancy.save()

    during = settled(patient)
    assert during.index.under is before.index
    assert len(waiting) == 1
    waiting.pop()()
    after = patient.snapshot_on(TODAY)

    assert not isinstance(after.index, Overlaid)
    assert after.index.vacancies.ids.tolist() == during.whole.vacancies.ids.tolist()
    assert_follows_the_database(after)


def test_a_process_waits_for_the_base_it_is_making_before_it_forks(city, process, monkeypatch):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    monkeypatch.setattr(snapshot, "MOST_CHANGES", 3)
    with_a_thread = Keeper()
    settled(with_a_thread)
    for vacancy in city[:4]:
        vacancy.shifts = ["night"]
        vacancy.save()
    assert isinstance(settled(with_a_thread).index, Overlaid)

    with_a_thread.finish()

    assert not isinstance(with_a_thread.snapshot_on(TODAY).index, Overlaid)


def test_a_base_that_another_process_made_is_taken_over(city, process, monkeypatch):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    monkeypatch.setattr(snapshot, "MOST_CHANGES", 3)
    other = new_process()
    settled(other)
    settled(process)
    for vacancy in city[:4]:
        vacancy.save()
        vacancy.competences.all().delete()

    settled(process)
    made = settled(process).index
    settled(other)

    assert settled(other).index.hash == made.hash


def test_while_somebody_else_makes_the_next_base_nobody_waits(city, process, monkeypatch):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    monkeypatch.setattr(snapshot, "MOST_CHANGES", 3)
    settled(process)
    for vacancy in city[:4]:
        vacancy.shifts = ["night"]
        vacancy.save()

    with index_files.alone(waiting=True):
        assert_follows_the_database(settled(process))
    assert isinstance(process.snapshot_on(TODAY).index, Overlaid)


def test_what_cannot_be_made_in_the_background_leaves_the_old_one_in_place(city, process, monkeypatch, caplog):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    monkeypatch.setattr(snapshot, "MOST_CHANGES", 3)
    settled(process)

    def fail(*_arguments):
        raise MemoryError

    monkeypatch.setattr(snapshot, "compacted", fail)
    for vacancy in city[:4]:
        vacancy.shifts = ["night"]
        vacancy.save()

    assert_follows_the_database(settled(process))
    assert "the old one goes on" in caplog.text
    monkeypatch.undo()


def test_a_start_opens_what_another_process_left(city, process):
    made = settled(process)

    opened = settled(new_process())

    assert opened.index.hash == made.index.hash
    assert opened.index is not made.index


@pytest.mark.parametrize("file", ["base", "index"])
@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other", "gone"])
def test_a_damaged_file_is_thrown_away_and_made_again(city, process, file, damage):
    made = settled(process)
    folder = index_files.matching_folder()
    path = folder / "base" if file == "base" else index_files.index_path(made.index.hash)
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(
            {
                "cut": content[: len(content) // 2],
                "changed": content[:-200] + bytes(200),
                "empty": b"",
                "other": b"something else",
            }[damage]
        )

    again = settled(new_process())

    assert again.index.hash == made.index.hash
    assert_follows_the_database(again)
    assert index_files.kept_base() is not None


def test_an_older_file_is_made_again(city, process, monkeypatch):
    monkeypatch.setattr(index_files, "FORMAT", 0)
    settled(process)
    monkeypatch.undo()

    assert index_files.kept_base() is None
    assert_follows_the_database(settled(new_process()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_base_changed_anywhere_is_refused_or_says_the_same(city, process, data):
    process.snapshot_on(TODAY)
    path = index_files.matching_folder() / "base"
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    whole = path.read_bytes()
    path.write_bytes(content)

    assert_follows_the_database(new_process().snapshot_on(TODAY))
    path.write_bytes(whole)


def test_a_folder_that_cannot_be_written_to_keeps_nobody_waiting(city, process, monkeypatch, caplog):
    def refuse(_base):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(index_files, "keep_base", refuse)

    assert_follows_the_database(process.snapshot_on(TODAY))
    assert "could not be written" in caplog.text


def test_a_database_put_back_from_an_older_copy_is_followed(city, process):
    """Everything in it carries an earlier moment than what was seen."""
    settled(process)
    Vacancy.objects.update(shifts=["night"], changed_at=timezone.now() - timedelta(days=3))
    Vacancy.objects.filter(pk__in=[one.pk for one in city[10:]]).delete()

    assert_follows_the_database(new_process().snapshot_on(TODAY))


def test_ranking_over_changes_is_ranking_over_everything(city, process, monkeypatch):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    person = PersonFactory(able_to=DRIVE_FORKLIFT, neighbourhood="muide", reachable_by_bicycle=True)
    settled(process)
    publish(city)
    fill(city)
    shown = settled(process)
    persons = person_columns(Person.objects.filter(pk=person.pk), shown.words, TODAY)
    policy = Policy(on=TODAY)

    over = rank(shown.index, persons, 50, policy=policy)
    whole = rank(shown.whole, persons, 50, policy=policy)

    assert over.answer_hash == whole.answer_hash
    assert len(over.best(person.pk)) == 19


def everything_asked(city):
    """One vacancy asks all there is, among so many that each competence is rare and weighs a lot."""
    for number in range(30):
        VacancyFactory(title=f"More work {number}", employer=city[0].employer, asks=[DRIVE_FORKLIFT])
    asked = current_taxonomy().ids(ConceptKind.COMPETENCE)
    VacancyFactory(title="Everything", employer=city[0].employer, asks=asked[:400], would_like=asked[400:])


def test_one_vacancy_with_hundreds_of_competences_makes_all_weights_less_and_stops_nobody(city, process):
    everything_asked(city)
    person = PersonFactory(able_to=DRIVE_FORKLIFT, neighbourhood="muide", reachable_by_bicycle=True)

    shown = process.snapshot_on(TODAY)

    persons = person_columns(Person.objects.filter(pk=person.pk), shown.words, TODAY)
    totals = shown.whole.required_totals + shown.whole.nice_totals
    assert 0.9 * LARGEST_TOTAL < totals.max() <= LARGEST_TOTAL
    assert shown.whole.weights.min() >= 1
    assert len(rank(shown.index, persons, 99, policy=Policy(on=TODAY)).best(person.pk)) == 51


def test_a_vacancy_too_heavy_for_the_weights_of_the_base_has_them_judged_anew(city, process, monkeypatch):
    monkeypatch.setattr(standing, "FEW_SHARE", 5.0)
    settled(process)

    everything_asked(city)

    assert_follows_the_database(process.snapshot_on(TODAY))


@given(
    rows=st.lists(st.lists(st.integers(0, 2_999), max_size=3_000, unique=True), min_size=1, max_size=4),
    nice=st.lists(st.integers(0, 2_999), max_size=3_000, unique=True),
)
@settings(deadline=None, max_examples=30)
def test_whatever_vacancies_ask_their_weights_can_be_added_up(rows, nice):
    columns = vacancies_of(
        [VacancyRow(id=number, required=frozenset(row), nice=frozenset(nice)) for number, row in enumerate(rows)]
    )

    weights = weights_of(columns, 3_000)

    assert weights.min() >= 1
    assert len(Index.build(columns, n_competences=3_000, n_languages=2, weights=weights, travel=TRAVEL)) == len(rows)
