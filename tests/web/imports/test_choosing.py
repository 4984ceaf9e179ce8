"""Choosing on the screen whose file a row is about, row by row, and taking the report along."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from arbeidspact.organisations.models import Role
from arbeidspact.people.models import Person
from arbeidspact.web.imports.check_page import CHOICES_A_PAGE
from tests.exchange.workbooks import workbook
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.people.factories import PersonFactory

HEADER = ("given_name", "family_name", "birth_date", "ground", "phone")
AMINA = ("Amina", "Proefdam", "1988-03-14", "statutory_task", "0470 22 22 22")
BO = ("Bo", "Ander", "1990-01-01", "statutory_task", None)

CHOOSING_QUERIES = 10

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def werkpunt():
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def counsellor(client, werkpunt):
    actor = actor_with(Role.COUNSELLOR, organisation=werkpunt)
    client.force_login(actor.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return actor


@pytest.fixture
def amina(werkpunt):
    return PersonFactory(family_name="Proefdam", accompanied_by=werkpunt)


def send(client, *rows, **more):
    file = SimpleUploadedFile("people.xlsx", workbook(HEADER, *rows))
    return client.post(reverse("imports:upload"), {"kind": "people", "file": file, **more})["Location"]


def key_of(own_folder) -> str:
    (path,) = (own_folder / "uploads").glob("*.json")
    results = json.loads(path.read_text())["report"]["results"]
    return next(one["key"] for result in results for one in result["likely"])


def test_a_likely_row_is_linked_by_choice_and_the_file_is_taken_in_whole(client, counsellor, amina, own_folder):
    address = send(client, AMINA, BO)
    page = client.get(address).content.decode()

    assert "Row 2: Amina Proefdam" in page
    assert "It is Amina Proefdam" in page
    assert "Take the file in" not in page
    client.post(address + "choose/", {"choice-2": key_of(own_folder)})
    checked = client.get(address).content.decode()
    client.post(address + "confirm/")
    done = client.get(address).content.decode()

    assert "Take the file in" in checked
    assert reverse("people:file", args=[amina.reference]) in done
    amina.refresh_from_db()
    assert amina.phone == "0470 22 22 22"
    assert Person.objects.count() == 2
    (kept,) = (own_folder / "uploads").iterdir()
    assert not any(word in kept.read_text() for word in ("Amina", "Proefdam", "0470"))


def test_choices_stay_for_the_mended_file(client, counsellor, amina, own_folder):
    address = send(client, AMINA, (*BO[:3], "because", None))
    client.post(address + "choose/", {"choice-2": "new"})
    page = client.get(address).content.decode()
    token = address.rstrip("/").rpartition("/")[2]

    mended = send(client, BO, AMINA, instead_of=token)
    again = client.get(mended).content.decode()

    assert "ground" in page
    assert f'name="instead_of" value="{token}"' in page
    assert "Take the file in" in again
    assert client.get(address).status_code == 404


def test_choices_over_several_pages_are_kept_and_checked_with_the_last(client, counsellor, werkpunt, own_folder):
    born = [f"1980-01-{day:02}" for day in range(1, CHOICES_A_PAGE + 3)]
    names = [f"{letter * 3}a" for letter in "BCDFGHJKLMNPRST"]
    for name, day in zip(names, born, strict=False):
        PersonFactory(given_name=name, family_name=name[::-1], birth_date=day, accompanied_by=werkpunt)
    address = send(client, *((n, n[::-1], d, "statutory_task", None) for n, d in zip(names, born, strict=False)))

    first = client.get(address).content.decode()
    rows = range(2, CHOICES_A_PAGE + 2)
    kept = client.post(address + "choose/", {f"choice-{row}": "leave-out" for row in rows})
    last = {f"choice-{row}": "new" for row in range(CHOICES_A_PAGE + 2, len(born) + 2)}
    done = client.post(address + "choose/", last)

    assert first.count("<legend>") == CHOICES_A_PAGE
    assert kept["Location"].endswith("page=2")
    assert done["Location"] == address
    assert "Take the file in" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"choice-2": "somebody"}, id="a file that was not offered"),
        pytest.param({"choice-3": "new"}, id="a row that asks nothing"),
        pytest.param({"choice-999999": "leave-out"}, id="no row at all"),
    ],
)
def test_what_a_row_does_not_offer_cannot_be_chosen(client, counsellor, amina, sent):
    address = send(client, AMINA, BO)

    response = client.post(address + "choose/", sent, follow=True)

    assert "does not offer this choice" in response.content.decode()
    client.post(address + "confirm/")
    assert Person.objects.count() == 1


def test_of_a_file_elsewhere_only_the_organisation_is_shown_and_a_reason_is_asked(client, counsellor, own_folder):
    person = PersonFactory(
        given_name="Aminah", family_name="Proefdam", accompanied_by=OrganisationFactory(vdab=True, name="VDAB Gent")
    )
    address = send(client, AMINA)

    page = client.get(address).content.decode()
    asked = client.post(address + "choose/", {"choice-2": key_of(own_folder)}, follow=True).content.decode()
    client.post(address + "choose/", {"choice-2": key_of(own_folder), "reason-2": "Sent by the school"})
    client.post(address + "confirm/")

    assert "VDAB Gent" in page
    assert "Aminah" not in page
    assert str(person.reference) not in page
    assert "say why yours accompanies" in asked
    assert person.accompaniments.get(organisation=counsellor.organisation).reason == "Sent by the school"


def test_the_report_can_be_had_before_and_after_as_workbook_and_csv(client, counsellor, amina):
    address = send(client, AMINA, BO)
    before = client.get(address + "rows.xlsx").content
    client.post(address + "choose/", {"choice-2": "leave-out"})
    client.post(address + "confirm/")
    after = b"".join(client.get(address + "rows.csv").streaming_content).decode("utf-8-sig")

    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(before)).active.iter_rows(min_row=2)]
    assert [(row[0], row[1]) for row in cells] == [(2, "To choose"), (3, "New")]
    assert cells[0][6] == str(amina.reference)
    assert [line.split(",")[:3] for line in after.splitlines()[1:]] == [["2", "Left out", "no"], ["3", "New", "yes"]]
    assert str(Person.objects.get(given_name="Bo").reference) in after


@pytest.mark.parametrize("rows", [30, 60])
def test_the_page_asks_as_much_of_the_database_however_long_the_file(
    client, counsellor, rows, django_assert_max_num_queries
):
    names = [f"{chr(66 + n % 20)}{chr(97 + n // 20)}xo{n * 7919}" for n in range(rows)]
    address = send(client, *((name, name[::-1], "1980-01-01", "statutory_task", None) for name in names))
    client.get(address)

    with django_assert_max_num_queries(14):
        page = client.get(address + "?show=all&page=2").content.decode()

    assert "Row 27" in page
    assert f"{rows} results" in page


@pytest.mark.parametrize("rows", [2, CHOICES_A_PAGE])
def test_choosing_asks_as_much_of_the_database_for_one_row_as_for_a_page(
    client, counsellor, werkpunt, rows, django_assert_num_queries
):
    names = ["Brecht", "Daphne", "Fouad", "Greet", "Hicham", "Jolien", "Kwame", "Liesbeth", "Mustafa", "Nadia"][:rows]
    for place, name in enumerate(names):
        PersonFactory(
            given_name=name, family_name=name[::-1], birth_date=f"19{60 + place}-01-01", accompanied_by=werkpunt
        )
    people = ((name, name[::-1], f"19{60 + n}-01-01", "statutory_task", None) for n, name in enumerate(names))
    address = send(client, *people)
    client.get(address)

    with django_assert_num_queries(CHOOSING_QUERIES):
        page = client.get(address).content.decode()

    assert page.count("complete this file with the row") == rows


def test_the_same_national_number_is_proposed_and_waits_for_somebody_to_say_yes(client, own_folder):
    vdab = OrganisationFactory(vdab=True)
    client.force_login(actor_with(Role.COUNSELLOR, organisation=vdab).user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    header = ("given_name", "family_name", "birth_date", "ground", "national_number")
    row = ("Amina", "Proefdam", "1988-03-14", "statutory_task", "88031400190")

    def bring_in(*cells: str) -> str:
        file = SimpleUploadedFile("people.xlsx", workbook(header, cells))
        return client.post(reverse("imports:upload"), {"kind": "people", "file": file})["Location"]

    first = bring_in(*row)
    client.post(first + "confirm/")
    client.post(first + "forget/")
    address = bring_in("Mina", *row[1:])
    page = client.get(address).content.decode()
    client.post(address + "confirm/")

    assert f'value="{key_of(own_folder)}" id="choice-2-1" aria-describedby="likely-2-1" checked' in page
    assert "no second file can be made" in page
    assert 'id="choice-2-new"' not in page
    client.post(address + "choose/", {"choice-2": key_of(own_folder)})
    client.post(address + "confirm/")
    assert Person.objects.count() == 1
