"""Signed links: given to somebody without an account, good for one thing, once, until a moment."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.models import LinkPurpose, SignedLink
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.exceptions import Conflict, Message
from arbeidspact.organisations.models import Organisation
from arbeidspact.organisations.tokens import hash_of, new_token
from arbeidspact.people.models import Person


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A fresh link; `raw` is its token, known only now."""

    link: SignedLink
    raw: str

    @property
    def address(self) -> str:
        """Where the holder goes."""
        return settings.SITE_URL.rstrip("/") + reverse("links:open", args=[self.raw])


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Proof that somebody holds a link that still works."""

    purpose: LinkPurpose
    subject: UUID
    person: Person
    organisation: Organisation
    language: str
    raw: str

    @property
    def actor(self) -> Actor:
        """For the record of changes: nobody who signed in, on behalf of the organisation that gave the link."""
        return Actor(user=None, organisation=self.organisation)


@dataclass(frozen=True, slots=True)
class ClosedLink:
    """A link that does not work (any more), and what to do."""

    reason: Message
    hint: Message


def issue_link(
    purpose: LinkPurpose, subject: UUID, *, person: Person, actor: Actor, language: str = "nl", days: int | None = None
) -> IssuedLink:
    """A fresh link for this purpose and subject; an earlier one that was not used stops working.

    Arguments: `days` that it works, None for the setting `LINK_DAYS`. Call it inside the transaction of the change.
    """
    if actor.organisation is None:
        raise Conflict(_("Choose the organisation you work for first."))
    withdraw_links(purpose, subject)
    raw, now = new_token(), timezone.now()
    link = SignedLink.objects.create(
        token_hash=hash_of(raw),
        purpose=purpose,
        subject=subject,
        person=person,
        organisation=actor.organisation,
        issued_by=actor.user,
        language=language,
        issued_at=now,
        expires_at=now + timedelta(days=settings.LINK_DAYS if days is None else days),
    )
    return IssuedLink(link, raw)


def open_link(raw: str) -> OpenLink | ClosedLink:
    """What may the holder of this token do? Changes nothing: mail programs open links to look at them."""
    link = SignedLink.objects.select_related("person", "organisation").filter(token_hash=hash_of(raw)).first()
    if link is None:
        return ClosedLink(_("This link is not known."), _("Copy the whole link from your message."))
    if link.used_at is not None:
        return ClosedLink(_("This link was used already."), _("You have to do nothing more."))
    if link.withdrawn_at is not None or link.expires_at <= timezone.now():
        return ClosedLink(_("This link does not work any more."), _("Ask your contact for a new one."))
    return OpenLink(LinkPurpose(link.purpose), link.subject, link.person, link.organisation, link.language, raw)


def use_link(opened: OpenLink) -> None:
    """From now on the link does not work. Call it first, inside the transaction of the change.

    Raises: `Conflict` when it was used, withdrawn or expired meanwhile.
    """
    with transaction.atomic():
        used = SignedLink.objects.filter(
            token_hash=hash_of(opened.raw),
            used_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
        ).update(used_at=timezone.now())
    if not used:
        raise Conflict(_("This link does not work any more."), hint=_("Ask your contact for a new one."))


def withdraw_links(purpose: LinkPurpose, subject: UUID) -> int:
    """Links for this that were not used stop working. Returns: how many."""
    open_now = SignedLink.objects.filter(
        purpose=purpose, subject=subject, used_at__isnull=True, withdrawn_at__isnull=True
    )
    return open_now.update(withdrawn_at=timezone.now())
