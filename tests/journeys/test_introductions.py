"""A counsellor introduces somebody and notes the answer; the list shows who keeps silent; one employer uses a link."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.followup.actions import run_rules
from arbeidspact.introductions import asking
from arbeidspact.introductions.models import Introduction, Outcome
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.models import Membership, Role
from arbeidspact.people.models import Person
from tests.introductions.factories import IntroductionFactory
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.vacancies.factories import DRIVE_FORKLIFT, VacancyFactory

NOOR = "noor@werkpunten.example"
MOTIVATION = "Reed drie jaar met een heftruck in de haven en wil weer aan de slag."


@pytest.fixture
def noor() -> Membership:
    AreaFactory(muide=True)
    return member_of(OrganisationFactory(werkpunt=True), Role.COUNSELLOR, email=NOOR)


@pytest.fixture
def amina(noor: Membership) -> Person:
    return PersonFactory(
        given_name="Amina",
        family_name="Verzonnen",
        neighbourhood="muide",
        accompanied_by=noor.organisation,
        accompanied_by__referent=noor.user,
        with_forklift=True,
        full_time=True,
        reachable_by_bicycle=True,
        able_to=DRIVE_FORKLIFT,
    )


def test_from_work_that_fits_to_the_answer_of_the_employer(page: Page, noor, amina):
    VacancyFactory(title="Heftruckchauffeur", asks=[DRIVE_FORKLIFT], needs_licence="forklift")
    sign_in(page, NOOR)
    page.goto(f"/people/{amina.reference}/")
    fitting = page.locator("#panel-fitting-work")
    fitting.get_by_role("link", name=re.compile(re.escape(nl("Introduce to the employer")))).first.click()

    page.get_by_label(nl("What is sent to the employer?")).fill(MOTIVATION)
    page.get_by_role("button", name=nl("Note the introduction")).click()
    expect(
        page.get_by_text(nl("Nobody is introduced without their agreement. Ask the person first.")).first
    ).to_be_visible()
    expect(page.get_by_label(nl("What is sent to the employer?"))).to_have_value(MOTIVATION)
    assert_accessible(page)
    page.get_by_label(nl("The person agrees to this introduction")).check()
    page.get_by_role("button", name=nl("Note the introduction")).click()
    expect(page.get_by_text(nl("Introduced today")).first).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=nl("Open the file")).click()
    expect(page.locator("#introductions").get_by_role("link", name="Heftruckchauffeur")).to_be_visible()
    expect(fitting.get_by_role("link", name=re.compile(re.escape(nl("Introduce to the employer"))))).to_have_count(0)
    assert_accessible(page)
    page.locator("#introductions").get_by_role("link", name="Heftruckchauffeur").click()

    page.get_by_label(nl("Invited to an interview")).check()
    page.get_by_role("button", name=nl("Note the answer")).click()
    expect(page.get_by_text(nl("The answer is noted.")).first).to_be_visible()
    page.get_by_label(nl("Hired"), exact=True).check()
    page.get_by_role("button", name=nl("Note what came of it")).click()
    expect(page.get_by_role("link", name=nl("Write the start of work on the ladder"))).to_be_visible()
    assert_accessible(page)
    assert Introduction.objects.get().outcome == Outcome.HIRED


def test_the_list_shows_silent_employers_on_a_phone_too_and_is_downloaded(open_browser, noor, amina):
    person = PersonFactory(given_name="Bilal", family_name="Verzonnen", accompanied_by=noor.organisation)
    own = {"organisation": noor.organisation}
    late = IntroductionFactory(person=amina, late=True, vacancy=VacancyFactory(title="Magazijnier"), **own)
    bakery = IntroductionFactory(person=person, vacancy=VacancyFactory(title="Bakker"), **own)
    run_rules(("employer_silent",), actor=operator(), is_rehearsal=False)
    page = open_browser(PHONE)
    sign_in(page, NOOR)
    expect(page.get_by_text(nl("An employer does not answer"))).to_have_count(1)
    assert_accessible(page)
    page.locator(f'a[href="/introductions/{late.reference}/"]').click()
    expect(page).to_have_url(re.compile(f"/introductions/{late.reference}/"))
    page.goto("/people/")
    page.get_by_role("link", name=nl("Introductions"), exact=True).click()
    expect(page.get_by_text("Bilal Verzonnen")).to_be_visible()
    assert_accessible(page)

    page.goto(f"/introductions/?employer={late.vacancy.employer.reference}")
    expect(page.get_by_text("Amina Verzonnen")).to_be_visible()
    expect(page.get_by_text("Bilal Verzonnen")).to_have_count(0)
    page.get_by_label(nl("Employer"), exact=True).select_option(bakery.vacancy.employer.name)
    expect(page.get_by_text("Bilal Verzonnen")).to_be_visible()
    expect(page.get_by_text("Amina Verzonnen")).to_have_count(0)
    assert_accessible(page)
    page.goto("/introductions/")

    page.get_by_role("link", name=re.compile("14")).first.click()
    expect(page.get_by_text("Bilal Verzonnen")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(re.escape(nl("Download as CSV")))).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "Magazijnier" in text
    assert "Bakker" not in text
    assert "Verzonnen" not in text

    page.get_by_role("link", name="Amina Verzonnen").click()
    page.locator("summary", has_text=nl("Withdraw")).click()
    page.get_by_label(nl("The person found other work")).check()
    assert_accessible(page)
    page.get_by_role("button", name=nl("Yes, withdraw the introduction")).click()
    expect(page.get_by_text(nl("The introduction is withdrawn.")).first).to_be_visible()
    late.refresh_from_db()
    assert late.withdrawn_because == "work_elsewhere"


def test_an_employer_answers_with_the_link_in_a_mail(open_browser, noor, amina, monkeypatch):
    kept = []
    issue = asking.issue_link
    monkeypatch.setattr(asking, "issue_link", lambda *args, **values: kept.append(issue(*args, **values)) or kept[-1])
    made = IntroductionFactory(person=amina, organisation=noor.organisation, by=noor.user, motivation=MOTIVATION)
    page, employer = open_browser(), open_browser(PHONE)
    sign_in(page, NOOR)
    page.goto(f"/introductions/{made.reference}/")
    page.locator("summary", has_text=nl("Ask the employer by mail")).click()
    page.get_by_label(nl("Mail address of the employer")).fill("personeel@magazijn.example")
    page.get_by_role("button", name=nl("Send the mail")).click()
    expect(page.get_by_text("personeel@magazijn.example").first).to_be_visible()
    assert_accessible(page)

    employer.goto(urlsplit(kept[0].address).path)
    expect(employer.get_by_text("Amina")).to_have_count(0)
    assert_accessible(employer)
    employer.get_by_role("button", name=nl("Show who it is")).click()
    expect(employer.get_by_text("Amina Verzonnen")).to_be_visible()
    expect(employer.get_by_text(MOTIVATION)).to_be_visible()
    employer.get_by_label(nl("Not now"), exact=True).check()
    employer.get_by_role("button", name=nl("Send the answer")).click()
    expect(employer.get_by_text(nl("Say why not now.")).first).to_be_visible()
    assert_accessible(employer)
    employer.get_by_label(re.compile(re.escape(nl("Why not now?")))).select_option("hours")
    employer.get_by_role("button", name=nl("Send the answer")).click()
    expect(employer.get_by_role("heading", name=nl("Your answer is in"))).to_be_visible()
    assert_accessible(employer)
    page.reload()
    expect(page.get_by_text(nl("The hours or days do not fit")).first).to_be_visible()
    page.goto("/")
    expect(page.locator("#employer-answers-title")).to_be_visible()
    expect(page.get_by_text(nl("The hours or days do not fit"))).to_be_visible()
    assert_accessible(page)
    page.locator(f'a[href="/introductions/{made.reference}/"]').click()
    expect(page).to_have_url(re.compile(f"/introductions/{made.reference}/"))
