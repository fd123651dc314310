from __future__ import annotations

import concurrent.futures
import datetime as dt
import http.server
import io
import os
import re
import select
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pptx
import pypdf
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from pptx.oxml.ns import qn

from packbuilder.errors import PackBuilderError
from packbuilder.intake.office import libreoffice
from packbuilder.intake.office.libreoffice import (
    OfficeFile,
    Target,
    convert,
    find_libreoffice,
    libreoffice_missing,
)
from packbuilder.intake.office.rtf_fields import without_included_files

_SOFFICE = find_libreoffice()
needs_libreoffice = pytest.mark.skipif(_SOFFICE is None, reason="LibreOffice is not installed")
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")

_PICTURE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_HOSTILE_NAMES = ("-o.docx", "a:b 100% \"q\" 'r'.docx", "Zoë & 報告 $(x).docx", "n" * 240 + ".docx")


# What real LibreOffice makes of real files.


class _Asked(http.server.BaseHTTPRequestHandler):
    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this computer, and what it was asked for."""
    paths: list[str] = []
    handler = type("Handler", (_Asked,), {"paths": paths})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", paths
        server.shutdown()


def _report(path: Path, text: str = "The report") -> Path:
    document = docx.Document()
    document.core_properties.title = "Place development"
    document.add_heading("Purpose", 1)
    commented = document.add_paragraph(text)
    document.add_comment(commented.runs, text="Is this right?", author="A N Officer")
    document.add_heading("Options", 2)
    document.save(str(path))
    return path


def _linked_report(path: Path, addresses: Sequence[str]) -> Path:
    """A report whose pictures are not in it, but elsewhere."""
    document = docx.Document()
    document.add_paragraph("Linked")
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "blue").save(picture, "PNG")
    for address in addresses:
        document.add_picture(picture)
        blip = document.element.body.findall(".//" + qn("a:blip"))[-1]
        del blip.attrib[qn("r:embed")]
        blip.set(qn("r:link"), document.part.relate_to(address, _PICTURE, is_external=True))
    document.save(str(path))
    return path


def _slides(path: Path) -> Path:
    slides = pptx.Presentation()
    for title in ("Seen", "Unseen"):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = "Say nothing of the merger"
    slides.slides[1]._element.set("show", "0")  # noqa: SLF001
    slides.save(str(path))
    return path


def _dates(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = dt.date(2023, 6, 20)
    # Excel's short date: how it reads depends on the computer.
    sheet["A1"].number_format = "mm-dd-yy"
    sheet.column_dimensions["A"].width = 20
    book.save(path)
    return path


def _encrypted_text(path: Path) -> Path:
    kind = "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", kind)
        parts.writestr("content.xml", os.urandom(2000))
        parts.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" '
            'manifest:size="5000"><manifest:encryption-data manifest:checksum-type="SHA1/1K" '
            'manifest:checksum="AAAAAAAAAAAAAAAAAAAAAAAAAAA="><manifest:algorithm '
            'manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="AAAAAAAAAAA="/>'
            '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024" '
            'manifest:salt="AAAAAAAAAAAAAAAAAAAAAA=="/></manifest:encryption-data></manifest:file-entry>'
            "</manifest:manifest>",
        )
    return path


def _encrypted_workbook(path: Path) -> Path:
    """What an .xlsx with a password is, as far as its first look goes."""
    names = "".join(("EncryptionInfo\0", "EncryptedPackage\0")).encode("utf-16-le")
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + b"\x09").ljust(512, b"\0")
    path.write_bytes(head + "Root Entry".encode("utf-16-le").ljust(128, b"\0") + names.ljust(4096, b"\0"))
    return path


_MACRO_TEXT = """<?xml version="1.0"?><office:document
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"
 xmlns:ooo="http://openoffice.org/2004/office" xmlns:xlink="http://www.w3.org/1999/xlink"
 office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.2"><office:scripts>
 <office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">
 <ooo:module ooo:name="M"><ooo:source-code>Sub Run
 Open "{written}" For Output As #1
 Print #1, "ran"
 Close #1
 End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
 <office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load"
 xlink:href="vnd.sun.star.script:Standard.M.Run?language=Basic&amp;location=document"/>
 </office:event-listeners></office:scripts>
 <office:body><office:text><text:p>With a macro</text:p>
 <text:section text:name="s"><text:section-source xlink:href="{secret}"/><text:p>As it was</text:p>
 </text:section></office:text></office:body></office:document>"""


class _Batch:
    """Files of every kind, converted by one call."""

    def __init__(self, folder: Path, address: str) -> None:
        secret = folder / "secret.png"
        Image.new("RGB", (200, 100), "red").save(secret)
        secret_words = folder / "secret.txt"
        secret_words.write_text("TOPSECRET")
        self.macro_wrote = folder / "macro-ran"
        sources = folder / "sources"
        sources.mkdir()
        truncated = sources / "truncated.docx"
        truncated.write_bytes(_report(sources / "whole.docx").read_bytes()[:9000])
        rtf = sources / "linked.rtf"
        rtf.write_text(
            r"{\rtf1\ansi Rich {\field{\*\fldinst INCLUDEPICTURE "
            rf'"{secret}" \\d}}{{\fldrslt as it was}}}}'
            r"{\field{\*\fldinst INCLUDE\'50ICTURE "
            rf'"{secret}" \\d}}{{\fldrslt as it was}}}}\par}}'
        )
        macro = sources / "macro.fodt"
        macro.write_text(_MACRO_TEXT.format(written=self.macro_wrote, secret=secret_words.as_uri()))
        (sources / "other").mkdir()
        self.files = {
            "report": _report(sources / "report.docx"),
            "same name": _report(sources / "other" / "report.docx", "Another report"),
            "truncated": truncated,
            "slides": _slides(sources / "slides.pptx"),
            "dates": _dates(sources / "dates.xlsx"),
            "linked": _linked_report(sources / "linked.docx", [f"{address}/a.png", secret.as_uri()]),
            "rich text": rtf,
            "macro": macro,
            "password": _encrypted_text(sources / "minutes.odt"),
            "workbook with password": _encrypted_workbook(sources / "salaries.xlsx"),
            **{name: _report(sources / name.replace("/", "_")) for name in _HOSTILE_NAMES},
        }
        self.folder = folder / "Résults 100%"
        self.folder.mkdir()
        keys = list(self.files)
        order = list(convert([OfficeFile(path) for path in self.files.values()], self.folder))
        assert sorted(index for index, _ in order) == list(range(len(keys)))
        self.results = {keys[index]: result for index, result in order}

    def pdf(self, key: str) -> Path:
        result = self.results[key]
        assert isinstance(result, Path), result
        return result

    def text(self, key: str) -> str:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(self.pdf(key)).pages)

    def refusal(self, key: str) -> PackBuilderError:
        result = self.results[key]
        assert isinstance(result, PackBuilderError), result
        return result


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory, asked: tuple[str, list[str]]) -> _Batch:
    if _SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    return _Batch(tmp_path_factory.mktemp("batch"), asked[0])


def test_a_report_becomes_a_tagged_pdf_with_bookmarks_and_its_title(batch: _Batch) -> None:
    with pikepdf.open(batch.pdf("report")) as pdf, pdf.open_outline() as outline:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert [item.title for item in outline.root] == ["Purpose"]
        assert [item.title for item in outline.root[0].children] == ["Options"]
        assert str(pdf.docinfo["/Title"]) == "Place development"


def test_comments_are_neither_printed_nor_kept_as_marks(batch: _Batch) -> None:
    assert "Is this right?" not in batch.text("report")
    with pikepdf.open(batch.pdf("report")) as pdf:
        assert not any("/Annots" in page.obj for page in pdf.pages)


def test_hidden_slides_and_speaker_notes_are_not_in_the_pdf(batch: _Batch) -> None:
    text = batch.text("slides")
    assert "Seen" in text
    assert "Unseen" not in text
    assert "merger" not in text
    assert b"merger" not in batch.pdf("slides").read_bytes()


def test_nothing_is_fetched_from_the_network(batch: _Batch, asked: tuple[str, list[str]]) -> None:
    assert "Linked" in batch.text("linked")
    assert asked[1] == []


@pytest.mark.parametrize("key", ["linked", "rich text", "macro"])
def test_nothing_of_another_file_on_this_computer_comes_into_the_pdf(batch: _Batch, key: str) -> None:
    assert "TOPSECRET" not in batch.text(key)
    with pikepdf.open(batch.pdf(key)) as pdf:
        pictures = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        sizes = [(int(p.Width), int(p.Height)) for p in pictures if p.get("/Subtype") == "/Image"]
    # A sign for a missing picture may be there, but not the picture, whose sides are as 2 to 1.
    assert all(width == height for width, height in sizes)


def test_the_words_that_a_field_last_showed_stay(batch: _Batch) -> None:
    assert batch.text("rich text").count("as it was") == 2
    assert "As it was" in batch.text("macro")


def test_macros_do_not_run(batch: _Batch) -> None:
    assert "With a macro" in batch.text("macro")
    assert not batch.macro_wrote.exists()


def test_dates_read_as_in_britain_whatever_the_language_of_the_computer(batch: _Batch) -> None:
    assert "20/06/2023" in batch.text("dates")


@pytest.mark.parametrize("name", _HOSTILE_NAMES)
def test_no_name_of_a_file_is_a_hindrance(batch: _Batch, name: str) -> None:
    assert "The report" in batch.text(name)


def test_two_files_of_one_name_do_not_overwrite_each_other(batch: _Batch) -> None:
    assert "Another report" in batch.text("same name")
    assert "Another report" not in batch.text("report")


def test_a_truncated_file_is_refused_by_name_and_the_others_are_converted(batch: _Batch) -> None:
    refusal = batch.refusal("truncated")
    assert refusal.what.startswith("truncated.docx is damaged")
    assert refusal.next_step


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(range(256)) * 20,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20,
        b"\xd0\xcf\x11\xe0",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
    ],
)
def test_rubbish_is_refused_and_not_printed_as_if_it_were_text(stand_in: _StandIn, content: bytes) -> None:
    path = stand_in.folder / "report.doc"
    path.write_bytes(content)
    ((_, result),) = convert([OfficeFile(path)], stand_in.results, libreoffice=stand_in.program)
    assert isinstance(result, PackBuilderError)
    assert result.what.startswith("report.doc is damaged")
    assert not any(stand_in.results.iterdir())


@pytest.mark.parametrize(
    ("key", "name"), [("password", "minutes.odt"), ("workbook with password", "salaries.xlsx")]
)
def test_a_file_with_a_password_is_refused_with_what_to_do(batch: _Batch, key: str, name: str) -> None:
    refusal = batch.refusal(key)
    assert refusal.what == f"{name} is protected by a password."
    assert "take the password off" in refusal.next_step


def test_nothing_but_results_is_left(batch: _Batch) -> None:
    left = {path for path in batch.folder.rglob("*") if not path.is_dir()}
    assert left == {result for result in batch.results.values() if isinstance(result, Path)}


_LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
from packbuilder.intake.office.libreoffice import OfficeFile, convert
for index, result in convert([OfficeFile(Path(sys.argv[1]))], Path(sys.argv[2])):
    print(result)
"""


@needs_libreoffice
@needs_shell
def test_two_at_once_work_within_the_workers_memory_while_libreoffice_is_open(tmp_path: Path) -> None:
    source = _report(tmp_path / "report.docx")
    # Whose home it is decides which profile an open LibreOffice has: the same for all three.
    environment = {**os.environ, "HOME": str(tmp_path / "home")}
    for name in ("home", "0", "1"):
        (tmp_path / name).mkdir()
    own = subprocess.Popen(
        [str(_SOFFICE), "--headless", "--norestore", "--accept=pipe,name=packbuilder-test;urp"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def converted(name: str) -> str:
        command = [sys.executable, "-c", _LIMITED, str(source), str(tmp_path / name)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    try:
        with concurrent.futures.ThreadPoolExecutor(2) as both:
            made = [Path(line.strip()) for line in both.map(converted, ("0", "1"))]
        assert own.poll() is None, "The clerk's own LibreOffice was ended"
        assert [len(pypdf.PdfReader(path).pages) for path in made] == [1, 1]
    finally:
        os.killpg(own.pid, 9)
        own.wait()


# What packbuilder makes of a LibreOffice that does not do as it should.

_STAND_IN = r"""#!/bin/sh
# Does to each file what stands in it; holds a pipe open while it lives.
if [ -p "{folder}/told" ]; then exec 9>"{folder}/told"; echo started >&9; fi
echo call >> "{folder}/calls"
while [ "$1" != out ]; do shift; done
shift
for name; do
    base=${{name##*/}}
    made="out/${{base%.*}}.pdf"
    case "$(cat "$name")" in
    *damaged*) echo "Error: source file could not be loaded" >&2; continue ;;
    *hang-in-loading*) sleep 600 ;;
    *crash-in-loading*) kill -9 $$ ;;
    *alone*) [ "$#" -eq 1 ] || kill -9 $$ ;;
    *nothing*) continue ;;
    esac
    echo "convert $PWD/$name -> $PWD/$made using filter : writer_pdf_Export"
    case "$(cat "$name")" in
    *hang-in-writing*) echo "%PDF-1.7 and no more" > "$made"; sleep 600 ;;
    *half*) head -c 300 "{folder}/good.pdf" > "$made" ;;
    *unwritten*) ;;
    *) cp "{folder}/good.pdf" "$made" ;;
    esac
done
exit 0
"""
_DEAD = "#!/bin/sh\nexit 0\n"
_ASLEEP = "#!/bin/sh\nsleep 600\n"
_BROKEN = "#!/bin/sh\nkill -SEGV $$\n"


class _StandIn:
    """A stand-in for LibreOffice, and the files that it is given."""

    def __init__(self, folder: Path, script: str = _STAND_IN) -> None:
        self.folder = folder
        self.results = folder / "results"
        self.results.mkdir()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(folder / "good.pdf")
        self.program = folder / "bin" / "soffice"
        self.program.parent.mkdir()
        self.program.write_text(script.format(folder=folder) if "{" in script else script)
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def convert(self, *contents: str, silence_s: float = 0.6) -> dict[str, Path | PackBuilderError]:
        files = []
        for number, content in enumerate(contents):
            path = self.folder / f"{number}.docx"
            path.write_text(content)
            files.append(OfficeFile(path, name=f"{content}.docx"))
        results = dict(convert(files, self.results, libreoffice=self.program, silence_s=silence_s))
        assert sorted(results) == list(range(len(contents)))
        made = {result for result in results.values() if isinstance(result, Path)}
        left = {path for path in self.results.rglob("*") if not path.is_dir()}
        assert left == made, "Something was left behind"
        assert made or not any(self.results.iterdir())
        return {contents[index]: result for index, result in results.items()}

    @property
    def call_count(self) -> int:
        return len((self.folder / "calls").read_text().splitlines())


@pytest.fixture
def stand_in(tmp_path: Path) -> _StandIn:
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    return _StandIn(tmp_path)


def _refused(result: Path | PackBuilderError) -> PackBuilderError:
    assert isinstance(result, PackBuilderError)
    # One sentence that says what happened, and one that says what to do.
    assert re.fullmatch(r"[^\n]+\.", result.what)
    assert re.fullmatch(r"[^\n]+\.", result.next_step)
    return result


@pytest.mark.parametrize("content", ["hang-in-loading", "hang-in-writing"])
def test_a_file_that_libreoffice_hangs_on_is_refused_and_the_others_are_not(
    stand_in: _StandIn, content: str
) -> None:
    results = stand_in.convert("first", "damaged", content, "last")
    assert isinstance(results["first"], Path)
    assert isinstance(results["last"], Path)
    assert "damaged" in _refused(results["damaged"]).what
    refusal = _refused(results[content])
    assert refusal.what.startswith(f"{content}.docx was not converted")
    assert "seconds" in refusal.what


def test_a_file_that_libreoffice_breaks_off_at_is_refused_and_the_others_are_not(stand_in: _StandIn) -> None:
    results = stand_in.convert("first", "crash-in-loading", "last")
    assert isinstance(results["first"], Path)
    assert isinstance(results["last"], Path)
    assert "crash-in-loading.docx was not converted" in _refused(results["crash-in-loading"]).what


def test_a_file_that_fails_among_others_is_tried_once_more_alone(stand_in: _StandIn) -> None:
    results = stand_in.convert("first", "alone", "last")
    assert all(isinstance(result, Path) for result in results.values())
    assert stand_in.call_count == 3


@pytest.mark.parametrize("content", ["half", "unwritten", "nothing"])
def test_an_exit_code_of_0_proves_nothing(stand_in: _StandIn, content: str) -> None:
    results = stand_in.convert("first", content)
    assert isinstance(results["first"], Path)
    assert f"{content}.docx" in _refused(results[content]).what


def test_files_are_converted_by_one_call(stand_in: _StandIn) -> None:
    results = stand_in.convert(*(f"report {n}" for n in range(12)))
    assert all(isinstance(result, Path) for result in results.values())
    assert stand_in.call_count == 1


def test_results_come_while_libreoffice_is_still_at_work(stand_in: _StandIn) -> None:
    paths = [stand_in.folder / f"{number}.docx" for number in range(3)]
    for path, content in zip(paths, ("first", "second", "hang-in-loading"), strict=True):
        path.write_text(content)
    running = convert([OfficeFile(path) for path in paths], stand_in.results, libreoffice=stand_in.program)
    assert next(running)[0] == 0
    running.close()


@needs_shell
def test_whoever_stops_asking_ends_libreoffice(tmp_path: Path) -> None:
    stand_in = _StandIn(tmp_path)
    os.mkfifo(tmp_path / "told")
    told = os.open(tmp_path / "told", os.O_RDONLY | os.O_NONBLOCK)
    try:
        for number, content in enumerate(("first", "hang-in-writing", "hang-in-writing")):
            (tmp_path / f"{number}.docx").write_text(content)
        files = [OfficeFile(tmp_path / f"{number}.docx") for number in range(3)]
        running = convert(files, stand_in.results, libreoffice=stand_in.program)
        next(running)
        running.close()
        assert select.select([told], [], [], 2.0)[0]
        assert os.read(told, 100) == b"started\n"
        assert select.select([told], [], [], 2.0)[0]
        assert os.read(told, 100) == b"", "LibreOffice still runs"
    finally:
        os.close(told)
    assert [path.name for path in stand_in.results.rglob("*.*") if path.is_file()] == ["001.pdf"]


@needs_shell
@pytest.mark.parametrize("script", [_DEAD, _ASLEEP, _BROKEN])
def test_a_libreoffice_that_does_nothing_gives_one_clear_error_for_each_file(
    tmp_path: Path, script: str
) -> None:
    results = _StandIn(tmp_path, script).convert("first", "second", "third", silence_s=0.3)
    for content, result in results.items():
        refusal = _refused(result)
        assert (
            refusal.what == f"{content}.docx was not converted: LibreOffice does not work on this computer."
        )


def test_a_file_that_is_gone_is_refused_by_name(stand_in: _StandIn, tmp_path: Path) -> None:
    (tmp_path / "there.docx").write_text("there")
    files = [OfficeFile(tmp_path / "gone.docx"), OfficeFile(tmp_path / "there.docx")]
    results = dict(convert(files, stand_in.results, libreoffice=stand_in.program))
    assert "gone.docx could not be read" in _refused(results[0]).what
    assert isinstance(results[1], Path)


def test_without_libreoffice_each_file_says_where_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)
    results = list(convert([OfficeFile(tmp_path / "report.docx")], tmp_path))
    assert [index for index, _ in results] == [0]
    refusal = _refused(results[0][1])
    assert "LibreOffice" in refusal.what
    assert "libreoffice.org" in refusal.next_step
    assert "save the file as PDF" in refusal.next_step
    assert str(refusal) == str(libreoffice_missing("report.docx"))


@needs_shell
def test_libreoffice_is_found_on_the_path_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = _StandIn(tmp_path)
    monkeypatch.setenv("PATH", str(stand_in.program.parent), prepend=os.pathsep)
    assert find_libreoffice() == stand_in.program


def test_other_targets_are_checked_too(stand_in: _StandIn, tmp_path: Path) -> None:
    (tmp_path / "sheet.xlsx").write_text("a PDF in place of a spreadsheet")
    results = dict(
        convert(
            [OfficeFile(tmp_path / "sheet.xlsx", Target.ODS)], stand_in.results, libreoffice=stand_in.program
        )
    )
    _refused(results[0])


def test_a_field_of_rich_text_that_includes_no_file_stays() -> None:
    rtf = rb'{\rtf1 {\field{\*\fldinst HYPERLINK "https://example.org/include"}{\fldrslt here}}}'
    assert b"\\fldinst " in without_included_files(rtf.replace(b"include", b"report"))
    hidden = rb"{\rtf1 {\field{\*\fldinst {\b IN}{CLUDE\u80?ICTURE} x}{\fldrslt here}}}"
    assert b"\\fldinst " not in without_included_files(hidden)
    open_ended = rb"{\rtf1 {\field{\*\fldinst {{{ INCLUDEPICTURE"
    assert b"\\fldinst " not in without_included_files(open_ended)
