"""What is shipped beside the code is found wherever the code lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from packbuilder import assets
from packbuilder.errors import PackBuilderError


def test_resources_and_templates_are_found_as_files_and_as_folders() -> None:
    assert assets.resource("fonts/LiberationSans-Regular.ttf").is_file()
    assert assets.resource("sample").is_dir()
    assert assets.template("minutes.docx").is_file()
    assert assets.template("meetings").is_dir()


@pytest.mark.parametrize("find", [assets.resource, assets.template])
def test_a_missing_part_is_named_and_the_cure_is_to_install_again(find: Callable[[str], Path]) -> None:
    with pytest.raises(PackBuilderError, match=r"missing: (resources|templates)/no/such\.thing") as refused:
        find("no/such.thing")

    assert refused.value.next_step == "Install packbuilder again."


@pytest.mark.parametrize("place", ["packbuilder", "."])
def test_parts_are_found_inside_an_installed_package_and_beside_a_checkout(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packbuilder"
    shipped = tmp_path / place / "templates" / "minutes.docx"
    shipped.parent.mkdir(parents=True)
    shipped.touch()
    monkeypatch.setattr(assets, "_PACKAGE_FOLDER", package)

    assert assets.template("minutes.docx").resolve() == shipped.resolve()
