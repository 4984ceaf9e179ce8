"""Asking an employer by mail: a signed link with which somebody without an account sees who it is, and answers."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from arbeidspact.correspondence.actions import send_message
from arbeidspact.correspondence.commands import SendMessage
from arbeidspact.correspondence.links import IssuedLink, OpenLink, issue_link, use_link
from arbeidspact.correspondence.models import Channel, LinkPurpose, Recipient
from arbeidspact.introductions.actions import locked, refuse_other_reason
from arbeidspact.introductions.commands import AnswerByLink, AskEmployer
from arbeidspact.introductions.models import Introduction
from arbeidspact.introductions.states import ANSWER_DAYS, Event, MayNotNote, may_note
from arbeidspact.introductions.telling import tell_of_answer
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile, still_accompanies
from arbeidspact.people.looks import note_looks
from arbeidspact.people.models import Look, Purpose


@dataclass(frozen=True, slots=True)
class IntroducedPerson:
    """What the holder of a link sees. `full_name` and `motivation` are empty until they asked who it is: that look is
    recorded."""

    introduction: Introduction
    full_name: str
    motivation: str


def ask_employer(command: AskEmployer, *, file: PersonFile) -> Introduction:
    """The employer gets a mail with a link that works for fourteen days; an earlier link stops working.

    Nothing about the person stands in the mail. Raises: as `record_answer`; `Conflict` once the employer answered.
    """
    require(file.actor, Permission.INTRODUCE_PERSON)
    with transaction.atomic():
        introduction = locked(command.introduction, file, Event.ASK)
        introduction.asked_on, introduction.employer_email = timezone.localdate(), command.email
        introduction.save()
        link = issue_link(
            LinkPurpose.ANSWER_INTRODUCTION,
            introduction.reference,
            person=file.person,
            actor=file.actor,
            days=ANSWER_DAYS,
        )
        record(file.actor, "ask-employer", introduction)
        _write(introduction, link, file)
    return introduction


def answer_by_link(command: AnswerByLink, opened: OpenLink) -> Introduction:
    """The employer answers with the link, and whoever introduced hears of it.

    Raises: `Conflict` when it does not work any more; `InvalidValue`.
    """
    refuse_other_reason(command.answer, command.reason)
    with transaction.atomic():
        use_link(opened)
        introduction = _behind(opened, is_to_change=True)
        decision = may_note(introduction, Event.ASK)
        if isinstance(decision, MayNotNote):
            raise Conflict(decision.reason)
        introduction.answer = command.answer
        introduction.reason = command.reason or ""
        introduction.answered_on, introduction.is_by_link = timezone.localdate(), True
        introduction.save()
        record(opened.actor, "record-employer-answer", introduction, is_by_link=True)
        tell_of_answer(introduction)
    return introduction


def introduced_behind(opened: OpenLink, *, has_asked: bool) -> IntroducedPerson:
    """What does the holder of a link see? Once they asked for it, who it is and what was sent, on record.

    Raises: `NotFound` when the introduction is over, or the organisation does not accompany the person any more.
    """
    introduction = _behind(opened)
    if not has_asked:
        return IntroducedPerson(introduction, "", "")
    note_looks(opened.actor, [introduction.person_id], Purpose.MATCHING, Look.PART)
    person = introduction.person
    return IntroducedPerson(introduction, f"{person.given_name} {person.family_name}".strip(), introduction.motivation)


def _behind(opened: OpenLink, *, is_to_change: bool = False) -> Introduction:
    rows = Introduction.objects.select_related("vacancy__employer", "organisation", "by", "person")
    if is_to_change:
        rows = rows.select_for_update(of=("self",))
    introduction = rows.filter(reference=opened.subject, person=opened.person, organisation=opened.organisation).first()
    is_right = opened.purpose == LinkPurpose.ANSWER_INTRODUCTION
    if introduction is None or not is_right or not still_accompanies(opened.organisation, opened.person):
        raise NotFound(gettext_lazy("There is no such introduction any more."))
    return introduction


def _write(introduction: Introduction, link: IssuedLink, file: PersonFile) -> None:
    employer = introduction.vacancy.employer.name
    with override("nl"):
        names = {
            "organisation": introduction.organisation.name,
            "title": introduction.vacancy.title,
            "employer": employer,
            "day": date_format(timezone.localdate(link.link.expires_at), "j F Y"),
            "address": link.address,
        }
        subject = _("%(organisation)s introduces somebody for “%(title)s”") % names
        text = (
            _(
                "Hello,\n\n%(organisation)s introduces somebody to %(employer)s for your vacancy “%(title)s”. With "
                "this link you see who it is, and answer: without an account, in a minute. It works until %(day)s."
                "\n\n%(address)s"
            )
            % names
        )
    send_message(
        SendMessage(
            recipient=Recipient.PARTNER,
            partner=employer,
            channel=Channel.EMAIL,
            kind="introduction-to-answer",
            to=introduction.employer_email,
            subject=" ".join(subject.split())[:200],
            text=text,
        ),
        link=link,
        actor=file.actor,
        by_right_of=Permission.INTRODUCE_PERSON,
    )
