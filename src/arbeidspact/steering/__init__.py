"""Steering the pact together: bottleneck signals that are answered in time, decisions, and the yearly review."""
