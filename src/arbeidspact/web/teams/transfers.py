"""A caseload that goes from one colleague to others: choosing, looking, doing, undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arbeidspact.organisations.exceptions import DomainError, NotAllowed, NotFound
from arbeidspact.organisations.permissions import Permission
from arbeidspact.teams.commands import UndoTransfer
from arbeidspact.teams.transfers import (
    Carrier,
    Preview,
    carriers,
    may_undo,
    people_of_colleague,
    preview_transfer,
    transfer_caseload,
    transfer_in,
    transfers,
    undo_transfer,
)
from arbeidspact.web.requests import ActorRequest, permitted, posted
from arbeidspact.web.teams.forms import TransferForm

PAGE_SIZE = 25


@never_cache
@permitted(Permission.TRANSFER_CASELOAD)
@require_GET
def transfer_list(request: ActorRequest) -> HttpResponse:
    """The colleagues with their numbers of people, and the transfers that were made."""
    page = Paginator(transfers(request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    known = carriers(request.actor)
    context = {
        "carriers": known,
        "carrier_count": len(known),
        "page": page,
        "lines": [(one, may_undo(one, now)) for one in page],
    }
    return render(request, "teams/transfers.html", context)


@never_cache
@permitted(Permission.TRANSFER_CASELOAD)
@require_http_methods(["GET", "POST"])
def transfer_new(request: ActorRequest, user: int) -> HttpResponse:
    """Choosing people and colleagues; then what would move; then it moves. Nothing moves before the second yes."""
    known = carriers(request.actor)
    colleague = next((one for one in known if one.pk == user), None)
    if colleague is None:
        raise NotFound(_("There is no such colleague."))
    people = [(str(line.reference), line.full_name) for line in people_of_colleague(request.actor, user)]
    everybody = [reference for reference, _name in people]
    form = TransferForm(posted(request), from_user=user, people=people, carriers=known, initial={"people": everybody})
    preview: Preview | None = None
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        try:
            preview = preview_transfer(form.command, actor=request.actor)
            if "confirmed" in request.POST:
                made = transfer_caseload(form.command, actor=request.actor)
                messages.success(request, _("The people have moved. You can undo this for a day."))
                return _see(reverse("teams:transfer", args=[made.reference]))
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            preview = None
            form.refuse(error)
    return _choosing(request, colleague, form, preview, has_people=bool(people))


@never_cache
@permitted(Permission.TRANSFER_CASELOAD)
@require_GET
def transfer(request: ActorRequest, reference: UUID) -> HttpResponse:
    """One transfer: how many went to whom, why, and whether it can be undone."""
    made = transfer_in(request.actor, reference)
    counts: dict[str, int] = {}
    for row in made.people.select_related("to_user").order_by("pk"):
        name = str(row.to_user) if row.to_user else _("somebody who left")
        counts[name] = counts.get(name, 0) + 1
    context = {
        "transfer": made,
        "counts": counts.items(),
        "may_undo": may_undo(made, timezone.now()),
        "crumbs": _crumbs(),
    }
    return render(request, "teams/transfer.html", context)


@never_cache
@permitted(Permission.TRANSFER_CASELOAD)
@require_POST
def transfer_undo(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Puts back what nobody changed since."""
    try:
        done = undo_transfer(UndoTransfer(transfer=reference), actor=request.actor)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        said = ngettext("%(count)d person is back.", "%(count)d people are back.", done.people) % {"count": done.people}
        if done.changed_since:
            said += " " + ngettext(
                "%(count)d person stays: somebody changed the referent since.",
                "%(count)d people stay: somebody changed the referent since.",
                done.changed_since,
            ) % {"count": done.changed_since}
        messages.success(request, said)
    return _see(reverse("teams:transfer", args=[reference]))


def _choosing(
    request: ActorRequest, colleague: Carrier, form: TransferForm, preview: Preview | None, *, has_people: bool
) -> HttpResponse:
    context: dict[str, Any] = {
        "colleague": colleague,
        "form": form,
        "preview": preview,
        "has_people": has_people,
        "crumbs": _crumbs(),
    }
    return render(request, "teams/transfer_new.html", context, status=422 if form.errors else 200)


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("teams:transfers"), "label": _("Transfer a caseload")}]


def _see(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response
