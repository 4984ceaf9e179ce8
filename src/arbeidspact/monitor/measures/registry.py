"""The measures that there are, by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from arbeidspact.monitor.measures.distances import FARTHER, NEARER, SAME
from arbeidspact.monitor.measures.employer_answers import DAYS_UNTIL_HEARD, EMPLOYERS_HEARD
from arbeidspact.monitor.measures.handover_times import DAYS_BETWEEN_ORGANISATIONS, DAYS_UNTIL_MET
from arbeidspact.monitor.measures.introductions import ANSWERED_IN_TIME, DAYS_UNTIL_ANSWER, HIRED, INVITED
from arbeidspact.monitor.measures.measure import Measure
from arbeidspact.monitor.measures.programmes import FUNNEL
from arbeidspact.monitor.measures.registrations import LEFT, REGISTERED
from arbeidspact.monitor.measures.rungs import ON_RUNG, PLACED
from arbeidspact.monitor.measures.tension import TENSION
from arbeidspact.monitor.measures.terms_kept import TERMS_KEPT
from arbeidspact.monitor.measures.vacancy_courses import DAYS_OPEN, FILL_RATE, OPEN, OPEN_LONG, TOLD_OUTCOME

_MEASURES: Final[dict[str, Measure]] = {
    measure.name: measure
    for measure in (
        FUNNEL,
        TERMS_KEPT,
        DAYS_UNTIL_MET,
        DAYS_BETWEEN_ORGANISATIONS,
        FILL_RATE,
        TOLD_OUTCOME,
        EMPLOYERS_HEARD,
        DAYS_UNTIL_HEARD,
        ANSWERED_IN_TIME,
        DAYS_UNTIL_ANSWER,
        INVITED,
        HIRED,
        DAYS_OPEN,
        OPEN,
        OPEN_LONG,
        TENSION,
        NEARER,
        SAME,
        FARTHER,
        ON_RUNG,
        PLACED,
        REGISTERED,
        LEFT,
    )
}


def known_measures() -> Mapping[str, Measure]:
    """Every measure, by name."""
    return MappingProxyType(_MEASURES)


def register_measure(measure: Measure) -> None:
    """Adds a measure of an app above this one, when that app starts. The same name again replaces it."""
    _MEASURES[measure.name] = measure
