"""A plan that stands still."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef

from arbeidspact.followup.findings import Asked, Finding
from arbeidspact.pathways.models import Step
from arbeidspact.pathways.states import OPEN
from arbeidspact.people.models import Accompaniment


def without_next_step(asked: Asked) -> Iterable[Finding]:
    """Who has a referent but no open step with that organisation, for so many days?

    Since the day the last step was closed, or the accompaniment began.
    """
    own = Step.objects.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
    links = Accompaniment.objects.filter(~Exists(own.filter(OPEN)), until__isnull=True, referent__isnull=False)
    if asked.people is not None:
        links = links.filter(person__in=asked.people)
    closed = _last_closed(asked)
    for person, organisation, referent, began in links.order_by("pk").values_list(
        "person_id", "organisation_id", "referent_id", "since"
    ):
        since = max(began, closed.get((person, organisation), began))
        if since <= asked.day - timedelta(days=asked.thresholds.no_next_step_days):
            yield Finding(person, organisation, "", since, owner=referent)


def _last_closed(asked: Asked) -> dict[tuple[int, int], date]:
    steps = Step.objects.exclude(OPEN)
    if asked.people is not None:
        steps = steps.filter(person__in=asked.people)
    rows = steps.order_by().values_list("person_id", "organisation_id").annotate(Max("done_on"), Max("given_up_on"))
    return {
        (person, organisation): max(day for day in (done, given_up) if day is not None)
        for person, organisation, done, given_up in rows
    }
