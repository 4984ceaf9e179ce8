from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(
    ("language", "english", "reads"),
    [
        pytest.param("en", "Fewer job seekers", "Fewer job seekers", id="English"),
        pytest.param("en-gb", "Fewer job seekers", "Fewer job seekers", id="British English"),
        pytest.param("en", "", "Minder werkzoekenden", id="English that was never written falls back to Dutch"),
        pytest.param("nl", "Fewer job seekers", "Minder werkzoekenden", id="Dutch"),
    ],
)
def test_a_published_text_reads_in_the_language_of_the_screen(language: str, english: str, reads: str):
    goal = SimpleNamespace(name_nl="Minder werkzoekenden", name_en=english)

    with translation.override(language):
        text = Template('{% load bilingual %}{{ goal|words:"name" }}').render(Context({"goal": goal}))

    assert text == reads


def test_a_published_text_is_escaped():
    goal = SimpleNamespace(name_nl="<b>", name_en="<b>")

    text = Template('{% load bilingual %}{{ goal|words:"name" }}').render(Context({"goal": goal}))

    assert text == "&lt;b&gt;"
