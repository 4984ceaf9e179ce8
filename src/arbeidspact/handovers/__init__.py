"""A person goes from one organisation to another and is never dropped between the two; partners join a team."""
