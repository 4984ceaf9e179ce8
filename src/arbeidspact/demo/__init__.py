"""A demo: Ghent's pact with its figures as published, and residents and vacancies that are invented.

`arbeidspact.demo.load.load_demo` brings a whole installation into being through the same actions that a city would use;
`arbeidspact.demo.population` draws the people and the work. Nobody in it exists, and every row says so.
"""
