"""What a CV or a story proposes for a profile, and what of it reaches the file."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.models import Person, PersonCompetence, PersonLanguage, PersonLicence
from arbeidspact.proposals.actions import accept_sure, decide_proposal, forget_old_readings
from arbeidspact.proposals.commands import AcceptSure, DecideProposal
from arbeidspact.proposals.documents import FOUND, PROBLEMS, text_of_document
from arbeidspact.proposals.models import Decision, Feedback, ProposalKind, TextKind, TextReading
from arbeidspact.proposals.person_commands import ReadPersonText, WriteProfile
from arbeidspact.proposals.person_texts import PROFILE_KINDS, person_proposals
from arbeidspact.proposals.profile import Standing, profile_view, read_person_text, texts_waiting, write_profile
from arbeidspact.proposals.words import value_in_words
from arbeidspact.texts import exceptions as problems
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.texts.documents import locked, pdf_of, word_of

STORY = (
    "Ik heb tien jaar gewerkt als poetsvrouw bij mensen thuis. Daarvoor was ik magazijnier: orders verzamelen, laden "
    "en lossen. Ik heb rijbewijs B en mijn VCA. Ik spreek Arabisch als moedertaal, Nederlands B1 en een beetje Frans. "
    "Ik heb een diploma secundair onderwijs."
)
CV = """Curriculum vitae
Fatima Verzonnen
Kerkstraat 12, 9000 Gent

Werkervaring
2015 - 2019\tMagazijnier, Havenmagazijn Noord
2019 - 2023 | Medewerker groendienst | Stad Gent
Gras maaien

Opleiding
2006-2010 Secundair onderwijs
2010-2013 Bachelor in de verpleegkunde

Talen
Nederlands\tmoedertaal
Engels
"""


@pytest.fixture
def file(counsellor, amina) -> PersonFile:
    return open_file(counsellor, amina.reference)


def read(file: PersonFile, text: str = STORY, kind: TextKind = TextKind.STORY) -> TextReading:
    return read_person_text(ReadPersonText(kind=kind, text=text), file=file)


def said(text: str) -> set[tuple[str, str, str]]:
    """What is proposed: the kind, the value in Dutch, the words that made it."""
    with translation.override("nl"):
        found = person_proposals(text, "nl")
        return {(one.kind.value, value_in_words(one.kind, one.value), text[one.start : one.end]) for one in found}


def test_a_story_proposes_each_part_of_a_profile_with_its_words():
    found = said(STORY)

    assert {
        ("occupation", "poetshulp dienstencheques", "poetsvrouw"),
        ("occupation", "magazijnier", "magazijnier"),
        ("licence", "Rijbewijs B (auto en bestelwagen)", "rijbewijs B"),
        ("language", "Nederlands B1", "Nederlands B1"),
        ("education", "Secundair onderwijs", "secundair onderwijs"),
    } <= found
    assert ("competence", "laden en lossen met de hand", "laden en lossen") in found
    assert {kind for kind, _words, _place in found} <= {kind.value for kind in PROFILE_KINDS}


def test_a_cv_proposes_the_highest_diploma_and_no_heading_or_school_as_work():
    found = said(CV)

    assert ("education", "Bachelor", "Bachelor") in found
    assert {words for kind, words, _place in found if kind == "occupation"} == {"magazijnier", "groenarbeider"}
    assert not {place for kind, _words, place in found if kind == "competence"} & {"Curriculum", "Opleiding", "Talen"}


@pytest.mark.parametrize(
    ("words", "value", "is_confident"),
    [
        pytest.param("Ik spreek een beetje Frans.", "fr:A2", False, id="a little"),
        pytest.param("Ik spreek Frans en Turks.", "fr:B1", False, id="not said how well"),
        pytest.param("Ik spreek goed Frans.", "fr:B1", True, id="well"),
        pytest.param("Ik spreek vloeiend Frans.", "fr:C1", True, id="fluently"),
        pytest.param("Frans: A1", "fr:A1", True, id="a level of the framework"),
    ],
)
def test_a_level_of_a_language_that_is_guessed_is_not_sure(words, value, is_confident):
    spoken = [one for one in person_proposals(words, "nl") if one.value.startswith("fr:")]

    assert [(one.value, one.is_confident) for one in spoken] == [(value, is_confident)]


def test_what_is_accepted_goes_into_the_file_as_the_persons_own_word_and_the_text_goes(file, amina):
    PersonLanguage.objects.create(person=amina, language="nl", level="A2")
    PersonLicence.objects.create(person=amina, licence="driving-b", valid_until=timezone.localdate())
    file = open_file(file.actor, amina.reference)
    reading = read(file)
    accept_sure(AcceptSure(reading=reading.reference), actor=file.actor, person=file.person)
    held = reading.proposals.filter(kind=ProposalKind.COMPETENCE).first()
    decide_proposal(
        DecideProposal(reading=reading.reference, proposal=held.pk, decision=Decision.ACCEPTED),
        actor=file.actor,
        person=file.person,
    )
    accepted = reading.proposals.filter(decision=Decision.ACCEPTED).count()

    written = write_profile(WriteProfile(reading=reading.reference), file=file)

    amina = Person.objects.get(pk=amina.pk)
    assert amina.occupations_sought.count() == 2
    assert amina.education == "upper_secondary"
    assert {(one.language, one.level) for one in amina.languages.all()} == {("nl", "B1"), ("ar", "C2")}
    assert {one.evidence for one in PersonCompetence.objects.filter(person=amina)} == {"self_declared"}
    # The end date that was known stays.
    assert amina.licences.get(licence="driving-b").valid_until is not None
    assert (written.known, written.left_out) == (1, ())
    assert written.added == accepted - 1 > 5
    assert not TextReading.objects.exists()
    acts = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"read-text", "finish-reading", "add-competence", "set-person-language", "seek-occupation"} <= acts


def test_nothing_goes_into_the_file_without_a_yes(file, amina):
    reading = read(file)
    for proposal in reading.proposals.all():
        decide_proposal(
            DecideProposal(reading=reading.reference, proposal=proposal.pk, decision=Decision.REJECTED),
            actor=file.actor,
            person=file.person,
        )

    written = write_profile(WriteProfile(reading=reading.reference), file=file)

    assert written.added == 0
    assert not amina.occupations_sought.exists()
    assert not amina.languages.exists()


def test_a_full_list_of_occupations_says_so_and_the_rest_is_written(file, amina):
    amina.occupations_sought.bulk_create(
        amina.occupations_sought.model(person=amina, concept=f"ap:test-{number}") for number in range(10)
    )
    file = open_file(file.actor, amina.reference)
    reading = read(file)
    accept_sure(AcceptSure(reading=reading.reference), actor=file.actor, person=file.person)
    accepted = reading.proposals.filter(decision=Decision.ACCEPTED).count()

    written = write_profile(WriteProfile(reading=reading.reference), file=file)

    assert len(written.left_out) == 2
    assert written.added == accepted - 2 > 3


def test_a_rejection_is_kept_without_a_word_that_says_who(file, amina):
    reading = read(file, "Ik ben Xandra Verzonnen, magazijnier bij Janssens, 0470 12 34 56.", TextKind.STORY)
    one = reading.proposals.get(kind=ProposalKind.OCCUPATION)

    decide_proposal(
        DecideProposal(reading=reading.reference, proposal=one.pk, decision=Decision.REJECTED),
        actor=file.actor,
        person=file.person,
    )

    kept = Feedback.objects.get()
    words = " ".join(str(value) for value in vars(kept).values())
    assert kept.passage == "magazijnier"
    assert not re.search("Xandra|Verzonnen|Janssens|0470", words)
    assert str(amina.reference) not in words


def test_only_whoever_had_the_text_read_sees_it_and_only_for_this_person(file, vdab, amina):
    reading = read(file)
    colleague = open_file(actor_with(Role.COUNSELLOR, organisation=vdab), amina.reference)

    assert [one.reference for one in texts_waiting(file)] == [reading.reference]
    assert texts_waiting(colleague) == []
    for attempt in (profile_view, lambda reference, file: write_profile(WriteProfile(reading=reference), file=file)):
        with pytest.raises(NotFound):
            attempt(reading.reference, file=colleague)


def test_who_may_not_change_the_file_has_no_text_read(amina, vdab):
    elsewhere = actor_with(Role.COUNSELLOR, organisation=OrganisationFactory(werkpunt=True))

    with pytest.raises(NotAllowed):
        open_file(elsewhere, amina.reference)
    reader = PersonFile(
        actor=actor_with(Role.ANALYST, organisation=vdab),
        purpose="guidance",
        person=amina,
        may_edit=False,
        may_hold_national_number=False,
    )
    with pytest.raises(NotAllowed):
        read(reader)
    assert not TextReading.objects.exists()


def test_a_text_of_a_person_is_gone_after_a_day(file):
    reading = read(file)

    assert reading.expires_at <= timezone.now() + timedelta(days=1)
    assert forget_old_readings(actor=operator(), is_rehearsal=False, now=timezone.now() + timedelta(days=1)) == 1
    assert not TextReading.objects.exists()


def test_the_view_says_what_the_file_says_already(file, amina):
    PersonLanguage.objects.create(person=amina, language="nl", level="A2")
    PersonLicence.objects.create(person=amina, licence="driving-b")
    file = open_file(file.actor, amina.reference)

    profile = profile_view(read(file).reference, file=file)

    standing = {row.line.proposal.value: row.standing for group in profile.groups for row in group.lines}
    assert standing["driving-b"] is Standing.SAME
    assert standing["nl:B1"] is Standing.OTHER
    assert standing["ar:C2"] is Standing.NEW


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\t", id="only spaces"),
        pytest.param("... 12 !", id="no word"),
        pytest.param("a" * 100_001, id="too long"),
        pytest.param("\x00\x01\x02" * 50, id="the content of a file"),
    ],
)
def test_a_text_that_cannot_be_read_says_what_to_do(file, text):
    with pytest.raises(InvalidValue) as raised:
        read(file, text)

    assert raised.value.field == "text"
    assert raised.value.hint


@pytest.mark.parametrize("made", [pdf_of(STORY[:80]), word_of(STORY)], ids=["PDF", "Word"])
def test_a_document_is_read(made):
    assert "poetsvrouw" in text_of_document(made)


def test_every_problem_of_a_document_has_words_in_the_language_of_the_screen():
    assert set(PROBLEMS) == set(problems.BY_NAME.values())
    assert set(FOUND) == {"old-word", "rich-text", "picture", "postscript", "packed"}
    with pytest.raises(InvalidValue) as raised:
        text_of_document(locked(pdf_of("geheim"), "geheim"))
    assert raised.value.field == "file"
    with pytest.raises(InvalidValue, match="10 megabytes"):
        text_of_document(b"a" * (10 * 1024 * 1024 + 1))


def test_a_text_that_repeats_itself_is_read_in_bounded_time(file):
    reading = read(file, "magazijnier en rijbewijs B, Frans, " * 2_500, TextKind.CV)

    assert 0 < reading.proposals.count() <= 300
