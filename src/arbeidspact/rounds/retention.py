"""Removing the files of rounds when their time is over; the row with the figures stays."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.rounds.folders import RoundFolder, folder_of, rounds_folder
from arbeidspact.rounds.models import MatchingRound


@dataclass(frozen=True, slots=True)
class OldFiles:
    """Files whose time is over: of so many rounds, and folders that belong to no round; so many bytes in all."""

    rounds: int
    stray_folders: int
    bytes: int


def remove_old_files(*, actor: Actor, is_rehearsal: bool = True, now: datetime | None = None) -> OldFiles:
    """Remove the files of rounds that gave their last sign of life longer ago than the settings say.

    Also removes folders of rounds that the database does not know (after a reset), once they are as old. Doing it twice
    changes nothing. Arguments: `is_rehearsal`, remove nothing and say what would be. Raises: `NotAllowed`, the operator
    does this.
    """
    if not actor.is_operator:
        raise NotAllowed("Only the operator of the installation may remove the files of rounds.")
    now = now or timezone.now()
    limit = now - timedelta(days=settings.ROUND_FILES_DAYS)
    rounds = list(_rounds_quiet_since(limit))
    strays = list(_strays_since(limit))
    found = OldFiles(
        rounds=len(rounds),
        stray_folders=len(strays),
        bytes=sum(_size(folder.path) for folder in [*(folder_of(one.reference) for one in rounds), *strays]),
    )
    if is_rehearsal:
        return found
    for round_ in rounds:
        with transaction.atomic():
            round_.files_removed_at = now
            round_.save(update_fields=["files_removed_at"])
            record(actor, "remove-round-files", round_)
            _remove(folder_of(round_.reference))
    for folder in strays:
        _remove(folder)
    return found


def _remove(folder: RoundFolder) -> None:
    if folder.path.is_dir():
        shutil.rmtree(folder.path)


def _rounds_quiet_since(limit: datetime) -> QuerySet[MatchingRound]:
    quiet = Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=limit)
    return MatchingRound.objects.filter(quiet, files_removed_at__isnull=True, session_asked_at__lt=limit).order_by("pk")


def _strays_since(limit: datetime) -> Iterator[RoundFolder]:
    folder = rounds_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            reference = UUID(path.name)
        except ValueError:
            continue
        if path.stat().st_mtime < limit.timestamp() and not MatchingRound.objects.filter(reference=reference).exists():
            yield RoundFolder(path)


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
