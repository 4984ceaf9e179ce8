"""Vacancies from a file: created, changed, the same, or all refused."""

import json
from datetime import time

import pytest

from arbeidspact.exchange.exports import ExportFormat, export_vacancies
from arbeidspact.exchange.vacancies import VACANCY_COLUMNS, import_vacancies
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.vacancies.models import Contract, Employer, Vacancy
from tests.organisations.factories import actor_with
from tests.vacancies.factories import FORKLIFT_DRIVER, OFFICE_CLEANER, EmployerFactory, VacancyFactory

HEADER = "source;external_id;title;employer;occupation;area;hours_max;languages;opens_on\n"
TWO_ROWS = (
    HEADER + f"vdab;1;Forklift driver;Haven NV;{FORKLIFT_DRIVER};muide;38,5;nl:B1;1/11/2026\n"
    f"vdab;2;Cleaner;Haven NV;{OFFICE_CLEANER};Muide - Meulestede;19;;2026-11-02\n"
)

pytestmark = pytest.mark.django_db


def test_every_row_becomes_a_vacancy_and_an_unknown_employer_is_registered_once(account_manager):
    report = import_vacancies(TWO_ROWS.encode(), actor=account_manager)

    assert (report.created, report.updated, report.same, report.problems) == (2, 0, 0, ())
    assert report.is_written
    first = Vacancy.objects.get(external_id="1")
    assert (first.employer.name, str(first.hours_max), first.area) == ("Haven NV", "38.5", "muide")
    assert [str(language) for language in first.languages.all()] == ["nl B1"]
    assert Employer.objects.count() == 1
    assert first.organisation == account_manager.organisation


def test_the_same_file_again_changes_nothing(account_manager):
    import_vacancies(TWO_ROWS.encode(), actor=account_manager)
    events = AuditEvent.objects.count()

    report = import_vacancies(TWO_ROWS.encode(), actor=account_manager)

    assert (report.created, report.updated, report.same) == (0, 0, 2)
    assert AuditEvent.objects.count() == events


def test_a_changed_row_changes_its_vacancy_and_columns_that_are_not_there_stay(account_manager):
    import_vacancies(TWO_ROWS.encode(), actor=account_manager)
    Vacancy.objects.filter(external_id="1").update(contract=Contract.FIXED_TERM, description="Kept.")

    report = import_vacancies(TWO_ROWS.replace("38,5", "30").replace("nl:B1", "").encode(), actor=account_manager)

    changed = Vacancy.objects.get(external_id="1")
    assert (report.updated, report.same) == (1, 1)
    assert (changed.hours_max, changed.contract, changed.description) == (30, Contract.FIXED_TERM, "Kept.")
    assert not changed.languages.exists()


def test_with_one_bad_row_nothing_is_taken_in_and_every_problem_is_named(account_manager):
    bad = TWO_ROWS + (
        f"vdab;2;x;Haven NV;{OFFICE_CLEANER};muide;;;\n"
        "vdab;4;Cook;Haven NV;cosmonaut;atlantis;many;Dutch;31/2/2026\n"
        f"vdab;5;Cook;Haven NV;{OFFICE_CLEANER};muide;90;nl:B1;2026-11-02\n"
    )

    report = import_vacancies(bad.encode(), actor=account_manager)

    assert [(problem.row, problem.column) for problem in report.problems] == [
        (4, "external_id"),
        (5, "occupation"),
        (5, "area"),
        (5, "hours_max"),
        (5, "opens_on"),
        (5, "languages"),
        (6, "hours_max"),
    ]
    assert all(str(problem.problem) for problem in report.problems)
    assert not Vacancy.objects.exists()
    assert not Employer.objects.exists()
    assert not report.is_written


def test_times_of_the_work_come_in_go_out_and_stay_where_the_file_has_no_column_for_them(account_manager):
    header, first, second = TWO_ROWS.splitlines()
    timed = f"{header};starts_at;ends_at\n{first};22u;6:00\n{second};5.30 uur;\n"

    import_vacancies(timed.encode(), actor=account_manager)
    again = import_vacancies(TWO_ROWS.encode(), actor=account_manager)
    emptied = import_vacancies(timed.replace("22u;6:00", ";6:00").encode(), actor=account_manager)

    assert (again.same, emptied.updated, emptied.same) == (2, 1, 1)
    times = Vacancy.objects.order_by("external_id").values_list("starts_at", "ends_at")
    assert list(times) == [(None, time(6)), (time(5, 30), None)]
    records = export_vacancies(actor=account_manager).records
    assert {(one["starts_at"], one["ends_at"]) for one in records} == {(None, "06:00"), ("05:30", None)}


def test_a_time_that_cannot_be_is_named_by_row_and_column(account_manager):
    header, first, second = TWO_ROWS.splitlines()
    bad = f"{header};starts_at;ends_at\n{first};25:00;half past\n{second};06:00;6.00\n"

    report = import_vacancies(bad.encode(), actor=account_manager)

    assert [(one.row, one.column) for one in report.problems] == [(2, "starts_at"), (2, "ends_at"), (3, "ends_at")]
    assert "05:30" in str(report.problems[0])
    assert "minute it starts" in str(report.problems[2])


def test_a_check_gives_the_same_report_and_writes_nothing(account_manager):
    report = import_vacancies(TWO_ROWS.encode(), actor=account_manager, check=True)

    assert (report.created, report.is_check, report.is_written) == (2, True, False)
    assert not Vacancy.objects.exists()


def test_an_occupation_may_be_given_by_its_exact_name(account_manager):
    named = TWO_ROWS.replace(OFFICE_CLEANER, "office cleaner")

    report = import_vacancies(named.encode(), actor=account_manager)

    assert report.problems == ()
    assert Vacancy.objects.get(external_id="2").occupation == OFFICE_CLEANER


def test_without_a_number_the_same_work_twice_is_noticed(account_manager):
    row = f"Haven NV;Cleaner;{OFFICE_CLEANER};muide;2026-11-02\n"
    data = ("employer;title;occupation;area;opens_on\n" + row).encode()
    twice = data + row.encode()

    within = import_vacancies(twice, actor=account_manager)
    first = import_vacancies(data, actor=account_manager)
    again = import_vacancies(data, actor=account_manager)

    assert "stands in row 2" in str(within.problems[0])
    assert first.created == 1
    assert "already has this vacancy" in str(again.problems[0])


def test_an_export_comes_back_unchanged_also_when_filled(account_manager):
    employer = EmployerFactory()
    for traits in (
        {"forklift_night_shift": True, "starts_at": time(22), "ends_at": time(6)},
        {"filled": True},
        {"needs_dutch_b1": True, "cleaning": True},
    ):
        VacancyFactory(employer=employer, organisation=account_manager.organisation, **traits)
    actor = actor_with(Role.ACCOUNT_MANAGER, organisation=account_manager.organisation)

    for form in ExportFormat:
        text = "".join(export_vacancies(actor=actor).lines(form))
        report = import_vacancies(text.encode(), actor=actor)

        assert report.problems == ()
        assert report.same == 3


def test_a_vacancy_of_another_organisation_stays_as_it_is(account_manager):
    other = VacancyFactory(source="vdab", external_id="1")

    report = import_vacancies(TWO_ROWS.encode(), actor=account_manager)

    assert report.problems[0].row == 2
    assert Vacancy.objects.get().title == other.title


def test_a_row_can_fill_and_cancel(account_manager):
    data = [
        {
            "source": "vdab",
            "external_id": "7",
            "title": "Cleaner",
            "employer": "Haven NV",
            "occupation": OFFICE_CLEANER,
            "area": "muide",
            "opens_on": "2026-10-01",
            "filled_on": "2026-10-20",
        },
        {
            "source": "vdab",
            "external_id": "8",
            "title": "Cleaner",
            "employer": "Haven NV",
            "occupation": OFFICE_CLEANER,
            "area": "muide",
            "opens_on": "2026-10-01",
            "cancelled_on": "2026-10-20",
        },
    ]

    report = import_vacancies(json.dumps(data).encode(), actor=account_manager)

    assert report.problems == ()
    assert Vacancy.objects.get(external_id="7").filled_on.isoformat() == "2026-10-20"
    assert Vacancy.objects.get(external_id="8").cancelled_on.isoformat() == "2026-10-20"


def test_progress_is_told_row_by_row(account_manager):
    told: list[tuple[int, int]] = []

    import_vacancies(TWO_ROWS.encode(), actor=account_manager, progress=lambda done, of: told.append((done, of)))

    assert told == [(1, 2), (2, 2)]


def test_the_operator_may_import_and_a_counsellor_may_not(werkpunt, counsellor):
    assert import_vacancies(TWO_ROWS.encode(), actor=operator(werkpunt)).created == 2
    with pytest.raises(NotAllowed):
        import_vacancies(TWO_ROWS.encode(), actor=counsellor)


def test_the_how_to_names_every_column():
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs/how-to/import-data.md").read_text(encoding="utf-8")

    assert [column for column in VACANCY_COLUMNS if f"`{column}`" not in text] == []
