"""The council's logo out of a meeting file, for as long as something is drawn with it.

Beside the line: drawing reads the logo from a path, and a meeting file holds it inside.
"""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path

from packbuilder.errors import PackBuilderError
from packbuilder.files import why_not
from packbuilder.meeting.meeting import Meeting
from packbuilder.storage.meeting_file import MeetingFile


@contextlib.contextmanager
def with_logo_from(file: MeetingFile, meeting: Meeting, beside: Path | None = None) -> Iterator[Meeting]:
    """Give a meeting whose ``style.logo`` is a file that is there, made from the copy in a meeting file.

    That file is gone when the body ends. A meeting without a copied logo is given as it is.

    Args:
        file: The meeting file.
        meeting: The meeting.
        beside: The folder to put that file into a new folder of, for a process that may be killed and
            whose folders someone else removes; None is among the machine's temporary files.

    Raises:
        PackBuilderError: If the meeting file does not hold the logo whole, or there is no room for it.
    """
    if not meeting.style.logo_sha256:
        yield meeting
        return
    data = file.logo(meeting.style.logo_sha256)
    name = Path(meeting.style.logo.replace("\\", "/")).name or "logo"
    with contextlib.ExitStack() as on_leaving:
        try:
            folder = on_leaving.enter_context(
                tempfile.TemporaryDirectory(prefix="packbuilder-logo-", dir=beside)
            )
            # By its own name, which an error about it then says; its folder is a new one each time.
            path = Path(folder) / name
            path.write_bytes(data)
        except OSError as error:
            raise PackBuilderError(
                f"The logo could not be put into a temporary folder: {why_not(error)}.",
                "Free some space on this computer's disk, and try again.",
            ) from error
        yield dataclasses.replace(meeting, style=dataclasses.replace(meeting.style, logo=str(path)))
