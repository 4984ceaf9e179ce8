"""How releases, areas and reckonings read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arbeidspact.indicators.disclosure import Reason
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.publications.guarding import GROUP, NOW
from arbeidspact.publications.queries import MakingState, MakingStep, ReleaseMaking, ReleaseStatus, making_state
from arbeidspact.publications.tables import PLAN_TABLES, TABLES

TONES = {
    ReleaseStatus.BLOCKED: "danger",
    ReleaseStatus.DRAFT: "info",
    ReleaseStatus.PUBLISHED: "success",
    ReleaseStatus.WITHDRAWN: "neutral",
}

MAKING_TONES = {
    MakingState.WAITING: "info",
    MakingState.RUNNING: "info",
    MakingState.FINISHED: "success",
    MakingState.CANCELLED: "neutral",
    MakingState.STOPPED: "warning",
    MakingState.FAILED: "danger",
}
STEPS = tuple(MakingStep)


@dataclass(frozen=True, slots=True)
class MakingBadge:
    """The state of a release that is being made, as a badge: its word with a tone."""

    state: MakingState
    word: str
    tone: str


def badge_of(making: ReleaseMaking) -> MakingBadge:
    """Its state now, as a badge."""
    state = making_state(making)
    return MakingBadge(state, str(state.label), MAKING_TONES[state])


def percent_of(making: ReleaseMaking) -> int:
    """How far is the work, from 0 to 100? Each step is as long as the other."""
    if not making.step:
        return 0
    share = making.done / making.total if making.total else 0
    return round(100 * (STEPS.index(MakingStep(making.step)) + share) / len(STEPS))


class Names:
    """The names of areas on one page; a group is called by its areas."""

    def __init__(self) -> None:
        self.areas = area_names()

    def area(self, code: str) -> str:
        """What is this area called?"""
        if code.startswith(GROUP):
            codes = code.removeprefix(GROUP).split("+")
            return _("%(areas)s together") % {"areas": _listed([self.areas.get(one, one) for one in codes])}
        return self.areas.get(code, code)

    def place(self, place: Mapping[str, str]) -> str:
        """A place in a table: the area, and the group of people when it is not everybody."""
        if not place["area"]:
            return str(_("the rest of a total"))
        return ", ".join(part for part in (self.area(place["area"]), place["breakdown"]) if part)


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def reckoning(leak: Mapping[str, Any], names: Names) -> str:
    """What minus what gives whom, as anybody could reckon it."""
    parts: list[str] = []
    for place, term in enumerate(leak["terms"]):
        sign = _("minus") + " " if term["times"] < 0 else "" if place == 0 else _("plus") + " "
        where = _("this release") if term["where"] == NOW else term["where"]
        times = "" if abs(term["times"]) == 1 else f"{abs(term['times']):g} x "
        parts.append(f"{sign}{times}{names.place(term['of'])} ({where}) {term['count']}")
    of = names.place(leak["of"])
    if leak["lowest"] == leak["highest"]:
        found = _("= %(count)s people in %(place)s") % {"count": leak["highest"], "place": of}
    else:
        found = _("gives %(low)s to %(high)s people in %(place)s") % {
            "low": leak["lowest"],
            "high": leak["highest"],
            "place": of,
        }
    return f"{' '.join(parts)} {found}"


def reason_words(reasons: Mapping[str, int]) -> str:
    """Why figures of an indicator are hidden, each with how many."""
    words = {
        Reason.TOO_FEW: _("too few people"),
        Reason.ZERO_REVEALS: _("a zero that reveals"),
        Reason.ONE_DOMINATES: _("one contributor dominates"),
        Reason.PROTECTS_ANOTHER: _("protects another"),
        Reason.SMALL_DENOMINATOR: _("over too few or unknown people"),
        Reason.COUNT_FOLLOWS: _("the count would follow"),
        Reason.NOT_A_WHOLE_COUNT: _("not a whole count"),
    }
    return ", ".join(f"{words[Reason(reason)]}: {number}" for reason, number in reasons.items())


def table_titles() -> dict[str, str]:
    """What are the tables of a release called, in their order?"""
    return {name: in_language(one.title.nl, one.title.en) for name, one in TABLES.items()}


def changed_tables(changes: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The tables in which rows came, changed or went, with how many; releases of before count none."""
    counted = changes.get("tables", {})
    return [(title, counted[name]) for name, title in table_titles().items() if name in counted]


def plan_changes_text(changes: Mapping[str, Any]) -> str:
    """What changed in the action plan, in one line; empty when nothing did or nobody counted."""
    counted = changes.get("tables", {})
    parts = [counted[name] for name in PLAN_TABLES if name in counted]
    if not parts:
        return ""
    sums = {what: sum(int(one[what]) for one in parts) for what in ("added", "changed", "gone")}
    return _("Action plan: %(added)s rows added, %(changed)s changed, %(gone)s gone.") % sums


def in_language(nl: str, en: str) -> str:
    """The text in the language of the screen."""
    return en if (get_language() or "nl").startswith("en") else nl
