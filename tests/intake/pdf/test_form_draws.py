"""A tiny file of forms within forms must not keep anybody waiting."""

from __future__ import annotations

import pytest

from packbuilder.intake.pdf.form_draws import draws_too_much
from packbuilder.intake.seen.seen_pages import look_at_pages
from packbuilder.meeting.document_facts import PageLook
from tests.intake.seen.bad_redactions import REPORT, Sheet


def _nested(depth: int, *, as_mark: bool = False) -> Sheet:
    sheet = Sheet()
    form = sheet.form_stream("0 600 9 9 re f")
    for _ in range(depth):
        outer = sheet.form_stream("/F Do " * 8)
        outer.Resources.XObject = {"/F": form}
        form = outer
    if as_mark:
        sheet.mark("Stamp", "")
        sheet.page.Annots[0].AP.N = form
    else:
        sheet.xobject("F", form)
    return sheet


@pytest.mark.parametrize("as_mark", [False, True])
def test_a_page_that_draws_for_years_is_unknown_at_once(as_mark: bool) -> None:
    assert look_at_pages(_nested(12, as_mark=as_mark).data(REPORT + "/F Do")).looks == (PageLook.UNKNOWN,)


def test_ordinary_nesting_is_looked_at() -> None:
    assert look_at_pages(_nested(3).data(REPORT + "/F Do")).looks == (PageLook.TEXT,)


def test_a_form_that_draws_itself_is_counted_once() -> None:
    sheet = _nested(1)
    form = sheet.page.Resources.XObject.F
    form.Resources.XObject.F = form
    sheet.data("/F Do")
    assert not draws_too_much(sheet.page)
