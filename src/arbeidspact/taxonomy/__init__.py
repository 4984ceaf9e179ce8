"""What occupations and competences exist, how they are called in each language, and how they hang together."""
