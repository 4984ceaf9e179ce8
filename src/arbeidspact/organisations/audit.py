"""The record of what was done: one event per change, in the transaction of the change."""

from collections.abc import Mapping

from django.db import models

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import AuditEvent


def record(actor: Actor, action: str, subject: models.Model, **details: object) -> AuditEvent:
    """Writes that `actor` did `action` to `subject`. Call it inside the transaction of the change.

    Arguments: `action`, a slug such as "agree-step"; `details`, names of fields, counts and references; never a
    value that says something about a person.
    """
    return AuditEvent.objects.create(
        user=actor.user,
        organisation=actor.organisation,
        action=action,
        subject_kind=subject._meta.label_lower,
        subject_id=str(getattr(subject, "reference", None) or subject.pk),
        details=_plain(details),
    )


def _plain(details: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
        for key, value in details.items()
    }
