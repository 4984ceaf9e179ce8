"""Releases on screen: made and published by an analyst, downloaded by anybody."""
