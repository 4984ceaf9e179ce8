"""Words of the plan from its files: `{{ placement.rung|rung_called }}`, `{{ adoption.template|template_name }}`."""

from django import template

from arbeidspact.indicators import Text
from arbeidspact.organisations.exceptions import Message
from arbeidspact.pathways.ladder import in_words as text_now
from arbeidspact.pathways.ladder import rung_name
from arbeidspact.pathways.plan_templates import template_called

register = template.Library()


@register.filter
def rung_called(slug: str) -> Message:
    """What is this rung called?"""
    return rung_name(slug)


@register.filter
def template_name(slug: str) -> str:
    """What is this template called? Its slug when the file no longer knows it."""
    found = template_called(slug)
    return text_now(found.name) if found else slug


@register.filter
def in_words(text: Text) -> str:
    """The text in the language of the screen."""
    return text_now(text)
