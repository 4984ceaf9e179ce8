"""The sign of life of a process that works on a round."""

from arbeidspact.organisations.own_processes import Heartbeat
from arbeidspact.rounds.models import MatchingRound


class Pulse(Heartbeat):
    """While inside, the session of this round shows every few seconds that its process lives, whatever it computes."""

    def __init__(self, round_: MatchingRound, every_seconds: float | None = None) -> None:
        rows = MatchingRound.objects.filter(pk=round_.pk, session=round_.session)
        super().__init__(rows, every_seconds, name="pulse of a matching round")
