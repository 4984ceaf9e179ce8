"""Words are found in the files of the own people, and nowhere else."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import OrganisationKind, Role
from arbeidspact.pathways.actions import change_step, note_hindrance
from arbeidspact.pathways.commands import ChangeStep, NoteHindrance
from arbeidspact.people.access import open_file
from arbeidspact.people.models import AccessEvent
from arbeidspact.search.following import rebuild
from arbeidspact.search.models import Entry
from arbeidspact.search.queries import search_files
from tests.agreements.factories import AgreementFactory, VersionFactory
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.pathways.factories import GoalFactory, StepFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.teams.factories import ConversationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def werkpunt():
    return OrganisationFactory(kind=OrganisationKind.CITY)


@pytest.fixture
def counsellor(werkpunt):
    return Actor(UserFactory(), werkpunt, frozenset({Role.COUNSELLOR}))


@pytest.fixture
def amina(werkpunt):
    return PersonFactory(accompanied_by=werkpunt)


def found(actor, text, **narrowed):
    return [one.person.pk for one in search_files(actor, text, **narrowed).page.object_list]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("heftruckcursus", id="the word itself"),
        pytest.param("heftruck", id="its beginning"),
        pytest.param("CURSUSSEN avond", id="a plural and a capital, in any order"),
        pytest.param("inschrijven", id="another form of a verb"),
    ],
)
def test_a_word_is_found_in_every_form(counsellor, werkpunt, amina, asked):
    StepFactory(person=amina, organisation=werkpunt, what="Schrijft zich in, inschrijving", note="Cursus in de avond")
    StepFactory(person=amina, organisation=werkpunt, what="Heftruckcursus volgen")

    assert found(counsellor, asked) == [amina.pk]


@pytest.mark.parametrize("asked", ["bakker", "cursus bakker", "", "x", "%", '" OR 1', "'; drop"])
def test_what_is_not_there_is_not_found(counsellor, werkpunt, amina, asked):
    StepFactory(person=amina, organisation=werkpunt, what="Heftruckcursus volgen")

    assert found(counsellor, asked) == []


def test_what_another_organisation_wrote_and_who_is_out_of_reach_are_not_found(counsellor, werkpunt, amina):
    elsewhere = OrganisationFactory(kind=OrganisationKind.PES)
    StepFactory(person=amina, organisation=elsewhere, what="Kraanmachinist worden")
    StepFactory(person=PersonFactory(), organisation=werkpunt, what="Kraanmachinist worden")

    assert found(counsellor, "kraanmachinist") == []


def test_the_list_follows_a_change_and_a_removal(counsellor, werkpunt, amina):
    step = StepFactory(person=amina, organisation=werkpunt, what="Fiets herstellen")
    step.what = "Bus nemen"
    step.save()
    assert (found(counsellor, "fiets"), found(counsellor, "bus")) == ([], [amina.pk])

    step.delete()
    assert found(counsellor, "bus") == []
    assert not Entry.objects.exists()


def test_what_becomes_protected_is_found_no_more_with_the_remarks_about_it(counsellor, werkpunt, amina):
    file = open_file(counsellor, amina.reference)
    step = StepFactory(person=amina, organisation=werkpunt, what="Een afspraak maken")
    note_hindrance(NoteHindrance(step=step.reference, hindrance="Wachtlijst in het ziekenhuis"), file=file)
    assert found(counsellor, "ziekenhuis") == found(counsellor, "afspraak") == [amina.pk]

    change = ChangeStep(step=step.reference, owner="person", what=step.what, due_on=step.due_on, domain="health")
    change_step(change, file=replace(file, sees_sensitive=True))

    assert found(counsellor, "ziekenhuis") == found(counsellor, "afspraak") == []


def test_made_anew_it_finds_the_same(counsellor, werkpunt, amina):
    StepFactory(person=amina, organisation=werkpunt, what="Fiets herstellen")
    Entry.objects.all().delete()
    assert found(counsellor, "fiets") == []

    assert rebuild() == 1
    assert rebuild() == 1
    assert found(counsellor, "fietsen") == [amina.pk]


def test_mine_narrows_to_my_people(counsellor, werkpunt, amina):
    mine = PersonFactory()
    AccompanimentFactory(person=mine, organisation=werkpunt, referent=counsellor.user)
    for person in (amina, mine):
        StepFactory(person=person, organisation=werkpunt, what="Fiets herstellen")

    assert set(found(counsellor, "fiets")) == {amina.pk, mine.pk}
    assert found(counsellor, "fiets", only_mine=True) == [mine.pk]


def test_each_name_shown_is_recorded_and_nothing_is_without_the_right(counsellor, werkpunt, amina):
    StepFactory(person=amina, organisation=werkpunt, what="Fiets herstellen")
    search_files(counsellor, "fiets")
    assert AccessEvent.objects.filter(person=amina).count() == 1

    with pytest.raises(NotAllowed):
        search_files(Actor(UserFactory(), werkpunt, frozenset({Role.ANALYST})), "fiets")


def test_as_many_queries_for_much_as_for_little(counsellor, werkpunt, amina):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            search_files(counsellor, "fiets")
        return len(captured)

    StepFactory(person=amina, organisation=werkpunt, what="Fiets herstellen")
    for_one = queries()
    for _ in range(25):
        StepFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt, what="Fiets herstellen")

    assert queries() == for_one
    assert search_files(counsellor, "fiets").count == 26
    assert len(search_files(counsellor, "fiets", page=2).page.object_list) == 6


def test_goals_talks_and_the_newest_wording_of_promises_are_found_too(counsellor, werkpunt, amina):
    GoalFactory(person=amina, organisation=werkpunt, words="Met hout werken")
    ConversationFactory(person=amina, organisation=werkpunt, note="Wil graag timmeren")
    agreement = AgreementFactory(person=amina, organisation=werkpunt, their_promise=5)
    promise = agreement.versions.get().promises.get()
    agreement.versions.update(replaced_at=timezone.now())
    type(promise).objects.create(
        version=VersionFactory(agreement=agreement, number=2),
        key=promise.key,
        place=1,
        promiser=promise.promiser,
        what="Belt de zagerij",
        due_on=promise.due_on,
    )

    for _ in range(2):
        assert found(counsellor, "hout") == found(counsellor, "timmeren") == found(counsellor, "zagerij") == [amina.pk]
        assert found(counsellor, promise.what) == []
        rebuild()


@pytest.mark.parametrize("made_anew", [False, True])
def test_what_is_sensitive_or_was_withdrawn_is_never_found(counsellor, werkpunt, amina, made_anew):
    StepFactory(person=amina, organisation=werkpunt, what="Zeldzaam woord", domain="health")
    GoalFactory(person=amina, organisation=werkpunt, words="Zeldzaam woord", domain="debt")
    ConversationFactory(person=amina, organisation=werkpunt, note="Zeldzaam woord", domain="justice")
    ConversationFactory(person=amina, organisation=werkpunt, note="Zeldzaam woord", withdrawn=True)
    agreement = AgreementFactory(person=amina, organisation=werkpunt, their_promise=5)
    promise = agreement.versions.get().promises.get()
    promise.what, promise.domain = "Zeldzaam woord", "health"
    promise.save()
    if made_anew:
        rebuild()

    assert found(counsellor, "zeldzaam") == []
    assert not Entry.objects.filter(text__contains="Zeldzaam").exists()


def test_what_was_written_after_midnight_stands_on_the_day_here(amina, werkpunt):
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    AgreementFactory(person=amina, organisation=werkpunt, version__made_at=late, our_promise=3)

    assert Entry.objects.get().on == date(2026, 3, 3)
