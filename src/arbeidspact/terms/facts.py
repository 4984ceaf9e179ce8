"""What starts and what meets a term: facts of many people at once, a constant number of queries whatever their number.

Each source answers with one query. A fact that no part of the platform tells can be noted by hand.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from arbeidspact.agreements.due import confirmed_days
from arbeidspact.agreements.models import AgreementKind
from arbeidspact.assessments.queries import assessed_days
from arbeidspact.organisations.exceptions import Message
from arbeidspact.people.models import PersonStatus, StatusKind
from arbeidspact.terms.models import NotedFact


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When something was so: from a day until a day; None while it still is. Something of one day ends that day."""

    since: date
    until: date | None = None


Facts = dict[int, dict[str, list[Occurrence]]]
"""By the key of the person and the slug of the fact, the earliest first."""
Days = Mapping[int, Sequence[date]]
StatusRow = tuple[int, str, date, date | None]
"""Of whom, which status, since when, until when."""
NotedRow = tuple[int, str, date]
"""Of whom, which fact, on which day."""

FACT_WORDS: Final[Mapping[str, Message]] = {
    "registered_as_job_seeker": _("Registered as a job seeker"),
    "registered_as_newcomer": _("Registered as a newcomer"),
    "registered_with_pes": _("Registered with VDAB"),
    "became_sick": _("Became ill for a long time"),
    "benefit_started": _("Benefit started"),
    "assessed": _("Assessment finished"),
    "assessed_elsewhere": _("Assessed elsewhere, outside this platform"),
    "agreement_confirmed": _("Binding agreement confirmed by both"),
    "not_self_reliant": _("Does not find the way to work alone"),
    "return_considered": _("Looked together whether a return to work is possible"),
    "return_started": _("Return to work started"),
    "signal_raised": _("A partner raised a signal, or raised it again"),
    "signal_answered": _("The steering group answered"),
}
"""The facts that rules can name, in words."""

STATUS_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    StatusKind.JOB_SEEKER: ("registered_as_job_seeker", "registered_with_pes"),
    StatusKind.NEWCOMER: ("registered_as_newcomer",),
    StatusKind.LONG_TERM_SICK: ("became_sick",),
}

DAYS_OF: Final[dict[str, Callable[[Iterable[int]], Days]]] = {
    "assessed": assessed_days,
    "agreement_confirmed": partial(confirmed_days, kind=AgreementKind.BINDING),
}
"""Facts that another part of the platform tells, by the days on which they happened: one query each."""

NOTED_BY_HAND: Final = ("assessed_elsewhere", "not_self_reliant", "return_considered", "return_started")
"""Facts that nothing else tells. Who does not find the way alone is somebody's judgement: the distance to work of an
assessment may rest on what is protected, and would show through a term."""


def is_known(fact: str) -> bool:
    """Can this platform know this fact of anybody?"""
    return fact in DAYS_OF or fact in NOTED_BY_HAND or any(fact in facts for facts in STATUS_FACTS.values())


def status_rows(people: Collection[int] | None) -> Iterable[StatusRow]:
    """The statuses that start or meet a term: of these people, or of everybody when None. One query."""
    rows = PersonStatus.objects.filter(kind__in=list(STATUS_FACTS))
    if people is not None:
        rows = rows.filter(person__in=people)
    return rows.order_by("since", "pk").values_list("person_id", "kind", "since", "until")


def noted_rows(people: Collection[int] | None) -> QuerySet[NotedFact]:
    """What was noted by hand and stands: of these people, or of everybody when None. One query."""
    rows = NotedFact.objects.filter(revoked_at__isnull=True)
    return (rows if people is None else rows.filter(person__in=people)).order_by("on", "pk")


def facts_of(statuses: Iterable[StatusRow], noted: Iterable[NotedRow]) -> Facts:
    """What is known of these people that starts or meets a term?

    Arguments: `statuses` and `noted`, the rows of the people asked about. Nobody without a status has a term, so other
    sources are asked for those alone.
    """
    facts: Facts = {}
    for person, kind, since, until in statuses:
        for fact in STATUS_FACTS.get(kind, ()):
            _add(facts, person, fact, Occurrence(since, until))
    asked = list(facts)
    for fact, days_of in DAYS_OF.items():
        for person, days in days_of(asked).items():
            for day in days:
                _add(facts, person, fact, Occurrence(day, day))
    for person, fact, on in noted:
        # Somebody who needs guidance goes on needing it until it is taken back; the others happened on their day.
        _add(facts, person, fact, Occurrence(on, None if fact == "not_self_reliant" else on))
    return facts


def _add(facts: Facts, person: int, fact: str, occurrence: Occurrence) -> None:
    facts.setdefault(person, {}).setdefault(fact, []).append(occurrence)
