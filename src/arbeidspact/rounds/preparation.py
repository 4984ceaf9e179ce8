"""The files that a round works from: the open vacancies as an index, the profiles as columns of numbers."""

from collections.abc import Callable, Iterator
from typing import Final

import pyarrow.parquet as pq
from django.db.models import QuerySet

from arbeidspact.batch import PERSONS, batch_of
from arbeidspact.batch.whole_files import whole_file
from arbeidspact.organisations.actor import Actor, actor_of, operator
from arbeidspact.organisations.exceptions import NotAllowed
from arbeidspact.organisations.models import Membership
from arbeidspact.people.access import profiles_for_round
from arbeidspact.people.models import Person
from arbeidspact.rounds.folders import RoundFolder
from arbeidspact.rounds.models import MatchingRound
from arbeidspact.vacancies.columns import person_columns
from arbeidspact.vacancies.snapshot import snapshot_on

PEOPLE_AT_ONCE: Final = 4_000
"""Profiles in memory at a time: they are rows and lists of Python until they are columns."""

Note = Callable[[int, int], None]


def prepare(round_: MatchingRound, folder: RoundFolder, note: Note) -> None:
    """Write the index and the profiles, unless they are there.

    Both come from one snapshot, so that their columns mean the same. Arguments: `note` hears how many profiles of how
    many were read. Raises: `NotAllowed` when whoever asked for the round may not any more.
    """
    if folder.is_prepared:
        return
    actor = actor_who_asked(round_)
    snapshot = snapshot_on(round_.day)
    snapshot.whole.save(folder.index)
    profiles = profiles_for_round(actor)
    with whole_file(folder.persons) as out, pq.ParquetWriter(out, PERSONS) as writer:
        for some in _some_at_a_time(profiles, note):
            writer.write_batch(batch_of(person_columns(some, snapshot.words, round_.day)))


def actor_who_asked(round_: MatchingRound) -> Actor:
    """Who asked for this round, with the roles of now. Raises: `NotAllowed` when they left the organisation."""
    if round_.is_by_operator:
        return operator(round_.organisation)
    membership = (
        Membership.objects.filter(
            user=round_.user, organisation=round_.organisation, ended_at__isnull=True, user__is_active=True
        )
        .select_related("user", "organisation")
        .first()
    )
    if round_.user is None or membership is None:
        raise NotAllowed("Who asked for this round is no longer a member.", hint="Start a new round.")
    return actor_of(membership)


def _some_at_a_time(profiles: QuerySet[Person], note: Note) -> Iterator[QuerySet[Person]]:
    keys = list(profiles.prefetch_related(None).values_list("pk", flat=True))
    note(0, len(keys))
    for first in range(0, len(keys), PEOPLE_AT_ONCE):
        some = keys[first : first + PEOPLE_AT_ONCE]
        yield profiles.filter(pk__range=(some[0], some[-1]))
        note(first + len(some), len(keys))
