"""The working instrument of a city labour pact."""

__version__ = "0.1.0"
