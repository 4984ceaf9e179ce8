"""People from a file: files are made with the same rules as on the screens."""

from decimal import Decimal
from pathlib import Path

import pytest

from arbeidspact.exchange.exports import ExportFormat, export_people
from arbeidspact.exchange.people import import_people
from arbeidspact.exchange.people_columns import PEOPLE_COLUMNS
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.people import duplicates
from arbeidspact.people.models import AccessEvent, Person, Purpose
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory

OCCUPATION, COMPETENCE = "ap:occupation/forklift-driver", "ap:competence/drive-forklift"
WHOLE = (
    "given_name,family_name,birth_date,ground,neighbourhood,language,email,education,hours_max,shifts,transport,"
    "travel_minutes_max,wage_wanted,occupations,competences,languages,licences,status,status_since\n"
    "Amina,Proefdam,14/3/1988,statutory_task,muide,nl,amina@example.org,lower_secondary,38,day early,bicycle walk,"
    f'45,"2.450,50",{OCCUPATION},{COMPETENCE},nl:A2 ar:C2,forklift,job_seeker,2026-02-01\n'
)
PLAIN = "given_name,family_name,birth_date,ground,is_not_duplicate\n"

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_whole_file_that_the_organisation_accompanies(counsellor):
    report = import_people(WHOLE.encode(), actor=counsellor)

    assert (report.problems, report.created) == ((), 1)
    person = Person.objects.get()
    assert (person.neighbourhood, person.email, person.education) == ("muide", "amina@example.org", "lower_secondary")
    assert (person.transport, person.shifts, person.travel_minutes_max) == (["walk", "bicycle"], ["day", "early"], 45)
    assert person.wage_wanted == Decimal("2450.50")
    assert person.occupations_sought.get().concept == OCCUPATION
    assert person.competences.get().concept == COMPETENCE
    assert person.languages.count() == 2
    assert person.licences.get().licence == "forklift"
    assert person.statuses.get().kind == "job_seeker"
    assert person.accompaniments.get().organisation == counsellor.organisation


def test_problems_name_row_and_column_and_never_what_stands_there(counsellor):
    bad = (
        "given_name,family_name,birth_date,ground,national_number,email,languages,status\n"
        "Zebediah,Quagmire,31/2/1988,because,12345678901,zebediah-at-example,nl,job_seeker\n"
        "Zebediah,Quagmire,1/2/1988,statutory_task,12345678901,zebediah-at-example,nl:B1,\n"
    )

    report = import_people(bad.encode(), actor=counsellor)

    places = {(problem.row, problem.column) for problem in report.problems}
    assert {(2, "birth_date"), (2, "ground"), (2, "languages"), (2, "status_since"), (3, "email")} <= places
    assert (3, "national_number") in places
    told = " ".join(str(problem) for problem in report.problems)
    assert not any(word in told for word in ("Zebediah", "Quagmire", "12345678901", "zebediah-at-example", "1988"))
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("wage", "says"),
    [
        pytest.param("14,50", "not an hourly", id="an hourly wage"),
        pytest.param("2.450", "two ways", id="two readings"),
        pytest.param("enough", "not a number", id="a word"),
    ],
)
def test_a_wage_hoped_for_that_cannot_be_is_refused_without_repeating_it(counsellor, wage, says):
    (problem,) = import_people(WHOLE.replace("2.450,50", wage).encode(), actor=counsellor).problems

    assert (problem.row, problem.column) == (2, "wage_wanted")
    assert says in str(problem)
    assert wage not in str(problem)


def test_somebody_who_may_have_a_file_is_refused_unless_the_row_says_it_is_another(counsellor):
    PersonFactory(family_name="Proefdam", accompanied_by=counsellor.organisation)
    row = "Amina,Proefdam,14/3/1988,statutory_task,{}\n"

    refused = import_people((PLAIN + row.format("")).encode(), actor=counsellor)
    taken = import_people((PLAIN + row.format("yes")).encode(), actor=counsellor)

    assert [(problem.row, problem.column) for problem in refused.problems] == [(2, "given_name")]
    assert taken.created == 1
    assert Person.objects.count() == 2


def test_the_looks_of_a_refused_file_stay_on_record(counsellor):
    person = PersonFactory(family_name="Proefdam", accompanied_by=OrganisationFactory(vdab=True))

    report = import_people(
        (PLAIN + "Amina,Proefdam,14/3/1988,statutory_task,\n").encode(), actor=counsellor, check=True
    )

    assert not report.is_clean
    assert AccessEvent.objects.get(person=person).purpose == Purpose.DUPLICATE_CHECK


def test_the_same_person_twice_in_a_file_is_refused(counsellor):
    rows = "Amina,Proefdam,14/3/1988,statutory_task,\nAMINA,proefdam,1988-03-14,statutory_task,\n"
    alike = "Amina,Proefdam,14/3/1988,statutory_task,\nAmina,Proefdamm,1988-03-14,statutory_task,\n"

    same = import_people((PLAIN + rows).encode(), actor=counsellor)
    similar = import_people((PLAIN + alike).encode(), actor=counsellor)

    assert "stands in row 2" in str(same.problems[0])
    assert similar.problems[0].row == 3
    assert not Person.objects.exists()


def test_a_check_writes_no_file(counsellor):
    report = import_people(WHOLE.encode(), actor=counsellor, check=True)

    assert (report.created, report.is_written) == (1, False)
    assert not Person.objects.exists()


def test_more_rows_than_checks_an_hour_go_through_but_not_without_end(counsellor, monkeypatch):
    names = [f"{chr(65 + n % 26)}{chr(97 + n // 26)}xo{n * 7919}" for n in range(duplicates.CHECKS_AN_HOUR + 5)]
    rows = "".join(f"{name},{name[::-1]},1980-01-{n % 28 + 1:02},statutory_task,\n" for n, name in enumerate(names))
    monkeypatch.setattr(duplicates, "ROWS_OF_FILES_A_DAY", 2 * len(names) - 1)

    assert import_people((PLAIN + rows).encode(), actor=counsellor).created == len(names)
    with pytest.raises(Conflict):
        import_people((PLAIN + rows).encode(), actor=counsellor)


def test_the_operator_makes_files_and_fills_no_profile(werkpunt):
    plain = import_people((PLAIN + "Amina,Proefdam,14/3/1988,statutory_task,\n").encode(), actor=operator(werkpunt))
    whole = import_people(WHOLE.encode(), actor=operator(werkpunt))

    assert plain.created == 1
    assert "email" in {problem.column for problem in whole.problems}
    with pytest.raises(InvalidValue):
        import_people(WHOLE.encode(), actor=operator())


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR])
def test_who_does_not_guide_imports_nobody(werkpunt, role):
    with pytest.raises(NotAllowed):
        import_people(WHOLE.encode(), actor=actor_with(role, organisation=werkpunt))


def test_an_export_of_people_is_recorded_and_not_for_the_operator(counsellor, werkpunt):
    person = PersonFactory(given_name="=Amina", accompanied_by=werkpunt)

    text = "".join(export_people(actor=counsellor).lines(ExportFormat.CSV))

    assert "'=Amina" in text
    assert AccessEvent.objects.get(person=person).purpose == Purpose.EXPORT
    with pytest.raises(NotAllowed):
        export_people(actor=operator(werkpunt))


def test_the_how_to_names_every_column():
    text = (Path(__file__).parents[2] / "docs/how-to/import-data.md").read_text(encoding="utf-8")

    assert [column for column in PEOPLE_COLUMNS if f"`{column}`" not in text] == []
