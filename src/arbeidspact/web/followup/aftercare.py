"""After-care on the person's page: what was said of the work, and noting what is said now."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from arbeidspact.followup.aftercare_talks import aftercare_of, note_aftercare, take_back_aftercare
from arbeidspact.followup.commands import NoteAftercare
from arbeidspact.followup.queries import AftercareSide, StillAtWork
from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.pathways.forms import DayInput
from arbeidspact.web.requests import ActorRequest, permitted, posted

PANEL = "followup/aftercare_panel.html"


class AftercareForm(CommandForm[NoteAftercare]):
    """What was said, by whom, on which day."""

    command_class = NoteAftercare
    side = forms.ChoiceField(
        label=gettext_lazy("Who was asked?"), choices=AftercareSide.choices, widget=forms.RadioSelect
    )
    still_at_work = forms.ChoiceField(
        label=gettext_lazy("Still at work?"), choices=StillAtWork.choices, widget=forms.RadioSelect
    )
    needs_support = forms.BooleanField(label=gettext_lazy("Support is needed"), required=False)
    held_on = forms.DateField(label=gettext_lazy("Asked on"), widget=DayInput, initial=timezone.localdate)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("About the work alone: nothing of health, money or justice."),
    )

    def __init__(self, *args: Any, placement: UUID, month: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placement, self.month = placement, month

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "placement": self.placement, "month": self.month}


def aftercare_panel(request: ActorRequest, file: PersonFile) -> tuple[dict[str, Any], str]:  # noqa: ARG001
    """The work that is followed, when it is asked about next, and what was said. Empty for who follows none."""
    return {"file": file, "followed": aftercare_of(file)}, PANEL


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def note(request: ActorRequest, reference: UUID, placement: UUID, month: int) -> HttpResponse:
    """Notes what the person or the employer says of the work."""
    file = open_file(request.actor, reference)
    work = next((one for one in aftercare_of(file) if one.placement.reference == placement), None)
    if work is None:
        raise NotFound(_("This work is not in the file."))
    moment = next((moment for moment in work.moments if moment.month == month), None)
    if moment is None:
        raise NotFound(_("Nothing is asked after so many months."))
    first = moment.missing[0] if moment.missing else None
    form = AftercareForm(posted(request), placement=placement, month=month, initial={"side": first})
    if form.is_valid():
        try:
            note_aftercare(form.command, file=file)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            _say(request, form.command)
            return _back(file)
    context = {"file": file, "work": work, "month": month, "form": form}
    return render(request, "followup/aftercare_form.html", context, status=422 if form.errors else 200)


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_POST
def take_back(request: ActorRequest, reference: UUID, talk: UUID) -> HttpResponse:
    """Takes back what was noted by mistake."""
    file = open_file(request.actor, reference)
    take_back_aftercare(talk, file=file)
    messages.success(request, _("It is taken back; you can note it again."))
    return _back(file)


def _say(request: ActorRequest, command: NoteAftercare) -> None:
    messages.success(request, _("What was said of the work is noted."))
    if command.still_at_work in {StillAtWork.NO, StillAtWork.ELSEWHERE}:
        messages.info(request, _("Write on the ladder of the plan since when this work ended."))
    if command.needs_support:
        messages.info(request, _("Agree a step about the support that is needed."))


def _back(file: PersonFile) -> HttpResponse:
    response = redirect("people:file", reference=file.reference)
    response["Location"] += "#aftercare"
    response.status_code = 303
    return response
