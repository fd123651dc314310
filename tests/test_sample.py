"""The sample meeting and the meeting templates that are shipped must be fit to be shown to a council."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from packbuilder.assets import resource, template
from packbuilder.errors import PackBuilderError
from packbuilder.intake.kinds import FileKind, kind_of
from packbuilder.intake.print_ready import print_ready
from packbuilder.intake.take_in import Received, take_in_all
from packbuilder.meeting.access import public_view
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.meeting import Access, DocumentRole, Meeting
from packbuilder.meeting.timings import timetable
from packbuilder.progress import Quiet
from packbuilder.storage.description import meeting_from_toml, read_description

SECRET = "QUINCUNX"
TEMPLATE_NAMES = ("blank", "cabinet", "health-and-wellbeing-board", "overview-and-scrutiny")


@pytest.fixture(scope="module")
def sample() -> Meeting:
    return read_description(resource("sample/meeting.toml"))


@pytest.fixture(scope="module")
def taken_in(
    sample: Meeting, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[DocumentFacts, PdfReader]]:
    """Every document of the sample as it comes into the pack."""
    paths = [Path(document.file) for _, document in sample.documents()]
    taken = {}
    for index, way_in in take_in_all([Received(p) for p in paths], tmp_path_factory.mktemp("in"), Quiet()):
        assert not isinstance(way_in, PackBuilderError), way_in
        document = way_in()
        taken[paths[index].name] = document.facts, PdfReader(io.BytesIO(print_ready(document)))
    return taken


@pytest.fixture(scope="module")
def readers(taken_in: dict[str, tuple[DocumentFacts, PdfReader]]) -> dict[str, PdfReader]:
    return {name: reader for name, (_, reader) in taken_in.items()}


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def font_descriptors(reader: PdfReader) -> list[tuple[str, DictionaryObject | None]]:
    found: list[tuple[str, DictionaryObject | None]] = []
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            font = font.get_object()
            descriptor = font.get("/FontDescriptor")
            found.append((font["/BaseFont"], descriptor and descriptor.get_object()))
    return found


def clear_working_days(published: dt.date, meeting: dt.date) -> int:
    between = (published + dt.timedelta(days=n) for n in range(1, (meeting - published).days))
    return sum(day.weekday() < 5 for day in between)


def test_the_sample_has_twelve_items_one_of_them_exempt_and_one_to_follow(sample: Meeting) -> None:
    assert len(sample.items) == 12
    assert [item.exempt_paragraphs for item in sample.items if item.access is Access.EXEMPT] == [(3,)]
    assert [item.title for item in sample.items if item.to_follow] == [
        "Better Care Fund: third quarter of 2026/27"
    ]


def test_every_file_that_the_sample_names_is_there_and_every_file_there_is_used(sample: Meeting) -> None:
    named = {Path(document.file).name for _, document in sample.documents()}
    there = {path.name for path in resource("sample").iterdir() if path.is_file()}
    assert named | {"meeting.toml", "make_sample.py", Path(sample.style.logo).name} == there


def test_the_sample_shows_every_kind_of_file_that_clerks_are_sent(sample: Meeting) -> None:
    kinds = {kind_of(Path(document.file)) for _, document in sample.documents()}
    assert kinds == {FileKind.PDF, FileKind.WORD, FileKind.POWERPOINT, FileKind.EXCEL, FileKind.PICTURE}


def test_no_document_of_the_sample_hides_anything_or_says_who_drew_it_and_where(
    taken_in: dict[str, tuple[DocumentFacts, PdfReader]],
) -> None:
    assert {name: facts.traits for name, (facts, _) in taken_in.items() if facts.traits} == {}
    facts = {name: found for name, (found, _) in taken_in.items()}
    said = {
        name: (found.details.author, found.details.last_changed_by, found.details.changed[:10])
        for name, found in facts.items()
        if found.details is not None and found.details.last_changed_by
    }
    assert said == {
        "transport-report.docx": ("Stephen Orrell", "Stephen Orrell", "2027-03-03"),
        "winter-slides.pptx": ("Caroline Whitcombe", "Caroline Whitcombe", "2027-03-05"),
        "homes-data.xlsx": ("Priya Sandhu", "Priya Sandhu", "2027-02-26"),
    }


def test_the_sample_weighs_less_than_three_megabytes() -> None:
    files = [path for path in resource("sample").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert sum(path.stat().st_size for path in files) < 3_000_000


def test_the_pack_has_about_sixty_pages_in_duplex(sample: Meeting, readers: dict[str, PdfReader]) -> None:
    printed = sum(len(reader.pages) + len(reader.pages) % 2 for reader in readers.values())
    front_sheet_and_to_follow = 4 + 2
    assert 56 <= printed + front_sheet_and_to_follow <= 66


def test_the_documents_show_every_shape_of_paper_that_councils_send(
    sample: Meeting, readers: dict[str, PdfReader]
) -> None:
    def size_mm(name: str) -> tuple[int, int]:
        box = readers[name].pages[0].mediabox
        return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    assert size_mm("hub-report.pdf") == (210, 297)
    assert size_mm("winter-slides.pptx") == (297, 210)
    assert size_mm("homes-data.xlsx") == (297, 210)
    assert size_mm("homes-letter.jpg") == (210, 297)
    assert size_mm("hub-site-plan.pdf") == (420, 297)
    assert {d.role for _, d in sample.documents()} == {
        DocumentRole.MINUTES,
        DocumentRole.ACTION_LOG,
        DocumentRole.SLIDES,
        DocumentRole.REPORT,
        DocumentRole.APPENDIX,
    }


def test_every_font_in_the_sample_is_embedded(readers: dict[str, PdfReader]) -> None:
    for name, reader in readers.items():
        for font, descriptor in font_descriptors(reader):
            assert descriptor is not None, f"{name}: {font}"
            assert "/FontFile2" in descriptor, f"{name}: {font}"


@pytest.mark.parametrize("name", ["transport-report.docx", "winter-slides.pptx", "homes-data.xlsx"])
def test_what_libreoffice_converts_needs_no_font_that_a_bare_computer_lacks(
    name: str, readers: dict[str, PdfReader]
) -> None:
    fonts = {font.rpartition("+")[2] for font, _ in font_descriptors(readers[name])}
    assert fonts == {"LiberationSans", "LiberationSans-Bold"}


@pytest.mark.parametrize("name", ["homes-letter.jpg", "homes-diary.jpg"])
def test_a_scan_is_a_picture_only(name: str, readers: dict[str, PdfReader]) -> None:
    assert words(readers[name]) == ""
    assert [len(page.images) for page in readers[name].pages] == [1]


def test_the_slides_bring_their_titles_as_bookmarks(
    taken_in: dict[str, tuple[DocumentFacts, PdfReader]],
) -> None:
    facts, reader = taken_in["winter-slides.pptx"]
    shown = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert [mark.page_index for mark in facts.bookmarks] == list(range(10))
    assert [mark.title for mark in facts.bookmarks if mark.title not in shown[mark.page_index]] == []


def test_the_workbook_prints_every_figure_of_its_text_and_what_excel_works_out_comes_out_right(
    readers: dict[str, PdfReader],
) -> None:
    _, _, text = (resource("sample") / "text" / "homes-data.txt").read_text(encoding="utf-8").split("+++")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    printed, heads = words(readers["homes-data.xlsx"]), ("Area", "Household")
    assert len(rows) == 8 * 3 + 5
    assert [row for row in rows if " ".join(row) not in printed and row[0] not in heads] == []


def test_the_office_files_of_the_sample_are_those_that_its_texts_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(resource("sample")))
    from drawing.reports import read_text
    from drawing.slides import draw_slides
    from drawing.word_report import write_word_report
    from drawing.workbook import write_workbook

    texts = resource("sample") / "text"
    write_word_report(read_text(texts / "transport-report.txt"), tmp_path / "transport-report.docx")
    write_workbook(read_text(texts / "homes-data.txt"), tmp_path / "homes-data.xlsx")
    draw_slides(tmp_path / "winter-slides.pptx")

    for path in tmp_path.iterdir():
        assert parts(path.read_bytes()) == parts(resource("sample").joinpath(path.name).read_bytes())


def parts(package: bytes) -> list[object]:
    """Return names, dates and contents of a package's parts, and of packages in it, all unpacked."""
    with zipfile.ZipFile(io.BytesIO(package)) as entries:
        return [
            (entry.filename, entry.date_time, parts(data) if data.startswith(b"PK") else data)
            for entry in entries.infolist()
            for data in [entries.read(entry)]
        ]


@pytest.mark.parametrize("name", ["hub-report.pdf", "homes-report.pdf", "transport-report.docx"])
def test_reports_bring_bookmarks_a_link_inside_and_a_link_to_the_web(
    name: str, taken_in: dict[str, tuple[DocumentFacts, PdfReader]]
) -> None:
    facts, reader = taken_in[name]
    links: list[Any] = [
        annotation.get_object() for page in reader.pages for annotation in page.get("/Annots", [])
    ]
    actions = [link.get("/A", {}) for link in links]
    assert facts.bookmarks
    assert any("/Dest" in link for link in links)
    assert any(str(action.get("/URI", "")).startswith("https://") for action in actions)


def test_recommendations_in_the_sample_are_the_ones_its_reports_make(
    sample: Meeting, readers: dict[str, PdfReader]
) -> None:
    with_recommendations = [item for item in sample.items if item.recommendations]
    assert len(with_recommendations) == 4
    for item in with_recommendations:
        report = words(readers[Path(item.documents[0].file).name])
        assert [r for r in item.recommendations if r not in report] == []


def test_the_action_log_of_the_sample_prints_every_action_it_describes(
    sample: Meeting, readers: dict[str, PdfReader]
) -> None:
    printed = words(readers["action-log.pdf"])
    assert [action.number for action in sample.actions if action.number not in printed] == []


def test_every_exempt_page_names_the_secret_and_no_open_one_does(
    sample: Meeting, readers: dict[str, PdfReader]
) -> None:
    for _, document in sample.documents():
        pages = [page.extract_text() for page in readers[Path(document.file).name].pages]
        told = [SECRET in text for text in pages]
        assert told == [document.access is Access.EXEMPT] * len(pages), document.file


def test_nothing_of_the_secret_is_left_in_what_the_public_may_see(sample: Meeting) -> None:
    shown = public_view(sample)
    assert SECRET in repr(sample)
    assert SECRET.lower() not in repr(shown).lower()
    assert [item.title for item in shown.items if item.access is Access.EXEMPT] == ["Property matter"]
    hub = next(item for item in shown.items if "Leisure Hub" in item.title)
    assert [document.title for document in hub.documents] == ["Eldenham Health and Leisure Hub", "Site plan"]


def test_the_sample_is_published_five_clear_days_before_a_thursday_meeting(sample: Meeting) -> None:
    assert sample.date.strftime("%A %Y") == "Thursday 2027"
    assert sample.published is not None
    assert clear_working_days(sample.published, sample.date) == 5


def test_the_sample_meeting_ends_in_time(sample: Meeting) -> None:
    times = timetable(sample)
    assert times.end == dt.time(16, 20)
    assert times.overrun_minutes == 0


def test_the_board_of_the_sample_has_a_chair_and_a_vice_chair_and_every_member_a_role(
    sample: Meeting,
) -> None:
    assert [m.position for m in sample.members if m.position] == ["Chair", "Vice-Chair"]
    assert len(sample.members) == 16
    assert all(member.role for member in sample.members)


def test_the_logo_is_a_picture_wide_enough_for_print(sample: Meeting) -> None:
    header = Path(sample.style.logo).read_bytes()[:24]
    assert header.startswith(b"\x89PNG\r\n\x1a\n")
    width_px, height_px = struct.unpack(">II", header[16:24])
    assert (width_px, height_px) == (640, 180)


def test_all_four_templates_are_shipped() -> None:
    assert sorted(path.stem for path in template("meetings").glob("*.toml")) == list(TEMPLATE_NAMES)


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_template_holds_no_date_and_nobodys_name(name: str) -> None:
    path = template(f"meetings/{name}.toml")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert not {"date", "published", "member", "officer", "administrator", "proper_officer"} & set(raw)


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_template_with_a_date_is_a_meeting(name: str) -> None:
    path = template(f"meetings/{name}.toml")
    meeting = meeting_from_toml("date = 2027-03-18\n" + path.read_text(encoding="utf-8"), path)
    assert meeting.date == dt.date(2027, 3, 18)
    assert meeting.documents() == ()
    assert all(item.minutes for item in meeting.items)


@pytest.mark.parametrize("name", [name for name in TEMPLATE_NAMES if name != "blank"])
def test_templates_begin_with_apologies_and_ask_for_interests_before_any_business(name: str) -> None:
    path = template(f"meetings/{name}.toml")
    titles = [item["title"] for item in tomllib.loads(path.read_text(encoding="utf-8"))["item"]]
    assert titles[0].startswith("Apologies for")
    assert any("eclarations of interest" in title for title in titles[1:3])
    assert "Urgent business" in titles


@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("overview-and-scrutiny", "section 100A(4) of the Local Government Act 1972"),
        ("cabinet", "regulation 4(2)(b) of the Local Authorities (Executive Arrangements)"),
    ],
)
def test_the_press_and_public_are_excluded_under_the_law_that_binds_the_body(name: str, law: str) -> None:
    path = template(f"meetings/{name}.toml")
    items = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
    wording = next(i["description"] for i in items if i["title"] == "Exclusion of the press and public")
    assert law in wording
    assert "public interest in maintaining the exemption outweighs" in wording


@pytest.mark.parametrize("name", [name for name in TEMPLATE_NAMES if name != "blank"])
def test_no_template_types_in_a_number_that_would_not_follow_or_names_an_officer_who_may_not_be_there(
    name: str,
) -> None:
    raw = tomllib.loads(template(f"meetings/{name}.toml").read_text(encoding="utf-8"))
    words = [notice["text"] for notice in raw["notice"]]
    words += [item.get("description", "") for item in raw["item"]]

    assert [
        text for text in words if re.search(r"\b(item|page|minute)s? \d|named on this agenda", text)
    ] == []


def test_the_readme_shows_a_description_that_can_be_read() -> None:
    readme = Path(__file__).resolve().parents[1] / "README.md"
    (example,) = re.findall(r"^```toml\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.M | re.S)

    meeting = meeting_from_toml(example, readme)

    assert [len(item.documents) for item in meeting.items] == [2, 1, 0]
    assert [item.access for item in meeting.items] == [Access.OPEN, Access.EXEMPT, Access.OPEN]
    assert [item.to_follow for item in meeting.items] == [False, False, True]
    assert [len(item.documents) for item in public_view(meeting).items] == [2, 0, 0]
    assert meeting.members
