"""Writing an agreement down, and its next version."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.actions.holding import (
    Held,
    close_objection,
    held_for_change,
    hold,
    note,
    stop_links,
    tell_programs,
)
from arbeidspact.agreements.commands import MOST_PROMISES, ChangeAgreement, MakeAgreement, PromiseLine
from arbeidspact.agreements.models import (
    Agreement,
    AgreementEventKind,
    AgreementVersion,
    ObjectionAnswer,
    Promise,
    Promiser,
)
from arbeidspact.agreements.states import Act
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.models import User
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pathways.models import Step
from arbeidspact.people.access import PersonFile
from arbeidspact.people.domains import SENSITIVE

LONGEST_AHEAD: Final = timedelta(days=3 * 366)


def make_agreement(command: MakeAgreement, *, file: PersonFile) -> Agreement:
    """The person and the organisation write down what they promise each other; unless it is a draft, both are asked
    to confirm it.

    Raises: `NotAllowed`; `InvalidValue`, its field `promises-2-due_on` for the day of the third promise.
    """
    actor = file.actor
    require(actor, Permission.MAKE_AGREEMENT)
    if actor.organisation is None:
        raise InvalidValue(_("An agreement belongs to an organisation: choose the one you work for."))
    with transaction.atomic():
        now = timezone.now()
        agreement = Agreement.objects.create(
            person=file.person, organisation=actor.organisation, keeper=actor.user, made_at=now
        )
        _write_version(agreement, 1, command, file, kept=(), before={})
        held = hold(agreement)
        note(held, AgreementEventKind.MADE, actor, at=now)
        if not command.is_draft:
            note(held, AgreementEventKind.OFFERED, actor)
        record(actor, "make-agreement", agreement, kind=command.kind, promises=len(command.promises))
    return agreement


def change_agreement(command: ChangeAgreement, *, file: PersonFile) -> AgreementVersion:
    """The agreement gets another text: a new version, which both confirm anew. What was confirmed stays in force
    until then. An objection is answered by it; links to the version before stop working.

    Promises of which was noted what became of them, and protected ones that the actor cannot see, go along as they
    are. Raises: as `make_agreement`; `NotFound`; `Conflict` when it is closed or somebody else changed it meanwhile.
    """
    actor = file.actor
    with transaction.atomic():
        held = held_for_change(command.agreement, file)
        held.refuse_unless(Act.CHANGE)
        if held.version.number != command.based_on:
            raise Conflict(
                _("A colleague changed this agreement while you were writing."),
                hint=_("What you typed is still here. Read the newest version; save again to make yours the next one."),
            )
        before = {promise.key: promise for promise in held.version.promises.all()}
        kept = _kept_along(held, before, file)
        now = timezone.now()
        close_objection(held, ObjectionAnswer.CHANGED, actor)
        stop_links(held.version)
        AgreementVersion.objects.filter(pk=held.version.pk).update(replaced_at=now)
        version = _write_version(held.agreement, held.version.number + 1, command, file, kept=kept, before=before)
        held = hold(held.agreement)
        note(held, AgreementEventKind.CHANGED, actor, at=now)
        if not command.is_draft:
            note(held, AgreementEventKind.OFFERED, actor)
        if held.in_force is not None:
            tell_programs("agreement.reopened", held)
        record(actor, "change-agreement", held.agreement, version=version.number)
    return version


def _kept_along(held: Held, before: Mapping[UUID, Promise], file: PersonFile) -> list[Promise]:
    closed = set(held.agreement.outcomes.filter(taken_back_at__isnull=True).values_list("key", flat=True))
    return [
        promise
        for key, promise in before.items()
        if key in closed or (promise.domain in SENSITIVE and not file.sees_sensitive)
    ]


def _write_version(
    agreement: Agreement,
    number: int,
    command: MakeAgreement,
    file: PersonFile,
    *,
    kept: Sequence[Promise],
    before: Mapping[UUID, Promise],
) -> AgreementVersion:
    now = timezone.now()
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        title=command.title,
        kind=command.kind,
        language=command.language,
        made_at=now,
        made_by=file.actor.user,
        offered_at=None if command.is_draft else now,
    )
    kept_keys = {promise.key for promise in kept}
    lines = [(place, line) for place, line in enumerate(command.promises) if line.key not in kept_keys]
    if not lines and not kept:
        raise InvalidValue(_("Write at least one promise: who does what by when."), field="promises")
    if len(lines) + len(kept) > MOST_PROMISES:
        raise InvalidValue(
            _("This is too much for one agreement."), hint=_("Make a second agreement."), field="promises"
        )
    members, steps = _members(command, file), _steps(command, file)
    rows = [_again(promise, version) for promise in kept]
    rows += [_row(version, place, line, file, before, members, steps) for place, line in lines]
    for place, row in enumerate(rows):
        row.place = place
    Promise.objects.bulk_create(rows)
    return version


def _again(promise: Promise, version: AgreementVersion) -> Promise:
    return Promise(
        version=version,
        key=promise.key,
        promiser=promise.promiser,
        member_id=promise.member_id,
        partner=promise.partner,
        what=promise.what,
        due_on=promise.due_on,
        domain=promise.domain,
        step_id=promise.step_id,
    )


def _row(
    version: AgreementVersion,
    place: int,
    line: PromiseLine,
    file: PersonFile,
    before: Mapping[UUID, Promise],
    members: Mapping[int, User],
    steps: Mapping[UUID, Step],
) -> Promise:
    earlier = before.get(line.key) if line.key is not None else None
    _refuse_day(place, line.due_on, earlier)
    if line.domain in SENSITIVE and not file.sees_sensitive:
        raise InvalidValue(
            _("This part of life is in the protected part of the file."),
            hint=_("Open that part first."),
            field=f"promises-{place}-domain",
        )
    row = Promise(
        version=version,
        promiser=line.promiser,
        member=_member(place, line, members),
        partner=_partner(place, line),
        what=line.what,
        due_on=line.due_on,
        domain=line.domain or "",
        step=_step(place, line, steps),
    )
    if earlier is not None:
        row.key = earlier.key
        # A step that was done, or is protected, cannot be chosen any more and stays.
        row.step_id = row.step_id or earlier.step_id
    return row


def _refuse_day(place: int, day: date, earlier: Promise | None) -> None:
    today = timezone.localdate()
    if day < today and (earlier is None or earlier.due_on != day):
        raise InvalidValue(
            _("This day has passed."), hint=_("Choose today or a later day."), field=f"promises-{place}-due_on"
        )
    if day > today + LONGEST_AHEAD:
        raise InvalidValue(
            _("This day is more than three years ahead."),
            hint=_("Check the year."),
            field=f"promises-{place}-due_on",
        )


def _members(command: MakeAgreement, file: PersonFile) -> dict[int, User]:
    wanted = [line.member for line in command.promises if line.member is not None]
    found = User.objects.filter(
        pk__in=wanted, memberships__organisation=file.actor.organisation, memberships__ended_at__isnull=True
    )
    return {user.pk: user for user in found.order_by("pk")}


def _member(place: int, line: PromiseLine, members: Mapping[int, User]) -> User | None:
    if line.promiser != Promiser.COLLEAGUE:
        return None
    if line.member is None:
        raise InvalidValue(_("Choose which colleague promises this."), field=f"promises-{place}-member")
    if line.member not in members:
        raise InvalidValue(
            _("This colleague is not a member of your organisation."),
            hint=_("Choose another one."),
            field=f"promises-{place}-member",
        )
    return members[line.member]


def _partner(place: int, line: PromiseLine) -> str:
    if line.promiser != Promiser.PARTNER:
        return ""
    if not line.partner:
        raise InvalidValue(_("Write which partner promises this."), field=f"promises-{place}-partner")
    return line.partner


def _steps(command: MakeAgreement, file: PersonFile) -> dict[UUID, Step]:
    wanted = [line.step for line in command.promises if line.step is not None]
    return {step.reference: step for step in Step.objects.filter(person=file.person, reference__in=wanted)}


def _step(place: int, line: PromiseLine, steps: Mapping[UUID, Step]) -> Step | None:
    if line.step is None:
        return None
    if line.step not in steps:
        raise InvalidValue(_("There is no such step in this file."), field=f"promises-{place}-step")
    return steps[line.step]
