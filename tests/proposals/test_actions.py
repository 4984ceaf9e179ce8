"""A text is its owner's alone and goes in time; what was wrong in a proposal is kept without saying who."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.proposals.actions import (
    add_own,
    decide_proposal,
    finish_reading,
    forget_old_readings,
    keep_reading,
    own_reading,
)
from arbeidspact.proposals.commands import AddOwn, DecideProposal, FinishReading
from arbeidspact.proposals.models import Decision, Feedback, HowFound, Proposal, ProposalKind, TextKind, TextReading
from arbeidspact.proposals.proposed import Proposed
from tests.people.factories import some_competence, some_occupation

TEXT = "Wij zoeken een heftruckchauffeur. Vragen? Bel Jan Verstraete op 0470 12 34 56 of jan@bedrijf.be."


def proposed(words: str = "heftruckchauffeur", text: str = TEXT) -> Proposed:
    start = text.index(words)
    return Proposed(
        ProposalKind.OCCUPATION,
        some_occupation(),
        start,
        start + len(words),
        HowFound.LETTERS,
        label="heftruckbestuurder",
        score=0.7,
        places=((start, start + len(words)),),
    )


@pytest.fixture
def reading(account_manager):
    return keep_reading(TEXT, [proposed()], kind=TextKind.VACANCY, language="nl", actor=account_manager)


@pytest.fixture
def cv(counsellor, amina):
    text = "Ik werkte bij Amina Testpersoon als poetshulp in de Kerkstraat 12."
    return keep_reading(
        text, [proposed("Amina Testpersoon als poetshulp in de Kerkstraat 12", text)],
        kind=TextKind.CV, language="nl", actor=counsellor, person=amina,
    )  # fmt: skip


def decide(reading, decision, **more):
    return DecideProposal(reading=reading.reference, proposal=reading.proposals.get().pk, decision=decision, **more)


def test_a_text_is_there_for_its_owner_alone(reading, account_manager, colleague, counsellor):
    assert own_reading(reading.reference, actor=account_manager) == reading
    for other in (colleague, counsellor, operator()):
        with pytest.raises(NotFound):
            own_reading(reading.reference, actor=other)


def test_a_text_about_a_person_is_to_be_had_with_the_file_of_that_person_alone(cv, counsellor, amina):
    assert own_reading(cv.reference, actor=counsellor, person=amina) == cv
    with pytest.raises(NotFound):
        own_reading(cv.reference, actor=counsellor)


def test_a_text_of_a_person_waits_for_a_day_and_one_of_a_vacancy_for_two_weeks(cv, reading):
    assert timedelta(hours=23) < cv.expires_at - timezone.now() <= timedelta(hours=24)
    assert timedelta(days=13) < reading.expires_at - timezone.now() <= timedelta(days=14)


def test_a_text_whose_time_has_come_is_gone_before_it_is_removed_and_removed_by_the_operator(cv, counsellor, amina):
    TextReading.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        own_reading(cv.reference, actor=counsellor, person=amina)
    with pytest.raises(NotAllowed):
        forget_old_readings(actor=counsellor)

    assert forget_old_readings(actor=operator()) == 1
    assert TextReading.objects.exists()
    assert forget_old_readings(actor=operator(), is_rehearsal=False) == 1
    assert not TextReading.objects.exists()
    assert forget_old_readings(actor=operator(), is_rehearsal=False) == 0


def test_a_cv_without_a_person_and_a_vacancy_with_one_cannot_be_kept(vdab, account_manager, amina):
    for kind, person in ((TextKind.CV, None), (TextKind.VACANCY, amina)):
        with pytest.raises(IntegrityError), transaction.atomic():
            keep_reading("tekst", [], kind=kind, language="nl", actor=account_manager, person=person)


def test_what_is_accepted_is_no_feedback(reading, account_manager):
    proposal = decide_proposal(decide(reading, Decision.ACCEPTED, is_required=False), actor=account_manager)

    assert proposal.is_accepted
    assert not proposal.is_required
    assert not Feedback.objects.exists()


def test_a_rejection_is_kept_with_its_words_and_taken_back_with_it(reading, account_manager):
    decide_proposal(decide(reading, Decision.REJECTED), actor=account_manager)

    kept = Feedback.objects.get()
    assert kept.passage[kept.start : kept.end] == "heftruckchauffeur"
    assert (kept.value, kept.label, kept.how, kept.score) == (some_occupation(), "heftruckbestuurder", "letters", 0.7)

    proposal = decide_proposal(decide(reading, None), actor=account_manager)
    assert proposal.decision == ""
    assert not Feedback.objects.exists()


def test_another_value_chosen_instead_says_what_was_right(reading, account_manager):
    right = some_occupation(3)

    proposal = decide_proposal(decide(reading, Decision.ACCEPTED, chosen=right), actor=account_manager)

    assert proposal.counts_as == right
    assert (Feedback.objects.get().value, Feedback.objects.get().instead) == (some_occupation(), right)


def test_a_value_that_nobody_knows_is_refused(reading, account_manager):
    with pytest.raises(InvalidValue):
        decide_proposal(decide(reading, Decision.ACCEPTED, chosen="nonsense"), actor=account_manager)
    with pytest.raises(InvalidValue):
        add_own(AddOwn(reading=reading.reference, kind=ProposalKind.LANGUAGE, value="nl:B9"), actor=account_manager)


@pytest.mark.parametrize("decision", [Decision.REJECTED, Decision.ACCEPTED])
def test_nothing_that_says_who_stays_of_a_text_of_a_vacancy(reading, account_manager, decision):
    chosen = some_occupation(3) if decision == Decision.ACCEPTED else ""
    decide_proposal(decide(reading, decision, chosen=chosen), actor=account_manager)

    kept = Feedback.objects.get().passage
    assert "zoeken een heftruckchauffeur" in kept
    for told in ("Verstraete", "Jan", "0470", "34", "jan@", "bedrijf.be"):
        assert told not in kept


def test_of_a_cv_only_words_that_the_taxonomy_uses_stay(cv, counsellor, amina):
    decide_proposal(decide(cv, Decision.REJECTED), actor=counsellor, person=amina)

    kept = Feedback.objects.get()
    assert "poetshulp" in kept.passage
    for told in ("Amina", "Testpersoon", "Kerkstraat", "12"):
        assert told not in kept.passage
    assert {field.name for field in Feedback._meta.get_fields()}.isdisjoint({"person", "by", "user"})


def test_what_is_added_counts_as_accepted_and_is_taken_away_without_feedback(reading, account_manager):
    command = AddOwn(reading=reading.reference, kind=ProposalKind.COMPETENCE, value=some_competence())
    added = add_own(command, actor=account_manager)
    assert (added.is_accepted, added.how) == (True, HowFound.CHOSEN)

    again = add_own(command, actor=account_manager)
    assert again.pk == added.pk

    decide_proposal(
        DecideProposal(reading=reading.reference, proposal=added.pk, decision=Decision.REJECTED), actor=account_manager
    )
    assert not Proposal.objects.filter(how=HowFound.CHOSEN).exists()
    assert not Feedback.objects.exists()


def test_when_the_owner_is_done_the_text_goes_and_the_feedback_stays(cv, counsellor, amina):
    decide_proposal(decide(cv, Decision.REJECTED), actor=counsellor, person=amina)

    finish_reading(FinishReading(reading=cv.reference), actor=counsellor, person=amina)

    assert not TextReading.objects.exists()
    assert Feedback.objects.count() == 1


def test_the_record_of_the_act_holds_no_word_of_the_text(cv):
    event = AuditEvent.objects.get(action="read-text")

    assert event.details == {"kind": "cv", "proposals": 1}
    assert event.subject_id == str(cv.reference)
