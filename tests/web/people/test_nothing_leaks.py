"""What is known of a person stands on the page alone: not in addresses, logs, errors or the record of changes."""

import logging
import re

import pytest
from django.urls import reverse

from arbeidspact.organisations.models import AuditEvent
from arbeidspact.people.models import Person
from tests.people.factories import PersonFactory, some_competence, some_occupation
from tests.people.test_national_number import written

pytestmark = pytest.mark.django_db
SECRETS = ("Quetzalina", "Zwartewolf", "1987-06-05", "0499887766", "quetzalina@example.org", written(1987, 6, 5, 301))
WHO = {
    "given_name": SECRETS[0],
    "family_name": SECRETS[1],
    "birth_date": SECRETS[2],
    "national_number": SECRETS[5],
}


def addresses_in(page):
    return re.findall(r'(?:href|action|hx-get|hx-post|src)="([^"]*)"', page)


def test_a_whole_story_leaves_no_trace_of_the_person_outside_the_pages(browser, sign_in, werkpunt, caplog):
    caplog.set_level(logging.DEBUG)
    seen = []

    def visit(answer):
        seen.append(answer.get("Location", ""))
        if answer.get("Content-Type", "").startswith("text/html"):
            seen.extend(addresses_in(answer.content.decode()))
        return answer

    visit(browser.post(reverse("people:create"), {**WHO, "step": "check"}))
    visit(
        browser.post(
            reverse("people:create"), {**WHO, "step": "register", "language": "nl", "ground": "statutory_task"}
        )
    )
    person = Person.objects.get()
    parts = {
        "contact": {"phone": SECRETS[3], "email": SECRETS[4], "language": "nl"},
        "occupations": {"concept": some_occupation()},
        "competences": {"concept": some_competence(), "level": "expert", "evidence": "seen"},
        "identity": {"given_name": SECRETS[0], "family_name": SECRETS[1], "birth_date": "3000-01-01"},
        "number": {"national_number": SECRETS[5][:-1] + "0"},
    }
    for section, sent in parts.items():
        visit(browser.post(reverse("people:edit", args=[person.reference, section]), sent))
    visit(browser.post(reverse("people:remove", args=[person.reference, "occupations"]), {"key": some_occupation()}))
    visit(browser.get(reverse("people:file", args=[person.reference])))
    visit(browser.post(reverse("people:find"), {"text": SECRETS[0]}))
    assert SECRETS[1] in visit(browser.get(reverse("people:find"))).content.decode()
    visit(browser.get(reverse("people:caseload") + "?referent=all"))
    visit(browser.get(reverse("people:caseload-export")))

    traces = [*seen, *(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))]
    traces += [f"{event.details}{event.subject_id}{event.action}" for event in AuditEvent.objects.all()]
    for secret in SECRETS:
        assert not [trace for trace in traces if secret.casefold() in trace.casefold()]


def test_a_refused_page_names_nobody(browser, vdab):
    person = PersonFactory(given_name=SECRETS[0], family_name=SECRETS[1], accompanied_by=vdab)

    for address in ("people:file", "people:file-looks", "people:end"):
        page = browser.get(reverse(address, args=[person.reference])).content.decode()
        assert not [secret for secret in SECRETS if secret in page]


def test_pages_about_people_are_kept_by_no_cache(browser, werkpunt):
    person = PersonFactory(accompanied_by=werkpunt)

    for address in (
        reverse("people:file", args=[person.reference]),
        reverse("people:caseload"),
        reverse("people:find"),
    ):
        assert "no-store" in browser.get(address)["Cache-Control"]
