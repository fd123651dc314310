"""Cuts what was found down to the few words that a finding quotes of it."""

from __future__ import annotations

LONGEST_EXCERPT = 80


def excerpt(text: str) -> str:
    """Return text on one line, cut off at a word after 80 characters at most."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_EXCERPT:
        return line
    cut = line[: LONGEST_EXCERPT - 1]
    whole, _, _ = cut.rpartition(" ")
    return (whole if len(whole) > len(cut) // 2 else cut).rstrip(" ,;:.-") + "…"
