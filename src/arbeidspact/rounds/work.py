"""The work on a round: prepare its files, match everybody, measure. Goes on where an earlier session ended."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from arbeidspact.batch import BatchError, BatchRequest, BatchResult, RunAlreadyGoing, run_local
from arbeidspact.batch.folder_lock import locked
from arbeidspact.batch.whole_files import hash_of_file
from arbeidspact.matching import MatchingError, Policy
from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.rounds.folders import RoundFolder, folder_of, for_the_owner_alone
from arbeidspact.rounds.measuring import Measured, candidates_for, measure_round
from arbeidspact.rounds.models import MatchingRound, RoundStep
from arbeidspact.rounds.preparation import prepare
from arbeidspact.vacancies.models import RankingLog

NOTE_SECONDS: Final = 1.0
PART_ROWS: Final = 8_192
"""People in a part of the run: what a kill can cost at most two or three times."""
HANDOVER_SECONDS: Final = 60.0
"""How long a session waits for the process of the one before it, which gives up within seconds."""

Tell = Callable[[RoundStep, int, int], None]
log = logging.getLogger(__name__)


class GivenUp(Exception):
    """The round was cancelled, or a later session took over: this one stops and writes nothing more."""


class Session:
    """One process at work on a round: what it may still write, and how far it is."""

    def __init__(self, round_: MatchingRound, tell: Tell | None) -> None:
        self.round, self._tell = round_, tell
        self.is_given_up = False
        self._noted: tuple[RoundStep | None, float] = (None, 0.0)

    @property
    def _rows(self) -> QuerySet[MatchingRound]:
        """The round, as long as it is this session's."""
        return MatchingRound.objects.filter(
            pk=self.round.pk,
            session=self.round.session,
            finished_at__isnull=True,
            cancelled_at__isnull=True,
            failed_at__isnull=True,
        )

    def begin(self) -> None:
        """The first sign of life. Raises: `GivenUp` when nothing is asked of this session any more."""
        now = timezone.now()
        if not self._rows.update(started_at=Coalesce("started_at", now), heartbeat_at=now):
            raise GivenUp

    def note(self, step: RoundStep, done: int, total: int) -> None:
        """Write down how far it is, once a second at most, and hear whether to go on: `is_given_up`."""
        if self._tell is not None:
            self._tell(step, done, total)
        noted_step, noted_at = self._noted
        if step == noted_step and time.monotonic() - noted_at < NOTE_SECONDS:
            return
        try:
            found = self._rows.update(step=step, done=done, total=total, heartbeat_at=timezone.now())
        except OperationalError:  # The database is busy; how far it is can wait.
            return
        self._noted = (step, time.monotonic())
        self.is_given_up = not found

    def go_on(self) -> None:
        """Raises: `GivenUp` when the round was cancelled or taken over."""
        self.is_given_up = self.is_given_up or not self._rows.exists()
        if self.is_given_up:
            raise GivenUp

    def finish(self, measured: Measured, result: BatchResult, input_hash: str) -> None:
        """Keep the figures, and log the ranking. Raises: `GivenUp`."""
        people = measured.figures["people"]
        with transaction.atomic():
            found = self._rows.update(
                finished_at=timezone.now(),
                heartbeat_at=timezone.now(),
                done=people,
                total=people,
                index_hash=result.index_hash,
                input_hash=input_hash,
                answer_hash=measured.answer_hash,
                figures=measured.figures,
                trade_offs=measured.trade_offs,
                crowded=measured.crowded,
            )
            if not found:
                raise GivenUp
            RankingLog.objects.create(
                user=self.round.user,
                organisation=self.round.organisation,
                index_hash=result.index_hash,
                input_hash=input_hash,
                parameters=_parameters(self.round, measured),
                shown=0,
            )

    def fail(self, problem: str) -> None:
        """Say why it could not go on, in words without anybody in them."""
        self._rows.update(failed_at=timezone.now(), problem=problem)


def work_to_do(reference: UUID) -> MatchingRound:
    """The round with this reference, for the process that works on it. Raises: `NotFound`."""
    round_ = MatchingRound.objects.select_related("user", "organisation").filter(reference=reference).first()
    if round_ is None:
        raise NotFound("There is no such matching round.", hint="Check the reference.")
    return round_


def work_on(reference: UUID, *, tell: Tell | None = None) -> MatchingRound:
    """Do what is left to do on this round, in this process.

    Arguments: `tell` hears step, done and total, often. Returns: the round as it is then: finished; cancelled or taken
    over by a later session; or failed, with the problem in words. Raises: `NotFound`; what nobody foresaw, after it was
    noted as a failure.
    """
    round_ = work_to_do(reference)
    session = Session(round_, tell)
    try:
        session.begin()
        with for_the_owner_alone():
            _work(session, folder_of(reference))
    except GivenUp:
        log.info("A matching round was given up.")
    except (BatchError, MatchingError, DomainError) as problem:
        session.fail(str(problem))
    except OSError as problem:
        session.fail(f"{problem.filename or 'A file'}: {problem.strerror or type(problem).__name__}.")
    except Exception as problem:
        session.fail(f"An unexpected problem ({type(problem).__name__}). The log of the process says more.")
        raise
    return work_to_do(reference)


def _work(session: Session, folder: RoundFolder) -> None:
    round_ = session.round
    folder.make()
    with _alone_in(folder, session):
        prepare(round_, folder, partial(_note, session, RoundStep.READING))
        session.go_on()
        result = run_local(
            BatchRequest(
                persons=folder.persons,
                index=folder.index,
                folder=folder.matches,
                policy=Policy(on=round_.day, **round_.weights),
                k=candidates_for(round_.k),
                part_rows=PART_ROWS,
            ),
            on_progress=lambda progress: session.note(RoundStep.MATCHING, progress.done, progress.total),
            cancelled=lambda: session.is_given_up,
        )
        session.go_on()
        measured = measure_round(round_, folder, result, partial(_note, session, RoundStep.MEASURING))
        session.finish(measured, result, hash_of_file(folder.persons))


def _note(session: Session, step: RoundStep, done: int, total: int) -> None:
    session.note(step, done, total)
    if session.is_given_up:
        raise GivenUp


@contextmanager
def _alone_in(folder: RoundFolder, session: Session) -> Iterator[None]:
    """Waits for the process of an earlier session to let go of the folder."""
    give_up_at = time.monotonic() + HANDOVER_SECONDS
    while True:
        try:
            with locked(folder.path):
                yield
            return
        except RunAlreadyGoing:
            session.go_on()
            if time.monotonic() > give_up_at:
                raise
            time.sleep(HANDOVER_SECONDS / 300)


def _parameters(round_: MatchingRound, measured: Measured) -> dict[str, object]:
    return {
        "round": str(round_.reference),
        "k": candidates_for(round_.k),
        "shown_at_most": round_.k,
        "on": round_.day.isoformat(),
        **round_.weights,
        "reranking": {"name": round_.reranking, **round_.reranking_parameters},
        "subjects": measured.figures["people"],
        "matches_hash": measured.figures["matches_hash"],
        "answer_hash": measured.answer_hash,
    }
