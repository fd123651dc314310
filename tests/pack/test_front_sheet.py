"""The front sheet, read back from its PDF by other engines than the one that drew it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import itertools
import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.access import public_view
from packbuilder.meeting.document_facts import DocumentFacts, PageFacts
from packbuilder.meeting.house_style import (
    ALL_COLUMNS,
    AgendaColumn,
    AgendaStyle,
    Column,
    FontFamily,
    HouseStyle,
    RangeStyle,
)
from packbuilder.meeting.meeting import (
    Access,
    Administrator,
    AgendaItem,
    Document,
    Form,
    Meeting,
    Member,
    Notice,
    Part,
    ProperOfficer,
)
from packbuilder.meeting.numbering import document_labels
from packbuilder.pack.front_sheet import AgendaLink, DrawnFrontSheet, draw_front_sheet
from packbuilder.pack.plan import PackPlan, plan_pack

A4_PAGE = PageFacts(595.0, 842.0)
TABLE = HouseStyle(agenda_style=AgendaStyle.TABLE)
LIST = HouseStyle(agenda_style=AgendaStyle.LIST)
SERIF = HouseStyle(agenda_style=AgendaStyle.TABLE, font=FontFamily.SERIF)
BOTH_STYLES = pytest.mark.parametrize("style", [TABLE, LIST, SERIF], ids=["table", "list", "serif table"])


def report(document_id: str, access: Access = Access.OPEN) -> Document:
    return Document(id=document_id, file=f"{document_id}.pdf", title=f"Report {document_id}", access=access)


ITEMS = (
    AgendaItem(id="apologies", title="Apologies for absence", lead="Chair", form=Form.VERBAL, minutes=2),
    AgendaItem(
        id="minutes",
        title="Minutes of the last meeting",
        description="To confirm the minutes.",
        lead="Chair",
        form=Form.PAPER,
        minutes=5,
        documents=(report("m"),),
    ),
    AgendaItem(
        id="care",
        title="Integrated care",
        lead="Karen Spellman",
        form=Form.REPORT,
        minutes=25,
        section="Items for decision",
        parts=(
            Part("The strategy", ("Ali Gilbert", "Amy Plank"), Form.PRESENTATION),
            Part("Community forums"),
        ),
        documents=(report("c"),),
    ),
    AgendaItem(id="late", title="Winter plan", section="Items for decision", minutes=10, to_follow=True),
    AgendaItem(
        id="closed",
        title="Sale of land",
        section="Closed business",
        access=Access.EXEMPT,
        exempt_paragraphs=(3, 5),
        documents=(report("s", Access.EXEMPT),),
    ),
)
PAGE_COUNTS = {"m": 9, "c": 43, "s": 4}


def meeting_of(style: HouseStyle, **changes: object) -> Meeting:
    meeting = Meeting(
        council="North Northamptonshire Council",
        body="Health and Wellbeing Board",
        date=dt.date(2023, 6, 20),
        time=dt.time(14, 0),
        venue="Council Chamber, Corby",
        published=dt.date(2023, 6, 12),
        introduction="Members are summoned to a meeting.",
        administrator=Administrator(
            "Jenny Daniels", "Democratic Services", "jenny@example.gov.uk", "01604 1"
        ),
        proper_officer=ProperOfficer("Adele Wylie", "Monitoring Officer"),
        members=(
            Member("Cllr Helen Harrison", "Portfolio Holder", "Chair"),
            Member("David Watts", "Director"),
        ),
        notices=(
            Notice("Mobile phones", "Please switch them off."),
            Notice("Writing to us", "One Angel Square\nAngel Street\nNorthampton"),
        ),
        items=ITEMS,
        style=style,
    )
    return dataclasses.replace(meeting, **changes)  # type: ignore[arg-type]


def plan_of(meeting: Meeting, front_sheet_page_count: int = 2) -> PackPlan:
    facts = {
        document.id: DocumentFacts((A4_PAGE,) * PAGE_COUNTS.get(document.id, 3))
        for _, document in meeting.documents()
    }
    return plan_pack(meeting, facts, document_labels(meeting), front_sheet_page_count)


def public_plan_of(style: HouseStyle, **changes: object) -> PackPlan:
    return plan_of(public_view(meeting_of(style, **changes)))


def page_texts(drawn: DrawnFrontSheet) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(drawn.pdf))
    assert len(reader.pages) == drawn.page_count
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def all_text(drawn: DrawnFrontSheet) -> str:
    return " ".join(page_texts(drawn))


def in_order(text: str, *phrases: str) -> bool:
    """Whether all phrases are there, each after the one before."""
    position = 0
    for phrase in phrases:
        position = text.find(phrase, position)
        if position < 0:
            return False
        position += len(phrase)
    return True


def text_in(drawn: DrawnFrontSheet, link: AgendaLink) -> str:
    document = pypdfium2.PdfDocument(drawn.pdf)
    try:
        text_page = document[link.page_index].get_textpage()
        text = text_page.get_text_bounded(link.left_pt, link.bottom_pt, link.right_pt, link.top_pt)
        return " ".join(str(text).split())
    finally:
        document.close()


@dataclasses.dataclass(frozen=True)
class Ink:
    """The box that a character is drawn in, in points from the bottom left."""

    left_pt: float
    bottom_pt: float
    right_pt: float
    top_pt: float


def ink_on_pages(drawn: DrawnFrontSheet) -> list[list[Ink]]:
    document = pypdfium2.PdfDocument(drawn.pdf)
    try:
        pages: list[list[Ink]] = []
        for page in document:
            text_page = page.get_textpage()
            visible = (n for n in range(text_page.count_chars()) if text_page.get_text_range(n, 1).strip())
            pages.append([Ink(*text_page.get_charbox(n)) for n in visible])
        return pages
    finally:
        document.close()


def assert_well_laid_out(drawn: DrawnFrontSheet) -> None:
    """No ink outside the margins, none where the page number goes, no two characters on each other."""
    for page in ink_on_pages(drawn):
        assert page, "an empty page"
        assert min(box.bottom_pt for box in page) > 56
        assert min(box.left_pt for box in page) > 55
        assert max(box.right_pt for box in page) < 595.3 - 55
        assert max(box.top_pt for box in page) < 842 - 25
        for one, other in overlapping_pairs(page):
            pytest.fail(f"characters overlap: {one} {other}")


def overlapping_pairs(boxes: list[Ink]) -> list[tuple[Ink, Ink]]:
    # Italics lean into each other and side bearings may be negative, so a sliver is no overlap.
    slack_pt = 1.2
    ordered = sorted(boxes, key=lambda box: box.bottom_pt)
    pairs: list[tuple[Ink, Ink]] = []
    for position, one in enumerate(ordered):
        for other in itertools.islice(ordered, position + 1, None):
            if other.bottom_pt > one.top_pt - slack_pt:
                break
            width_pt = min(one.right_pt, other.right_pt) - max(one.left_pt, other.left_pt)
            height_pt = min(one.top_pt, other.top_pt) - max(one.bottom_pt, other.bottom_pt)
            if width_pt > slack_pt and height_pt > slack_pt:
                pairs.append((one, other))
    return pairs


def table_without(*left_out: Column, page_ranges: RangeStyle | None = None) -> HouseStyle:
    columns = tuple(c for c in ALL_COLUMNS if c.column not in left_out)
    return HouseStyle(agenda_columns=columns, page_ranges=page_ranges)


def lines_of(drawn: DrawnFrontSheet, phrase: str) -> list[Ink]:
    """Return where the phrase stands on the first page that has it: a box for each of its lines."""
    document = pypdfium2.PdfDocument(drawn.pdf)
    try:
        for page in document:
            text_page = page.get_textpage()
            found = text_page.search(phrase, match_case=True).get_next()
            if found is not None:
                return [Ink(*text_page.get_rect(n)) for n in range(text_page.count_rects(*found))]
    finally:
        document.close()
    raise AssertionError(f"{phrase} is not there")


def line_of(drawn: DrawnFrontSheet, phrase: str) -> Ink:
    (line,) = lines_of(drawn, phrase)
    return line


def shapes_on(drawn: DrawnFrontSheet, page_index: int) -> list[Ink]:
    """Return the rules and the filled bands that go from margin to margin, from the top down."""
    document = pypdfium2.PdfDocument(drawn.pdf)
    try:
        paths = document[page_index].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
        boxes = (Ink(*path.get_bounds()) for path in paths)
        return sorted((b for b in boxes if b.right_pt - b.left_pt > 480), key=lambda b: -b.top_pt)
    finally:
        document.close()


def fonts_of(drawn: DrawnFrontSheet) -> dict[str, str]:
    """Return the font of every piece of text."""
    fonts: dict[str, str] = {}

    def note(words: str, _cm: object, _tm: object, font: dict[str, object] | None, _size: object) -> None:
        if words.strip() and font:
            fonts[" ".join(words.split())] = str(font["/BaseFont"]).partition("-")[2] or "Regular"

    for page in pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages:
        page.extract_text(visitor_text=note)
    return fonts


@BOTH_STYLES
def test_everything_a_reader_expects_comes_in_order(style: HouseStyle) -> None:
    text = all_text(draw_front_sheet(public_plan_of(style)))
    assert in_order(
        text,
        "North Northamptonshire Council",
        "Public Document Pack",
        "Health and Wellbeing Board",
        "Tuesday 20 June 2023",
        "2.00 pm",
        "Council Chamber, Corby",
        "Members are summoned to a meeting.",
        "Apologies for absence",
        "Minutes of the last meeting",
        "To confirm the minutes.",
        "Items for decision",
        "Integrated care",
        "The strategy \N{EN DASH} Ali Gilbert, Amy Plank (Presentation)",
        "Community forums",
        "Winter plan",
        "Closed business",
        "Sale of land",
        "Adele Wylie",
        "Proper Officer",
        "12 June 2023",
        "Cllr Helen Harrison (Chair)",
        "Portfolio Holder",
        "David Watts",
        "Mobile phones",
        "Please switch them off.",
        "Jenny Daniels",
        "jenny@example.gov.uk",
        "01604 1",
    )
    assert text.count("Items for decision") == 1


def test_the_table_prints_who_leads_in_what_form_at_what_time_on_which_pages() -> None:
    (text, *_) = page_texts(draw_front_sheet(public_plan_of(TABLE)))
    assert "Item Subject Lead officer Form Time Page" in text
    assert "1. Apologies for absence Chair Verbal 2.00 pm" in text
    assert in_order(text, "2.", "Minutes of the last meeting", "Chair Paper 2.02 pm 3-12", "3.")
    assert in_order(text, "3.", "Integrated care", "Karen Spellman Report 2.07 pm 13-56", "4.")
    assert in_order(text, "4.", "Winter plan", "2.32 pm To follow", "5.")


def test_the_list_prints_the_pages_after_the_title() -> None:
    (text, *_) = page_texts(draw_front_sheet(public_plan_of(LIST)))
    assert "2. Minutes of the last meeting (Pages 3 - 12) To confirm the minutes." in text
    assert "3. Integrated care (Pages 13 - 56)" in text
    assert "4. Winter plan (To follow)" in text


@BOTH_STYLES
def test_a_closed_item_says_why_in_italics_and_has_no_pages_in_the_public_pack(style: HouseStyle) -> None:
    drawn = draw_front_sheet(public_plan_of(style))
    text = all_text(drawn)
    assert in_order(text, "Sale of land", "exempt under paragraphs 3 and 5 of Schedule 12A")
    assert "closed" not in {link.item_id for link in drawn.links}
    italics: list[str] = []

    def note(words: str, _cm: object, _tm: object, font: dict[str, object], _size: object) -> None:
        if font and "Italic" in str(font["/BaseFont"]):
            italics.append(words)

    for page in pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages:
        page.extract_text(visitor_text=note)
    assert "Not for publication" in "".join(italics)


@BOTH_STYLES
def test_an_item_says_in_italics_which_of_its_papers_the_public_may_not_see(style: HouseStyle) -> None:
    plan = public_plan_of(style)
    lines = (
        "Appendix A is not for publication: exempt under paragraph 1.",
        "A report is not for publication: confidential.",
    )
    items = tuple(
        dataclasses.replace(item, withheld=lines) if item.item.id == "care" else item for item in plan.items
    )
    drawn = draw_front_sheet(dataclasses.replace(plan, items=items))
    assert in_order(all_text(drawn), "Integrated care", "Community forums", *lines, "Winter plan")
    fonts = fonts_of(drawn)
    assert [fonts[line] for line in lines] == ["Italic", "Italic"]


def test_a_pack_that_holds_closed_papers_is_never_headed_public() -> None:
    text = all_text(draw_front_sheet(plan_of(meeting_of(TABLE))))
    assert "Public Document Pack" not in text
    assert "Private Document Pack" in text


@BOTH_STYLES
def test_each_link_lies_exactly_on_the_text_of_its_own_item(style: HouseStyle) -> None:
    plan = public_plan_of(style)
    drawn = draw_front_sheet(plan)
    expected = {
        item.item.id: {item.item.title, item.range_label} for item in plan.items if item.documents
    } | {"late": {"Winter plan", "(To follow)" if style is LIST else "To follow"}}
    linked: dict[str, set[str]] = {}
    for link in drawn.links:
        linked.setdefault(link.item_id, set()).add(text_in(drawn, link))
    assert linked == expected


@pytest.mark.parametrize("agenda_style", AgendaStyle)
@pytest.mark.parametrize(
    ("family", "shipped"), [(FontFamily.SANS, "LiberationSans"), (FontFamily.SERIF, "LiberationSerif")]
)
def test_all_fonts_are_the_chosen_shipped_ones_and_embedded_as_subsets(
    agenda_style: AgendaStyle, family: FontFamily, shipped: str
) -> None:
    style = HouseStyle(agenda_style=agenda_style, font=family)
    reader = pypdf.PdfReader(io.BytesIO(draw_front_sheet(public_plan_of(style)).pdf))
    for page in reader.pages:
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        fonts = resources["/Font"]
        assert isinstance(fonts, DictionaryObject)
        for reference in fonts.values():
            font = reference.get_object()
            assert re.fullmatch(rf"/[A-Z]{{6}}\+{shipped}(-Bold|-Italic)?", font["/BaseFont"])
            assert "/FontFile2" in font["/FontDescriptor"]


@BOTH_STYLES
def test_the_same_plan_gives_the_same_bytes(style: HouseStyle) -> None:
    plan = public_plan_of(style)
    assert draw_front_sheet(plan) == draw_front_sheet(plan)


@BOTH_STYLES
def test_signs_that_mean_something_in_markup_are_printed_as_they_are(style: HouseStyle) -> None:
    title = 'R&D <b>budget</b> "final" &amp; it\'s <br/> 5 > 4'
    drawn = draw_front_sheet(public_plan_of(style, items=(AgendaItem(id="x", title=title),)))
    assert title in all_text(drawn)


def test_only_the_chosen_columns_are_printed_under_the_councils_own_headings() -> None:
    columns = (
        AgendaColumn(Column.ITEM, "No."),
        AgendaColumn(Column.SUBJECT, "Business"),
        AgendaColumn(Column.PAGE, "Page no."),
    )
    text = all_text(draw_front_sheet(public_plan_of(HouseStyle(agenda_columns=columns))))
    assert "No. Business Page no." in text
    assert "Karen Spellman" not in text
    assert "2.07 pm" not in text


@pytest.mark.parametrize("count", range(7))
def test_every_subset_of_the_columns_is_well_laid_out_and_names_the_business(count: int) -> None:
    for columns in itertools.combinations(ALL_COLUMNS, count):
        drawn = draw_front_sheet(public_plan_of(HouseStyle(agenda_columns=columns)))
        assert_well_laid_out(drawn)
        text = all_text(drawn)
        assert "Integrated care" in text
        assert all(column.heading in text for column in columns)


@pytest.mark.parametrize(
    ("page_ranges", "label", "single"),
    [
        (None, "(Pages 3 - 12)", "(Page 13)"),
        (RangeStyle.TIGHT, "(Pages 3 - 12)", "(Page 13)"),
        (RangeStyle.SPACED, "(Pages 3 - 12)", "(Page 13)"),
        (RangeStyle.WORDS, "(Pages 3 - 12)", "(Page 13)"),
    ],
)
def test_a_table_without_a_page_column_prints_the_pages_after_the_title(
    page_ranges: RangeStyle | None, label: str, single: str
) -> None:
    style = dataclasses.replace(table_without(Column.PAGE, page_ranges=page_ranges), duplex=False)
    single_page = AgendaItem(id="one", title="One page", documents=(report("one"),))
    meeting = meeting_of(style, items=(ITEMS[1], single_page, ITEMS[3]))
    facts = {"m": DocumentFacts((A4_PAGE,) * 10), "one": DocumentFacts((A4_PAGE,))}
    drawn = draw_front_sheet(plan_pack(meeting, facts, document_labels(meeting), 2))
    text = all_text(drawn)
    assert f"Minutes of the last meeting {label}" in text
    assert f"One page {single}" in text
    assert "Winter plan (To follow)" in text
    linked = {(link.item_id, text_in(drawn, link)) for link in drawn.links}
    assert {("minutes", label), ("one", single), ("late", "(To follow)")} <= linked


def test_a_list_says_that_its_numbers_are_pages_whatever_the_range_style() -> None:
    style = HouseStyle(agenda_style=AgendaStyle.LIST, page_ranges=RangeStyle.TIGHT)
    assert "Minutes of the last meeting (Pages 3 - 12)" in all_text(draw_front_sheet(public_plan_of(style)))


@pytest.mark.parametrize("page_ranges", list(RangeStyle))
def test_the_page_column_prints_ranges_in_the_house_style(page_ranges: RangeStyle) -> None:
    plan = public_plan_of(HouseStyle(page_ranges=page_ranges))
    drawn = draw_front_sheet(plan)
    assert_well_laid_out(drawn)
    texts = {text_in(drawn, link) for link in drawn.links}
    assert {item.range_label for item in plan.items if item.documents} <= texts


def test_page_numbers_line_up_at_the_right_edge_of_the_table() -> None:
    drawn = draw_front_sheet(public_plan_of(TABLE))
    ends = {round(line_of(drawn, phrase).right_pt) for phrase in ("3-12", "13-56", "To follow")}
    assert len(ends) == 1


def test_page_numbers_before_the_item_stand_under_their_heading() -> None:
    style = HouseStyle(agenda_columns=(ALL_COLUMNS[5], *ALL_COLUMNS[:5]))
    drawn = draw_front_sheet(public_plan_of(style))
    heading, *ranges = (line_of(drawn, phrase) for phrase in ("Page", "3-12", "13-56"))
    assert all(abs(one.left_pt - heading.left_pt) < 1.5 for one in ranges)


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    items = tuple(
        dataclasses.replace(item, lead="", form=Form.NONE, minutes=None, documents=(), to_follow=False)
        for item in ITEMS
    )
    text = all_text(draw_front_sheet(public_plan_of(TABLE, items=items)))
    assert "Item Subject 1. Apologies for absence" in text


def test_a_time_column_stays_as_soon_as_one_item_has_its_time() -> None:
    items = tuple(dataclasses.replace(item, minutes=5 if n == 2 else None) for n, item in enumerate(ITEMS))
    assert "Form Time Page" in all_text(draw_front_sheet(public_plan_of(TABLE, items=items)))


def test_names_times_and_ranges_are_not_broken_while_the_subject_has_room_to_give() -> None:
    items = tuple(
        dataclasses.replace(item, lead="Susan Hamilton", title=f"{item.title} {'and so on ' * 12}")
        for item in ITEMS
    )
    columns = tuple(
        dataclasses.replace(c, heading="Report/ Verbal Presentation") if c.column is Column.FORM else c
        for c in ALL_COLUMNS
    )
    (text, *_) = page_texts(draw_front_sheet(public_plan_of(HouseStyle(agenda_columns=columns), items=items)))
    assert "Susan Hamilton Paper 2.02 pm 3-12" in text


RESOLUTION = (
    "To resolve that the public be excluded from the next item under section 100A(4) of the Local "
    "Government Act 1972, because exempt information (paragraph 3 of Part 1 of Schedule 12A) is likely "
    "to be disclosed and the public interest in maintaining the exemption outweighs the public interest "
    "in disclosing it."
)


def resolution_item(**changes: object) -> AgendaItem:
    item = AgendaItem(
        id="r", title="Exclusion", description=RESOLUTION, lead="Chair", form=Form.VERBAL, minutes=5
    )
    return dataclasses.replace(item, **changes)  # type: ignore[arg-type]


def test_a_long_resolution_runs_from_the_subject_across_to_the_page_numbers() -> None:
    drawn = draw_front_sheet(public_plan_of(TABLE, items=(resolution_item(), ITEMS[1])))
    lines = lines_of(drawn, RESOLUTION)
    assert len(lines) <= 4
    assert all(abs(line.left_pt - line_of(drawn, "Exclusion").left_pt) < 2 for line in lines)
    assert max(line.right_pt for line in lines) > line_of(drawn, "Time").left_pt
    assert max(line.right_pt for line in lines) <= line_of(drawn, "3-12").left_pt


def test_the_text_of_an_item_never_runs_under_the_page_numbers() -> None:
    text = "to be or so on " * 40
    drawn = draw_front_sheet(public_plan_of(TABLE, items=(resolution_item(description=text), ITEMS[1])))
    rights = [line.right_pt for line in lines_of(drawn, text.strip())]
    assert line_of(drawn, "Page").left_pt - 25 < max(rights) < line_of(drawn, "Page").left_pt


def test_a_long_resolution_runs_to_the_margin_where_no_page_numbers_end_the_table() -> None:
    drawn = draw_front_sheet(public_plan_of(table_without(Column.PAGE), items=(resolution_item(),)))
    assert max(line.right_pt for line in lines_of(drawn, RESOLUTION)) > 510
    assert_well_laid_out(drawn)


def test_a_short_text_stays_close_to_its_title_beside_a_lead_of_three_lines() -> None:
    lead = "Executive Director of Adults, Communities and Wellbeing"
    items = (resolution_item(lead=lead, description="To note the report."), ITEMS[1])
    drawn = draw_front_sheet(public_plan_of(TABLE, items=items))
    title, text = line_of(drawn, "Exclusion"), line_of(drawn, "To note the report.")
    assert len(lines_of(drawn, lead)) == 3
    assert title.bottom_pt - text.top_pt < 12
    assert_well_laid_out(drawn)


def test_the_text_of_an_item_goes_over_the_page_with_its_title() -> None:
    for shift in range(0, 40, 2):
        introduction = "\n".join(["A line."] * shift)
        meeting = meeting_of(TABLE, introduction=introduction, items=(*ITEMS[:3], resolution_item()))
        (page,) = (text for text in page_texts(draw_front_sheet(plan_of(meeting))) if "Exclusion" in text)
        assert RESOLUTION in page


@BOTH_STYLES
def test_every_title_is_bold_and_nothing_beside_it(style: HouseStyle) -> None:
    fonts = fonts_of(draw_front_sheet(public_plan_of(style)))
    assert {fonts[item.title] for item in ITEMS} == {"Bold"}
    beside = {"Karen Spellman", "Verbal", "2.07 pm", "13-56", "(Pages 13 - 56)", "To confirm the minutes."}
    assert {fonts[words] for words in beside & fonts.keys()} == {"Regular"}


def test_the_text_of_each_row_stands_in_the_middle_between_its_rules() -> None:
    items = tuple(dataclasses.replace(item, section="") for item in ITEMS)
    drawn = draw_front_sheet(public_plan_of(TABLE, items=items, members=(), notices=()))
    _, header, *rules = shapes_on(drawn, 0)
    assert len(rules) == len(items)
    (ink,) = ink_on_pages(drawn)
    edges = [(header.top_pt, header.bottom_pt)]
    edges += [(one.bottom_pt, other.top_pt) for one, other in itertools.pairwise([header, *rules])]
    for top_pt, bottom_pt in edges:
        row = [box for box in ink if bottom_pt < (box.top_pt + box.bottom_pt) / 2 < top_pt]
        above_pt = top_pt - max(box.top_pt for box in row)
        below_pt = min(box.bottom_pt for box in row) - bottom_pt
        # Letters reach up further than down, and the smallest gap is that below a "g".
        assert 5 < above_pt < 10
        assert 5 < below_pt < 10
        assert abs(above_pt - below_pt) < 3


def test_the_body_of_every_page_begins_well_below_the_rule_of_its_head() -> None:
    drawn = draw_front_sheet(plan_of(meeting_of(TABLE, items=forty_items())))
    rule, header, *_ = shapes_on(drawn, 1)
    assert 16 < rule.bottom_pt - header.top_pt < 20
    rule, *_ = shapes_on(drawn, 0)
    assert 18 < rule.bottom_pt - line_of(drawn, "Health and Wellbeing Board").top_pt < 30


def test_the_name_of_a_body_goes_on_one_line_where_a_little_smaller_type_allows_it() -> None:
    drawn = draw_front_sheet(
        public_plan_of(TABLE, body="North Northamptonshire Health and Wellbeing Board", items=())
    )
    assert len(lines_of(drawn, "North Northamptonshire Health and Wellbeing Board")) == 1


def test_a_longer_name_of_a_body_leaves_no_word_alone_on_a_line() -> None:
    body = "North Northamptonshire Health and Wellbeing Committee"
    first, second = lines_of(draw_front_sheet(public_plan_of(TABLE, body=body, items=())), body)
    assert second.right_pt - second.left_pt > (first.right_pt - first.left_pt) * 0.7


def test_members_without_roles_stand_in_two_columns_read_across() -> None:
    members = (
        Member("Councillor Herring", position="Chair"),
        Member("Councillor Cooper", position="Vice-Chair"),
        Member("Councillor Rahman"),
    )
    drawn = draw_front_sheet(public_plan_of(LIST, members=members))
    text = all_text(drawn)
    assert "Councillor Herring (Chair) Councillor Cooper (Vice-Chair) Councillor Rahman" in text


def test_a_list_of_members_that_would_break_goes_over_whole_and_says_so_where_it_must_break() -> None:
    described = {"items": ITEMS[:1], "proper_officer": ProperOfficer(), "notices": ()}
    names = tuple(Member(f"Councillor Number {n}") for n in range(13))
    introduction = "\n".join(["A line."] * 30)
    pages = page_texts(
        draw_front_sheet(public_plan_of(LIST, introduction=introduction, members=names, **described))
    )
    assert "Councillor" not in pages[0]
    assert in_order(pages[1], "Members", *(member.name for member in names))
    assert "(continued)" not in pages[1]
    many = tuple(Member(f"Councillor Number {n}", "Anytown") for n in range(60))
    first, second, *_ = page_texts(draw_front_sheet(public_plan_of(TABLE, members=many, **described)))
    assert "Members Councillor Number 0" in first
    assert re.search(r"2023 Members \(continued\) Councillor Number \d+ ", second)


def test_line_breaks_of_a_notice_are_kept() -> None:
    reader = pypdf.PdfReader(io.BytesIO(draw_front_sheet(public_plan_of(LIST)).pdf))
    lines = [line.strip() for page in reader.pages for line in page.extract_text().splitlines()]
    start = lines.index("One Angel Square")
    assert lines[start : start + 3] == ["One Angel Square", "Angel Street", "Northampton"]


def test_what_is_not_described_leaves_no_empty_heading() -> None:
    bare = Meeting(council="Anytown Council", body="Cabinet", date=dt.date(2024, 2, 29), style=LIST)
    (text,) = page_texts(draw_front_sheet(plan_of(bare, 1)))
    assert text == "Anytown Council Public Document Pack Cabinet Date Thursday 29 February 2024 Agenda"


def test_an_ordinary_front_sheet_is_never_split_over_more_pages_than_it_needs() -> None:
    assert draw_front_sheet(public_plan_of(TABLE, notices=())).page_count == 1


# --- Stress: nothing is cut, nothing overlaps ---


def forty_items() -> tuple[AgendaItem, ...]:
    return tuple(
        AgendaItem(
            id=f"i{n}",
            title=f"Business number {n} of the long agenda",
            lead="Executive Director of Adults, Communities and Wellbeing" if n % 4 else "Chair",
            form=list(Form)[n % 5],
            minutes=10,
            section=f"Section {n // 10}",
            parts=(Part(f"Part of {n}", ("Jane Doe", "John Roe"), Form.VERBAL),) * (n % 3),
            documents=(report(f"d{n}"),) if n % 2 else (),
        )
        for n in range(40)
    )


@BOTH_STYLES
def test_forty_items_keep_their_own_ranges_and_links_over_several_pages(style: HouseStyle) -> None:
    plan = plan_of(meeting_of(style, items=forty_items()), 4)
    drawn = draw_front_sheet(plan)
    assert drawn.page_count > 2
    assert_well_laid_out(drawn)
    linked = {(link.item_id, text_in(drawn, link)) for link in drawn.links}
    assert {(i.item.id, i.range_label) for i in plan.items if i.range_label} <= linked
    assert len({link.page_index for link in drawn.links}) > 1


def test_the_header_row_is_repeated_on_every_page_of_the_table_and_only_there() -> None:
    drawn = draw_front_sheet(plan_of(meeting_of(TABLE, items=forty_items())))
    for text in page_texts(drawn):
        has_items = re.search(r"Business number \d+", text) is not None
        assert text.count("Item Subject Lead officer Form Time Page") == (1 if has_items else 0)


@BOTH_STYLES
def test_later_pages_say_which_meeting_they_belong_to(style: HouseStyle) -> None:
    first, *later = page_texts(draw_front_sheet(plan_of(meeting_of(style, items=forty_items()))))
    assert first.count("Tuesday 20 June 2023") == 1
    assert later
    for text in later:
        assert text.startswith("Health and Wellbeing Board Tuesday 20 June 2023")


@BOTH_STYLES
@pytest.mark.parametrize("shift", range(0, 60, 4))
def test_no_heading_is_left_alone_at_the_foot_of_a_page(style: HouseStyle, shift: int) -> None:
    introduction = "\n".join(["A line."] * shift)
    meeting = meeting_of(style, introduction=introduction, items=forty_items()[:14])
    pages = page_texts(draw_front_sheet(plan_of(meeting)))
    endings = ("Agenda", "Section 0", "Section 1", "Members", "Mobile phones", "Writing to us", "Time Page")
    for text in pages[:-1]:
        assert not text.endswith(endings)


@BOTH_STYLES
@pytest.mark.parametrize("title", ["A rather long title of an item " * 10, "x" * 120], ids=["300", "120"])
def test_long_titles_are_printed_whole(style: HouseStyle, title: str) -> None:
    item = AgendaItem(id="long", title=title.strip(), lead="y" * 120, documents=(report("d"),))
    drawn = draw_front_sheet(plan_of(meeting_of(style, body=title.strip(), items=(item,))))
    assert_well_laid_out(drawn)
    page = draw_order_text(drawn)
    assert page.count(title.replace(" ", "")) >= 2


def draw_order_text(drawn: DrawnFrontSheet) -> str:
    """Return all characters in the order they were drawn, without spaces."""
    pieces: list[str] = []
    for page in pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages:
        page.extract_text(visitor_text=lambda words, *_: pieces.append(words))
    return "".join("".join(pieces).split())


def test_sixty_members_with_roles_are_all_there() -> None:
    members = tuple(Member(f"Councillor Number {n}", f"Role of {n} " * (n % 12 + 1)) for n in range(60))
    drawn = draw_front_sheet(public_plan_of(TABLE, members=members))
    assert_well_laid_out(drawn)
    assert in_order(all_text(drawn), *(f"Councillor Number {n}" for n in range(60)))


def test_a_notice_of_five_pages_loses_no_word() -> None:
    words = [f"word{n}" for n in range(3000)]
    drawn = draw_front_sheet(public_plan_of(TABLE, notices=(Notice("Long", " ".join(words)),)))
    assert drawn.page_count > 5
    assert_well_laid_out(drawn)
    assert in_order(all_text(drawn), *words)


@BOTH_STYLES
def test_a_description_longer_than_a_page_loses_no_word(style: HouseStyle) -> None:
    words = [f"word{n}" for n in range(1500)]
    item = AgendaItem(id="x", title="Exclusion of the public", description=" ".join(words))
    drawn = draw_front_sheet(public_plan_of(style, items=(ITEMS[0], item, ITEMS[1])))
    assert_well_laid_out(drawn)
    text = all_text(drawn)
    assert all(re.search(rf"{word}\b", text) for word in words)
    assert "3-12" in text or "(Pages 3 - 12)" in text


def test_headings_and_sections_of_any_length_never_stop_a_pack() -> None:
    columns = tuple(
        dataclasses.replace(c, heading=f"{c.heading} {'w' * 120} {'of ' * 60}") for c in ALL_COLUMNS
    )
    items = tuple(dataclasses.replace(item, section="Section heading " * 300) for item in ITEMS)
    drawn = draw_front_sheet(public_plan_of(HouseStyle(agenda_columns=columns), items=items))
    assert_well_laid_out(drawn)
    assert "Integratedcare" in draw_order_text(drawn)


# --- Characters ---


def test_a_character_that_no_shipped_font_has_is_named_with_its_item() -> None:
    items = (ITEMS[0], AgendaItem(id="x", title="Good news \N{GRINNING FACE}"))
    with pytest.raises(PackBuilderError, match=r"title of item 2 holds .*GRINNING FACE, U\+1F600"):
        draw_front_sheet(public_plan_of(TABLE, items=items))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"venue": "\N{CJK UNIFIED IDEOGRAPH-4E2D}"}, "The venue"),
        ({"introduction": "a\nb \x07"}, r"The introduction .*U\+0007"),
        ({"members": (Member("A"), Member("\N{ARABIC LETTER ALEF}"))}, "Member 2"),
        ({"notices": (Notice("Shalom", "\N{HEBREW LETTER SHIN}"),)}, "Notice 1"),
        ({"administrator": Administrator(name="\N{SNOWMAN}")}, "The administrator"),
        ({"items": (AgendaItem(id="x", title="A", lead="\N{SNOWMAN}"),)}, "The lead of item 1"),
        ({"items": (AgendaItem(id="x", title="A", parts=(Part("\N{SNOWMAN}"),)),)}, "Part 1 of item 1"),
    ],
)
def test_an_unprintable_character_is_named_with_its_field(changes: dict[str, object], where: str) -> None:
    with pytest.raises(PackBuilderError, match=where):
        draw_front_sheet(public_plan_of(TABLE, **changes))


def test_a_character_that_has_an_equal_in_the_fonts_is_printed_as_that() -> None:
    title = (
        "Non\N{NON-BREAKING HYPHEN}breaking \N{FULLWIDTH LATIN CAPITAL LETTER A} Caf"
        + "e\N{COMBINING ACUTE ACCENT}"
    )
    (text, *_) = page_texts(draw_front_sheet(public_plan_of(LIST, items=(AgendaItem(id="x", title=title),))))
    assert "Non\N{HYPHEN}breaking A Caf\N{LATIN SMALL LETTER E WITH ACUTE}" in text


def test_characters_without_ink_do_not_stop_a_pack() -> None:
    title = "\N{ZERO WIDTH NO-BREAK SPACE}Soft\N{SOFT HYPHEN}ly \N{ZERO WIDTH SPACE}said\ton\v one line"
    (text, *_) = page_texts(draw_front_sheet(public_plan_of(LIST, items=(AgendaItem(id="x", title=title),))))
    assert "1. Softly said on one line" in text


# --- Logo ---


def test_a_logo_is_printed_beside_the_name_of_the_council(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (3000, 1000), (0, 90, 60, 128)).save(logo)
    drawn = draw_front_sheet(public_plan_of(HouseStyle(logo=str(logo))))
    assert_well_laid_out(drawn)
    first, *later = pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages
    (picture,) = first.images
    assert picture.image is not None
    assert picture.image.width <= 600
    assert not any(page.images for page in later)
    council, mark = (
        line_of(drawn, words) for words in ("North Northamptonshire Council", "Public Document Pack")
    )
    assert council.bottom_pt > mark.top_pt
    assert abs(council.right_pt - mark.right_pt) < 1


def test_the_same_logo_gives_the_same_bytes(tmp_path: Path) -> None:
    logo = tmp_path / "logo.jpg"
    Image.new("CMYK", (300, 300), (90, 10, 10, 0)).save(logo)
    plan = public_plan_of(HouseStyle(logo=str(logo)))
    assert draw_front_sheet(plan) == draw_front_sheet(plan)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", None])
def test_a_broken_logo_is_named(tmp_path: Path, content: bytes | None) -> None:
    logo = tmp_path / "crest.png"
    if content is not None:
        logo.write_bytes(content)
    with pytest.raises(PackBuilderError, match=r"logo crest\.png can't be read"):
        draw_front_sheet(public_plan_of(HouseStyle(logo=str(logo))))


def test_a_logo_cut_short_is_named(tmp_path: Path) -> None:
    logo = tmp_path / "crest.png"
    Image.effect_noise((400, 200), 80).save(logo)
    logo.write_bytes(logo.read_bytes()[:2000])
    with pytest.raises(PackBuilderError, match=r"logo crest\.png can't be read"):
        draw_front_sheet(public_plan_of(HouseStyle(logo=str(logo))))


def logo_colour(logo: Path) -> tuple[int, ...]:
    """Return the colour that the middle of the logo is printed in."""
    drawn = draw_front_sheet(public_plan_of(HouseStyle(logo=str(logo))))
    (picture,) = pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages[0].images
    assert picture.image is not None
    colour = picture.image.convert("RGB").getpixel((picture.image.width // 2, picture.image.height // 2))
    assert isinstance(colour, tuple)
    return tuple(int(share) for share in colour)


@pytest.mark.parametrize(
    ("mode", "ink", "name", "printed"),
    [
        ("CMYK", (255, 0, 0, 0), "crest.jpg", (0, 255, 255)),
        ("CMYK", (255, 0, 0, 0), "crest.tif", (0, 255, 255)),
        ("RGBA", (0, 0, 255, 0), "crest.png", (255, 255, 255)),
        ("RGBA", (0, 0, 0, 128), "crest.png", (127, 127, 127)),
        ("LA", (0, 128), "crest.png", (127, 127, 127)),
        ("I;16", 40_000, "crest.png", (156, 156, 156)),
        ("1", 0, "crest.gif", (0, 0, 0)),
    ],
)
def test_a_logo_is_printed_in_its_own_colours_on_white_paper(
    tmp_path: Path, mode: str, ink: int | tuple[int, ...], name: str, printed: tuple[int, ...]
) -> None:
    logo = tmp_path / name
    Image.new(mode, (300, 100), ink).save(logo)
    assert logo_colour(logo) == pytest.approx(printed, abs=2)


def test_a_photographed_logo_is_printed_upright(tmp_path: Path) -> None:
    logo = tmp_path / "crest.jpg"
    exif = Image.Exif()
    exif[274] = 6
    Image.new("RGB", (300, 100), "navy").save(logo, exif=exif)
    drawn = draw_front_sheet(public_plan_of(HouseStyle(logo=str(logo))))
    (picture,) = pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages[0].images
    assert picture.image is not None
    assert picture.image.width < picture.image.height


@pytest.mark.parametrize("size", [(10_000, 10_000), (20_000, 20_000), (6_000, 5_000)])
def test_a_logo_too_large_for_the_memory_is_refused_before_it_is_read(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    logo = tmp_path / "crest.png"
    Image.new("1", size).save(logo)
    with pytest.raises(
        PackBuilderError, match=r"logo crest\.png has more than 25 million pixels\. Save it smaller"
    ):
        draw_front_sheet(public_plan_of(HouseStyle(logo=str(logo))))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("crest.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'),
        ("crest.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n"),
    ],
)
def test_a_logo_that_is_a_drawing_is_named_and_no_other_program_is_started_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    def ghostscript(*_: object) -> None:
        pytest.fail("Ghostscript was started")

    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", ghostscript)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PackBuilderError, match=rf"logo {name} can't be read .* PNG or JPEG"):
        draw_front_sheet(public_plan_of(HouseStyle(logo=str(tmp_path / name))))
