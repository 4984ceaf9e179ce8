"""What a person does behind a link with their own text, and what reaches the file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arbeidspact.correspondence.links import ClosedLink, OpenLink, issue_link, open_link
from arbeidspact.correspondence.models import LinkPurpose, Message
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import end_accompaniment
from arbeidspact.people.commands import EndAccompaniment
from arbeidspact.proposals.actions import own_reading
from arbeidspact.proposals.commands import AcceptSure, AddOwn, DecideProposal, FinishReading
from arbeidspact.proposals.models import Feedback, Proposal, TextReading, Told
from arbeidspact.proposals.person_commands import AskToTell, ReadPersonText, TakeTold
from arbeidspact.proposals.telling import (
    accept_own_sure,
    add_own_thing,
    count_lookup,
    decide_own,
    forget_own_text,
    own_text,
    read_own_text,
    send_told,
)
from arbeidspact.proposals.told import (
    ask_to_tell,
    forget_old_told,
    open_asking,
    take_told,
    told_view,
    told_waiting,
    withdraw_asking,
)

pytestmark = pytest.mark.django_db

STORY = "Ik was magazijnier. Ik heb rijbewijs B. Ik spreek Arabisch als moedertaal. Mijn naam is Amina Verzonnen."


COOK = "ap:occupation/cook"
FORKLIFT = "ap:competence/drive-forklift"


@pytest.fixture
def file(counsellor, amina):
    return open_file(counsellor, amina.reference)


@pytest.fixture
def opened(file) -> OpenLink:
    return opened_by(ask_to_tell(AskToTell(), file=file).raw)


def opened_by(raw: str) -> OpenLink:
    link = open_link(raw)
    assert isinstance(link, OpenLink)
    return link


def told_by(opened: OpenLink, text: str = STORY) -> TextReading:
    return read_own_text(ReadPersonText(kind="story", text=text), opened)


def send_all(opened: OpenLink, text: str = STORY) -> int:
    reading = told_by(opened, text)
    accept_own_sure(AcceptSure(reading=reading.reference), opened)
    return send_told(FinishReading(reading=reading.reference), opened)


def test_what_the_person_accepts_waits_without_a_word_of_the_text_and_the_file_stays_as_it_is(opened, amina):
    reading = told_by(opened)
    accept_own_sure(AcceptSure(reading=reading.reference), opened)
    job = reading.proposals.get(kind="occupation")
    decide_own(DecideProposal(reading=reading.reference, proposal=job.pk, decision="rejected"), opened)

    count = send_told(FinishReading(reading=reading.reference), opened)

    told = Told.objects.get()
    assert count == len(told.things)
    assert ["language", "ar:C2"] in told.things
    assert ["occupation", job.value] not in told.things
    assert not TextReading.objects.exists()
    assert not Proposal.objects.exists()
    assert not amina.languages.exists()
    assert "Amina" not in str(told.things)
    assert Feedback.objects.get().passage == "magazijnier"
    assert isinstance(open_link(opened.raw), ClosedLink)


def test_what_the_person_chose_is_marked_unless_something_accepted_says_it_too(opened, file):
    reading = told_by(opened, "Ik was magazijnier en kok.")
    porter, cook = (reading.proposals.get(label=label) for label in ("magazijnier", "kok"))

    def send(*decisions):
        for proposal, chosen in decisions:
            command = DecideProposal(
                reading=reading.reference, proposal=proposal.pk, decision="accepted", chosen=chosen
            )
            decide_own(command, opened)
        add_own_thing(AddOwn(reading=reading.reference, kind="competence", value=FORKLIFT), opened)
        send_told(FinishReading(reading=reading.reference), opened)

    send((porter, COOK), (cook, ""))

    assert {one.key: one.is_chosen for one in told_view(file).things} == {
        f"occupation {COOK}": False,
        f"competence {FORKLIFT}": True,
    }


def test_what_waits_already_stays_as_it_was_told_first_and_a_mark_goes_with_its_thing(opened, file):
    send_all(opened, "Ik was kok.")
    again = opened_by(ask_to_tell(AskToTell(), file=file).raw)
    reading = told_by(again, "Goeiedag.")
    for kind, value in (("occupation", COOK), ("competence", FORKLIFT)):
        add_own_thing(AddOwn(reading=reading.reference, kind=kind, value=value), again)
    send_told(FinishReading(reading=reading.reference), again)
    assert Told.objects.get().chosen == [["competence", FORKLIFT]]

    take_told(TakeTold(shown=(f"competence {FORKLIFT}",)), file=file)

    told = Told.objects.get()
    assert (told.things, told.chosen) == ([["occupation", COOK]], [])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param("licence", "driving-c", id="no occupation or competence"),
        pytest.param("occupation", "ap:occupation/nothing", id="unknown"),
        pytest.param("occupation", "ap:competence/drive-forklift", id="of another kind"),
    ],
)
def test_what_the_list_does_not_hold_is_not_added(opened, kind, value):
    reading = told_by(opened)

    with pytest.raises(InvalidValue):
        add_own_thing(AddOwn(reading=reading.reference, kind=kind, value=value), opened)


def test_every_act_of_the_person_is_in_the_audit_trail_without_a_user(opened):
    send_all(opened)

    slugs = set(AuditEvent.objects.filter(user=None).values_list("action", flat=True))
    assert {"read-text", "finish-reading", "send-told"} <= slugs


def test_the_counsellor_puts_what_is_right_in_the_file_and_the_rest_goes(opened, file, amina):
    send_all(opened)
    view = told_view(file)
    assert view is not None
    keys = [one.key for one in view.things]

    written = take_told(TakeTold(shown=tuple(keys), chosen=("language ar:C2",)), file=file)

    assert written.added == 1
    assert [(one.language, one.level) for one in amina.languages.all()] == [("ar", "C2")]
    assert not amina.licences.exists()
    assert not Told.objects.exists()


def test_what_was_not_told_is_never_written(opened, file, amina):
    send_all(opened)

    take_told(TakeTold(shown=("licence driving-c",), chosen=("licence driving-c",)), file=file)

    assert not amina.licences.exists()
    assert Told.objects.exists()


def test_what_is_sent_while_the_counsellor_looks_waits_on(opened, file):
    send_all(opened, "Ik heb rijbewijs B.")
    shown = tuple(one.key for one in told_view(file).things)
    send_all(opened_by(ask_to_tell(AskToTell(), file=file).raw), "Ik spreek Arabisch als moedertaal.")

    take_told(TakeTold(shown=shown, chosen=shown), file=file)

    assert [one.key for one in told_view(file).things] == ["language ar:C2"]


def test_what_the_file_says_already_stands_beside_it_for_the_counsellor(opened, file, counsellor, amina):
    amina.languages.create(language="ar", level="B1")
    amina.licences.create(licence="driving-b")
    send_all(opened)

    standing = {one.key: one.standing for one in told_view(open_file(counsellor, amina.reference)).things}

    assert standing["language ar:C2"] == "other"
    assert standing["licence driving-b"] == "same"


def test_the_text_is_for_the_holder_of_the_link_alone(opened, counsellor, amina):
    reading = told_by(opened)

    with pytest.raises(NotFound):
        own_reading(reading.reference, actor=counsellor, person=amina)


def test_a_new_link_stops_the_old_one_and_shows_nothing_that_was_told_behind_it(opened, file):
    told_by(opened)

    again = opened_by(ask_to_tell(AskToTell(), file=file).raw)

    assert isinstance(open_link(opened.raw), ClosedLink)
    assert own_text(again) is None
    assert not TextReading.objects.exists()


def test_a_link_that_is_withdrawn_works_no_more(opened, file):
    told_by(opened)
    assert open_asking(file) is not None

    assert withdraw_asking(file=file) == 1

    assert open_asking(file) is None
    assert not TextReading.objects.exists()
    assert isinstance(open_link(opened.raw), ClosedLink)


def test_a_link_of_another_purpose_opens_nothing(counsellor, amina, opened):
    reading = told_by(opened)
    other = opened_by(issue_link(LinkPurpose.CONFIRM_AGREEMENT, reading.reference, person=amina, actor=counsellor).raw)

    for act in (
        lambda: own_text(other),
        lambda: told_by(other),
        lambda: forget_own_text(other),
        lambda: send_told(FinishReading(reading=reading.reference), other),
        lambda: accept_own_sure(AcceptSure(reading=reading.reference), other),
        lambda: add_own_thing(AddOwn(reading=reading.reference, kind="occupation", value=COOK), other),
        lambda: count_lookup(other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_link_of_an_organisation_that_no_longer_guides_the_person_opens_nothing(opened, counsellor, amina):
    told_by(opened)
    end_accompaniment(EndAccompaniment(person=amina.reference), actor=counsellor)

    with pytest.raises(NotAllowed):
        own_text(opened)


def test_a_link_is_sent_from_once(opened):
    reading = told_by(opened)
    send_told(FinishReading(reading=reading.reference), opened)

    with pytest.raises((Conflict, NotFound)):
        send_told(FinishReading(reading=reading.reference), opened)


def test_another_text_takes_the_place_of_the_first(opened):
    told_by(opened)

    second = told_by(opened, "Ik spreek Frans als moedertaal.")

    assert own_text(opened).reading == second
    assert TextReading.objects.count() == 1


def test_a_text_whose_day_is_over_is_not_there(opened):
    told_by(opened)
    TextReading.objects.update(expires_at=timezone.now())

    assert own_text(opened) is None


@pytest.mark.parametrize("text", ["", "   ", "12345", "a" * 100_001])
def test_what_is_no_text_is_refused(opened, text):
    with pytest.raises(InvalidValue):
        told_by(opened, text)


def test_the_link_goes_by_mail_in_the_language_of_the_person_and_the_message_tells_nothing_of_them(file, amina):
    file.person.email, file.person.language = "amina@example.org", "en"

    ask_to_tell(AskToTell(channel="email"), file=file)

    message = Message.objects.get()
    assert message.kind == "story-to-tell"
    assert message.language == "en"
    assert amina.family_name not in message.text


def test_whoever_may_not_change_the_file_asks_and_takes_nothing(file, colleague):
    other = file.__class__(colleague, file.purpose, file.person, may_edit=False, may_hold_national_number=False)

    for act in (
        lambda: ask_to_tell(AskToTell(), file=other),
        lambda: withdraw_asking(file=other),
        lambda: take_told(TakeTold(shown=()), file=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_referent_hears_that_something_waits(opened, counsellor, colleague, amina):
    send_all(opened)

    assert [one.full_name for one in told_waiting(counsellor).people] == [
        f"{amina.given_name} {amina.family_name}".strip()
    ]
    assert told_waiting(colleague).count == 0


def test_what_nobody_went_through_goes_after_four_weeks(opened, file):
    send_all(opened)
    later = timezone.now() + timedelta(days=29)

    assert forget_old_told(actor=operator(), now=later) == 1
    assert Told.objects.exists()
    assert forget_old_told(actor=operator(), is_rehearsal=False, now=later) == 1
    assert not Told.objects.exists()
    with pytest.raises(NotAllowed):
        forget_old_told(actor=file.actor)


def test_what_waited_too_long_is_not_shown_before_it_is_removed(opened, file):
    send_all(opened)
    Told.objects.update(expires_at=timezone.now())

    assert told_view(file) is None
