"""What can be asked about indicators and figures."""

from pydantic import ConfigDict

from arbeidspact.indicators import IndicatorDefinition, Observation, TargetsFile
from arbeidspact.organisations.commands import Command


class AdoptIndicators(Command):
    """These definitions are in force from now; others stay as they are."""

    definitions: tuple[IndicatorDefinition, ...]


class RecordObservations(Command):
    """These figures were published. One of the same source and moment replaces the one that was there."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    observations: tuple[Observation, ...]


class SetTargets(Command):
    """These baselines and targets are in force from now; one of the same short name is replaced."""

    promises: TargetsFile
