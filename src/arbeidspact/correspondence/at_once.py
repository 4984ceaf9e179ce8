"""Trying to send at once, as soon as a change is kept, without keeping whoever made the change waiting for long."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from django.db import connection, transaction

PATIENCE_SECONDS: Final = 6.0
"""So long, in all, one change may try to send; what is left then waits for `arbeidspact messages send`."""
MOST_AT_ONCE: Final = 10
"""A change that sends more than this, such as the transfer of a caseload, leaves the rest to the command too."""


@dataclass(slots=True)
class _Burst:
    """The tries of one change: they share their time."""

    until: float | None = None


class _Try:
    """One try, as the transaction keeps it until it is kept itself."""

    def __init__(self, send: Callable[[int], object], key: int, burst: _Burst) -> None:
        self.send, self.key, self.burst = send, key, burst
        self.is_done = False
        # Django names a hook that fails by this.
        self.__qualname__ = getattr(send, "__qualname__", type(self).__qualname__)

    def __call__(self) -> None:
        self.is_done = True
        if self.burst.until is None:
            self.burst.until = monotonic() + PATIENCE_SECONDS
        if monotonic() < self.burst.until:
            self.send(self.key)


def send_after_commit(send: Callable[[int], object], key: int) -> None:
    """Once the transaction is kept, `send` is called with this key, while there is time. Nothing is lost otherwise:
    the row says that it waits."""
    hooks = [entry[1] for entry in connection.run_on_commit]
    waiting = [hook for hook in hooks if isinstance(hook, _Try) and not hook.is_done]
    if len(waiting) < MOST_AT_ONCE:
        burst = waiting[-1].burst if waiting else _Burst()
        transaction.on_commit(_Try(send, key, burst), robust=True)
