"""The LibreOffice profile that documents are converted with: what it may not do, and how its PDFs are.

The defaults of its PDF export stand in the profile too, so that texts, sheets and slides can all be
converted by one call: options on the command line would be those of one of its programs.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

_NO_PORT = 9
"""On this computer, the port of the discard service, which has been switched off for decades."""

_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_PDF = "/org.openoffice.Office.Common/Filter/PDF/Export"
_PROXY = "/org.openoffice.Inet/Settings"

_SETTINGS: dict[str, dict[str, str | int | bool]] = {
    _SECURITY: {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "CheckDocumentEvents": True,
        # What a document in no trusted place links to is not fetched, and no place is trusted.
        "BlockUntrustedRefererLinks": True,
        "RemovePersonalInfoOnSaving": True,
    },
    # Paper and dates as in Britain, whatever this computer's own language is.
    "/org.openoffice.Setup/L10N": {"ooSetupSystemLocale": "en-GB"},
    "/org.openoffice.Office.Linguistic/General": {"DefaultLocale": "en-GB"},
    "/org.openoffice.Office.Writer/Content/Update": {"Link": 2},  # Never.
    "/org.openoffice.Office.Calc/Content/Update": {"Link": 2},
    _PROXY: {
        "ooInetProxyType": 2,  # By hand; for all addresses, this computer's too.
        "ooInetNoProxy": "",
        **{f"ooInet{kind}ProxyName": "127.0.0.1" for kind in ("HTTP", "HTTPS", "FTP")},
        **{f"ooInet{kind}ProxyPort": _NO_PORT for kind in ("HTTP", "HTTPS", "FTP")},
    },
    "/org.openoffice.Office.Common/History": {"PickListSize": 0, "Size": 0, "RecentDocsThumbnail": False},
    "/org.openoffice.Office.Common/Misc": {"FirstRun": False, "CrashReport": False},
    "/org.openoffice.Office.Recovery/AutoSave": {"Enabled": False},
    _PDF: {
        "UseTaggedPDF": True,
        "ExportBookmarks": True,
        "ReduceImageResolution": True,
        "MaxImageResolution": 300,
        "UseLosslessCompression": False,
        "Quality": 90,
        # Printed as they look: a pack is no form to be filled in.
        "ExportFormFields": False,
        "ExportNotes": False,
        "ExportNotesPages": False,
        "ExportHiddenSlides": False,
        "UseTransitionEffects": False,
        "SinglePageSheets": False,
        "ExportLinksRelativeFsys": False,
    },
}


def write_profile(profile: Path) -> None:
    """Make a profile folder that LibreOffice can be started with.

    Raises:
        OSError: If it cannot be written.
    """
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{_written(value)}</value></prop></item>\n"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )


def _written(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else escape(str(value))
