"""The money of a pact: planned, committed and spent from the ledger, beside what was published."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from arbeidspact.organisations.permissions import Permission
from arbeidspact.pact.ledger import (
    SPLITS,
    MoneyFilter,
    Split,
    codes_of,
    ledger_of,
    payers_of,
    published_lines,
    sums_by,
    total_of,
    years_of,
)
from arbeidspact.pact.plan_queries import MoneySums
from arbeidspact.pact.queries import BookingKind, Pact, pact_named, partners_of
from arbeidspact.web.bar_charts import Bar, bar_chart
from arbeidspact.web.charts import Chart
from arbeidspact.web.exports import csv_response
from arbeidspact.web.monitor.figures import language
from arbeidspact.web.pact.plan_words import euro
from arbeidspact.web.pact.wording import budget_rows, name_of
from arbeidspact.web.requests import ActorRequest, permitted

LINES_PER_PAGE = 50


@never_cache
@permitted(Permission.SEE_PACT)
@require_safe
def money(request: ActorRequest, slug: str) -> HttpResponse:
    """Planned, committed and spent: in all and by payer, code, year and action; what was published; every line."""
    found = pact_named(slug, actor=request.actor)
    chosen = _chosen(request)
    names = {partner.slug: name_of(partner) for partner in partners_of(found)}
    total = total_of(found, chosen)
    lines = ledger_of(found, chosen)
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    codes = list(codes_of(found))
    actions = list(found.actions.order_by("order", "id"))
    context = {
        "pact": found,
        "chosen": chosen,
        "chart": _chart(total),
        "splits": [_split(found, split, chosen, names, codes, actions) for split in SPLITS],
        "page": page,
        "rows": [{"row": row, "amount": euro(row.amount)} for row in page.object_list],
        "count": page.paginator.count,
        "total": ledger_of(found).count(),
        "published": budget_rows(published_lines(found, chosen), names),
        "published_total": found.budget_lines.count(),
        "payers": payers_of(found),
        "codes": codes,
        "years": years_of(found),
        "actions": actions,
        "kinds": BookingKind.choices,
        "query": query.urlencode(),
        "filter_words": _filter_words(chosen, names, {one.slug: name_of(one) for one in actions}),
        "has_invented": lines.filter(is_invented=True).exists(),
    }
    return render(request, "pact/money.html", context)


@permitted(Permission.SEE_PACT)
@require_safe
def ledger_file(request: ActorRequest, slug: str) -> HttpResponseBase:
    """The chosen lines of the ledger as a file."""
    found = pact_named(slug, actor=request.actor)
    header = [_("Action"), _("Kind"), _("Date"), _("Budget year"), _("Who pays"), _("Budget code"), _("Amount in euro")]
    header += [_("Document"), _("Address of the document"), _("Note"), _("Entered by"), _("Invented for the demo")]
    rows = (
        [
            name_of(row.action),
            row.get_kind_display(),
            row.on.isoformat(),
            row.year,
            name_of(row.payer),
            row.code,
            row.amount,
            row.document,
            row.document_url,
            row.note,
            row.organisation.name if row.organisation else "",
            _("yes") if row.is_invented else _("no"),
        ]
        for row in ledger_of(found, _chosen(request))
    )
    return csv_response(f"{slug}-ledger-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


@permitted(Permission.SEE_PACT)
@require_safe
def budget_file(request: ActorRequest, slug: str) -> HttpResponseBase:
    """The chosen lines of the published budget as a file."""
    found = pact_named(slug, actor=request.actor)
    names = {partner.slug: name_of(partner) for partner in partners_of(found)}
    header = [_("Action"), _("Who pays"), _("Amount in euro"), _("For how long"), _("Period"), _("Budget code")]
    header += [_("Budget year"), _("Where it is written")]
    rows = (
        [
            name_of(row.action) if row.action else _("the pact as a whole"),
            names.get(row.payer, row.payer),
            row.amount,
            row.get_per_display(),
            row.period,
            row.code,
            row.year or "",
            row.source,
        ]
        for row in published_lines(found, _chosen(request))
    )
    return csv_response(f"{slug}-budget-{timezone.localdate():%Y-%m-%d}.csv", header, rows)


def _chosen(request: ActorRequest) -> MoneyFilter:
    asked = request.GET
    year = asked.get("year", "")
    return MoneyFilter(
        payer=asked.get("payer", ""),
        code=asked.get("code", ""),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        action=asked.get("action", ""),
        kind=asked.get("kind", "") if asked.get("kind", "") in BookingKind.values else "",
    )


def _chart(total: MoneySums) -> Chart | None:
    if total.is_empty:
        return None
    bars = [
        Bar(str(label), max(0, round(amount)), euro(amount))
        for label, amount in zip(BookingKind.labels, (total.planned, total.committed, total.spent), strict=True)
    ]
    title = _("Planned, committed and spent")
    return bar_chart(bars, title=title, language=language(), columns=(_("Kind"), _("Note"), _("Amount")))


def _split(
    pact: Pact,
    split: Split,
    chosen: MoneyFilter,
    payers: Mapping[str, str],
    codes: Iterable[Any],
    actions: Iterable[Any],
) -> dict[str, Any]:
    """A table of sums. Each row leads to its own lines."""
    titles = {"payer": _("By who pays"), "code": _("By budget code"), "year": _("By year"), "action": _("By action")}
    heads = {"payer": _("Who pays"), "code": _("Budget code"), "year": _("Budget year"), "action": _("Action")}
    names: dict[str, Mapping[str, str]] = {
        "payer": payers,
        "code": {one.code: f"{one.code} {name_of(one)}" for one in codes},
        "year": {},
        "action": {one.slug: name_of(one) for one in actions},
    }
    rows = [
        {
            "name": names[split].get(one.key, one.key) or _("No code"),
            "query": urlencode([(str(split), one.key)]) if one.key else "",
            "planned": euro(one.sums.planned),
            "committed": euro(one.sums.committed),
            "spent": euro(one.sums.spent),
            "left": euro(one.sums.planned - one.sums.spent),
            "is_over": one.sums.spent > one.sums.planned > Decimal(0),
        }
        for one in sums_by(pact, split, chosen)
    ]
    return {"slug": split, "title": titles[split], "head": heads[split], "rows": rows}


def _filter_words(chosen: MoneyFilter, payers: Mapping[str, str], actions: Mapping[str, str]) -> str:
    words = [
        payers.get(chosen.payer, chosen.payer),
        chosen.code,
        str(chosen.year or ""),
        actions.get(chosen.action, chosen.action),
        str(BookingKind(chosen.kind).label) if chosen.kind else "",
    ]
    return ", ".join(word for word in words if word)
