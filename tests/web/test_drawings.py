"""An icon is drawn once, and is still the icon that was asked for."""

import pytest
from django.template import engines
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from arbeidspact.web.templatetags.drawings import Icon


def made(source):
    return engines["django"].from_string(CottonCompiler().process(source))


def test_an_icon_with_a_literal_name_is_drawn_once():
    template = made('<c-icon name="pin" />')

    (node,) = template.template.nodelist
    assert isinstance(node, Icon)
    assert template.render() == template.render()
    assert "theme/icons.svg#pin" in template.render()


def test_an_icon_in_a_variable_follows_the_variable():
    template = made('{% for tone in tones %}<c-icon name="{{ tone }}" />{% endfor %}')

    shown = template.render({"tones": ["danger", "success", "danger"]})

    assert [part.split('"')[0] for part in shown.split("icons.svg#")[1:]] == ["danger", "success", "danger"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('<c-icon name="lock" label="{% load i18n %}{% translate \'protected\' %}" />', id="with a label"),
        pytest.param('<c-icon :name="tone" />', id="with a value that is no text"),
        pytest.param('<c-badge tone="info">x</c-badge>', id="another component"),
    ],
)
def test_what_may_differ_is_drawn_every_time(source):
    template = made(source)

    assert not any(isinstance(node, Icon) for node in template.template.nodelist)
    assert "<svg" in template.render({"tone": "info"})


def test_the_label_of_an_icon_follows_the_language():
    template = made('{% load i18n %}<c-icon name="lock" label="{% translate \'protected\' %}" />')

    with translation.override("en"):
        english = template.render()
    with translation.override("nl"):
        dutch = template.render()

    assert 'aria-label="protected"' in english
    assert english != dutch
