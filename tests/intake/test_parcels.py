"""E-mail messages and ZIP folders: what is offered out of them, and what cannot slip in through them."""

from __future__ import annotations

import io
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from packbuilder.errors import PackBuilderError
from packbuilder.intake.parcels import parts_of, read_message, taken_out

PDF = b"%PDF-1.7\n" + b"report " * 100


def picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((width, height), 80).save(buffer, "PNG")
    return buffer.getvalue()


def message(subject: str = "Report for Cabinet", words: str = "Please find it attached.") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lead@example.org", "clerk@example.org", subject
    mail.set_content(words)
    return mail


def attach(mail: EmailMessage, name: str, data: bytes = PDF) -> None:
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)


def posted(path: Path, mail: EmailMessage) -> Path:
    path.write_bytes(mail.as_bytes())
    return path


def zipped(path: Path, *files: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path


def names(path: Path) -> list[str]:
    return [part.name for part in parts_of(path)]


def refused(path: Path, name: str | None = None) -> PackBuilderError:
    with pytest.raises(PackBuilderError) as caught:
        parts_of(path) if name is None else taken_out(path, name, path.parent)
    error = caught.value
    assert path.name in error.what
    assert error.what.endswith(".")
    assert error.next_step.endswith(".")
    return error


# Messages.


def test_a_message_offers_itself_and_then_its_files_in_order(tmp_path: Path) -> None:
    mail = message()
    attach(mail, "Report 10.pdf")
    attach(mail, "Appendix A \u2013 costs £.xlsx", b"sheet")
    path = posted(tmp_path / "mail.eml", mail)
    itself, report, appendix = parts_of(path)
    assert (itself.name, itself.is_message, itself.kind) == ("", True, "e-mail message")
    assert (report.name, report.size_bytes, report.is_message) == ("Report 10.pdf", len(PDF), False)
    assert report.kind == "PDF"
    assert appendix.name == "Appendix A \u2013 costs £.xlsx"
    target = taken_out(path, appendix.name, tmp_path)
    assert target == tmp_path / "Appendix A \u2013 costs £.xlsx"
    assert target.read_bytes() == b"sheet"
    assert taken_out(path, "", tmp_path / "..").read_bytes() == path.read_bytes()


def test_the_message_can_be_read(tmp_path: Path) -> None:
    mail = read_message(posted(tmp_path / "mail.eml", message()))
    assert mail["Subject"] == "Report for Cabinet"
    assert "attached" in mail.get_content()


def test_logos_in_the_text_are_left_out_and_pasted_pictures_are_offered(tmp_path: Path) -> None:
    mail = message()
    mail.add_alternative('<p>See <img src="cid:chart"></p><img src="cid:logo">', subtype="html")
    html = mail.get_payload()[1]  # type: ignore[index]
    assert isinstance(html, EmailMessage)
    for name, size in (("logo", (200, 80)), ("chart", (900, 600))):
        html.add_related(picture(*size), "image", "png", cid=f"<{name}>", filename=f"{name}.png")
    attach(mail, "smime.txt")
    mail.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    path = posted(tmp_path / "mail.eml", mail)
    assert names(path) == ["", "chart.png", "smime.txt"]
    assert parts_of(path)[1].kind == "picture in the message"


def test_a_forwarded_message_is_offered_with_the_files_attached_to_it(tmp_path: Path) -> None:
    inner = message("Budget: 2026/27", "Words of the first")
    attach(inner, "Budget.pdf")
    outer = message("Fwd")
    outer.add_attachment(inner)
    path = posted(tmp_path / "mail.eml", outer)
    assert names(path) == ["", "Budget 2026 27.eml", "Budget.pdf"]
    forwarded = taken_out(path, "Budget 2026 27.eml", tmp_path)
    assert "Words of the first" in str(read_message(forwarded).get_body(("plain",)))
    assert taken_out(path, "Budget.pdf", tmp_path).read_bytes() == PDF


def test_files_of_one_name_are_told_apart_and_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    mail = message()
    for name in (
        "Report.pdf",
        "report.PDF",
        "../../evil.pdf",
        "C:\\temp\\con.pdf",
        "a:b?.pdf",
        "..",
        "x.pdf/",
    ):
        attach(mail, name)
    path = posted(tmp_path / "mail.eml", mail)
    found = names(path)[1:]
    assert found[:2] == ["Report.pdf", "report (2).PDF"]
    folder = tmp_path / "out" / "deep"
    folder.mkdir(parents=True)
    for name in found:
        assert taken_out(path, name, folder).parent == folder
    assert len(list(folder.iterdir())) == 7
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mail.eml", "out"]
    assert "con.pdf" not in [name.lower() for name in found], "a device on Windows"


def test_a_name_that_a_mail_program_wrote_wrongly_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(
        b'From: a@example.org\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b'--b\r\nContent-Type: application/pdf; name="=?utf-8?B?QmVyaWNodCDDvC5wZGY=?="\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n"
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-\r\n--b--\r\n"
    )
    assert names(path) == ["", "Bericht ü.pdf", "Attachment 2.pdf"]


def test_what_only_outlook_opens_is_named_and_refused_with_what_to_do(tmp_path: Path) -> None:
    mail = message()
    mail.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    path = posted(tmp_path / "mail.eml", mail)
    assert parts_of(path)[1].kind == "Outlook package"
    assert "send the files again" in refused(path, "winmail.dat").next_step
    outlook = tmp_path / "mail.msg"
    outlook.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert "Open it in Outlook" in refused(outlook).next_step


def test_a_zip_folder_in_a_message_is_named_and_refused(tmp_path: Path) -> None:
    mail = message()
    attach(mail, "papers.zip", b"PK\x03\x04")
    path = posted(tmp_path / "mail.eml", mail)
    assert parts_of(path)[1].kind == "ZIP folder"
    assert "attach it from there" in refused(path, "papers.zip").next_step


def test_a_sealed_message_or_one_that_is_none_is_refused(tmp_path: Path) -> None:
    sealed = tmp_path / "sealed.eml"
    sealed.write_bytes(
        b"From: a@example.org\r\nSubject: x\r\nContent-Type: application/pkcs7-mime\r\n\r\nabc\r\n"
    )
    assert "encrypted" in refused(sealed).what
    other = tmp_path / "other.eml"
    for data in (b"", b"words\n\nwords", bytes(range(256)) * 10):
        other.write_bytes(data)
        assert "not an e-mail message" in refused(other).what
    assert "could not be read" in refused(tmp_path / "missing.eml").what


def test_a_message_packed_too_deep_to_be_read_is_refused(tmp_path: Path) -> None:
    lines = [b"From: a@example.org", b"Subject: x"]
    for number in range(500):
        lines += [
            f'Content-Type: multipart/mixed; boundary="b{number}"'.encode(),
            b"",
            f"--b{number}".encode(),
        ]
    path = tmp_path / "mail.eml"
    path.write_bytes(b"\r\n".join([*lines, b"", b"deep"]))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(400)
    try:
        assert "damaged" in refused(path).what
    finally:
        sys.setrecursionlimit(limit)


# ZIP folders.


def test_a_zip_folder_offers_its_documents_in_natural_order(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "papers.zip",
        ("Appendix 10.pdf", PDF),
        ("Appendix 2.pdf", PDF),
        ("folder/", b""),
        ("folder/Appendix 2.pdf", b"other"),
        ("__MACOSX/._Appendix 2.pdf", b"x"),
        (".DS_Store", b"x"),
        ("Thumbs.db", b"x"),
        ("~$report.docx", b"x"),
    )
    assert names(path) == ["Appendix 2.pdf", "Appendix 10.pdf", "folder/Appendix 2.pdf"]
    assert [part.size_bytes for part in parts_of(path)] == [len(PDF), len(PDF), 5]
    target = taken_out(path, "folder/Appendix 2.pdf", tmp_path)
    assert (target.name, target.read_bytes()) == ("Appendix 2.pdf", b"other")


def test_files_of_one_name_are_told_apart_by_their_folders_whatever_else_comes_into_the_zip_folder(
    tmp_path: Path,
) -> None:
    exempt, public = "EXEMPT - not for publication/Appendix A.docx", "Public/Appendix A.docx"
    path = zipped(tmp_path / "papers.zip", (public, b"for all"), (exempt, b"private"))
    assert names(path) == [exempt, public]
    assert {part.kind for part in parts_of(path)} == {"Word document"}
    newer = zipped(
        tmp_path / "newer.zip", ("Appendix A.docx", b"new"), (exempt, b"private"), (public, b"for all")
    )
    for name, data in ((exempt, b"private"), (public, b"for all")):
        assert taken_out(newer, name, tmp_path).read_bytes() == data


def test_a_part_named_without_its_folder_is_not_guessed_but_said_where_to_find(tmp_path: Path) -> None:
    path = zipped(tmp_path / "papers.zip", ("Public/Appendix A.docx", b"for all"))
    assert "it holds Public/Appendix A.docx" in refused(path, "Appendix A.docx").next_step


def test_a_zip_folder_of_another_system_and_with_marks_that_cannot_be_seen_is_listed_plainly(
    tmp_path: Path,
) -> None:
    path = zipped(tmp_path / "papers.zip", ("Late\\Report\u202efdp.pdf", PDF))
    assert names(path) == ["Late/Report fdp.pdf"]
    assert taken_out(path, "Late/Report fdp.pdf", tmp_path).name == "Report fdp.pdf"


def test_of_two_entries_of_one_name_the_last_one_counts_as_where_the_folder_is_unpacked(
    tmp_path: Path,
) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "papers.zip", ("report.pdf", b"old"), ("report.pdf", b"new"))
    assert names(path) == ["report.pdf"]
    assert taken_out(path, "report.pdf", tmp_path).read_bytes() == b"new"


def test_names_in_utf8_that_do_not_say_so_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "papers.zip", ("Caf\u00e9 Müller.pdf", PDF), ("plain.pdf", PDF))
    data = path.read_bytes()
    # Clear the flag that says UTF-8, in both places where it stands.
    path.write_bytes(data.replace(b"\x14\x00\x00\x08\x08\x00", b"\x14\x00\x00\x00\x08\x00"))
    with zipfile.ZipFile(path) as archive:
        assert not any(entry.flag_bits & 0x800 for entry in archive.infolist())
    assert names(path) == ["Café Müller.pdf", "plain.pdf"]


def test_no_path_in_a_zip_folder_leads_out_of_the_folder(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "papers.zip", ("../../evil.pdf", PDF), ("/etc/evil.pdf", PDF), ("c:\\x\\evil.pdf", PDF)
    )
    folder = tmp_path / "out"
    folder.mkdir()
    for name in names(path):
        assert taken_out(path, name, folder) == folder / "evil.pdf"
    assert len(names(path)) == 3
    assert [each.name for each in folder.iterdir()] == ["evil.pdf"]


def test_a_file_that_would_fill_the_disk_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packbuilder.intake.parcels._HARMLESS_BYTES", 2_000_000)
    path = zipped(tmp_path / "papers.zip", ("bomb.txt", bytes(5_000_000)))
    assert path.stat().st_size < 10_000
    assert "far more" in refused(path, "bomb.txt").what
    assert [each.name for each in tmp_path.iterdir()] == ["papers.zip"]


def test_a_zip_folder_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "papers.zip", ("report.pdf", PDF))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "password" in refused(path).what


def test_a_zip_folder_that_is_damaged_or_empty_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "papers.zip", ("report.pdf", PDF), ("notes.txt", b"words" * 500))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert "damaged" in refused(path).what
    path.write_bytes(data.replace(data[60:66], b"\xff" * 6))
    assert "damaged" in refused(path, "report.pdf").what
    assert "no files" in refused(zipped(tmp_path / "empty.zip", (".DS_Store", b""))).what


def test_a_part_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    path = zipped(tmp_path / "papers.zip", ("report.pdf", PDF))
    assert "does not hold old.pdf" in refused(path, "old.pdf").what
