"""Accepts the tracked changes of a Word or OpenDocument text file, in a copy of it.

A remedy, done before conversion: LibreOffice would print what was deleted. The copy reads as if the
author had accepted every change in the word processor, and what was deleted is in no part of it.
"""

from __future__ import annotations

from pathlib import Path

from packbuilder.files import written_beside
from packbuilder.intake.office.accepted_in_odf import accepted_in_odf, is_odf_text
from packbuilder.intake.office.accepted_in_word import accepted_in_word
from packbuilder.intake.traits.open_xml import opened_package


def accept_changes(source: Path, target: Path) -> None:
    """Write a copy of a .docx or .odt file in which every tracked change is accepted.

    Comments stay, except those on words that are gone. A file without changes is copied as it is.

    Raises:
        PasswordNeeded: If it opens only with a password.
        PackBuilderError: If it is damaged, or neither Word nor OpenDocument text, or the copy
            cannot be written.
    """
    with opened_package(source) as package:
        mains = package.related("", "officeDocument") if package.has("[Content_Types].xml") else ()
        if mains and package.root_name(mains[0]) == "w:document":
            changed = accepted_in_word(package)
        elif package.has("content.xml") and is_odf_text(package):
            changed = accepted_in_odf(package)
        else:
            raise package.refused("is no Word document, so it has no tracked changes to accept")
        with written_beside(target) as temporary:
            package.write(temporary, changed)
