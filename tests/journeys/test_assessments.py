"""A counsellor screens somebody and opens the protected part; a colleague sees only that there is something."""

import re

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.assessments.models import Assessment, SensitiveAnswer
from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import AccessEvent, Look, Person
from tests.assessments.factories import AssessmentFactory
from tests.journeys.conftest import assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory
from tests.web.assessments.test_pages import ANSWERS, RESULTS

EMAIL, COLLEAGUE = "noor@werkpunten.example", "bram@werkpunten.example"


@pytest.fixture
def counsellor() -> Membership:
    return member_of(OrganisationFactory(werkpunt=True), Role.COUNSELLOR, email=EMAIL)


@pytest.fixture
def amina(counsellor: Membership) -> Person:
    return PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        accompanied_by=counsellor.organisation,
        accompanied_by__referent=counsellor.user,
    )


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def go_on(page: Page) -> None:
    page.get_by_role("button", name=nl("Keep and go on")).click()


def test_from_a_first_talk_to_a_finished_assessment_with_its_protected_part(page: Page, counsellor, amina):
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    page.get_by_role("link", name=nl("Start an assessment")).click()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Begin")).click()

    choose(page, "Wanneer heb je voor het laatst gewerkt?", "Langer geleden")
    expect(page.get_by_label("Welk werk deed je, en wat ging goed?")).to_be_visible()
    page.get_by_label("Welk werk deed je, en wat ging goed?").fill("Hielp tien jaar in de bakkerij van de familie")
    page.get_by_label("Hoeveel uur per week zou je nu kunnen werken?").fill("24")
    assert_accessible(page)
    go_on(page)
    choose(page, "Wil je een opleiding volgen, of leren op de werkvloer?", nl("Yes"))
    go_on(page)
    choose(page, "Hoe goed lukt een gesprek in het Nederlands op het werk?", "2")
    page.get_by_label("Hoeveel andere talen spreek je?").fill("3")
    page.get_by_role("button", name=nl("Keep and stop here")).click()

    panel = page.locator("#assessment")
    expect(panel.get_by_text(nl("A draft is waiting"))).to_be_visible()
    assert_accessible(page)
    panel.get_by_role("link", name=nl("Go on with the draft")).click()
    expect(page.get_by_role("heading", level=1, name="Vervoer en wonen")).to_be_visible()
    choose(page, "Hoe woon je nu?", "Vast en in orde")
    go_on(page)
    page.get_by_label("Voor hoeveel kinderen jonger dan 12 jaar zorg je?").fill("2")
    page.get_by_label("Voor hoeveel kinderen jonger dan 12 jaar zorg je?").press("Tab")
    expect(page.get_by_role("group", name="Is er opvang als je werkt?")).to_be_visible()
    choose(page, "Is er opvang als je werkt?", "Alleen tijdens de schooluren")
    assert_accessible(page)
    go_on(page)
    choose(page, "Mag je nu werken volgens je papieren?", "Ja")
    go_on(page)
    choose(page, "Wie helpt je als het moeilijk gaat?", "Een of twee mensen")
    go_on(page)

    expect(page.get_by_text(nl("These questions are in the protected part"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=nl("Open the protected part")).click()
    assert_accessible(page)
    page.get_by_label(nl("Why do you need it now?")).fill("Samen zoeken naar werk dat vol te houden is")
    page.get_by_role("button", name=nl("Open for an hour")).click()
    choose(page, "Houdt iets met je gezondheid je nu tegen om te werken?", "Met aangepast werk of minder uren lukt het")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Keep and review")).click()

    assert_accessible(page)
    page.get_by_text(nl("I see it otherwise")).first.click()
    page.locator("#id_judged_work").select_option("some")
    page.get_by_role("button", name=nl("Finish the assessment")).click()
    expect(page.get_by_text(nl("Say why in a few words.")).first).to_be_visible()
    assert_accessible(page)
    page.locator("#id_reason_work").fill("Werkte tien jaar mee zonder contract")
    page.get_by_role("button", name=nl("Finish the assessment")).click()

    expect(page.get_by_text("Werkte tien jaar mee zonder contract")).to_be_visible()
    expect(page.get_by_text(nl("What may help"))).to_be_visible()
    assert_accessible(page)
    assert SensitiveAnswer.objects.get().value == "adapted"
    assert Assessment.objects.get().finished_on
    assert AccessEvent.objects.filter(person=amina, look=Look.COMPARTMENT).exists()

    page.goto(f"/people/{amina.reference}/")
    assert_accessible(page)
    page.get_by_role("button", name=nl("Close the protected part")).click()
    expect(page.get_by_text(nl("The protected part is closed."))).to_be_visible()
    assert page.locator("#assessment").get_by_text("Gezondheid").count() == 0


def test_a_colleague_without_a_relation_sees_only_that_protected_entries_exist(page: Page, counsellor, amina):
    AssessmentFactory(person=amina, organisation=counsellor.organisation, expired=True, results=RESULTS)
    made = AssessmentFactory(person=amina, organisation=counsellor.organisation, results=RESULTS, answers_given=ANSWERS)
    member_of(counsellor.organisation, Role.COUNSELLOR, email=COLLEAGUE)
    sign_in(page, COLLEAGUE)

    for address in ("", f"{made.reference}/", "compare/"):
        page.goto(f"/assessments/{amina.reference}/{address}")
        assert_accessible(page)
        main = page.locator("#content")
        assert main.get_by_text(re.compile("Geld en schulden|Money and debts")).count() == 0
    page.goto(f"/assessments/{amina.reference}/{made.reference}/")
    page.get_by_role("link", name=nl("Open the protected part")).click()

    expect(page.get_by_role("heading", name=nl("Whom to ask"))).to_be_visible()
    assert_accessible(page)


def test_on_a_phone_the_short_one_is_filled_in(phone: Page, counsellor, amina):
    sign_in(phone, EMAIL)
    phone.goto(f"/assessments/{amina.reference}/start/")
    assert_accessible(phone)
    phone.get_by_label("Korte inschatting").check()
    phone.get_by_role("button", name=nl("Begin")).click()
    choose(phone, "Wat is je hoogste diploma?", "Hoger onderwijs")
    assert_accessible(phone)
    go_on(phone)
    choose(phone, "Hoe woon je nu?", "Vast en in orde")
    go_on(phone)
    phone.get_by_role("link", name=nl("Go on without")).click()
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("Finish the assessment")).click()
    expect(phone.get_by_text(nl("The assessment is finished."))).to_be_visible()
    assert_accessible(phone)
    phone.goto(f"/people/{amina.reference}/")
    assert_accessible(phone)
