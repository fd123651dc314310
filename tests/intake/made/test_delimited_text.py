from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.intake.made.delimited_text import values_as_ods

_ROWS = [["Name", "Phone", "Spent"], ["Zoë, A", "01604 123456", "£1,200.50"], ["Bob", "007", "-3%"]]


def _rows(path: Path) -> list[list[str]]:
    with zipfile.ZipFile(path) as parts:
        content = parts.read("content.xml").decode()
    rows = re.findall(r"<table:table-row .*?</table:table-row>", content)
    return [re.findall(r"<text:p>(.*?)</text:p>", row) for row in rows]


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_values_stand_as_in_the_file_whatever_divides_them(
    tmp_path: Path, divider: str, encoding: str
) -> None:
    lines = [divider.join(f'"{value}"' for value in row) for row in _ROWS]
    values_as_ods("\r\n".join(lines).encode(encoding), tmp_path / "v.ods", "values.csv")
    assert _rows(tmp_path / "v.ods") == _ROWS


def test_the_line_that_excel_adds_about_the_divider_is_obeyed(tmp_path: Path) -> None:
    values_as_ods(b"sep=;\r\na,b;c,d\r\ne,f;g,h\r\n", tmp_path / "v.ods", "values.csv")
    assert _rows(tmp_path / "v.ods") == [["a,b", "c,d"], ["e,f", "g,h"]]


def test_headings_repeat_on_every_page_where_there_are_any(tmp_path: Path) -> None:
    values_as_ods(b"Name,Spent\nA,1\n", tmp_path / "v.ods", "values.csv")
    with zipfile.ZipFile(tmp_path / "v.ods") as parts:
        assert b"table-header-rows" in parts.read("content.xml")
    values_as_ods(b"A,1\nB,2\n", tmp_path / "v.ods", "values.csv")
    with zipfile.ZipFile(tmp_path / "v.ods") as parts:
        assert b"table-header-rows" not in parts.read("content.xml")


def test_only_what_was_written_as_a_number_is_set_as_one(tmp_path: Path) -> None:
    values_as_ods(b"1;-2.5;(3);4%;1,234;007;01604 12;1.2.3;x\n" * 2, tmp_path / "v.ods", "values.csv")
    with zipfile.ZipFile(tmp_path / "v.ods") as parts:
        content = parts.read("content.xml").decode()
    styles = re.findall(r'<table:table-cell table:style-name="(\w+)"', content)[:9]
    assert styles == ["number"] * 5 + ["words"] * 4


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,,\n,,,\n"])
def test_a_file_without_values_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PackBuilderError, match=r"^values\.csv has no values"):
        values_as_ods(data, tmp_path / "v.ods", "values.csv")


def test_a_file_that_is_no_table_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PackBuilderError, match=r"^values\.csv could not be read"):
        values_as_ods(b'"' + b"x" * 200_000, tmp_path / "v.ods", "values.csv")
