"""Results of an assessment in words and badges, and texts of questionnaires in the language of the screen."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arbeidspact.assessments.queries import (
    NO,
    YES,
    Change,
    DistanceLevel,
    Outcome,
    Question,
    QuestionKind,
    Text,
    Value,
)
from arbeidspact.people.domains import LifeDomain
from arbeidspact.web.assessments.words import CHANGE_LOOKS, DISTANCE_TONES, OUTCOME_LOOKS, STATE_TONES

register = template.Library()


@register.filter
def said(text: Text | None) -> str:
    """Which words does this text of a file have in the language of the screen?"""
    return text.in_language(get_language() or "nl") if text is not None else ""


@register.filter
def outcome_word(outcome: str) -> str:
    """What is this result called?"""
    return str(Outcome(outcome).label)


@register.filter
def outcome_tone(outcome: str) -> str:
    """Which tone has this result?"""
    return OUTCOME_LOOKS[outcome][0]


@register.filter
def outcome_icon(outcome: str) -> str:
    """Which symbol has this result?"""
    return OUTCOME_LOOKS[outcome][1]


@register.filter
def distance_word(level: str) -> str:
    """What is this distance called?"""
    return str(DistanceLevel(level).label)


@register.filter
def distance_tone(level: str) -> str:
    """Which tone has this distance?"""
    return DISTANCE_TONES[level]


@register.filter
def state_tone(state: str) -> str:
    """Which tone has this state?"""
    return STATE_TONES[state]


@register.filter
def change_word(change: str) -> str:
    """What is this change called?"""
    return str(Change(change).label)


@register.filter
def change_tone(change: str) -> str:
    """Which tone has this change?"""
    return CHANGE_LOOKS[change][0]


@register.filter
def change_icon(change: str) -> str:
    """Which symbol has this change?"""
    return CHANGE_LOOKS[change][1]


@register.filter
def domain_words(domains: tuple[str, ...]) -> str:
    """These life domains in a row."""
    return ", ".join(str(LifeDomain(domain).label) for domain in domains)


@register.simple_tag
def answer_words(question: Question, value: Value | None) -> str:
    """What was answered, in words? Empty when it is not known."""
    if value is None:
        return ""
    if question.kind is QuestionKind.YES_NO:
        return {YES: _("Yes"), NO: _("No")}.get(str(value), "")
    if question.options:
        chosen = value if isinstance(value, list) else [value]
        return "; ".join(said(option.text) for option in question.options if option.slug in chosen)
    if question.kind is QuestionKind.SCALE:
        ends = {question.least: said(question.least_text), question.most: said(question.most_text)}
        end = ends.get(value) if isinstance(value, int) else ""
        return _("%(step)s of %(most)s") % {"step": value, "most": question.most} + (f" ({end})" if end else "")
    return str(value)
