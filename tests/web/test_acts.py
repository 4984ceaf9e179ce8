"""What a page of acts offers: which form stands open, and what comes back after a refusal."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import Conflict, NotAllowed
from arbeidspact.web.acts import Act, form_of, offered_acts
from arbeidspact.web.forms import CommandForm, carry_out


class Say(Command):
    what: str


class SayForm(CommandForm[Say]):
    command_class = Say
    what = forms.CharField()


def act(**values: Any) -> Act[SayForm]:
    return Act(SayForm, lambda command: command, "Title", "Button", "Said", **values)


ACTS = {"answer": act(is_first=True), "decide": act(is_first=True), "ask": act(), "withdraw": act(is_danger=True)}


def opened(*names: str, **values: Any) -> dict[str, bool]:
    return {one.name: one.is_open for one in offered_acts(ACTS, names, **values)}


def sent(text: str) -> SayForm:
    return form_of(ACTS["ask"], "ask", QueryDict(f"what={text}"))


@pytest.mark.parametrize(
    ("names", "mending", "shown"),
    [
        pytest.param(("ask", "answer"), (), {"answer": True, "ask": False}, id="what somebody comes for is open"),
        pytest.param(("decide", "answer"), (), {"answer": True, "decide": False}, id="the first of two"),
        pytest.param(("decide", "answer"), ("answer",), {"answer": False, "decide": True}, id="not what is put right"),
        pytest.param(("withdraw",), (), {"withdraw": False}, id="what ends it stays folded"),
        pytest.param((), (), {}, id="nothing can be done"),
    ],
)
def test_the_first_act_that_somebody_comes_for_is_open(names, mending, shown):
    assert opened(*names, mending=mending) == shown


def test_a_form_that_was_refused_stands_open_with_what_was_typed_also_when_it_is_not_offered_any_more():
    form = sent("")

    assert opened("answer", refused=("ask", form)) == {"answer": True, "ask": True}
    assert [one.form for one in offered_acts(ACTS, ["ask"], refused=("ask", form))] == [form]


def test_an_action_gets_the_command_of_the_form_and_what_it_gives_comes_back():
    done = carry_out(sent("yes"), lambda command: command.what.upper())

    assert done is not None
    assert done.value == "YES"


def test_a_form_with_a_problem_reaches_no_action():
    form = sent("")

    assert carry_out(form, lambda command: pytest.fail("This was not asked.")) is None
    assert form.errors
    assert carry_out(form_of(ACTS["ask"], "ask"), lambda command: pytest.fail("This was not sent.")) is None


def test_what_an_action_refuses_stands_on_the_form_unless_no_other_answer_mends_it():
    def refuse(command: Say) -> None:
        raise Conflict("Said already.")

    def forbid(command: Say) -> None:
        raise NotAllowed("Not yours.")

    form = sent("yes")
    assert carry_out(form, refuse) is None
    assert "Said already." in str(form.errors)
    with pytest.raises(NotAllowed):
        carry_out(sent("yes"), forbid)
