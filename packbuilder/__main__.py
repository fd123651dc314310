"""The command line: what the window does, for tests and for those who like to type.

One error is one sentence and the next step, on standard error, with exit code 2; nothing is left
half written. Each command imports what it needs when it runs, so that a small one starts quickly.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import getpass
import io
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from packbuilder import __version__
from packbuilder.errors import Cancelled, PackBuilderError
from packbuilder.files import why_not

if TYPE_CHECKING:
    from packbuilder.meeting.document_facts import DocumentFacts
    from packbuilder.meeting.findings import Finding
    from packbuilder.meeting.meeting import Meeting
    from packbuilder.pack.documents import AskPassword, TakeDocument
    from packbuilder.pack.plan import PackPlan
    from packbuilder.storage.meeting_file import MeetingFile

_OK, _FINDINGS, _ERROR, _STOPPED = 0, 1, 2, 130


class TerminalProgress:
    """Tells progress on standard error: one line that changes in a terminal, one a step elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        """Write to ``stream``."""
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._last_text = ""

    def step(self, text: str, done: int, total: int) -> None:
        """Show the step; outside a terminal, only when its name changes."""
        if self._is_terminal:
            end = "\n" if done >= total else ""
            self._stream.write(f"\r\x1b[K{text}: {done} of {total}{end}")
        elif text != self._last_text:
            self._stream.write(f"{text}\n")
        self._last_text = text
        self._stream.flush()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def main(arguments: Sequence[str] | None = None, clock: Callable[[], dt.datetime] = _now) -> int:
    """Run one command and return the exit code: 0 done, 1 findings, 2 an error, 130 stopped.

    Args:
        arguments: What was typed after the program's name; if None, what really was.
        clock: Says when something is done, for what a meeting file remembers.
    """
    _settle_streams()
    with contextlib.suppress(ValueError):  # Not the main thread: whoever runs this there stops it.
        signal.signal(signal.SIGTERM, _stop)
    # What an engine mends in a file is told by the facts of the document, in a clerk's words.
    for library in ("pikepdf", "pypdf"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    typed = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser().parse_args(_with_command(typed), argparse.Namespace(clock=clock))
    try:
        exit_code = int(options.run(options))
        sys.stdout.flush()
        return exit_code
    except PackBuilderError as error:
        sys.stderr.write(f"packbuilder: {error}\n")
        return _ERROR
    except (Cancelled, KeyboardInterrupt):
        sys.stderr.write("\npackbuilder: stopped.\n")
        return _STOPPED
    except OSError as error:
        # What is written to and read from files says so itself: this is the terminal, or what it leads to.
        sys.stdout = _nowhere()
        with contextlib.suppress(OSError):
            sys.stderr.write(f"packbuilder: its words could not be written: {why_not(error)}.\n")
        return _ERROR


def _settle_streams() -> None:
    """Make sure that there is somewhere to write to, and that no character stops a sentence."""
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _stop(signal_number: int, frame: object) -> None:
    """End as if the user had pressed Ctrl+C, so that nothing half written is left."""
    raise KeyboardInterrupt


def _with_command(typed: list[str]) -> list[str]:
    """Return what was typed with its command: nothing, or a meeting file alone, means the window."""
    if not typed or (len(typed) == 1 and typed[0].lower().endswith(".meeting")):
        return ["window", *typed]
    return typed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="packbuilder",
        description="Turn an agenda and its reports into one public document pack, and the minutes in Word.",
        epilog="With no command, or a meeting file (FILE.meeting) alone, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"packbuilder {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="build the sample meeting: pack and minutes")
    demo.add_argument("folder", nargs="?", type=Path, default=Path("demo"), metavar="FOLDER")
    demo.set_defaults(run=_demo)

    new = commands.add_parser("new", help="start a meeting from a template, or from the last meeting")
    origin = new.add_mutually_exclusive_group(required=True)
    origin.add_argument("--template", metavar="NAME", help="see --template list")
    origin.add_argument(
        "--from",
        dest="last",
        type=Path,
        metavar="LAST",
        help="the meeting before, a .meeting file or a description: keeps its people, notices, style and "
        "standing items",
    )
    new.add_argument(
        "--date",
        type=_date,
        metavar="D",
        help="the day of the meeting, as 2026-06-18; with --from it may be left out, and is proposed",
    )
    new.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="ends in .toml (a description) or .meeting"
    )
    new.set_defaults(run=_new)

    build = _command(commands.add_parser("build", help="build the pack"), _build)
    _add_pack_choice(build)
    build.add_argument("-o", "--output", type=Path, metavar="PACK.pdf")

    plan = _command(commands.add_parser("plan", help="show every page number; writes nothing"), _plan)
    _add_pack_choice(plan)
    plan.add_argument("--json", action="store_true", help="for programs")

    minutes = _command(commands.add_parser("minutes", help="write the minutes template in Word"), _minutes)
    minutes.add_argument("--replace", action="store_true", help="write over minutes that were changed")
    minutes.add_argument("-o", "--output", type=Path, metavar="MINUTES.docx")

    check = _command(commands.add_parser("check", help="list what to look at before publishing"), _check)
    check.add_argument("--json", action="store_true", help="for programs")

    # Without help these three are not listed: nobody types them.
    window = commands.add_parser("window")
    window.add_argument("file", nargs="?", type=Path, metavar="FILE.meeting")
    window.set_defaults(run=_window)
    commands.add_parser("worker").set_defaults(run=_worker)
    guard = commands.add_parser("office-guard")
    guard.add_argument("command", nargs=argparse.REMAINDER)
    guard.set_defaults(run=_office_guard)
    return parser


def _command(parser: argparse.ArgumentParser, run: object) -> argparse.ArgumentParser:
    parser.add_argument(
        "source", type=Path, metavar="SOURCE", help="a description (.toml) or a .meeting file"
    )
    parser.set_defaults(run=run)
    return parser


def _add_pack_choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pack", choices=("public", "private", "supplement"), default="public")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" is no date; write it as 2026-06-18') from error


# The commands.


def _demo(options: argparse.Namespace) -> int:
    from packbuilder.assets import resource
    from packbuilder.files import make_folder
    from packbuilder.meeting.access import public_view
    from packbuilder.pack.build import build_public_pack
    from packbuilder.pack.collect import collect_into_new
    from packbuilder.pack.documents import from_disk
    from packbuilder.storage.description import read_description
    from packbuilder.word.minutes import write_minutes

    folder: Path = options.folder
    make_folder(folder, "Choose another place.")
    meeting = read_description(resource("sample/meeting.toml"))
    pack = folder / _file_name(meeting, "Public pack", ".pdf")
    minutes = folder / _file_name(meeting, "Minutes", ".docx")
    meeting_file = folder / _file_name(meeting, "Meeting", ".meeting")
    documents = [document for _, document in public_view(meeting).documents()]
    progress, take = TerminalProgress(sys.stderr), from_disk(_ask_password, documents)
    built = build_public_pack(meeting, pack, progress, take)
    word_files = write_minutes(meeting, minutes, replace=True)
    is_new = not meeting_file.exists()
    if is_new:
        collect_into_new(meeting_file, meeting, take, progress, options.clock())
    _say(f"Made from the sample meeting ({meeting.body}, {len(meeting.items)} items):")
    _say(f"  {pack} ({built.plan.page_count} pages, proofed)")
    for word_file in word_files:
        _say(f"  {word_file}")
    if is_new:
        _say(f"  {meeting_file} (the meeting with all its documents, private ones too, to build from)")
    else:
        _say(f"Left as it was: {meeting_file}")
    return _OK


def _new(options: argparse.Namespace) -> int:
    from packbuilder.storage.meeting_file import MeetingFile
    from packbuilder.storage.templates import describe_new_meeting, new_meeting, template_names

    if options.last is not None:
        return _new_from_last(options)
    if options.template == "list":
        _say("\n".join(template_names()))
        return _OK
    if options.date is None:
        raise PackBuilderError("The new meeting has no date.", "Add --date, such as --date 2026-06-18.")
    target = options.output or Path(f"{options.date.isoformat()} {options.template}.toml")
    if _is_meeting_file(target):
        MeetingFile.create(target, new_meeting(options.template, options.date)).close()
        _say(f"Wrote {target}.")
        return _OK
    describe_new_meeting(options.template, options.date, target)
    _say(f"Wrote {target}. Add the items and documents, then: {_program()} build {_quoted(target)}")
    return _OK


def _new_from_last(options: argparse.Namespace) -> int:
    from packbuilder.meeting.printed_times import day_and_date_words
    from packbuilder.reuse.next_meeting import next_meeting
    from packbuilder.storage.meeting_file import MeetingFile

    with _opened(options.last) as source:
        new = next_meeting(source.meeting_as_stored, options.date)
        meeting = new.meeting
        target = options.output or options.last.parent / _file_name(meeting, "Meeting", ".meeting")
        if not _is_meeting_file(target):
            raise PackBuilderError(
                f"{target.name} does not end in .meeting, as a meeting made from the last one does.",
                "Choose a name that ends in .meeting.",
            )
        with contextlib.ExitStack() as on_failure:
            file = MeetingFile.create(target, meeting)
            on_failure.callback(target.unlink, missing_ok=True)
            with file:
                _bring_logo(source, file, meeting)
            on_failure.pop_all()
    _say(f"Wrote {target}: {meeting.body}, {day_and_date_words(meeting.date)}.")
    for heading, sentences in (("Kept:", new.kept), ("Cleared:", new.cleared)):
        if sentences:
            _say("\n".join([heading, *(f"  {sentence}" for sentence in sentences)]))
    return _OK


def _bring_logo(source: _Source, file: MeetingFile, meeting: Meeting) -> None:
    """Copy the council's logo from the last meeting's file, or from the disk, into the new one."""
    if source.file is not None and meeting.style.logo_sha256:
        file.store_logo(source.file.logo(meeting.style.logo_sha256))
    else:
        from packbuilder.pack.collect import collect

        collect(meeting, source.take, file, TerminalProgress(sys.stderr))


def _build(options: argparse.Namespace) -> int:
    with _opened(options.source, _ask_password, to_write=True) as source:
        meeting = source.meeting
        _refuse_other_packs(options.pack)
        target = options.output or options.source.parent / _file_name(meeting, "Public pack", ".pdf")
        if target.suffix.lower() != ".pdf" and not target.is_dir():
            raise PackBuilderError(f"{target.name} does not end in .pdf.", "A pack is a PDF: name it so.")
        _refuse_overwriting_sources(target, options.source, meeting)
        from packbuilder.bank_holidays import closed_days_around
        from packbuilder.meeting.checks import check_meeting
        from packbuilder.pack.build import build_public_pack

        built = build_public_pack(meeting, target, TerminalProgress(sys.stderr), source.take)
        _say(f"Wrote {target}: {built.plan.page_count} pages, proofed.")
        if source.file is not None:
            _log_export(source.file, options.clock(), options.pack, target, built.plan.page_count)
    closed_days, today = closed_days_around(meeting.date), _today(options)
    findings = check_meeting(meeting, built.facts, closed_days=closed_days, today=today)
    if findings:
        _say(_findings_for_people(findings, in_description=source.file is None))
    return _OK


def _log_export(file: MeetingFile, at: dt.datetime, pack: str, target: Path, page_count: int) -> None:
    """Note in the meeting file that a pack was made. The pack is there even where that fails."""
    from packbuilder.files import file_sha256
    from packbuilder.storage.meeting_file import Export

    try:
        file.log_export(Export(at, pack, target.name, file_sha256(target), page_count))
    except PackBuilderError as error:
        sys.stderr.write(f"packbuilder: The meeting file does not remember this pack. {error}\n")
    except OSError as error:
        sys.stderr.write(
            f"packbuilder: The meeting file does not remember this pack: {target.name} could not be "
            f"read again, because {why_not(error)}.\n"
        )


def _plan(options: argparse.Namespace) -> int:
    with _opened(options.source, _ask_password) as source:
        _refuse_other_packs(options.pack)
        from packbuilder.pack.build import plan_public_pack

        plan = plan_public_pack(source.meeting, TerminalProgress(sys.stderr), source.take)
    _say(json.dumps(_plan_for_programs(plan), indent=2) if options.json else _plan_for_people(plan))
    return _OK


def _minutes(options: argparse.Namespace) -> int:
    with _opened(options.source) as source:
        meeting = source.meeting
        facts = source.facts
    from packbuilder.meeting.checks import check_meeting
    from packbuilder.meeting.covers import with_recommendations
    from packbuilder.meeting.findings import refuse_errors
    from packbuilder.word.minutes import exempt_minutes_path, write_minutes

    target = options.output or options.source.parent / _file_name(meeting, "Minutes", ".docx")
    _refuse_overwriting_sources(target, options.source, meeting)
    _refuse_overwriting_sources(exempt_minutes_path(target), options.source, meeting)
    refuse_errors(check_meeting(meeting, {}))
    meeting = with_recommendations(meeting, facts)
    for word_file in write_minutes(meeting, target, replace=options.replace):
        _say(f"Wrote {word_file}.")
    return _OK


def _check(options: argparse.Namespace) -> int:
    from packbuilder.bank_holidays import closed_days_around
    from packbuilder.meeting.findings import Severity
    from packbuilder.pack.check import check_public_pack

    with _opened(options.source) as source:
        findings = check_public_pack(
            source.meeting,
            TerminalProgress(sys.stderr),
            source.take,
            closed_days=closed_days_around(source.meeting.date),
            today=_today(options),
        )
    _say(
        json.dumps(_findings_for_programs(findings), indent=2)
        if options.json
        else _findings_for_people(findings, in_description=source.file is None)
    )
    return _FINDINGS if any(f.severity is Severity.ERROR for f in findings) else _OK


def _window(options: argparse.Namespace) -> int:
    from packbuilder.app.application import run

    return run(options.file)


def _worker(options: argparse.Namespace) -> int:
    from packbuilder.worker.serve import serve

    return serve()


def _office_guard(options: argparse.Namespace) -> int:
    from packbuilder.intake.office.office_guard import main as guard

    return guard(options.command)


# What the commands share.


@dataclasses.dataclass(frozen=True, slots=True)
class _Source:
    """What a command works from: the meeting, where its documents come from, its file if it has one.

    The logo of ``meeting`` is a file that is there while the command runs; ``meeting_as_stored``
    says where it came from.
    """

    meeting: Meeting
    take: TakeDocument
    meeting_as_stored: Meeting
    file: MeetingFile | None = None

    @property
    def facts(self) -> dict[str, DocumentFacts]:
        """The facts of the documents that its file holds, closed ones too; of files on disk none."""
        if self.file is None:
            return {}
        known = self.file.all_facts()
        return {
            document.id: known[document.sha256, document.treatment.key]
            for _, document in self.meeting.documents()
            if (document.sha256, document.treatment.key) in known
        }


@contextlib.contextmanager
def _opened(
    path: Path, ask_password: AskPassword | None = None, *, to_write: bool = False
) -> Iterator[_Source]:
    """Open a description or a meeting file; without ``ask_password``, what needs one is refused.

    Only ``to_write`` is a meeting file of an older format brought to the newest: looking changes nothing.
    """
    from packbuilder.meeting.access import public_view
    from packbuilder.pack.documents import from_disk, from_meeting_file, no_password, published_hashes

    if _is_meeting_file(path):
        from packbuilder.pack.house_logo import with_logo_from
        from packbuilder.storage.meeting_file import MeetingFile

        with MeetingFile.open(path, read_only=not to_write) as file:
            stored = file.meeting()
            if file.damage_note:
                sys.stderr.write(f"packbuilder: {file.damage_note}\n")
            with with_logo_from(file, stored) as meeting:
                yield _Source(meeting, from_meeting_file(file, published_hashes(stored)), stored, file)
    else:
        from packbuilder.storage.description import read_description

        described = read_description(path)
        published = [document for _, document in public_view(described).documents()]
        yield _Source(described, from_disk(ask_password or no_password, published), described)


def _is_meeting_file(path: Path) -> bool:
    return path.suffix.lower() == ".meeting"


def _refuse_other_packs(pack: str) -> None:
    if pack != "public":
        article = "The private pack" if pack == "private" else "A supplement"
        raise PackBuilderError(
            f"{article} cannot be built yet; a later version will.", "Build the public pack: --pack public."
        )


def _refuse_overwriting_sources(target: Path, source: Path, meeting: Meeting) -> None:
    used = [source, *(Path(document.file) for _, document in meeting.documents())]
    if meeting.style.logo:
        used.append(Path(meeting.style.logo))
    if any(_is_same_file(target, path) for path in used):
        raise PackBuilderError(
            f"{target} is one of the files the pack is made from.", "Choose another name with -o."
        )


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # One of them is not there, or has no possible name.
        return False


def _file_name(meeting: Meeting, what: str, suffix: str) -> str:
    from packbuilder.files import safe_file_name

    return safe_file_name(f"{meeting.date.isoformat()} {meeting.body}", f" - {what}{suffix}")


def _today(options: argparse.Namespace) -> dt.date:
    """Return today's date where this computer is."""
    now: dt.datetime = options.clock()
    return now.astimezone().date()


def _ask_password(file_name: str) -> str:
    if not sys.stdin.isatty():
        return ""
    try:
        return getpass.getpass(f"Password for {file_name} (Enter to stop): ", stream=sys.stderr)
    except (EOFError, UnicodeDecodeError):  # Ctrl+D, or bytes that are no text: no password.
        return ""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _program() -> str:
    """Return how this program was called, as it can be typed again."""
    called = Path(sys.argv[0])
    return "python -m packbuilder" if called.name == "__main__.py" else str(called)


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


def _plan_for_programs(plan: PackPlan) -> Mapping[str, object]:
    return {
        "pages": plan.page_count,
        "items": [
            {
                "number": item.number,
                "title": item.item.title,
                "first_page": item.first_page,
                "last_page": item.last_page,
                "label": item.range_label or None,
                "documents": [
                    {
                        "title": document.document.title,
                        "label": document.label,
                        "first_page": document.first_page,
                        "last_page": document.last_page,
                    }
                    for document in item.documents
                ],
            }
            for item in plan.items
        ],
        "sheets": [
            {
                "page_number": sheet.page_number,
                "kind": sheet.kind.value,
                "stamps": [stamp.text for stamp in sheet.stamps],
            }
            for sheet in plan.sheets
        ],
    }


def _plan_for_people(plan: PackPlan) -> str:
    lines = [f"{plan.page_count} pages"]
    for item in plan.items:
        lines.append(f"{item.number:>4}  {item.range_label:<16} {item.item.title}")
        for document in item.documents:
            pages = f"{document.first_page}-{document.last_page}"
            lines.append(f"      {pages:<16} - {document.title}")
    return "\n".join(lines)


def _findings_for_programs(findings: Sequence[Finding]) -> list[Mapping[str, str]]:
    return [
        {
            "severity": finding.severity.name.lower(),
            "message": finding.message,
            "next_step": finding.next_step,
            "item_id": finding.item_id,
            "document_id": finding.document_id,
            "kind": finding.kind,
        }
        for finding in findings
    ]


_KEYS = {
    "tracked-changes": 'remedies = ["accept changes"]',
    "marks": 'remedies = ["drop comments"] or ["flatten"]',
    "form-values": 'remedies = ["flatten"]',
    **dict.fromkeys(
        ("hidden-layers", "covered-text", "covered-picture", "unseen-text", "outside-page"),
        'picture_pages = "1-4, 6"',
    ),
}
"""What a description says of a document to have put right what the window does with one click."""


def _findings_for_people(findings: Sequence[Finding], *, in_description: bool) -> str:
    if not findings:
        return "Nothing to look at."
    lines = []
    for finding in findings:
        words = f"{finding.severity.name.capitalize()}: {finding.message} {finding.next_step}".rstrip()
        key = _KEYS.get(finding.kind, "") if in_description else ""
        lines.append(f"{words} In the description: {key}." if key else words)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
