"""What each partner promised, and what came of it."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from arbeidspact.organisations.permissions import Permission
from arbeidspact.pact.keepers import speaks_for
from arbeidspact.pact.plan_queries import part_of, partner_lines, waiting_for
from arbeidspact.pact.queries import pact_named
from arbeidspact.web.exports import csv_response
from arbeidspact.web.pact.plan_words import contribution_view, euro, period_of
from arbeidspact.web.pact.wording import budget_rows, name_of
from arbeidspact.web.requests import ActorRequest, permitted


@never_cache
@permitted(Permission.SEE_PACT)
@require_safe
def partners(request: ActorRequest, slug: str) -> HttpResponse:
    """Every partner with how much it promised, confirmed and told about."""
    found = pact_named(slug, actor=request.actor)
    lines = partner_lines(found)
    shown = [line for line in lines if line.promised or line.leads] if "all" not in request.GET else lines
    context = {
        "pact": found,
        "lines": shown,
        "count": len(shown),
        "total": len(lines),
        "waiting": list(waiting_for(request.actor).filter(action__pact=found)),
    }
    return render(request, "pact/partners.html", context)


@never_cache
@permitted(Permission.SEE_PACT)
@require_safe
def partner(request: ActorRequest, slug: str, partner: str) -> HttpResponse:
    """What did this partner promise, and what came of it?"""
    found = pact_named(slug, actor=request.actor)
    part = part_of(found, partner)
    name = name_of(part.partner)
    context = {
        "pact": found,
        "part": part,
        "may_confirm": speaks_for(request.actor, part.partner),
        "contributions": [contribution_view(line) for line in part.contributions],
        "published": budget_rows(part.published, {partner: name}),
        "money": None
        if part.money.is_empty
        else {
            "planned": euro(part.money.planned),
            "committed": euro(part.money.committed),
            "spent": euro(part.money.spent),
        },
    }
    return render(request, "pact/partner.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def partner_file(request: ActorRequest, slug: str, partner: str) -> HttpResponseBase:
    """The contributions of this partner as a file."""
    part = part_of(pact_named(slug, actor=request.actor), partner)
    header = [_("Action"), _("Kind"), _("What"), _("How much"), _("Unit"), _("Period"), _("Confirmed on")]
    header += [_("What came of it"), _("How much came of it"), _("Told on"), _("Where it is written")]
    rows = (
        [
            name_of(line.row.action),
            line.row.get_kind_display(),
            line.row.what_nl,
            line.row.amount if line.row.amount is not None else "",
            line.row.unit,
            period_of(line.row),
            line.row.confirmed_on.isoformat() if line.row.confirmed_on else "",
            line.row.outcome,
            line.row.delivered_amount if line.row.delivered_amount is not None else "",
            line.row.delivered_on.isoformat() if line.row.delivered_on else "",
            line.row.source,
        ]
        for line in part.contributions
    )
    return csv_response(f"{slug}-{partner}-{timezone.localdate():%Y-%m-%d}.csv", header, rows)
