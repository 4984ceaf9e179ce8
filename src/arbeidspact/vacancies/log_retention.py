"""How long rankings stay in the log with what it takes to make them again; and how a person is taken out of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import AuditEvent
from arbeidspact.vacancies.index_files import hash_of_kept_base, matching_folder
from arbeidspact.vacancies.models import RankingInput, RankingLog

YOUNG: Final = timedelta(days=1)
"""A file of this age may be about to be named by a ranking that is just being logged."""


@dataclass(frozen=True, slots=True)
class OldRankings:
    """Rankings whose time in the log is over, and files that no ranking needs any more; so many bytes."""

    rankings: int
    files: int
    bytes: int


def remove_old_rankings(*, actor: Actor, is_rehearsal: bool = True, now: datetime | None = None) -> OldRankings:
    """Take rankings out of the log that are older than the settings say, and remove the files they alone needed.

    Doing it twice changes nothing. Arguments: `is_rehearsal`, remove nothing and say what would be.
    Raises: `NotAllowed`, the operator does this.
    """
    if not actor.is_operator:
        raise NotAllowed("Only the operator of the installation may remove rankings from the log.")
    now = now or timezone.now()
    old = RankingLog.objects.filter(at__lt=now - timedelta(days=settings.RANKING_LOG_DAYS))
    needed = set(RankingLog.objects.exclude(pk__in=old.values("pk")).values_list("index_hash", flat=True).distinct())
    files = list(_not_needed(needed, now))
    found = OldRankings(old.count(), len(files), sum(path.stat().st_size for path in files))
    if is_rehearsal or not (found.rankings or found.files):
        return found
    with transaction.atomic():
        old.delete()
        AuditEvent.objects.create(
            user=actor.user,
            organisation=actor.organisation,
            action="remove-old-rankings",
            subject_kind=RankingLog._meta.label_lower,
            details={"rankings": found.rankings, "files": found.files},
        )
    for path in files:
        path.unlink(missing_ok=True)
    return found


def forget_person_in_rankings(person: int) -> int:
    """What rankings read of this person is removed; that they were made stays. Returns: how many inputs went.

    For when somebody is to be forgotten and the row of the person stays, without a name. Where the row goes, all of it
    goes by itself.
    """
    return RankingInput.objects.filter(person=person).delete()[0]


def _not_needed(needed: set[str], now: datetime) -> Iterator[Path]:
    """Files that no ranking names and nothing rests on, and what a killed process was writing; nothing new."""
    files = sorted(path for path in (matching_folder() / "indexes").iterdir() if path.is_file())
    under = {path.name.split(".")[2] for path in files if path.suffix == ".changes" and _hash_of(path) in needed}
    kept = needed | under | {hash_of_kept_base() or ""}
    for path in files:
        is_young = path.stat().st_mtime > (now - YOUNG).timestamp()
        if not is_young and (path.suffix == ".part" or _hash_of(path) not in kept):
            yield path


def _hash_of(path: Path) -> str:
    return path.name.split(".")[0]
