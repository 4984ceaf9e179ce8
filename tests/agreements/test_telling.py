import pytest
from django.utils import timezone

from arbeidspact.agreements.models import Outcome
from arbeidspact.agreements.telling import agreements_told
from arbeidspact.organisations.models import Organisation
from arbeidspact.people.access import PersonFile
from tests.agreements.factories import AgreementFactory, VersionFactory, newest

pytestmark = pytest.mark.django_db


def test_what_is_owed_now_travels_and_nothing_else(file: PersonFile, werkpunt: Organisation):
    in_force = AgreementFactory(
        person=file.person,
        organisation=werkpunt,
        our_promise=9,
        our_promise__what="Betaalt de cursus",
        their_promise=-2,
        their_promise__what="Belt de school",
        confirmed=30,
    )
    # A change that waits leaves what is in force as it is.
    in_force.versions.update(replaced_at=timezone.now())
    VersionFactory(agreement=in_force, number=2)
    for situation in ({}, {"draft": True}, {"confirmed": 30, "ended": True}, {"objected": True}):
        AgreementFactory(person=file.person, organisation=werkpunt, their_promise=3, **situation)
    AgreementFactory(organisation=werkpunt, their_promise=3, confirmed=30)

    told = agreements_told(file)

    assert [what for _day, what in told.lines] == ["Belt de school", "Betaalt de cursus (Werkpunten Gent)"]
    assert told.sensitive == ()


def test_a_promise_that_was_kept_travels_no_more(file: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, their_promise=3, confirmed=30)
    key = newest(agreement).promises.get().key
    Outcome.objects.create(
        agreement=agreement, key=key, was_kept=True, on=timezone.localdate(), noted_at=timezone.now()
    )

    assert agreements_told(file).lines == ()


def test_protected_promises_are_told_apart_and_while_the_compartment_is_open_alone(
    file: PersonFile, open_compartment_file: PersonFile, werkpunt: Organisation
):
    AgreementFactory(
        person=file.person, organisation=werkpunt, their_promise=3, their_promise__domain="debt", confirmed=30
    )

    assert (agreements_told(file).lines, agreements_told(file).sensitive) == ((), ())
    told = agreements_told(open_compartment_file)
    assert (len(told.lines), len(told.sensitive)) == (0, 1)
