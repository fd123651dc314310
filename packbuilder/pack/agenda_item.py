"""What the agenda prints of one item, whether it is set as a table or as a list."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from packbuilder.meeting.house_style import RangeStyle
from packbuilder.meeting.meeting import Access, Form, Part
from packbuilder.meeting.numbering import page_range
from packbuilder.pack.fonts import printable, printable_line
from packbuilder.pack.plan import ItemPlan, PackPlan
from packbuilder.pack.sheet_style import TextStyles
from packbuilder.pack.type_setting import Line, Run, TextStyle, broken_into_lines, spaced

TO_FOLLOW_WORDS = "To follow"
TEXT_GAP_PT = 2.0
"""The space between an item's title and the text under it."""
LEAST_LINES = 6
"""How much of an item a page break leaves on either side: shorter ones stay whole."""

_PARAGRAPH_GAP_PT = 3.5
_EMPTY_LINE_PT = 10.0
_BULLET_INDENT_PT = 10.0


def item_name(plan: ItemPlan) -> str:
    """Return how an error names an item: "item 4"."""
    return f"item {plan.number.rstrip('.')}"


def form_words(form: Form) -> str:
    """Return a form as it is printed: "Report"."""
    return form.value.capitalize()


def page_runs(plan: ItemPlan, styles: TextStyles) -> tuple[Run, ...]:
    """Return the page range for a column headed "Page", as a link; nothing where there are no pages."""
    return _linked(plan, TO_FOLLOW_WORDS if _is_to_follow(plan) else plan.range_label, styles)


def title_run(plan: ItemPlan, style: TextStyle) -> Run:
    """Return the title, as a link where the item has pages.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    return Run(printable_line(plan.item.title, f"The title of {item_name(plan)}"), style, _link(plan))


def title_and_page_runs(plan: ItemPlan, styles: TextStyles) -> tuple[Run, ...]:
    """Return the title with its pages after it in words, for an agenda without a column for pages.

    "(Pages 5 - 14)" whatever the house style's ranges: a bare number after a title says nothing.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    text = f"({TO_FOLLOW_WORDS})" if _is_to_follow(plan) else _range_in_words(plan)
    bold = styles.body_bold
    return (title_run(plan, bold), Run(" ", bold), *_linked(plan, text, styles))


def section_headings(plan: PackPlan) -> Iterator[tuple[ItemPlan, str]]:
    """Return every item with the heading to print above it, or "" where the section goes on.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    section = ""
    for item_plan in plan.items:
        following = printable_line(item_plan.item.section, f"The section of {item_name(item_plan)}")
        yield item_plan, following if following != section else ""
        section = following


def lines_below_title(plan: ItemPlan, width_pt: float, styles: TextStyles) -> tuple[Line, ...]:
    """Return an item's description, its parts, and what of it is closed to the public.

    Raises:
        PackBuilderError: If a character can't be printed.
    """
    return tuple(_lines_below_title(plan, width_pt, styles))


def _lines_below_title(plan: ItemPlan, width_pt: float, styles: TextStyles) -> Iterator[Line]:
    item = plan.item
    gap_pt = TEXT_GAP_PT
    for text in printable(item.description, f"The description of {item_name(plan)}").split("\n"):
        if text:
            yield from spaced(broken_into_lines([Run(text, styles.body)], width_pt), gap_pt)
            gap_pt = _PARAGRAPH_GAP_PT
        else:
            gap_pt = _EMPTY_LINE_PT
    for position, part in enumerate(item.parts, start=1):
        run = _part_run(part, f"Part {position} of {item_name(plan)}", styles.body)
        yield from spaced(_bulleted([run], width_pt), TEXT_GAP_PT)
    for closed in plan.withheld:
        yield from spaced(broken_into_lines([Run(closed, styles.body_italic)], width_pt), TEXT_GAP_PT)


def _part_run(part: Part, where: str, style: TextStyle) -> Run:
    text = printable_line(part.title, where)
    if part.presenters:
        text += " \N{EN DASH} " + printable_line(", ".join(part.presenters), where)
    if part.form is not Form.NONE:
        text += f" ({form_words(part.form)})"
    return Run(text, style)


def _bulleted(runs: Sequence[Run], width_pt: float) -> tuple[Line, ...]:
    lines = broken_into_lines(runs, width_pt, _BULLET_INDENT_PT)
    (bullet,) = broken_into_lines([Run("\N{BULLET}", runs[0].style)], width_pt)
    first = tuple(
        dataclasses.replace(line, fragments=(*bullet.fragments, *line.fragments)) for line in lines[:1]
    )
    return (*first, *lines[1:])


def _is_to_follow(plan: ItemPlan) -> bool:
    return plan.item.to_follow and not plan.documents and plan.item.access is Access.OPEN


def _link(plan: ItemPlan) -> str:
    return plan.item.id if plan.first_page is not None else ""


def _linked(plan: ItemPlan, text: str, styles: TextStyles) -> tuple[Run, ...]:
    if not text:
        return ()
    link = _link(plan)
    return (Run(text, styles.range if link else styles.body, link, whole=True),)


def _range_in_words(plan: ItemPlan) -> str:
    if plan.first_page is None or plan.last_page is None:
        return ""
    return page_range(plan.first_page, plan.last_page, RangeStyle.WORDS)
