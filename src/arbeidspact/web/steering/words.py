"""How signals read on screen: what they are about, how their term stands, where to read more."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arbeidspact.statutes import TermState
from arbeidspact.steering.queries import SubjectKind
from arbeidspact.steering.subjects import Subject
from arbeidspact.web.pact.wording import name_of

TONES = {
    TermState.RUNNING: "info",
    TermState.AT_RISK: "warning",
    TermState.OVERDUE: "danger",
    TermState.MET_IN_TIME: "success",
    TermState.MET_LATE: "warning",
}


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
