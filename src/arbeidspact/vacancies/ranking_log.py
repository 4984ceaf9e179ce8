"""Every ranking is written down with all that is needed to make it again: index, input, parameters, answer."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from arbeidspact.matching import AnyIndex, Persons, Ranking
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.prepared import PreparedInsert
from arbeidspact.vacancies.index_files import keep_index
from arbeidspact.vacancies.kept_input import values_of
from arbeidspact.vacancies.listing import VacancyFilters
from arbeidspact.vacancies.models import RankingInput, RankingLog

log = logging.getLogger(__name__)
_LOGS, _INPUTS = PreparedInsert(RankingLog), PreparedInsert(RankingInput)


def log_work_for(
    actor: Actor,
    ranking: Ranking,
    index: AnyIndex,
    persons: Persons,
    *,
    best: Sequence[int],
    near_misses: Sequence[int],
    limit: int,
    filters: VacancyFilters | None = None,
) -> RankingLog:
    """Writes down which work was shown for the one person in `persons`, as keys of vacancies, best first."""
    scores = {place.id: place.score for place in ranking.best(int(persons.ids[0]))}
    parameters = {**ranking.record(), "limit": limit, "near_misses": list(near_misses)}
    parameters["best"] = [[vacancy, scores[vacancy]] for vacancy in best]
    if filters is not None:
        parameters["filters"] = filters.model_dump(mode="json", exclude_defaults=True)
    return _write(actor, index, parameters, persons, person=int(persons.ids[0]), shown=len(best) + len(near_misses))


def log_people_for(
    actor: Actor,
    ranking: Ranking,
    index: AnyIndex,
    persons: Persons,
    *,
    vacancy: int,
    near_misses: Sequence[int],
    limit: int,
) -> RankingLog:
    """Writes down which people were shown for a vacancy; of the others, only how many there were.

    Arguments: `persons`, all who were ranked; `near_misses`, keys of people.
    """
    best = ranking.best(vacancy)
    shown = [*(place.id for place in best), *near_misses]
    parameters = {**ranking.record(), "limit": limit, "reachable": len(persons), "scores": [one.score for one in best]}
    return _write(
        actor,
        index,
        parameters,
        persons.take([persons.row_of(key) for key in shown]),
        vacancy=vacancy,
        shown=len(shown),
    )


def _write(
    actor: Actor,
    index: AnyIndex,
    parameters: dict[str, Any],
    persons: Persons,
    *,
    person: int | None = None,
    vacancy: int | None = None,
    shown: int,
) -> RankingLog:
    try:
        keep_index(index)
    except OSError:
        # Somebody waits for work: the answer is given and logged, and replay will say what is missing.
        log.exception("The index that a ranking was made on could not be kept.")
    parameters["kept_hash"] = persons.hash
    row = RankingLog(
        user=actor.user,
        organisation=actor.organisation,
        person_id=person,
        vacancy_id=vacancy,
        index_hash=parameters.pop("index_hash"),
        input_hash=parameters.pop("input_hash"),
        parameters=parameters,
        shown=shown,
    )
    row.seal = seal_of(row)
    with transaction.atomic():
        _LOGS.write(row)
        _INPUTS.write_all(
            [
                RankingInput(log=row, person_id=key, place=place, columns=values_of(persons, place))
                for place, key in enumerate(persons.ids.tolist())
            ]
        )
    return row


def is_sealed(row: RankingLog) -> bool:
    """Is this row as it was written?"""
    return constant_time_compare(row.seal, seal_of(row))


def seal_of(row: RankingLog) -> str:
    """What binds this row together: it differs when anything but who asked is another."""
    said = (row.at.isoformat(), row.person_id, row.vacancy_id, row.index_hash, row.input_hash, row.shown)
    content = json.dumps([*said, row.parameters], sort_keys=True)
    return salted_hmac("arbeidspact.ranking-log", content, algorithm="sha256").hexdigest()
