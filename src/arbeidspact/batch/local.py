"""A run over many people on this machine: read, match and write side by side, in parts that survive a kill."""

import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

from arbeidspact import __version__
from arbeidspact.batch.answers import PartAnswered, about, whole_parts
from arbeidspact.batch.columns import persons_from
from arbeidspact.batch.exceptions import BadColumn, BatchError, CannotWrite, FolderInUse, OtherRun
from arbeidspact.batch.folder_lock import is_locked, locked
from arbeidspact.batch.manifest import MANIFEST, Manifest, PartDone, now
from arbeidspact.batch.matcher import Matcher, opened_index
from arbeidspact.batch.requests import BatchRequest, BatchResult, Cancelled, OnProgress, Progress, RunState, RunStatus
from arbeidspact.batch.sources import Part, parts_of, path_of, read_parts, sources_in
from arbeidspact.batch.whole_files import remove_unfinished
from arbeidspact.matching import Persons, Policy, Ranking

_PARTS_WAITING = 1


def run_local(
    request: BatchRequest, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> BatchResult:
    """Which vacancies fit everyone in these files best? The answers stand in the folder when this returns.

    Goes on where an earlier run of the same request in the same folder ended, whatever ended it; a part that was
    damaged since is matched again. Answers depend on nothing but persons, index, policy and k: not on threads, kills or
    the number of sessions.
    Arguments: `on_progress` is called after each few thousand persons, in this thread; `cancelled`, asked as often:
    when true the run stops, keeps the parts that are done and can be resumed.
    Returns: the result, with state finished or cancelled.
    Raises: `BadColumn` naming file, column and row; `UnreadableInput`; `OtherRun` naming what differs; `FolderInUse`,
    `RunAlreadyGoing`, `DamagedManifest`, `CannotWrite`; `matching.IndexFileError`. What is done by then is kept.
    Cost: that of `matching.rank`, with reading and writing beside it; some hundred megabytes, whatever the number of
    persons, and the index.
    """
    begun = time.perf_counter()
    _check_places(request)
    with locked(request.folder):
        manifest = _begin(request)
        if manifest.state is not RunState.FINISHED:
            session = _Session(request, manifest, on_progress or _silent, _as_question(cancelled))
            manifest = session.run()
    return _result(request.folder, manifest, time.perf_counter() - begun)


def resume(
    folder: str | Path,
    *,
    persons: str | Path | None = None,
    index: str | Path | None = None,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> BatchResult:
    """Go on with the run in this folder.

    Arguments: `persons` and `index`, where they lie now, None for where they lay at the start; their content must be
    the same. Returns and raises: as `run_local`; `NoRun`.
    """
    folder = Path(folder)
    manifest = Manifest.read(folder)
    request = BatchRequest(
        persons=Path(persons or manifest.persons_path),
        index=Path(index or manifest.index_path),
        folder=folder,
        policy=_policy_of(manifest),
        k=manifest.k,
        part_rows=manifest.part_rows,
        threads=threads,
    )
    return run_local(request, on_progress=on_progress, cancelled=cancelled)


def status_of(folder: str | Path) -> RunStatus:
    """Where does the run in this folder stand? May be asked while another process is at work in it.

    Raises: `NoRun`, also in the first seconds, while the files of people are being read; `DamagedManifest`.
    """
    folder = Path(folder)
    at_work = is_locked(folder)
    manifest = Manifest.read(folder)
    lost = manifest.state is RunState.GOING and not at_work
    return RunStatus(
        folder=folder,
        state=RunState.INTERRUPTED if lost else manifest.state,
        done=manifest.done,
        total=manifest.total,
        matches=manifest.matches,
        started_at=manifest.started_at,
        ended_at=manifest.ended_at,
        problem=manifest.problem,
    )


def result_of(folder: str | Path) -> BatchResult:
    """What the run in this folder has given so far. Raises: `NoRun`, `DamagedManifest`."""
    return _result(Path(folder), Manifest.read(Path(folder)), 0.0)


@dataclass(frozen=True, slots=True)
class _Step:
    """Some persons of a part, and where in their file they begin."""

    path: Path
    first_row: int
    persons: Persons


class _Session:
    """One process working on a run, from where the account says it stands."""

    def __init__(
        self, request: BatchRequest, manifest: Manifest, on_progress: OnProgress, is_cancelled: Callable[[], bool]
    ) -> None:
        self._request, self._manifest = request, manifest
        self._on_progress, self._is_cancelled = on_progress, is_cancelled
        self._matcher = Matcher(request.index, request.k, request.policy, manifest.index_hash, request.threads)
        self._about = about(manifest)
        self._done_before, self._done, self._begun = manifest.done, 0, time.perf_counter()

    def run(self) -> Manifest:
        self._note(self._manifest)
        try:
            state = self._match_parts()
        except BatchError as error:
            with suppress(BatchError):
                self._note(self._manifest.ended(RunState.FAILED, str(error)))
            raise
        self._note(self._manifest.ended(state))
        return self._manifest

    def _match_parts(self) -> RunState:
        done = {part.number for part in self._manifest.parts}
        parts = parts_of(self._manifest.sources, self._request.part_rows)
        waiting: deque[Future[PartDone]] = deque()
        with (
            closing(self._steps([part for part in parts if part.number not in done])) as stream,
            ThreadPoolExecutor(1, "reading") as reading,
            ThreadPoolExecutor(1, "writing") as writing,
        ):
            try:
                self._tell()
                ahead = reading.submit(next, stream, None)
                while (found := ahead.result()) is not None:
                    ahead = reading.submit(next, stream, None)
                    rankings = self._rankings(found[1])
                    if rankings is None:
                        return RunState.CANCELLED
                    waiting.append(
                        writing.submit(PartAnswered(found[0], rankings).write, self._request.folder, self._about)
                    )
                    self._keep(waiting, all_but=_PARTS_WAITING)
            finally:
                self._keep(waiting)
        return RunState.FINISHED

    def _steps(self, parts: Sequence[Part]) -> Generator[tuple[Part, list[_Step]]]:
        for part, batches in read_parts(self._request.persons, parts):
            path, row, steps = path_of(self._request.persons, part.source), part.first_row, []
            for batch in batches:
                try:
                    steps.append(_Step(path, row, persons_from(batch)))
                except BadColumn as error:
                    raise error.in_file(path, row) from error
                row += batch.num_rows
            yield part, steps

    def _rankings(self, steps: Sequence[_Step]) -> tuple[Ranking, ...] | None:
        """The answers for these persons, or None when asked to stop."""
        rankings = []
        for step in steps:
            if self._is_cancelled():
                return None
            try:
                rankings.append(self._matcher.rank(step.persons))
            except BadColumn as error:
                raise error.in_file(step.path, step.first_row) from error
            self._done += len(step.persons)
            self._tell()
        return tuple(rankings)

    def _keep(self, waiting: deque[Future[PartDone]], *, all_but: int = 0) -> None:
        while len(waiting) > all_but:
            self._note(self._manifest.with_part(waiting.popleft().result()))

    def _note(self, manifest: Manifest) -> None:
        self._manifest = manifest
        try:
            manifest.write(self._request.folder)
        except OSError as error:
            raise CannotWrite(self._request.folder, error.strerror or str(error)) from error

    def _tell(self) -> None:
        total, done = self._manifest.total, self._done_before + self._done
        seconds = time.perf_counter() - self._begun
        speed = self._done / seconds if self._done and seconds > 0 else None
        self._on_progress(Progress(done, total, speed, (total - done) / speed if speed else None))


def _check_places(request: BatchRequest) -> None:
    folder, persons = request.folder.resolve(), request.persons.resolve()
    if persons.is_dir() and folder.is_relative_to(persons):
        raise FolderInUse(folder, "it lies among the files of people", "Write the answers somewhere else")


def _begin(request: BatchRequest) -> Manifest:
    """The account to go on with: a new one, or the one in the folder when it is of the same run."""
    folder = request.folder
    index = opened_index(request.index)
    asked = Manifest(
        product_version=__version__,
        index_path=str(request.index.resolve()),
        index_hash=index.hash,
        index_version=index.version,
        vacancies=len(index),
        persons_path=str(request.persons.resolve()),
        sources=sources_in(request.persons),
        k=request.k,
        policy=request.policy.record(),
        part_rows=request.part_rows,
        state=RunState.GOING,
        started_at=now(),
    )
    if not (folder / MANIFEST).exists():
        _check_empty(folder)
        return asked
    begun = Manifest.read(folder)
    if differences := begun.differences_from(asked):
        raise OtherRun(folder, differences)
    remove_unfinished(folder)
    parts = whole_parts(begun, folder, parts_of(begun.sources, begun.part_rows))
    if begun.state is RunState.FINISHED and parts == begun.parts:
        return begun
    return replace(
        begun,
        index_path=asked.index_path,
        persons_path=asked.persons_path,
        sources=asked.sources,
        parts=parts,
        state=RunState.GOING,
        ended_at=None,
        problem=None,
        sessions=begun.sessions + 1,
    )


def _check_empty(folder: Path) -> None:
    remove_unfinished(folder)
    if any(not path.name.startswith(("_", ".")) for path in folder.iterdir()):
        raise FolderInUse(folder, "it is not empty and holds no run", "Give a new or empty folder")


def _result(folder: Path, manifest: Manifest, seconds: float) -> BatchResult:
    return BatchResult(
        folder=folder,
        state=manifest.state,
        persons=manifest.done,
        total=manifest.total,
        matches=manifest.matches,
        without_match=sum(part.without_match for part in manifest.parts),
        not_enough_known=sum(part.not_enough_known for part in manifest.parts),
        parts=tuple(folder / part.file for part in manifest.parts),
        answer_hash=manifest.answer_hash,
        index_hash=manifest.index_hash,
        seconds=seconds,
    )


def _policy_of(manifest: Manifest) -> Policy:
    said: dict[str, Any] = dict(manifest.policy)
    return Policy(on=date.fromisoformat(said.pop("on")), **said)


def _as_question(cancelled: Cancelled | None) -> Callable[[], bool]:
    if cancelled is None:
        return lambda: False
    return cancelled.is_set if isinstance(cancelled, Event) else cancelled


def _silent(_progress: Progress) -> None:
    return None
