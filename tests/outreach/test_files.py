"""From contact to file: on a stated ground, once, with what is known."""

import pytest

from arbeidspact.organisations.exceptions import Conflict, NotAllowed
from arbeidspact.outreach.actions import join_file, join_file_elsewhere, make_file
from arbeidspact.outreach.actions.files import phone_and_mail
from arbeidspact.outreach.commands import JoinFile, JoinFileElsewhere, MakeFile
from arbeidspact.outreach.models import ContactState
from arbeidspact.outreach.queries import contact_in, outreach_of
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import PossibleDuplicates
from arbeidspact.people.models import AccessEvent, Ground, Person
from tests.outreach.factories import ContactFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


def asked(contact, **facts) -> MakeFile:
    facts = {"given_name": contact.given_name, "ground": Ground.CONSENT, "reason": "Wil werk zoeken"} | facts
    return MakeFile(contact=contact.reference, **facts)


@pytest.mark.parametrize(
    ("reach", "phone", "mail"),
    [
        ("0470 12 34 56", "0470 12 34 56", ""),
        ("+32 470 12 34 56", "+32 470 12 34 56", ""),
        ("samira@example.org", "", "samira@example.org"),
        ("via haar broer, 0470", "", ""),
        ("1234", "", ""),
        ("", "", ""),
    ],
)
def test_a_phone_number_or_mail_address_is_recognised(reach, phone, mail):
    assert phone_and_mail(reach) == (phone, mail)


def test_a_contact_becomes_a_file_with_what_is_known(place, worker):
    contact = ContactFactory(place=place, neighbourhood="muide", language="tr", talked_again=True)

    person = make_file(asked(contact, family_name="Verzonnen", referent=worker.user.pk), actor=worker)

    file = open_file(worker, person.reference)
    assert (person.given_name, file.person.phone, file.person.language) == ("Samira", contact.reach, "tr")
    assert file.person.neighbourhood == "muide"
    assert file.accompaniments[0].ground == Ground.CONSENT
    assert contact_in(worker, contact.reference).state == ContactState.WITH_FILE
    met = outreach_of(file)
    assert [one.pk for one in met.contacts] == [contact.pk]
    assert len(met.contacts[0].moments.all()) == 1


def test_the_same_contact_gets_no_second_file(place, worker):
    contact = ContactFactory(place=place)
    make_file(asked(contact), actor=worker)

    with pytest.raises(Conflict):
        make_file(asked(contact, family_name="Anders"), actor=worker)
    assert Person.objects.count() == 1


def test_a_possible_file_is_shown_first_and_that_look_stays_on_record(place, worker, werkpunt):
    contact = ContactFactory(place=place, given_name="Amina")
    known = PersonFactory(family_name="Verzonnen", accompanied_by=werkpunt)

    with pytest.raises(PossibleDuplicates) as refusal:
        make_file(asked(contact, family_name="Verzonnen"), actor=worker)

    assert AccessEvent.objects.filter(person=known).exists()
    assert Person.objects.count() == 1
    (duplicate,) = refusal.value.duplicates
    make_file(asked(contact, family_name="Verzonnen", is_not=frozenset({duplicate.key})), actor=worker)
    assert Person.objects.count() == 2


def test_a_contact_joins_a_file_within_reach(place, worker, werkpunt):
    contact = ContactFactory(place=place)
    known = PersonFactory(accompanied_by=werkpunt)

    join_file(JoinFile(contact=contact.reference, person=known.reference), actor=worker)

    contact.refresh_from_db()
    assert contact.person == known


def test_a_file_beyond_reach_is_joined_by_accompanying_too(place, worker, ocmw):
    contact = ContactFactory(place=place, given_name="Amina")
    known = PersonFactory(family_name="Verzonnen", accompanied_by=ocmw)
    with pytest.raises(NotAllowed):
        join_file(JoinFile(contact=contact.reference, person=known.reference), actor=worker)
    with pytest.raises(PossibleDuplicates) as refusal:
        make_file(asked(contact, family_name="Verzonnen", birth_date=known.birth_date), actor=worker)

    join_file_elsewhere(
        JoinFileElsewhere(
            contact=contact.reference,
            handle=refusal.value.duplicates[0].handle,
            ground=Ground.CONSENT,
            reason="Kwam langs in het buurthuis",
        ),
        actor=worker,
    )

    assert open_file(worker, known.reference).pk == known.pk
    contact.refresh_from_db()
    assert contact.person == known


def test_the_file_shows_contacts_of_the_own_organisation_alone(place, worker, werkpunt, ocmw, worker_of_ocmw):
    person = PersonFactory(accompanied_by=ocmw)
    ContactFactory(place=place, with_file=person)

    assert len(outreach_of(open_file(worker, person.reference)).contacts) == 1
    assert outreach_of(open_file(worker_of_ocmw, person.reference)).contacts == ()
