"""The figures of a round in words: what each one is called, what it means, and how it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from arbeidspact.rounds.models import MatchingRound, RerankingName
from arbeidspact.rounds.policies import RerankingWords, words_of


class FigureKind(StrEnum):
    """How a figure is read: a whole number, a share (0-1, read as percent), or a number with two decimals."""

    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value (None when there was nothing to measure), its name and what it means."""

    name: str
    value: float | None
    kind: FigureKind
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TradeOffRow:
    """What one order of the lists costs and brings on the matches of this round; `is_own`: the round used it."""

    order: RerankingWords
    figures: tuple[Figure, ...]
    is_own: bool


SHOWN_OF_ROUND: Final = (
    "people",
    "not_enough_known",
    "with_match",
    "vacancies",
    "positions",
    "placed",
    "never_recommended",
    "max_load",
    "gini",
    "congestion",
    "ndcg",
)
SHOWN_OF_ORDER: Final = (
    "never_recommended",
    "max_load",
    "gini",
    "congestion",
    "ndcg",
    "placed_if_first",
    "placed_if_first_three",
)
_KINDS: Final = {
    "never_recommended": FigureKind.SHARE,
    "ndcg": FigureKind.SHARE,
    "gini": FigureKind.NUMBER,
    "congestion": FigureKind.NUMBER,
}


def figures_of(round_: MatchingRound) -> list[Figure]:
    """The figures of a finished round, in the order to read them."""
    return _figures(SHOWN_OF_ROUND, round_.figures)


def trade_offs_of(round_: MatchingRound) -> list[TradeOffRow]:
    """What each order costs and brings, measured on the matches of this very round."""
    rows = []
    for row in round_.trade_offs:
        name = RerankingName(row["name"])
        used = {field: row[field] for field in ("price_percent", "cap") if field in row}
        rows.append(
            TradeOffRow(words_of(name, used), tuple(_figures(SHOWN_OF_ORDER, row)), is_own=name == round_.reranking)
        )
    return rows


def meanings(names: Sequence[str] = SHOWN_OF_ORDER) -> list[Figure]:
    """What these figures are called and mean, without a value."""
    return _figures(names, {})


def _figures(names: Iterable[str], values: dict[str, float | None]) -> list[Figure]:
    words = _words()
    return [Figure(name, values.get(name), _KINDS.get(name, FigureKind.COUNT), *words[name]) for name in names]


def _words() -> dict[str, tuple[str, str]]:
    return {
        "people": (_("People"), _("Everybody within reach of this round.")),
        "not_enough_known": (
            _("Too little known"),
            _("No competence and no occupation is known that a list could rest on. Ask these people first."),
        ),
        "with_match": (
            _("People with at least one match"),
            _("Some open vacancy is possible for them, and something speaks for it."),
        ),
        "vacancies": (_("Open vacancies"), _("Open on the day of the round.")),
        "positions": (_("Open positions"), _("One vacancy can have several.")),
        "placed": (
            _("Could be placed at once"),
            _(
                "If all positions were divided over all people in the best way for all together. "
                "A calculation: nobody is placed by it."
            ),
        ),
        "never_recommended": (_("Vacancies on no list"), _("The part of the vacancies that nobody gets to see.")),
        "max_load": (_("Longest queue"), _("On how many lists the most recommended vacancy stands.")),
        "gini": (
            _("Unevenness (Gini)"),
            _("0 means that every vacancy stands on as many lists, 1 that one vacancy stands on all."),
        ),
        "congestion": (
            _("Congestion"),
            _("-1 means spread evenly, 0 that everybody is sent to one vacancy. As ReCon (2023) counts it."),
        ),
        "ndcg": (
            _("Fit that is kept"),
            _(
                "How well the lists fit, against “best fit first”; the first places count most (nDCG). "
                "100 percent is just as well."
            ),
        ),
        "placed_if_first": (
            _("Placed if all apply to their first"),
            _(
                "A simulation: everybody applies to the first vacancy of their list, and every vacancy takes "
                "the people who fit best."
            ),
        ),
        "placed_if_first_three": (
            _("Placed if all apply to their first three"),
            _("The same, when everybody applies to the first three."),
        ),
    }


def trade_off_rows(round_: MatchingRound) -> list[tuple[object, ...]]:
    """The table of trade-offs for a file: a header, then a row for each order, values as they were measured."""
    header = ("order", "price_percent", "cap", "k", *SHOWN_OF_ORDER)
    rows = [(row["name"], *(row.get(name) for name in header[1:])) for row in round_.trade_offs]
    return [header, *(tuple("" if cell is None else cell for cell in row) for row in rows)]
