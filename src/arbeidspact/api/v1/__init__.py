"""The first version of the API: stable; a change that would break a program becomes a second version beside it."""
