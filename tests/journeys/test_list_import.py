"""A counsellor brings in a workbook: chosen, mended, taken in, reported."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Membership, Organisation, Role
from arbeidspact.people.models import Person
from tests.exchange.workbooks import workbook
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory

EMAIL = "noor@werkpunten.example"
HEADER = ("given_name", "family_name", "birth_date", "ground", "phone", "languages")


@pytest.fixture
def werkpunt() -> Organisation:
    AreaFactory(muide=True)
    return OrganisationFactory(werkpunt=True)


@pytest.fixture
def counsellor(werkpunt: Organisation) -> Membership:
    return member_of(werkpunt, Role.COUNSELLOR, email=EMAIL)


def list_of_people(path: Path, ground_of_bo: str) -> Path:
    path.write_bytes(
        workbook(
            HEADER,
            ("Amina", "Proefdam", "14/3/1988", "statutory_task", "0470 22 22 22", "nl:B1"),
            ("Bo", "Nieuwkomer", "3/2/1990", ground_of_bo, None, None),
            ("Wies", "Verhulst", "5/6/1971", "agreement", None, "fr:A2"),
        )
    )
    return path


@pytest.mark.parametrize("window", ["page", "phone"])
def test_a_list_is_checked_chosen_mended_taken_in_and_reported(
    request: pytest.FixtureRequest, window: str, counsellor: Membership, werkpunt: Organisation, tmp_path: Path
):
    page: Page = request.getfixturevalue(window)
    amina = PersonFactory(family_name="Proefdam", accompanied_by=werkpunt)

    sign_in(page, EMAIL)
    page.goto("/imports/")
    assert_accessible(page)
    page.get_by_label(nl("File"), exact=True).set_input_files(list_of_people(tmp_path / "lijst.xlsx", "weet niet"))
    page.get_by_role("button", name=nl("Check the file")).click()

    expect(page.get_by_text(nl("Some people may already have a file"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("radio", name=re.compile("Amina Proefdam")).check()
    page.get_by_role("button", name=nl("Keep what I chose")).click()

    expect(page.get_by_text("ground", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=nl("Take the file in"))).to_have_count(0)
    assert_accessible(page)
    page.get_by_label(nl("File"), exact=True).set_input_files(list_of_people(tmp_path / "lijst2.xlsx", "consent"))
    page.get_by_role("button", name=nl("Check the corrected file")).click()

    expect(page.get_by_text(nl("Nothing is wrong with this file"))).to_be_visible()
    assert_accessible(page)
    assert Person.objects.count() == 1
    page.get_by_role("button", name=nl("Take the file in")).click()

    expect(page.get_by_role("heading", name=nl("The file was taken in"), level=1)).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=nl("Report as Excel")).click()
    report = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    references = {row[0]: row[6] for row in report.iter_rows(min_row=2, values_only=True)}
    assert references[2] == str(amina.reference)
    assert set(references.values()) == {str(one.reference) for one in Person.objects.all()}
    amina.refresh_from_db()
    assert amina.phone == "0470 22 22 22"
    assert Person.objects.count() == 3
