"""Benchmarks: each measures one thing side by side with its peers, on a seeded workload, and checks that they agree.

`python -m bench.NAME [--quick] [--json]` prints a table; with `--json` the last line holds the same figures.
"""
