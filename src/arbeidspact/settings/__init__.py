"""Settings: one base that reads the environment, and one module per way of running (local, production, testing)."""
