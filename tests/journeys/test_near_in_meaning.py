"""What somebody can do counts for what is near it in meaning: the page of a person says so, and why."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from arbeidspact.organisations.models import Role
from arbeidspact.people.models import Person, PersonCompetence
from arbeidspact.taxonomy.nearness import near_path, write_near_pairs
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.taxonomy.understanding.similar import near_in_meaning
from arbeidspact.taxonomy.understanding.vectors import compute_vectors
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.taxonomy.understanding.word_encoder import WordEncoder
from tests.vacancies.factories import DRIVE_FORKLIFT, VacancyFactory

EMAIL = "noor@werkpunten.example"
ELECTRICAL, MECHANICAL = "ap:competence/find-electrical-faults", "ap:competence/find-mechanical-faults"


@pytest.fixture
def taxonomy_folder(settings, tmp_path: Path) -> Path:
    """The files of this test are its own: what it learns is known to no other."""
    settings.DATA_DIR = tmp_path
    folder = tmp_path / "taxonomy"
    folder.mkdir()
    return folder


@pytest.fixture
def fatih(taxonomy_folder: Path) -> Person:
    AreaFactory(muide=True)
    werkpunten = OrganisationFactory(werkpunt=True)
    member_of(werkpunten, Role.COUNSELLOR, email=EMAIL)
    asks = [DRIVE_FORKLIFT, ELECTRICAL]
    VacancyFactory(title="Storingen zoeken", asks=asks, hours_min=19, hours_max=25, shifts=["day"])
    person: Person = PersonFactory(
        given_name="Fatih",
        family_name="Verzonnen",
        neighbourhood="muide",
        accompanied_by=werkpunten,
        able_to=DRIVE_FORKLIFT,
        transport=["walk"],
        travel_minutes_max=60,
        hours_min=19,
        hours_max=25,
        shifts=["day"],
    )
    PersonCompetence.objects.create(person=person, concept=MECHANICAL, noted_on=date(2026, 6, 1))
    return person


def learn_what_is_near(folder: Path) -> None:
    """What `taxonomy learn` does once an encoder is there, for the part that matching reads."""
    edition = starter_edition()
    vectors = compute_vectors(edition, folder / "learned.vectors", WordEncoder())
    write_near_pairs(near_in_meaning(edition, vectors), edition, near_path(folder, edition))


def reasons_on(page: Page, person: Person) -> Locator:
    page.goto(f"/people/{person.reference}/")
    match = page.locator("#fitting-work .match", has_text="Storingen zoeken")
    match.locator("summary", has_text=nl("All reasons")).click()
    return match


@pytest.mark.parametrize("viewport", [pytest.param(None, id="at a desk"), pytest.param(PHONE, id="on a phone")])
def test_a_match_says_which_competence_stands_in_because_it_is_near_in_meaning(
    open_browser, fatih, taxonomy_folder, viewport
):
    page = open_browser(viewport) if viewport else open_browser()
    sign_in(page, EMAIL)
    match = reasons_on(page, fatih)
    expect(match.get_by_role("heading", name=nl("Missing"), exact=True)).to_be_visible()

    learn_what_is_near(taxonomy_folder)
    match = reasons_on(page, fatih)

    expect(match.get_by_role("heading", name=nl("Can do something close"))).to_be_visible()
    expect(match.get_by_role("heading", name=nl("Missing"), exact=True)).to_have_count(0)
    said = nl("near in meaning to %(via)s") % {"via": "mechanische storingen zoeken en herstellen"}
    expect(match.locator("li", has_text="elektrische storingen zoeken en herstellen")).to_contain_text(said)
    assert_accessible(page)
