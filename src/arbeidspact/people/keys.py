"""Keeping a bulk query to some people, by their keys."""

from collections.abc import Collection

from django.db.models import Q


def of(people: Collection[int] | None, field: str = "person") -> Q:
    """Rows about these people; None, about everybody. `field`: the name of the relation to the person."""
    return Q() if people is None else Q(**{f"{field}__in": people})
