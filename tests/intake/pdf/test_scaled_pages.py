"""Where a link leads on a scaled page is the place that it led to before."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Name

from packbuilder.intake.pdf.page_boxes import PageGeometry
from packbuilder.intake.pdf.scaled_pages import Scale, scale_to, scaled_view
from packbuilder.meeting.fitting import A4_PT
from tests.pack.awkward_pages import document

HALF = Scale(0.5, 10, 20)


@pytest.mark.parametrize(
    ("view", "scaled"),
    [
        ([Name.XYZ, 100, 200, 1.5], [Name.XYZ, 60, 120, 1.5]),
        ([Name.XYZ, None, 200, None], [Name.XYZ, None, 120, None]),
        ([Name.XYZ], [Name.XYZ]),
        ([Name.Fit], [Name.Fit]),
        ([Name.FitH, 200], [Name.FitH, 120]),
        ([Name.FitBH, None], [Name.FitBH, None]),
        ([Name.FitV, 100], [Name.FitV, 60]),
        ([Name.FitBV, 100], [Name.FitBV, 60]),
        ([Name.FitR, 100, 200, 300, 400], [Name.FitR, 60, 120, 160, 220]),
    ],
)
def test_a_place_on_a_page_is_scaled_with_it(view: list[object], scaled: list[object]) -> None:
    pdf = document("One")
    page = pdf.pages[0].obj
    after = scaled_view(Array([page, *view]), HALF)
    assert after[0].objgen == page.objgen
    plain = [v if isinstance(v, pikepdf.Name) or v is None else float(v) for v in list(after)[1:]]
    assert plain == scaled


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_keeps_its_shape_and_lies_in_the_middle(rotation: int) -> None:
    before = PageGeometry((100, 50, 500, 250), rotation, 2.0)
    size_pt = A4_PT[::-1] if rotation % 180 == 0 else A4_PT
    scale, after = scale_to(before, (size_pt[0], size_pt[1]))
    assert after.reader_size_pt == size_pt
    assert after.user_unit == 1.0
    left, bottom = scale.point(100, 50)
    right, top = scale.point(500, 250)
    width, height = after.box[2], after.box[3]
    assert (right - left) / (top - bottom) == pytest.approx(2)
    assert (left, bottom) == pytest.approx((width - right, height - top))
    assert min(left, bottom) == pytest.approx(0)
