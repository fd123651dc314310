"""Facts that taking in could have found, given to a document of an open session for a test."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from packbuilder.app.session import Session
from packbuilder.meeting.document_facts import DocumentFacts, PageFacts, PageLook
from packbuilder.meeting.meeting import Document


def pages_of(count: int, blank_at_end: int = 0) -> tuple[PageFacts, ...]:
    """Return A4 pages with text, of which the last ones are blank."""
    text, blank = PageFacts(595, 842, look=PageLook.TEXT), PageFacts(595, 842, look=PageLook.BLANK)
    return (text,) * (count - blank_at_end) + (blank,) * blank_at_end


def know(session: Session, bot: QtBot, document: Document, **changes: Any) -> DocumentFacts:
    """Store a document of the sample anew, with other facts, and wait until the session has them."""
    facts = dataclasses.replace(session.whole_facts[document.id], **changes)
    original = Path(document.file)
    session.store_document(document, original, original, facts)
    bot.waitUntil(lambda: session.whole_facts.get(document.id) == facts)
    return facts
