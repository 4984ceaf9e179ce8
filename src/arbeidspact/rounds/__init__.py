"""Matching rounds: everybody within reach matched with all open vacancies at once, and what crowds."""
