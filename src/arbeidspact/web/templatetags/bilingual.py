"""Texts that a city wrote in Dutch and in English: `{{ goal|words:"name" }}` gives the one of the screen."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def words(row: object, field: str) -> str:
    """Which text does this field of a published thing hold, in the language of the screen, else in Dutch?"""
    if (get_language() or "nl").startswith("en"):
        english = getattr(row, f"{field}_en")
        if english:
            return str(english)
    return str(getattr(row, f"{field}_nl"))
