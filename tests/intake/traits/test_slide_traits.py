"""What a PowerPoint file carries is found before it is converted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from packbuilder.intake.traits.office_traits import inspect_office
from packbuilder.meeting.document_facts import Trait, TraitKind
from tests.intake.traits.office_files import add_chart, add_text_box, related, rewritten, slides, with_macros

P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def _saved(presentation: Any, path: Path) -> Path:
    presentation.save(str(path))
    return path


def _traits(path: Path) -> tuple[Trait, ...]:
    return inspect_office(path).traits


def _only(path: Path, kind: TraitKind) -> Trait:
    (trait,) = _traits(path)
    assert trait.kind is kind
    return trait


def test_speaker_notes_are_found_where_they_have_words(tmp_path: Path) -> None:
    presentation = slides("One", "Two", "Three")
    presentation.slides[1].notes_slide.notes_text_frame.text = "Do not mention the contractor"
    presentation.slides[2].notes_slide.notes_text_frame.text = "  "
    assert _only(_saved(presentation, tmp_path / "talk.pptx"), TraitKind.SPEAKER_NOTES) == Trait(
        TraitKind.SPEAKER_NOTES, 1, ("Slide 2",), excerpt="Do not mention the contractor"
    )


def test_a_notes_page_with_only_its_number_and_date_is_nothing(tmp_path: Path) -> None:
    presentation = slides("One")
    notes = presentation.slides[0].notes_slide
    for kind, text in (("sldNum", "1"), ("dt", "5 May"), ("ftr", "Council"), ("hdr", "Council")):
        box = add_text_box(notes, text) if hasattr(notes.shapes, "add_textbox") else None
        assert box is None
        from pptx.oxml import parse_xml

        notes.shapes._spTree.append(  # noqa: SLF001
            parse_xml(
                f'<p:sp {P} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr>'
                f'<p:cNvPr id="9" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
                f"<p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
            )
        )
    assert _traits(_saved(presentation, tmp_path / "talk.pptx")) == ()


def test_hidden_slides_are_numbered_as_powerpoint_numbers_them(tmp_path: Path) -> None:
    presentation = slides("One", "Backup: staff at risk", "Three")
    presentation.slides[1]._element.set("show", "0")  # noqa: SLF001
    assert _only(_saved(presentation, tmp_path / "talk.pptx"), TraitKind.HIDDEN_SLIDES) == Trait(
        TraitKind.HIDDEN_SLIDES, 1, ("Slide 2",), excerpt="Backup: staff at risk"
    )


def test_comments_of_older_powerpoints_are_found(tmp_path: Path) -> None:
    path = _saved(slides("One", "Two"), tmp_path / "talk.pptx")

    def change(parts: dict[str, bytes]) -> None:
        people = f'<p:cmAuthorLst {P}><p:cmAuthor id="3" name="Ann Fox"/></p:cmAuthorLst>'
        comments = f'<p:cmLst {P}><p:cm authorId="3"><p:text>Is this agreed?</p:text></p:cm></p:cmLst>'
        related(parts, "ppt/presentation.xml", "commentAuthors", "ppt/commentAuthors.xml", people.encode())
        related(parts, "ppt/slides/slide2.xml", "comments", "ppt/comments/comment1.xml", comments.encode())

    assert _only(rewritten(path, change), TraitKind.COMMENTS) == Trait(
        TraitKind.COMMENTS, 1, ("Slide 2",), by=("Ann Fox",), excerpt="Is this agreed?"
    )


def test_threads_of_comments_are_found_with_their_replies(tmp_path: Path) -> None:
    path = _saved(slides("One"), tmp_path / "talk.pptx")

    def change(parts: dict[str, bytes]) -> None:
        names = (
            'xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        )
        people = f'<p188:authorLst {names}><p188:author id="{{A}}" name="Ann Fox"/>'
        people += '<p188:author id="{B}" name="Bob Lee"/></p188:authorLst>'

        def body(text: str) -> str:
            return f"<p188:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p188:txBody>"

        thread = (
            f'<p188:cmLst {names}><p188:cm id="{{1}}" authorId="{{A}}"><p188:replyLst><p188:reply id="{{2}}" '
        )
        thread += (
            f'authorId="{{B}}">{body("No")}</p188:reply></p188:replyLst>{body("True?")}</p188:cm>'
            f"</p188:cmLst>"
        )
        kind = "http://schemas.microsoft.com/office/2018/10/relationships"
        related(parts, "ppt/presentation.xml", f"{kind}/authors", "ppt/authors.xml", people.encode())
        related(parts, "ppt/slides/slide1.xml", f"{kind}/comments", "ppt/comments/m1.xml", thread.encode())

    trait = _only(rewritten(path, change), TraitKind.COMMENTS)
    assert (trait.count, trait.by, trait.excerpt) == (2, ("Ann Fox", "Bob Lee"), "True?")


def test_shapes_that_are_hidden_or_beside_the_slide_are_hidden_text(tmp_path: Path) -> None:
    presentation = slides("One", "Two")
    hidden = add_text_box(presentation.slides[0], "Redundancies: 14")
    hidden._element.nvSpPr.cNvPr.set("hidden", "1")  # noqa: SLF001
    add_text_box(presentation.slides[1], "To be checked by Legal", left_inches=20)
    half_seen = add_text_box(presentation.slides[1], "Half seen", left_inches=9)
    half_seen.rotation = 30
    trait = _only(_saved(presentation, tmp_path / "talk.pptx"), TraitKind.HIDDEN_TEXT)
    assert trait == Trait(
        TraitKind.HIDDEN_TEXT,
        2,
        ("Slide 1", "Slide 2, beside the slide"),
        excerpt="Redundancies: 14",
    )


def test_the_sheet_of_a_chart_is_nothing_but_an_embedded_workbook_is(tmp_path: Path) -> None:
    presentation = slides("One", "Two")
    add_chart(presentation.slides[0], XL_CHART_TYPE.COLUMN_CLUSTERED)
    path = _saved(presentation, tmp_path / "talk.pptx")
    assert _traits(path) == ()
    presentation.slides[1].shapes.add_ole_object(str(path), "PowerPoint.Show.12", Inches(1), Inches(2))
    trait = _only(_saved(presentation, tmp_path / "both.pptx"), TraitKind.EMBEDDED_FILES)
    assert (trait.count, trait.where) == (1, ("Slide 2, PowerPoint file",))


def test_linked_pictures_and_films_are_found_but_not_what_a_reader_clicks(tmp_path: Path) -> None:
    presentation = slides("One")
    box = add_text_box(presentation.slides[0], "See the site")
    box.text_frame.paragraphs[0].runs[0].hyperlink.address = "https://www.example.org/"
    path = _saved(presentation, tmp_path / "talk.pptx")
    assert _traits(path) == ()
    rewritten(
        path,
        lambda parts: (
            related(parts, "ppt/slides/slide1.xml", "video", "https://films.example.org/1") and None
        ),
    )
    trait = _only(path, TraitKind.EXTERNAL_LINKS)
    assert (trait.count, trait.where) == (1, ("films.example.org",))


def test_everything_at_once_is_found(tmp_path: Path) -> None:
    presentation = slides("One", "Two")
    presentation.slides[0].notes_slide.notes_text_frame.text = "Say little"
    presentation.slides[1]._element.set("show", "0")  # noqa: SLF001
    add_text_box(presentation.slides[0], "Scraps", left_inches=-5)
    path = with_macros(_saved(presentation, tmp_path / "talk.pptx"), "ppt/presentation.xml")

    def change(parts: dict[str, bytes]) -> None:
        comments = f'<p:cmLst {P}><p:cm authorId="3"><p:text>Hm</p:text></p:cm></p:cmLst>'
        related(parts, "ppt/slides/slide1.xml", "comments", "ppt/comments/comment1.xml", comments.encode())
        related(parts, "ppt/slides/slide1.xml", "package", "ppt/embeddings/a.xlsx", b"PK")
        related(parts, "ppt/slides/slide1.xml", "image", "file:///S:/map.png")

    assert {trait.kind: trait.count for trait in _traits(rewritten(path, change))} == {
        TraitKind.COMMENTS: 1,
        TraitKind.HIDDEN_TEXT: 1,
        TraitKind.SPEAKER_NOTES: 1,
        TraitKind.HIDDEN_SLIDES: 1,
        TraitKind.EXTERNAL_LINKS: 1,
        TraitKind.EMBEDDED_FILES: 1,
        TraitKind.MACROS: 1,
    }
