"""Measures whole commands against real peers, in turn, in one run: medians, ratios and peak memory.

python -m tests.benchmarks.run [--rounds N] [--folder FOLDER]   (from the top of the checkout)

Three questions, each answered with the peers' own times beside ours:

1. A pack of about 190 mixed pages (scans, slides, reports; some 40 MB), built and proofed, against
   the recipe most people write, which proofs nothing.
2. 1,600 pages of six LibreOffice reports, built and proofed, against qpdf joining them.
3. 200, 1,000 and 5,000 pages: do time and memory grow faster than pages?

Then the window, without peers: see ``window.py``.

The inputs are made once (a minute or two) and kept in the folder. A run on a busy machine measures
the other work too: the times of each command's rounds are printed, so that their spread shows.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.make_inputs import plain_report, reports_by_libreoffice, scan, slides

Made = TypeVar("Made")

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]


@dataclasses.dataclass(frozen=True)
class Measured:
    """The rounds of one command: seconds from start to exit, and the most memory any round held."""

    seconds: tuple[float, ...]
    peak_megabytes: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def run_once(command: Sequence[str]) -> tuple[float, float]:
    """Run a command to its end; return its seconds and its peak memory in megabytes."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    started = time.perf_counter()
    quiet = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, quiet, stream) for stream in (0, 1, 2)]
    process = os.posix_spawnp(command[0], list(command), environment, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    os.close(quiet)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def measure_in_turn(commands: Sequence[Sequence[str]], rounds: int) -> list[Measured]:
    """Run the commands one after the other, round after round, so that all meet the same noise."""
    results: list[list[tuple[float, float]]] = [[] for _ in commands]
    for command in commands:
        run_once(command)  # The first run of each warms the disk cache and is not counted.
    for _ in range(rounds):
        for command, of_command in zip(commands, results, strict=True):
            of_command.append(run_once(command))
    return [Measured(tuple(s for s, _ in runs), max(memory for _, memory in runs)) for runs in results]


def made(maker: Callable[..., Made], *arguments: object) -> Made:
    """Make inputs in a process of their own: a child's peak memory starts at its parent's size."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(maker, *arguments).result()


def describe(path: Path, documents: Sequence[Path]) -> Path:
    """Write the description of a meeting with one document an item."""
    lines = ["format = 1", 'council = "Council"', 'body = "Board"', "date = 2026-05-05", "time = 14:00:00"]
    for number, document in enumerate(documents, start=1):
        lines += ["[[item]]", f'title = "Report {number}"', 'lead = "Chair"', "[[item.document]]"]
        lines += [f'file = "{document}"']
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def build_command(description: Path, target: Path) -> list[str]:
    return [sys.executable, "-m", "packbuilder", "build", str(description), "-o", str(target)]


def megabytes(paths: Sequence[Path]) -> float:
    return sum(path.stat().st_size for path in paths) / 1e6


def report(name: str, measured: Measured) -> None:
    rounds = " ".join(f"{seconds:.2f}" for seconds in measured.seconds)
    print(f"  {name:<34} {measured.median:6.2f} s  {measured.peak_megabytes:5.0f} MB   ({rounds})")


def report_ratio(ours: Measured, theirs: Measured, documents: Sequence[Path]) -> None:
    allowed = 2 * megabytes(documents) + 100
    print(f"  ratio {ours.median / theirs.median:.2f}; memory aimed at, {allowed:.0f} MB")


def mixed_pack(folder: Path, rounds: int) -> None:
    parts = made(reports_by_libreoffice, folder, [6, 10, 20, 28, 40])
    pictures = made(scan, folder / "scan.pdf", 26, 1), made(slides, folder / "slides.pdf", 40, 2)
    documents = [parts[0], pictures[0], parts[1], pictures[1], *parts[2:]]
    description = describe(folder / "mixed.toml", documents)
    recipe = [sys.executable, str(HERE / "recipe.py"), str(folder / "recipe.pdf"), *map(str, documents)]
    ours, theirs = measure_in_turn([build_command(description, folder / "mixed.pdf"), recipe], rounds)
    print(f"Mixed pack, {megabytes(documents):.1f} MB:")
    report("packbuilder, built and proofed", ours)
    report("pypdf and reportlab, no proof", theirs)
    print(
        f"  ratio {ours.median / theirs.median:.2f}; memory allowed {2 * megabytes(documents) + 100:.0f} MB"
    )


def long_pack(folder: Path, rounds: int) -> None:
    documents = made(reports_by_libreoffice, folder, [267] * 6)
    description = describe(folder / "long.toml", documents)
    join = ["qpdf", "--empty", "--pages", *map(str, documents), "--", str(folder / "joined.pdf")]
    ours, theirs = measure_in_turn([build_command(description, folder / "long.pdf"), join], rounds)
    print(f"Six LibreOffice reports, {megabytes(documents):.1f} MB:")
    report("packbuilder, built and proofed", ours)
    report("qpdf, joined only", theirs)
    print(
        f"  ratio {ours.median / theirs.median:.2f}; memory allowed {2 * megabytes(documents) + 100:.0f} MB"
    )


def growth(folder: Path, rounds: int) -> None:
    print("Growth:")
    first: tuple[float, float] | None = None
    for page_count in (200, 1000, 5000):
        documents = [made(plain_report, folder / f"plain-{n}.pdf", 100, n) for n in range(page_count // 100)]
        description = describe(folder / f"growth-{page_count}.toml", documents)
        (measured,) = measure_in_turn([build_command(description, folder / "growth.pdf")], rounds)
        report(f"{page_count} pages", measured)
        per_page = (measured.median / page_count, measured.peak_megabytes / page_count)
        first = first or per_page
        time_ratio, memory_ratio = per_page[0] / first[0], per_page[1] / first[1]
        print(
            f"    a page costs {time_ratio:.2f} of the time and {memory_ratio:.2f} of the memory of the first"
        )


def window(folder: Path, rounds: int) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.window",
        "--rounds",
        str(rounds),
        "--folder",
        str(folder),
    ]
    subprocess.run(command, check=True, cwd=CHECKOUT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "packbuilder-benchmarks")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(f"Load at the start {os.getloadavg()[0]:.2f}; {os.cpu_count()} cores; {options.rounds} rounds")
    mixed_pack(options.folder, options.rounds)
    long_pack(options.folder, options.rounds)
    growth(options.folder, options.rounds)
    window(options.folder, options.rounds)
    print(f"Load at the end {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
