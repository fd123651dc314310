"""Sizes of files in words."""

from __future__ import annotations


def size_words(size_bytes: int) -> str:
    """Return a size as people read it: "18.2 MB"."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"
