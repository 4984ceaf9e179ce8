"""An analyst at the end of a quarter: figures for some areas, and a file that must be right before it is taken in."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from arbeidspact.demo.load import GHENT, load_pact
from arbeidspact.monitor.models import Observation
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.organisations.models import Role
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory

EMAIL = "sofie@stad.example"
HEADER = "indicator,period,area,value,unit,status,vintage,source"
RIGHT = "employment-rate,2024,gent,71.2,percent,provisional,2026-11-02,Stadsmonitor Vlaanderen"
WRONG = "employment-rate,2024,atlantis,171.2,percent,provisional,2026-11-02,Stadsmonitor Vlaanderen"


@pytest.fixture
def analyst() -> str:
    member_of(OrganisationFactory(werkpunt=True), Role.ANALYST, email=EMAIL)
    set_areas(SetAreas(file=read_areas_file(GHENT / "areas.toml")), actor=operator())
    load_pact(operator())
    return EMAIL


def figures(*rows: str) -> FilePayload:
    return {"name": "kwartaal.csv", "mimeType": "text/csv", "buffer": "\n".join((HEADER, *rows)).encode()}


def test_figures_for_the_areas_that_were_chosen(page: Page, analyst):
    sign_in(page, EMAIL)
    page.get_by_role("navigation").get_by_role("link", name=nl("The pact"), exact=True).first.click()
    page.get_by_role("navigation").get_by_role("link", name=nl("Figures"), exact=True).first.click()
    assert_accessible(page)
    page.goto("/figures/employment-rate/")
    boxes = page.get_by_role("main").get_by_role("checkbox")
    code = boxes.last.get_attribute("value")
    for box in boxes.all()[:-1]:
        box.uncheck()
    boxes.last.check()
    page.get_by_role("button", name=nl("Show"), exact=True).click()
    page.wait_for_url(f"**area={code}*")
    expect(page.get_by_role("main").get_by_role("checkbox", checked=True)).to_have_count(1)
    assert_accessible(page)

    with page.expect_download() as download:
        page.get_by_role("link", name=nl("Download as CSV")).first.click()
    assert code in download.value.path().read_text(encoding="utf-8-sig")


def test_a_quarter_with_an_impossible_row_is_mended_seen_and_taken_in(page: Page, analyst):
    before = Observation.objects.count()
    sign_in(page, EMAIL)
    page.get_by_role("navigation").get_by_role("link", name=nl("The pact"), exact=True).first.click()
    page.get_by_role("navigation").get_by_role("link", name=nl("Files of figures"), exact=True).first.click()
    expect(page.get_by_text(nl("No file of figures came yet"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Upload the first file")).click()
    assert_accessible(page)
    page.get_by_label(nl("File"), exact=True).set_input_files(figures(RIGHT, WRONG))
    page.get_by_role("button", name=nl("Check the file")).click()

    expect(page.get_by_text(nl("Nothing was taken in")).first).to_be_visible()
    row = page.get_by_role("row").filter(has_text="atlantis")
    expect(row).to_contain_text("3")
    expect(row).to_contain_text("area")
    expect(page.get_by_role("button", name=nl("Take the figures in"))).to_have_count(0)
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=nl("All problems as CSV")).click()
    assert "atlantis" in download.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("link", name=nl("Choose another file")).click()
    page.get_by_label(nl("File"), exact=True).set_input_files(figures(RIGHT))
    page.get_by_role("button", name=nl("Check the file")).click()
    expect(page.get_by_text(nl("Nothing is wrong with this file"))).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="71,2").first).to_be_visible()
    assert_accessible(page)
    assert Observation.objects.count() == before
    page.get_by_role("button", name=nl("Take the figures in")).click()

    expect(page.get_by_role("heading", name=nl("Withdraw these figures"))).to_be_visible()
    assert Observation.objects.count() == before + 1
    assert_accessible(page)
    page.goto("/figures/employment-rate/")
    expect(page.get_by_role("row").filter(has_text="2024").filter(has_text="71,2").first).to_be_visible()


def test_a_figure_is_contested_with_its_reason_and_the_value_against_it(page: Page, analyst):
    sign_in(page, EMAIL)
    page.goto("/figures/deliveries/sure/?indicator=employment-rate&area=gent")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    assert_accessible(page)
    page.get_by_label(nl("Contested")).check()
    page.get_by_label(nl("Why?")).fill("De leeftijdsgroep staat er niet bij")
    page.locator("#id_counter_value").fill("70,9")
    page.get_by_role("button", name=nl("Save")).click()
    expect(page.locator("#id_counter_source_error")).to_be_visible()
    assert_accessible(page)
    page.locator("#id_counter_source").fill("Statbel")
    page.get_by_role("button", name=nl("Save")).click()

    expect(page.get_by_role("row").filter(has_text="De leeftijdsgroep staat er niet bij").first).to_be_visible()
    page.goto("/figures/employment-rate/")
    expect(page.get_by_text("70,9 % (Statbel)").first).to_be_visible()


def test_a_table_of_another_producer_is_read_with_a_mapping_that_is_kept(page: Page, analyst):
    sign_in(page, EMAIL)
    page.goto("/figures/deliveries/new/")
    table = b"Gemeente;2023;2024\nGent;70,1;71,2\n"
    page.get_by_label(nl("File"), exact=True).set_input_files(
        {"name": "arvastat.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.get_by_role("button", name=nl("Check the file")).click()

    expect(page.get_by_role("heading", name=nl("How is this file read?"))).to_be_visible()
    assert_accessible(page)
    page.get_by_label(nl("Indicator")).select_option("=employment-rate")
    page.get_by_label(nl("Source"), exact=True).fill("VDAB, Arvastat")
    page.get_by_role("button", name=nl("Show how the first rows are read")).click()
    expect(page.get_by_role("heading", name=nl("So the first rows are read"))).to_be_visible()
    assert_accessible(page)
    page.get_by_label(nl("Name of this way of reading")).fill("Arvastat per jaar")
    page.get_by_label(nl("Keep it for the next file of this producer")).check()
    page.get_by_role("button", name=nl("Check the file")).click()
    expect(page.get_by_text(nl("Nothing is wrong with this file"))).to_be_visible()

    page.goto("/figures/deliveries/mappings/")
    expect(page.get_by_role("link", name="Arvastat per jaar")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Arvastat per jaar").click()
    expect(page.get_by_role("textbox").first).to_have_value(re.compile("Arvastat per jaar"))
    assert_accessible(page)


def test_a_picture_is_refused_as_a_file_of_figures(page: Page, analyst):
    sign_in(page, EMAIL)
    page.goto("/figures/deliveries/new/")
    picture: FilePayload = {"name": "foto.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    page.get_by_label(nl("File"), exact=True).set_input_files(picture)
    page.get_by_role("button", name=nl("Check the file")).click()
    expect(page.locator("#id_file_error")).to_be_visible()
    assert_accessible(page)
