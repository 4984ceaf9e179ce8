"""The log of decisions on screen: the list and its file, drafting, adopting, correcting, and what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.organisations.exceptions import DomainError, Message, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.pact.queries import bodies_of, pact_named
from arbeidspact.steering import decisions
from arbeidspact.steering.decision_commands import AdoptDecision, DiscardDraft
from arbeidspact.steering.decision_queries import (
    DecisionLine,
    DecisionView,
    TaskLine,
    adopted_decisions,
    counting_version,
    decision_lines,
    decision_list,
    decision_rows,
    open_decision,
)
from arbeidspact.steering.queries import SignalFilter, signal_rows
from arbeidspact.steering.subjects import subjects_of
from arbeidspact.web.exports import csv_response
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.pact.wording import name_of
from arbeidspact.web.requests import ActorRequest, permitted, posted
from arbeidspact.web.steering import decision_forms as forms
from arbeidspact.web.steering.words import (
    STANDING_TONES,
    STANDING_WORDS,
    TASK_TONES,
    about_link,
    body_of,
    task_text,
    title_of,
)

SIGNALS_OFFERED: Final = 100


@dataclass(frozen=True, slots=True)
class TaskAct:
    """Something that can be done with a follow-up."""

    form_class: type[forms.OneTaskForm[Any]]
    action: Callable[..., Any]
    title: Message
    said: Message


TASK_ACTS: Final[Mapping[str, TaskAct]] = {
    "finish": TaskAct(
        forms.FinishForm, decisions.finish_task, gettext_lazy("Done"), gettext_lazy("It is noted as done.")
    ),
    "drop": TaskAct(
        forms.DropForm, decisions.drop_task, gettext_lazy("Not done any more"), gettext_lazy("It is noted as dropped.")
    ),
    "reopen": TaskAct(
        forms.ReopenTaskForm,
        decisions.reopen_task,
        gettext_lazy("Not done after all"),
        gettext_lazy("It is to be done again."),
    ),
}


@permitted(Permission.SEE_STEERING)
@require_safe
def log(request: ActorRequest, pact: str) -> HttpResponse:
    """The log of decisions about this pact, newest first."""
    found_pact = pact_named(pact, actor=request.actor)
    form = _filter_form(request, pact)
    found = decision_list(request.actor, pact, form.narrowed(), page=request.GET.get("page", 1))
    context = {
        "pact": found_pact,
        "form": form,
        "found": found,
        "rows": [decision_row(line) for line in found.page.object_list],
        "filter_words": form.in_words(),
        "query": urlencode({name: value for name, value in form.cleaned_data.items() if value}),
        "may_record": may(request.actor, Permission.RECORD_DECISION),
        "crumbs": _crumbs(pact)[:1],
    }
    return render(request, "steering/decisions.html", context)


@permitted(Permission.SEE_STEERING)
@require_safe
def log_file(request: ActorRequest, pact: str) -> HttpResponseBase:
    """The chosen decisions as a file."""
    pact_named(pact, actor=request.actor)
    lines = decision_lines(list(decision_rows(request.actor, pact, _filter_form(request, pact).narrowed())))
    header = [_("Number"), _("Taken on"), _("Decided by"), _("Title in Dutch"), _("Title in English")]
    header += [_("Decision"), _("Why"), _("Minority notes"), _("About"), _("Status"), _("Version")]
    header += [_("Changes decision"), _("Follow-up"), _("Invented")]
    rows = (
        [
            line.decision.number,
            line.version.taken_on,
            line.version.body_nl,
            line.version.title_nl,
            line.version.title_en,
            line.version.text,
            line.version.motivation,
            "; ".join(f"{note['who']}: {note['why']}" for note in line.version.minority),
            "; ".join(about_link(one, pact)["label"] for one in line.subjects),
            STANDING_WORDS[line.standing],
            line.version.version,
            line.decision.changes.number if line.decision.changes else "",
            "; ".join(f"{one.task.what} ({one.task.owner}, {one.task.due_on}): {task_text(one)}" for one in line.tasks),
            _("yes") if line.decision.is_invented else "",
        ]
        for line in lines
    )
    return csv_response(f"{pact}-decisions-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


@permitted(Permission.RECORD_DECISION)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, pact: str) -> HttpResponse:
    """A decision enters the log, as a draft."""
    found_pact = pact_named(pact, actor=request.actor)
    signal = request.GET.get("signal", "")
    form = forms.RecordForm(
        posted(request),
        pact=pact,
        earlier=[
            (str(one.reference), f"{one.number} {title_of(counting_version(one))}") for one in adopted_decisions(pact)
        ],
        initial={"about": [f"signal:{signal}"] if signal else [], "taken_on": timezone.localdate()},
        **_choices(request, pact),
    )
    if form.is_bound and form.is_valid():
        try:
            decision = decisions.record_decision(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The decision stands in the log as a draft: read it again, and adopt it."))
            return _see(decision.reference)
    context = {"pact": found_pact, "form": form, "title": _("Record a decision"), "crumbs": _crumbs(pact)}
    return render(request, "steering/decision_form.html", context, status=422 if form.errors else 200)


@permitted(Permission.SEE_STEERING)
@require_safe
def decision(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One decision: what it says, what it said before, and what follows."""
    return _page(request, reference)


@permitted(Permission.RECORD_DECISION)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Other words for the draft."""
    view = open_decision(request.actor, reference)
    draft = view.draft or view.version
    form = forms.EditForm(
        posted(request),
        decision=reference,
        initial=decisions.content_of(draft),
        **_choices(request, view.decision.pact),
    )
    return _written(request, view, form, decisions.edit_decision, _("Change the draft"), _("The draft is changed."))


@permitted(Permission.RECORD_DECISION)
@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A correction: a new version beside the one in force."""
    view = open_decision(request.actor, reference)
    form = forms.CorrectForm(
        posted(request),
        decision=reference,
        initial=decisions.content_of(view.version),
        **_choices(request, view.decision.pact),
    )
    return _written(
        request,
        view,
        form,
        decisions.correct_decision,
        _("Correct the decision"),
        _("The correction is a draft: read it again, and adopt it."),
    )


@permitted(Permission.RECORD_DECISION)
@require_POST
def adopt(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The draft is adopted for good."""
    decisions.adopt_decision(AdoptDecision(decision=reference), actor=request.actor)
    messages.success(request, _("The decision is adopted. From now on it does not change."))
    return _see(reference)


@permitted(Permission.RECORD_DECISION)
@require_POST
def discard(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The draft goes."""
    view = open_decision(request.actor, reference)
    decisions.discard_draft(DiscardDraft(decision=reference), actor=request.actor)
    messages.success(request, _("The draft is gone."))
    if view.version.is_adopted:
        return _see(reference)
    response = redirect("steering:decisions", pact=view.decision.pact)
    response.status_code = 303
    return response


@permitted(Permission.RECORD_DECISION)
@require_POST
def add_task(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Something follows from the decision."""
    form = forms.TaskForm(request.POST, decision=reference, auto_id="id_task_%s")
    return _acted(request, reference, form, decisions.add_task, _("It is added to what follows."), "add")


@permitted(Permission.RECORD_DECISION)
@require_POST
def task(request: ActorRequest, reference: UUID, task: UUID, name: str) -> HttpResponse:
    """A follow-up is done, dropped or taken up again."""
    known = TASK_ACTS.get(name)
    if known is None:
        raise NotFound(_("This cannot be done with a task."))
    form = known.form_class(request.POST, task=task, auto_id=f"id_{name}_{task}_%s")
    return _acted(request, reference, form, known.action, str(known.said), f"{name}-{task}")


def decision_row(line: DecisionLine) -> dict[str, Any]:
    """A decision as a list shows it."""
    return {
        "decision": line.decision,
        "version": line.version,
        "title": title_of(line.version),
        "body": body_of(line.version),
        "standing": STANDING_WORDS[line.standing],
        "tone": STANDING_TONES[line.standing],
        "about": [about_link(one, line.decision.pact)["label"] for one in line.subjects],
        "open_tasks": sum(one.is_open for one in line.tasks),
    }


def task_row(line: TaskLine) -> dict[str, Any]:
    """A follow-up as a list shows it."""
    return {"line": line, "task": line.task, "status": task_text(line), "tone": TASK_TONES.get(line.status, "neutral")}


def _written(
    request: ActorRequest,
    view: DecisionView,
    form: forms.ContentForm[Any],
    action: Callable[..., Any],
    title: str,
    said: str,
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            action(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return _see(view.decision.reference)
    pact = view.decision.pact
    crumbs = [
        *_crumbs(pact),
        {"url": reverse("steering:decision", args=[view.decision.reference]), "label": view.decision.number},
    ]
    context = {"pact": view.pact, "form": form, "title": title, "decision": view.decision, "crumbs": crumbs}
    return render(request, "steering/decision_form.html", context, status=422 if form.errors else 200)


def _acted(
    request: ActorRequest, reference: UUID, form: CommandForm[Any], action: Callable[..., Any], said: str, name: str
) -> HttpResponse:
    if form.is_valid():
        try:
            action(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return _see(reference)
    return _page(request, reference, refused=(name, form))


def _page(request: ActorRequest, reference: UUID, refused: tuple[str, CommandForm[Any]] | None = None) -> HttpResponse:
    view = open_decision(request.actor, reference)
    decided = view.decision
    context = {
        "view": view,
        "decision": decided,
        "version": view.version,
        "title": title_of(view.version),
        "body": body_of(view.version),
        "standing": STANDING_WORDS[view.standing],
        "tone": STANDING_TONES[view.standing],
        "about": [about_link(one, decided.pact) for one in view.subjects],
        "draft_title": title_of(view.draft) if view.draft else "",
        "draft_body": body_of(view.draft) if view.draft else "",
        "earlier": [{"version": one, "title": title_of(one), "body": body_of(one)} for one in view.earlier],
        "changed_by": [{"decision": one, "title": title_of(counting_version(one))} for one in view.changed_by],
        "tasks": [_task_with_forms(line, refused) for line in view.tasks],
        "task_form": refused[1]
        if refused and refused[0] == "add"
        else forms.TaskForm(decision=reference, auto_id="id_task_%s"),
        "adds_task": refused is not None and refused[0] == "add",
        "refused_form": refused[1] if refused else None,
        "crumbs": _crumbs(decided.pact),
    }
    return render(request, "steering/decision.html", context, status=422 if refused else 200)


def _task_with_forms(line: TaskLine, refused: tuple[str, CommandForm[Any]] | None) -> dict[str, Any]:
    names = ("finish", "drop") if line.is_open else ("reopen",)
    key = line.task.reference
    acts = []
    for name in names:
        is_refused = refused is not None and refused[0] == f"{name}-{key}"
        initial = {"done_on": timezone.localdate()}
        form = (
            refused[1]
            if refused is not None and is_refused
            else TASK_ACTS[name].form_class(task=key, auto_id=f"id_{name}_{key}_%s", initial=initial)
        )
        acts.append({"name": name, "title": TASK_ACTS[name].title, "form": form, "is_open": is_refused})
    return {**task_row(line), "acts": acts}


def _choices(request: ActorRequest, pact: str) -> dict[str, Any]:
    found = pact_named(pact, actor=request.actor)
    signals = signal_rows(request.actor, SignalFilter(pact=pact, state="all"))[:SIGNALS_OFFERED]
    return {
        "bodies": [(one.slug, name_of(one)) for one in bodies_of(found)],
        "subjects": subjects_of(found),
        "signals": [(f"signal:{one.reference}", one.title) for one in signals],
    }


def _filter_form(request: ActorRequest, pact: str) -> forms.DecisionFilterForm:
    found = pact_named(pact, actor=request.actor)
    return forms.DecisionFilterForm(
        request.GET,
        bodies=[(one.slug, name_of(one)) for one in bodies_of(found)],
        subjects=subjects_of(found),
    )


def _crumbs(pact: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("steering:overview", args=[pact]), "label": _("Steering")},
        {"url": reverse("steering:decisions", args=[pact]), "label": _("Decisions")},
    ]


def _see(reference: UUID) -> HttpResponse:
    response = redirect("steering:decision", reference=reference)
    response.status_code = 303
    return response
