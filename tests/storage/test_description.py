"""Descriptions in TOML: every key lands where it belongs, however the file was written and saved."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.fitting import Fitting, PageSize
from packbuilder.meeting.house_style import (
    ALL_COLUMNS,
    AgendaColumn,
    AgendaStyle,
    Column,
    FontFamily,
    HouseStyle,
    ItemStampPlace,
    LandscapeStamps,
    PageStampPlace,
    RangeStyle,
)
from packbuilder.meeting.meeting import (
    Access,
    Action,
    ActionStatus,
    Administrator,
    AgendaItem,
    Document,
    DocumentRole,
    Form,
    Meeting,
    Member,
    Notice,
    Officer,
    Part,
    ProperOfficer,
)
from packbuilder.meeting.treatment import Remedy, Treatment
from packbuilder.storage.description import meeting_from_toml, read_description

HEAD = 'format = 1\ncouncil = "Anytown Council"\nbody = "Cabinet"\ndate = 2026-06-18\n'

ITEM = '[[item]]\ntitle = "Apologies"\n[[item]]\ntitle = "New homes"\n'

DOCUMENT = f'{ITEM}[[item.document]]\nfile = "report.pdf"\n'

FULL = """\
format = 1
council = "North Northamptonshire Council"
body = "Health and Wellbeing Board"
date = 2023-06-20
time = 14:00:00
finish = 16:30:00
venue = "Council Chamber, Corby"
executive = true
published = 2023-06-12
introduction = "You are summoned."
agenda_style = "list"
agenda_columns = ["Item", "Subject", "Lead Officer", "Report/Verbal", "Time", "Page no"]
item_numbers = "01"
minute_numbers = "67/23"
page_ranges = "5 - 14"
duplex = false
landscape_stamps = "short edge"
logo = "pictures/logo.png"
font = "serif"
item_stamp = "Item {number}"
item_stamp_place = "top left"
page_stamp = "- {number} -"
page_stamp_place = "bottom outer"
style_name = "North"
[administrator]
name = "Jenny Daniels"
role = "Democracy Officer"
email = "jenny@example.gov.uk"
phone = "01604 000000"
[proper_officer]
name = "Adele Wylie"
post = "Monitoring Officer"
[[member]]
name = "Cllr Helen Harrison"
role = "Portfolio Holder"
position = "Chair"
[[officer]]
name = "David Watts"
role = "Director"
[[notice]]
heading = "Mobile phones"
text = "Off, please."
[[item]]
title = "Place development"
description = "To note."
lead = "Ali Gilbert"
form = "report"
minutes = 25
start = 14:40:00
section = "For decision"
access = "exempt"
exempt_paragraphs = [3, 5]
public_title = "Development"
to_follow = true
urgency_reason = "The grant ends in June."
recommendations = ["Note it.", "Agree it."]
[[item.part]]
title = "The strategy"
presenters = ["Ali Gilbert", "Amy Plank"]
form = "presentation"
[[item.document]]
file = "place.pdf"
title = "Place"
role = "appendix"
access = "confidential"
exempt_paragraphs = [1]
inside = "papers/place.docx"
pages = "1-4, 6"
rotate = {3 = 90, "5-6" = 270}
size = "A4 or A3"
drop_blank_end = true
remedies = ["flatten", "accept changes"]
picture_pages = "2, 4-5"
looked_at = ["tracked-changes"]
[[action]]
number = "210323/02"
action = "Circulate the offer"
owner = "John Ashton"
progress = "Sent"
status = "completed"
"""


def read(text: str, name: str = "june.toml") -> Meeting:
    return meeting_from_toml(text, Path("/meetings") / name)


# What is read.


def test_every_key_of_the_format_lands_in_its_field() -> None:
    folder = Path("/meetings").absolute()

    assert read(FULL) == Meeting(
        council="North Northamptonshire Council",
        body="Health and Wellbeing Board",
        date=dt.date(2023, 6, 20),
        time=dt.time(14),
        finish=dt.time(16, 30),
        venue="Council Chamber, Corby",
        executive=True,
        published=dt.date(2023, 6, 12),
        introduction="You are summoned.",
        administrator=Administrator(
            "Jenny Daniels", "Democracy Officer", "jenny@example.gov.uk", "01604 000000"
        ),
        proper_officer=ProperOfficer("Adele Wylie", "Monitoring Officer"),
        members=(Member("Cllr Helen Harrison", "Portfolio Holder", "Chair"),),
        officers=(Officer("David Watts", "Director"),),
        notices=(Notice("Mobile phones", "Off, please."),),
        items=(
            AgendaItem(
                id="item-1",
                title="Place development",
                description="To note.",
                lead="Ali Gilbert",
                form=Form.REPORT,
                minutes=25,
                start=dt.time(14, 40),
                section="For decision",
                access=Access.EXEMPT,
                exempt_paragraphs=(3, 5),
                public_title="Development",
                to_follow=True,
                urgency_reason="The grant ends in June.",
                recommendations=("Note it.", "Agree it."),
                parts=(Part("The strategy", ("Ali Gilbert", "Amy Plank"), Form.PRESENTATION),),
                documents=(
                    Document(
                        id="item-1-document-1",
                        file=str(folder / "place.pdf"),
                        title="Place",
                        role=DocumentRole.APPENDIX,
                        access=Access.CONFIDENTIAL,
                        exempt_paragraphs=(1,),
                        inside="papers/place.docx",
                        treatment=Treatment((Remedy.ACCEPT_CHANGES, Remedy.FLATTEN), (2, 4, 5)),
                        fitting=Fitting(
                            ((1, 4), (6, 6)), ((3, 90), (5, 270), (6, 270)), PageSize.A4_OR_A3, True
                        ),
                        looked_at=("tracked-changes",),
                    ),
                ),
            ),
        ),
        actions=(Action("210323/02", "Circulate the offer", "John Ashton", "Sent", ActionStatus.COMPLETED),),
        style=HouseStyle(
            agenda_style=AgendaStyle.LIST,
            agenda_columns=(
                AgendaColumn(Column.ITEM, "Item"),
                AgendaColumn(Column.SUBJECT, "Subject"),
                AgendaColumn(Column.LEAD, "Lead Officer"),
                AgendaColumn(Column.FORM, "Report/Verbal"),
                AgendaColumn(Column.TIME, "Time"),
                AgendaColumn(Column.PAGE, "Page no"),
            ),
            item_numbers="01",
            minute_numbers="67/23",
            page_ranges=RangeStyle.SPACED,
            duplex=False,
            landscape_stamps=LandscapeStamps.SHORT_EDGE,
            logo=str(folder / "pictures" / "logo.png"),
            font=FontFamily.SERIF,
            item_stamp="Item {number}",
            item_stamp_place=ItemStampPlace.TOP_LEFT,
            page_stamp="- {number} -",
            page_stamp_place=PageStampPlace.BOTTOM_OUTER,
            name="North",
        ),
    )


def test_the_full_description_leaves_no_field_at_its_default() -> None:
    """Guards the test above: a field that is added must be given there a value of its own.

    The hashes of documents and logo are the meeting file's to give, and no description holds them.
    """
    meeting = read(FULL)
    (item,) = meeting.items
    records: list[Any] = [
        meeting, meeting.style, meeting.administrator, meeting.proper_officer, *meeting.members,
        *meeting.officers, *meeting.notices, item, *item.parts, *item.documents, *meeting.actions,
    ]  # fmt: skip

    left = [
        f"{type(record).__name__}.{field.name}"
        for record in records
        for field in dataclasses.fields(record)
        if getattr(record, field.name) == field.default and field.name not in {"sha256", "logo_sha256"}
    ]

    assert left == []


def test_four_keys_are_enough_and_the_rest_has_its_defaults() -> None:
    assert read(HEAD) == Meeting("Anytown Council", "Cabinet", dt.date(2026, 6, 18))


def test_every_item_and_document_has_an_id_of_its_own() -> None:
    meeting = read(f'{HEAD}{DOCUMENT}[[item.document]]\nfile = "map.pdf"\n')

    assert [item.id for item in meeting.items] == ["item-1", "item-2"]
    assert [d.id for _, d in meeting.documents()] == ["item-2-document-1", "item-2-document-2"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("report.pdf", "/meetings/report.pdf"),
        ("papers/report.pdf", "/meetings/papers/report.pdf"),
        ("/elsewhere/report.pdf", "/elsewhere/report.pdf"),
    ],
)
def test_paths_are_relative_to_the_description(written: str, meant: str) -> None:
    _, document = read(HEAD + DOCUMENT.replace("report.pdf", written)).documents()[0]

    assert Path(document.file) == Path(meant).absolute()


def test_paths_are_absolute_even_where_the_description_is_named_without_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("june.toml").write_text(HEAD + DOCUMENT, encoding="utf-8")

    _, document = read_description(Path("june.toml")).documents()[0]

    assert Path(document.file) == Path.cwd() / "report.pdf"


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Item", Column.ITEM), ("No.", Column.ITEM), ("#", Column.ITEM), ("Item no", Column.ITEM),
        ("Lead officer", Column.LEAD), ("Presented by / Presenter", Column.LEAD),
        ("Report/Verbal", Column.FORM), ("Form", Column.FORM),
        ("Start", Column.TIME), ("Timing", Column.TIME),
        ("Page", Column.PAGE), ("Page no", Column.PAGE), ("PAGES", Column.PAGE),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_heading_and_keeps_it(heading: str, column: Column) -> None:
    meeting = read(f'{HEAD}agenda_columns = ["Subject", "{heading}"]\n')

    assert meeting.style.agenda_columns == (
        AgendaColumn(Column.SUBJECT, "Subject"),
        AgendaColumn(column, heading),
    )


def test_a_column_whose_heading_does_not_tell_can_say_what_it_is() -> None:
    columns = '["Pwnc / Subject", {heading = "Cyflwynir gan", column = "Lead"}]'

    assert read(f"{HEAD}agenda_columns = {columns}\n").style.agenda_columns == (
        AgendaColumn(Column.SUBJECT, "Pwnc / Subject"),
        AgendaColumn(Column.LEAD, "Cyflwynir gan"),
    )


def test_a_council_may_write_that_it_stamps_no_items() -> None:
    assert read(f'{HEAD}item_stamp = ""\n').style.item_stamp == ""


def test_without_columns_the_agenda_has_all_of_them() -> None:
    assert read(HEAD).style.agenda_columns == ALL_COLUMNS


@given(
    start=st.integers(0, len(FULL)),
    removed=st.integers(0, 12),
    typed=st.text(alphabet="[]\"'#=,.:\\{} \n\u201caZ0", max_size=4),
)
@settings(max_examples=300, deadline=None)
def test_whatever_slip_of_the_keyboard_spoils_a_description_it_is_read_or_refused_in_words(
    start: int, removed: int, typed: str
) -> None:
    spoilt = FULL[:start] + typed + FULL[start + removed :]

    error = None
    try:
        read(spoilt)
    except PackBuilderError as refusal:
        error = refusal

    assert error is None or (error.what.startswith("june.toml") and error.next_step)
    assert str(error).isprintable()


@pytest.mark.parametrize("spelt", [str.capitalize, str.upper, str.title, lambda word: f" {word} "])
def test_words_of_choice_may_be_written_in_capital_letters(spelt: Callable[[str], str]) -> None:
    choices = (
        "list", "5 - 14", "short edge", "presentation", "report", "exempt", "confidential", "appendix",
        "completed",
    )  # fmt: skip
    text = FULL
    for choice in choices:
        text = text.replace(f'= "{choice}"', f'= "{spelt(choice)}"')

    assert text != FULL
    assert read(text) == read(FULL)


def test_a_word_of_choice_may_be_joined_as_a_key_is() -> None:
    _, document = read(f'{HEAD}{DOCUMENT}role = "Action_log"\n').documents()[0]

    assert document.role is DocumentRole.ACTION_LOG


@pytest.mark.parametrize("written", ["Accept Changes", "accept_changes", " ACCEPT  CHANGES "])
def test_words_of_choice_in_a_list_may_be_written_so_too(written: str) -> None:
    _, document = read(f'{HEAD}{DOCUMENT}remedies = ["{written}"]\nsize = "a4_or_a3"\n').documents()[0]

    assert document.treatment == Treatment((Remedy.ACCEPT_CHANGES,))
    assert document.fitting == Fitting(size=PageSize.A4_OR_A3)


def test_what_becomes_of_pages_is_the_same_value_however_it_is_written() -> None:
    one, other = (
        read(HEAD + DOCUMENT + keys).documents()[0][1]
        for keys in (
            'pages = "6; 1 to 2, 3-4"\nrotate = {"1-2" = 90}\npicture_pages = "3, 2"\n',
            'pages = "1-4, 6"\nrotate = {2 = 90, 1 = 90}\npicture_pages = "2-3"\n'
            'looked_at = []\nremedies = []\ninside = " "\n',
        )
    )

    assert one == other
    assert one.fitting == Fitting(((1, 4), (6, 6)), ((1, 90), (2, 90)))


def test_what_a_member_is_keeps_its_capital_letters() -> None:
    assert read(f'{HEAD}[[member]]\nname = "Ann"\nrole = "REPORT"\n').members == (Member("Ann", "REPORT"),)


def test_a_newer_format_is_refused_politely_before_anything_else_of_it_is_read() -> None:
    with pytest.raises(PackBuilderError) as caught:
        read("format = 2\nsomething_new = 1\n")

    error = caught.value
    assert error.what == "june.toml has format 2, which a newer packbuilder wrote."
    assert error.next_step == "Open it with the newer packbuilder."


# Files on disk.


def test_a_description_saved_by_notepad_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "june.toml"
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert read_description(file).body == "Cabinet"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_that_is_not_utf_8_is_refused_by_name(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "june.toml"
    file.write_text(HEAD.replace("Anytown", "Ynys Môn"), encoding=encoding)

    with pytest.raises(PackBuilderError, match=r"june\.toml is not a text file in UTF-8") as caught:
        read_description(file)

    assert "saved as plain text in UTF-8" in caught.value.next_step


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"PK\x03\x04\x14", "a Word"),
        (b"\xd0\xcf\x11\xe0", "an old Word"),
    ],
)
def test_a_description_that_a_word_processor_saved_in_its_own_form_is_refused_by_name(
    start: bytes, kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "june.toml"
    file.write_bytes(start + HEAD.encode())

    with pytest.raises(PackBuilderError, match=rf"june\.toml is not a text file: it is {kind}") as caught:
        read_description(file)

    assert caught.value.next_step == "Save it as plain text, under a name that ends in .toml."


def test_a_missing_file_a_folder_and_a_huge_file_are_refused_by_name(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(10_000_001)

    for path, words in [
        (tmp_path / "none.toml", "could not be read: it is not there"),
        (tmp_path, "could not be read: it is a folder"),
        (huge, "is far too large for a meeting description"),
    ]:
        with pytest.raises(PackBuilderError) as caught:
            read_description(path)
        assert caught.value.what == f"{path} {words}."
        assert caught.value.next_step
