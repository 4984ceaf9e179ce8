"""Pausing a term, resuming it, exempting somebody from it, noting what meets it, and taking such a note back."""

from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, Message, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import PersonFile
from arbeidspact.statutes import Effect
from arbeidspact.terms.commands import ExemptFromTerm, NoteFact, PauseTerm, ResumeTerm, RevokeTermEvent, WithdrawFact
from arbeidspact.terms.facts import NOTED_BY_HAND
from arbeidspact.terms.models import NotedFact, TermEvent, TermEventKind
from arbeidspact.terms.rulebook import rulebook

LONGEST_BACK: Final = timedelta(days=2 * 366)
LONGEST_AHEAD: Final = timedelta(days=2 * 366)
ONE_DAY: Final = timedelta(days=1)
Row = TypeVar("Row", bound=Model)


def pause_term(command: PauseTerm, *, file: PersonFile) -> TermEvent:
    """A term of this person stands still; the due day moves by the days of the pause.

    Raises: `NotAllowed`; `InvalidValue` for a day or a rule that cannot be; `Conflict` when it stands still already.
    """
    organisation = _organisation(file.actor)
    _refuse_rule(command.rule, may_be_all=True)
    _refuse_day(command.starts_on, "starts_on")
    if command.ends_on is not None:
        if command.ends_on < command.starts_on:
            raise InvalidValue(_("A pause cannot end before it starts."), field="ends_on")
        _refuse_day(command.ends_on, "ends_on")
    event = _event(TermEventKind.PAUSE, command, file, organisation)
    event.ends_on = command.ends_on
    return _kept(event, "pause-term", file.actor)


def exempt_from_term(command: ExemptFromTerm, *, file: PersonFile) -> TermEvent:
    """A term does not hold for this person from a day on. Raises: as `pause_term`."""
    organisation = _organisation(file.actor)
    _refuse_rule(command.rule, may_be_all=False)
    _refuse_day(command.starts_on, "starts_on")
    return _kept(_event(TermEventKind.EXEMPTION, command, file, organisation), "exempt-from-term", file.actor)


def resume_term(command: ResumeTerm, *, file: PersonFile) -> TermEvent:
    """The term runs again from today on; a pause that had not begun yet is taken back.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when the pause is over or another organisation noted it.
    """
    _organisation(file.actor)
    today = timezone.localdate()
    with transaction.atomic():
        event = _own_event(command.event, file)
        if event.kind != TermEventKind.PAUSE or (event.ends_on is not None and event.ends_on < today):
            raise Conflict(_("This pause is over already."))
        if event.starts_on >= today:
            _revoke(event, file.actor)
        else:
            event.ends_on = today - ONE_DAY
            event.save(update_fields=["ends_on"])
        record(file.actor, "resume-term", event, rule=event.rule)
    return event


def revoke_term_event(command: RevokeTermEvent, *, file: PersonFile) -> TermEvent:
    """A pause or an exemption is taken back, as if it had not been; who noted it and when stays on record.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when another organisation noted it.
    """
    _organisation(file.actor)
    with transaction.atomic():
        event = _own_event(command.event, file)
        _revoke(event, file.actor)
        record(file.actor, "revoke-term-event", event, rule=event.rule, kind=event.kind)
    return event


def note_fact(command: NoteFact, *, file: PersonFile) -> NotedFact:
    """Something that starts or meets a term happened on this day. Raises: as `pause_term`."""
    organisation = _organisation(file.actor)
    if command.fact not in NOTED_BY_HAND:
        raise InvalidValue(_("This is not noted by hand."), hint=_("Choose one of the list."), field="fact")
    if command.on > timezone.localdate():
        raise InvalidValue(_("This day is still to come."), hint=_("Note it on the day itself."), field="on")
    _refuse_day(command.on, "on")
    fact = NotedFact(
        person=file.person,
        organisation=organisation,
        fact=command.fact,
        on=command.on,
        author=file.actor.user,
        noted_at=timezone.now(),
    )
    return _kept(fact, "note-term-fact", file.actor)


def withdraw_fact(command: WithdrawFact, *, file: PersonFile) -> NotedFact:
    """A noted fact is taken back. Raises: as `revoke_term_event`."""
    _organisation(file.actor)
    with transaction.atomic():
        fact = (
            NotedFact.objects.select_for_update()
            .filter(person=file.person, reference=command.fact, revoked_at__isnull=True)
            .first()
        )
        if fact is None:
            raise NotFound(_("There is no such note in this file."))
        _refuse_those_of_others(fact.organisation_id, file.actor)
        _revoke(fact, file.actor)
        record(file.actor, "withdraw-term-fact", fact, fact=fact.fact)
    return fact


def _organisation(actor: Actor) -> Organisation:
    require(actor, Permission.PAUSE_TERM)
    if actor.organisation is None:
        raise InvalidValue(_("Choose the organisation you work for."))
    return actor.organisation


def _event(
    kind: TermEventKind, command: PauseTerm | ExemptFromTerm, file: PersonFile, organisation: Organisation
) -> TermEvent:
    return TermEvent(
        person=file.person,
        organisation=organisation,
        kind=kind,
        rule=command.rule,
        starts_on=command.starts_on,
        ground=command.ground,
        reason=command.reason,
        domain=command.domain or "",
        author=file.actor.user,
        noted_at=timezone.now(),
    )


def _kept(row: Row, action: str, actor: Actor) -> Row:
    with transaction.atomic():
        try:
            row.validate_constraints()
        except ValidationError as error:
            raise Conflict(error.messages[0], hint=_("Look at what is noted already.")) from error
        row.save()
        details = {"rule": row.rule} if isinstance(row, TermEvent) else {}
        record(actor, action, row, **details)
    return row


def _own_event(reference: UUID, file: PersonFile) -> TermEvent:
    event = (
        TermEvent.objects.select_for_update()
        .filter(person=file.person, reference=reference, revoked_at__isnull=True)
        .first()
    )
    if event is None:
        raise NotFound(_("There is no such pause or exemption in this file."))
    _refuse_those_of_others(event.organisation_id, file.actor)
    return event


def _revoke(row: TermEvent | NotedFact, actor: Actor) -> None:
    row.revoked_at = timezone.now()
    row.revoked_by = actor.user
    row.save(update_fields=["revoked_at", "revoked_by"])


def _refuse_those_of_others(organisation: int, actor: Actor) -> None:
    if actor.organisation is None or organisation != actor.organisation.pk:
        raise Conflict(_("Another organisation noted this."), hint=_("Ask that organisation to change it."))


def _refuse_rule(slug: str, *, may_be_all: bool) -> None:
    rule = rulebook().term(slug)
    if slug == "" and may_be_all:
        return
    if rule is None or rule.effect != Effect.DUE_BY:
        raise InvalidValue(_("There is no such term."), hint=_("Choose one of the list."), field="rule")


def _refuse_day(day: date, field: str) -> None:
    today = timezone.localdate()
    problem: Message = ""
    if day < today - LONGEST_BACK:
        problem = _("This day is more than two years ago.")
    elif day > today + LONGEST_AHEAD:
        problem = _("This day is more than two years ahead.")
    if problem:
        raise InvalidValue(problem, hint=_("Check the year."), field=field)
