"""The worker's loop: reads orders from standard input, writes answers to standard output.

Started as ``packbuilder worker``. It ends when its input does, which is also what happens when the
window's process dies. The window stops it by killing it: nothing it writes is anywhere but in the
folders that the window gave it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
import types
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from packbuilder.errors import Cancelled, PackBuilderError, PasswordNeeded
from packbuilder.worker import messages
from packbuilder.worker.fault_details import fault_details
from packbuilder.worker.jobs import OpenDocuments, build, look_inside, take_files_in, write_minutes_template
from packbuilder.worker.messages import (
    Answer,
    Build,
    Done,
    Failed,
    LookInside,
    Order,
    Step,
    Stop,
    TakeIn,
    Why,
)

_MOST_MEMORY_BYTES = 4 << 30
"""What a worker may use: a file that unpacks to more is refused, and the machine stays usable."""


def serve() -> int:
    """Do orders until there are no more; return the exit code."""
    _limit_memory()
    orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
    stopped = _Stopped()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    _tell_only_details_of_faults(os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8"))
    _silence_libraries()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders, stopped), daemon=True).start()
    kept = OpenDocuments()
    while True:
        order = orders.get()
        for answer in _done(order, stopped, kept, answers):
            answers.write(messages.to_line(answer))


class _Stopped:
    """The jobs that are to stop. Written by the listening thread, read by the working one."""

    def __init__(self) -> None:
        self._latest = 0

    def note(self, job: int) -> None:
        self._latest = max(self._latest, job)

    def is_stopped(self, job: int) -> bool:
        return job <= self._latest


def _listen(lines: BinaryIO, orders: queue.SimpleQueue[Order], stopped: _Stopped) -> None:
    for line in lines:
        order = messages.order_from(line)
        if isinstance(order, Stop):
            stopped.note(order.job)
        else:
            orders.put(order)
    # The window is gone: what is half done is of no use to anyone.
    os._exit(0)


class _ToldProgress:
    """Tells the window of steps, and stops where it asked to."""

    def __init__(self, job: int, stopped: _Stopped, answers: BinaryIO) -> None:
        self._job = job
        self._stopped = stopped
        self._answers = answers

    def step(self, text: str, done: int, total: int) -> None:
        if self._stopped.is_stopped(self._job):
            raise Cancelled
        self._answers.write(messages.to_line(Step(job=self._job, text=text, done=done, total=total)))


def _done(order: Order, stopped: _Stopped, kept: OpenDocuments, answers: BinaryIO) -> Iterator[Answer]:
    progress = _ToldProgress(order.job, stopped, answers)
    try:
        if isinstance(order, TakeIn):
            yield from take_files_in(order, progress)
        elif isinstance(order, Build):
            yield from build(order, progress, kept)
        elif isinstance(order, LookInside):
            yield from look_inside(order)
        elif not isinstance(order, Stop):
            yield from write_minutes_template(order, progress)
        yield Done(job=order.job)
    except PasswordNeeded as error:
        yield Failed(job=order.job, why=Why.PASSWORD, what=error.what, next_step=error.next_step)
    except PackBuilderError as error:
        yield Failed(job=order.job, why=Why.REFUSED, what=error.what, next_step=error.next_step)
    except Cancelled:
        yield Failed(job=order.job, why=Why.STOPPED)
    except MemoryError:
        yield Failed(
            job=order.job,
            why=Why.REFUSED,
            what="It needs more memory than packbuilder gives to one file.",
            next_step="Ask its author for a smaller one.",
        )
    except Exception as error:  # Whatever it was, it is told, and the next order is done.
        yield Failed(job=order.job, why=Why.FAULT, details=fault_details(error))


def _silence_libraries() -> None:
    """Have what libraries print go nowhere: it would break the lines, and may name what is not public."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _tell_only_details_of_faults(told: TextIO) -> None:
    """Have an error that ends the worker say where it happened and no more, to whoever started it."""

    def tell(kind: type[BaseException], error: BaseException, trace: types.TracebackType | None) -> None:
        told.write(f"{fault_details(error, trace)}\n")
        told.flush()

    def tell_of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            tell(args.exc_type, args.exc_value, args.exc_traceback)
        os._exit(1)  # It listens no more, and would never be told to end.

    sys.excepthook = tell
    threading.excepthook = tell_of_thread


def _limit_memory() -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limit.
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _MOST_MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(hard, _MOST_MEMORY_BYTES)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
