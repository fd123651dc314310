"""Each thing the proof proves, broken on purpose in a finished pack; and what was there before stays."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from pikepdf import Array, Dictionary, Name, NameTree, String

import packbuilder.pack.build as line
from packbuilder.errors import ProofFailed
from packbuilder.meeting.house_style import (
    AgendaColumn,
    AgendaStyle,
    Column,
    HouseStyle,
    PageStampPlace,
    RangeStyle,
)
from packbuilder.pack.assemble import DrawnSheets, assemble
from packbuilder.pack.blank_sheets import draw_filler
from packbuilder.pack.build import build_public_pack, settle_front_sheet
from packbuilder.pack.documents import from_disk, take_documents
from packbuilder.pack.front_sheet import DrawnFrontSheet
from packbuilder.pack.plan import PackPlan
from packbuilder.pack.proof import prove
from packbuilder.progress import Quiet
from tests.builders import A4_LANDSCAPE_PT, a_document, a_meeting, an_item, house_styles, write_pdf
from tests.pack.awkward_pages import (
    add_annotation,
    document,
    file_specification,
    look,
    meeting_of,
    resaved,
    save,
    script,
)


@dataclasses.dataclass(frozen=True)
class Finished:
    path: Path
    plan: PackPlan
    front_sheet: DrawnFrontSheet


def _report() -> pikepdf.Pdf:
    """Return two pages with a form field and a chapter, so that there is something to break."""
    pdf = document("First", "Second")
    field = Dictionary(
        Subtype=Name.Widget, FT=Name.Tx, T=String("Name"), V=String("Ada"), AP=Dictionary(N=look(pdf)), F=4
    )
    pdf.Root[Name.AcroForm] = Dictionary(Fields=Array([add_annotation(pdf, pdf.pages[0].obj, field)]))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chapter", 1))
    return pdf


@pytest.fixture(scope="module", params=list(AgendaStyle))
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A pack of eight pages: agenda, its blank side, two reports of two pages, one of one, filler."""
    folder = tmp_path_factory.mktemp("finished")
    files = [save(_report(), folder / f"{n}.pdf") for n in range(2)]
    files.append(save(document("Only page"), folder / "last.pdf"))
    meeting = meeting_of(*files, style=HouseStyle(agenda_style=request.param))
    documents = take_documents(meeting, Quiet(), from_disk())
    facts = {document_id: taken.facts for document_id, taken in documents.items()}
    plan, front_sheet = settle_front_sheet(meeting, facts)
    path = folder / "pack.pdf"
    assemble(plan, DrawnSheets(front_sheet, draw_filler(), {}), documents, path, Quiet())
    assert plan.page_count == 8
    return Finished(path, plan, front_sheet)


def _prove(finished: Finished, path: Path) -> None:
    prove(path, finished.plan, finished.front_sheet, Quiet())


def test_a_sound_pack_passes_also_when_it_was_only_written_anew(finished: Finished, tmp_path: Path) -> None:
    _prove(finished, finished.path)
    with pikepdf.open(finished.path) as pdf:
        _prove(finished, resaved(pdf, tmp_path / "same.pdf"))


def _edit_stamps(pdf: pikepdf.Pdf, page_number: int, old: bytes, new: bytes) -> None:
    contents = pdf.pages[page_number - 1].obj.Contents
    stamp = contents[len(contents) - 1]
    data, count = re.subn(old, new, stamp.read_bytes())
    assert count == 1
    contents[len(contents) - 1] = pdf.make_stream(data)


def _wrong_number(pdf: pikepdf.Pdf) -> None:
    _edit_stamps(pdf, 6, rb"Page 6", b"Page 7")


def _longer_number(pdf: pikepdf.Pdf) -> None:
    _edit_stamps(pdf, 6, rb"Page 6", b"Page 66")


def _wrong_item(pdf: pikepdf.Pdf) -> None:
    _edit_stamps(pdf, 5, rb"Agenda Item 2", b"Agenda Item 3")


def _stamp_moved(pdf: pikepdf.Pdf) -> None:
    _edit_stamps(pdf, 6, rb"\nq\n", b"\nq\n1 0 0 1 0 60 cm\n")


def _stamp_turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[5].obj[Name.Rotate] = 90


def _stamp_lost(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[5].obj.Contents
    contents[len(contents) - 1] = pdf.make_stream(b"Q")


def _pages_swapped(pdf: pikepdf.Pdf) -> None:
    fourth = pdf.pages[5]
    del pdf.pages[5]
    pdf.pages.insert(4, fourth)


def _contents_swapped(pdf: pikepdf.Pdf) -> None:
    """Let two pages of a document change places while each keeps the stamps of its place."""
    first, second = pdf.pages[4].obj.Contents, pdf.pages[5].obj.Contents
    for index in range(1, len(first) - 1):
        first[index], second[index] = second[index], first[index]


def _page_made_smaller(pdf: pikepdf.Pdf) -> None:
    pdf.pages[5].obj.CropBox = pikepdf.Array([10, 0, 585, 842])


def _drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[5]


def _add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def _third_item(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.Outlines.First.Next.Next


def _bookmark_elsewhere(pdf: pikepdf.Pdf) -> None:
    _third_item(pdf)[Name.Dest] = Array([pdf.pages[6].obj, Name.Fit])


def _bookmark_nowhere(pdf: pikepdf.Pdf) -> None:
    del _third_item(pdf)[Name.Dest]


def _bookmark_retitled(pdf: pikepdf.Pdf) -> None:
    _third_item(pdf)[Name.Title] = String("Subject 2 (5-7)")


def _bookmark_untitled(pdf: pikepdf.Pdf) -> None:
    del _third_item(pdf)[Name.Title]


def _deep_bookmark_elsewhere(pdf: pikepdf.Pdf) -> None:
    _third_item(pdf).First.First[Name.Dest] = Array([pdf.pages[0].obj, Name.Fit])


def _bookmark_lost(pdf: pikepdf.Pdf) -> None:
    item = _third_item(pdf)
    pdf.Root.Outlines.First.Next[Name.Next] = item.Next


def _bookmarks_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.Root[Name.Outlines]


def _bookmark_added(pdf: pikepdf.Pdf) -> None:
    last = pdf.Root.Outlines.Last
    extra = Dictionary(
        Title=String("More"), Dest=Array([pdf.pages[0].obj, Name.Fit]), Parent=pdf.Root.Outlines
    )
    last[Name.Next] = pdf.make_indirect(extra)


def _labels_start_at_two(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1][Name.St] = 2


def _labels_roman(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1][Name.S] = Name.r


def _labels_change(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels[Name.Nums] = Array([0, Dictionary(S=Name.D), 2, Dictionary(S=Name.D)])


def _labels_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.Root[Name.PageLabels]


def _agenda_link_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[1][Name.Dest] = Array([pdf.pages[6].obj, Name.Fit])


def _agenda_link_moved(pdf: pikepdf.Pdf) -> None:
    link = pdf.pages[0].obj.Annots[1]
    link[Name.Rect] = Array([float(edge) + 30 for edge in link.Rect])


def _agenda_link_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Annots[1]


def _agenda_links_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj[Name.Annots]


def _agenda_range_wrong(pdf: pikepdf.Pdf) -> None:
    font = next(f for n, f in pdf.pages[0].obj.Resources.Font.items() if not n.startswith("/Pb"))
    cover = f"\n1 g 0 0 600 700 re f 0 g BT {_name_of(pdf, font)} 9 Tf 500 300 Td ( ) Tj ET"
    contents = pdf.pages[0].obj.Contents
    stream = contents[1]
    data = re.sub(rb"(?s)BT.*?ET", b"", stream.read_bytes())
    contents[1] = pdf.make_stream(data + cover.encode())


def _name_of(pdf: pikepdf.Pdf, font: pikepdf.Object) -> str:
    fonts = pdf.pages[0].obj.Resources.Font
    return next(name for name, value in fonts.items() if value.objgen == font.objgen)


def _script_in_catalog(pdf: pikepdf.Pdf) -> None:
    pdf.Root[Name.OpenAction] = script()


def _script_by_name(pdf: pikepdf.Pdf) -> None:
    names = NameTree.new(pdf)
    names["start"] = script()
    pdf.Root[Name.Names] = pdf.make_indirect(Dictionary(JavaScript=names.obj))


def _script_on_closing(pdf: pikepdf.Pdf) -> None:
    pdf.Root[Name.AA] = Dictionary(WC=script())


def _script_on_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[5].obj[Name.AA] = Dictionary(O=script())


def _script_in_annotation(pdf: pikepdf.Pdf) -> None:
    add_annotation(pdf, pdf.pages[5].obj, Dictionary(Subtype=Name.Link, A=script()))


def _script_after_link(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org"), Next=script())
    add_annotation(pdf, pdf.pages[5].obj, Dictionary(Subtype=Name.Link, A=pdf.make_indirect(action)))


def _script_in_field(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0][Name.AA] = Dictionary(K=script())


def _script_in_bookmark(pdf: pikepdf.Pdf) -> None:
    _third_item(pdf)[Name.A] = script()


def _program_launched(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    add_annotation(pdf, pdf.pages[5].obj, Dictionary(Subtype=Name.Link, A=action))


def _sound(pdf: pikepdf.Pdf) -> None:
    add_annotation(pdf, pdf.pages[5].obj, Dictionary(Subtype=Name.Sound))


def _attachment(pdf: pikepdf.Pdf) -> None:
    names = NameTree.new(pdf)
    names["salaries"] = file_specification(pdf, "salaries.xlsx", b"secret")
    pdf.Root[Name.Names] = Dictionary(EmbeddedFiles=names.obj)


def _attachment_on_page(pdf: pikepdf.Pdf) -> None:
    attached = file_specification(pdf, "salaries.xlsx", b"secret")
    add_annotation(pdf, pdf.pages[5].obj, Dictionary(Subtype=Name.FileAttachment, FS=attached))


def _attachment_associated(pdf: pikepdf.Pdf) -> None:
    pdf.Root[Name.AF] = Array([file_specification(pdf, "salaries.xlsx", b"secret")])


def _attachment_associated_with_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[5].obj[Name.AF] = Array([file_specification(pdf, "salaries.xlsx", b"secret")])


def _font_of_stamps_lost(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.pages[5].obj.Resources.Font
    stamp_font = next(font for name, font in fonts.items() if name.startswith("/Pb"))
    del stamp_font.FontDescriptor[Name.FontFile2]


def _font_of_agenda_lost(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.values():
        if Name.FontDescriptor in font and "Bold" in str(font.BaseFont):
            del font.FontDescriptor[Name.FontFile2]


Damage = Callable[[pikepdf.Pdf], None]

NAMED: list[tuple[Damage, str]] = [
    (_wrong_number, "page 6"),
    (_longer_number, "page 6"),
    (_wrong_item, "page 5"),
    (_stamp_moved, "page 6"),
    (_stamp_turned, "page 6"),
    (_stamp_lost, "page 6"),
    (_pages_swapped, "page 6|page 5|page 4"),
    (_contents_swapped, "page 5 is not the page that should be there"),
    (_page_made_smaller, "page 6.*has another size than it had"),
    (_drop_page, "7 pages where the plan has 8"),
    (_add_page, "9 pages where the plan has 8"),
    (_bookmark_elsewhere, r"leads to page 7, not 5"),
    (_bookmark_nowhere, r"leads to .*not 5"),
    (_bookmark_retitled, r"Subject 2 \(5-6\)"),
    (_bookmark_untitled, "failed its proof"),
    (_deep_bookmark_elsewhere, "leads to page 1, not 6"),
    (_bookmark_lost, r"Subject 2 \(5-6\)"),
    (_bookmarks_lost, "Agenda"),
    (_bookmark_added, "More"),
    (_labels_start_at_two, "page labels"),
    (_labels_roman, "page labels"),
    (_labels_change, "page labels"),
    (_labels_lost, "failed its proof"),
    (_agenda_link_elsewhere, "page 1"),
    (_agenda_link_moved, "page 1"),
    (_agenda_link_lost, "page 1"),
    (_agenda_links_lost, "page 1"),
    (_agenda_range_wrong, "agenda"),
    (_script_in_catalog, "acts when it is opened|script"),
    (_script_by_name, "script"),
    (_script_on_closing, "acts|script"),
    (_script_on_page, "page 6"),
    (_script_in_annotation, "page 6"),
    (_script_after_link, "page 6"),
    (_script_in_field, "field|page 3"),
    (_script_in_bookmark, "bookmark"),
    (_program_launched, "page 6"),
    (_sound, "page 6"),
    (_attachment, "attached file"),
    (_attachment_on_page, "page 6"),
    (_attachment_associated, "attached file"),
    (_attachment_associated_with_page, "page 6"),
    (_font_of_stamps_lost, "font .*not embedded"),
    (_font_of_agenda_lost, "font .*page 1 .*not embedded"),
]


@pytest.mark.parametrize(("damage", "said"), NAMED, ids=[damage.__name__[1:] for damage, _ in NAMED])
def test_a_pack_that_was_damaged_fails_its_proof(
    damage: Damage, said: str, finished: Finished, tmp_path: Path
) -> None:
    with pikepdf.open(finished.path) as pdf:
        damage(pdf)
        path = resaved(pdf, tmp_path / "damaged.pdf")
    with pytest.raises(ProofFailed, match=said):
        _prove(finished, path)


@pytest.mark.parametrize("share_left", [0, 0.1, 0.5, 0.99])
def test_a_pack_that_was_written_in_part_fails_its_proof(
    share_left: float, finished: Finished, tmp_path: Path
) -> None:
    data = finished.path.read_bytes()
    path = tmp_path / "part.pdf"
    path.write_bytes(data[: round(len(data) * share_left)])
    with pytest.raises(ProofFailed):
        _prove(finished, path)


def test_the_earlier_pack_stays_when_the_proof_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = save(document("Report"), tmp_path / "report.pdf")
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "pack.pdf"
    target.write_bytes(b"the pack published last week")

    def assemble_badly(*args: object) -> None:
        assemble(*args)  # type: ignore[arg-type]
        path = args[3]
        assert isinstance(path, Path)
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            _edit_stamps(pdf, 3, rb"Page 3", b"Page 4")
            resaved(pdf, path)

    monkeypatch.setattr(line, "assemble", assemble_badly)
    with pytest.raises(ProofFailed, match="page 3"):
        build_public_pack(meeting_of(source), target, Quiet(), from_disk())
    assert target.read_bytes() == b"the pack published last week"
    assert list(folder.iterdir()) == [target]


def test_a_form_whose_fields_go_in_circles_does_not_hold_the_proof_up(tmp_path: Path) -> None:
    pdf = _report()
    field = pdf.Root.AcroForm.Fields[0]
    parent = pdf.make_indirect(Dictionary(T=String("/JavaScript"), Kids=Array([field])))
    parent[Name.Kids] = Array([field, parent, None])
    field[Name.Parent] = parent
    pdf.Root.AcroForm[Name.Fields] = Array([parent])
    target = tmp_path / "pack.pdf"
    build_public_pack(meeting_of(save(pdf, tmp_path / "report.pdf")), target, Quiet(), from_disk())
    assert target.exists()


def test_words_that_sound_like_actions_do_not_stop_a_pack(tmp_path: Path) -> None:
    pdf = document("First")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("/JavaScript /AA (Launch) /EmbeddedFiles", 0))
    source = save(pdf, tmp_path / "report.pdf")
    target = tmp_path / "pack.pdf"
    build_public_pack(meeting_of(source), target, Quiet(), from_disk())
    assert target.exists()


# The council's style.


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an upright and a landscape paper."""
    folder = tmp_path_factory.mktemp("papers")
    write_pdf(folder / "upright.pdf", "First", "Second")
    write_pdf(folder / "landscape.pdf", "Wide", size_pt=A4_LANDSCAPE_PT)
    return folder


@settings(max_examples=25)
@given(style=house_styles())
def test_a_pack_in_any_style_passes_its_proof(style: HouseStyle, papers: Path) -> None:
    meeting = a_meeting(
        an_item("one", a_document("upright", file=str(papers / "upright.pdf")), lead="Chair"),
        an_item("two", a_document("landscape", file=str(papers / "landscape.pdf")), minutes=5),
        an_item("three", to_follow=True),
        style=style,
    )

    built = build_public_pack(meeting, papers / "pack.pdf", Quiet(), from_disk())

    assert built.plan.page_count == (8 if style.duplex else 5)


@pytest.mark.parametrize("ranges", [None, *RangeStyle])
@pytest.mark.parametrize(
    "style",
    [
        HouseStyle(agenda_style=AgendaStyle.LIST),
        HouseStyle(agenda_columns=(AgendaColumn(Column.SUBJECT, "Subject"),)),
    ],
)
def test_an_agenda_that_names_pages_after_titles_passes_whatever_the_style_of_ranges(
    style: HouseStyle, ranges: RangeStyle | None, papers: Path
) -> None:
    meeting = meeting_of(papers / "upright.pdf", style=dataclasses.replace(style, page_ranges=ranges))

    built = build_public_pack(meeting, papers / "pack.pdf", Quiet(), from_disk())

    assert (built.plan.items[0].first_page, built.plan.items[0].last_page) == (3, 4)


def _over_own_number(
    folder: Path, own: str, across_pt: float, place: PageStampPlace
) -> tuple[Path, HouseStyle]:
    """Return a paper with a number of its own where a pack in that style stamps bare numbers."""
    pdf = document("Report")
    content = f"BT /F0 10 Tf {across_pt} 22 Td ({own}) Tj ET".encode()
    page = pdf.pages[0].obj
    page[Name.Contents] = Array([page.Contents, pdf.make_stream(content)])
    return save(pdf, folder / "report.pdf"), HouseStyle(page_stamp="{number}", page_stamp_place=place)


@pytest.mark.parametrize("place", PageStampPlace)
@pytest.mark.parametrize("own", ["1", "3", "12"])
@pytest.mark.parametrize("beside_pt", [-7, -3, 0, 3, 6])
def test_a_papers_own_number_under_a_bare_one_does_not_fail_the_pack(
    place: PageStampPlace, own: str, beside_pt: float, tmp_path: Path
) -> None:
    lefts_pt = {
        PageStampPlace.BOTTOM_LEFT: 34.0,
        PageStampPlace.BOTTOM_CENTRE: 295.0,
        PageStampPlace.BOTTOM_RIGHT: 555.5,
        PageStampPlace.BOTTOM_OUTER: 555.5,
    }
    paper, style = _over_own_number(tmp_path, own, lefts_pt[place] + beside_pt, place)

    target = tmp_path / "pack.pdf"
    build_public_pack(meeting_of(paper, style=style), target, Quiet(), from_disk())

    assert target.exists()


@pytest.mark.parametrize("place", PageStampPlace)
@pytest.mark.parametrize("wrong", [b"(13)", b"(31)", b"(8)", b"()"])
def test_a_bare_number_that_is_only_part_of_the_one_stamped_fails(
    place: PageStampPlace, wrong: bytes, tmp_path: Path
) -> None:
    paper = save(document("Report"), tmp_path / "report.pdf")
    meeting = meeting_of(paper, style=HouseStyle(page_stamp="{number}", page_stamp_place=place))
    documents = take_documents(meeting, Quiet(), from_disk())
    facts = {document_id: taken.facts for document_id, taken in documents.items()}
    plan, front_sheet = settle_front_sheet(meeting, facts)
    path = tmp_path / "pack.pdf"
    assemble(plan, DrawnSheets(front_sheet, draw_filler(), {}), documents, path, Quiet())
    with pikepdf.open(path, allow_overwriting_input=True) as pack:
        stream = pack.pages[2].obj.Contents[-1]
        content = stream.read_bytes()
        assert content.count(b"(3)Tj") == 1
        stream.write(content.replace(b"(3)", wrong))
        pack.save(path)

    with pytest.raises(ProofFailed, match=r'page 3, .* should say "3"'):
        prove(path, plan, front_sheet, Quiet())
