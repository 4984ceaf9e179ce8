"""A person tells on a phone what they can do, says what is right and sends it; the counsellor puts it in the file."""

import pytest
from playwright.sync_api import Page, expect

from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.models import Person
from arbeidspact.proposals.models import TextReading, Told
from tests.journeys.conftest import PHONE, assert_accessible, member_of, nl, sign_in
from tests.organisations.factories import AreaFactory, OrganisationFactory
from tests.people.factories import PersonFactory
from tests.texts.documents import pdf_of

EMAIL = "noor@werkpunten.example"
STORY = (
    "Ik was magazijnier in de haven, daar heb ik orders verzameld en vrachtwagens gelost. "
    "Ik heb rijbewijs B. Ik spreek Arabisch als moedertaal en een beetje Frans."
)


@pytest.fixture
def werkpunten() -> Organisation:
    AreaFactory(muide=True)
    organisation: Organisation = OrganisationFactory(werkpunt=True)
    member_of(organisation, Role.COUNSELLOR, email=EMAIL)
    return organisation


@pytest.fixture
def amina(werkpunten) -> Person:
    person: Person = PersonFactory(family_name="Verzonnen", accompanied_by=werkpunten)
    person.competences.all().delete()
    person.occupations_sought.all().delete()
    person.licences.all().delete()
    return person


def link_made_by(page: Page, amina: Person) -> str:
    sign_in(page, EMAIL)
    page.goto(f"/people/{amina.reference}/")
    page.get_by_role("link", name=nl("let the person tell it")).click()
    page.get_by_label(nl("How does the link reach the person?")).select_option("")
    page.get_by_role("button", name=nl("Make the link")).click()
    address = page.locator(".handover-link code")
    expect(address).to_be_visible()
    assert_accessible(page)
    return str(address.inner_text()).partition("/links/")[2]


def the(page: Page, words: str):
    return page.locator("li.proposal", has_text=words).first


def test_a_person_tells_on_a_phone_and_the_counsellor_puts_it_in_the_file(page: Page, open_browser, amina):
    address = f"/links/{link_made_by(page, amina)}"
    phone = open_browser(PHONE)
    phone.goto(address)
    expect(phone.get_by_role("heading", name=nl("Tell what you can do"), level=1)).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("button", name=nl("See what you can do")).click()
    expect(phone.locator("[data-error-summary]")).to_be_focused()
    assert_accessible(phone)

    phone.get_by_label(nl("Tell it in your own words")).fill(STORY)
    phone.get_by_role("button", name=nl("See what you can do")).click()
    expect(phone.get_by_role("heading", name=nl("Is this right?"), level=1)).to_be_visible()
    expect(phone.locator("mark", has_text="magazijnier")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(phone)

    job, licence, french = the(phone, "magazijnier"), the(phone, "Rijbewijs B"), the(phone, "Frans A2")
    job.get_by_role("button", name=nl("Yes, that is right")).click()
    expect(job.get_by_text(nl("You said yes"), exact=True)).to_be_visible()
    licence.get_by_role("button", name=nl("No, not right")).click()
    expect(licence.get_by_text(nl("You said no"), exact=True)).to_be_visible()
    licence.get_by_role("button", name=nl("Take my answer back")).click()
    licence.get_by_role("button", name=nl("Yes, that is right")).click()
    expect(licence.get_by_text(nl("You said yes"), exact=True)).to_be_visible()
    french.get_by_text(nl("I speak it better or less well")).click()
    french.get_by_label(nl("How well do you speak it?")).select_option("B1")
    french.get_by_role("button", name=nl("Yes, this well")).click()
    expect(the(phone, "Frans B1").get_by_text(nl("You said yes"), exact=True)).to_be_visible()
    assert_accessible(phone)
    means_another_job(phone)
    adds_what_was_not_written(phone)
    phone.locator("#send").click()
    expect(phone.get_by_role("heading", name=nl("Thank you"), level=1)).to_be_visible()
    assert_accessible(phone)
    assert not TextReading.objects.exists()
    phone.goto(address)
    expect(phone.get_by_text(nl("This link was used already."))).to_be_visible()

    page.goto("/")
    page.get_by_role("link", name=amina.family_name).first.click()
    expect(page.get_by_role("heading", name=nl("What the person told"), level=1)).to_be_visible()
    expect(page.get_by_text(nl("chosen by the person"))).to_have_count(3)
    assert_accessible(page)
    page.get_by_label("Rijbewijs B").uncheck()
    page.locator("#take").click()
    expect(page.locator("#occupations").get_by_text("kok", exact=True)).to_be_visible()
    assert "ap:competence/drive-forklift" in set(amina.competences.values_list("concept", flat=True))
    assert {(one.language, one.level) for one in amina.languages.all()} >= {("fr", "B1")}
    assert not amina.licences.exists()
    assert not Told.objects.exists()


def means_another_job(phone: Page) -> None:
    """Takes back a yes, says what it was instead while typing, and hears and sees that it is so."""
    job = the(phone, "magazijnier")
    job.get_by_role("button", name=nl("Take my answer back")).click()
    job.get_by_role("button", name=nl("No, not right")).click()
    expect(job.get_by_text(nl("You said no"), exact=True)).to_be_visible()
    job.get_by_text(nl("I mean something else")).click()
    field = job.get_by_role("combobox", name=nl("Which job do you mean?"))
    field.press_sequentially("kok", delay=20)
    expect(phone.get_by_role("listbox").get_by_role("option", name="kok", exact=True)).to_be_visible()
    assert_accessible(phone)
    field.press("ArrowDown")
    field.press("Enter")
    meant = the(phone, nl("You chose this yourself."))
    expect(meant.get_by_text("kok", exact=True)).to_be_visible()
    expect(meant).to_be_focused()
    assert_accessible(phone)


def adds_what_was_not_written(phone: Page) -> None:
    """Words that are no name give answers to choose from; the chosen one stands among the others."""
    own = phone.locator("#own")
    own.get_by_label(nl("Something that you can do")).fill("met een heftruck rijden")
    own.get_by_role("button", name=nl("Look for it and add it")).last.click()
    expect(own.get_by_label("rijden met een heftruck")).to_be_visible()
    expect(own.get_by_role("radio").first).to_be_focused()
    assert_accessible(phone)
    own.get_by_label("rijden met een heftruck").check()
    own.get_by_role("button", name=nl("Yes, this one")).click()
    added = the(phone, nl("You added this yourself."))
    expect(added.get_by_text("rijden met een heftruck", exact=True)).to_be_visible()
    expect(added).to_be_focused()
    assert_accessible(phone)


def test_a_cv_is_given_on_a_phone_without_scripts(page: Page, browser, live_server, amina):
    address = f"/links/{link_made_by(page, amina)}"
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="nl-BE", java_script_enabled=False)
    phone = context.new_page()
    phone.goto(address)
    phone.get_by_label(nl("Or choose your CV")).set_input_files(
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": pdf_of(STORY)}
    )
    phone.get_by_role("button", name=nl("See what you can do")).click()
    the(phone, "magazijnier").get_by_role("button", name=nl("No, not right")).click()
    expect(the(phone, "magazijnier").get_by_text(nl("You said no"), exact=True)).to_be_visible()
    the(phone, "magazijnier").get_by_text(nl("I mean something else")).click()
    the(phone, "magazijnier").get_by_label(nl("Which job do you mean?")).fill("koks")
    the(phone, "magazijnier").get_by_role("button", name=nl("Look for it")).click()
    the(phone, "magazijnier").get_by_label("kok", exact=True).check()
    the(phone, "magazijnier").get_by_role("button", name=nl("Yes, this one")).click()
    expect(the(phone, "magazijnier").get_by_text(nl("You said yes"), exact=True)).to_be_visible()
    the(phone, "Rijbewijs B").get_by_role("button", name=nl("Yes, that is right")).click()
    phone.locator("#send").click()

    expect(phone.get_by_role("heading", name=nl("Thank you"), level=1)).to_be_visible()
    assert Told.objects.get().things == [["occupation", "ap:occupation/cook"], ["licence", "driving-b"]]
    assert Told.objects.get().chosen == [["occupation", "ap:occupation/cook"]]
    context.close()
