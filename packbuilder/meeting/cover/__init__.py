"""Reads the cover of a report out of its lines and tables. Pure."""
