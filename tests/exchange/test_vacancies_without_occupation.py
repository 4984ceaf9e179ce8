"""Rows of a file without an occupation: read where it is sure, waiting for a person where it is not."""

import pytest

from arbeidspact.exchange.exports import csv_lines
from arbeidspact.exchange.report import Outcome
from arbeidspact.exchange.vacancies import import_vacancies
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.proposals.commands import ChosenOccupation, ConfirmWaiting, DropWaiting
from arbeidspact.proposals.models import Feedback, WaitingVacancy
from arbeidspact.proposals.waiting import confirm_waiting, drop_waiting
from arbeidspact.proposals.waiting_queries import FEEDBACK_COLUMNS, feedback_list, feedback_rows
from arbeidspact.vacancies.models import Vacancy
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.vacancies.factories import FORKLIFT_DRIVER

pytestmark = pytest.mark.django_db

HEADER = "source;external_id;title;description;employer;area;licences\n"
SURE = (
    'vdab;1;Magazijnier (m/v/x);"Je hebt een heftruckattest. Kennis van Frans is een plus. Contract van 38u/week.";'
    "Haven NV;muide;\n"
)
UNSURE = "vdab;2;Vliegende reporter voor de nachtkrant;Een droom van een job.;Haven NV;muide;\n"


def take_in(rows, actor, **options):
    return import_vacancies((HEADER + rows).encode(), actor=actor, **options)


def test_a_title_that_is_sure_makes_a_vacancy_with_what_its_description_requires(account_manager):
    report = take_in(SURE, account_manager)

    assert (report.created, report.waiting, report.problems) == (1, 0, ())
    vacancy = Vacancy.objects.get()
    assert str(current_taxonomy().label(vacancy.occupation, "nl")) == "magazijnier"
    assert [row.licence for row in vacancy.licences.all()] == ["forklift"]
    assert not vacancy.languages.exists()
    assert (vacancy.hours_min, vacancy.hours_max) == (38, 38)
    told = " ".join(str(remark) for remark in report.results[0].remarks)
    assert "magazijnier" in told.casefold() or "warehouse" in told.casefold()


def test_what_the_row_says_itself_is_not_overwritten(account_manager):
    take_in(SURE.replace("muide;\n", "muide;driving-b\n"), account_manager)

    assert [row.licence for row in Vacancy.objects.get().licences.all()] == ["driving-b"]


def test_a_title_that_is_not_sure_waits_and_is_no_vacancy(account_manager):
    report = take_in(SURE + UNSURE, account_manager)

    assert (report.created, report.waiting, report.changes) == (1, 1, 2)
    assert report.results[1].outcome is Outcome.WAITING
    assert Vacancy.objects.count() == 1
    assert WaitingVacancy.objects.get().title == "Vliegende reporter voor de nachtkrant"


def test_the_check_of_a_file_writes_nothing(account_manager):
    report = take_in(UNSURE, account_manager, check=True)

    assert report.waiting == 1
    assert not WaitingVacancy.objects.exists()


def test_one_bad_row_and_nothing_waits_either(account_manager):
    report = take_in(UNSURE + "vdab;3;x;;Haven NV;atlantis;\n", account_manager)

    assert not report.is_clean
    assert not WaitingVacancy.objects.exists()


def test_the_same_file_again_changes_nothing_that_waits_and_another_text_does(account_manager):
    take_in(UNSURE, account_manager)

    again = take_in(UNSURE, account_manager)
    other = take_in(UNSURE.replace("droom", "kans"), account_manager)

    assert (again.same, other.waiting) == (1, 1)
    assert "kans" in WaitingVacancy.objects.get().values["description"]


def test_once_the_source_names_the_occupation_the_row_waits_no_longer(account_manager):
    take_in(UNSURE, account_manager)
    named = f"source;external_id;title;employer;area;occupation\nvdab;2;Reporter;Haven NV;muide;{FORKLIFT_DRIVER}\n"

    import_vacancies(named.encode(), actor=account_manager)

    assert not WaitingVacancy.objects.exists()
    assert Vacancy.objects.get().external_id == "2"


def test_a_row_that_is_over_cannot_wait(account_manager):
    file = "title;employer;area;filled_on\nVliegende reporter voor de nachtkrant;Haven NV;muide;2026-01-02\n"

    report = import_vacancies(file.encode(), actor=account_manager)

    assert [(one.row, one.column) for one in report.problems] == [(2, "occupation")]


def test_the_screen_reads_so_many_rows_at_once_and_says_so(account_manager):
    report = take_in(SURE + UNSURE, account_manager, texts_at_most=1)

    assert [(one.row, one.column) for one in report.problems] == [(3, "occupation")]


def test_another_organisation_neither_takes_over_nor_confirms_what_waits(account_manager):
    take_in(UNSURE, account_manager)
    row = WaitingVacancy.objects.get()
    stranger = actor_with(Role.ACCOUNT_MANAGER, organisation=OrganisationFactory(ocmw=True))

    report = take_in(UNSURE.replace("droom", "kans"), stranger)
    done = confirm_waiting(
        ConfirmWaiting(chosen=(ChosenOccupation(waiting=row.reference, occupation=FORKLIFT_DRIVER),)), actor=stranger
    )

    assert [one.column for one in report.problems] == ["external_id"]
    assert (done.made, len(done.refused)) == (0, 1)
    assert not Vacancy.objects.exists()


def test_a_person_says_what_the_work_is_and_then_it_is_a_vacancy(account_manager):
    take_in(UNSURE, account_manager)
    row = WaitingVacancy.objects.get()

    done = confirm_waiting(
        ConfirmWaiting(chosen=(ChosenOccupation(waiting=row.reference, occupation=FORKLIFT_DRIVER),)),
        actor=account_manager,
    )

    vacancy = Vacancy.objects.get()
    assert done.made == 1
    assert (vacancy.occupation, vacancy.source, vacancy.external_id) == (FORKLIFT_DRIVER, "vdab", "2")
    assert vacancy.organisation == account_manager.organisation
    assert not WaitingVacancy.objects.exists()
    kept = Feedback.objects.get()
    assert (kept.instead, kept.text_kind) == (FORKLIFT_DRIVER, "import")
    rows = list(feedback_rows(feedback_list(operator())))
    assert dict(zip(FEEDBACK_COLUMNS, rows[0], strict=True))["instead"] == FORKLIFT_DRIVER
    assert list(csv_lines(FEEDBACK_COLUMNS, [dict(zip(FEEDBACK_COLUMNS, map(str, rows[0]), strict=True))]))


def test_an_occupation_that_nobody_knows_is_refused_and_the_row_keeps_waiting(account_manager):
    take_in(UNSURE, account_manager)
    row = WaitingVacancy.objects.get()

    done = confirm_waiting(
        ConfirmWaiting(chosen=(ChosenOccupation(waiting=row.reference, occupation="nonsense"),)), actor=account_manager
    )

    assert (done.made, done.refused[0][0]) == (0, row.reference)
    assert WaitingVacancy.objects.exists()


def test_what_is_not_wanted_goes(account_manager):
    take_in(UNSURE, account_manager)
    row = WaitingVacancy.objects.get()

    assert drop_waiting(DropWaiting(waiting=(row.reference,)), actor=account_manager) == 1
    assert not WaitingVacancy.objects.exists()
    with pytest.raises(NotAllowed):
        drop_waiting(DropWaiting(waiting=(row.reference,)), actor=actor_with(Role.COUNSELLOR))
