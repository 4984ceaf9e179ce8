"""Partner organisations of a pact, their members and roles, who may do what, and the record of what was done.

The lowest of the Django apps: it holds the `Actor` that every action and query asks for, the one policy table of
permissions, the audit record, and what an installation shares with all: its areas and its taxonomy edition.
"""
