"""Ghent's own files, loaded as a city would load them."""

from pathlib import Path

from arbeidspact.indicators import Observation, read_definitions, read_observations, read_targets
from arbeidspact.monitor.actions import adopt_indicators, record_observations, set_targets
from arbeidspact.monitor.commands import AdoptIndicators, RecordObservations, SetTargets
from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.pact.actions import adopt_pact
from arbeidspact.pact.commands import AdoptPact
from arbeidspact.pact.models import Pact
from arbeidspact.pact.pact_file import read_actions_file, read_pact_file

GHENT = Path(__file__).parents[2] / "src" / "arbeidspact" / "demo" / "ghent"


def ghents_figures() -> tuple[Observation, ...]:
    areas = read_areas_file(GHENT / "areas.toml")
    return read_observations(GHENT / "observations.csv", read_definitions(GHENT / "indicators.toml"), areas=areas.codes)


def load_ghent() -> Pact:
    """The pact of Ghent with its goals, actions, figures and promises."""
    actor = operator()
    set_areas(SetAreas(file=read_areas_file(GHENT / "areas.toml")), actor=actor)
    definitions = read_definitions(GHENT / "indicators.toml")
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=actor)
    record_observations(RecordObservations(observations=ghents_figures()), actor=actor)
    set_targets(SetTargets(promises=read_targets(GHENT / "targets.toml")), actor=actor)
    pact_file = read_pact_file(GHENT / "pact.toml")
    actions = read_actions_file(GHENT / "actions.toml", pact_file)
    return adopt_pact(AdoptPact(pact=pact_file, actions=actions), actor=actor)
