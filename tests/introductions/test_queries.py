"""Introductions in a file, at a vacancy and in the list of an organisation: what is shown to whom."""

import pytest

from arbeidspact.introductions.exports import introduction_csv_rows
from arbeidspact.introductions.queries import (
    IntroductionFilter,
    Which,
    introduction_list,
    introductions_of,
    introductions_to,
    open_introduction,
    people_under_way,
    vacancies_under_way,
)
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Role
from arbeidspact.people.models import AccessEvent
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import OrganisationFactory, actor_with
from tests.pathways.factories import PlacementFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_file_shows_the_introductions_by_every_organisation_newest_first(file, vdab, warehouse):
    older = IntroductionFactory(person=file.person, organisation=vdab, days_ago=9, not_now=True)
    newer = IntroductionFactory(person=file.person, organisation=file.actor.organisation, vacancy=warehouse)
    IntroductionFactory(organisation=vdab)

    lines = introductions_of(file)

    assert [line.introduction for line in lines] == [newer, older]
    assert [line.is_ours for line in lines] == [True, False]
    assert [str(line.why) for line in lines] == ["", "Looks for a better knowledge of the language"]
    assert vacancies_under_way(file) == {warehouse.reference}
    assert people_under_way(file.actor, warehouse.reference, [file.pk]) == {file.pk}


def test_a_vacancy_names_whom_the_own_organisation_introduced_and_the_look_is_recorded(file, vdab, warehouse):
    IntroductionFactory(person=file.person, organisation=file.actor.organisation, vacancy=warehouse)
    IntroductionFactory(organisation=vdab, vacancy=warehouse)
    AccessEvent.objects.all().delete()

    (line,) = introductions_to(file.actor, warehouse.reference, 10)

    assert line.person is not None
    assert line.person.full_name == file.full_name
    assert AccessEvent.objects.filter(person=file.person).count() == 1
    assert introductions_to(actor_with(Role.ACCOUNT_MANAGER, organisation=vdab), warehouse.reference, 10) == []


def test_who_is_not_accompanied_any_more_has_no_name_in_the_list(counsellor):
    closed = PersonFactory(accompanied_by=counsellor.organisation, accompanied_by__ended=True)
    kept = IntroductionFactory(person=closed, organisation=counsellor.organisation)

    found = introduction_list(counsellor, IntroductionFilter())

    assert [line.person for line in found.page] == [None]
    with pytest.raises(NotAllowed):
        open_introduction(counsellor, kept.reference)


def test_the_list_is_narrowed_by_what_it_waits_for(counsellor):
    own = {"organisation": counsellor.organisation}
    IntroductionFactory(organisation=OrganisationFactory())
    fresh = IntroductionFactory(**own)
    late = IntroductionFactory(late=True, **own)
    invited = IntroductionFactory(invited=True, days_ago=5, **own)
    over = IntroductionFactory(vacancy_gone=True, days_ago=6, **own)

    def shown(state, **narrowed):
        lines = introduction_list(counsellor, IntroductionFilter(state, **narrowed)).page
        return [line.introduction for line in lines]

    assert shown(Which.UNDER_WAY) == [late, invited, fresh]
    assert shown(Which.LATE) == [late]
    assert shown(Which.ALL) == [fresh, invited, over, late]
    assert shown("introduced") == [late, fresh]
    assert shown("vacancy_gone") == [over]
    assert shown(Which.ALL, vacancy=over.vacancy.reference) == [over]
    found = introduction_list(counsellor, IntroductionFilter())
    assert (found.count, found.waiting, found.late, found.invited) == (3, 2, 1, 1)


def test_the_file_to_download_says_nothing_of_people(file):
    IntroductionFactory(person=file.person, organisation=file.actor.organisation, not_now=True)

    header, row = introduction_csv_rows(file.actor, IntroductionFilter(Which.ALL))

    assert len(header) == len(row)
    assert "Not now" in row
    text = " ".join(map(str, row))
    assert file.person.family_name not in text
    assert str(file.reference) not in text
    assert "magazijn" not in text


def test_starts_of_work_since_the_introduction_may_have_come_of_it(file):
    made = IntroductionFactory(person=file.person, organisation=file.actor.organisation, invited=True, days_ago=10)
    works = PlacementFactory(person=file.person, rung="regular-economy", since=made.introduced_on)
    PlacementFactory(person=file.person, rung="regular-economy")
    PlacementFactory(person=file.person, rung="work-care", since=made.introduced_on)

    view = open_introduction(file.actor, made.reference)

    assert [one.reference for one in view.places] == [works.reference]
    assert {event.value for event in view.events} == {"answer", "outcome", "withdraw"}


def test_another_organisation_that_accompanies_the_person_looks_and_notes_nothing(file, file_at_vdab):
    made = IntroductionFactory(person=file.person, organisation=file.actor.organisation)

    assert open_introduction(file_at_vdab.actor, made.reference).events == frozenset()
