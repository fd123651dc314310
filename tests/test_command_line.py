"""The commands as a clerk types them: whole processes, their words, their exit codes, their files."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from packbuilder.__main__ import main
from packbuilder.pack.collect import collect_into_new
from packbuilder.pack.documents import from_disk
from packbuilder.progress import Quiet
from packbuilder.storage.description import read_description
from packbuilder.storage.meeting_file import Export, MeetingFile
from packbuilder.storage.templates import new_meeting

DESCRIPTION = """\
format = 1
council = "Wealdmere Council"
body = "Health and Wellbeing Board"
date = 2026-06-18
time = 14:00:00
venue = "Mere Room"
published = 2026-06-10

[[item]]
title = "Minutes"
form = "paper"
lead = "Chair"
[[item.document]]
file = "minutes.pdf"
role = "minutes"

[[item]]
title = "Place development"
form = "report"
lead = "Ali Gilbert"
[[item.document]]
file = "report.pdf"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a described meeting: two documents of three and two pages."""
    (tmp_path / "meeting.toml").write_text(DESCRIPTION, encoding="utf-8")
    write_pdf(tmp_path / "minutes.pdf", 3)
    write_pdf(tmp_path / "report.pdf", 2)
    return tmp_path


def write_pdf(path: Path, page_count: int) -> None:
    canvas = Canvas(str(path), invariant=True)
    for page_number in range(1, page_count + 1):
        canvas.drawString(72, 700, f"{path.stem} sheet {page_number}")
        canvas.showPage()
    canvas.save()


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "packbuilder", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1]), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_build_writes_a_proofed_pack_and_says_so(folder: Path) -> None:
    result = run(folder, "build", "meeting.toml", "-o", "pack.pdf")
    assert (result.returncode, result.stdout) == (0, "Wrote pack.pdf: 8 pages, proofed.\n")
    reader = pypdf.PdfReader(folder / "pack.pdf")
    texts = [page.extract_text() for page in reader.pages]
    assert "minutes sheet 1" in texts[2]
    assert "Agenda Item 1" in texts[2]
    assert "report sheet 1" in texts[6]
    assert "Page 7" in texts[6]
    assert reader.metadata is not None
    assert reader.metadata.title == "Public document pack, Health and Wellbeing Board, 18 June 2026"
    assert reader.page_labels == [str(n) for n in range(1, 9)]
    assert str(reader.root_object["/Lang"]) == "en-GB"
    preferences = reader.root_object["/ViewerPreferences"].get_object()
    assert isinstance(preferences, pypdf.generic.DictionaryObject)
    assert {key: str(value) for key, value in preferences.items()} == {
        "/DisplayDocTitle": "True",
        "/Duplex": "/DuplexFlipLongEdge",
        "/PrintScaling": "/None",
    }


def test_a_pack_without_a_name_is_named_after_the_meeting(folder: Path) -> None:
    assert run(folder, "build", "meeting.toml").returncode == 0
    assert (folder / "2026-06-18 Health and Wellbeing Board - Public pack.pdf").exists()


def test_plan_for_programs_says_every_range_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.iterdir())
    result = run(folder, "plan", "meeting.toml", "--json")
    plan = json.loads(result.stdout)
    assert plan["pages"] == 8
    assert plan["items"] == [
        {
            "number": "1.",
            "title": "Minutes",
            "first_page": 3,
            "last_page": 6,
            "label": "3-6",
            "documents": [{"title": "", "label": "", "first_page": 3, "last_page": 5}],
        },
        {
            "number": "2.",
            "title": "Place development",
            "first_page": 7,
            "last_page": 8,
            "label": "7-8",
            "documents": [{"title": "", "label": "", "first_page": 7, "last_page": 8}],
        },
    ]
    assert [sheet["kind"] for sheet in plan["sheets"]] == [
        "front sheet", "filler", "document", "document", "document", "filler", "document", "document",
    ]  # fmt: skip
    assert plan["sheets"][2] == {
        "page_number": 3,
        "kind": "document",
        "stamps": ["Agenda Item 1", "Page 3"],
    }
    assert sorted(folder.iterdir()) == before


def test_minutes_writes_a_word_file(folder: Path) -> None:
    result = run(folder, "minutes", "meeting.toml", "-o", "minutes.docx")
    assert (result.returncode, result.stdout) == (0, "Wrote minutes.docx.\n")
    assert (folder / "minutes.docx").read_bytes()[:2] == b"PK"


def test_check_names_the_key_of_a_description_that_puts_a_page_right(folder: Path) -> None:
    canvas = Canvas(str(folder / "report.pdf"), invariant=True)
    canvas.drawString(72, 700, "Mrs Brown complained")
    canvas.rect(60, 690, 300, 30, fill=1)
    canvas.save()
    checked = run(folder, "check", "meeting.toml")
    (line,) = (line for line in checked.stdout.splitlines() if "Mrs Brown" in line)
    assert line.endswith('In the description: picture_pages = "1-4, 6".')


def test_check_lists_findings_and_fails_only_on_errors(folder: Path) -> None:
    fine = run(folder, "check", "meeting.toml")
    assert (fine.returncode, fine.stdout) == (0, "Nothing to look at.\n")
    (folder / "report.pdf").unlink()
    broken = run(folder, "check", "meeting.toml", "--json")
    assert broken.returncode == 1
    assert json.loads(broken.stdout)[0] == {
        "severity": "error",
        "message": "Item 2 (Place development): report.pdf could not be read: it is not there.",
        "next_step": f"Check that it is in {folder}.",
        "item_id": "item-2",
        "document_id": "item-2-document-1",
        "kind": "unreadable",
    }


def test_new_writes_a_description_that_builds(folder: Path) -> None:
    result = run(folder, "new", "--template", "cabinet", "--date", "2026-07-01", "-o", "cabinet.toml")
    assert result.returncode == 0
    assert run(folder, "plan", "cabinet.toml").returncode == 0
    again = run(folder, "new", "--template", "cabinet", "--date", "2026-07-01", "-o", "cabinet.toml")
    assert again.returncode == 2
    assert "cabinet.toml is there already" in again.stderr


@pytest.fixture
def stored(folder: Path) -> Path:
    """The described meeting as a meeting file, its documents gone from the disk."""
    path = folder / "june.meeting"
    collect_into_new(path, read_description(folder / "meeting.toml"), from_disk(), Quiet())
    for gone in ("meeting.toml", "minutes.pdf", "report.pdf"):
        (folder / gone).unlink()
    return path


def test_every_command_works_from_a_meeting_file_alone(stored: Path) -> None:
    name = "2026-06-18 Health and Wellbeing Board"
    built = run(stored.parent, "build", "june.meeting")
    assert (built.returncode, built.stdout) == (0, f"Wrote {name} - Public pack.pdf: 8 pages, proofed.\n")
    texts = [
        page.extract_text() for page in pypdf.PdfReader(stored.parent / f"{name} - Public pack.pdf").pages
    ]
    assert "minutes sheet 1" in texts[2]
    assert "Page 7" in texts[6]
    planned = run(stored.parent, "plan", "june.meeting", "--json")
    assert json.loads(planned.stdout)["items"][1]["label"] == "7-8"
    checked = run(stored.parent, "check", "june.meeting")
    assert (checked.returncode, checked.stdout) == (0, "Nothing to look at.\n")
    assert run(stored.parent, "minutes", "june.meeting").stdout == f"Wrote {name} - Minutes.docx.\n"


def test_a_meeting_file_remembers_the_packs_that_were_made(stored: Path) -> None:
    target = stored.parent / "pack.pdf"
    now = dt.datetime(2026, 6, 9, 17, 5, tzinfo=dt.UTC)
    assert main(["build", str(stored), "-o", str(target)], clock=lambda: now) == 0
    assert main(["plan", str(stored)]) == 0
    with MeetingFile.open(stored) as file:
        sha256 = hashlib.sha256(target.read_bytes()).hexdigest()
        assert file.exports() == (Export(now, "public", "pack.pdf", sha256, 8),)


def test_a_pack_that_fails_is_not_remembered_and_the_meeting_file_is_as_it_was(stored: Path) -> None:
    before = stored.read_bytes()
    assert run(stored.parent, "build", "june.meeting", "-o", "nowhere/pack.pdf").returncode == 2
    assert stored.read_bytes() == before


@pytest.mark.parametrize("command", ["build", "minutes"])
def test_output_is_never_written_over_the_meeting_file(command: str, stored: Path) -> None:
    before = stored.read_bytes()
    result = run(stored.parent, command, "june.meeting", "-o", "june.meeting")
    assert result.returncode == 2
    assert "june.meeting" in result.stderr
    assert stored.read_bytes() == before


def test_new_writes_a_meeting_file_too(folder: Path) -> None:
    arguments = ("new", "--template", "cabinet", "--date", "2026-07-01", "-o", "cabinet.meeting")
    result = run(folder, *arguments)
    assert (result.returncode, result.stdout) == (0, "Wrote cabinet.meeting.\n")
    with MeetingFile.open(folder / "cabinet.meeting") as file:
        assert file.meeting() == new_meeting("cabinet", dt.date(2026, 7, 1))
    assert run(folder, "plan", "cabinet.meeting").returncode == 0
    again = run(folder, *arguments)
    assert again.returncode == 2
    assert "cabinet.meeting is there already" in again.stderr


def test_a_meeting_file_brings_the_logo_that_is_gone_from_the_disk(folder: Path) -> None:
    Image.new("RGB", (60, 30), (20, 60, 120)).save(folder / "logo.png")
    description = (folder / "meeting.toml").read_text(encoding="utf-8")
    (folder / "meeting.toml").write_text(
        description.replace("format = 1\n", 'format = 1\nlogo = "logo.png"\n'), encoding="utf-8"
    )
    assert run(folder, "build", "meeting.toml", "-o", "pack.pdf").returncode == 0
    collect_into_new(folder / "june.meeting", read_description(folder / "meeting.toml"), from_disk(), Quiet())
    for gone in ("meeting.toml", "minutes.pdf", "report.pdf", "logo.png"):
        (folder / gone).unlink()
    for command in ("build", "plan", "check", "minutes"):
        result = run(folder, command, "june.meeting", *(("-o", "again.pdf") if command == "build" else ()))
        assert result.returncode == 0, result.stderr
    pictures = [
        [image.data for image in pypdf.PdfReader(folder / name).pages[0].images]
        for name in ("pack.pdf", "again.pdf")
    ]
    assert pictures[0] == pictures[1] != []
    following = run(folder, "new", "--from", "june.meeting", "-o", "july.meeting")
    assert following.returncode == 0, following.stderr
    with MeetingFile.open(folder / "july.meeting") as july, MeetingFile.open(folder / "june.meeting") as june:
        sha256 = june.meeting().style.logo_sha256
        assert july.meeting().style.logo_sha256 == sha256
        assert july.logo(sha256) == june.logo(sha256)


def test_looking_at_a_meeting_file_of_an_older_format_does_not_change_it(folder: Path) -> None:
    kept = Path(__file__).parent / "storage" / "meeting_files" / "format-1.meeting"
    old = folder / "old.meeting"
    old.write_bytes(kept.read_bytes())
    for command in ("plan", "minutes"):
        assert run(folder, command, "old.meeting").returncode == 0
    checked = run(folder, "check", "old.meeting")
    assert checked.returncode == 1
    assert "was taken in by an earlier packbuilder" in checked.stdout
    assert old.read_bytes() == kept.read_bytes()
    refused = run(folder, "build", "old.meeting")
    assert refused.returncode == 2
    assert "was taken in by an earlier packbuilder" in refused.stderr


@pytest.mark.parametrize("source", ["meeting.toml", "june.meeting"])
def test_new_makes_the_next_meeting_from_the_last_and_says_what_it_kept(source: str, folder: Path) -> None:
    if source == "june.meeting":
        collect_into_new(folder / source, read_description(folder / "meeting.toml"), from_disk(), Quiet())
    result = run(folder, "new", "--from", source, "-o", "next.meeting")
    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "Wrote next.meeting: Health and Wellbeing Board, Thursday 16 July 2026.\n"
        "Kept:\n"
        "  The house style.\n"
        "  1 standing item: Minutes.\n"
        "Cleared:\n"
        "  1 item of business: Place development.\n"
        "  2 documents.\n"
        "  The date of publication.\n",
        "",
    )
    with MeetingFile.open(folder / "next.meeting") as file:
        assert file.meeting().date == dt.date(2026, 7, 16)
        assert file.all_facts() == {}
    assert run(folder, "plan", "next.meeting").returncode == 0


def test_the_next_meeting_takes_the_date_and_the_name_that_are_given(folder: Path) -> None:
    result = run(folder, "new", "--from", "meeting.toml", "--date", "2026-09-03")
    name = "2026-09-03 Health and Wellbeing Board - Meeting.meeting"
    assert result.stdout.startswith(f"Wrote {name}: Health and Wellbeing Board, Thursday 3 September 2026.")
    before = (folder / name).read_bytes()
    again = run(folder, "new", "--from", "meeting.toml", "--date", "2026-09-03")
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert (folder / name).read_bytes() == before


def test_check_tells_by_when_to_publish_counting_bank_holidays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    description = (folder / "meeting.toml").read_text(encoding="utf-8")
    easter = description.replace("date = 2026-06-18", "date = 2026-04-08").replace(
        "published = 2026-06-10\n", ""
    )
    (folder / "meeting.toml").write_text(easter, encoding="utf-8")
    says = {
        27: "Notice: The meeting has no date of publication. "
        "Publish by Friday 27 March 2026 (five clear days), and write when.",
        28: "Warning: The agenda should have been public by Friday 27 March 2026 (five clear days). "
        "Publish it at once and take advice from your monitoring officer, or move the meeting.",
    }
    for day, words in says.items():
        noon = functools.partial(dt.datetime, 2026, 3, day, 12, tzinfo=dt.UTC)
        assert main(["check", str(folder / "meeting.toml")], clock=noon) == 0
        assert capsys.readouterr().out.strip() == words


def test_demo_makes_the_sample_pack_and_minutes(tmp_path: Path) -> None:
    result = run(tmp_path, "demo", "made")
    assert result.returncode == 0, result.stderr
    made = sorted(path.suffix for path in (tmp_path / "made").iterdir())
    assert made == [".docx", ".docx", ".meeting", ".pdf"]
    pack = next((tmp_path / "made").glob("*.pdf"))
    assert "QUINCUNX" not in "".join(page.extract_text() for page in pypdf.PdfReader(pack).pages)
    assert b"QUINCUNX" not in decoded(pack)


def test_the_meeting_file_of_the_demo_builds_the_same_pack_and_is_not_written_over(tmp_path: Path) -> None:
    assert run(tmp_path, "demo", "made").returncode == 0
    (source,) = (tmp_path / "made").glob("*.meeting")
    (pack,) = (tmp_path / "made").glob("*.pdf")
    texts = [page.extract_text() for page in pypdf.PdfReader(pack).pages]
    pack.unlink()
    result = run(tmp_path, "build", str(source))
    assert result.returncode == 0, result.stderr
    assert [page.extract_text() for page in pypdf.PdfReader(pack).pages] == texts
    before = source.read_bytes()
    again = run(tmp_path, "demo", "made")
    assert again.returncode == 0
    assert "Left as it was: " in again.stdout
    assert source.read_bytes() == before


def decoded(path: Path) -> bytes:
    with pikepdf.open(path) as pdf:
        objects = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        streams = [o.read_bytes() for o in objects if "DCTDecode" not in str(o.get("/Filter"))]
        return b"".join(streams) + b"".join(o.unparse(resolved=True) for o in pdf.objects)


def test_two_builds_in_two_time_zones_give_the_same_bytes(folder: Path) -> None:
    run(folder, "build", "meeting.toml", "-o", "one.pdf", TZ="Pacific/Auckland", PYTHONHASHSEED="1")
    run(folder, "build", "meeting.toml", "-o", "two.pdf", TZ="America/Los_Angeles", PYTHONHASHSEED="2")
    assert (folder / "one.pdf").read_bytes() == (folder / "two.pdf").read_bytes()


def test_minutes_that_someone_typed_into_are_not_written_over(folder: Path) -> None:
    assert run(folder, "minutes", "meeting.toml", "-o", "minutes.docx").returncode == 0
    assert run(folder, "minutes", "meeting.toml", "-o", "minutes.docx").returncode == 0
    (folder / "minutes.docx").write_bytes(b"an hour of typing")
    again = run(folder, "minutes", "meeting.toml", "-o", "minutes.docx")
    assert again.returncode == 2
    assert "--replace" in again.stderr
    assert (folder / "minutes.docx").read_bytes() == b"an hour of typing"
    assert run(folder, "minutes", "meeting.toml", "-o", "minutes.docx", "--replace").returncode == 0


def test_a_template_that_is_not_filled_in_yet_stops_the_pack_and_the_minutes(folder: Path) -> None:
    run(folder, "new", "--template", "cabinet", "--date", "2026-07-01", "-o", "cabinet.toml")
    files = sorted(folder.iterdir())
    for command in ("build", "minutes"):
        result = run(folder, command, "cabinet.toml")
        assert result.returncode == 2
        assert 'The council still says "[Council]".' in result.stderr
    assert sorted(folder.iterdir()) == files


def test_a_closed_paper_attached_again_as_an_open_one_stops_the_pack(folder: Path) -> None:
    (folder / "copy.pdf").write_bytes((folder / "report.pdf").read_bytes())
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write('[[item.document]]\nfile = "copy.pdf"\naccess = "exempt"\nexempt_paragraphs = [3]\n')
    for command in ("build", "check"):
        result = run(folder, command, "meeting.toml")
        assert result.returncode == (2 if command == "build" else 1)
        assert "is the same file as" in result.stdout + result.stderr
    assert not list(folder.glob("*pack.pdf"))


# Bad input: one sentence and the next step, exit 2, nothing half written, an earlier pack untouched.


def make_missing(folder: Path) -> None:
    (folder / "report.pdf").unlink()


def make_empty(folder: Path) -> None:
    (folder / "report.pdf").write_bytes(b"")


def make_text(folder: Path) -> None:
    (folder / "report.pdf").write_text("This is the report.\n", encoding="utf-8")


def make_word(folder: Path) -> None:
    (folder / "report.docx").write_bytes(b"PK\x03\x04" + bytes(60))
    description = (folder / "meeting.toml").read_text(encoding="utf-8")
    (folder / "meeting.toml").write_text(description.replace("report.pdf", "report.docx"), encoding="utf-8")


def make_locked(folder: Path) -> None:
    with pikepdf.open(folder / "report.pdf", allow_overwriting_input=True) as pdf:
        pdf.save(folder / "report.pdf", encryption=pikepdf.Encryption(user="secret", owner="owner"))


def make_cut_off(folder: Path) -> None:
    (folder / "report.pdf").write_bytes((folder / "report.pdf").read_bytes()[:120])


def make_folder(folder: Path) -> None:
    (folder / "report.pdf").unlink()
    (folder / "report.pdf").mkdir()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (make_missing, "report.pdf could not be read: it is not there. Check that it is in {folder}."),
        (make_empty, "report.pdf is empty (0 bytes). Ask its author for it again."),
        (make_text, "report.pdf is named .pdf but is a text file. "
                    "Open it where it was made and save it as PDF."),
        (make_word, "report.docx is damaged, so what it carries could not be looked through. "
                    "Open it in its own program and save it again, or ask its author for a new copy."),
        (make_locked, "report.pdf opens only with a password. Ask its author for the password, or for a copy "
                      "without one."),
        (make_cut_off, "report.pdf is damaged, or protected in a way that cannot be opened. "
                       "Open it in its own program and save it as PDF again, or ask its author for a new "
                       "copy."),
        (make_folder, "report.pdf could not be read: it is a folder. Check that it is in {folder}."),
    ],
    ids=["missing", "empty", "text", "word", "locked", "cut off", "folder"],
)  # fmt: skip
def test_a_bad_document_is_one_clear_error_and_changes_nothing(
    folder: Path, spoil: object, says: str
) -> None:
    assert run(folder, "build", "meeting.toml", "-o", "pack.pdf").returncode == 0
    earlier = (folder / "pack.pdf").read_bytes()
    assert callable(spoil)
    spoil(folder)
    files = sorted(folder.iterdir())
    result = run(folder, "build", "meeting.toml", "-o", "pack.pdf")
    assert result.returncode == 2
    message = result.stderr.splitlines()[-1]
    assert message == f"packbuilder: Item 2 (Place development): {says.format(folder=folder)}"
    assert (folder / "pack.pdf").read_bytes() == earlier
    assert sorted(folder.iterdir()) == files


def test_a_full_disk_is_said_and_leaves_the_earlier_pack(folder: Path) -> None:
    resource = pytest.importorskip("resource", reason="needs a limit on the size of files")
    assert run(folder, "build", "meeting.toml", "-o", "pack.pdf").returncode == 0
    earlier = (folder / "pack.pdf").read_bytes()
    files = sorted(folder.iterdir())
    result = subprocess.run(
        [sys.executable, "-m", "packbuilder", "build", "meeting.toml", "-o", "pack.pdf"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        # The system refuses to write past this size as it refuses on a full disk.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert result.returncode == 2
    assert "pack.pdf could not be written: the disk is full." in result.stderr
    assert "Traceback" not in result.stderr
    assert (folder / "pack.pdf").read_bytes() == earlier
    assert sorted(folder.iterdir()) == files


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("build", "meeting.toml", "-o", "nowhere/pack.pdf"),
            "nowhere is not there. Make it, or choose another.",
        ),
        (("build", "meeting.toml", "-o", "."), "is a folder, so no file can be written there."),
        (
            ("build", "meeting.toml", "-o", "report.pdf"),
            "report.pdf is one of the files the pack is made from.",
        ),
        (("build", "meeting.toml", "-o", "meeting.toml"), "meeting.toml does not end in .pdf."),
        (("minutes", "meeting.toml", "-o", "minutes.pdf"), "minutes.pdf"),
        (("build", "gone.toml"), "gone.toml could not be read: it is not there."),
        (("build", "report.pdf"), "report.pdf is not a text file in UTF-8."),
        (("build", "gone.meeting"), "gone.meeting could not be opened: it is not there."),
        (("build", "meeting.toml", "--pack", "private"), "The private pack cannot be built yet"),
        (("plan", "meeting.toml", "--pack", "supplement"), "A supplement cannot be built yet"),
        (("new", "--template", "cabinett", "--date", "2026-07-01"), "Did you mean cabinet?"),
        (("new", "--template", "cabinet", "--from", "meeting.toml"), "not allowed with argument"),
        (("new", "--from", "gone.meeting"), "gone.meeting could not be opened: it is not there."),
        (("new", "--from", "meeting.toml", "-o", "next.toml"), "next.toml does not end in .meeting"),
    ],
)
def test_a_wrong_call_is_one_clear_error(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    files = sorted(folder.iterdir())
    result = run(folder, *arguments)
    assert result.returncode == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(folder.iterdir()) == files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", ["report.pdf", "meeting.toml", "pack.pdf"])
def test_a_named_pipe_is_refused_at_once_wherever_a_file_belongs(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    result = run(folder, "build", "meeting.toml", "-o", "pack.pdf")
    assert result.returncode == 2
    assert "no ordinary file" in result.stderr
    assert (folder / name).is_fifo()


def test_a_link_to_the_earlier_pack_stays_a_link(folder: Path) -> None:
    (folder / "published").mkdir()
    (folder / "published" / "pack.pdf").write_bytes(b"the earlier pack")
    (folder / "pack.pdf").symlink_to(Path("published") / "pack.pdf")
    assert run(folder, "build", "meeting.toml", "-o", "pack.pdf").returncode == 0
    assert (folder / "pack.pdf").is_symlink()
    assert (folder / "published" / "pack.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
@pytest.mark.parametrize("ending", [">&-", "2>&-", ">/dev/full", "</dev/null | head -c0"])
def test_a_closed_or_full_terminal_gives_no_traceback(folder: Path, ending: str) -> None:
    result = subprocess.run(
        f'"{sys.executable}" -m packbuilder plan meeting.toml {ending}',
        shell=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in result.stderr
