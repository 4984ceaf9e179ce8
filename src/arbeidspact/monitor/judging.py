"""How sure a figure is, as an analyst says: final, provisional, or contested with the reason and a value against it."""

from decimal import Decimal
from typing import Annotated

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from arbeidspact.indicators import IndicatorDefinition, InvalidNumber, parse_value
from arbeidspact.monitor.figures import definition_of, plain
from arbeidspact.monitor.models import Judgement, Observation, ObservationStatus, Remark
from arbeidspact.monitor.standing import choose_standing
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import Command
from arbeidspact.organisations.exceptions import InvalidValue, NotFound
from arbeidspact.organisations.permissions import Permission, require

__all__ = [
    "JudgeFigure",
    "Judgement",
    "Observation",
    "ObservationStatus",
    "figure_to_judge",
    "figures_to_judge",
    "judge_figure",
]
DUTCH = {"final": "Definitief", "provisional": "Voorlopig", "contested": "Betwist"}
ENGLISH = {"final": "Final", "provisional": "Provisional", "contested": "Contested"}


class JudgeFigure(Command):
    """This figure is so sure from now, for this reason."""

    figure: int
    status: ObservationStatus
    reason: Annotated[str, Field(min_length=3, max_length=500)]
    counter_value: Annotated[str, Field(max_length=40)] = ""
    counter_source: Annotated[str, Field(max_length=300)] = ""


def figures_to_judge(slug: str, *, actor: Actor, area: str = "") -> QuerySet[Observation]:
    """The figures that count of this indicator, the newest first. `area`: empty for all. Raises: `NotAllowed`."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    found = Observation.objects.filter(stands=True, series__indicator__slug=slug)
    if area:
        found = found.filter(series__area=area)
    return found.select_related("series__indicator", "origin", "remark").order_by("-period_end", "series__area", "pk")


def figure_to_judge(key: int, *, actor: Actor) -> Observation:
    """This figure with what was said about it. Raises: `NotAllowed`; `NotFound`."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    rows = Observation.objects.select_related("series__indicator", "origin", "remark")
    figure = rows.prefetch_related("judgements__user").filter(pk=key).first()
    if figure is None:
        raise NotFound(_("There is no such figure."), hint=_("It may have been withdrawn: look at the list."))
    return figure


def judge_figure(command: JudgeFigure, *, actor: Actor) -> Judgement:
    """Says how sure a figure is; readers are told why, wherever it is shown.

    Raises: `NotAllowed`; `NotFound`; `InvalidValue` when the value against it cannot be read or has no source.
    """
    figure = figure_to_judge(command.figure, actor=actor)
    definition = definition_of(figure.indicator)
    value = _counter_value(command, definition)
    with transaction.atomic():
        dutch, english = _words(command, value, definition, actor)
        judgement = Judgement.objects.create(
            observation=figure,
            status=command.status,
            status_before=figure.status,
            reason=command.reason,
            counter_value=value,
            counter_source=command.counter_source,
            words_nl=dutch,
            words_en=english,
            organisation=actor.organisation,
            user=actor.user,
        )
        earlier = figure.judgements.exclude(pk=judgement.pk).order_by("-judged_at", "-pk").first()
        _tell(figure, judgement, earlier)
        figure.status = command.status
        figure.save(update_fields=["status", "remark"])
        choose_standing({figure.series_id})
        record(actor, "judge-figure", judgement, status=command.status.value, before=judgement.status_before)
    return judgement


def _counter_value(command: JudgeFigure, definition: IndicatorDefinition) -> Decimal | None:
    if not command.counter_value:
        return None
    if command.status is not ObservationStatus.CONTESTED:
        raise InvalidValue(
            _("Only a contested figure has a value against it."),
            hint=_("Leave it empty, or contest the figure."),
            field="counter_value",
        )
    if not command.counter_source:
        raise InvalidValue(
            _("Say where the value against it comes from."), hint=_("Name the publication."), field="counter_source"
        )
    try:
        return parse_value(command.counter_value, definition.unit)
    except InvalidNumber as error:
        raise InvalidValue(error.problem, hint=error.fix, field="counter_value") from error


def _words(
    command: JudgeFigure, value: Decimal | None, definition: IndicatorDefinition, actor: Actor
) -> tuple[str, str]:
    said_by = actor.organisation.name if actor.organisation is not None else ""
    by_nl, by_en = (f" door {said_by}", f" by {said_by}") if said_by else ("", "")
    reason = command.reason.rstrip(".")
    dutch = f"{DUTCH[command.status]}{by_nl}: {reason}."
    english = f"{ENGLISH[command.status]}{by_en}: {reason}."
    if value is not None:
        sign = " %" if definition.unit == "percent" else ""
        number = f"{plain(value):f}"
        dutch += f" Ertegenover staat {number.replace('.', ',')}{sign} ({command.counter_source})."
        english += f" Against it stands {number}{sign} ({command.counter_source})."
    return dutch, english


def _tell(figure: Observation, judgement: Judgement, earlier: Judgement | None) -> None:
    """Puts the words of the judgement in the remark, in the place of those of the one before."""
    remark = figure.remark or Remark()
    for field, words, before in (
        ("flag_nl", judgement.words_nl, earlier.words_nl if earlier else ""),
        ("flag_en", judgement.words_en, earlier.words_en if earlier else ""),
    ):
        told = getattr(remark, field).replace(before, "").strip() if before else getattr(remark, field)
        setattr(remark, field, f"{told} {words}".strip())
    remark.save()
    figure.remark = remark
