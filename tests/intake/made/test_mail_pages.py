from __future__ import annotations

import email
import email.policy
import re
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdf
import pytest

from packbuilder.intake.made.mail_pages import message_as_odt
from packbuilder.intake.made.mail_words import paragraphs_of_html
from packbuilder.intake.office.libreoffice import OfficeFile, convert, find_libreoffice


def _message(body: str = "Please find the report attached.\n") -> EmailMessage:
    message = EmailMessage(policy=email.policy.default)
    message["From"] = "Ali Gilbert <ali@north.gov.uk>"
    message["To"] = '"Democratic Services" <dem@north.gov.uk>, raisa@north.gov.uk'
    message["Cc"] = "Pat Neil <chair@north.gov.uk>, Zoë Khan <zoe@home.example>, a@b.example"
    message["Date"] = "Tue, 20 Jun 2023 14:05:00 +0100"
    message["Subject"] = "Item 6 \N{EN DASH} Place development"
    message.set_content(body)
    return message


def _parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _lines(message: EmailMessage, folder: Path) -> list[str]:
    """The paragraphs of what a message becomes, blanks as one."""
    message_as_odt(message, folder / "m.odt")
    with zipfile.ZipFile(folder / "m.odt") as parts:
        content = parts.read("content.xml").decode()
    found = re.findall(r"<text:p [^>]*?(?:/>|>(.*?)</text:p>)", content)
    plain = (re.sub(r"<text:line-break/>", " / ", each) for each in found)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in plain]


def test_the_head_says_who_wrote_to_whom_when_and_about_what(tmp_path: Path) -> None:
    assert _lines(_message(), tmp_path) == [
        "From", "Ali Gilbert &lt;ali@north.gov.uk&gt;",
        "To", "Democratic Services &lt;dem@north.gov.uk&gt;, raisa@north.gov.uk",
        "Cc", "Pat Neil, Zoë Khan",
        "Date", "Tuesday 20 June 2023, 14:05",
        "Subject", "Item 6 \N{EN DASH} Place development",
        "",
        "Please find the report attached.",
    ]  # fmt: skip


def test_what_was_attached_and_who_else_had_it_is_not_printed(tmp_path: Path) -> None:
    message = _message()
    message["Bcc"] = "Secret Friend <friend@home.example>"
    message["Reply-To"] = "reply@home.example"
    message.add_attachment(b"x", maintype="a", subtype="b", filename="salary list.xlsx")
    printed = " ".join(_lines(message, tmp_path))
    for unprinted in ("salary", "chair@", "home.example", "Secret Friend", "a@b.example"):
        assert unprinted not in printed


@pytest.mark.parametrize(
    "cc",
    [b"a@b.example", b'"a@b.example" <a@b.example>', b"=?utf-8?b?//8=?= <\xff@b.example", b"<<a@b.example"],
)
def test_a_copy_to_an_address_alone_is_not_printed(tmp_path: Path, cc: bytes) -> None:
    lines = _lines(_parsed(b"From: Ann\r\nCc: " + cc + b"\r\n\r\nBody"), tmp_path)
    assert "b.example" not in " ".join(lines)


def test_plain_words_are_used_where_a_message_has_both_forms(tmp_path: Path) -> None:
    message = _message("Plain words\n")
    message.add_alternative("<p>HTML words</p>", subtype="html")
    lines = _lines(message, tmp_path)
    assert "Plain words" in lines
    assert "HTML words" not in lines


def test_html_is_used_where_the_plain_form_is_empty(tmp_path: Path) -> None:
    message = _message(" \n")
    message.add_alternative("<p>HTML words</p>", subtype="html")
    assert "HTML words" in _lines(message, tmp_path)


def test_quoted_text_is_kept_and_set_apart(tmp_path: Path) -> None:
    lines = _lines(_message("Yes.\n\n> Could you\n> send it?\n>> Earlier\n"), tmp_path)
    assert lines[-3:] == ["Yes.", "Could you / send it?", "Earlier"]
    with zipfile.ZipFile(tmp_path / "m.odt") as parts:
        content = parts.read("content.xml").decode()
    assert '"words-1-0">Could you' in content
    assert '"words-2-0">Earlier' in content


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    message = _parsed(b"Content-Type: text/plain; format=flowed\r\n\r\nOne line \r\ngoes on.\r\nAnother.\r\n")
    assert _lines(message, tmp_path)[-1] == "One line goes on. / Another."


def test_html_is_read_as_its_reader_sees_it() -> None:
    read = paragraphs_of_html(
        "<head><title>No</title><style>p{}</style></head><div style='display: none'>Unseen</div>"
        "<h2>Update</h2><p>Hello <b>all</b>,<br>second &amp; last</p><ul><li>One</li><li>Two<ol><li>Deep</ol>"
        "</ul><table><tr><td>A</td><td>B</td></tr></table><script>alert(1)</script>"
        "<blockquote>Quoted</blockquote><pre>a   b</pre>"
    )
    assert [(p.mark, p.text, p.quoted, p.indent) for p in read] == [
        ("", "Update", 0, 0),
        ("", "Hello all,\nsecond & last", 0, 0),
        ("•", "One", 0, 1),
        ("•", "Two", 0, 1),
        ("1.", "Deep", 0, 2),
        ("", "A\tB", 0, 0),
        ("", "Quoted", 1, 0),
        ("", "a   b", 0, 0),
    ]
    assert [p.text for p in read if p.is_heading] == ["Update"]


def test_links_are_kept_where_they_lead_to_the_web_and_nowhere_else() -> None:
    (read,) = paragraphs_of_html(
        '<p><a href="https://a.org/">A</a> <a href="javascript:x()">B</a> <a href="file:///etc">C</a></p>'
    )
    assert {run.text.strip(): run.link for run in read.runs} == {"A": "https://a.org/", "B C": ""}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no message at all",
        b'From: =?utf-8?b?//8=?= <\xff\xfe@\r\nTo: ,,,;<>"\r\nDate: ?\r\nSubject: \x00\x07\xc3\r\n\r\nBody',
        b"Content-Type: text/plain; charset=no-such-thing\r\n\r\nCaf\xe9",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>\xe9<b",
        b"Content-Type: multipart/alternative\r\n\r\nnothing",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"From: " + b"(" * 2000 + b"\r\nTo: a@b\r\n\r\nBody",
        b"Subject: one\r\nSubject: two\r\nFrom: \r\n\r\n",
        b"Content-Type: text/html\r\n\r\n" + b"<div><blockquote>" * 3000 + b"deep",
    ],
)
def test_a_broken_message_is_shown_as_far_as_it_can_be_read(tmp_path: Path, data: bytes) -> None:
    message_as_odt(_parsed(data), tmp_path / "m.odt")
    with zipfile.ZipFile(tmp_path / "m.odt") as parts:
        from lxml import etree

        for name in ("content.xml", "meta.xml", "styles.xml"):
            etree.fromstring(parts.read(name))


def test_words_in_an_unknown_encoding_are_read_all_the_same(tmp_path: Path) -> None:
    message = _parsed(b"Content-Type: text/plain; charset=no-such-thing\r\n\r\nCaf\xe9 at noon")
    assert _lines(message, tmp_path)[-1] == "Café at noon"


def test_a_message_without_words_says_so(tmp_path: Path) -> None:
    assert "(The message has no words of its own.)" in _lines(_message(""), tmp_path)


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_the_printed_message_has_its_subject_for_a_title_and_fits_the_page(tmp_path: Path) -> None:
    message = _message("See https://north.gov.uk/a?b=1&c=2.\n\n" + "A long paragraph of words. " * 40)
    message_as_odt(message, tmp_path / "m.odt")
    ((_, result),) = convert([OfficeFile(tmp_path / "m.odt")], tmp_path)
    assert isinstance(result, Path)
    pdf = pypdf.PdfReader(result)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Item 6 \N{EN DASH} Place development"
    text = " ".join(pdf.pages[0].extract_text().split())
    assert text.count("A long paragraph of words.") == 40
    with pikepdf.open(result) as opened:
        links = [str(annotation.A.URI) for annotation in opened.pages[0].obj.Annots]
    assert links == ["https://north.gov.uk/a?b=1&c=2"]
