"""Making a release in the process that was started for it: told how far it is, and stopped when it is cancelled."""

import logging
import time
from typing import Final
from uuid import UUID

from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.publications.actions import allowed_release
from arbeidspact.publications.commands import MakeRelease
from arbeidspact.publications.makings import MakingStep, ReleaseMaking
from arbeidspact.publications.models import Release

NOTE_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


class GivenUp(Exception):
    """It was cancelled, or a later session took over: this one stops and keeps nothing."""


class _Session:
    """One process at work on a release: what it may still write, and how far it is."""

    def __init__(self, making: ReleaseMaking) -> None:
        self.making = making
        self._noted: tuple[MakingStep | None, float] = (None, 0.0)

    @property
    def _rows(self) -> QuerySet[ReleaseMaking]:
        return ReleaseMaking.objects.filter(
            pk=self.making.pk,
            session=self.making.session,
            finished_at__isnull=True,
            cancelled_at__isnull=True,
            failed_at__isnull=True,
        )

    def begin(self) -> None:
        """The first sign of life. Raises: `GivenUp` when nothing is asked of this session any more."""
        if not self._rows.update(heartbeat_at=timezone.now()):
            raise GivenUp

    def note(self, step: MakingStep, done: int, total: int) -> None:
        """Write down how far it is, once a second at most, and hear whether to go on. Raises: `GivenUp`."""
        noted_step, noted_at = self._noted
        if step == noted_step and time.monotonic() - noted_at < NOTE_SECONDS:
            return
        try:
            found = self._rows.update(step=step, done=done, total=total, heartbeat_at=timezone.now())
        except OperationalError:  # The database is busy; how far it is can wait.
            return
        self._noted = (step, time.monotonic())
        if not found:
            raise GivenUp

    def finish(self, release: Release) -> None:
        """In the transaction that keeps the release. Raises: `GivenUp`, so that nothing is kept."""
        if not self._rows.update(finished_at=timezone.now(), version=release.version):
            raise GivenUp

    def fail(self, problem: str) -> None:
        """Say why it could not go on, in words without anybody in them."""
        if not self._rows.update(failed_at=timezone.now(), problem=problem):
            log.info("A release was given up.")


def making_to_do(reference: UUID) -> ReleaseMaking:
    """What was asked under this reference, for the process that does it. Raises: `NotFound`."""
    making = ReleaseMaking.objects.select_related("user", "organisation").filter(reference=reference).first()
    if making is None:
        raise NotFound("There is no such release to make.", hint="Check the reference.")
    return making


def work_on(reference: UUID) -> ReleaseMaking:
    """Make this release in this process. It was allowed when it was asked.

    Returns: the making as it is then: finished; cancelled or taken over; or failed, with the problem in words.
    Raises: `NotFound`; what nobody foresaw, after it was noted as a failure.
    """
    making = making_to_do(reference)
    session = _Session(making)
    try:
        session.begin()
        command = MakeRelease.model_validate(making.choices)
        actor = Actor(user=making.user, organisation=making.organisation)
        allowed_release(command, actor=actor, progress=session.note, keeping=session.finish)
    except GivenUp:
        log.info("A release was given up.")
    except DomainError as problem:
        session.fail(" ".join(str(part) for part in (problem, problem.hint) if part))
    except ValidationError:
        session.fail("What was asked cannot be read: it was asked of another version of the software.")
    except OSError as problem:
        session.fail(f"A file could not be written: {problem.strerror or type(problem).__name__}.")
    except Exception as problem:
        session.fail(f"An unexpected problem ({type(problem).__name__}). The log of the process says more.")
        raise
    return making_to_do(reference)
