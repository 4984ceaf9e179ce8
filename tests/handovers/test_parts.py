"""What may travel: each part as the file says it, and nothing sensitive unless the compartment is open."""

import pytest

from arbeidspact.handovers.models import PartKind
from arbeidspact.handovers.parts import choosable_parts
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.domains import SENSITIVE
from arbeidspact.teams.telling import SOURCES
from tests.agreements.factories import AgreementFactory
from tests.pathways.factories import StepFactory

pytestmark = pytest.mark.django_db


def told(file, kind):
    return next(one.told for one in choosable_parts(file) if one.kind == kind)


def test_every_part_has_somebody_who_tells_it():
    assert set(SOURCES) == set(PartKind) - {PartKind.NOTE}


@pytest.mark.parametrize("domain", sorted(SENSITIVE))
def test_a_step_about_something_sensitive_travels_in_the_sensitive_part_alone(
    file, amina, werkpunt, counsellor, domain
):
    StepFactory(person=amina, organisation=werkpunt, what="Naar de infosessie")
    StepFactory(person=amina, organisation=werkpunt, what="Beschermde stap", domain=domain)

    closed = told(file, PartKind.PLAN)
    assert [what for _day, what in closed.lines] == ["Naar de infosessie"]
    assert not closed.sensitive

    open_compartment(OpenCompartment(person=amina.reference, purpose="Overdracht voorbereiden"), actor=counsellor)
    opened = told(open_file(counsellor, amina.reference), PartKind.PLAN)
    assert [what for _day, what in opened.lines] == ["Naar de infosessie"]
    assert [what for _day, what in opened.sensitive] == ["Beschermde stap"]


def test_a_closed_step_does_not_travel(file, amina, werkpunt):
    StepFactory(person=amina, organisation=werkpunt, done=True)

    assert not told(file, PartKind.PLAN).lines


def test_how_to_reach_the_person_leaves_out_what_is_not_known(file, amina):
    assert [text for _label, text in told(file, PartKind.CONTACT).lines] == [amina.phone]


def test_promises_in_force_travel_and_a_protected_one_apart(file, amina, werkpunt, counsellor):
    AgreementFactory(person=amina, organisation=werkpunt, their_promise=20, confirmed=3)
    AgreementFactory(
        person=amina,
        organisation=werkpunt,
        their_promise=20,
        their_promise__domain="debt",
        their_promise__what="Beschermde belofte",
        confirmed=3,
    )
    AgreementFactory(person=amina, organisation=werkpunt, their_promise=20, their_promise__what="Nog niet bevestigd")

    closed = told(file, PartKind.AGREEMENTS)
    assert (len(closed.lines), closed.sensitive) == (1, ())

    open_compartment(OpenCompartment(person=amina.reference, purpose="Overdracht voorbereiden"), actor=counsellor)
    opened = told(open_file(counsellor, amina.reference), PartKind.AGREEMENTS)
    assert [what for _day, what in opened.sensitive] == ["Beschermde belofte"]
    assert "Nog niet bevestigd" not in str(opened)
