"""How long work tells where it is, and how it is stopped."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each step of long work; may stop it."""

    def step(self, text: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` steps are finished.

        Raises:
            Cancelled: If the user asked to stop.
        """


class Quiet:
    """Progress for those who do not want to hear it."""

    def step(self, text: str, done: int, total: int) -> None:
        """Do nothing."""
