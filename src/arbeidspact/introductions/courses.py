"""How employers answered introductions: for figures, no person and no employer by name."""

from dataclasses import dataclass
from datetime import date

from arbeidspact.introductions.models import Answer, Introduction, Outcome, WithdrawnBecause
from arbeidspact.introductions.states import ANSWER_DAYS


@dataclass(frozen=True, slots=True)
class IntroductionCourse:
    """An introduction whose employer had the time to answer. `days`, until the answer; None when there is none."""

    introduced_on: date
    days: int | None
    was_invited: bool
    was_hired: bool
    is_invented: bool

    @property
    def was_answered_in_time(self) -> bool:
        return self.days is not None and self.days <= ANSWER_DAYS


def courses_of_introductions(since: date, until: date) -> list[IntroductionCourse]:
    """The introductions made between these days, both included, as they stand now; in no order that says anything.

    Left out: those made by mistake, and those that we withdrew within the time for an answer and before one came: that
    employer never had the time. One query. Counts and medians alone may be made of them.
    """
    rows = Introduction.objects.filter(introduced_on__gte=since, introduced_on__lte=until).exclude(
        withdrawn_because=WithdrawnBecause.MISTAKE
    )
    columns = ("introduced_on", "answered_on", "withdrawn_on", "answer", "outcome", "is_invented")
    found = []
    for made, answered, withdrawn, answer, outcome, is_invented in rows.order_by("pk").values_list(*columns):
        if answered is None and withdrawn is not None and (withdrawn - made).days <= ANSWER_DAYS:
            continue
        days = None if answered is None else (answered - made).days
        found.append(IntroductionCourse(made, days, answer == Answer.INVITED, outcome == Outcome.HIRED, is_invented))
    return found
