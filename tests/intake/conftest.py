"""What the tests of taking in share: the files that LibreOffice writes, made once."""

from __future__ import annotations

import pytest

from tests.intake.made_by_libreoffice import MadeByLibreOffice, make_by_libreoffice


@pytest.fixture(scope="session")
def made_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> MadeByLibreOffice:
    """Return what LibreOffice made of every source."""
    return make_by_libreoffice(tmp_path_factory.mktemp("by-libreoffice"))
