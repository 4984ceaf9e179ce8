"""Before the first question: the vacancies are read, and the loops of matching compiled or loaded."""

import logging
from typing import Any, Final

from django.utils import timezone

from arbeidspact.matching import (
    Policy,
    eligible_persons,
    eligible_vacancies,
    explain,
    near_miss_persons,
    near_misses,
    rank,
    rank_persons,
    what_would_cost,
    what_would_open,
)
from arbeidspact.matching.overlay import parts_of
from arbeidspact.organisations.vocabulary import make_reader_ready
from arbeidspact.vacancies.kept_input import persons_from
from arbeidspact.vacancies.snapshot import finish_next_base, snapshot_on

NOBODY: Final[dict[str, Any]] = {
    "ids": 0,
    "competences": [],
    "languages": [],
    "licences": 0,
    "education": 0,
    "weekly_minutes_min": 0,
    "weekly_minutes_max": 0,
    "shifts": 0,
    "zones": -1,
    "max_travel_minutes": 0,
    "modes": 1,
    "occupations": [],
    "wages_wanted_cents": -1,
}
"""Somebody of whom nothing is known: asks everything that can be asked, and is shown to nobody."""


log = logging.getLogger(__name__)


def warm_up() -> None:
    """After this the first ranking of this process, or of one forked from it, waits for nothing. Nothing is logged.

    Cost: some tenths of a second where loops were compiled before, some seconds where they were not; and where there
    is no file of the vacancies yet, reading all of them.
    """
    today = timezone.localdate()
    snapshot_on(today)
    finish_next_base()
    index, policy = snapshot_on(today).index, Policy(on=today)
    first, last = parts_of(index)[0], parts_of(index)[-1]
    # Where there are competences and places, of those too.
    known = {"competences": [[0, 1]][: first.n_competences], "zones": min(0, first.n_zones - 1)}
    persons = persons_from([NOBODY | known])
    rank(index, persons, 1, policy=policy)
    eligible_vacancies(index, persons, policy=policy)
    near_misses(index, persons, 1, policy=policy)
    what_would_open(index, persons, NOBODY["ids"], policy=policy)
    for vacancy in last.ids[:1].tolist():
        explain(index, persons, NOBODY["ids"], vacancy, policy=policy)
        rank_persons(index, vacancy, persons, 1, policy=policy)
        near_miss_persons(index, vacancy, persons, 1, policy=policy)
        what_would_cost(index, vacancy, persons, policy=policy)
        eligible_persons(index, vacancy, persons, policy=policy)


def warm_up_to_serve() -> None:
    """As `warm_up`, and for the reading of texts, before a server takes questions: what fails is said, and pages are
    served all the same."""
    for what, make_ready in (("Matching", warm_up), ("The reading of texts", make_reader_ready)):
        try:
            make_ready()
        except Exception:
            log.exception("%s could not be made ready; the first who asks waits for it.", what)
