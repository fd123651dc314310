"""What the clerk is told before a pack is built: each thing once, worst first, with what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.checks import check_meeting
from packbuilder.meeting.document_facts import DocumentFacts
from packbuilder.meeting.findings import Finding, Severity, pages_words, refuse_errors
from packbuilder.meeting.house_style import ALL_COLUMNS, AgendaStyle, HouseStyle
from packbuilder.meeting.meeting import Access, AgendaItem, Document, DocumentRole, Form, Meeting
from tests import builders
from tests.builders import A4_LANDSCAPE_PT, a_document, an_item, pages

ERROR, WARNING, NOTICE = Severity

EXEMPT_SALE = {"access": Access.EXEMPT, "exempt_paragraphs": (3,), "public_title": "Land"}
EXCLUSION = "Exclusion of the press and public"


def a_meeting(*items: AgendaItem, **fields: object) -> Meeting:
    """Return a meeting of which nothing is missing: on a Thursday, six clear days after publication."""
    complete = {
        "date": dt.date(2026, 6, 18),
        "time": dt.time(14),
        "venue": "The Cube, Corby",
        "published": dt.date(2026, 6, 9),
    }
    return builders.a_meeting(*items, **(complete | fields))


def meeting_with(*items: AgendaItem, **fields: object) -> Meeting:
    return a_meeting(*items, **({"style": HouseStyle(agenda_style=AgendaStyle.LIST)} | fields))


def only_finding(meeting: Meeting, facts: Mapping[str, DocumentFacts] | None = None) -> Finding:
    findings = check_meeting(meeting, facts or {})
    assert len(findings) == 1, findings
    return findings[0]


def test_a_meeting_with_nothing_wrong_has_no_findings() -> None:
    meeting = meeting_with(
        an_item("homes", a_document("report"), form=Form.REPORT, minutes=20),
        an_item("exclusion", title=EXCLUSION, minutes=1),
        an_item("sale", a_document("offer"), **EXEMPT_SALE),
        finish=dt.time(15),
    )

    assert check_meeting(meeting, {"report": pages(2), "offer": pages(1, A4_LANDSCAPE_PT)}) == []


@pytest.mark.parametrize(
    ("meeting", "severity", "words"),
    [
        (meeting_with(council=" "), ERROR, "The council has no name."),
        (meeting_with(body=""), ERROR, "The body has no name."),
        (meeting_with(council="[Council]"), ERROR, 'The council still says "[Council]".'),
        (meeting_with(body="[Committee]"), ERROR, 'The body still says "[Committee]".'),
        (meeting_with(venue="[Room], Corby"), ERROR, 'The venue still says "[Room], Corby".'),
        (
            meeting_with(published=dt.date(2026, 6, 19)),
            ERROR,
            "The publication date is after the meeting.",
        ),
        (
            meeting_with(an_item("a", minutes=61), finish=dt.time(15)),
            WARNING,
            "The items run until 3.01 pm, 1 minute past the finish at 3.00 pm.",
        ),
        (
            meeting_with(an_item("a", minutes=210), finish=dt.time(15)),
            WARNING,
            "The items run until 5.30 pm, 2 hours 30 minutes past the finish at 3.00 pm.",
        ),
        (
            meeting_with(an_item("a", minutes=120), finish=dt.time(15)),
            WARNING,
            "The items run until 4.00 pm, 1 hour past the finish at 3.00 pm.",
        ),
        (meeting_with(time=None), NOTICE, "The meeting has no time."),
        (meeting_with(venue=""), NOTICE, "The meeting has no venue."),
        (meeting_with(published=None), NOTICE, "The meeting has no date of publication."),
        (
            meeting_with(date=dt.date(2026, 6, 20)),
            NOTICE,
            "The meeting is on Saturday 20 June 2026.",
        ),
        (meeting_with(date=dt.date(2026, 6, 21)), NOTICE, "The meeting is on Sunday 21 June 2026."),
        (
            meeting_with(published=dt.date(2026, 6, 11)),
            WARNING,
            "Published on 11 June 2026, the agenda is open to the public for 4 clear days; "
            "the law asks for 5.",
        ),
        (
            meeting_with(published=dt.date(2026, 6, 16)),
            WARNING,
            "Published on 16 June 2026, the agenda is open to the public for 1 clear day; "
            "the law asks for 5.",
        ),
        (
            meeting_with(published=dt.date(2026, 6, 18)),
            WARNING,
            "Published on 18 June 2026, the agenda is open to the public for 0 clear days; "
            "the law asks for 5.",
        ),
    ],
)
def test_what_is_wrong_with_the_meeting_is_said_once(
    meeting: Meeting, severity: Severity, words: str
) -> None:
    finding = only_finding(meeting)

    assert (finding.severity, finding.message) == (severity, words)
    assert (finding.item_id, finding.document_id) == ("", "")
    assert finding.next_step


@pytest.mark.parametrize(
    ("item", "severity", "words"),
    [
        (an_item("x", title=" "), ERROR, "has no subject"),
        (an_item("x", access=Access.EXEMPT, public_title="Land"), ERROR, "names no paragraph"),
        (an_item("x", title="Minutes of [date]"), WARNING, "has square brackets in its subject"),
        (an_item("x", lead="[Chair]"), WARNING, "has square brackets in its lead"),
        (an_item("x", to_follow=True), WARNING, "is to follow"),
        (an_item("x", a_document("d"), to_follow=True), WARNING, "marked to follow but has a paper"),
        (an_item("x", form=Form.REPORT), WARNING, "is a report but has no document"),
        (an_item("x", form=Form.PAPER), WARNING, "is a paper but has no document"),
        (an_item("x", access=Access.CONFIDENTIAL), WARNING, "its subject is published"),
    ],
)
def test_what_is_wrong_with_an_item_is_said_once_and_names_it(
    item: AgendaItem, severity: Severity, words: str
) -> None:
    finding = only_finding(meeting_with(an_item("first", title=EXCLUSION), item))

    assert finding.severity is severity
    assert words in finding.message
    assert finding.message.startswith("Item 2")
    assert item.title.strip() in finding.message
    assert finding.item_id == "x"
    assert finding.next_step


def test_an_agenda_that_is_public_for_exactly_five_clear_days_is_in_time() -> None:
    assert check_meeting(meeting_with(published=dt.date(2026, 6, 10)), {}) == []


@pytest.mark.parametrize("day", [15, 16, 17, 18, 19])
def test_no_weekday_is_an_odd_day_for_a_meeting(day: int) -> None:
    assert check_meeting(meeting_with(date=dt.date(2026, 6, day), published=dt.date(2026, 6, 1)), {}) == []


@pytest.mark.parametrize("access", [Access.EXEMPT, Access.CONFIDENTIAL])
def test_closed_business_needs_an_item_that_excludes_the_public(access: Access) -> None:
    closed = an_item("sale", access=access, exempt_paragraphs=(3,), public_title="Land")

    finding = only_finding(meeting_with(an_item("homes"), closed, an_item("more", **EXEMPT_SALE)))

    assert (finding.severity, finding.item_id) == (WARNING, "sale")
    assert finding.message == "Item 2 (Sale) is closed, but no item before it excludes the public."
    assert finding.next_step


@pytest.mark.parametrize(
    ("title", "excludes"),
    [
        ("Exclusion of the press and public", True),
        ("EXCLUSION OF PRESS AND PUBLIC", True),
        ("To exclude the public", True),
        ("Resolution to exclude members of the public", True),
        ("Excluding the press", True),
        ("Exclusion of pupils from school", False),
        ("Social exclusion", False),
        ("Questions from the public", False),
    ],
)
def test_only_a_resolution_about_the_public_excludes_it(title: str, excludes: bool) -> None:
    meeting = meeting_with(an_item("before", title=title), an_item("sale", **EXEMPT_SALE))

    assert [f.item_id for f in check_meeting(meeting, {})] == ([] if excludes else ["sale"])


def test_the_public_has_to_leave_before_the_closed_business_and_not_after_it() -> None:
    meeting = meeting_with(an_item("sale", **EXEMPT_SALE), an_item("late", title=EXCLUSION))

    assert only_finding(meeting).item_id == "sale"


def test_an_exclusion_item_that_is_itself_closed_excludes_nobody() -> None:
    meeting = meeting_with(an_item("first", **(EXEMPT_SALE | {"title": EXCLUSION})))

    assert "no item before it excludes" in only_finding(meeting).message


def test_an_overlap_names_the_item_that_cannot_start_in_time() -> None:
    meeting = meeting_with(an_item("a", minutes=50), an_item("b", start=dt.time(14, 40)))

    finding = only_finding(meeting)

    assert (
        finding.message == "Item 2 (B) starts at 2.40 pm, but the items before it run 10 minutes past that."
    )
    assert finding.item_id == "b"


def test_a_first_item_before_the_meeting_is_not_blamed_on_the_items_before_it() -> None:
    finding = only_finding(meeting_with(an_item("a", start=dt.time(13, 30))))

    assert finding.message == "Item 1 (A) starts at 1.30 pm, before the meeting does."


def test_the_item_whose_time_nobody_knows_is_named_with_the_one_that_causes_it() -> None:
    meeting = meeting_with(an_item("a", minutes=5), an_item("b"), an_item("c"), an_item("d"))

    finding = only_finding(meeting)

    assert (finding.severity, finding.item_id) == (NOTICE, "c")
    assert finding.message == "No time is known for Item 3 (C)."
    assert finding.next_step == "Say how many minutes item 2 takes."


def test_a_known_time_past_the_finish_is_told_though_later_times_are_not_known() -> None:
    late = [an_item(f"i{n}", minutes=30) for n in range(1, 4)]
    meeting = meeting_with(*late, an_item("i4"), an_item("i5"), an_item("i6"), finish=dt.time(14, 45))

    (finding,) = [f for f in check_meeting(meeting, {}) if f.kind == "overrun"]

    assert finding.message == (
        "Item 3 (I3) starts at 3.00 pm, after the finish at 2.45 pm; the times after item 4 are not known."
    )
    assert (finding.severity, finding.item_id) == (WARNING, "i3")


def test_an_item_that_starts_as_the_meeting_should_finish_is_not_past_it_yet() -> None:
    meeting = meeting_with(an_item("a", minutes=60), an_item("b"), finish=dt.time(15))

    assert "overrun" not in {f.kind for f in check_meeting(meeting, {})}


def test_a_last_item_past_the_finish_whose_length_is_not_known_is_told() -> None:
    finding = only_finding(meeting_with(an_item("a", minutes=61), an_item("b"), finish=dt.time(15)))

    assert finding.message == "Item 2 (B) starts at 3.01 pm, after the finish at 3.00 pm."


def test_an_item_whose_end_the_next_start_settles_needs_no_minutes() -> None:
    assert check_meeting(meeting_with(an_item("a"), an_item("b", start=dt.time(14, 30))), {}) == []


def test_an_agenda_without_times_is_not_asked_for_them() -> None:
    assert check_meeting(meeting_with(an_item("a"), an_item("b"), an_item("c")), {}) == []


def test_an_exempt_document_without_a_paragraph_is_named_with_its_item() -> None:
    finding = only_finding(meeting_with(an_item("sale", a_document("offer", access=Access.EXEMPT))))

    assert finding.severity is ERROR
    assert finding.message == "Item 1 (Sale), offer is exempt but names no paragraph of Schedule 12A."
    assert (finding.item_id, finding.document_id) == ("sale", "offer")


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (
            a_document("d", file="C:\\papers\\9. Mere Street - EXEMPT para 3.pdf", title="Mere Street"),
            'Item 1 (Land): the file is called "9. Mere Street - EXEMPT para 3.pdf" but will be published.',
        ),
        (
            a_document("d", file="papers.zip", inside="EXEMPT/Appendix A.docx", title="Costs"),
            'Item 1 (Land): the file is called "EXEMPT/Appendix A.docx" but will be published.',
        ),
        (
            a_document("d", title="Valuation (confidential)"),
            'Item 1 (Land): the document is called "Valuation (confidential)" but will be published.',
        ),
    ],
)
def test_a_paper_marked_private_that_would_be_published_is_warned_of(document: Document, says: str) -> None:
    finding = only_finding(meeting_with(an_item("x", document, title="Land")))

    assert (finding.severity, finding.kind) == (WARNING, "name-says-closed")
    assert finding.message == says
    assert finding.next_step == "Make it exempt, or rename it if it is public."
    assert (finding.item_id, finding.document_id) == ("x", "d")


def test_a_paper_marked_private_that_is_closed_is_as_it_should_be() -> None:
    named = {"file": "Land EXEMPT.pdf"}
    meeting = meeting_with(
        an_item("a", a_document("d", access=Access.EXEMPT, exempt_paragraphs=(3,), **named)),
        an_item("exclusion", title=EXCLUSION),
        an_item("sale", a_document("e", **named), **EXEMPT_SALE),
    )

    assert "name-says-closed" not in {f.kind for f in check_meeting(meeting, {})}


def test_the_second_half_of_a_report_is_not_taken_for_a_private_one() -> None:
    halves = [a_document(f"d{n}", file=f"Budget part {n}.pdf") for n in (1, 2)]

    assert check_meeting(meeting_with(an_item("a", *halves)), {}) == []
    assert only_finding(meeting_with(an_item("a", halves[1]))).kind == "name-says-closed"


def test_a_missing_lead_is_noticed_only_where_the_agenda_prints_leads() -> None:
    item = an_item("talk", form=Form.VERBAL)
    without_lead = tuple(column for column in ALL_COLUMNS if column.column.value != "lead")

    assert "has no lead" in only_finding(a_meeting(item)).message
    assert check_meeting(a_meeting(item, style=HouseStyle(agenda_columns=without_lead)), {}) == []
    assert check_meeting(meeting_with(item), {}) == []
    assert check_meeting(a_meeting(an_item("apologies")), {}) == []


def test_what_taking_in_noticed_is_passed_on_with_item_and_document() -> None:
    meeting = meeting_with(an_item("homes", a_document("d", title="", file=r"C:\papers\homes.pdf")))

    finding = only_finding(meeting, {"d": pages(1, notes=("A form was flattened.",))})

    assert finding.message == "Item 1 (Homes), homes.pdf: a form was flattened."
    assert (finding.severity, finding.item_id, finding.document_id) == (NOTICE, "homes", "d")


def test_what_taking_in_found_wrong_or_private_is_a_warning_and_comes_before_what_it_noted() -> None:
    meeting = meeting_with(an_item("homes", a_document("d")))
    facts = pages(1, notes=("A script was taken out.",), warnings=("It carries a comment.",))

    findings = check_meeting(meeting, {"d": facts})

    assert [(f.severity, f.message, f.document_id) for f in findings] == [
        (WARNING, "Item 1 (Homes), d: it carries a comment.", "d"),
        (NOTICE, "Item 1 (Homes), d: a script was taken out.", "d"),
    ]


@pytest.mark.parametrize(
    ("title", "is_wrong"),
    [
        ("Appendix A", False),
        ("Appendix A: Site plan", False),
        ("APPENDIX A - Site plan", False),
        ("Appendix B", True),
        ("appendix B: Site plan", True),
        ("APPENDIX AB", True),
        ("Appendix 1 Site plan", True),
        ("Appendix to the report", False),
        ("Appendix on costs", False),
        ("Appendices B and C", False),
        ("Site plan (Appendix B)", False),
    ],
)
def test_an_appendix_that_calls_itself_by_another_letter_is_warned_of(title: str, is_wrong: bool) -> None:
    plan = a_document("plan", title=title, role=DocumentRole.APPENDIX)

    findings = check_meeting(meeting_with(an_item("sale", a_document("report"), plan)), {})

    assert [(f.severity, f.message, f.item_id, f.document_id) for f in findings] == (
        [(WARNING, f'Item 1 (Sale): "{title}" stands as Appendix A.', "sale", "plan")] if is_wrong else []
    )


def test_a_report_on_an_appendix_has_no_letter_to_differ_from() -> None:
    assert check_meeting(meeting_with(an_item("sale", a_document("d", title="Appendix B"))), {}) == []


@pytest.mark.parametrize(
    ("size_pt", "is_odd"),
    [
        ((595.3, 841.9), False),
        ((841.9, 595.3), False),
        ((841.9, 1190.6), False),
        ((1190.6, 841.9), False),
        ((600.0, 840.0), False),
        ((612.0, 792.0), True),
        ((419.5, 595.3), True),
        ((720.0, 405.0), True),
    ],
)
def test_pages_that_are_neither_a4_nor_a3_are_noticed(size_pt: tuple[float, float], is_odd: bool) -> None:
    meeting = meeting_with(an_item("homes", a_document("d")))

    findings = check_meeting(meeting, {"d": pages(3, size_pt)})

    assert [f.message for f in findings] == (
        ["Item 1 (Homes), d: neither A4 nor A3 in size: pages 1-3 of the file."] if is_odd else []
    )


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([3], "page 3"), ([1, 2], "pages 1-2"), ([1, 3, 4, 5, 9], "pages 1, 3-5, 9"), ([2, 4], "pages 2, 4")],
)
def test_runs_of_pages_are_drawn_together(numbers: list[int], words: str) -> None:
    assert pages_words(numbers) == words


def test_the_worst_comes_first_and_the_agenda_keeps_its_order_within() -> None:
    meeting = meeting_with(
        an_item("odd", a_document("letter")),
        an_item("late", to_follow=True),
        an_item("later", to_follow=True),
        an_item("unnamed", title=""),
        published=dt.date(2026, 7, 1),
    )
    letter_pt = (612.0, 792.0)

    findings = check_meeting(meeting, {"letter": pages(1, letter_pt)})

    assert [(f.severity, f.item_id) for f in findings] == [
        (ERROR, ""),
        (ERROR, "unnamed"),
        (WARNING, "late"),
        (WARNING, "later"),
        (NOTICE, "odd"),
    ]


def test_a_pack_without_errors_is_not_refused() -> None:
    refuse_errors([Finding(WARNING, "Item 2 is to follow."), Finding(NOTICE, "Item 3 has no lead.")])


def test_the_first_error_refuses_the_pack_with_its_next_step() -> None:
    findings = [
        Finding(WARNING, "Item 2 is to follow."),
        Finding(ERROR, "The council has no name.", "Write its name."),
    ]

    with pytest.raises(PackBuilderError) as refused:
        refuse_errors(findings)

    assert (refused.value.what, refused.value.next_step) == ("The council has no name.", "Write its name.")


def test_a_refusal_says_how_many_more_errors_there_are() -> None:
    findings = check_meeting(meeting_with(council="", body="", venue="[Room]"), {})

    with pytest.raises(PackBuilderError) as refused:
        refuse_errors(findings)

    assert refused.value.what == "The council has no name."
    assert refused.value.next_step == "Write its name. (2 more: see packbuilder check.)"


@pytest.mark.parametrize(
    ("published", "today", "says"),
    [
        (
            None,
            None,
            (NOTICE, "no-published", "The meeting has no date of publication. "
             "Publish by Wednesday 10 June 2026 (five clear days), and write when."),
        ),
        (
            None,
            dt.date(2026, 6, 10),
            (NOTICE, "no-published", "The meeting has no date of publication. "
             "Publish by Wednesday 10 June 2026 (five clear days), and write when."),
        ),
        (
            None,
            dt.date(2026, 6, 11),
            (WARNING, "deadline", "The agenda should have been public by Wednesday 10 June 2026 "
             "(five clear days). Publish it at once and take advice from your monitoring officer, or move "
             "the meeting."),
        ),
        (
            None,
            dt.date(2026, 6, 19),
            (NOTICE, "no-published", "The meeting has no date of publication. "
             "Publish by Wednesday 10 June 2026 (five clear days), and write when."),
        ),
        (
            dt.date(2026, 6, 12),
            dt.date(2026, 6, 9),
            (WARNING, "deadline", "Published on 12 June 2026, the agenda is open to the public for 3 clear "
             "days; the law asks for 5. Publish by Wednesday 10 June 2026 (five clear days); if that "
             "cannot be, take advice from your monitoring officer."),
        ),
        (
            dt.date(2026, 6, 12),
            dt.date(2026, 6, 12),
            (WARNING, "deadline", "Published on 12 June 2026, the agenda is open to the public for 3 clear "
             "days; the law asks for 5. That had to be by Wednesday 10 June 2026: move the meeting, "
             "or take advice from your monitoring officer."),
        ),
    ],
)  # fmt: skip
def test_the_clerk_is_told_by_when_to_publish_and_whether_it_is_too_late(
    published: dt.date | None, today: dt.date | None, says: tuple[Severity, str, str]
) -> None:
    (finding,) = check_meeting(meeting_with(published=published), {}, today=today)

    assert (finding.severity, finding.kind, f"{finding.message} {finding.next_step}") == says


def test_a_bank_holiday_takes_a_clear_day_away() -> None:
    meeting = meeting_with(date=dt.date(2026, 4, 8), published=dt.date(2026, 3, 31))

    assert check_meeting(meeting, {}) == []
    (finding,) = check_meeting(meeting, {}, closed_days={dt.date(2026, 4, 3), dt.date(2026, 4, 6)})

    assert "for 3 clear days" in finding.message
    assert "by Friday 27 March 2026" in finding.next_step


def test_every_finding_has_a_kind_by_which_programs_know_it() -> None:
    everything_wrong = a_meeting(
        an_item("a", title="", start=dt.time(13), minutes=5),
        an_item("b", title="Minutes of [date]", form=Form.VERBAL, minutes=500),
        an_item("c", start=dt.time(14, 30), to_follow=True),
        an_item("d", a_document("d1"), to_follow=True),
        an_item("e", form=Form.REPORT, access=Access.EXEMPT),
        an_item(
            "f",
            a_document("f1", file="Land EXEMPT.pdf"),
            a_document("f2", title="Appendix D", role=DocumentRole.APPENDIX),
            start=dt.time(15),
            minutes=30,
        ),
        council="",
        body="[Body]",
        venue="",
        time=None,
        date=dt.date(2026, 6, 20),
        finish=dt.time(15),
        published=None,
    )
    facts = {"f1": pages(1, (612.0, 792.0), notes=("A note.",), warnings=("A warning.",))}

    findings = check_meeting(everything_wrong, facts)

    assert {finding.kind for finding in findings} == {
        "no-council", "placeholder", "title-missing", "wrong-letter", "no-exclusion", "paragraph-missing",
        "public-title-missing", "no-time", "no-venue", "weekend", "no-published", "overlap", "overrun",
        "unknown-time", "to-follow", "to-follow-has-paper", "no-documents", "no-lead", "document-warning",
        "document-note", "odd-size", "name-says-closed",
    }  # fmt: skip
