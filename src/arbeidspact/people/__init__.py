"""Residents: who they are, what they can and seek, who accompanies them, and the one gate to their file.

Whatever anyone reads about a person passes `people.access`: it decides by actor, person and purpose, and writes an
access event. Packages above this one ask the gate for a `PersonFile` and hold it as the proof that they may read on.
"""
