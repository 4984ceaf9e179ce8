"""The screens of steering: signals, decisions and reviews."""
