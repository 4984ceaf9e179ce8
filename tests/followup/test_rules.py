"""Each rule finds whom it is for, from its threshold on, and nobody a day before; for one person it finds the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.followup.models import RuleName
from arbeidspact.followup.rules import RULES, rule_of
from arbeidspact.followup.thresholds import thresholds
from arbeidspact.organisations.models import Organisation
from arbeidspact.people.models import Accompaniment, Person
from tests.agreements.factories import AgreementFactory
from tests.assessments.factories import AssessmentFactory
from tests.correspondence.factories import MessageFactory
from tests.handovers.factories import HandoverFactory
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import MembershipFactory
from tests.pathways.factories import PlacementFactory, StepFactory
from tests.people.factories import AccompanimentFactory, PersonFactory
from tests.teams.factories import ConversationFactory
from tests.terms.factories import registered

pytestmark = pytest.mark.django_db
Situation = Callable[[Accompaniment, int], object]
LONG_AGO = timedelta(days=400)


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def link(werkpunt: Organisation, counsellor) -> Accompaniment:
    """Somebody of whom everything is in order: spoken with yesterday, assessed, with a next step."""
    return in_order(werkpunt, counsellor.user)


def in_order(organisation: Organisation, referent) -> Accompaniment:
    person = PersonFactory()
    link = AccompanimentFactory(
        person=person, organisation=organisation, referent=referent, since=timezone.localdate() - LONG_AGO
    )
    StepFactory(person=person, organisation=organisation, due_on=ago(-10))
    AssessmentFactory(person=person, organisation=organisation)
    ConversationFactory(person=person, organisation=organisation, days_ago=1)
    return link


def without_step(link: Accompaniment, days: int) -> None:
    link.person.steps.all().delete()
    StepFactory(person=link.person, organisation=link.organisation, done_on=ago(days))


def stuck_step(link: Accompaniment, days: int) -> None:
    StepFactory(person=link.person, organisation=link.organisation, due_on=ago(days))


def silent(link: Accompaniment, days: int) -> None:
    link.person.conversations.all().delete()
    ConversationFactory(person=link.person, organisation=link.organisation, days_ago=days)


def expired(link: Accompaniment, days: int) -> None:
    link.person.assessments.all().delete()
    AssessmentFactory(person=link.person, organisation=link.organisation, finished_on=ago(300), valid_until=ago(days))


def never_assessed(link: Accompaniment, days: int) -> None:
    link.person.assessments.all().delete()
    Accompaniment.objects.filter(pk=link.pk).update(since=ago(days))


def unconfirmed(link: Accompaniment, days: int) -> None:
    agreement = AgreementFactory(person=link.person, organisation=link.organisation, keeper=link.referent)
    agreement.versions.update(offered_at=timezone.localtime() - timedelta(days=days))


def hanging(link: Accompaniment, days: int) -> None:
    HandoverFactory(person=link.person, sender=link.organisation, accepted=True, waiting_days=days, receiver=None)


def undelivered(link: Accompaniment, days: int) -> None:
    MessageFactory(came_back=True, person=link.person, organisation=link.organisation, sent_by=link.referent)


def unanswered_introduction(link: Accompaniment, days: int) -> None:
    IntroductionFactory(person=link.person, organisation=link.organisation, by=link.referent, days_ago=days)


def started_work(link: Accompaniment, days: int) -> None:
    PlacementFactory(person=link.person, organisation=link.organisation, rung="regular-economy", since=ago(days))


@pytest.mark.parametrize(
    ("rule", "situation", "from_days"),
    [
        pytest.param(RuleName.NO_NEXT_STEP, without_step, 7, id="a week without a next step"),
        pytest.param(RuleName.STUCK_STEP, stuck_step, 14, id="two weeks overdue"),
        pytest.param(RuleName.SILENCE, silent, 35, id="five weeks of silence"),
        pytest.param(RuleName.ASSESSMENT_EXPIRED, expired, 1, id="expired since yesterday"),
        pytest.param(RuleName.ASSESSMENT_EXPIRED, never_assessed, 60, id="two months without an assessment"),
        pytest.param(RuleName.AGREEMENT_UNCONFIRMED, unconfirmed, 7, id="a week unconfirmed"),
        pytest.param(RuleName.EMPLOYER_SILENT, unanswered_introduction, 15, id="the fourteen days are over"),
    ],
)
def test_a_rule_finds_somebody_from_its_day_on(link, rule, situation: Situation, from_days):
    assert found(rule) == []

    situation(link, from_days - 1)
    assert found(rule) == []

    situation(link, from_days)
    (finding,) = found(rule)
    assert (finding.person, finding.organisation, finding.owner) == (
        link.person_id,
        link.organisation_id,
        link.referent_id,
    )
    assert found(rule, {link.person_id}) == [finding]
    assert found(rule, {PersonFactory().pk}) == []


def test_a_message_that_came_back_is_found_at_once(link):
    undelivered(link, 0)

    (finding,) = found(RuleName.UNDELIVERED)
    assert (finding.person, finding.owner) == (link.person_id, link.referent_id)


def test_somebody_with_a_talk_planned_is_not_silent(link):
    silent(link, 60)
    link.person.conversations.update(next_contact_on=ago(-3))
    assert found(RuleName.SILENCE) == []

    link.person.conversations.update(next_contact_on=ago(1))
    assert len(found(RuleName.SILENCE)) == 1


@pytest.mark.parametrize(
    ("days", "is_found"), [pytest.param(40, False, id="weeks to go"), pytest.param(54, True, id="almost over")]
)
def test_a_term_is_found_when_it_ends_soon(link, days, is_found):
    link.person.assessments.all().delete()
    registered(link.person, ago(days))

    findings = found(RuleName.TERM_AT_RISK)

    assert any(one.person == link.person_id for one in findings) == is_found
    assert all(one.due_on is not None and one.owner == link.referent_id for one in findings)


def test_a_handover_that_hangs_is_found_for_whose_turn_it_is(link, werkpunt):
    handover = HandoverFactory(person=link.person, sender=werkpunt, waiting_days=4)
    assert found(RuleName.HANDOVER_IN_LIMBO) == []

    type(handover).objects.update(state_since=ago(5))
    (finding,) = found(RuleName.HANDOVER_IN_LIMBO)
    assert (finding.organisation, finding.owner) == (handover.receiver_id, None)
    assert found(RuleName.HANDOVER_IN_LIMBO, {link.person_id}) == [finding]


def test_who_introduced_is_told_that_an_employer_keeps_silent_else_the_referent(link, werkpunt):
    colleague = MembershipFactory(organisation=werkpunt)
    made = IntroductionFactory(person=link.person, organisation=werkpunt, by=colleague.user, late=True)
    (finding,) = found(RuleName.EMPLOYER_SILENT)
    assert (finding.subject, finding.owner) == (str(made.reference), colleague.user_id)
    assert (finding.due_on, finding.since) == (ago(6), made.introduced_on)

    colleague.ended_at = timezone.now()
    colleague.save()
    assert [one.owner for one in found(RuleName.EMPLOYER_SILENT)] == [link.referent_id]


@pytest.mark.parametrize("how", ["not_now", "invited", "withdrawn"])
def test_an_employer_who_answered_or_need_not_answer_keeps_nobody_waiting(link, werkpunt, how):
    IntroductionFactory(person=link.person, organisation=werkpunt, late=True, **{how: True})

    assert found(RuleName.EMPLOYER_SILENT) == []


def test_an_introduction_of_somebody_whom_we_stopped_accompanying_waits_in_no_queue(link, werkpunt):
    IntroductionFactory(person=link.person, organisation=werkpunt, late=True)
    Accompaniment.objects.filter(pk=link.pk).update(until=timezone.localdate())

    assert found(RuleName.EMPLOYER_SILENT) == []


@pytest.mark.parametrize(
    ("our_day", "is_found"), [pytest.param(0, False, id="due today"), pytest.param(-1, True, id="due yesterday")]
)
def test_a_promise_of_ours_that_is_late_is_found(link, our_day, is_found):
    AgreementFactory(
        person=link.person,
        organisation=link.organisation,
        keeper=link.referent,
        confirmed=True,
        our_promise=our_day,
        their_promise=-30,
    )

    assert [one.owner for one in found(RuleName.PROMISE_OVERDUE)] == ([link.referent_id] if is_found else [])


def test_after_care_is_asked_of_both_from_the_month_on(link):
    day = timezone.localdate()
    started_work(link, 80)
    assert found(RuleName.AFTERCARE) == []

    started_work(link, 95)
    (finding,) = found(RuleName.AFTERCARE)
    assert finding.subject.endswith(":3")
    assert finding.since <= day <= finding.due_on
    assert found(RuleName.AFTERCARE, {link.person_id}) == [finding]


def found(rule: str, people: set[int] | None = None) -> list[Finding]:
    asked = Asked(timezone.localdate(), thresholds(), frozenset(people) if people is not None else None)
    return list(rule_of(rule).find(asked))


def test_every_rule_has_its_place_and_no_two_are_the_same():
    assert [rule.name for rule in RULES] == list(dict.fromkeys(rule.name for rule in RULES))
    assert {rule.name for rule in RULES} == set(RuleName)


TROUBLES: tuple[Situation, ...] = (
    without_step,
    stuck_step,
    silent,
    expired,
    unconfirmed,
    undelivered,
    started_work,
    unanswered_introduction,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_asks_a_constant_number_of_questions(rule, werkpunt, counsellor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(rule.name)
        return len(captured)

    def trouble() -> None:
        link = in_order(werkpunt, counsellor.user)
        for situation in TROUBLES:
            situation(link, 95)
        HandoverFactory(person=link.person, sender=werkpunt, to_partner=True, waiting_days=9)
        registered(link.person, ago(70))

    trouble()
    for_one = queries()
    for _ in range(4):
        trouble()

    assert queries() == for_one


def test_nobody_in_order_is_found(link: Accompaniment):
    person: Person = link.person

    assert {rule.name: found(rule.name, {person.pk}) for rule in RULES} == {rule.name: [] for rule in RULES}
