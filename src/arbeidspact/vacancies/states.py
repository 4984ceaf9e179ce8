"""The state of a vacancy, derived from its dates: once in Python, once as a question to the database."""

from datetime import date, timedelta
from typing import Protocol

from django.db.models import Q

from arbeidspact.vacancies.models import VacancyState


class Dated(Protocol):
    """What has the dates of a vacancy."""

    @property
    def opens_on(self) -> date: ...
    @property
    def closes_on(self) -> date | None: ...
    @property
    def filled_on(self) -> date | None: ...
    @property
    def cancelled_on(self) -> date | None: ...


def state_on(vacancy: Dated, day: date) -> VacancyState:
    """In which state is this vacancy on this day?

    Cancelled and filled count from their own date on; else a vacancy is announced before it opens, open through its
    last day, and expired after.
    """
    if vacancy.cancelled_on is not None and vacancy.cancelled_on <= day:
        return VacancyState.CANCELLED
    if vacancy.filled_on is not None and vacancy.filled_on <= day:
        return VacancyState.FILLED
    if day < vacancy.opens_on:
        return VacancyState.ANNOUNCED
    if vacancy.closes_on is not None and vacancy.closes_on < day:
        return VacancyState.EXPIRED
    return VacancyState.OPEN


def in_state(state: VacancyState, day: date) -> Q:
    """The condition that picks, in the database, the vacancies for which `state_on(vacancy, day)` is `state`."""
    cancelled = Q(cancelled_on__isnull=False, cancelled_on__lte=day)
    filled = Q(filled_on__isnull=False, filled_on__lte=day)
    running = (Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day)) & (
        Q(filled_on__isnull=True) | Q(filled_on__gt=day)
    )
    expired = Q(closes_on__isnull=False, closes_on__lt=day)
    still = Q(closes_on__isnull=True) | Q(closes_on__gte=day)
    return {
        VacancyState.CANCELLED: cancelled,
        VacancyState.FILLED: filled & (Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day)),
        VacancyState.ANNOUNCED: running & Q(opens_on__gt=day),
        VacancyState.EXPIRED: running & Q(opens_on__lte=day) & expired,
        VacancyState.OPEN: running & Q(opens_on__lte=day) & still,
    }[state]


def open_on(day: date) -> Q:
    """The condition that picks the vacancies that are open on this day."""
    return in_state(VacancyState.OPEN, day)


def not_over_on(day: date) -> Q:
    """The condition that picks the vacancies that are open on this day, or may still open after it."""
    return in_state(VacancyState.OPEN, day) | in_state(VacancyState.ANNOUNCED, day)


def last_day(vacancy: Dated) -> date | None:
    """The last day on which this vacancy can be open; None when it has none."""
    ends = [end - timedelta(days=1) for end in (vacancy.filled_on, vacancy.cancelled_on) if end is not None]
    return min([*ends, *([vacancy.closes_on] if vacancy.closes_on else [])], default=None)


def days_open(vacancy: Dated, day: date) -> int:
    """For how many days has this vacancy been open, or was it until it was filled, cancelled or expired?"""
    ends = [end for end in (vacancy.filled_on, vacancy.cancelled_on, vacancy.closes_on) if end is not None]
    return max(0, (min([day, *ends]) - vacancy.opens_on).days)
