"""The pact itself: what the partners promised, along which tracks, with which actions, leads and money."""
