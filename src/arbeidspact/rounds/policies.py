"""The orders that a round can give everybody's list, in words: each named, none chosen silently."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arbeidspact.rounds.models import RerankingName

USUAL_PRICE_PERCENT = 40
USUAL_CAP = 30


@dataclass(frozen=True, slots=True)
class RerankingWords:
    """An order of the lists: its name, and one sentence on what it does."""

    name: RerankingName
    label: str
    sentence: str


def configured_reranking() -> RerankingName:
    """Which order do the settings name?"""
    return RerankingName(settings.RERANKING)


def parameters_of(name: RerankingName, *, price_percent: int, cap: int) -> dict[str, int]:
    """Which of these numbers does this order use?"""
    used = {
        RerankingName.PRICE_ADJUSTED: {"price_percent": price_percent},
        RerankingName.CAPPED: {"cap": cap},
    }
    return used.get(name, {})


def words_of(name: RerankingName, parameters: Mapping[str, int] | None = None) -> RerankingWords:
    """What does this order do, with these parameters (None: the usual ones)?"""
    numbers = {"price_percent": USUAL_PRICE_PERCENT, "cap": USUAL_CAP} | dict(parameters or {})
    sentences = {
        RerankingName.PLAIN: _(
            "Every list starts with what fits best. Work that many people fit stands on very many lists."
        ),
        RerankingName.PRICE_ADJUSTED: _(
            "Work that many people fit counts for less: %(price_percent)s percent of its crowding is taken off. "
            "People see less crowded work sooner; it fits a little less well."
        ),
        RerankingName.CAPPED: ngettext(
            "One vacancy stands on %(cap)s list at most, so that all together fit best. Some lists get shorter.",
            "One vacancy stands on %(cap)s lists at most, so that all together fit best. Some lists get shorter.",
            numbers["cap"],
        ),
        RerankingName.ALLOCATION_FIRST: _(
            "Every list starts with the vacancy that this person gets when all positions are divided in the best way "
            "for all together. Then follows what fits best."
        ),
    }
    return RerankingWords(name, str(name.label), sentences[name] % numbers)


def all_rerankings() -> list[RerankingWords]:
    """Every order there is, with its usual parameters."""
    return [words_of(name) for name in RerankingName]
