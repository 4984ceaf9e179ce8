"""Matching, ours and its peers side by side: one seeded workload, one run, answers compared to the last bit."""
