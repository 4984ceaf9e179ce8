"""Rules of law and of the pact, each with its status, validity and source: what is due when, and why."""
