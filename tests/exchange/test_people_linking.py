"""A row that is about somebody who has a file: found, chosen, completed, and never overwritten in silence."""

import json

import pytest

from arbeidspact.exchange.choosing import Chosen, RowChoice
from arbeidspact.exchange.people import import_people
from arbeidspact.exchange.report import Outcome
from arbeidspact.exchange.row_report import REPORT_COLUMNS, report_rows
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.people.models import AccessEvent, Person
from tests.exchange.workbooks import workbook
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.people.factories import PersonFactory, some_competence, some_occupation

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(werkpunt) -> Person:
    return PersonFactory(
        family_name="Proefdam", phone="0470 11 11 11", accompanied_by=werkpunt, with_forklift=True, job_seeker=True
    )


@pytest.fixture
def elsewhere(db) -> Person:
    return PersonFactory(family_name="Proefdam", phone="0470 11 11 11", accompanied_by=OrganisationFactory(vdab=True))


def rows(*records: dict[str, str]) -> bytes:
    return json.dumps(list(records)).encode()


def row_of(**cells: str) -> dict[str, str]:
    who = {"given_name": "Amina", "family_name": "Proefdam", "birth_date": "1988-03-14", "ground": "statutory_task"}
    return who | cells


def choose(data: bytes, actor, *whats: Chosen | None):
    """The choices for the rows in their order; None: none."""
    report = import_people(data, actor=actor, check=True)
    pairs = zip(report.results, whats, strict=True)
    return {result.mark: what for result, what in pairs if what is not None}


def test_a_row_that_names_its_file_completes_it_and_changes_what_it_says(counsellor, amina):
    data = rows(
        {
            "file": str(amina.reference),
            "phone": "0470 22 22 22",
            "email": "amina@example.org",
            "hours_max": "20",
            "occupations": some_occupation(),
            "competences": some_competence(),
            "licences": "forklift driving-b",
            "status": "job_seeker",
            "status_since": "2026-01-01",
        }
    )

    checked = import_people(data, actor=counsellor, check=True)
    report = import_people(data, actor=counsellor)
    again = import_people(data, actor=counsellor)

    changed = ("email", "phone", "hours_max", "occupations", "competences", "licences")
    assert (checked.problems, checked.updated, checked.results[0].columns) == ((), 1, changed)
    assert set(report.results[0].columns) == set(changed)
    assert report.results[0].reference == str(amina.reference)
    amina.refresh_from_db()
    assert (amina.phone, amina.hours_max, amina.neighbourhood) == ("0470 22 22 22", 20, "")
    assert {one.licence for one in amina.licences.all()} == {"forklift", "driving-b"}
    assert (again.same, again.updated, again.results[0].columns) == (1, 0, ())
    assert Person.objects.count() == 1


def test_name_and_birth_date_of_a_file_stay_and_the_report_says_so(counsellor, amina):
    data = rows(row_of(file=f"https://pact.example/people/{amina.reference}/", family_name="Proefdamm"))

    report = import_people(data, actor=counsellor)

    assert report.same == 1
    assert "keeps its own" in str(report.results[0].remarks[0])
    amina.refresh_from_db()
    assert amina.family_name == "Proefdam"


def test_a_reference_of_somebody_quite_different_is_refused(counsellor, amina):
    data = rows(row_of(file=str(amina.reference), given_name="Bertrand", family_name="Quagmire"))

    report = import_people(data, actor=counsellor)

    assert [(one.row, one.column) for one in report.problems] == [(1, "file")]
    assert not any(word in str(report.problems[0]) for word in ("Bertrand", "Amina", str(amina.reference)))


def test_a_file_that_the_organisation_does_not_accompany_is_not_changed_and_the_attempt_stays_on_record(
    counsellor, elsewhere
):
    report = import_people(rows({"file": str(elsewhere.reference), "phone": "0470 33"}), actor=counsellor, check=True)

    assert [(one.row, one.column) for one in report.problems] == [(1, "file")]
    assert AccessEvent.objects.get(person=elsewhere).was_refused
    elsewhere.refresh_from_db()
    assert elsewhere.phone == "0470 11 11 11"


@pytest.mark.parametrize(
    "file",
    [
        pytest.param("17", id="a number"),
        pytest.param("00000000-0000-4000-8000-000000000000", id="nobody's reference"),
    ],
)
def test_a_reference_that_names_no_file_is_told_at_its_column(counsellor, file):
    (problem,) = import_people(rows({"file": file, "phone": "0470"}), actor=counsellor).problems

    assert (problem.row, problem.column) == (1, "file")
    assert problem.fix


def test_two_rows_about_one_file_are_refused(counsellor, amina):
    one = {"file": str(amina.reference), "phone": "0470 22 22 22"}

    report = import_people(rows(one, one | {"phone": "0470 33 33 33"}), actor=counsellor)

    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "file")]


def test_the_operator_completes_no_file(werkpunt, amina):
    (problem,) = import_people(rows(row_of(file=str(amina.reference))), actor=operator(werkpunt)).problems

    assert problem.column == "file"


def test_a_likely_row_waits_for_a_choice_and_shows_which_files_it_may_be(counsellor, amina):
    report = import_people(rows(row_of(), row_of(given_name="Bo", family_name="Ander")), actor=counsellor)

    assert [one.outcome for one in report.results] == [Outcome.TO_CHOOSE, Outcome.CREATED]
    assert [one.person for one in report.results[0].likely] == [amina.pk]
    assert (report.to_choose, report.to_mend, report.created) == (1, (), 0)
    assert Person.objects.count() == 1


def test_each_choice_does_what_it_says_and_all_or_nothing_stays(counsellor, amina):
    data = rows(
        row_of(phone="0470 22 22 22"), row_of(given_name="Amine"), row_of(given_name="Aminata", family_name="Proefdamm")
    )
    key = import_people(data, actor=counsellor, check=True).results[0].likely[0].key
    some = choose(data, counsellor, Chosen(key), Chosen(RowChoice.NEW), None)
    whole = some | choose(data, counsellor, None, None, Chosen(RowChoice.LEAVE_OUT))

    halfway = import_people(data, actor=counsellor, choices=some)
    assert not halfway.is_clean
    assert Person.objects.count() == 1

    done = import_people(data, actor=counsellor, choices=whole)
    assert [one.outcome for one in done.results] == [Outcome.UPDATED, Outcome.CREATED, Outcome.LEFT_OUT]
    assert (done.updated, done.created, done.left_out) == (1, 1, 1)
    amina.refresh_from_db()
    assert amina.phone == "0470 22 22 22"
    assert Person.objects.count() == 2
    event = AuditEvent.objects.get(action="import-people")
    assert event.details == {"count": 1, "linked": 0, "updated": 1, "same": 0, "left_out": 1}
    assert AuditEvent.objects.get(action="link-imported-row").subject_id == str(amina.reference)


def test_a_file_elsewhere_is_accompanied_too_and_nothing_else_of_the_row_is_taken_in(counsellor, elsewhere):
    data = rows(row_of(phone="0470 22 22 22"))
    (result,) = import_people(data, actor=counsellor, check=True).results
    key = result.likely[0].key

    assert (result.likely[0].person, result.likely[0].reference) == (None, "")
    without_reason = import_people(data, actor=counsellor, choices={result.mark: Chosen(key)})
    assert [one.outcome for one in without_reason.results] == [Outcome.TO_CHOOSE]
    assert without_reason.problems[0].column == "reason"

    report = import_people(data, actor=counsellor, choices={result.mark: Chosen(key, "Referred by the school")})
    assert (report.linked, report.results[0].reference) == (1, str(elsewhere.reference))
    elsewhere.refresh_from_db()
    assert elsewhere.phone == "0470 11 11 11"
    assert elsewhere.accompaniments.get(organisation=counsellor.organisation).reason == "Referred by the school"


def test_a_check_of_a_link_elsewhere_tells_nothing_of_that_file(counsellor, elsewhere):
    data = rows(row_of(phone="0470 11 11 11", reason="Referred by the school"))
    (result,) = import_people(data, actor=counsellor, check=True).results

    linked = import_people(data, actor=counsellor, check=True, choices={result.mark: Chosen(result.likely[0].key)})

    assert linked.results[0].outcome is Outcome.LINKED
    assert not elsewhere.accompaniments.filter(organisation=counsellor.organisation).exists()
    assert "phone" not in linked.results[0].columns
    assert linked.results[0].reference == ""


def test_the_same_national_number_can_be_linked_and_never_become_a_second_file(werkpunt):
    actor = actor_with(Role.COUNSELLOR, organisation=OrganisationFactory(vdab=True))
    number = "88031400190"
    first = import_people(rows(row_of(national_number=number)), actor=actor)
    data = rows(row_of(given_name="Mina", national_number=number))
    (result,) = import_people(data, actor=actor, check=True).results
    likely = result.likely[0]

    assert first.created == 1
    assert (result.outcome, likely.is_certain) == (Outcome.TO_CHOOSE, True)
    for refused in (Chosen(RowChoice.NEW), Chosen("gone")):
        assert not import_people(data, actor=actor, choices={result.mark: refused}).is_clean
    assert import_people(data, actor=actor, choices={result.mark: Chosen(likely.key)}).same == 1


def test_a_choice_that_no_longer_holds_is_asked_again(counsellor, amina):
    data = rows(row_of())
    (result,) = import_people(data, actor=counsellor, check=True).results
    amina.birth_date = None
    amina.given_name, amina.family_name = "Somebody", "Else"
    amina.save()

    report = import_people(data, actor=counsellor, choices={result.mark: Chosen(result.likely[0].key)})

    assert [one.outcome for one in report.results] == [Outcome.TO_CHOOSE]
    assert report.results[0].choice == ""
    assert "Choose again" in str(report.problems[0])


def test_a_workbook_of_people_is_read_with_its_dates_and_rows(counsellor, amina):
    header = ("given_name", "family_name", "birth_date", "ground")
    data = workbook(header, ("Bo", "Ander", amina.birth_date, "statutory_task"), (), ("", "Nameless", None, "consent"))

    report = import_people(data, actor=counsellor)

    assert [(one.row, one.column) for one in report.problems] == [(4, "given_name")]
    assert [(one.row, one.outcome) for one in report.results] == [(2, Outcome.CREATED), (4, Outcome.REFUSED)]


def test_the_report_of_rows_holds_places_and_references_and_no_cell_of_a_person(counsellor, amina):
    data = rows(row_of(phone="0470 99 99 99"), row_of(given_name="Bo", family_name="Ander"), row_of(ground="because"))

    report = import_people(data, actor=counsellor)
    lines = [dict(zip(REPORT_COLUMNS, line, strict=True)) for line in report_rows(report)]

    assert [line["row"] for line in lines] == [1, 2, 3]
    assert [line["outcome"] for line in lines] == ["To choose", "New", "Not possible yet"]
    assert {line["taken_in"] for line in lines} == {"no"}
    assert lines[0]["file"] == str(amina.reference)
    text = json.dumps([[str(cell) for cell in line.values()] for line in lines])
    assert not any(word in text for word in ("Amina", "Proefdam", "1988", "0470", "because"))
