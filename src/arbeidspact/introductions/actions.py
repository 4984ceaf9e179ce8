"""Introducing somebody to an employer, and noting what the employer answered and what came of it."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.links import withdraw_links
from arbeidspact.correspondence.models import LinkPurpose
from arbeidspact.introductions.commands import IntroducePerson, RecordAnswer, RecordOutcome, WithdrawIntroduction
from arbeidspact.introductions.models import Answer, Introduction, NotNowReason, Outcome
from arbeidspact.introductions.states import Event, MayNotNote, may_note
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.models import RungPlacement
from arbeidspact.people.access import PersonFile
from arbeidspact.vacancies.models import Vacancy, VacancyState
from arbeidspact.vacancies.states import state_on

LONGEST_AGO: Final = timedelta(days=31)
"""So long after the talk an introduction is still noted; an agreement that is older is asked once more."""


def introduce_person(command: IntroducePerson, *, file: PersonFile) -> Introduction:
    """This person is introduced to the employer of an open vacancy. Without their agreement nobody is.

    Raises: `NotAllowed`; `NotFound` for the vacancy; `InvalidValue` for a day that cannot be; `Conflict` when the
        vacancy is not open, or the person is introduced for it already.
    """
    actor = file.actor
    require(actor, Permission.INTRODUCE_PERSON)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    today = timezone.localdate()
    introduced_on = command.introduced_on or today
    _refuse_day(introduced_on, field="introduced_on")
    _refuse_day(command.agreed_on, field="agreed_on")
    if command.agreed_on > introduced_on:
        raise InvalidValue(
            _("The person agreed after the introduction."),
            hint=_("Ask first, then introduce: check both days."),
            field="agreed_on",
        )
    vacancy = Vacancy.objects.filter(reference=command.vacancy).first()
    if vacancy is None:
        raise NotFound(_("There is no such vacancy."), hint=_("Look for it in the list of vacancies."))
    if state_on(vacancy, today) is not VacancyState.OPEN:
        raise Conflict(
            _("This vacancy is not open: nobody is introduced for it."), hint=_("Choose one that is still open.")
        )
    introduction = Introduction(
        person=file.person,
        vacancy=vacancy,
        organisation=actor.organisation,
        by=actor.user,
        agreed_on=command.agreed_on,
        introduced_on=introduced_on,
        motivation=command.motivation,
        is_invented=file.person.is_invented,
    )
    with transaction.atomic():
        _save_once(introduction)
        record(actor, "introduce-person", introduction, vacancy=vacancy.reference)
    return introduction


def record_answer(command: RecordAnswer, *, file: PersonFile) -> Introduction:
    """The employer answered. An answer that was noted wrongly is noted once more, until it is known what came of it.

    Raises: `NotAllowed`, `NotFound`; `InvalidValue` at the field; `Conflict` when there is nothing to answer any more.
    """
    require(file.actor, Permission.INTRODUCE_PERSON)
    refuse_other_reason(command.answer, command.reason)
    with transaction.atomic():
        introduction = locked(command.introduction, file, Event.ANSWER)
        _refuse_day_between(introduction.introduced_on, command.answered_on, field="answered_on")
        is_mending = bool(introduction.answer)
        introduction.answer = command.answer
        introduction.reason = command.reason or ""
        introduction.answered_on = command.answered_on
        introduction.is_by_link = False
        _save_once(introduction)
        withdraw_links(LinkPurpose.ANSWER_INTRODUCTION, introduction.reference)
        record(file.actor, "record-employer-answer", introduction, is_mending=is_mending)
    return introduction


def record_outcome(command: RecordOutcome, *, file: PersonFile) -> Introduction:
    """Somebody who was invited was hired, or not; the start of work on the ladder may be named.

    Raises: `NotAllowed`, `NotFound`; `InvalidValue` at the field; `Conflict` without an invitation.
    """
    require(file.actor, Permission.INTRODUCE_PERSON)
    if command.placement is not None and command.outcome != Outcome.HIRED:
        raise InvalidValue(
            _("Only who is hired starts to work there."), hint=_("Leave the place empty."), field="placement"
        )
    with transaction.atomic():
        introduction = locked(command.introduction, file, Event.OUTCOME)
        _refuse_day_between(introduction.answered_on, command.decided_on, field="decided_on")
        is_mending = bool(introduction.outcome)
        introduction.outcome = command.outcome
        introduction.decided_on = command.decided_on
        introduction.placement = _placement(command.placement, introduction)
        introduction.save()
        record(file.actor, "record-introduction-outcome", introduction, is_mending=is_mending)
    return introduction


def withdraw_introduction(command: WithdrawIntroduction, *, file: PersonFile) -> Introduction:
    """We take an introduction back before the employer decided. It stays in the list, withdrawn.

    Raises: `NotAllowed`, `NotFound`; `Conflict` once the employer decided.
    """
    require(file.actor, Permission.INTRODUCE_PERSON)
    with transaction.atomic():
        introduction = locked(command.introduction, file, Event.WITHDRAW)
        introduction.withdrawn_on = timezone.localdate()
        introduction.withdrawn_because = command.because
        introduction.save()
        withdraw_links(LinkPurpose.ANSWER_INTRODUCTION, introduction.reference)
        record(file.actor, "withdraw-introduction", introduction)
    return introduction


def refuse_other_reason(answer: Answer, reason: NotNowReason | None) -> None:
    """A reason belongs to "not now", and to nothing else. Raises: `InvalidValue`."""
    if (answer == Answer.NOT_NOW) != (reason is not None):
        raise InvalidValue(
            _("Say why not now.") if reason is None else _("A reason belongs to “not now” alone."),
            hint=_("Choose a reason from the list.") if reason is None else _("Leave the reason empty."),
            field="reason",
        )


def locked(reference: UUID, file: PersonFile, event: Event) -> Introduction:
    """The introduction of this person by the actor's organisation, locked, when this can be noted about it now."""
    found = Introduction.objects.select_for_update(of=("self",)).filter(person=file.person, reference=reference)
    introduction = found.select_related("vacancy").first()
    if introduction is None:
        raise NotFound(_("There is no such introduction in this file."))
    if file.actor.organisation is None or introduction.organisation_id != file.actor.organisation.pk:
        raise NotAllowed(
            _("Another organisation made this introduction."), hint=_("Ask that organisation to note what it heard.")
        )
    decision = may_note(introduction, event)
    if isinstance(decision, MayNotNote):
        raise Conflict(decision.reason)
    return introduction


def _save_once(introduction: Introduction) -> None:
    """Saves it, unless another introduction of this person for this vacancy is under way. Raises: `Conflict`."""
    try:
        with transaction.atomic():
            introduction.save()
    except IntegrityError:
        raise Conflict(
            _("This person is introduced for this vacancy already."),
            hint=_("Look at the introductions in the file: the first one still waits."),
        ) from None


def _placement(reference: UUID | None, introduction: Introduction) -> RungPlacement | None:
    if reference is None:
        return None
    found = RungPlacement.objects.filter(reference=reference, person_id=introduction.person_id)
    placement = found.select_related("vacancy").first()
    if placement is None:
        raise NotFound(_("There is no such place on the ladder in this plan."), field="placement")
    other = placement.vacancy
    if other is not None and other.employer_id != introduction.vacancy.employer_id:
        raise InvalidValue(
            _("This work is with another employer."), hint=_("Choose another place, or none."), field="placement"
        )
    return placement


def _refuse_day(day: date, *, field: str) -> None:
    today = timezone.localdate()
    if day > today:
        raise InvalidValue(_("This day has not come yet."), hint=_("Choose today or an earlier day."), field=field)
    if day < today - LONGEST_AGO:
        raise InvalidValue(_("This day is more than a month ago."), hint=_("Check the day."), field=field)


def _refuse_day_between(first: date | None, day: date, *, field: str) -> None:
    if day > timezone.localdate():
        raise InvalidValue(_("This day has not come yet."), hint=_("Choose today or an earlier day."), field=field)
    if first is not None and day < first:
        raise InvalidValue(_("This day is before the step that it follows."), hint=_("Check the day."), field=field)
