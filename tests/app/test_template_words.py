from __future__ import annotations

import pytest

from packbuilder.app import template_words as module
from packbuilder.app.template_words import template_words
from packbuilder.assets import resource
from packbuilder.storage.templates import template_names


def test_every_template_has_a_name_a_purpose_and_a_picture_and_the_blank_one_is_last() -> None:
    words = template_words()

    assert sorted(each.name for each in words) == template_names()
    assert words[-1].name == "blank"
    for each in words:
        assert each.purpose
        assert resource(f"icons/{each.icon}.svg").is_file()


def test_a_template_without_words_goes_by_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "template_names", lambda: ["blank", "cabinet", "joint-committee"])

    assert [each.title for each in template_words()] == ["Cabinet", "Joint committee", "Blank"]
