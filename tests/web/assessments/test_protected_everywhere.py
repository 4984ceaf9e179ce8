"""What stands under health, debts or justice stays out of every page, file, mail and record for who may not see it."""

import re
from collections import deque
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arbeidspact.agreements.actions import make_agreement
from arbeidspact.agreements.commands import MakeAgreement, PromiseLine
from arbeidspact.agreements.models import Promiser
from arbeidspact.organisations.actor import actor_of
from arbeidspact.organisations.models import AuditEvent, Membership, Organisation, Role
from arbeidspact.pathways.actions import agree_step, set_goal
from arbeidspact.pathways.commands import AgreeStep, SetGoal
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.domains import LifeDomain
from arbeidspact.people.models import Person
from arbeidspact.teams.actions import note_conversation
from arbeidspact.teams.commands import NoteConversation
from arbeidspact.teams.models import Channel
from arbeidspact.terms.actions import pause_term
from arbeidspact.terms.commands import PauseTerm
from arbeidspact.terms.models import PauseGround
from tests.assessments.factories import AssessmentFactory, with_compartment_open
from tests.organisations.factories import MembershipFactory
from tests.web.assessments.conftest import client_of
from tests.web.assessments.test_pages import ANSWERS, RESULTS

pytestmark = pytest.mark.django_db
SECRET = "Zwijgwoord"
PAGES_AT_MOST = 90


@pytest.fixture
def referent_file(amina: Person, membership: Membership, werkpunt: Organisation) -> PersonFile:
    """Something protected in every room, written by the referent with the compartment open; then something open."""
    file = with_compartment_open(open_file(actor_of(membership), amina.reference))
    today = timezone.localdate()
    soon = today + timedelta(days=9)
    agree_step(AgreeStep(owner="person", what=f"{SECRET} stap", due_on=soon, domain=LifeDomain.DEBT), file=file)
    set_goal(SetGoal(words=f"{SECRET} doel", domain=LifeDomain.HEALTH), file=file)
    note_conversation(
        NoteConversation(on=today, how=Channel.PHONE, domain=LifeDomain.JUSTICE, note=f"{SECRET} gesprek"), file=file
    )
    make_agreement(
        MakeAgreement(
            title="Afspraken van vandaag",
            promises=(
                PromiseLine(promiser=Promiser.PERSON, what=f"{SECRET} belofte", due_on=soon, domain=LifeDomain.HEALTH),
                PromiseLine(promiser=Promiser.ORGANISATION, what="De school bellen", due_on=soon),
            ),
        ),
        file=file,
    )
    pause_term(
        PauseTerm(starts_on=today, ground=PauseGround.OTHER, reason=f"{SECRET} pauze", domain=LifeDomain.HEALTH),
        file=file,
    )
    AssessmentFactory(person=amina, organisation=werkpunt, results=RESULTS, answers_given=ANSWERS)
    return file


def pages_from(client: Client, start: list[str], person: Person) -> dict[str, str]:
    """Every page about this person, and every list, that links lead to from these."""
    seen: dict[str, str] = {}
    waiting = deque(start)
    while waiting and len(seen) < PAGES_AT_MOST:
        address = waiting.popleft()
        if address in seen:
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = body.decode("utf-8", errors="ignore")
        for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)', seen[address]):
            path = link.replace("&amp;", "&")
            if str(person.reference) in path and path not in seen and "/looks" not in path:
                waiting.append(path)
    return seen


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.OUTREACH_WORKER], ids=lambda role: role.value)
def test_who_has_no_relation_finds_it_on_no_page_no_list_and_in_no_export(
    role: Role, amina: Person, werkpunt: Organisation, referent_file: PersonFile
):
    client = client_of(MembershipFactory(organisation=werkpunt, roles=[role], user__language="en"))
    lists = [reverse("home"), reverse("people:caseload"), reverse("people:caseload-export")]

    pages = pages_from(client, [*lists, reverse("people:file", args=[amina.reference])], amina)

    assert len(pages) > 8
    leaking = [address for address, text in pages.items() if SECRET in text]
    assert not leaking
    assert not [address for address in pages if SECRET.lower() in address.lower()]


def test_the_referent_with_the_compartment_open_does_find_it(
    amina: Person, membership: Membership, referent_file: PersonFile
):
    client = client_of(membership)

    pages = pages_from(client, [reverse("people:file", args=[amina.reference])], amina)

    found = {word for text in pages.values() for word in re.findall(rf"{SECRET} (\w+)", text)}
    assert {"stap", "doel", "gesprek", "belofte", "pauze"} <= found


def test_no_mail_no_audit_event_and_no_log_line_holds_it(referent_file: PersonFile, caplog: pytest.LogCaptureFixture):
    assert SECRET not in str([message.body for message in mail.outbox])
    assert SECRET not in str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert SECRET not in caplog.text
