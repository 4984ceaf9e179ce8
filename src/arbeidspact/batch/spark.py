"""The same batches on Spark: a narrow map over a table of people, the index sent along as a file, no shuffle.

Needs the extra `arbeidspact[spark]` where the program starts, and this package on every worker.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from arbeidspact.batch.columns import persons_from
from arbeidspact.batch.exceptions import SparkMissing
from arbeidspact.batch.matcher import Matcher
from arbeidspact.batch.schema import PERSONS
from arbeidspact.matching import Policy

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MATCHES_IN_SPARK: Final = (
    "person_id bigint NOT NULL, rank int NOT NULL, vacancy_id bigint NOT NULL, score double NOT NULL"
)

_shipped: dict[tuple[str, str], TemporaryDirectory[str]] = {}


def match_people(
    people: "DataFrame", index: str | Path, *, policy: Policy, k: int = 20, ship_index: bool = True
) -> "DataFrame":
    """Which vacancies fit everyone in this table best?

    Arguments: `people`, a table with the columns of `schema.PERSONS`, as Spark reads them from Parquet or in any type
    wide enough; other columns stay where they are and never reach a worker's Python; `index`, the file of an index;
    `ship_index`: send it to the workers, or, when False, every worker finds it at this very path.
    Returns: a table with the columns of `schema.MATCHES`, one partition for each of `people`, worked out when it is
    asked for. The rows are those of `run_local` over the same people; within a partition persons keep their order.
    Raises: `SparkMissing`; `BadColumn` for a column that is missing or of another type; `matching.IndexFileError`.
    While Spark works, an error of Spark with the message of a `BadColumn`; its row counts within one batch.
    Cost: that of `matching.rank` on one thread for each task, and once in each worker process opening the index.
    """
    _check_spark()
    matcher = Matcher.of(index, k, policy, threads=1)
    known = people.select([name for name in PERSONS.names if name in people.columns])
    persons_from(known.limit(0).toArrow())
    name = _ship(people.sparkSession, matcher) if ship_index else None
    return known.mapInArrow(_answering(matcher, name), MATCHES_IN_SPARK)


def _answering(
    matcher: Matcher, shipped_as: str | None
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def answer(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        here = matcher
        if shipped_as is not None:
            from pyspark import SparkFiles

            here = replace(matcher, index_path=Path(SparkFiles.get(shipped_as)))
        for batch in batches:
            yield here.match_batch(batch)

    return answer


def _ship(session: "SparkSession", matcher: Matcher) -> str:
    """Send the index to the workers under the name of its content: Spark never replaces a file of the same name."""
    context = session.sparkContext
    name = f"{matcher.index_hash}.index"
    key = (context.applicationId, name)
    if key not in _shipped:
        folder = TemporaryDirectory(prefix="arbeidspact-")
        shutil.copyfile(matcher.index_path, Path(folder.name) / name)
        context.addFile(str(Path(folder.name) / name))
        _shipped[key] = folder
    return name


def _check_spark() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise SparkMissing from error
