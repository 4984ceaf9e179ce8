"""What the platform proposes from a text, what a person says of it, and what waits until somebody has looked."""
