"""Imports and exports in the formats of the field."""
