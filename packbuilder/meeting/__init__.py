"""The meeting as a value: what is described, never what can be worked out from it."""
