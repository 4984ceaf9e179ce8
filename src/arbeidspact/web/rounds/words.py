"""How rounds and their figures read on a page."""

from dataclasses import dataclass

from babel.numbers import format_decimal

from arbeidspact.rounds.figures import Figure, FigureKind
from arbeidspact.rounds.queries import MatchingRound, RoundState, state_now
from arbeidspact.web.monitor.figures import language

TONES = {
    RoundState.WAITING: "info",
    RoundState.RUNNING: "info",
    RoundState.FINISHED: "success",
    RoundState.CANCELLED: "neutral",
    RoundState.STOPPED: "warning",
    RoundState.FAILED: "danger",
}


@dataclass(frozen=True, slots=True)
class StateBadge:
    """A state as a badge: its word with a tone."""

    state: RoundState
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in the list."""

    round: MatchingRound
    badge: StateBadge
    people: int | None


def badge_of(round_: MatchingRound) -> StateBadge:
    """The state of this round now, as a badge."""
    state = state_now(round_)
    return StateBadge(state, str(state.label), TONES[state])


def line_of(round_: MatchingRound) -> RoundLine:
    """This round as a line of the list; how many people is known once it is finished."""
    return RoundLine(round_, badge_of(round_), round_.figures.get("people"))


def figure_text(figure: Figure) -> str:
    """How does this figure read? "1.409", "9,2 %", "0,68"; "-" when there was nothing to measure."""
    if figure.value is None:
        return "-"
    if figure.kind is FigureKind.SHARE:
        return share_text(figure.value)
    form = "#,##0" if figure.kind is FigureKind.COUNT else "0.00"
    return str(format_decimal(figure.value, format=form, locale=language()))


def share_text(share: float) -> str:
    """How does a share read? "9,2 %"."""
    return f"{format_decimal(share * 100, format='#,##0.#', locale=language())}\u00a0%"
