"""The screens: server-rendered pages over the actions and queries of the domain, in a theme that a city can replace."""
