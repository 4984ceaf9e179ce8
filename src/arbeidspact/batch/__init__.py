"""Matching everyone at once: a batch of people in, a batch of matches out, on one machine or on a cluster.

`Matcher.match_batch` knows columns of Arrow and no engine. `run_local` applies it to files of Parquet with every
processor of this machine, in parts that survive a kill; `spark.match_people` applies the same to a table of Spark. The
answers are those of `matching.rank`, to the last bit, however people are spread over parts, threads and machines.
"""

from arbeidspact.batch.answers import join_parts
from arbeidspact.batch.columns import batch_of, batch_of_vacancies, persons_from, vacancies_from
from arbeidspact.batch.exceptions import (
    BadColumn,
    BatchError,
    CannotWrite,
    DamagedManifest,
    Difference,
    FolderInUse,
    NoRun,
    NotFinished,
    OtherIndex,
    OtherRun,
    RunAlreadyGoing,
    RunError,
    SparkMissing,
    UnreadableInput,
)
from arbeidspact.batch.fingerprint import answer_hash, hashes_together
from arbeidspact.batch.local import result_of, resume, run_local, status_of
from arbeidspact.batch.matcher import Matcher
from arbeidspact.batch.requests import (
    USUAL_PART_ROWS,
    BatchRequest,
    BatchResult,
    Cancelled,
    OnProgress,
    Progress,
    RunState,
    RunStatus,
)
from arbeidspact.batch.schema import MATCHES, PERSONS, VACANCIES
from arbeidspact.batch.sizing import MeasuredCost, Sizing, size_of_run

__all__ = [
    "MATCHES",
    "PERSONS",
    "USUAL_PART_ROWS",
    "VACANCIES",
    "BadColumn",
    "BatchError",
    "BatchRequest",
    "BatchResult",
    "Cancelled",
    "CannotWrite",
    "DamagedManifest",
    "Difference",
    "FolderInUse",
    "Matcher",
    "MeasuredCost",
    "NoRun",
    "NotFinished",
    "OnProgress",
    "OtherIndex",
    "OtherRun",
    "Progress",
    "RunAlreadyGoing",
    "RunError",
    "RunState",
    "RunStatus",
    "Sizing",
    "SparkMissing",
    "UnreadableInput",
    "answer_hash",
    "batch_of",
    "batch_of_vacancies",
    "hashes_together",
    "join_parts",
    "persons_from",
    "result_of",
    "resume",
    "run_local",
    "size_of_run",
    "status_of",
    "vacancies_from",
]
