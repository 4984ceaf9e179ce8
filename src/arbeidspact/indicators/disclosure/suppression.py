"""Which counts are shown and which are hidden, so that no hidden one can be reckoned from the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .cells import Cell, Known, Margin, Mask, System, Whole, system_of
from .decisions import Leak, Reason, Shown, Suppressed
from .explaining import explain
from .feasibility import Spans, blocks_of, spans
from .hiding import Hiding
from .rule import DisclosureRule

NOW: Final = "now"
TURNS_TO_SHOW_AGAIN: Final = 6
LARGEST_TO_IMPROVE: Final = 300


@dataclass(frozen=True, slots=True)
class Protection:
    """The decision about every cell that was offered, and what leaks all the same.

    `decisions`: by key. `leaks`: hidden counts that follow from what is already public; only leaving out or grouping
    what is new can mend them.
    """

    decisions: Mapping[str, Shown | Suppressed]
    leaks: tuple[Leak, ...]

    @property
    def is_safe(self) -> bool:
        return not self.leaks


def protect(
    cells: Sequence[Cell], margins: Iterable[Margin], rule: DisclosureRule, *, known: Iterable[Known] = ()
) -> Protection:
    """Which of these counts may be shown beside each other, and beside what is already public?

    Small counts are hidden. Others are hidden with them until, for each small count, two whole tables that fit
    everything published differ by the rule's width. Which others: in a margin that gives a hidden count away, first
    cells that break no other margin open, then parts before totals, then the smallest count that is large enough, then
    the first key; at the end what proves needless is shown again, largest first. So little is lost, not provably
    the least.
    Arguments: `margins` must add up (`complete_margins`); `known`, what is public already: such a cell cannot be
    hidden, and a known count that differs from the cell's (revised since) tells nothing exact and is passed over.
    Returns: the same for the same input, whatever its order. Raises: as `system_of`.
    Cost: linear in cells and margins but for the linear programmes, which see hidden cells only.
    """
    ordered = sorted(cells, key=lambda cell: cell.key)
    system = system_of(ordered, sorted(margins, key=lambda margin: (margin.total, margin.parts)))
    public = _public(system, known)
    fixed = np.zeros(len(ordered), dtype=bool)
    fixed[list(public)] = True
    sensitive = _sensitive(ordered, rule) & ~fixed
    withheld = np.fromiter((cell.is_withheld for cell in ordered), dtype=bool, count=len(ordered)) & ~fixed
    hiding = Hiding(system, sensitive=sensitive, withheld=withheld, fixed=fixed, width=rule.needed_width)
    hiding.close_margins()
    found = spans(system, hiding.hidden, sensitive, rule.needed_width)
    while hiding.widen(found):
        hiding.close_margins()
        found = _wider(found, spans(system, hiding.hidden, _unproved(found, sensitive, rule), rule.needed_width))
    unproved = _unproved(found, sensitive, rule)
    _show_needless(hiding, sensitive & ~unproved, sensitive | withheld, rule.needed_width)
    leaks = _leaks(system, hiding.hidden, np.flatnonzero(unproved), found, public)
    decisions: dict[str, Shown | Suppressed] = {}
    for place, cell in enumerate(ordered):
        if not cell.is_withheld:
            hidden = hiding.hidden[place]
            decisions[cell.key] = (
                Suppressed(_reason(cell, rule)) if hidden else Shown(cell.count, public.get(place, ""))
            )
    return Protection(decisions, leaks)


def find_leaks(
    cells: Sequence[Cell], margins: Iterable[Margin], rule: DisclosureRule, *, known: Iterable[Known]
) -> tuple[Leak, ...]:
    """Which small counts follow from everything that is (or would be) public, taken together?

    Arguments: `cells`, all groups that the public figures speak of, with their real counts; `known`, every public
    figure: of this release, of earlier ones, of other sources. Returns: leaks by key; none means that for each small
    count two whole tables fit all of it and differ enough.
    """
    ordered = sorted(cells, key=lambda cell: cell.key)
    system = system_of(ordered, margins)
    public = _public(system, known)
    hidden = np.ones(len(ordered), dtype=bool)
    hidden[list(public)] = False
    sensitive = _sensitive(ordered, rule) & hidden
    found = spans(system, hidden, sensitive, rule.needed_width)
    return _leaks(system, hidden, np.flatnonzero(_unproved(found, sensitive, rule)), found, public)


def _show_needless(hiding: Hiding, protected: Mask, must: Mask, width: int) -> None:
    """Shows again what was hidden for nothing, largest first: one cell of each independent system in a turn.

    In a system with more hidden cells than `LARGEST_TO_IMPROVE` what is needless stays hidden: trying is slow there.
    """
    system, refused = hiding.system, must.copy()
    for _turn in range(TURNS_TO_SHOW_AGAIN):
        extra = np.flatnonzero(hiding.hidden & ~refused)
        extra = extra[np.argsort(-system.counts[extra], kind="stable")]
        block = blocks_of(system, hiding.hidden)
        size = np.bincount(block[hiding.hidden])
        chosen: dict[int, int] = {}
        for cell in map(int, extra):
            if int(block[cell]) in chosen or size[block[cell]] > LARGEST_TO_IMPROVE:
                continue
            if hiding.could_show(cell):
                chosen[int(block[cell])] = cell
            else:
                refused[cell] = True
        if not chosen:
            return
        hiding.show_again(chosen.values())
        affected = protected & np.isin(block, np.fromiter(chosen, dtype=np.int64))
        found = spans(system, hiding.hidden, affected, width)
        for broken in np.unique(block[affected & (found.widths < width)]):
            hiding.hide(chosen[int(broken)])
            refused[chosen[int(broken)]] = True


def _public(system: System, known: Iterable[Known]) -> dict[int, str]:
    public: dict[int, str] = {}
    for fact in known:
        place = system.places.get(fact.key)
        if place is not None and system.counts[place] == fact.count:
            public.setdefault(place, fact.where)
    return public


def _sensitive(cells: Sequence[Cell], rule: DisclosureRule) -> Mask:
    return np.fromiter((rule.is_sensitive(cell.count, cell.largest) for cell in cells), dtype=bool, count=len(cells))


def _reason(cell: Cell, rule: DisclosureRule) -> Reason:
    if 0 < cell.count < rule.smallest:
        return Reason.TOO_FEW
    if cell.count == 0 and rule.zeros_reveal:
        return Reason.ZERO_REVEALS
    return Reason.ONE_DOMINATES if rule.is_sensitive(cell.count, cell.largest) else Reason.PROTECTS_ANOTHER


def _unproved(found: Spans, sensitive: Mask, rule: DisclosureRule) -> Mask:
    return sensitive & (found.widths < rule.needed_width)


def _wider(one: Spans, other: Spans) -> Spans:
    """Tables that fitted still fit when more is hidden: both count."""
    return Spans(np.minimum(one.lowest, other.lowest), np.maximum(one.highest, other.highest))


def _leaks(system: System, hidden: Mask, places: Whole, found: Spans, public: Mapping[int, str]) -> tuple[Leak, ...]:
    return tuple(
        explain(
            system,
            hidden,
            int(place),
            lowest=int(found.lowest[place]),
            highest=int(found.highest[place]),
            where=lambda cell: public.get(cell, NOW),
        )
        for place in places
    )
