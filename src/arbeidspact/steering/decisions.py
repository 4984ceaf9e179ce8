"""The log of decisions: drafting, adopting for good, correcting in a new version, and what follows."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.pact.models import GovernanceBody, Pact
from arbeidspact.steering.decision_commands import (
    AddTask,
    AdoptDecision,
    CorrectDecision,
    DecisionContent,
    DiscardDraft,
    DropTask,
    EditDecision,
    FinishTask,
    RecordDecision,
    ReopenTask,
)
from arbeidspact.steering.models import Decision, DecisionSubject, DecisionVersion, FollowUpTask, Signal
from arbeidspact.steering.person_data import refuse_person_data
from arbeidspact.steering.subjects import key_of, subjects_of

SIGNAL: Final = "signal"
EARLIEST: Final = date(2000, 1, 1)
LATEST_TASK_YEARS: Final = 10


def record_decision(command: RecordDecision, *, actor: Actor) -> Decision:
    """A decision enters the log as a draft, with its number of that year.

    Raises: `NotAllowed`; `NotFound` for another pact or earlier decision; `InvalidValue` at the field.
    """
    require(actor, Permission.RECORD_DECISION)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    pact = _pact(command.pact)
    with transaction.atomic():
        earlier = _earlier(command, pact)
        decision = Decision.objects.create(
            pact=pact.slug,
            number=_next_number(pact, command.content.taken_on.year),
            organisation=actor.organisation,
            recorded_by=actor.user,
            recorded_at=timezone.now(),
            changes=earlier,
            change_kind=command.change_kind or "" if earlier else "",
        )
        _write(DecisionVersion(decision=decision, version=1), command.content, pact, actor)
        record(actor, "record-decision", decision)
    return decision


def edit_decision(command: EditDecision, *, actor: Actor) -> DecisionVersion:
    """The draft gets other words. Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict` without a draft."""
    require(actor, Permission.RECORD_DECISION)
    with transaction.atomic():
        decision = _locked(command.decision)
        draft = _draft_of(decision)
        _write(draft, command.content, _pact(decision.pact), actor)
        record(actor, "edit-decision", decision, version=draft.version)
    return draft


def adopt_decision(command: AdoptDecision, *, actor: Actor) -> DecisionVersion:
    """The draft is adopted: it counts from now on and never changes. Raises: as `edit_decision`."""
    require(actor, Permission.RECORD_DECISION)
    with transaction.atomic():
        decision = _locked(command.decision)
        draft = _draft_of(decision)
        draft.adopted_at, draft.adopted_by = timezone.now(), actor.user
        draft.save(update_fields=["adopted_at", "adopted_by"])
        _keep_subjects(decision, draft)
        record(actor, "adopt-decision", decision, version=draft.version)
    return draft


def discard_draft(command: DiscardDraft, *, actor: Actor) -> None:
    """The draft goes; what was adopted stays. Raises: as `edit_decision`."""
    require(actor, Permission.RECORD_DECISION)
    with transaction.atomic():
        decision = _locked(command.decision)
        draft = _draft_of(decision)
        record(actor, "discard-decision", decision, version=draft.version)
        if draft.version == 1:
            decision.delete()
        else:
            draft.delete()


def correct_decision(command: CorrectDecision, *, actor: Actor) -> DecisionVersion:
    """A new version as a draft; the adopted one counts until this one is adopted, and stays readable afterwards.

    Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict` when nothing was adopted or a draft is there already.
    """
    require(actor, Permission.RECORD_DECISION)
    with transaction.atomic():
        decision = _locked(command.decision)
        if decision.versions.filter(adopted_at__isnull=True).exists():
            raise Conflict(_("There is a draft of this decision already."), hint=_("Change that one, or discard it."))
        last = decision.versions.order_by("-version").first()
        assert last is not None
        refuse_person_data({"correction": command.correction})
        version = DecisionVersion(decision=decision, version=last.version + 1, correction=command.correction)
        _write(version, command.content, _pact(decision.pact), actor)
        record(actor, "correct-decision", decision, version=version.version)
    return version


def add_task(command: AddTask, *, actor: Actor) -> FollowUpTask:
    """Something follows from a decision: who does what by when. Raises: `NotAllowed`, `NotFound`, `InvalidValue`."""
    require(actor, Permission.RECORD_DECISION)
    today = timezone.localdate()
    if not EARLIEST < command.due_on < today.replace(year=today.year + LATEST_TASK_YEARS, day=1):
        raise InvalidValue(_("This day cannot be."), hint=_("Check the year."), field="due_on")
    refuse_person_data({"what": command.what, "owner": command.owner})
    with transaction.atomic():
        decision = _locked(command.decision)
        task = FollowUpTask.objects.create(
            decision=decision,
            made_at=timezone.now(),
            by=actor.user,
            **command.model_dump(include={"what", "owner", "due_on"}),
        )
        record(actor, "add-follow-up-task", decision)
    return task


def finish_task(command: FinishTask, *, actor: Actor) -> FollowUpTask:
    """It is done, and what came of it. Raises: `NotAllowed`, `NotFound`, `InvalidValue`; `Conflict` when closed."""
    require(actor, Permission.RECORD_DECISION)
    if command.done_on > timezone.localdate():
        raise InvalidValue(_("This day has not come yet."), hint=_("Note it once it is done."), field="done_on")
    refuse_person_data({"outcome": command.outcome})
    with transaction.atomic():
        task = _open_task(command.task)
        task.done_on, task.outcome, task.by = command.done_on, command.outcome, actor.user
        task.save()
        record(actor, "finish-follow-up-task", task.decision)
    return task


def drop_task(command: DropTask, *, actor: Actor) -> FollowUpTask:
    """It is not done, and why. Raises: as `finish_task`."""
    require(actor, Permission.RECORD_DECISION)
    refuse_person_data({"outcome": command.outcome})
    with transaction.atomic():
        task = _open_task(command.task)
        task.dropped_on, task.outcome, task.by = timezone.localdate(), command.outcome, actor.user
        task.save()
        record(actor, "drop-follow-up-task", task.decision)
    return task


def reopen_task(command: ReopenTask, *, actor: Actor) -> FollowUpTask:
    """It was not done after all. Raises: `NotAllowed`, `NotFound`; `Conflict` when it is open."""
    require(actor, Permission.RECORD_DECISION)
    with transaction.atomic():
        task = _task(command.task)
        if task.done_on is None and task.dropped_on is None:
            raise Conflict(_("This is still to be done."))
        task.done_on, task.dropped_on, task.outcome = None, None, ""
        task.save()
        record(actor, "reopen-follow-up-task", task.decision)
    return task


def _write(version: DecisionVersion, content: DecisionContent, pact: Pact, actor: Actor) -> None:
    if not EARLIEST < content.taken_on <= timezone.localdate():
        raise InvalidValue(_("This day cannot be."), hint=_("Give the day on which it was decided."), field="taken_on")
    body = GovernanceBody.objects.filter(pact=pact, slug=content.body).first()
    if body is None:
        raise InvalidValue(_("This is not a body of the pact."), hint=_("Choose one of the list."), field="body")
    refuse_person_data(
        {
            "title_nl": content.title_nl,
            "title_en": content.title_en,
            "text": content.text,
            "motivation": content.motivation,
            "minority": "\n".join(f"{note.who}\n{note.why}" for note in content.minority),
        }
    )
    version.about = [list(key) for key in _subjects(content.about, pact)]
    version.body, version.body_nl, version.body_en = body.slug, body.name_nl, body.name_en
    for name in ("taken_on", "title_nl", "title_en", "text", "motivation"):
        setattr(version, name, getattr(content, name))
    version.minority = [note.model_dump() for note in content.minority]
    version.written_by = actor.user
    try:
        version.validate_constraints()
    except ValidationError as error:
        raise Conflict(error.messages[0]) from error
    version.save()
    if version.version == 1:
        _keep_subjects(version.decision, version)


def _subjects(written: tuple[str, ...], pact: Pact) -> list[tuple[str, str]]:
    known = {(one.kind.value, one.slug) for one in subjects_of(pact)}
    found: list[tuple[str, str]] = []
    for text in dict.fromkeys(written):
        kind, _colon, slug = text.partition(":")
        if kind == SIGNAL:
            is_known = _is_uuid(slug) and Signal.objects.filter(pact=pact.slug, reference=slug).exists()
            key = (SIGNAL, slug)
        else:
            key = key_of(text)
            is_known = key in known
        if not is_known:
            raise InvalidValue(_("This is not in the pact."), hint=_("Choose one of the list."), field="about")
        found.append((str(key[0]), key[1]))
    return found


def _keep_subjects(decision: Decision, version: DecisionVersion) -> None:
    decision.subjects.all().delete()
    DecisionSubject.objects.bulk_create(
        DecisionSubject(decision=decision, kind=kind, slug=slug) for kind, slug in version.about
    )


def _earlier(command: RecordDecision, pact: Pact) -> Decision | None:
    if command.changes is None:
        return None
    if command.change_kind is None:
        raise InvalidValue(_("Say what it does to the earlier decision."), field="change_kind")
    earlier = Decision.objects.filter(
        reference=command.changes, pact=pact.slug, versions__adopted_at__isnull=False
    ).first()
    if earlier is None:
        raise InvalidValue(_("There is no such adopted decision."), hint=_("Choose one of the list."), field="changes")
    return earlier


def _next_number(pact: Pact, year: int) -> str:
    """The next number of that year, such as 2026-04. Numbers of drafts that were discarded are given again."""
    numbers = Decision.objects.select_for_update().filter(pact=pact.slug, number__startswith=f"{year}-")
    last = max((int(number.rpartition("-")[2]) for number in numbers.values_list("number", flat=True)), default=0)
    return f"{year}-{last + 1:02d}"


def _pact(slug: str) -> Pact:
    pact = Pact.objects.filter(slug=slug).first()
    if pact is None:
        raise NotFound(_("There is no such pact."))
    return pact


def _draft_of(decision: Decision) -> DecisionVersion:
    draft = decision.versions.filter(adopted_at__isnull=True).first()
    if draft is None:
        raise Conflict(
            _("This decision was adopted: it is not changed any more."), hint=_("Make a correction instead.")
        )
    return draft


def _locked(reference: UUID) -> Decision:
    decision = Decision.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if decision is None:
        raise NotFound(_("There is no such decision."))
    return decision


def _task(reference: UUID) -> FollowUpTask:
    task = (
        FollowUpTask.objects.select_for_update(of=("self",))
        .select_related("decision")
        .filter(reference=reference)
        .first()
    )
    if task is None:
        raise NotFound(_("There is no such task."))
    return task


def _open_task(reference: UUID) -> FollowUpTask:
    task = _task(reference)
    if task.done_on is not None or task.dropped_on is not None:
        raise Conflict(_("This was closed already."))
    return task


def _is_uuid(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True


def content_of(version: DecisionVersion) -> dict[str, Any]:
    """What this version says, as a form shows it again."""
    return {
        "body": version.body,
        "taken_on": version.taken_on,
        "title_nl": version.title_nl,
        "title_en": version.title_en,
        "text": version.text,
        "motivation": version.motivation,
        "minority": "\n\n".join(f"{note['who']}:\n{note['why']}" for note in version.minority),
        "about": [f"{kind}:{slug}" if slug else kind for kind, slug in version.about],
    }
