"""Reviews to read: the versions, one of them as it was frozen, and the same beside today's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, NotFound
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pact.models import Pact
from arbeidspact.steering.comparing import Compared, compared
from arbeidspact.steering.documents import Document, canonical, hash_of, read
from arbeidspact.steering.models import FrozenReview, Review, ReviewState, SignOff, SignOffKind
from arbeidspact.steering.plan_sections import DETAIL
from arbeidspact.steering.reviews import actions_to_comment_on, document_of, signing_organisation
from arbeidspact.steering.sections import Span, collected

__all__ = ["ReviewState", "SignOffKind"]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as its page shows it: what was frozen, or what the draft would hold now."""

    review: Review
    frozen: FrozenReview | None
    document: Document
    is_untouched: bool
    sign_offs: Sequence[SignOff]
    commentable: frozenset[str]
    own_comments: dict[str, str]
    may_freeze: bool
    may_sign: bool


@dataclass(frozen=True, slots=True)
class BesideToday:
    """What was frozen beside what stands now, by goal and by action."""

    goals: Sequence[Compared]
    actions: Sequence[Compared]
    now: Document


def reviews_of(actor: Actor, pact: str) -> QuerySet[Review]:
    """The reviews of this pact, newest first, each with its hash and who signed. Raises: `NotAllowed`."""
    require(actor, Permission.SEE_STEERING)
    return (
        Review.objects.filter(pact=pact)
        .select_related("frozen", "organisation")
        .prefetch_related(Prefetch("sign_offs", queryset=SignOff.objects.select_related("organisation")))
        .order_by("-until", "-pk")
    )


def open_review(actor: Actor, reference: UUID) -> ReviewView:
    """One review. A draft is collected now; a frozen one is read as it was, and its hash is worked out again.

    Raises: `NotAllowed`, `NotFound`.
    """
    require(actor, Permission.SEE_STEERING)
    review = (
        Review.objects.select_related("frozen", "organisation")
        .prefetch_related(Prefetch("sign_offs", queryset=SignOff.objects.select_related("organisation")))
        .filter(reference=reference)
        .first()
    )
    if review is None:
        raise NotFound(_("There is no such review."))
    frozen = review.frozen if review.is_frozen else None
    signer = signing_organisation(review, actor)
    signed = list(review.sign_offs.all())
    own = review.comments.filter(organisation=actor.organisation).order_by("pk")
    return ReviewView(
        review=review,
        frozen=frozen,
        document=read(frozen.document) if frozen else read(canonical(document_of(review, actor=actor))),
        is_untouched=frozen is None or hash_of(frozen.document) == frozen.sha256,
        sign_offs=signed,
        commentable=frozenset(actions_to_comment_on(review, actor)),
        own_comments=dict(own.values_list("action", "text")),
        may_freeze=may(actor, Permission.FREEZE_REVIEW),
        may_sign=frozen is not None and signer is not None and all(one.organisation != signer for one in signed),
    )


def beside_today(actor: Actor, view: ReviewView) -> BesideToday:
    """What changed since this review was frozen? Raises: `NotAllowed`; `Conflict` for a draft, or without its pact."""
    require(actor, Permission.SEE_STEERING)
    if view.frozen is None:
        raise Conflict(_("This review is not frozen yet."), hint=_("A draft shows today's already."))
    pact = Pact.objects.filter(slug=view.review.pact).first()
    if pact is None:
        raise Conflict(_("This pact is not there any more."), hint=_("Read the review as it was frozen."))
    today = timezone.localdate()
    now: dict[str, Any] = read(canonical(collected(Span(pact, view.review.since, today, actor, today))))
    return BesideToday(
        goals=compared(view.document["goals"], now["goals"]),
        actions=compared(view.document["actions"], now["actions"], without={"comments", DETAIL}),
        now=now,
    )


def latest_review(actor: Actor, pact: str) -> Review | None:
    """The newest frozen review of this pact. Raises: `NotAllowed`."""
    return reviews_of(actor, pact).filter(state=ReviewState.FROZEN).first()
