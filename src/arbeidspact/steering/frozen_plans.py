"""The newest frozen review of each pact: the plan of its actions as the steering group approved it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.steering.documents import hash_of, read
from arbeidspact.steering.models import Review, ReviewState, SignOff


@dataclass(frozen=True, slots=True)
class SignedBy:
    """An organisation that signed, and how: `agreed`, or with a note."""

    organisation: str
    kind: str


@dataclass(frozen=True, slots=True)
class FrozenPlan:
    """The actions of a pact as one review froze them, in its words and its order."""

    pact: str
    review: str
    since: date
    until: date
    frozen_on: date
    sha256: str
    is_invented: bool
    signed_by: tuple[SignedBy, ...]
    actions: tuple[Mapping[str, Any], ...]


def frozen_plans() -> list[FrozenPlan]:
    """The newest frozen review of each pact that has one, by pact. Two queries; asks no leave: for open data.

    Raises: `Conflict` when a document no longer gives its hash.
    """
    rows = (
        Review.objects.filter(state=ReviewState.FROZEN)
        .select_related("frozen")
        .prefetch_related(Prefetch("sign_offs", queryset=SignOff.objects.select_related("organisation")))
        .order_by("pact", "-until", "-pk")
    )
    newest: dict[str, Review] = {}
    for row in rows:
        newest.setdefault(row.pact, row)
    return [_plan(row) for row in newest.values()]


def _plan(row: Review) -> FrozenPlan:
    if hash_of(row.frozen.document) != row.frozen.sha256:
        raise Conflict(_("The frozen review was changed: its hash no longer fits."), hint=_("Look into its history."))
    document = read(row.frozen.document)
    signed = sorted((one.organisation.name, one.kind) for one in row.sign_offs.all())
    return FrozenPlan(
        pact=row.pact,
        review=str(row.reference),
        since=row.since,
        until=row.until,
        frozen_on=timezone.localdate(row.frozen.frozen_at),
        sha256=row.frozen.sha256,
        is_invented=bool(document["invented"]),
        signed_by=tuple(SignedBy(*one) for one in signed),
        actions=tuple(document["actions"]),
    )
