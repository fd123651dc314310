from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdf
import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.plain_text import decoded_text, text_as_odt
from packbuilder.intake.office.libreoffice import OfficeFile, convert, find_libreoffice


def _content(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read("content.xml").decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_are_read_however_they_are_written_down(encoding: str) -> None:
    text = "Café: £1,200 \N{EN DASH} “as agreed”, and some more ordinary words\r\n"
    assert decoded_text(text.encode(encoding)) == text


def test_lines_blanks_and_tabs_stand_as_their_author_saw_them(tmp_path: Path) -> None:
    text_as_odt(b"  Item      Cost\nA\t1\n\n<b> & co", tmp_path / "t.odt", "notes.txt")
    content = _content(tmp_path / "t.odt")
    assert '<text:s text:c="2"/>Item<text:s text:c="6"/>Cost' in content
    assert 'A<text:s text:c="7"/>1' in content
    assert content.count("<text:p ") == 4
    assert "&lt;b&gt; &amp; co" in content


def test_a_form_feed_begins_a_page_and_other_control_characters_go(tmp_path: Path) -> None:
    text_as_odt(b"One\x07\x1b\n\x0cTwo\n\x0c", tmp_path / "t.odt", "notes.txt")
    content = _content(tmp_path / "t.odt")
    assert re.search(r'text:style-name="first">Two<', content)
    assert content.count('text:style-name="first"') == 1
    assert not re.search("[\x00-\x08\x0b-\x1f]", content)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_text_without_text_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PackBuilderError, match=r"^notes\.txt has no text"):
        text_as_odt(data, tmp_path / "t.odt", "notes.txt")


def test_a_log_of_thousands_of_pages_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match=r"^server\.txt is too long"):
        text_as_odt(b"line\n" * 2_000_000, tmp_path / "t.odt", "server.txt")


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_the_printed_pages_hold_all_of_it_within_their_margins(tmp_path: Path) -> None:
    long_line = " ".join(f"word{n}" for n in range(100))
    text_as_odt(f"{'x' * 80}\n{long_line}\n\fSecond\n".encode(), tmp_path / "t.odt", "notes.txt")
    ((_, result),) = convert([OfficeFile(tmp_path / "t.odt")], tmp_path)
    assert isinstance(result, Path)
    first, second = pypdf.PdfReader(result).pages
    lines = first.extract_text().splitlines()
    assert lines[0] == "x" * 80, "Eighty letters fit on a line"
    assert " ".join(lines[1:]).split() == long_line.split()
    assert second.extract_text().strip() == "Second"
    assert (round(first.mediabox.width), round(first.mediabox.height)) == (595, 842)
