"""Finds the documents inside a Word file that are printed as part of it (ECMA-376 part 1, 17.17.2.1).

Second in the line, used by ``word_traits`` and ``accepted_in_word``. Some programs join reports by
putting whole files into one and naming each where its text is to stand: LibreOffice prints what is in
them, so they are looked into as the file itself is. Of what is no Word document, nobody can tell what
would be printed, and the file is refused.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator

from packbuilder.errors import PackBuilderError, PasswordNeeded
from packbuilder.intake.traits.open_xml import Package, package_in

_DEEPEST = 3


def imported_part(package: Package, story: str, relationship_id: str) -> str:
    """Return the name of the part that an ``altChunk`` in a story names; "" where it is not inside.

    LibreOffice goes by the id alone, whatever kind of part the relationship says it is.
    """
    for each in package.relationships(story):
        if each.id == relationship_id and not each.is_external and package.has(each.target):
            return package.exact_name(each.target)
    return ""


@contextlib.contextmanager
def imported_document(package: Package, part: str, depth: int) -> Iterator[tuple[Package, str]]:
    """Open a document inside a Word file; ``depth`` is how many others it lies in.

    Yields:
        The document, and the name of its main part.

    Raises:
        PackBuilderError: If it is no Word document, opens only with a password, or lies too deep.
        zipfile.BadZipFile: And others of ``open_xml.DAMAGE``, if it is damaged.
    """
    refused = PackBuilderError(
        f"{package.file_name} has another file put into its text, which could not be looked into.",
        "Open it in Word, save it again as a Word document, and attach that.",
    )
    if depth >= _DEEPEST:
        raise refused
    try:
        with package_in(package, part) as inner:
            mains = inner.related("", "officeDocument") if not inner.has("mimetype") else ()
            if not mains or inner.root_name(mains[0]) != "w:document":
                raise refused
            yield inner, mains[0]
    except (zipfile.BadZipFile, PasswordNeeded) as error:
        raise refused from error
