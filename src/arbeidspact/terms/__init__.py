"""What must happen by when for a person, by law or by the pact: computed by `statutes` from facts and pauses."""
