"""How signals read on screen: what they are about, how their term stands, where to read more."""

from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arbeidspact.organisations.exceptions import Message
from arbeidspact.statutes import TermState
from arbeidspact.steering.decision_queries import AboutSignal, Standing, TaskLine, TaskStatus
from arbeidspact.steering.queries import SubjectKind
from arbeidspact.steering.subjects import Subject
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.pact.wording import name_of

TONES = {
    TermState.RUNNING: "info",
    TermState.AT_RISK: "warning",
    TermState.OVERDUE: "danger",
    TermState.MET_IN_TIME: "success",
    TermState.MET_LATE: "warning",
}
STANDING_WORDS: dict[Standing, Message] = {
    Standing.DRAFT: gettext_lazy("Draft"),
    Standing.IN_FORCE: gettext_lazy("In force"),
    Standing.AMENDED: gettext_lazy("Amended by a later decision"),
    Standing.SUPERSEDED: gettext_lazy("Superseded by a later decision"),
}
STANDING_TONES = {
    Standing.DRAFT: "warning",
    Standing.IN_FORCE: "success",
    Standing.AMENDED: "info",
    Standing.SUPERSEDED: "neutral",
}


class Titled(Protocol):
    """A version of a decision, as far as its names go."""

    @property
    def title_nl(self) -> str: ...

    @property
    def title_en(self) -> str: ...

    @property
    def body_nl(self) -> str: ...

    @property
    def body_en(self) -> str: ...


TASK_TONES = {TaskStatus.OVERDUE: "danger", TaskStatus.OPEN: "info", TaskStatus.DONE: "success"}


def title_of(version: Titled) -> str:
    """The title of a decision in the language of the screen, else in Dutch."""
    return version.title_en if language() == "en" and version.title_en else version.title_nl


def body_of(version: Titled) -> str:
    """The body that decided, in the language of the screen, else in Dutch."""
    return version.body_en if language() == "en" and version.body_en else version.body_nl


def task_text(line: TaskLine) -> str:
    """How does this follow-up stand, in a few words?"""
    if line.status == TaskStatus.OVERDUE:
        return ngettext("%(count)d day too late", "%(count)d days too late", -line.days_left) % {
            "count": -line.days_left
        }
    return str(
        {
            TaskStatus.OPEN: _("to be done"),
            TaskStatus.DONE: _("done in time"),
            TaskStatus.DONE_LATE: _("done, too late"),
            TaskStatus.DROPPED: _("dropped"),
        }[line.status]
    )


def about_link(subject: Subject | AboutSignal, pact: str) -> dict[str, str]:
    """What a decision is about, as words and an address."""
    if isinstance(subject, AboutSignal):
        label = _("Signal: %(title)s") % {"title": subject.title}
        return {"label": label, "url": reverse("steering:signal", args=[subject.reference])}
    return {"label": subject_text(subject), "url": subject_url(subject, pact)}


def term_tone(term: TermState) -> str:
    """In which tone is this said?"""
    return TONES.get(term, "neutral")


def term_text(term: TermState, days_left: int) -> str:
    """How does the term stand, in a few words?"""
    if term == TermState.OVERDUE:
        return ngettext("%(count)d day too late", "%(count)d days too late", -days_left) % {"count": -days_left}
    if term in {TermState.RUNNING, TermState.AT_RISK}:
        if days_left == 0:
            return _("due today")
        return ngettext("%(count)d day left", "%(count)d days left", days_left) % {"count": days_left}
    if term == TermState.MET_IN_TIME:
        return _("answered in time")
    if term == TermState.MET_LATE:
        return _("answered too late")
    return _("withdrawn")


def subject_text(subject: Subject) -> str:
    """What is it about, with its kind? "Action: Jobteam"."""
    if subject.kind == SubjectKind.PACT:
        return _("The pact as a whole")
    return f"{SUBJECT_WORDS[subject.kind]()}: {name_of(subject)}"


SUBJECT_WORDS = {
    SubjectKind.GOAL: lambda: _("Goal"),
    SubjectKind.TRACK: lambda: _("Track"),
    SubjectKind.ACTION: lambda: _("Action"),
    SubjectKind.INDICATOR: lambda: _("Indicator"),
}


def subject_url(subject: Subject, pact: str) -> str:
    """Where does one read more about it? Empty where it is no longer there."""
    if not subject.is_known:
        return ""
    if subject.kind == SubjectKind.ACTION:
        return reverse("pact:action", args=[pact, subject.slug])
    if subject.kind == SubjectKind.INDICATOR:
        return reverse("monitor:indicator", args=[subject.slug])
    if subject.kind == SubjectKind.TRACK:
        return reverse("pact:actions", args=[pact]) + f"?track={subject.slug}"
    anchor = f"#goal-{subject.slug}" if subject.kind == SubjectKind.GOAL else ""
    return reverse("pact:pact", args=[pact]) + anchor
