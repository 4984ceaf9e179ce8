"""How a measure and its proof read: the figure with period, source, vintage and status; or that there is none yet."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from arbeidspact.funding.proof import NoFigureYet, NotSureEnough, Proof, Proven
from arbeidspact.funding.queries.contracts import OutcomeMetric, PaymentShape
from arbeidspact.indicators import Observation, ObservationStatus, Period
from arbeidspact.web.funding.words import euro, number
from arbeidspact.web.monitor.figures import day_text, period_text, value_text


def measure_words(metric: OutcomeMetric, areas: Mapping[str, Any]) -> list[str]:
    """What is measured and how money follows from it, in short lines."""
    what = metric.reported_what or metric.indicator
    if metric.area:
        what = f"{what}, {areas.get(metric.area, metric.area)}"
    if metric.breakdown:
        what = f"{what}, {metric.breakdown}"
    lines = [f"{what}, {period_text(Period.parse(metric.period))}"]
    match PaymentShape(metric.shape):
        case PaymentShape.LINEAR:
            lines.append(
                _("In proportion, counted from %(baseline)s, all at %(target)s")
                % {"baseline": number(metric.baseline), "target": number(metric.target)}
            )
        case PaymentShape.STEPPED:
            lines.append(
                _("%(price)s for each whole step of %(step)s, counted from %(baseline)s")
                % {"price": euro(metric.price), "step": number(metric.step), "baseline": number(metric.baseline)}
            )
        case PaymentShape.PER_UNIT:
            lines.append(
                _("%(price)s for each unit, counted from %(baseline)s")
                % {"price": euro(metric.price), "baseline": number(metric.baseline)}
            )
    if metric.threshold:
        lines.append(_("Nothing below a change of %(threshold)s") % {"threshold": number(metric.threshold)})
    if metric.deadweight_percent:
        lines.append(
            _("%(percent)s %% is taken off: it would have come anyway") % {"percent": number(metric.deadweight_percent)}
        )
    if metric.is_falling:
        lines.append(_("Less is better"))
    return lines


def proof_words(proof: Proof) -> str:
    """Is there a figure that proves the result?"""
    match proof:
        case NoFigureYet(expected_on=None):
            return _("No figure yet.")
        case NoFigureYet(expected_on=day) if day is not None and day < timezone.localdate():
            return _("No figure yet. It is late: it was expected on %(day)s.") % {"day": day_text(day)}
        case NoFigureYet(expected_on=day):
            return _("No figure yet. It is expected on %(day)s.") % {"day": day_text(day)} if day else ""
        case NotSureEnough(observation=observation):
            return _("There is a figure, but it is not final: %(figure)s") % {"figure": figure_words(observation)}
        case Proven(observation=observation):
            return figure_words(observation)


def figure_words(observation: Observation) -> str:
    """A figure with everything that must stand beside it."""
    vintage = day_text(observation.vintage) if observation.vintage else _("unknown day")
    return _("%(value)s (%(status)s), %(period)s; %(source)s, published on %(vintage)s") % {
        "value": value_text(observation.value, observation.unit),
        "status": STATUS_WORDS[observation.status](),
        "period": period_text(observation.period),
        "source": observation.source,
        "vintage": vintage,
    }


def kept_words(proof: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The figure that was frozen with a claim, as rows."""
    if "reported" in proof:
        return [(_("Number"), proof["reported"]), (_("Period"), proof["period"])]
    if not proof:
        return []
    vintage = parse_date(proof["vintage"]) if proof.get("vintage") else None
    return [
        (_("Indicator"), proof["indicator"]),
        (_("Area"), proof["area"]),
        (_("Period"), period_text(Period.parse(proof["period"]))),
        (_("Status"), STATUS_WORDS[ObservationStatus(proof["status"])]()),
        (_("Published on"), day_text(vintage) if vintage else _("unknown day")),
        (_("Source"), proof["source"]),
    ]


STATUS_WORDS = {
    ObservationStatus.FINAL: lambda: _("final"),
    ObservationStatus.PROVISIONAL: lambda: _("provisional"),
    ObservationStatus.CONTESTED: lambda: _("contested"),
}
