"""Icons are drawn once: the component says what an icon looks like, and a page of hundreds does not ask it again.

Loaded as builtins after those of cotton, so that `<c-icon name="pin" />` becomes a node that keeps what it drew. An
icon with a label is not kept: its words follow the language.
"""

import re
from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django_cotton.templatetags.cotton import cotton_component

register = template.Library()
ONLY_A_NAME = re.compile(r'cotton icon name="(?:[a-z-]+|{{ (?P<variable>[a-z]+) }})"(?: ?/)?')


class Icon(Node):
    """An icon of which only the name matters, literal or in a variable; names stand in code and templates alone."""

    def __init__(self, component: Any, variable: str | None) -> None:
        self._component = component
        self._variable = variable
        self._drawn: dict[object, str] = {}

    def render(self, context: Context) -> str:
        """The drawing of this name."""
        name = context[self._variable] if self._variable else ""
        drawn = self._drawn.get(name)
        if drawn is None:
            drawn = self._drawn[name] = self._component.render(context)
        return drawn


@register.tag("cotton")
def component(parser: Parser, token: Token) -> Node:
    """A component, as cotton makes it; an icon is kept once drawn."""
    node: Node = cotton_component(parser, token)
    found = ONLY_A_NAME.fullmatch(token.contents)
    return Icon(node, found["variable"]) if found else node
