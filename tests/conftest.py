"""What all tests share: a fixed clock zone and language, and the folder of real packs where it is there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import settings

# Set before anything is imported, and handed on to the programs that tests start: a test that passes
# here passes in Corby in July and on a machine that has no language set.
os.environ["TZ"] = "Europe/London"
os.environ["LC_ALL"] = "C.UTF-8"
if hasattr(time, "tzset"):
    time.tzset()

# A busy machine is not a failure.
settings.register_profile("packbuilder", deadline=None)
settings.load_profile("packbuilder")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real packs and awkward files that may lie beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder shared/ beside the checkout")
    return folder
