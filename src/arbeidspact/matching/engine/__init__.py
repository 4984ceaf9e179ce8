"""The engine room: how vacancies are laid out, and the loops that rank over that layout.

Nothing here decides what fits: that stands in words in `scores` and `constraints`, and the tests hold the two equal to
the last bit. What is here makes the same answers fast.
"""
