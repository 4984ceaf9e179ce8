"""Baselines and targets as rows of a table: what was decided, when, by which document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from arbeidspact.indicators import Period, Unit
from arbeidspact.monitor.queries import Baseline, Promise, Target, plain
from arbeidspact.web.monitor.figures import day_text, due_text, language, period_text, target_text, value_text


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One decision on a number: a starting point or a promise."""

    label: str
    value: str
    when: str
    decided: str
    status: str
    status_tone: str
    printed_as: str
    source: str
    source_url: str
    remark: str


def promise_rows(
    baselines: Iterable[Baseline], targets: Iterable[Target], unit: Unit | str, area_names: Mapping[str, str]
) -> list[PromiseRow]:
    """Who decided which number, when, and where is it written? Starting points first."""
    rows = [
        _row(
            baseline,
            label=_("Starting point"),
            value=value_text(plain(baseline.value), unit),
            when=period_text(Period.parse(baseline.period)),
            area=area_names.get(baseline.area, baseline.area),
        )
        for baseline in baselines
    ]
    return rows + [
        _row(
            target,
            label=_("Promised"),
            value=target_text(target, unit, area_names),
            when=due_text(target),
            area=area_names.get(target.area, target.area),
        )
        for target in targets
    ]


def _row(promise: Promise, *, label: str, value: str, when: str, area: str) -> PromiseRow:
    return PromiseRow(
        label=f"{label}, {area}",
        value=value,
        when=when,
        decided=_("decided on %(day)s") % {"day": day_text(promise.decided_on)}
        if promise.decided_on
        else _("day of the decision not published"),
        status=_statuses().get(promise.status, promise.status),
        status_tone="warning" if promise.status == "contested" else "neutral",
        printed_as=promise.printed_as,
        source=promise.source,
        source_url=promise.source_url,
        remark=promise.flag_en if language() == "en" and promise.flag_en else promise.flag_nl,
    )


def _statuses() -> dict[str, str]:
    return {
        "adopted": _("Adopted"),
        "announced": _("Announced"),
        "planned": _("Planned"),
        "contested": _("Contested"),
    }
