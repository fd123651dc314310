"""Finds what is shipped beside the code: ``resources/`` and ``templates/``.

They lie beside the package in a checkout, inside it in an installed wheel, and inside the
folder of a frozen application.
"""

from __future__ import annotations

from pathlib import Path

from packbuilder.errors import PackBuilderError

_PACKAGE_FOLDER = Path(__file__).resolve().parent


def _find(folder_name: str, relative_path: str) -> Path:
    for parent in (_PACKAGE_FOLDER, _PACKAGE_FOLDER.parent):
        candidate = parent / folder_name / relative_path
        if candidate.exists():
            return candidate
    raise PackBuilderError(
        f"A part of packbuilder is missing: {folder_name}/{relative_path}.",
        "Install packbuilder again.",
    )


def resource(relative_path: str) -> Path:
    """Return the path of a file or folder in ``resources/``.

    Raises:
        PackBuilderError: If it is not there (a damaged installation).
    """
    return _find("resources", relative_path)


def template(relative_path: str) -> Path:
    """Return the path of a file or folder in ``templates/``.

    Raises:
        PackBuilderError: If it is not there (a damaged installation).
    """
    return _find("templates", relative_path)
