"""What is known of a file, in plain words: the lines of "About the file". Only what is there is said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from packbuilder.app.inspector.document_words import pages_words, sizes_words
from packbuilder.app.sizes import size_words
from packbuilder.meeting.document_facts import DocumentFacts, FileDetails, PageFacts, PageLook
from packbuilder.meeting.printed_times import clock_words, date_words

_MOST_FONTS = 6
_PICTURE = "picture"


def _tr(text: str) -> str:
    return QCoreApplication.translate("FileWords", text)


def file_lines(facts: DocumentFacts, pictured_pages: Collection[int] = ()) -> tuple[tuple[str, str], ...]:
    """Return what is known of a document's file: what each line is about, and what it says.

    What pages were made of that the clerk made pictures, by their numbers, is no longer known.
    """
    details = facts.details or FileDetails()
    as_received = [page for n, page in enumerate(facts.pages, start=1) if n not in pictured_pages]
    lines = (
        (_tr("Kind"), details.kind),
        (_tr("Size"), size_words(details.size_bytes) if details.size_bytes else ""),
        (_tr("Pages"), _pages(facts.pages)),
        (_tr("Made of"), looks_words(as_received) if details.kind != _PICTURE else ""),
        (_tr("Title"), details.title),
        (_tr("Author"), details.author),
        (_tr("Changed by"), details.last_changed_by),
        (_tr("Created"), moment_words(details.created)),
        (_tr("Changed"), moment_words(details.changed)),
        (_tr("Program"), details.program),
        (_tr("Language"), language_words(details.language)),
        (_tr("Read aloud"), _tr("Tagged for screen readers") if details.is_tagged else ""),
        (_tr("Fonts"), _fonts(details)),
        (_tr("Links"), _number(details.link_count)),
        (_tr("Form fields"), _number(details.form_field_count)),
        (_tr("Comments"), _number(details.mark_count)),
        (_tr("Layers"), _number(details.layer_count)),
        (_tr("Attached files"), _number(details.attached_file_count)),
        (_tr("Encryption"), _tr("It was encrypted; the copy here is not") if details.was_encrypted else ""),
        (_tr("Signatures"), _signatures(details.signature_count)),
    )
    return tuple((name, words) for name, words in lines if words)


def says_of_itself(details: FileDetails) -> bool:
    """Say whether a file says anything of who made it, when and with what."""
    said = (
        details.title,
        details.author,
        details.last_changed_by,
        details.created,
        details.changed,
        details.program,
    )
    return any(said)


def looks_words(pages: Sequence[PageFacts]) -> str:
    """Return what pages are made of: "Text", "8 pages text, 2 pages scan without text"; "" if unknown."""
    names = {
        PageLook.TEXT: _tr("text"),
        PageLook.SCAN: _tr("scan without text"),
        PageLook.SCAN_WITH_TEXT: _tr("scan with text"),
        PageLook.DRAWING: _tr("drawing"),
        PageLook.BLANK: _tr("blank"),
    }
    looks = Counter(page.look for page in pages if page.look is not PageLook.UNKNOWN)
    if len(looks) == 1 and sum(looks.values()) == len(pages):
        words = names[next(iter(looks))]
        return words[:1].upper() + words[1:]
    return ", ".join(f"{pages_words(count)} {names[look]}" for look, count in looks.most_common())


def moment_words(moment: str) -> str:
    """Return a moment, as ISO 8601 writes it, as the clerk does: "20 June 2023, 2.40 pm".

    What is no such moment is given back as it is: a file may say anything.
    """
    try:
        when = dt.datetime.fromisoformat(moment)
    except ValueError:
        return moment
    has_time = len(moment) > len("2023-06-20")
    return f"{date_words(when.date())}, {clock_words(when.time())}" if has_time else date_words(when.date())


def language_words(code: str) -> str:
    """Return what a language is called: "English (United Kingdom)" for "en-GB"; a code unknown as it is."""
    if not code:
        return ""
    locale = QLocale(code.replace("-", "_"))
    if locale.language() == QLocale.Language.C:
        return code
    language = QLocale.languageToString(locale.language())
    if "-" not in code and "_" not in code:
        return language
    return f"{language} ({QLocale.territoryToString(locale.territory())})"


def _pages(pages: Sequence[PageFacts]) -> str:
    return f"{len(pages)}, {sizes_words(pages)}" if pages else ""


def _fonts(details: FileDetails) -> str:
    names = details.fonts_not_embedded
    if not names:
        return _tr("All in the file") if details.font_count else ""
    shown = ", ".join(names[:_MOST_FONTS])
    if len(names) > _MOST_FONTS:
        shown = _tr("{names} and {count} more").format(names=shown, count=len(names) - _MOST_FONTS)
    return _tr("Not in the file: {names}").format(names=shown)


def _signatures(count: int) -> str:
    if not count:
        return ""
    one, many = _tr("1, which is not valid in the pack"), _tr("{n}, which are not valid in the pack")
    return (one if count == 1 else many).format(n=count)


def _number(count: int) -> str:
    return str(count) if count else ""
