"""What can go wrong, said so that a clerk can act on it.

Every refusal is a ``PackBuilderError``: one sentence that says what happened, naming the item
and the file, and the next step. It is raised where the trouble is found and shown in one place
only (the command line's ``__main__`` or the window's messages).
"""

from __future__ import annotations


class PackBuilderError(Exception):
    """Something the user can put right.

    Args:
        what: One sentence: what happened, to which item and file.
        next_step: One sentence: what to do about it.
    """

    def __init__(self, what: str, next_step: str = "") -> None:
        """Keep the two sentences apart, so that a window can set them differently."""
        super().__init__(what if not next_step else f"{what} {next_step}")
        self.what = what
        self.next_step = next_step


class PasswordNeeded(PackBuilderError):
    """The file opens only with a password, and none (or a wrong one) was given."""


class ProofFailed(PackBuilderError):
    """The finished pack does not say what the plan says; it was not put in place of anything."""


class Cancelled(Exception):
    """The user asked to stop; nothing was changed."""
