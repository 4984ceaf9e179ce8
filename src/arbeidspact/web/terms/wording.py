"""What rules and terms read like: states, legal status, lengths, and the steps of a count as sentences."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arbeidspact.organisations.exceptions import Message
from arbeidspact.statutes import (
    Counting,
    DueDate,
    Effect,
    LegalStatus,
    Length,
    RuleVersion,
    TermRule,
    TermState,
    TraceLine,
    TraceStep,
    Unit,
    holiday_name,
)
from arbeidspact.terms.queries import FACT_WORDS, Term, TermView
from arbeidspact.web.monitor.figures import day_text, language

STATUS_WORDS: Final[dict[LegalStatus, Message]] = {
    LegalStatus.CONVENTION: gettext_lazy("Own convention"),
    LegalStatus.PROMISED: gettext_lazy("Promised"),
    LegalStatus.PROPOSED: gettext_lazy("Proposed"),
    LegalStatus.ENACTED: gettext_lazy("Law"),
    LegalStatus.REPEALED: gettext_lazy("Repealed"),
}
STATUS_TONES: Final = {
    LegalStatus.CONVENTION: "neutral",
    LegalStatus.PROMISED: "info",
    LegalStatus.PROPOSED: "warning",
    LegalStatus.ENACTED: "success",
    LegalStatus.REPEALED: "neutral",
}
STATE_TONES: Final = {
    TermState.RUNNING: "info",
    TermState.AT_RISK: "warning",
    TermState.OVERDUE: "danger",
    TermState.MET_IN_TIME: "success",
    TermState.MET_LATE: "warning",
    TermState.REACHED: "info",
}
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class StatusText:
    """The legal status of a text as a badge, and since when until when it holds."""

    label: str
    tone: str
    validity: str


@dataclass(frozen=True, slots=True)
class TermCard:
    """A term as a card: the badge of its state, when, by which text, and why this date."""

    view: TermView
    name: str
    what: str
    tone: str
    state: str
    when: str
    status: StatusText | None
    source: str
    url: str
    quote: str
    flag: str
    why: tuple[str, ...]
    others: tuple[tuple[StatusText, str], ...]

    @property
    def term(self) -> Term:
        return self.view.term


def long_day(day: date) -> str:
    """How does a day read with its weekday? "Monday 16 March 2026"."""
    return str(format_date(day, "EEEE d MMMM y", locale=language()))


def status_text(version: RuleVersion) -> StatusText:
    """What standing has this text, and when does it hold?"""
    return StatusText(str(STATUS_WORDS[version.status]), STATUS_TONES[version.status], validity_text(version))


def validity_text(version: RuleVersion) -> str:
    """From when until when does this text hold? What was not published is said to be not known."""
    since = day_text(version.valid_from) if version.valid_from else _("a day that is not known")
    if version.valid_until:
        return _("from %(since)s until %(until)s") % {"since": since, "until": day_text(version.valid_until)}
    return _("from %(since)s; no end is published") % {"since": since}


def length_text(length: Length) -> str:
    """How long is it? "2 months"."""
    count = length.amount
    texts = {
        Unit.DAYS: ngettext("%(count)d day", "%(count)d days", count),
        Unit.WORKING_DAYS: ngettext("%(count)d working day", "%(count)d working days", count),
        Unit.WEEKS: ngettext("%(count)d week", "%(count)d weeks", count),
        Unit.MONTHS: ngettext("%(count)d month", "%(count)d months", count),
    }
    return texts[length.unit] % {"count": count}


def counting_text(counting: Counting) -> str:
    """By which convention are its days counted?"""
    parts = [
        _("The first day counts.") if counting.first_day_counts else _("The first day does not count."),
        _("The last day is in time.") if counting.last_day_included else _("The last day is too late."),
    ]
    if counting.moves_to_working_day:
        parts.append(_("On a Saturday, a Sunday or a legal holiday it moves to the next working day."))
    return " ".join(parts)


def effect_text(rule: TermRule) -> str:
    """What does the day of this rule mean?"""
    return {
        Effect.DUE_BY: _("must have happened by the day"),
        Effect.POSSIBLE_FROM: _("is possible after the day"),
        Effect.ENDS_AFTER: _("ends with the day"),
    }[rule.effect]


def fact_text(fact: str) -> str:
    """What is this fact called? A fact that nobody gave words keeps its slug."""
    return str(FACT_WORDS.get(fact, fact))


def term_card(view: TermView) -> TermCard:
    """What does this term read like?"""
    term, version = view.term, view.term.version
    return TermCard(
        view=view,
        name=term.rule.name.in_language(language()),
        what=term.rule.what.in_language(language()),
        tone=STATE_TONES.get(term.state, "neutral") if not _is_told_only(term) else "neutral",
        state=state_text(view),
        when=when_text(term),
        status=None if version is None else status_text(version),
        source="" if version is None else str(version.reference),
        url="" if version is None else version.reference.url,
        quote="" if version is None else version.reference.quote,
        flag="" if version is None or version.flag is None else version.flag.in_language(language()),
        why=() if term.due is None else why_this_date(term.rule, term.due),
        others=tuple((status_text(other.version), _day_or_pause(other)) for other in view.others),
    )


def state_text(view: TermView) -> str:
    """How does this term stand, in a few words?"""
    term, days = view.term, view.days_left
    if _is_told_only(term):
        return _("For information")
    match term.state:
        case TermState.RUNNING | TermState.AT_RISK if days == 0:
            return _("Due today")
        case TermState.RUNNING | TermState.AT_RISK:
            return ngettext("%(count)d day left", "%(count)d days left", days or 0) % {"count": days or 0}
        case TermState.OVERDUE:
            late = -(days or 0)
            return ngettext("%(count)d day overdue", "%(count)d days overdue", late) % {"count": late}
        case TermState.REACHED:
            return _("Possible now") if term.rule.effect == Effect.POSSIBLE_FROM else _("Ended")
        case state:
            return str(STATE_WORDS[state])


def _is_told_only(term: Term) -> bool:
    """Nobody is held to a text that is not followed: it is never overdue."""
    return term.rule.effect == Effect.DUE_BY and not term.is_followed and term.state in COUNTED_DOWN


COUNTED_DOWN: Final = frozenset({TermState.RUNNING, TermState.AT_RISK, TermState.OVERDUE, TermState.MISSED})
STATE_WORDS: Final[dict[TermState, Message]] = {
    TermState.PAUSED: gettext_lazy("Paused"),
    TermState.MET_IN_TIME: gettext_lazy("Met in time"),
    TermState.MET_LATE: gettext_lazy("Met late"),
    TermState.MISSED: gettext_lazy("Not met"),
    TermState.EXEMPT: gettext_lazy("Exempt"),
    TermState.LAPSED: gettext_lazy("No longer needed"),
    TermState.NOT_IN_FORCE: gettext_lazy("No text was in force"),
}


def when_text(term: Term) -> str:
    """When was it met, or by when must it be?"""
    if term.met_on is not None and term.state in {TermState.MET_IN_TIME, TermState.MET_LATE}:
        return _("met on %(met)s, due by %(due)s") % {
            "met": day_text(term.met_on),
            "due": day_text(term.due_day) if term.due_day else _("a day that was not known yet"),
        }
    if term.due is None:
        return _("started on %(day)s") % {"day": day_text(term.since)}
    if term.due_day is None:
        return _("stands still until it resumes")
    texts = {
        Effect.DUE_BY: _("by %(day)s"),
        Effect.POSSIBLE_FROM: _("possible after %(day)s"),
        Effect.ENDS_AFTER: _("ends with %(day)s"),
    }
    return texts[term.rule.effect] % {"day": long_day(term.due_day)}


def why_this_date(rule: TermRule, due: DueDate) -> tuple[str, ...]:
    """Why this date: one sentence for each step of the count."""
    return tuple(_sentence(rule, due, line) for line in due.trace)


def _sentence(rule: TermRule, due: DueDate, line: TraceLine) -> str:
    first = long_day(line.first) if line.first else ""
    said = {
        "day": long_day(line.day),
        "first": first,
        "last": long_day(line.last) if line.last else "",
        "count": line.amount,
    }
    match line.step:
        case TraceStep.STARTED:
            return _("%(fact)s: %(day)s.") % {**said, "fact": fact_text(rule.starts_with)}
        case TraceStep.FIRST_DAY:
            if due.version.counting.first_day_counts:
                return _("That day counts as the first one.")
            return _("That day does not count: the first day that counts is %(day)s.") % said
        case TraceStep.LENGTH:
            return _("%(length)s: until %(day)s.") % {**said, "length": length_text(due.version.length)}
        case TraceStep.SHORT_MONTH:
            return _("That month has no day with the same number: its last day counts.")
        case TraceStep.PAUSED:
            return _("Paused from %(first)s until %(last)s: %(added)s more, until %(day)s.") % {
                **said,
                "added": _days_added(due, line.amount),
            }
        case TraceStep.PAUSED_TOO_LATE:
            return _("The pause from %(first)s changes nothing: the term had passed by then.") % said
        case TraceStep.STANDS_STILL:
            return _("Paused from %(first)s until it resumes; then %(left)s are left.") % {
                **said,
                "left": _days_added(due, line.amount),
            }
        case TraceStep.MOVED:
            return _("Not a working day: %(days)s. It moves to %(day)s.") % {**said, "days": _days_off(line)}
        case TraceStep.NOT_BEFORE:
            return _("The text holds since %(day)s, so not before that day.") % said
        case TraceStep.EXEMPT:
            return _("Exempt from %(day)s on.") % said


def _days_added(due: DueDate, count: int) -> str:
    if due.version.length.unit == Unit.WORKING_DAYS:
        return length_text(Length(amount=max(count, 1), unit=Unit.WORKING_DAYS)) if count else _("no working day")
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _days_off(line: TraceLine) -> str:
    assert line.first is not None
    assert line.last is not None
    days = [line.first + timedelta(days=ahead) for ahead in range((line.last - line.first).days + 1)]
    return ", ".join(_day_off(day) for day in days)


def _day_off(day: date) -> str:
    name = holiday_name(day, language())
    return f"{long_day(day)} ({name})" if name and day.weekday() <= SATURDAY else long_day(day)


def _day_or_pause(due: DueDate) -> str:
    return long_day(due.day) if due.day is not None else _("stands still until it resumes")
