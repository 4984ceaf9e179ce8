"""One act for several people of a list: choose them, say what, see for whom, do it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import DomainError, Message, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pathways.many import agree_step_with_many
from arbeidspact.people.access import open_file
from arbeidspact.people.actions import set_referents
from arbeidspact.people.commands import MOST_AT_ONCE, SetReferents
from arbeidspact.people.queries import colleagues_who_guide, lines_by_reference
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.pathways.forms import StepForManyForm
from arbeidspact.web.requests import ActorRequest, permitted


class ReferentsForm(CommandForm[SetReferents]):
    """Who becomes the referent of these people?"""

    command_class = SetReferents
    referent = forms.TypedChoiceField(
        label=gettext_lazy("Who is the referent?"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, actor: Actor, people: Sequence[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = tuple(people)
        referent = self.fields["referent"]
        assert isinstance(referent, forms.ChoiceField)
        referent.choices = [("", _("nobody yet")), *colleagues_who_guide(actor)]

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "people": self.people}


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done for several people: who may, what is asked, and what is said when it was done."""

    label: Message
    permission: Permission
    form: Callable[[Any, Actor, Sequence[UUID]], CommandForm[Any]]
    do: Callable[[Any, Actor, Sequence[UUID]], int]
    said: Callable[[int], str]


def _step_form(data: Any, actor: Actor, people: Sequence[UUID]) -> StepForManyForm:  # noqa: ARG001
    return StepForManyForm(data, actor=actor)


def _agree_step(command: Any, actor: Actor, people: Sequence[UUID]) -> int:
    return agree_step_with_many(command, files=[open_file(actor, person) for person in people])


ACTS: Final[Mapping[str, Act]] = {
    "referent": Act(
        gettext_lazy("Name a referent"),
        Permission.EDIT_PERSON,
        lambda data, actor, people: ReferentsForm(data, actor=actor, people=people),
        lambda command, actor, _people: set_referents(command, actor=actor),
        lambda n: (
            ngettext("The referent of %(n)d person is saved.", "The referent of %(n)d people is saved.", n) % {"n": n}
        ),
    ),
    "step": Act(
        gettext_lazy("Agree the same step"),
        Permission.AGREE_STEP,
        _step_form,
        _agree_step,
        lambda n: (
            ngettext("The step is agreed with %(n)d person.", "The step is agreed with %(n)d people.", n) % {"n": n}
        ),
    ),
}


def acts_for(actor: Actor) -> list[tuple[str, Message]]:
    """What may this actor do for several people at once? Slug and words."""
    return [(slug, act.label) for slug, act in ACTS.items() if may(actor, act.permission)]


@never_cache
@permitted(Permission.SEE_CASELOAD)
@require_POST
def bulk(request: ActorRequest) -> HttpResponse:
    """Asks what is needed for the act, shows for whom it is, and does it once that was confirmed."""
    slug = request.POST.get("act", "")
    act = ACTS.get(slug)
    if act is None:
        raise NotFound(_("This cannot be done for several people at once."))
    require(request.actor, act.permission)
    people = _chosen(request.POST.getlist("person"))
    if not people:
        messages.warning(request, _("Tick the people for whom you want to do this."))
        return _back()
    if len(people) > MOST_AT_ONCE:
        messages.warning(request, _("Choose at most %(most)d people at once.") % {"most": MOST_AT_ONCE})
        return _back()
    is_confirmed = request.POST.get("confirmed") == "yes"
    form = act.form(request.POST if is_confirmed else None, request.actor, people)
    if is_confirmed and form.is_valid():
        try:
            done = act.do(form.command, request.actor, people)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, act.said(done))
            return _back()
    context = {"form": form, "act": act, "slug": slug, "lines": lines_by_reference(request.actor, people)}
    return render(request, "people/bulk.html", context, status=422 if form.errors else 200)


def _chosen(raw: Sequence[str]) -> list[UUID]:
    chosen = []
    for text in dict.fromkeys(raw):
        try:
            chosen.append(UUID(text))
        except ValueError:
            raise NotFound(_("There is no such file.")) from None
    return chosen


def _back() -> HttpResponse:
    response = redirect("people:caseload")
    response.status_code = 303
    return response
