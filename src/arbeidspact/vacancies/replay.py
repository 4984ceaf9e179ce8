"""A logged ranking made again: is the answer still the same, to the last bit, and if not, what differs?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from arbeidspact.matching import (
    AnyIndex,
    BadInput,
    IndexFileError,
    Persons,
    Policy,
    Ranking,
    rank,
    rank_persons,
)
from arbeidspact.matching.policy import PERCENTS
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import NotAllowed, NotFound
from arbeidspact.vacancies.index_files import kept_index
from arbeidspact.vacancies.kept_input import persons_from
from arbeidspact.vacancies.models import RankingLog
from arbeidspact.vacancies.ranking_log import is_sealed

_COMPARED: Final = ("index_version", "index_hash", "k", "subjects")


@dataclass(frozen=True, slots=True)
class Identical:
    """Made again, the answer is the same to the last bit: index, input, parameters and order."""

    log: RankingLog


@dataclass(frozen=True, slots=True)
class Differs:
    """What was made again is not what the log says: something in the log or in what was kept was changed since."""

    log: RankingLog
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotReplayable:
    """What it takes to make this ranking again is not there, or cannot be used.

    `is_meant`: nothing is wrong, it was removed on purpose, or is kept elsewhere.
    """

    log: RankingLog
    reason: str
    is_meant: bool = False


Replayed = Identical | Differs | NotReplayable


def logged_ranking(actor: Actor, key: int) -> RankingLog:
    """The ranking with this number in the log. Raises: `NotAllowed`, `NotFound`."""
    _insist_on_operator(actor)
    log = RankingLog.objects.prefetch_related("inputs").filter(pk=key).first()
    if log is None:
        raise NotFound("There is no such ranking in the log.", hint="Look up its number, or let --sample choose some.")
    return log


def some_logged_rankings(actor: Actor, number: int) -> list[RankingLog]:
    """So many rankings from the log, chosen by lot. Raises: `NotAllowed`."""
    _insist_on_operator(actor)
    chosen = RankingLog.objects.order_by("?").values_list("pk", flat=True)[:number]
    return list(RankingLog.objects.prefetch_related("inputs").filter(pk__in=list(chosen)).order_by("pk"))


def replay(log: RankingLog) -> Replayed:
    """Is this ranking, made again from what was kept, the one in the log?

    Nothing of the person as they are now is read: the log keeps what was read then. Raises: `OSError` only where a file
    is there and cannot be read.
    """
    if not isinstance(log.parameters, dict):
        return Differs(log, ("the parameters are no longer those of a ranking",))
    if "round" in log.parameters:
        return NotReplayable(log, "It is a matching round: its files are kept with the round.", is_meant=True)
    if "kept_hash" not in log.parameters:
        return NotReplayable(log, "It was logged before inputs were kept.", is_meant=True)
    inputs = sorted(log.inputs.all(), key=lambda one: one.place)
    if len(inputs) < (log.shown if log.vacancy_id else 1):
        return NotReplayable(log, "What was read of a person was removed, as they or the law ask.", is_meant=True)
    try:
        persons = persons_from([one.columns for one in inputs])
        policy = _policy_of(log.parameters)
        index = kept_index(log.index_hash)
        ranking = _made_again(log, index, persons, policy)
    except FileNotFoundError as problem:
        return NotReplayable(log, f"The index is not there: {problem.filename}.")
    except IndexFileError as problem:
        return NotReplayable(log, str(problem))
    except (BadInput, KeyError, TypeError, ValueError) as problem:
        return Differs(log, (f"What the log says cannot be ranked: {problem}",))
    differences = tuple(_differences(log, ranking, persons, [one.person_id for one in inputs]))
    return Differs(log, differences) if differences else Identical(log)


def _made_again(log: RankingLog, index: AnyIndex, persons: Persons, policy: Policy) -> Ranking:
    k = log.parameters["k"]
    if log.vacancy_id:
        return rank_persons(index, log.vacancy_id, persons, k, policy=policy)
    return rank(index, persons, k, policy=policy)


def _policy_of(parameters: dict[str, Any]) -> Policy:
    return Policy(on=date.fromisoformat(parameters["on"]), **{name: parameters[name] for name in PERCENTS})


def _differences(log: RankingLog, ranking: Ranking, persons: Persons, people: Sequence[int]) -> Iterator[str]:
    if not is_sealed(log):
        yield "the seal is not that of this row: it was changed, or the secret key was"
    record = ranking.record()
    said = {**log.parameters, "index_hash": log.index_hash}
    for name in _COMPARED:
        if said.get(name) != record[name]:
            yield f"{name}: the log says {said.get(name)}, made again it is {record[name]}"
    if persons.ids.tolist() != list(people):
        yield "the input belongs to other people than the log says"
    if persons.hash != log.parameters["kept_hash"]:
        yield "the input that was kept is not what was ranked"
    if log.vacancy_id is None and ranking.input_hash != log.input_hash:
        yield f"input hash: the log says {log.input_hash[:12]}, made again it is {ranking.input_hash[:12]}"
    if record["answer_hash"] != log.parameters.get("answer_hash"):
        yield "the answer is another one"
    yield from _other_places(log, ranking)


def _other_places(log: RankingLog, ranking: Ranking) -> Iterator[str]:
    """What was shown, place by place."""
    if log.vacancy_id:
        shown = [one.score for one in ranking.best(log.vacancy_id)]
        if shown != log.parameters.get("scores"):
            yield "the scores of the people shown are other ones"
        return
    there = {place.id: place.score for place in ranking.best(int(ranking.subject_ids[0]))}
    for place, (vacancy, score) in enumerate(log.parameters.get("best", []), start=1):
        if vacancy not in there:
            yield f"place {place}: vacancy {vacancy} is not in the answer"
        elif there[vacancy] != score:
            yield f"place {place}: vacancy {vacancy} has score {there[vacancy]}, the log says {score}"


def _insist_on_operator(actor: Actor) -> None:
    if not actor.is_operator:
        raise NotAllowed("Only the operator of the installation may make rankings again.")
