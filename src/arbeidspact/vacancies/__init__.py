"""Employers and their vacancies, and which people fit which work: the package that sees both sides of a match."""
