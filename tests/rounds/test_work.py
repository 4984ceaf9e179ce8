"""The work on a round: the same lists as for one person, for the right people, in private files, to be resumed."""

import stat
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from arbeidspact.batch import PERSONS
from arbeidspact.batch.folder_lock import locked
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.organisations.models import Membership, Organisation
from arbeidspact.people.access import open_file
from arbeidspact.people.models import AccessEvent, Accompaniment, Person
from arbeidspact.rounds import measuring, preparation, work
from arbeidspact.rounds.actions import cancel_round, resume_round, start_round
from arbeidspact.rounds.commands import CancelRound, ResumeRound, StartRound
from arbeidspact.rounds.folders import folder_of
from arbeidspact.rounds.launching import launch_nothing
from arbeidspact.rounds.models import MatchingRound, RoundState, RoundStep
from arbeidspact.rounds.queries import crowded_vacancies, state_now
from arbeidspact.rounds.work import work_on
from arbeidspact.vacancies.matches import fitting_work
from arbeidspact.vacancies.models import RankingLog, Vacancy
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(city, counsellor) -> MatchingRound:
    return start_round(StartRound(), actor=counsellor, launch=launch_nothing)


def lists_of(round_: MatchingRound) -> dict[int, list[int]]:
    """Per person the vacancies on their list, the best first."""
    found: dict[int, list[int]] = {}
    for row in pq.read_table(folder_of(round_.reference).answer).to_pylist():
        assert row["rank"] == len(found.setdefault(row["person_id"], [])) + 1
        found[row["person_id"]].append(row["vacancy_id"])
    return found


def people_in(round_: MatchingRound) -> list[int]:
    ids: list[int] = pq.read_table(folder_of(round_.reference).persons)["id"].to_pylist()
    return ids


def files_of(round_: MatchingRound) -> list[Path]:
    return [folder_of(round_.reference).path, *folder_of(round_.reference).path.rglob("*")]


def test_everybody_gets_the_list_that_they_get_alone(finished, city, counsellor):
    round_ = finished()

    lists = lists_of(round_)
    for person in Person.objects.all():
        alone = fitting_work(open_file(counsellor, person.reference), limit=20)
        wanted = [match.vacancy.pk for match in alone.matches]
        assert lists.get(person.pk, []) == wanted
    assert {len(lists[driver.pk]) for driver in city.drivers} == {1}
    assert city.unknown.pk not in lists


def test_the_figures_say_what_came_out(finished, city):
    round_ = finished()

    figures = round_.figures
    assert state_now(round_) is RoundState.FINISHED
    assert (figures["people"], figures["not_enough_known"], figures["with_match"]) == (5, 1, 4)
    assert (figures["vacancies"], figures["positions"]) == (2, 5)
    assert (figures["placed"], figures["max_load"], figures["never_recommended"], figures["ndcg"]) == (2, 3, 0, 1)
    assert [row["name"] for row in round_.trade_offs] == ["plain", "price_adjusted", "capped", "allocation_first"]


def test_only_vacancies_that_are_open_on_the_day_count(finished, city):
    VacancyFactory(announced=True)
    VacancyFactory(expired=True)
    VacancyFactory(filled=True)

    assert finished().figures["vacancies"] == 2


def test_what_crowds_is_named_with_how_many_want_it(finished, city):
    [crowded] = crowded_vacancies(finished())

    assert crowded.line.reference == city.crowded.reference
    assert (crowded.wanted_by, crowded.positions) == (3, 1)
    assert 0 < crowded.price <= 1


def test_the_crowded_vacancy_may_be_gone_by_the_time_somebody_looks(finished, city):
    round_ = finished()
    Vacancy.objects.filter(pk=city.crowded.pk).delete()

    assert [one.line for one in crowded_vacancies(round_)] == [None]


def test_the_order_that_was_asked_makes_the_lists_and_its_row_of_the_table(finished, city):
    round_ = finished(reranking="capped", cap=1)

    drivers = {pk: vacancies for pk, vacancies in lists_of(round_).items() if city.crowded.pk in vacancies}
    assert len(drivers) == 1
    assert round_.figures["max_load"] == 1
    assert [row["cap"] for row in round_.trade_offs if row["name"] == "capped"] == [1]
    assert round_.figures["with_match"] == 4


def test_lists_are_no_longer_than_asked_and_there_is_more_to_choose_from():
    assert [measuring.candidates_for(k) for k in (1, 10, 20, 100)] == [50, 50, 60, 300]


def test_the_ranking_is_logged_so_that_it_can_be_repeated(finished, counsellor, werkpunt):
    round_ = finished()

    entry = RankingLog.objects.get()
    assert (entry.user, entry.organisation, entry.person, entry.vacancy) == (counsellor.user, werkpunt, None, None)
    assert (entry.index_hash, entry.input_hash) == (round_.index_hash, round_.input_hash)
    assert all(len(one) == 64 for one in (round_.index_hash, round_.input_hash, round_.answer_hash))
    assert entry.parameters["round"] == str(round_.reference)
    assert entry.parameters["reranking"] == {"name": "plain"}


def test_the_same_people_and_work_give_the_same_hashes(finished):
    first, second = finished(), finished()

    for name in ("index_hash", "input_hash", "answer_hash", "figures", "trade_offs"):
        assert getattr(first, name) == getattr(second, name)


def test_only_people_of_the_organisation_are_read(finished, city):
    vdab = OrganisationFactory(vdab=True)
    PersonFactory(accompanied_by=vdab)
    gone = city.drivers[0]
    Accompaniment.objects.filter(person=gone).update(until="2026-06-01")

    people = people_in(finished())

    assert gone.pk not in people
    assert len(people) == city.people - 1


def test_a_round_of_an_analyst_reads_the_people_of_the_organisation_and_shows_nobody(finished, analyst, city):
    round_ = finished(analyst)

    assert len(people_in(round_)) == city.people
    assert not AccessEvent.objects.exists()


def test_the_operator_reads_everybody_or_one_organisation(finished, werkpunt, city):
    stranger = PersonFactory(accompanied_by=OrganisationFactory(vdab=True))

    assert stranger.pk in people_in(finished(operator()))
    assert stranger.pk not in people_in(finished(operator(werkpunt)))


def test_the_files_hold_numbers_and_no_name(finished, city):
    round_ = finished()

    assert pq.read_schema(folder_of(round_.reference).persons).names == PERSONS.names
    words = {getattr(city.drivers[0], name).encode() for name in ("given_name", "family_name")}
    for file in files_of(round_):
        assert file.is_dir() or not any(word in file.read_bytes() for word in words), file.name


def test_the_files_are_for_their_owner_alone(finished):
    round_ = finished()

    for path in files_of(round_):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path.name
    assert stat.S_IMODE(folder_of(round_.reference).path.parent.stat().st_mode) == 0o700


def test_people_read_a_few_at_a_time_are_the_same_people(finished, monkeypatch):
    at_once = finished()
    monkeypatch.setattr(preparation, "PEOPLE_AT_ONCE", 2)

    assert finished().answer_hash == at_once.answer_hash
    assert people_in(at_once) == people_in(MatchingRound.objects.latest("pk"))


def test_how_far_it_is_stands_in_the_row_step_by_step(started, noted_at_once):
    heard = []

    def tell(step: RoundStep, done: int, total: int) -> None:
        heard.append((step, done, total))

    round_ = work_on(started.reference, tell=tell)

    assert [step for step, _done, _total in heard] == sorted((one[0] for one in heard), key=list(RoundStep).index)
    assert heard[0] == (RoundStep.READING, 0, 5)
    assert (RoundStep.MATCHING, 5, 5) in heard
    assert heard[-1] == (RoundStep.MEASURING, 4, 4)
    assert (round_.done, round_.total) == (5, 5)
    assert round_.asked_at <= round_.started_at <= round_.finished_at


@pytest.mark.parametrize("step", list(RoundStep))
def test_cancelled_at_any_step_it_stops_and_goes_on_to_the_same_answer(
    started, finished, counsellor, noted_at_once, monkeypatch, step
):
    monkeypatch.setattr(work, "PART_ROWS", 2)

    def cancel_then(at: RoundStep, done: int, _total: int) -> None:
        if at is step and done >= 2 and MatchingRound.objects.get().cancelled_at is None:
            cancel_round(CancelRound(round=started.reference), actor=counsellor)

    stopped = work_on(started.reference, tell=cancel_then)
    assert state_now(stopped) is RoundState.CANCELLED
    assert stopped.figures == {}
    assert not RankingLog.objects.exists()

    resume_round(ResumeRound(round=started.reference), actor=counsellor, launch=launch_nothing)
    heard = []
    done = work_on(started.reference, tell=lambda at, number, _of: heard.append((at, number)))

    assert state_now(done) is RoundState.FINISHED
    assert done.answer_hash == finished().answer_hash
    matched = [number for at, number in heard if at is RoundStep.MATCHING]
    if step is RoundStep.READING:
        assert matched[0] == 0
    else:
        assert RoundStep.READING not in [at for at, _number in heard]
        assert matched[:1] == ([2] if step is RoundStep.MATCHING else [])


def test_a_round_cancelled_before_its_process_began_is_left_alone(started, counsellor, data_folder):
    cancel_round(CancelRound(round=started.reference), actor=counsellor)

    assert state_now(work_on(started.reference)) is RoundState.CANCELLED
    assert not (data_folder / "rounds").exists()


def test_a_later_session_takes_over_and_the_earlier_one_writes_nothing_more(started, noted_at_once):
    def take_over(step: RoundStep, _done: int, _total: int) -> None:
        if step is RoundStep.MATCHING:
            MatchingRound.objects.update(session=2, heartbeat_at=None, step="")

    round_ = work_on(started.reference, tell=take_over)

    assert (round_.session, round_.step, round_.heartbeat_at, round_.finished_at) == (2, "", None, None)


def test_a_session_waits_until_the_one_before_it_has_let_go(started, monkeypatch):
    monkeypatch.setattr(work, "HANDOVER_SECONDS", 0.3)
    folder = folder_of(started.reference)
    folder.make()

    with locked(folder.path):
        round_ = work_on(started.reference)

    assert state_now(round_) is RoundState.FAILED
    assert "a run is going on here" in round_.problem


def test_a_damaged_file_fails_the_round_in_words_and_names_nobody(started, counsellor, city):
    folder = folder_of(started.reference)
    folder.make()
    folder.index.write_bytes(b"nothing")
    folder.persons.write_bytes(b"nothing")

    round_ = work_on(started.reference)

    assert state_now(round_) is RoundState.FAILED
    assert "vacancies.index" in round_.problem
    assert not [person for person in city.drivers if person.family_name in round_.problem]


def test_a_full_disk_fails_the_round_in_words(started, monkeypatch):
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device", "answer.parquet")

    monkeypatch.setattr(work, "measure_round", full)

    assert work_on(started.reference).problem == "answer.parquet: No space left on device."


def test_what_nobody_foresaw_fails_the_round_and_is_for_the_log(started, monkeypatch):
    def surprise(*_arguments: object) -> None:
        raise RuntimeError("Amina Testpersoon")

    monkeypatch.setattr(work, "measure_round", surprise)

    with pytest.raises(RuntimeError):
        work_on(started.reference)
    assert "RuntimeError" in MatchingRound.objects.get().problem
    assert "Amina" not in MatchingRound.objects.get().problem


def test_whoever_left_the_organisation_has_no_one_matched(started):
    Membership.objects.update(ended_at="2026-11-01T12:00:00Z")

    round_ = work_on(started.reference)

    assert state_now(round_) is RoundState.FAILED
    assert "no longer a member" in round_.problem
    assert not folder_of(started.reference).persons.exists()


def test_a_round_of_a_user_who_was_removed_is_not_taken_for_the_operators(started):
    MatchingRound.objects.update(user=None)

    assert state_now(work_on(started.reference)) is RoundState.FAILED


def test_an_unknown_round_is_refused(db, werkpunt: Organisation):
    with pytest.raises(NotFound):
        work_on(MatchingRound().reference)
