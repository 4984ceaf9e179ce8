"""Measures of the platform's own data: each counts one thing, and definitions name it as `platform:NAME`."""

from arbeidspact.monitor.measures.measure import Counted, Measure, NoFigure, Scope
from arbeidspact.monitor.measures.registry import known_measures, register_measure

__all__ = ["Counted", "Measure", "NoFigure", "Scope", "known_measures", "register_measure"]
