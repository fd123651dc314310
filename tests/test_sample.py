"""The sample meeting and the meeting templates that are shipped must be fit to be shown to a council."""

from __future__ import annotations

import datetime as dt
import re
import struct
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from packbuilder.assets import resource, template
from packbuilder.meeting.access import public_view
from packbuilder.meeting.meeting import Access, DocumentRole, Meeting
from packbuilder.meeting.timings import timetable
from packbuilder.storage.description import meeting_from_toml, read_description

SECRET = "QUINCUNX"
TEMPLATE_NAMES = ("blank", "cabinet", "health-and-wellbeing-board", "overview-and-scrutiny")


@pytest.fixture(scope="module")
def sample() -> Meeting:
    return read_description(resource("sample/meeting.toml"))


@pytest.fixture(scope="module")
def readers(sample: Meeting) -> dict[str, PdfReader]:
    return {Path(d.file).name: PdfReader(d.file) for _, d in sample.documents()}


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


def test_every_file_that_the_sample_names_is_there_and_every_pdf_is_used(sample: Meeting) -> None:
    named = {Path(document.file) for _, document in sample.documents()}
    assert {path.name for path in named} == {path.name for path in resource("sample").glob("*.pdf")}
    assert all(path.is_file() for path in named)
    assert Path(sample.style.logo).is_file()


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
    assert size_mm("winter-slides.pdf") == (297, 210)
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


def test_the_scan_is_pictures_only(readers: dict[str, PdfReader]) -> None:
    scan = readers["homes-letter.pdf"]
    assert words(scan) == ""
    assert [len(page.images) for page in scan.pages] == [1, 1, 1]


@pytest.mark.parametrize("name", ["hub-report.pdf", "homes-report.pdf", "transport-report.pdf"])
def test_reports_bring_bookmarks_a_link_inside_and_a_link_to_the_web(
    name: str, readers: dict[str, PdfReader]
) -> None:
    reader = readers[name]
    links: list[Any] = [
        annotation.get_object() for page in reader.pages for annotation in page.get("/Annots", [])
    ]
    actions = [link.get("/A", {}) for link in links]
    assert reader.outline
    assert any("/Dest" in link for link in links)
    assert any(str(action.get("/URI", "")).startswith("https://") for action in actions)


def test_recommendations_in_the_sample_are_the_ones_its_reports_make(sample: Meeting) -> None:
    with_recommendations = [item for item in sample.items if item.recommendations]
    assert len(with_recommendations) == 4
    for item in with_recommendations:
        report = words(PdfReader(item.documents[0].file))
        assert [r for r in item.recommendations if r not in report] == []


def test_the_action_log_of_the_sample_prints_every_action_it_describes(
    sample: Meeting, readers: dict[str, PdfReader]
) -> None:
    printed = words(readers["action-log.pdf"])
    assert [action.number for action in sample.actions if action.number not in printed] == []


def test_every_exempt_page_names_the_secret_and_no_open_one_does(sample: Meeting) -> None:
    for _, document in sample.documents():
        pages = [page.extract_text() for page in PdfReader(document.file).pages]
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
