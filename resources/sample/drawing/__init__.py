"""Draws the documents of the sample meeting. Used when they are made anew, never by packbuilder."""
