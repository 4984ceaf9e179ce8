"""The money of a pact: what the ledger adds up to, by who pays, code, year and action, beside what was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from django.db.models import F, Q, QuerySet, Sum

from arbeidspact.pact.models import Booking, BookingKind, BudgetCode, BudgetLine, Pact, Partner
from arbeidspact.pact.plans import MoneySums

Split = Literal["payer", "code", "year", "action"]
SPLITS: Final[tuple[Split, ...]] = ("payer", "code", "year", "action")
_KEYS: Final[dict[Split, str]] = {"payer": "payer__slug", "code": "code", "year": "year", "action": "action__slug"}


@dataclass(frozen=True, slots=True)
class MoneyFilter:
    """Which lines to keep; empty: all. `year` None: every year."""

    payer: str = ""
    code: str = ""
    year: int | None = None
    action: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SumsOf:
    """What the lines with one key add up to. `key`: a short name, a code or a year; "" where none was given."""

    key: str
    sums: MoneySums


def ledger_of(pact: Pact, chosen: MoneyFilter | None = None) -> QuerySet[Booking]:
    """The lines of the ledgers of all actions of this pact that count, newest first, kept to the chosen ones."""
    rows = Booking.objects.filter(action__pact=pact, withdrawn_at=None).select_related(
        "action", "payer", "organisation", "entered_by"
    )
    chosen = chosen or MoneyFilter()
    if chosen.payer:
        rows = rows.filter(payer__slug=chosen.payer)
    if chosen.code:
        rows = rows.filter(code=chosen.code)
    if chosen.year is not None:
        rows = rows.filter(year=chosen.year)
    if chosen.action:
        rows = rows.filter(action__slug=chosen.action)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    return rows.order_by("-on", "-id")


def sums_by(pact: Pact, split: Split, chosen: MoneyFilter | None = None) -> list[SumsOf]:
    """What is planned, committed and spent for each payer, code, year or action? In the order of the key."""
    key = _KEYS[split]
    rows = ledger_of(pact, chosen).order_by().values(found=F(key)).annotate(**_SUMS).order_by("found")
    return [SumsOf(str(row["found"]), _sums(row)) for row in rows]


def total_of(pact: Pact, chosen: MoneyFilter | None = None) -> MoneySums:
    """What is planned, committed and spent in all?"""
    return _sums(ledger_of(pact, chosen).order_by().aggregate(**_SUMS))


def years_of(pact: Pact) -> list[int]:
    """In which budget years was something booked? The newest first."""
    return list(ledger_of(pact).order_by("-year").values_list("year", flat=True).distinct())


def codes_of(pact: Pact) -> QuerySet[BudgetCode]:
    """The budget codes of this pact, in its order."""
    return pact.budget_codes.order_by("order", "id")


def payers_of(pact: Pact) -> QuerySet[Partner]:
    """Which partners paid or are to pay, as published or as booked, by name?"""
    booked = Q(bookings__withdrawn_at=None, bookings__isnull=False)
    published = Q(slug__in=pact.budget_lines.exclude(payer="").values("payer"))
    return pact.partners.filter(booked | published).distinct().order_by("name_nl", "id")


def published_lines(pact: Pact, chosen: MoneyFilter | None = None) -> QuerySet[BudgetLine]:
    """The money as published, of the pact as a whole first, then by action; a filter on kind does not apply."""
    rows = pact.budget_lines.select_related("action")
    chosen = chosen or MoneyFilter()
    if chosen.payer:
        rows = rows.filter(payer=chosen.payer)
    if chosen.code:
        rows = rows.filter(code=chosen.code)
    if chosen.year is not None:
        rows = rows.filter(year=chosen.year)
    if chosen.action:
        rows = rows.filter(action__slug=chosen.action)
    return rows.order_by(F("action__order").asc(nulls_first=True), "id")


_SUMS: Final = {kind.value: Sum("amount", filter=Q(kind=kind.value)) for kind in BookingKind}


def _sums(row: Mapping[str, Any]) -> MoneySums:
    return MoneySums(*(row[kind.value] or Decimal(0) for kind in BookingKind))
