"""The page of a plan: the ladder, goals, steps and their order, the history, and the plan on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.pathways.actions import change_goal, close_goal, move_step, reopen_goal, set_aim, set_goal
from arbeidspact.pathways.commands import CloseGoal, Direction, MoveStep, ReopenGoal
from arbeidspact.pathways.plan_templates import current_templates
from arbeidspact.pathways.queries import goal_to_change, history_of, ladder_of, plan_of, step_in
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.web import form_pages
from arbeidspact.web.pathways.history_words import change_words
from arbeidspact.web.pathways.panels import card_of
from arbeidspact.web.pathways.plan_forms import AimForm, ChangeGoalForm, GoalForm
from arbeidspact.web.pathways.plan_page import (
    CLOSED_SHOWN,
    GROUPING_WORDS,
    Grouping,
    grouped,
    ladder_words,
    owner_words,
    rung_lines,
)
from arbeidspact.web.requests import ActorRequest, permitted, posted

CHANGES_A_PAGE = 25
DONE_ON_PAPER = 5


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def plan(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The one plan of a person."""
    file = open_file(request.actor, reference)
    found = plan_of(file)
    asked = request.GET.get("group", "")
    grouping = Grouping(asked) if asked in set(Grouping) else Grouping.GOAL
    by_goal = [*found.goals, *([found.loose] if found.loose.open_steps else [])]
    context = {
        "file": file,
        "plan": found,
        "ladder": ladder_words(found.ladder),
        "ladder_name": found.ladder.ladder.name,
        "rungs": rung_lines(found.ladder),
        "grouping": grouping.value,
        "groupings": [(one.value, words) for one, words in GROUPING_WORDS.items()],
        "goals": [
            {
                "key": one.goal.pk if one.goal else "none",
                "goal": one.goal,
                "is_sensitive": one.is_sensitive,
                "is_alone": len(one.open_steps) == 1,
                "cards": [card_of(v, file) for v in one.open_steps],
            }
            for one in by_goal
        ],
        "groups": [
            {"title": group.title, "cards": [card_of(view, file) for view in group.views]}
            for group in ([] if grouping == Grouping.GOAL else grouped(found, file, grouping))
        ],
        "closed": [card_of(view, file) for view in found.steps.closed[:CLOSED_SHOWN]],
        "closed_count": len(found.steps.closed),
        "templates": [(one.slug, one.name) for one in current_templates()],
        "crumbs": crumbs(file),
    }
    return render(request, "pathways/plan.html", context)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def history(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Who changed what in the plan, and when; with `?step=` of one step."""
    file = open_file(request.actor, reference)
    step = _step_asked(request.GET.get("step", ""))
    view = step_in(file, step) if step is not None else None
    found = history_of(file, step=step)
    page = Paginator(found.lines, CHANGES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "file": file,
        "step": view.step if view else None,
        "page": page,
        "lines": [(line, change_words(line)) for line in page],
        "protected": found.protected,
        "query": f"step={step}" if step else "",
        "crumbs": crumbs(file, with_plan=True),
    }
    return render(request, "pathways/history.html", context)


@never_cache
@permitted(Permission.OPEN_PERSON)
@require_GET
def on_paper(request: ActorRequest, reference: UUID) -> HttpResponse:
    """The plan to print and take home, in Dutch. Protected steps only when asked for, and only while they are open."""
    file = open_file(request.actor, reference)
    with_protected = file.sees_sensitive and request.GET.get("with") == "protected"
    with translation.override("nl"):
        found = plan_of(file)
        groups = [(one.goal, one.open_steps) for one in found.goals] + [(None, found.loose.open_steps)]
        hidden = {one.goal.pk for one in found.goals if one.goal is not None and one.is_sensitive}
        context = {
            "file": file,
            "today": timezone.localdate(),
            "ladder": ladder_words(found.ladder),
            "goals": [
                {
                    "goal": goal,
                    "steps": [
                        {"step": view.step, "owner": owner_words(view, file), "view": view}
                        for view in views
                        if with_protected or not view.is_sensitive
                    ],
                }
                for goal, views in groups
                if with_protected or goal is None or goal.pk not in hidden
            ],
            "done": [
                view
                for view in found.steps.closed
                if view.step.done_on is not None and (with_protected or not view.is_sensitive)
            ][:DONE_ON_PAPER],
            "density": "spacious",
            "sees_sensitive": file.sees_sensitive,
            "with_protected": with_protected,
            "guides": file.accompaniments,
            "crumbs": crumbs(file, with_plan=True),
        }
        return render(request, "pathways/on_paper.html", context)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def aim(request: ActorRequest, reference: UUID) -> HttpResponse:
    """How high on the ladder does this person want to go?"""
    file = open_file(request.actor, reference)
    view = ladder_of(file)
    initial = {"rung": view.aim.slug if view.aim else "", "words": view.aim_words}
    form = AimForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_aim(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return to_plan(request, file, _("The rung to aim for is saved."))
    texts = {
        "title": _("The rung to aim for"),
        "lead": _("The highest rung of work that this person wants to reach. It may change."),
        "button": _("Save"),
        "rungs": rung_lines(view),
    }
    return form_page(request, file, form, **texts)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def new_goal(request: ActorRequest, reference: UUID) -> HttpResponse:
    """A goal in the words of the person."""
    file = open_file(request.actor, reference)
    form = GoalForm(posted(request), file=file)
    if request.method == "POST" and form.is_valid():
        try:
            set_goal(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return to_plan(request, file, _("The goal is set. Agree a step towards it."))
    texts = {
        "title": _("Set a goal"),
        "lead": _("Ask what this person wants to reach, and write it as they say it."),
        "button": _("Set this goal"),
    }
    return form_page(request, file, form, **texts)


@sensitive_post_parameters()
@never_cache
@permitted(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def edit_goal(request: ActorRequest, reference: UUID, goal: UUID) -> HttpResponse:
    """A goal in other words."""
    file = open_file(request.actor, reference)
    now = goal_to_change(file, goal)
    form = ChangeGoalForm(posted(request), file=file, goal=goal, initial={"words": now.words, "domain": now.domain})
    if request.method == "POST" and form.is_valid():
        try:
            change_goal(form.command, file=file)
        except DomainError as error:
            form.refuse(error)
        else:
            return to_plan(request, file, _("The goal is changed."))
    texts = {
        "title": _("Change the goal"),
        "lead": _("Everybody sees in the history what changed."),
        "button": _("Keep the change"),
    }
    return form_page(request, file, form, **texts)


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_POST
def end_goal(request: ActorRequest, reference: UUID, goal: UUID) -> HttpResponse:
    """The goal is reached, or no longer wanted; it can be opened again."""
    file = open_file(request.actor, reference)
    was_reached = request.POST.get("how") == "reached"
    close_goal(CloseGoal(goal=goal, was_reached=was_reached), file=file)
    said = _("The goal is reached.") if was_reached else _("The goal is dropped. Its steps stay.")
    return to_plan(request, file, said)


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_POST
def open_goal(request: ActorRequest, reference: UUID, goal: UUID) -> HttpResponse:
    """A closed goal is open again."""
    file = open_file(request.actor, reference)
    reopen_goal(ReopenGoal(goal=goal), file=file)
    return to_plan(request, file, _("The goal is open again."))


@never_cache
@permitted(Permission.EDIT_PLAN)
@require_POST
def move(request: ActorRequest, reference: UUID, step: UUID) -> HttpResponse:
    """A step goes up or down under its goal."""
    file = open_file(request.actor, reference)
    direction = Direction.UP if request.POST.get("direction") == Direction.UP else Direction.DOWN
    move_step(MoveStep(step=step, direction=direction), file=file)
    response = redirect("plans:plan", reference=reference)
    response["Location"] += f"#step-{step}"
    response.status_code = 303
    return response


def crumbs(file: PersonFile, *, with_plan: bool = False) -> list[dict[str, Any]]:
    """The way to a page of the plan."""
    way = [
        {"url": reverse("people:caseload"), "label": _("My people")},
        {"url": reverse("people:file", args=[file.reference]), "label": file.full_name},
    ]
    if with_plan:
        way.append({"url": reverse("plans:plan", args=[file.reference]), "label": _("Plan")})
    return way


def form_page(request: ActorRequest, file: PersonFile, form: Any, **texts: Any) -> HttpResponse:
    """A page with one form about the plan; refused when the form holds problems."""
    return form_pages.form_page(
        request,
        form,
        back=reverse("plans:plan", args=[file.reference]),
        crumbs=crumbs(file, with_plan=True),
        template="pathways/plan_form.html",
        **texts,
    )


def to_plan(request: ActorRequest, file: PersonFile, said: str) -> HttpResponse:
    """Back to the plan, with what was done."""
    messages.success(request, said)
    response = redirect("plans:plan", reference=file.reference)
    response.status_code = 303
    return response


def _step_asked(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("There is no such step in this file.")) from None
