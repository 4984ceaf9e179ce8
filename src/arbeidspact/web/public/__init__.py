"""What anybody may read without signing in: the pact at a glance and its figures, from the newest release."""
