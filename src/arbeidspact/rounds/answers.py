"""The matches of a round as a file: references and numbers, no names. Every person in it is recorded as exported."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.people.access import references_to_export
from arbeidspact.rounds.folders import folder_of
from arbeidspact.rounds.queries import round_of
from arbeidspact.vacancies.models import Vacancy

ANSWER_COLUMNS: Final = ("person", "rank", "vacancy", "score")
ROWS_AT_ONCE: Final = 10_000


class AnswerFormat(StrEnum):
    """In which form the matches leave."""

    CSV = "csv"
    PARQUET = "parquet"


def export_round(reference: UUID, form: AnswerFormat, *, actor: Actor) -> pa.Table:
    """The matches of a finished round: person, rank (1 is the best), vacancy, score; references, no names.

    Returns: the lists of the people who are still within the actor's reach, on vacancies that are still there. Each
    person in it is recorded as exported. Raises: `NotAllowed`, `NotFound`; `Conflict` when the round is not finished or
    its files were removed.
    """
    require(actor, Permission.EXPORT_ROUND)
    round_ = round_of(actor, reference)
    if round_.finished_at is None:
        raise Conflict(_("This round is not finished."), hint=_("Its matches are there when it is."))
    path = folder_of(reference).answer
    if not path.is_file():
        raise Conflict(_("The files of this round were removed."), hint=_("Start a new round."))
    matches = pq.read_table(path)
    with transaction.atomic():
        people = references_to_export(actor, matches["person_id"].unique().to_pylist())
        record(actor, "export-round", round_, people=len(people), format=form.value)
    vacancies = dict(Vacancy.objects.order_by("pk").values_list("pk", "reference"))
    table = pa.Table.from_arrays(
        [
            _named(matches["person_id"], people),
            matches["rank"].combine_chunks(),
            _named(matches["vacancy_id"], vacancies),
            matches["score"].combine_chunks(),
        ],
        names=list(ANSWER_COLUMNS),
    )
    return table.drop_null()


def answer_rows(table: pa.Table) -> Iterator[tuple[object, ...]]:
    """The rows of such a table, for a file of text."""
    for batch in table.to_batches(max_chunksize=ROWS_AT_ONCE):
        yield from zip(*(batch.column(name).to_pylist() for name in ANSWER_COLUMNS), strict=True)


def answer_as_parquet(table: pa.Table) -> bytes:
    """Such a table as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _named(ids: pa.ChunkedArray, references: dict[int, UUID]) -> pa.Array:
    """The references of these ids; null for who is not among them."""
    known = ids.combine_chunks().dictionary_encode()
    words = pa.array(
        [str(references[one]) if one in references else None for one in known.dictionary.to_pylist()], pa.string()
    )
    return words.take(known.indices)
