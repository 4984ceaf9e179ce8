"""Asking for a release that is made in a process of its own; cancelling that, and beginning anew."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.publications.actions import refuse_choices
from arbeidspact.publications.commands import CancelMaking, MakeAgain, MakeRelease
from arbeidspact.publications.launching import Launch, launch_process
from arbeidspact.publications.making_states import GOING, STARTABLE, going, state_of
from arbeidspact.publications.makings import MakingState, ReleaseMaking


def begin_release(command: MakeRelease, *, actor: Actor, launch: Launch = launch_process) -> ReleaseMaking:
    """A release of what stands now begins to be made.

    Arguments: `launch` begins the work once this is kept; by default in a process of its own.
    Raises: `NotAllowed`; `InvalidValue` for an unknown indicator or area, or an area in two groups; `Conflict` when
    one is being made.
    """
    require(actor, Permission.MAKE_RELEASE)
    refuse_choices(command)
    now = timezone.now()
    with transaction.atomic():
        _refuse_second(actor, now)
        making = ReleaseMaking.objects.create(
            choices=command.model_dump(mode="json"),
            organisation=actor.organisation,
            user=actor.user,
            session_asked_at=now,
        )
        record(actor, "begin-release", making)
        transaction.on_commit(lambda: launch(making), robust=True)
    return making


def cancel_making(command: CancelMaking, *, actor: Actor) -> ReleaseMaking:
    """The work stops within a few seconds, and nothing comes of it.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it is over already.
    """
    require(actor, Permission.MAKE_RELEASE)
    with transaction.atomic():
        making = _locked(command.making)
        now = timezone.now()
        if state_of(making, now) not in GOING | {MakingState.STOPPED}:
            raise Conflict(_("This is over already."), hint=_("Look at the list of releases."))
        making.cancelled_at = now
        making.save(update_fields=["cancelled_at"])
        record(actor, "cancel-release", making)
    return making


def make_again(command: MakeAgain, *, actor: Actor, launch: Launch = launch_process) -> ReleaseMaking:
    """One that was cancelled, failed or stopped unexpectedly begins anew, with the same choices.

    Nothing of the earlier session is used: a release says what stands at one moment. Raises: `NotAllowed`, `NotFound`;
    `Conflict` when it is being made or was made, or when another one is being made.
    """
    require(actor, Permission.MAKE_RELEASE)
    with transaction.atomic():
        making = _locked(command.making)
        now = timezone.now()
        state = state_of(making, now)
        if state in GOING:
            raise _being_made()
        if state not in STARTABLE:
            raise Conflict(_("This release is made."), hint=_("Look at the list of releases."))
        _refuse_second(actor, now)
        making.session += 1
        making.session_asked_at = now
        making.heartbeat_at = making.cancelled_at = making.failed_at = None
        making.problem = making.step = ""
        making.done = making.total = 0
        making.save()
        record(actor, "begin-release-again", making, session=making.session)
        transaction.on_commit(lambda: launch(making), robust=True)
    return making


def _refuse_second(actor: Actor, now: datetime) -> None:
    """Two at a time would be compared with the same earlier releases, and take the same number. Raises: `Conflict`."""
    if actor.organisation is not None:
        # Whoever of this organisation asks at the same moment waits here, and then sees this one.
        Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
    if ReleaseMaking.objects.filter(going(now)).exists():
        raise _being_made()


def _being_made() -> Conflict:
    return Conflict(_("A release is being made."), hint=_("Wait until it is there, or cancel it first."))


def _locked(reference: UUID) -> ReleaseMaking:
    making = ReleaseMaking.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if making is None:
        raise NotFound(_("There is no such release."), hint=_("Look for it in the list of releases."))
    return making
