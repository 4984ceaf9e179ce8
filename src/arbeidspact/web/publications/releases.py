"""The analyst's pages: all releases, making one, what the guard said, publishing, withdrawing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arbeidspact.indicators import Publication
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission, may
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.publications.actions import publish_release, withdraw_release
from arbeidspact.publications.making import begin_release
from arbeidspact.publications.queries import (
    Release,
    ReleaseStatus,
    files_of,
    makings_in_sight,
    release_named,
    releases,
)
from arbeidspact.web.publications.forms import MakeForm, PublishForm, WithdrawForm
from arbeidspact.web.publications.making import see_making
from arbeidspact.web.publications.words import (
    TONES,
    Names,
    badge_of,
    changed_tables,
    in_language,
    reason_words,
    reckoning,
    table_titles,
)
from arbeidspact.web.requests import ActorRequest, permitted, posted

PAGE_SIZE = 25
LINES_SHOWN = 30
MAKINGS_SHOWN = 5


@permitted(Permission.MAKE_RELEASE)
@require_safe
def release_list(request: ActorRequest) -> HttpResponse:
    """Every release, the newest first."""
    page = Paginator(releases(actor=request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(one, TONES[ReleaseStatus(one.status)], len(one.report.get("leaks", ()))) for one in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "count": page.paginator.count,
        "makings": [(one, badge_of(one)) for one in makings_in_sight(request.actor)[:MAKINGS_SHOWN]],
    }
    return render(request, "publications/releases.html", context)


@permitted(Permission.MAKE_RELEASE)
@require_http_methods(["GET", "POST"])
def make(request: ActorRequest) -> HttpResponse:
    """Begins a release; `again` in the address fills in what was chosen for another one."""
    form = MakeForm(posted(request), indicators=_indicator_choices(), areas=area_names(), initial=_again(request))
    if form.is_bound and form.is_valid():
        try:
            making = begin_release(form.command, actor=request.actor)
        except NotAllowed:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return see_making(making.reference)
    status = 422 if form.is_bound else 200
    return render(request, "publications/make.html", {"form": form, "crumbs": _crumbs()}, status=status)


@permitted(Permission.MAKE_RELEASE)
@require_safe
def release(request: ActorRequest, version: str) -> HttpResponse:
    """One release: what the guard said, what changes, its files."""
    return _page(request, version)


@permitted(Permission.PUBLISH_RELEASE)
@require_POST
def publish(request: ActorRequest, version: str) -> HttpResponse:
    """Makes a draft public."""
    form = PublishForm(request.POST, version=version)
    if form.is_valid():
        try:
            made = publish_release(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The release is public."))
            return _see(made)
    return _page(request, version, refused=form)


@permitted(Permission.PUBLISH_RELEASE)
@require_POST
def withdraw(request: ActorRequest, version: str) -> HttpResponse:
    """Takes a public release back."""
    form = WithdrawForm(request.POST, version=version)
    if form.is_valid():
        try:
            made = withdraw_release(form.command, actor=request.actor)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The release is withdrawn."))
            return _see(made)
    return _page(request, version, refused=form)


def _page(request: ActorRequest, version: str, refused: Any = None) -> HttpResponse:
    found = release_named(version, actor=request.actor)
    names, known = Names(), definitions_in_force()
    titles = {slug: in_language(one.name.nl, one.name.en) for slug, one in known.items()}
    report, changes = found.report, found.changes.get("indicators", {})
    withdraw_form = refused if isinstance(refused, WithdrawForm) else WithdrawForm(version=version)
    context = {
        "release": found,
        "tone": TONES[ReleaseStatus(found.status)],
        "leaks": [_leak(leak, found, names, titles) for leak in report.get("leaks", ())][:LINES_SHOWN],
        "leak_count": len(report.get("leaks", ())),
        "small_changes": [
            (titles.get(one["indicator"], one["indicator"]), names.place(one) if one["area"] else _("action plan"), one)
            for one in report.get("changes", ())[:LINES_SHOWN]
        ],
        "indicators": [
            (titles.get(line["slug"], line["slug"]), line, reason_words(line["reasons"]))
            for line in report.get("indicators", ())
        ],
        "changes": [(titles.get(slug, slug), change) for slug, change in changes.items()],
        "since": found.changes.get("since", ""),
        "changed_tables": changed_tables(found.changes),
        "plan": _plan(report, may_look=may(request.actor, Permission.SEE_STEERING)),
        "files": files_of(found),
        "groups": [names.area("groep:" + "+".join(group)) for group in found.choices.get("groups", ())],
        "left_out": [titles.get(slug, slug) for slug in found.choices.get("left_out", ())],
        "withdraw_form": withdraw_form,
        "refused": refused,
        "may_publish": may(request.actor, Permission.PUBLISH_RELEASE),
        "crumbs": _crumbs(),
    }
    return render(request, "publications/release.html", context, status=422 if refused else 200)


def _plan(report: dict[str, Any], *, may_look: bool) -> dict[str, Any]:
    """What the guard did to the action plan: from which reviews it is, how many numbers and which texts stay inside."""
    plan = report.get("plan", {})
    titles = table_titles()
    approved = [
        one
        | {"until": date.fromisoformat(one["until"])}
        | {"url": reverse("steering:review", args=[one["review"]]) if may_look else ""}
        for one in plan.get("approved", ())
    ]
    left_out = [(titles[one["table"]], one["action"], one["column"]) for one in plan.get("texts_left_out", ())]
    return {"approved": approved, "hidden": plan.get("hidden", 0), "left_out": left_out}


def _leak(leak: dict[str, Any], found: Release, names: Names, titles: dict[str, str]) -> dict[str, Any]:
    """A leak for the page, with the choices that would mend it."""
    areas = leak["remedy"]["areas"]
    choices = found.choices
    groups = [group for group in choices.get("groups", ()) if not set(group) & set(areas)]
    left_out = list(choices.get("left_out", ()))
    return {
        "indicator": titles.get(leak["of"]["indicator"], leak["of"]["indicator"]),
        "period": leak["of"]["period"],
        "reckoning": reckoning(leak, names),
        "together": names.area("groep:" + "+".join(areas)) if areas else "",
        "grouped": {"groups": "\n".join("+".join(group) for group in [*groups, areas]), "left_out": left_out},
        "without": {
            "groups": "\n".join("+".join(group) for group in choices.get("groups", ())),
            "left_out": [*left_out, leak["remedy"]["indicator"]],
        },
        "method": choices.get("method", "hide"),
        "notes": found.notes,
    }


def _again(request: ActorRequest) -> dict[str, Any]:
    version = request.GET.get("again", "")
    if not version:
        return {}
    choices: dict[str, Any] = release_named(version, actor=request.actor).choices
    return choices | {"groups": "\n".join(" + ".join(group) for group in choices.get("groups", ()))}


def _indicator_choices() -> list[tuple[str, str]]:
    known = [one for one in definitions_in_force().values() if one.publication is not Publication.INTERNAL]
    return sorted(((one.slug, in_language(one.name.nl, one.name.en)) for one in known), key=lambda pair: pair[1])


def _see(found: Release) -> HttpResponse:
    response = redirect("publications:release", version=found.version)
    response.status_code = 303
    return response


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("publications:releases"), "label": _("Open data")}]
