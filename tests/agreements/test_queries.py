from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from arbeidspact.agreements.due import (
    confirmed_days,
    open_objections,
    overdue_promises,
    unconfirmed_agreements,
)
from arbeidspact.agreements.models import (
    AgreementKind,
    AgreementState,
    Outcome,
    Party,
    Promiser,
)
from arbeidspact.agreements.queries import (
    AgreementCounts,
    PromiseState,
    agreement_in,
    agreement_pages,
    agreement_to_change,
    agreements_of,
    counts_of,
    promise_state,
    version_in,
)
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation, Role
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.models import Person
from tests.agreements.factories import AgreementFactory, VersionFactory, days_ago, in_days, newest
from tests.organisations.factories import MembershipFactory, actor_with
from tests.pathways.factories import StepFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.mark.parametrize(
    ("due", "outcome", "in_force", "state"),
    [
        pytest.param(1, None, True, PromiseState.OPEN, id="due tomorrow"),
        pytest.param(0, None, True, PromiseState.OPEN, id="due today is not overdue"),
        pytest.param(-1, None, True, PromiseState.OVERDUE, id="due yesterday"),
        pytest.param(-1, None, False, PromiseState.WAITING, id="before both agreed nothing is overdue"),
        pytest.param(-1, Outcome(was_kept=True), True, PromiseState.KEPT, id="kept late is kept"),
        pytest.param(5, Outcome(was_kept=False), True, PromiseState.NOT_KEPT, id="not kept"),
    ],
)
def test_the_state_of_a_promise_follows_from_its_day(
    due: int, outcome: Outcome | None, in_force: bool, state: PromiseState
):
    assert promise_state(in_days(due), outcome, TODAY(), in_force=in_force) == state


@pytest.mark.parametrize(
    ("outcome", "in_force", "state"),
    [
        pytest.param(None, True, PromiseState.STEP_DONE, id="its step is done: was it kept?"),
        pytest.param(None, False, PromiseState.WAITING, id="not before both agreed"),
        pytest.param(Outcome(was_kept=False), True, PromiseState.NOT_KEPT, id="what somebody said goes first"),
    ],
)
def test_a_step_that_is_done_asks_whether_the_promise_was_kept(
    outcome: Outcome | None, in_force: bool, state: PromiseState
):
    assert promise_state(in_days(-3), outcome, TODAY(), in_force=in_force, is_step_done=True) == state


def test_a_promise_whose_step_is_done_is_late_nowhere_and_late_again_when_the_step_opens_again(
    file: PersonFile, werkpunt: Organisation
):
    step = StepFactory(person=file.person, organisation=werkpunt, done_on=in_days(-4))
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, our_promise=-3, our_promise__step=step, confirmed=30
    )

    (line,) = agreements_of(file)
    assert ([one.step_done_on for one in line.to_say], line.overdue, line.next_due) == ([in_days(-4)], [], None)
    assert overdue_promises(TODAY()) == []

    step.done_on = None
    step.save()

    (line,) = agreements_of(file)
    assert (line.to_say, len(line.overdue)) == ([], 1)
    assert [row.agreement for row in overdue_promises(TODAY())] == [agreement.reference]


def test_agreements_come_open_ones_first_and_the_newest_on_top(file: PersonFile, werkpunt: Organisation):
    for name, days, closed in (("old", 90, {}), ("closed", 1, {"ended": True}), ("new", 10, {})):
        AgreementFactory(
            person=file.person, organisation=werkpunt, made_at=days_ago(days), version__title=name, **closed
        )

    assert [line.version.title for line in agreements_of(file)] == ["new", "old", "closed"]


def test_our_own_late_promises_are_told_apart(file: PersonFile, werkpunt: Organisation):
    AgreementFactory(person=file.person, organisation=werkpunt, our_promise=-3, their_promise=-5, confirmed=30)

    (line,) = agreements_of(file)

    assert [view.days_overdue for view in line.overdue] == [3, 5]
    assert [view.days_overdue for view in line.our_overdue] == [3]
    assert line.next_due == in_days(-5)


def test_the_number_of_queries_does_not_grow_with_the_agreements(
    file: PersonFile, werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    def add(count: int) -> None:
        AgreementFactory.create_batch(
            count, person=file.person, organisation=werkpunt, our_promise=-3, their_promise=2, confirmed=True
        )

    def read() -> None:
        for line in agreements_of(file):
            assert line.agreement.organisation.name
            assert [view.by_whom for view in line.promises]

    add(1)
    with django_assert_num_queries(4):
        read()
    add(9)
    with django_assert_num_queries(4):
        read()


def test_a_page_of_agreements_asks_as_much_whatever_happened_to_one(
    file: PersonFile, werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, our_promise=-3, confirmed=True)

    with django_assert_num_queries(10):
        agreement_in(file, agreement.reference)


def test_agreements_are_paged(file: PersonFile, werkpunt: Organisation):
    AgreementFactory.create_batch(12, person=file.person, organisation=werkpunt)

    paginator, lines = agreement_pages(file, 2, size=10)

    assert (paginator.count, len(lines)) == (12, 2)


def test_counts_say_what_asks_for_somebody(file: PersonFile, werkpunt: Organisation):
    for situation in ({}, {"objected": True}, {"confirmed": True}, {"withdrawn": True}):
        AgreementFactory(person=file.person, organisation=werkpunt, **situation)

    assert counts_of(file) == AgreementCounts(all=4, to_confirm=1, objected=1)


def test_an_agreement_of_another_organisation_is_read_and_not_changed(file_at_vdab: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(person=file_at_vdab.person, organisation=werkpunt)

    assert agreement_in(file_at_vdab, agreement.reference).may == frozenset()
    with pytest.raises(NotAllowed, match="another organisation"):
        agreement_to_change(file_at_vdab, agreement.reference)


def test_an_outreach_worker_reads_without_buttons(amina: Person, werkpunt: Organisation):
    agreement = AgreementFactory(person=amina, organisation=werkpunt)
    outreach = open_file(actor_with(Role.OUTREACH_WORKER, organisation=werkpunt), amina.reference)

    assert agreement_in(outreach, agreement.reference).may == frozenset()


def test_an_agreement_or_version_of_another_person_is_not_found(file: PersonFile):
    elsewhere = AgreementFactory()

    with pytest.raises(NotFound):
        agreement_in(file, elsewhere.reference)
    with pytest.raises(NotFound):
        version_in(file, elsewhere.reference, 1)


def test_an_earlier_version_is_read_without_what_is_protected(
    file: PersonFile, open_compartment_file: PersonFile, werkpunt: Organisation
):
    agreement = AgreementFactory(
        person=file.person, organisation=werkpunt, our_promise=3, their_promise=7, their_promise__domain="health"
    )

    _version, shown, protected = version_in(file, agreement.reference, 1)
    assert (len(shown), protected) == (1, 1)
    _version, shown, protected = version_in(open_compartment_file, agreement.reference, 1)
    assert (len(shown), protected) == (2, 0)


# For terms and follow-up


def test_the_days_on_which_both_agreed_are_told_in_one_query(
    werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    people = PersonFactory.create_batch(3)
    AgreementFactory(person=people[0], organisation=werkpunt, confirmed=20)
    AgreementFactory(person=people[0], organisation=werkpunt, confirmed=40, version__kind="binding")
    AgreementFactory(person=people[1], organisation=werkpunt)
    AgreementFactory(organisation=werkpunt, confirmed=10)

    with django_assert_num_queries(1):
        days = confirmed_days([person.pk for person in people])

    assert days == {people[0].pk: [in_days(-40), in_days(-20)]}
    binding = confirmed_days([people[0].pk], kind=AgreementKind.BINDING)
    assert binding == {people[0].pk: [in_days(-40)]}


def test_what_waits_for_a_yes_is_told_with_since_when_and_whose_it_is(
    werkpunt: Organisation, counsellor: Actor, django_assert_num_queries: DjangoAssertNumQueries
):
    waiting = AgreementFactory(organisation=werkpunt, keeper=counsellor.user, version__made_at=days_ago(8))
    half = AgreementFactory(organisation=werkpunt, agreed_by=[Party.PERSON], version__made_at=days_ago(9))
    for situation in ({"draft": True}, {"confirmed": True}, {"objected": True}, {"withdrawn": True}):
        AgreementFactory(organisation=werkpunt, **situation)

    with django_assert_num_queries(1):
        rows = unconfirmed_agreements(TODAY())

    assert counsellor.user is not None
    assert [(row.agreement, row.owner, row.day) for row in rows] == [
        (half.reference, None, in_days(-9)),
        (waiting.reference, counsellor.user.pk, in_days(-8)),
    ]
    assert [row.person for row in unconfirmed_agreements(in_days(-9))] == [half.person_id]


def test_a_change_that_waits_counts_from_its_own_day(werkpunt: Organisation):
    agreement = AgreementFactory(organisation=werkpunt, confirmed=30)
    agreement.versions.update(replaced_at=days_ago(2))
    VersionFactory(agreement=agreement, number=2, made_at=days_ago(2))

    (row,) = unconfirmed_agreements(TODAY())

    assert row.day == in_days(-2)


def test_late_promises_are_told_with_whose_they_are(
    werkpunt: Organisation, counsellor: Actor, django_assert_num_queries: DjangoAssertNumQueries
):
    colleague = MembershipFactory(organisation=werkpunt).user
    agreement = AgreementFactory(
        organisation=werkpunt,
        keeper=counsellor.user,
        our_promise=-3,
        our_promise__promiser=Promiser.COLLEAGUE,
        our_promise__member=colleague,
        their_promise=-1,
        confirmed=30,
    )
    AgreementFactory(organisation=werkpunt, our_promise=0, confirmed=30)
    AgreementFactory(organisation=werkpunt, our_promise=-3)
    AgreementFactory(organisation=werkpunt, our_promise=-3, confirmed=30, ended=True)
    kept = AgreementFactory(organisation=werkpunt, our_promise=-3, confirmed=30)
    Outcome.objects.create(
        agreement=kept, key=newest(kept).promises.get().key, was_kept=True, on=in_days(-4), noted_at=timezone.now()
    )

    with django_assert_num_queries(1):
        rows = overdue_promises(TODAY())

    assert counsellor.user is not None
    assert [(row.agreement, row.owner, row.day, row.is_ours) for row in rows] == [
        (agreement.reference, colleague.pk, in_days(-3), True),
        (agreement.reference, counsellor.user.pk, in_days(-1), False),
    ]


def test_a_promise_whose_outcome_was_taken_back_is_late_again(werkpunt: Organisation):
    agreement = AgreementFactory(organisation=werkpunt, our_promise=-3, confirmed=30)
    Outcome.objects.create(
        agreement=agreement,
        key=newest(agreement).promises.get().key,
        was_kept=True,
        on=in_days(-4),
        noted_at=timezone.now(),
        taken_back_at=timezone.now(),
    )

    assert len(overdue_promises(TODAY())) == 1


def test_promises_of_the_version_in_force_count_while_a_change_waits(werkpunt: Organisation):
    agreement = AgreementFactory(organisation=werkpunt, our_promise=-3, confirmed=30)
    agreement.versions.update(replaced_at=timezone.now())
    VersionFactory(agreement=agreement, number=2)

    assert [row.agreement for row in overdue_promises(TODAY())] == [agreement.reference]


def test_objections_that_nobody_answered_are_told(
    werkpunt: Organisation, django_assert_num_queries: DjangoAssertNumQueries
):
    agreement = AgreementFactory(organisation=werkpunt, objected=5)
    AgreementFactory(organisation=werkpunt, objected=5, withdrawn=True)

    with django_assert_num_queries(1):
        rows = open_objections()

    assert [(row.agreement, row.day) for row in rows] == [(agreement.reference, in_days(-5))]


def test_a_state_that_is_derived_counts_the_same_as_the_page_shows(file: PersonFile, werkpunt: Organisation):
    agreement = AgreementFactory(person=file.person, organisation=werkpunt, made_at=timezone.now() - timedelta(days=2))

    assert agreement_in(file, agreement.reference).state == AgreementState.TO_CONFIRM
