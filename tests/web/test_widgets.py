"""Inputs written in code are the ones of Django's templates."""

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from arbeidspact.web.widgets import WRITTEN, WidgetRenderer

CHOICES = [
    ("", "-"),
    (1, "one"),
    ("<2>", 'two & "half"'),
    (3, _("Save")),
    (4000, 4000),
    ("5", mark_safe("<b>five</b>")),
]
GROUPED = [("none", "None"), ("Group <1>", [("a", "A"), ("b", "B")]), ("Other", [("c", "C")])]
ODD = {"id": "id_x", "class": "wide", "data-x": 'a"b<c>', "required": True, "disabled": False, "maxlength": 4000}


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        pytest.param(forms.TextInput(), 'a "quoted" <b>', id="text with signs"),
        pytest.param(forms.TextInput(), None, id="text without a value"),
        pytest.param(forms.TextInput(), "", id="empty text"),
        pytest.param(forms.NumberInput(), 4000, id="number"),
        pytest.param(forms.EmailInput(), "a@b.example", id="mail address"),
        pytest.param(forms.URLInput(), "https://x.example/?a=1&b=2", id="address"),
        pytest.param(forms.PasswordInput(), "secret", id="password is not sent back"),
        pytest.param(forms.HiddenInput(), 0, id="hidden zero"),
        pytest.param(forms.DateInput(format="%Y-%m-%d"), datetime.date(2026, 3, 2), id="day"),
        pytest.param(forms.TimeInput(), datetime.time(8, 30), id="time"),
        pytest.param(forms.CheckboxInput(), True, id="ticked"),
        pytest.param(forms.CheckboxInput(), False, id="not ticked"),
        pytest.param(forms.FileInput(), None, id="file"),
        pytest.param(forms.Select(choices=CHOICES), "<2>", id="select"),
        pytest.param(forms.Select(choices=CHOICES), 4000, id="select by number"),
        pytest.param(forms.Select(choices=GROUPED), "b", id="select in groups"),
        pytest.param(forms.SelectMultiple(choices=GROUPED), ["a", "c"], id="select several"),
        pytest.param(forms.NullBooleanSelect(), None, id="yes, no or unknown"),
        pytest.param(forms.RadioSelect(choices=CHOICES), "1", id="radio"),
        pytest.param(forms.RadioSelect(choices=GROUPED), None, id="radio in groups"),
        pytest.param(forms.CheckboxSelectMultiple(choices=GROUPED), ["none", "c"], id="checkboxes in groups"),
        pytest.param(forms.CheckboxSelectMultiple(choices=[]), None, id="no checkboxes"),
    ],
)
@pytest.mark.parametrize("attributes", [{}, {"id": "id_x"}, ODD], ids=["bare", "with an id", "with odd attributes"])
def test_an_input_is_the_same_as_from_the_template(widget, value, attributes):
    assert widget.template_name in WRITTEN

    ours = widget.render("na<me", value, attrs=attributes, renderer=WidgetRenderer())
    theirs = widget.render("na<me", value, attrs=attributes, renderer=DjangoTemplates())

    assert parse_html(ours) == parse_html(theirs)


def test_what_is_not_written_in_code_comes_from_the_template():
    shown = forms.Textarea().render("why", "a <b>", renderer=WidgetRenderer())

    assert parse_html(shown) == parse_html(forms.Textarea().render("why", "a <b>", renderer=DjangoTemplates()))
