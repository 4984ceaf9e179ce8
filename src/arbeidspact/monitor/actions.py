"""Taking definitions, figures and promises into the monitor."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.indicators import BaselineEntry, TargetEntry, problems_of
from arbeidspact.indicators import IndicatorDefinition as Definition
from arbeidspact.monitor.commands import AdoptIndicators, RecordObservations, SetTargets
from arbeidspact.monitor.measures.registry import known_measures
from arbeidspact.monitor.models import Baseline, Indicator, IntermediateTarget, Target
from arbeidspact.monitor.queries import definitions_in_force
from arbeidspact.monitor.recording import Recorded, write_figures
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.exceptions import Conflict, InvalidValue
from arbeidspact.organisations.permissions import Permission, require


def adopt_indicators(command: AdoptIndicators, *, actor: Actor) -> list[Indicator]:
    """Puts definitions in force.

    Raises: `NotAllowed`; `Conflict` when one is older than the one in force; `InvalidValue` when one names a measure
    that the platform does not have, or is computed from indicators that are not there or from itself.
    """
    require(actor, Permission.IMPORT_OBSERVATIONS)
    _refuse_what_cannot_be_computed(command)
    with transaction.atomic():
        known = Indicator.objects.select_for_update().in_bulk(
            [definition.slug for definition in command.definitions], field_name="slug"
        )
        adopted = []
        for definition in command.definitions:
            standing = known.get(definition.slug)
            if standing is not None and standing.version > definition.version:
                raise Conflict(
                    _("A newer version of the definition of %(slug)s is in force.") % {"slug": definition.slug},
                    hint=_("Give the definition a higher version number."),
                    field="version",
                )
            adopted.append(_adopt(definition, standing))
        if adopted:
            record(actor, "adopt-indicators", adopted[0], count=len(adopted))
    return adopted


def record_observations(command: RecordObservations, *, actor: Actor) -> Recorded:
    """Takes figures in, all or none. Raises: `NotAllowed`; `InvalidValue` when an indicator is not defined."""
    require(actor, Permission.IMPORT_OBSERVATIONS)
    with transaction.atomic():
        indicators = Indicator.objects.in_bulk(
            {observation.indicator for observation in command.observations}, field_name="slug"
        )
        for observation in command.observations:
            _defined(indicators, observation.indicator)
        recorded = write_figures(command.observations, indicators)
        if recorded.new or recorded.changed:
            first = indicators[command.observations[0].indicator]
            record(actor, "record-observations", first, new=recorded.new, changed=recorded.changed, same=recorded.same)
    return recorded


def set_targets(command: SetTargets, *, actor: Actor) -> list[Target]:
    """Puts baselines and targets in force. Raises: `NotAllowed`; `InvalidValue` when an indicator is not defined."""
    require(actor, Permission.EDIT_PACT)
    promises = command.promises
    with transaction.atomic():
        indicators = Indicator.objects.in_bulk(
            {entry.indicator for entry in promises.baselines} | {entry.indicator for entry in promises.targets},
            field_name="slug",
        )
        baselines = {
            entry.slug: _set_baseline(entry, _defined(indicators, entry.indicator)) for entry in promises.baselines
        }
        targets = [
            _set_target(entry, _defined(indicators, entry.indicator), baselines.get(entry.baseline or ""))
            for entry in promises.targets
        ]
        for target in targets:
            record(actor, "set-target", target)
    return targets


def _defined(indicators: dict[str, Indicator], slug: str) -> Indicator:
    if slug not in indicators:
        raise InvalidValue(
            _("There is no indicator %(slug)s.") % {"slug": slug},
            hint=_("Import its definition first, or correct the name."),
            field="indicator",
        )
    return indicators[slug]


def _refuse_what_cannot_be_computed(command: AdoptIndicators) -> None:
    own = {definition.slug: definition for definition in command.definitions}
    if not any(one.computed or one.measure or one.golden for one in own.values()):
        return
    problems = problems_of({**definitions_in_force(), **own}, file="", measures=known_measures())
    for problem in problems:
        if problem.entry.removeprefix("indicator ") in own:
            raise InvalidValue(f"{problem.entry}: {problem.problem}.", hint=f"{problem.fix}.", field=problem.field)


def _adopt(definition: Definition, standing: Indicator | None) -> Indicator:
    indicator = standing or Indicator(slug=definition.slug)
    indicator.version = definition.version
    indicator.name_nl, indicator.name_en = definition.name.nl, definition.name.en
    indicator.definition = definition.model_dump(mode="json")
    indicator.save()
    return indicator


def _promise(entry: BaselineEntry | TargetEntry, indicator: Indicator) -> dict[str, object]:
    return {
        "indicator": indicator,
        "area": entry.area,
        "printed_as": entry.printed_as,
        "status": entry.status,
        "decided_on": entry.decided_on,
        "flag_nl": entry.flag.nl if entry.flag else "",
        "flag_en": entry.flag.en if entry.flag else "",
        "source": str(entry.reference),
        "source_url": entry.reference.url,
    }


def _set_baseline(entry: BaselineEntry, indicator: Indicator) -> Baseline:
    baseline, _made = Baseline.objects.update_or_create(
        slug=entry.slug,
        defaults={
            **_promise(entry, indicator),
            "period": str(entry.period),
            "value": entry.value,
            "compared_with": entry.compared_with,
        },
    )
    return baseline


def _set_target(entry: TargetEntry, indicator: Indicator, baseline: Baseline | None) -> Target:
    target, _made = Target.objects.update_or_create(
        slug=entry.slug,
        defaults={
            **_promise(entry, indicator),
            "baseline": baseline,
            "rule": entry.rule.value,
            "value": entry.value,
            "relative_to": entry.relative_to or "",
            "members": list(entry.mean_of),
            "is_cumulative": entry.cumulative,
            "people": entry.people,
            "due": entry.due,
            "due_printed_as": entry.due_printed_as,
        },
    )
    target.intermediate.all().delete()
    IntermediateTarget.objects.bulk_create(
        IntermediateTarget(
            target=target,
            due=one.due,
            value=one.value,
            printed_as=one.printed_as,
            source=str(one.reference) if one.reference else "",
        )
        for one in entry.intermediate
    )
    return target
