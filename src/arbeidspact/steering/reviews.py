"""A review: starting it, writing in it, freezing it for good, and signing what was frozen."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.permissions import Permission, may, require
from arbeidspact.pact.models import Action, Pact, Partner
from arbeidspact.steering.documents import FORMAT, canonical, hash_of
from arbeidspact.steering.models import FrozenReview, Review, ReviewComment, ReviewState, SignOff, SignOffKind
from arbeidspact.steering.person_data import refuse_person_data
from arbeidspact.steering.review_commands import (
    CommentOnAction,
    DiscardReview,
    FreezeReview,
    SignReview,
    StartReview,
    WriteConclusions,
)
from arbeidspact.steering.sections import Span, collected
from arbeidspact.steering.telling import tell_of_review

LONGEST: Final = timedelta(days=366 * 10)


def start_review(command: StartReview, *, actor: Actor) -> Review:
    """A review is prepared: from now on leads comment on their actions, and the steering group concludes.

    Raises: `NotAllowed`; `NotFound` for another pact; `InvalidValue` for days that cannot be; `Conflict` when one of
        this pact is being prepared already.
    """
    require(actor, Permission.FREEZE_REVIEW)
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    pact = _pact(command.pact)
    if command.until <= command.since:
        raise InvalidValue(_("The last day lies before the first."), hint=_("Swap them."), field="until")
    if command.until > timezone.localdate():
        raise InvalidValue(_("This day has not come yet."), hint=_("Look back until today at most."), field="until")
    if command.until - command.since > LONGEST:
        raise InvalidValue(_("This is more than ten years."), hint=_("Check the year."), field="since")
    with transaction.atomic():
        try:
            with transaction.atomic():
                review = Review.objects.create(
                    pact=pact.slug,
                    since=command.since,
                    until=command.until,
                    organisation=actor.organisation,
                    started_by=actor.user,
                    started_at=timezone.now(),
                )
        except IntegrityError:
            raise Conflict(
                _("A review of this pact is being prepared already."), hint=_("Freeze that one, or discard it.")
            ) from None
        record(actor, "start-review", review)
    return review


def comment_on_action(command: CommentOnAction, *, actor: Actor) -> ReviewComment | None:
    """The lead, a partner of the action or the steering group says how it went; an empty text takes it back.

    Raises: `NotAllowed`; `NotFound` for a review or an action that is not there; `Conflict` once it is frozen.
    """
    require(actor, Permission.TAKE_PART_IN_REVIEW)
    refuse_person_data({"text": command.text})
    with transaction.atomic():
        review = _draft(command.review)
        action = Action.objects.filter(pact__slug=review.pact, slug=command.action).select_related("lead").first()
        if action is None:
            raise NotFound(_("There is no such action in this pact."))
        organisation = actor.organisation
        if organisation is None or action.slug not in actions_to_comment_on(review, actor):
            raise NotAllowed(
                _("The lead and the partners of an action comment on it, and the steering group on all of them.")
            )
        own = review.comments.filter(action=action.slug, organisation=organisation)
        record(actor, "comment-in-review", review, about=action.slug)
        if not command.text:
            own.delete()
            return None
        comment, _made = ReviewComment.objects.update_or_create(
            review=review,
            action=action.slug,
            organisation=organisation,
            defaults={"text": command.text, "by": actor.user, "at": timezone.now()},
        )
    return comment


def write_conclusions(command: WriteConclusions, *, actor: Actor) -> Review:
    """The conclusions of the steering group, in a draft. Raises: `NotAllowed`, `NotFound`, `Conflict`."""
    require(actor, Permission.FREEZE_REVIEW)
    refuse_person_data({"text": command.text})
    with transaction.atomic():
        review = _draft(command.review)
        review.conclusions = command.text
        review.save(update_fields=["conclusions"])
        record(actor, "write-conclusions", review)
    return review


def freeze_review(command: FreezeReview, *, actor: Actor) -> FrozenReview:
    """Everything that the review shows now becomes one document that never changes; partners are asked to sign it.

    Raises: `NotAllowed`, `NotFound`; `Conflict` when it is frozen already, or there are no conclusions yet.
    """
    require(actor, Permission.FREEZE_REVIEW)
    with transaction.atomic():
        review = _draft(command.review)
        if not review.conclusions:
            raise Conflict(_("There are no conclusions yet."), hint=_("The steering group writes them first."))
        now = timezone.now()
        text = canonical(document_of(review, actor=actor) | {"frozen_at": now.isoformat(timespec="seconds")})
        frozen = FrozenReview.objects.create(review=review, frozen_at=now, document=text, sha256=hash_of(text))
        review.state, review.frozen_by = ReviewState.FROZEN, actor.user
        review.save(update_fields=["state", "frozen_by"])
        record(actor, "freeze-review", review, sha256=frozen.sha256)
        tell_of_review(review, actor=actor)
    return frozen


def discard_review(command: DiscardReview, *, actor: Actor) -> None:
    """The draft goes, with its comments. Raises: `NotAllowed`, `NotFound`, `Conflict`."""
    require(actor, Permission.FREEZE_REVIEW)
    with transaction.atomic():
        review = _draft(command.review)
        record(actor, "discard-review", review)
        review.delete()


def sign_review(command: SignReview, *, actor: Actor) -> SignOff:
    """A partner of the pact agrees with a frozen review, with or without a note; once, and for good.

    Raises: `NotAllowed` for an organisation that is no partner of the pact; `NotFound`; `InvalidValue` for a note that
        is missing; `Conflict` before it is frozen, or a second time.
    """
    require(actor, Permission.TAKE_PART_IN_REVIEW)
    refuse_person_data({"note": command.note})
    if command.kind == SignOffKind.AGREED_WITH_NOTE and not command.note:
        raise InvalidValue(_("Write the note, or agree without one."), field="note")
    if command.kind == SignOffKind.AGREED and command.note:
        raise InvalidValue(
            _("A note goes with “agreed, with a note”."), hint=_("Choose that, or leave the note empty."), field="kind"
        )
    with transaction.atomic():
        review = _locked(command.review)
        if not review.is_frozen:
            raise Conflict(_("This review is not frozen yet."), hint=_("Sign it once it is."))
        organisation = signing_organisation(review, actor)
        if organisation is None:
            raise NotAllowed(_("Only partners of this pact sign its reviews."))
        try:
            with transaction.atomic():
                signed = SignOff.objects.create(
                    review=review,
                    organisation=organisation,
                    kind=command.kind,
                    note=command.note,
                    sha256=review.frozen.sha256,
                    by=actor.user,
                    at=timezone.now(),
                )
        except IntegrityError:
            raise Conflict(_("Your organisation signed this already.")) from None
        record(actor, "sign-review", review, kind=command.kind)
    return signed


def document_of(review: Review, *, actor: Actor) -> dict[str, Any]:
    """Everything that this review holds, as it stands now: what is collected, the comments and the conclusions."""
    pact = _pact(review.pact)
    today = timezone.localdate()
    content = collected(Span(pact, review.since, review.until, actor, today))
    comments: dict[str, list[dict[str, str]]] = {}
    for comment in review.comments.select_related("organisation").order_by("organisation__name", "pk"):
        comments.setdefault(comment.action, []).append(
            {"organisation": comment.organisation.name, "text": comment.text}
        )
    for action in content["actions"]:
        action["comments"] = comments.get(action["slug"], [])
    return {
        "format": FORMAT,
        "pact": {"slug": pact.slug, "name": {"nl": pact.name_nl, "en": pact.name_en}},
        "review": str(review.reference),
        "since": review.since,
        "until": review.until,
        "conclusions": review.conclusions,
        "invented": review.is_invented,
        **content,
    }


def actions_to_comment_on(review: Review, actor: Actor) -> set[str]:
    """On which actions may this actor comment: those that the own organisation leads or works on; the steering group
    on all?"""
    if review.is_frozen or not may(actor, Permission.TAKE_PART_IN_REVIEW) or actor.organisation is None:
        return set()
    rows = Action.objects.filter(pact__slug=review.pact).order_by("pk")
    if not may(actor, Permission.FREEZE_REVIEW):
        own = Partner.objects.filter(pact__slug=review.pact, organisation=actor.organisation)
        rows = (rows.filter(lead__in=own) | rows.filter(partners__in=own)).distinct()
    return set(rows.values_list("slug", flat=True))


def signing_organisation(review: Review, actor: Actor) -> Organisation | None:
    """On behalf of which organisation does this actor sign? None when it is no partner of this pact."""
    organisation = actor.organisation
    if organisation is None or not may(actor, Permission.TAKE_PART_IN_REVIEW):
        return None
    is_partner = Partner.objects.filter(pact__slug=review.pact, organisation=organisation).exists()
    return organisation if is_partner else None


def _pact(slug: str) -> Pact:
    pact = Pact.objects.filter(slug=slug).first()
    if pact is None:
        raise NotFound(_("There is no such pact."))
    return pact


def _locked(reference: UUID) -> Review:
    review = Review.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if review is None:
        raise NotFound(_("There is no such review."))
    return review


def _draft(reference: UUID) -> Review:
    review = _locked(reference)
    if review.is_frozen:
        raise Conflict(_("This review is frozen: nothing in it changes any more."))
    return review
