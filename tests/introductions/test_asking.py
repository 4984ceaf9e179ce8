"""Asking an employer by mail: what the mail and the link tell, who may answer with it, and when it stops working."""

import re

import pytest
from django.utils import timezone

from arbeidspact.correspondence.links import OpenLink, open_link
from arbeidspact.correspondence.models import Message, SignedLink
from arbeidspact.introductions import actions
from arbeidspact.introductions import asking as module
from arbeidspact.introductions.asking import answer_by_link, ask_employer, introduced_behind
from arbeidspact.introductions.commands import AnswerByLink, AskEmployer, RecordAnswer, WithdrawIntroduction
from arbeidspact.introductions.models import Answer, NotNowReason, WithdrawnBecause
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Membership
from arbeidspact.people.actions import end_accompaniment
from arbeidspact.people.commands import EndAccompaniment
from arbeidspact.people.models import AccessEvent, Look
from tests.introductions.factories import IntroductionFactory
from tests.organisations.factories import MembershipFactory

pytestmark = pytest.mark.django_db
ADDRESS = "personeel@magazijn.example"


@pytest.fixture
def waiting(file, warehouse):
    return IntroductionFactory(
        person=file.person, organisation=file.actor.organisation, by=file.actor.user, vacancy=warehouse
    )


def asking(introduction):
    return AskEmployer(introduction=introduction.reference, email=ADDRESS)


@pytest.fixture
def ask(file, waiting, monkeypatch):
    """Asks, and gives the token that the employer gets in the mail."""
    kept = []
    issue = module.issue_link

    def noting(*args, **values):
        kept.append(issue(*args, **values))
        return kept[-1]

    monkeypatch.setattr(module, "issue_link", noting)

    def asked():
        ask_employer(asking(waiting), file=file)
        return kept[-1].raw

    return asked


def opened(raw) -> OpenLink:
    link = open_link(raw)
    assert isinstance(link, OpenLink)
    return link


def test_the_mail_says_nothing_of_the_person(ask, file, waiting):
    ask()

    message = Message.objects.get()
    assert message.address == ADDRESS
    assert waiting.vacancy.title in message.text
    for secret in (file.person.given_name, file.person.family_name, "magazijn en wil"):
        assert secret not in f"{message.subject} {message.text}"
    waiting.refresh_from_db()
    assert waiting.employer_email == ADDRESS
    assert ADDRESS not in str(AuditEvent.objects.get(action="ask-employer").details)


def test_the_employer_sees_who_it_is_after_asking_and_that_look_is_recorded(ask, file, waiting):
    link = opened(ask())
    before = introduced_behind(link, has_asked=False)
    assert (before.full_name, before.motivation) == ("", "")
    AccessEvent.objects.all().delete()

    shown = introduced_behind(link, has_asked=True)

    assert (shown.full_name, shown.motivation) == (file.full_name, waiting.motivation)
    assert AccessEvent.objects.get().look == Look.PART


def test_the_employer_answers_once_with_the_link(ask, waiting):
    raw = ask()
    link = opened(raw)
    with pytest.raises(InvalidValue):
        answer_by_link(AnswerByLink(answer=Answer.NOT_NOW), link)

    answered = answer_by_link(AnswerByLink(answer=Answer.NOT_NOW, reason=NotNowReason.HOURS), link)

    assert (answered.answer, answered.reason, answered.is_by_link) == (Answer.NOT_NOW, "hours", True)
    with pytest.raises(Conflict):
        answer_by_link(AnswerByLink(answer=Answer.INVITED), link)
    assert not isinstance(open_link(raw), OpenLink)


def answer_of_the_employer(ask):
    answer_by_link(AnswerByLink(answer=Answer.NOT_NOW, reason=NotNowReason.LICENCE), opened(ask()))
    return Message.objects.filter(kind="introduction-answered")


def test_whoever_introduced_hears_of_the_answer_by_a_mail_that_names_nobody(ask, file, waiting):
    message = answer_of_the_employer(ask).get()

    assert message.address == file.actor.user.email
    assert message.person is None
    assert f"/introductions/{waiting.reference}/" in message.text
    assert waiting.vacancy.title in message.text
    told = f"{message.subject} {message.text}"
    for secret in (file.person.given_name, file.person.family_name, waiting.motivation, "licence", "Not now"):
        assert secret not in told


def test_once_whoever_introduced_left_the_referent_hears_of_the_answer(ask, file):
    Membership.objects.filter(user=file.actor.user).update(ended_at=timezone.now())
    referent = MembershipFactory(organisation=file.actor.organisation)
    file.person.accompaniments.filter(organisation=file.actor.organisation).update(referent=referent.user)

    assert answer_of_the_employer(ask).get().address == referent.user.email


def test_with_nobody_to_tell_the_answer_is_kept_all_the_same(ask, file, waiting):
    Membership.objects.filter(user=file.actor.user).update(ended_at=timezone.now())

    assert not answer_of_the_employer(ask).exists()
    waiting.refresh_from_db()
    assert waiting.answer == Answer.NOT_NOW


@pytest.mark.parametrize("how", ["answered by phone", "withdrawn", "asked again"])
def test_the_link_stops_working_when_it_is_of_no_use_any_more(ask, file, waiting, how):
    raw = ask()

    if how == "answered by phone":
        command = RecordAnswer(introduction=waiting.reference, answer=Answer.INVITED, answered_on=waiting.introduced_on)
        actions.record_answer(command, file=file)
    elif how == "withdrawn":
        because = WithdrawnBecause.WORK_ELSEWHERE
        actions.withdraw_introduction(WithdrawIntroduction(introduction=waiting.reference, because=because), file=file)
    else:
        ask()

    assert not isinstance(open_link(raw), OpenLink)


def test_an_employer_who_answered_is_not_asked_any_more(file, waiting):
    command = RecordAnswer(introduction=waiting.reference, answer=Answer.INVITED, answered_on=waiting.introduced_on)
    actions.record_answer(command, file=file)

    with pytest.raises(Conflict, match="answered already"):
        ask_employer(asking(waiting), file=file)


def test_only_the_organisation_that_introduced_asks(file_at_vdab, waiting):
    with pytest.raises(NotAllowed, match="Another organisation"):
        ask_employer(asking(waiting), file=file_at_vdab)
    assert not Message.objects.exists()


def test_once_the_organisation_stopped_accompanying_the_link_shows_nothing(ask, file):
    link = opened(ask())
    end_accompaniment(EndAccompaniment(person=file.reference), actor=file.actor)

    with pytest.raises(NotFound):
        introduced_behind(link, has_asked=True)
    with pytest.raises(NotFound):
        answer_by_link(AnswerByLink(answer=Answer.INVITED), link)


def test_a_link_works_for_fourteen_days_and_the_mail_says_until_when(ask):
    raw = ask()

    link = SignedLink.objects.get()
    assert (link.expires_at - link.issued_at).days == 14
    until = re.search(r"werkt tot (\d+) |until (\d+) ", Message.objects.get().text)
    assert until
    assert str(timezone.localdate(link.expires_at).day) in until.groups()
    link.expires_at = timezone.now()
    link.save()
    assert not isinstance(open_link(raw), OpenLink)
