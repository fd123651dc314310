"""What is told of an error that nobody expected, to whoever mends packbuilder. Knows no Qt.

Where in packbuilder it happened, what kind of error it was, and in which versions; never the error's
own words, as these may carry titles, names or paths of a meeting that is not public.
"""

from __future__ import annotations

import platform
import types

from packbuilder import __version__


def versions(*others: str) -> str:
    """Return which packbuilder, Python and system this is, and which ``others`` ("PySide6 6.11")."""
    return ", ".join(
        (
            f"packbuilder {__version__}",
            *others,
            f"Python {platform.python_version()}",
            f"{platform.system()} {platform.release()}",
        )
    )


def fault_details(
    error: BaseException, trace: types.TracebackType | None = None, about: str | None = None
) -> str:
    """Return what happened where; nothing of the meeting, nor of this computer.

    Args:
        error: The error.
        trace: Where it was raised; None is where it says itself.
        about: The first line; None is ``versions()``.
    """
    lines = [versions() if about is None else about]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        is_first = current is error and trace is not None
        lines.extend(_frames(trace if is_first else current.__traceback__))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        if current is not None:
            lines.append("after")
    return "\n".join(lines)


def _frames(trace: types.TracebackType | None) -> list[str]:
    # A module's name and not its file: that would tell who is logged in, and where things lie.
    frames: list[str] = []
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module == "packbuilder" or module.startswith("packbuilder."):
            frames.append(f"  {module}:{trace.tb_lineno} {trace.tb_frame.f_code.co_qualname}")
        else:
            frames.append(f"  {module.partition('.')[0]}")
        trace = trace.tb_next
    return [frame for n, frame in enumerate(frames) if n == 0 or frame != frames[n - 1]]
