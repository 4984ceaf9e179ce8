"""What a person and an organisation promise each other, confirmed by both, version by version."""
