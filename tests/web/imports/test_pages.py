"""Importing on the screen: check, look, confirm; and nobody reaches another's file."""

import io
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from arbeidspact.exchange import uploads
from arbeidspact.exchange.vacancies import VACANCY_COLUMNS
from arbeidspact.organisations.models import Role
from arbeidspact.people.models import Person
from arbeidspact.vacancies.models import Vacancy
from arbeidspact.web.navigation import menu_of
from tests.organisations.factories import AreaFactory, OrganisationFactory, actor_with
from tests.vacancies.factories import FORKLIFT_DRIVER

GOOD = f"employer;title;occupation;area\nHaven NV;Forklift driver;{FORKLIFT_DRIVER};muide\n".encode()
BAD = b"employer;title;occupation;area\nHaven NV;=x;cosmonaut;atlantis\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def werkpunt():
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def signed_in(client, werkpunt):
    def sign_in(*roles: Role):
        actor = actor_with(*roles, organisation=werkpunt)
        client.force_login(actor.user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return actor

    return sign_in


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def send(client, data: bytes, kind: str = "vacancies", name: str = "file.csv"):
    return client.post(reverse("imports:upload"), {"kind": kind, "file": SimpleUploadedFile(name, data)})


def kept_files() -> list[Path]:
    return list((Path(settings.DATA_DIR) / "uploads").glob("*"))


def test_a_good_file_is_shown_confirmed_and_removed(client, signed_in):
    signed_in(Role.ACCOUNT_MANAGER)

    checked = send(client, GOOD)
    page = client.get(checked["Location"])

    assert "Nothing is wrong with this file" in page.content.decode()
    assert not Vacancy.objects.exists()
    assert {path.stat().st_mode & 0o777 for path in kept_files()} == {0o600}

    done = client.post(checked["Location"] + "confirm/")

    assert done["Location"] == checked["Location"]
    assert Vacancy.objects.get().title == "Forklift driver"
    assert [path.suffix for path in kept_files()] == [".json"]
    assert reverse("vacancies:list") in client.get(done["Location"]).content.decode()
    assert client.post(checked["Location"] + "confirm/").status_code == 404


def test_a_bad_file_shows_every_problem_also_as_csv_and_cannot_be_confirmed(client, signed_in):
    signed_in(Role.ACCOUNT_MANAGER)

    address = send(client, BAD)["Location"]
    page = client.get(address).content.decode()
    table = b"".join(client.get(address + "problems.csv").streaming_content).decode()
    client.post(address + "confirm/")

    assert "Nothing was taken in" in page
    assert "occupation" in page
    assert "Take the file in" not in page
    assert len(table.strip().splitlines()) == 3
    assert not Vacancy.objects.exists()


def test_a_file_that_changes_nothing_says_so(client, signed_in):
    signed_in(Role.ACCOUNT_MANAGER)
    numbered = GOOD.replace(b"employer;", b"source;external_id;employer;").replace(b"Haven", b"vdab;1;Haven")
    client.post(send(client, numbered)["Location"] + "confirm/")

    page = client.get(send(client, numbered)["Location"]).content.decode()

    assert "This file changes nothing" in page


def test_a_file_can_be_thrown_away(client, signed_in):
    signed_in(Role.ACCOUNT_MANAGER)
    address = send(client, GOOD)["Location"]

    assert client.post(address + "forget/")["Location"] == reverse("imports:upload")
    assert not kept_files()
    assert client.get(address).status_code == 404


def test_nobody_reaches_the_file_of_a_colleague(client, signed_in):
    signed_in(Role.ACCOUNT_MANAGER)
    address = send(client, GOOD)["Location"]
    signed_in(Role.ACCOUNT_MANAGER)

    for part in ("", "problems.csv", "rows.csv", "rows.xlsx"):
        assert client.get(address + part).status_code == 404
    for part in ("choose/", "confirm/", "forget/"):
        assert client.post(address + part).status_code == 404
    assert len(kept_files()) == 2


def test_a_file_is_gone_after_an_hour(client, signed_in, monkeypatch):
    signed_in(Role.ACCOUNT_MANAGER)
    address = send(client, GOOD)["Location"]
    later = time.time() + uploads.KEPT_SECONDS + 1
    monkeypatch.setattr(uploads.time, "time", lambda: later)

    assert client.get(address).status_code == 404
    assert not kept_files()


def test_a_counsellor_imports_people_and_nothing_else(client, signed_in):
    signed_in(Role.COUNSELLOR)
    people = b"given_name,family_name,birth_date,ground\nAmina,Proefdam,14/3/1988,statutory_task\n"

    page = client.get(reverse("imports:upload")).content.decode()
    refused = send(client, GOOD)
    address = send(client, people, "people")["Location"]
    done = client.post(address + "confirm/")

    assert "given_name" in page
    assert "external_id" not in page
    assert refused.status_code == 422
    assert reverse("people:caseload") in client.get(done["Location"]).content.decode()
    assert Person.objects.get().family_name == "Proefdam"


def test_an_analyst_who_comes_here_for_figures_is_shown_where_they_go_in(client, signed_in):
    signed_in(Role.ANALYST)

    assert client.get(reverse("imports:upload"))["Location"] == reverse("deliveries:upload")
    assert client.get(reverse("imports:example", args=["observations"]))["Location"] == reverse("deliveries:empty")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        pytest.param(b"", "file.csv", None, id="an empty file is told on the check page"),
        pytest.param(b"PK\x03\x04", "file.ods", "not an Excel workbook (.xlsx), CSV or JSON", id="OpenDocument"),
    ],
)
def test_a_wrong_file_is_told_in_words(client, signed_in, data, name, words):
    signed_in(Role.ACCOUNT_MANAGER)

    response = send(client, data, name=name)

    if words is None:
        assert "The file is empty" in client.get(response["Location"]).content.decode()
    else:
        assert response.status_code == 422
        assert words in response.content.decode()


def test_without_a_file_the_page_asks_for_one(client, signed_in):
    signed_in(Role.ACCOUNT_MANAGER)

    response = client.post(reverse("imports:upload"), {"kind": "vacancies"})

    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


@pytest.mark.parametrize("role", [Role.STEERING_MEMBER, Role.ADMINISTRATOR])
def test_who_may_import_nothing_is_refused_and_has_no_line_in_the_menu(client, signed_in, role):
    actor = signed_in(role)

    assert client.get(reverse("imports:upload")).status_code == 403
    assert reverse("imports:upload") not in {item.url for item in menu_of(actor, "/")}


def test_the_menu_has_one_line_for_import_also_for_who_may_import_all(signed_in):
    actor = signed_in(Role.COUNSELLOR, Role.ACCOUNT_MANAGER, Role.ANALYST)

    assert [item.url for item in menu_of(actor, "/")].count(reverse("imports:upload")) == 1


def test_an_empty_file_with_the_columns_can_be_had(client, signed_in):
    signed_in(Role.ACCOUNT_MANAGER)

    header = b"".join(client.get(reverse("imports:example", args=["vacancies"])).streaming_content).decode()
    book = load_workbook(io.BytesIO(client.get(reverse("imports:example-workbook", args=["vacancies"])).content))

    assert "title" in header
    assert [cell.value for cell in book.worksheets[0][1]] == list(VACANCY_COLUMNS)
    assert {row[0].value for row in book.worksheets[1].iter_rows(min_row=2)} == set(VACANCY_COLUMNS)
    for name in ("imports:example", "imports:example-workbook"):
        assert client.get(reverse(name, args=["people"])).status_code == 403
        assert client.get(reverse(name, args=["planets"])).status_code == 404


@pytest.mark.parametrize(("kind", "role"), [("people", Role.COUNSELLOR)])
def test_an_empty_workbook_that_is_filled_in_is_read_again(client, signed_in, kind, role):
    signed_in(role)
    book = load_workbook(io.BytesIO(client.get(reverse("imports:example-workbook", args=[kind])).content))
    book.worksheets[0].append(["x"])
    filled = io.BytesIO()
    book.save(filled)

    page = client.get(send(client, filled.getvalue(), kind, "filled.xlsx")["Location"]).content.decode()

    assert "is not known" not in page
    assert "This column is missing" not in page
