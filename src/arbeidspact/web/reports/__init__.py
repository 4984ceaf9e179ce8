"""Screens of reports: for who makes them, and for anybody."""
