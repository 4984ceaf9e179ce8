"""Rows of files in and out at the command line."""

import json

import pytest
from openpyxl import load_workbook

from arbeidspact.organisations.models import Role
from arbeidspact.people.models import AccessEvent, Person, Purpose
from arbeidspact.vacancies.models import Vacancy
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.people.factories import PersonFactory
from tests.vacancies.factories import FORKLIFT_DRIVER, VacancyFactory

pytestmark = pytest.mark.django_db
VACANCIES = f"source;external_id;employer;title;occupation;area\nvdab;1;Haven NV;Driver;{FORKLIFT_DRIVER};muide\n"
PEOPLE = "given_name,family_name,birth_date,ground,email\nAmina,Proefdam,14/3/1988,statutory_task,a@example.org\n"


@pytest.fixture
def werkpunt():
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def file(tmp_path):
    def write(text: str):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_vacancies_are_checked_taken_in_and_known_the_second_time(run, file, werkpunt):
    path = file(VACANCIES)

    check = run("import", "vacancies", path, "--check", "--organisation", "werkpunten")
    assert "It would be: 1 new" in check.output
    assert not Vacancy.objects.exists()

    first = run("import", "vacancies", path, "--organisation", "werkpunten")
    again = run("import", "vacancies", path)

    assert "1 new, 0 changed, 0 the same." in first.output
    assert "0 new, 0 changed, 1 the same." in again.output
    assert Vacancy.objects.get().organisation == werkpunt


def test_a_mistake_is_a_table_with_row_column_and_fix_and_nothing_is_written(run, file, werkpunt):
    result = run("import", "vacancies", file(VACANCIES.replace(FORKLIFT_DRIVER, "cosmonaut")))

    assert result.exit_code == 1
    assert "Row 2, column “occupation”" in result.output
    assert not Vacancy.objects.exists()


def test_people_are_imported_as_a_member(run, file, werkpunt):
    counsellor = actor_with(Role.COUNSELLOR, organisation=werkpunt)
    path = file(PEOPLE)

    by_operator = run("import", "people", path, "--organisation", "werkpunten")
    by_member = run("import", "people", path, "--as", counsellor.user.email)

    assert "email" in by_operator.output
    assert by_operator.exit_code == 1
    assert by_member.exit_code == 0, by_member.output
    assert Person.objects.get().email == "a@example.org"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_became_of_each_row_is_written_to_a_file(run, file, werkpunt, tmp_path, ending):
    counsellor = actor_with(Role.COUNSELLOR, organisation=werkpunt)
    report = tmp_path / f"rows{ending}"

    run("import", "people", file(PEOPLE), "--as", counsellor.user.email, "--report", str(report))

    reference = str(Person.objects.get().reference)
    if ending == ".csv":
        assert f"2,New,yes,,,,{reference}" in report.read_text(encoding="utf-8-sig")
    else:
        cells = [cell.value for cell in load_workbook(report).active[2]]
        assert (cells[:3], cells[6]) == ([2, "New", "yes"], reference)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("--organisation", "nowhere"), "no organisation", id="unknown organisation"),
        pytest.param(("--as", "nobody@example.org"), "No member", id="unknown member"),
        pytest.param((), "for which organisation", id="people for nobody"),
    ],
)
def test_who_it_is_done_for_must_be_known(run, file, werkpunt, arguments, words):
    result = run("import", "people", file(PEOPLE), *arguments)

    assert result.exit_code == 1
    assert words in result.output


def test_an_export_of_vacancies_goes_to_the_screen_or_a_file(run, tmp_path, werkpunt):
    vacancy = VacancyFactory()
    target = tmp_path / "out.csv"

    shown = run("export", "vacancies", "--format", "json")
    written = run("export", "vacancies", "--output", target)

    assert json.loads(shown.stdout)[0]["reference"] == str(vacancy.reference)
    assert written.exit_code == 0
    assert target.read_text(encoding="utf-8-sig").startswith("reference,source,external_id,title")


def test_people_are_exported_by_a_member_on_record_and_never_by_the_operator(run, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)
    counsellor = actor_with(Role.COUNSELLOR, organisation=werkpunt)

    refused = run("export", "people", "--organisation", "werkpunten")
    given = run("export", "people", "--as", counsellor.user.email)

    assert refused.exit_code == 1
    assert str(person.reference) in given.stdout
    assert AccessEvent.objects.get(person=person).purpose == Purpose.EXPORT


def test_figures_and_actions_are_exported(run, werkpunt):
    from arbeidspact.demo.load import GHENT

    run("import", "areas", GHENT / "areas.toml")
    run("import", "indicators", GHENT / "indicators.toml")
    run("figures", "import", GHENT / "observations.csv", "--yes")
    run("import", "pact", GHENT / "pact.toml", "--actions", GHENT / "actions.toml")

    figures = run("export", "observations", "--indicator", "employment-rate", "--format", "json")
    actions = run("export", "actions", "arbeidspact-gent", "--format", "json")

    assert {row["indicator"] for row in json.loads(figures.stdout)} == {"employment-rate"}
    assert len(json.loads(actions.stdout)) > 10
    assert "published_amounts" in json.loads(actions.stdout)[0]
    assert run("export", "actions", "nothing").exit_code == 1
