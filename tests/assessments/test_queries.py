"""What is read of assessments: never more than the file shows, and over many people without a name."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from arbeidspact.assessments.models import DistanceLevel, Outcome
from arbeidspact.assessments.queries import (
    answered_questions,
    assessed_days,
    assessment_in,
    comparison_of,
    draft_in,
    expired_assessments,
    finished_assessments,
    last_assessed,
    offered_questionnaires,
    overview_of,
    people_never_assessed,
    remedies_of,
    views_of,
)
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from tests.assessments.factories import AssessmentFactory, in_days
from tests.organisations.factories import actor_with
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db
BARRIERS = {
    **dict.fromkeys(LifeDomain, Outcome.NONE),
    LifeDomain.LANGUAGE: Outcome.SOME,
    LifeDomain.HEALTH: Outcome.LARGE,
    LifeDomain.DEBT: Outcome.LARGE,
    LifeDomain.JUSTICE: Outcome.NOT_KNOWN,
}


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def domains_in(view) -> set[LifeDomain]:
    return {line.domain for line in view.lines}


def test_without_the_compartment_nothing_protected_leaks_into_the_view_or_the_distance(
    open_compartment_file: PersonFile, colleague_file: PersonFile, werkpunt: Organisation
):
    made = AssessmentFactory(person=colleague_file.person, organisation=werkpunt, results=BARRIERS)

    closed, opened = (assessment_in(file, made.reference) for file in (colleague_file, open_compartment_file))

    assert not domains_in(closed) & SENSITIVE
    assert (closed.level, opened.level) == (DistanceLevel.NEAR, DistanceLevel.FAR)
    assert closed.distance.leaves_out_protected
    assert not opened.distance.leaves_out_protected
    assert closed.protected_spoken_of == 2
    assert LifeDomain.DEBT in {line.domain for line, _found in remedies_of(opened)}
    assert {line.domain for line, _found in remedies_of(closed)} == {LifeDomain.LANGUAGE}


def test_protected_answers_are_read_only_with_the_compartment_open(
    open_compartment_file: PersonFile, colleague_file: PersonFile, werkpunt: Organisation
):
    made = AssessmentFactory(
        person=colleague_file.person, organisation=werkpunt, answers_given={"hours": 12, "debts": "debts"}
    )

    def read(file):
        return {one.question.slug for _page, lines in answered_questions(made, file) for one in lines if one.value}

    assert read(colleague_file) == {"hours"}
    assert read(open_compartment_file) == {"hours", "debts"}


def test_the_newest_is_compared_with_the_one_before(file: PersonFile, werkpunt: Organisation, vdab: Organisation):
    AssessmentFactory(person=file.person, organisation=vdab, expired=True, results={LifeDomain.WORK: Outcome.LARGE})
    AssessmentFactory(
        person=file.person,
        organisation=werkpunt,
        results={LifeDomain.WORK: Outcome.SOME, LifeDomain.HOUSING: Outcome.NONE},
    )

    latest = overview_of(file).latest

    changes = {line.domain: line.change for line in latest.lines if line.change}
    assert changes == {LifeDomain.WORK: "better", LifeDomain.HOUSING: "newly_known"}


def test_what_an_earlier_one_said_of_a_protected_domain_is_shown_where_the_later_did_not_ask(
    open_compartment_file: PersonFile, werkpunt: Organisation
):
    person = open_compartment_file.person
    AssessmentFactory(person=person, organisation=werkpunt, expired=True, results={LifeDomain.DEBT: Outcome.LARGE})
    AssessmentFactory(person=person, organisation=werkpunt, results={LifeDomain.WORK: Outcome.NONE})

    latest = overview_of(open_compartment_file).latest
    debt = next(line for line in latest.lines if line.domain == LifeDomain.DEBT)

    assert debt.result.counts == Outcome.NOT_KNOWN
    assert (debt.earlier.outcome, debt.earlier.on) == (Outcome.LARGE, ago(200))


def test_nothing_is_assessed_yet(file: PersonFile):
    overview = overview_of(file)

    assert (overview.draft, overview.latest) == (None, None)


def test_the_draft_of_another_organisation_is_not_shown(file: PersonFile, vdab: Organisation):
    draft = AssessmentFactory(person=file.person, organisation=vdab, draft=True)

    assert overview_of(file).draft is None
    with pytest.raises(Conflict, match="another organisation"):
        draft_in(file, draft.reference)
    with pytest.raises(NotFound):
        assessment_in(file, draft.reference)


def test_an_assessment_of_another_person_is_not_in_this_file(file: PersonFile):
    elsewhere = AssessmentFactory()

    with pytest.raises(NotFound):
        assessment_in(file, elsewhere.reference)
    with pytest.raises(NotFound):
        draft_in(file, elsewhere.reference)


def test_an_outreach_worker_reads_and_fills_in_nothing(file: PersonFile, werkpunt: Organisation):
    draft = AssessmentFactory(person=file.person, organisation=werkpunt, draft=True)
    outreach = open_file(actor_with(Role.OUTREACH_WORKER, organisation=werkpunt), file.reference)
    AssessmentFactory(person=file.person, organisation=werkpunt)

    assert overview_of(outreach).latest is not None
    with pytest.raises(NotAllowed):
        draft_in(outreach, draft.reference)


def test_two_assessments_side_by_side_in_the_order_of_time(file: PersonFile, werkpunt: Organisation):
    old = AssessmentFactory(
        person=file.person, organisation=werkpunt, expired=True, results={LifeDomain.WORK: Outcome.NONE}
    )
    new = AssessmentFactory(person=file.person, organisation=werkpunt, results={LifeDomain.WORK: Outcome.SOME})

    earlier, later = comparison_of(file, new.reference, old.reference)

    assert (earlier.assessment, later.assessment) == (old, new)
    assert next(line.change for line in later.lines if line.domain == LifeDomain.WORK) == "worse"
    with pytest.raises(NotFound):
        comparison_of(file, new.reference, new.reference)


def test_the_panel_takes_as_many_queries_for_ten_assessments_as_for_one(
    file: PersonFile, werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    AssessmentFactory(person=file.person, organisation=werkpunt, results=BARRIERS)
    with django_assert_num_queries(3):
        overview_of(file)
    AssessmentFactory.create_batch(9, person=file.person, organisation=werkpunt, results=BARRIERS)
    with django_assert_num_queries(3):
        overview_of(file)
    with django_assert_num_queries(3):
        views_of(list(finished_assessments(file)), file)


def test_the_panel_with_the_compartment_open_takes_one_query_more(
    open_compartment_file: PersonFile, werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    AssessmentFactory.create_batch(3, person=open_compartment_file.person, organisation=werkpunt, results=BARRIERS)

    with django_assert_num_queries(4):
        overview_of(open_compartment_file)


def test_the_longest_questionnaire_is_offered_first():
    assert [one.slug for one in offered_questionnaires()] == ["general", "short"]


def test_when_people_were_last_assessed(file: PersonFile, vdab: Organisation, werkpunt: Organisation):
    AssessmentFactory(person=file.person, organisation=vdab, expired=True)
    AssessmentFactory(person=file.person, organisation=werkpunt)
    never = AssessmentFactory(draft=True).person

    people = [file.pk, never.pk]
    assert last_assessed(people) == {file.pk: ago(10)}
    assert assessed_days(people) == {file.pk: (ago(200), ago(10))}


def test_an_assessment_is_due_again_on_the_day_after_its_last(
    file: PersonFile, werkpunt: Organisation, vdab: Organisation
):
    made = AssessmentFactory(person=file.person, organisation=werkpunt, expired=True)

    assert expired_assessments(ago(20)) == []
    (due,) = expired_assessments(ago(19))

    assert (due.person, due.organisation, due.owner) == (file.pk, werkpunt.pk, file.actor.user.pk)
    assert (due.since, due.reference) == (ago(20), made.reference)
    assert expired_assessments(organisation=vdab.pk) == []
    assert len(expired_assessments(owner=file.actor.user.pk)) == 1


def test_only_the_newest_assessment_can_be_expired(file: PersonFile, werkpunt: Organisation):
    AssessmentFactory(person=file.person, organisation=werkpunt, expired=True)
    AssessmentFactory(person=file.person, organisation=werkpunt)

    assert expired_assessments() == []


def test_where_the_maker_accompanies_no_longer_each_who_does_is_told(werkpunt: Organisation, vdab: Organisation):
    person = PersonFactory(accompanied_by=werkpunt, accompanied_by__ended=True)
    AccompanimentFactory(person=person, organisation=vdab)
    AssessmentFactory(person=person, organisation=werkpunt, expired=True)

    assert [due.organisation for due in expired_assessments()] == [vdab.pk]


def test_who_was_never_assessed_is_due_from_the_first_day(werkpunt: Organisation, file: PersonFile):
    AssessmentFactory(person=file.person, organisation=werkpunt)
    newly = PersonFactory(accompanied_by=werkpunt, accompanied_by__since=timezone.localdate())
    AssessmentFactory(person=newly, organisation=werkpunt, draft=True)

    (due,) = people_never_assessed()

    assert (due.person, due.reference, due.since) == (newly.pk, newly.reference, timezone.localdate())
    assert people_never_assessed(ago(1)) == []


def test_bulk_reads_take_one_query_each(django_assert_num_queries: DjangoAssertNumQueries, werkpunt: Organisation):
    people = [
        AssessmentFactory(person=PersonFactory(accompanied_by=werkpunt), organisation=werkpunt, finished_on=in_days(-9))
        for _ in range(3)
    ]
    keys = [one.person_id for one in people]

    for read in (
        lambda: last_assessed(keys),
        lambda: assessed_days(keys),
        expired_assessments,
        people_never_assessed,
    ):
        with django_assert_num_queries(1):
            read()
