"""What the draft minutes say."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import sys
from pathlib import Path

import pytest

from packbuilder.errors import PackBuilderError
from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import (
    Access,
    Action,
    ActionStatus,
    AgendaItem,
    Document,
    DocumentRole,
    Form,
    Meeting,
    Member,
    Officer,
    Part,
)
from packbuilder.word import outline as outline_module
from packbuilder.word.blocks import (
    Block,
    BulletList,
    LetteredList,
    MinutesSection,
    Paragraph,
    SpanKind,
    Table,
    Text,
)
from packbuilder.word.outline import MinutesOutline, exempt_minutes_outline, minutes_outline

HELD_ON = dt.date(2022, 11, 29)


def a_meeting(*items: AgendaItem, minute_numbers: str = "01.", **fields: object) -> Meeting:
    meeting = Meeting(
        council="North Northamptonshire Council",
        body="Health and Wellbeing Board",
        date=HELD_ON,
        time=dt.time(14),
        venue="The Council Chamber, Corby",
        items=items,
        style=HouseStyle(minute_numbers=minute_numbers),
    )
    return dataclasses.replace(meeting, **fields)  # type: ignore[arg-type]


def an_item(title: str, **fields: object) -> AgendaItem:
    return dataclasses.replace(AgendaItem(id=title, title=title), **fields)  # type: ignore[arg-type]


def words_of(text: Text) -> str:
    return "".join(span.words for span in text)


def lines_of(blocks: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                lines.append(words_of(block.text))
            case BulletList():
                lines.extend(f"- {words_of(point)}" for point in block.points)
            case LetteredList():
                lines.extend(f"{'>' * point.level}* {point.words}" for point in block.points)
            case Table():
                lines.append(" | ".join(column.heading for column in block.columns))
                lines.extend(" | ".join(words_of(cell) for cell in row) for row in block.rows)
    return lines


def entry_lines(outline: MinutesOutline, title: str) -> list[str]:
    (entry,) = [entry for entry in outline.entries if entry.title == title]
    return lines_of(entry.blocks)


def only_entry(item: AgendaItem, actions: tuple[Action, ...] = ()) -> list[str]:
    return entry_lines(minutes_outline(a_meeting(item, actions=actions)), item.public_title or item.title)


def section(sections: tuple[MinutesSection, ...], heading: str) -> list[str]:
    (found,) = [one for one in sections if one.heading == heading]
    return lines_of(found.blocks)


def gaps_in(blocks: tuple[Block, ...]) -> list[str]:
    return [
        span.words
        for block in blocks
        if isinstance(block, Paragraph)
        for span in block.text
        if span.kind is SpanKind.GAP
    ]


class TestOrder:
    def test_numbers_run_on_within_the_municipal_year(self) -> None:
        outline = minutes_outline(a_meeting(an_item("One"), an_item("Two"), minute_numbers="67/23"))
        assert [entry.number for entry in outline.entries] == ["67/23", "68/23"]

    def test_a_first_number_that_is_none_is_refused(self) -> None:
        with pytest.raises(PackBuilderError, match="no way to number minutes"):
            minutes_outline(a_meeting(an_item("One"), minute_numbers="first"))

    def test_the_opening_says_when_and_where_and_that_it_is_a_draft(self) -> None:
        assert lines_of(minutes_outline(a_meeting()).opening) == [
            "Minutes of the meeting held at 2.00 pm on Tuesday 29 November 2022",
            "Held at The Council Chamber, Corby",
            "Draft, to be agreed as a correct record at the next meeting",
        ]

    def test_an_unknown_time_and_venue_are_gaps(self) -> None:
        opening = minutes_outline(a_meeting(time=None, venue="")).opening
        assert gaps_in(opening) == ["[time]", "[venue]"]

    def test_a_section_heading_comes_once_over_its_run_of_items(self) -> None:
        items = (an_item("One"), an_item("Two", section="Reports"), an_item("Three", section="Reports"))
        entries = minutes_outline(a_meeting(*items)).entries
        assert [entry.section for entry in entries] == ["", "Reports", ""]


class TestAttendance:
    def test_every_member_is_listed_once_with_the_chair_marked(self) -> None:
        members = (
            Member("Cllr Helen Harrison", "Portfolio Holder", "Chair"),
            Member("Colin Smith", "Chief Executive, Local Medical Council"),
        )
        assert section(minutes_outline(a_meeting(members=members)).attendance, "Members") == [
            "Member | Role | Present | Apologies",
            "Cllr Helen Harrison (Chair) | Portfolio Holder"
            " | Cllr Helen Harrison (Chair): present | Cllr Helen Harrison (Chair): apologies",
            "Colin Smith | Chief Executive, Local Medical Council"
            " | Colin Smith: present | Colin Smith: apologies",
        ]

    def test_someone_with_two_seats_is_one_person(self) -> None:
        """Published minutes had Pratima Dattani among the members twice."""
        members = (
            Member("Pratima Dattani", "Chief Executive, Support Northamptonshire"),
            Member("Cllr Scott Edwards", "Executive Member"),
            Member("Pratima  Dattani", "Chair of the Wellingborough Community Wellbeing Forum"),
            Member("Councillor Scott Edwards", "Executive Member"),
        )
        rows = section(minutes_outline(a_meeting(members=members)).attendance, "Members")[1:]
        assert [row.split(" | ")[:2] for row in rows] == [
            [
                "Pratima Dattani",
                "Chief Executive, Support Northamptonshire; Chair of the Wellingborough Community"
                " Wellbeing Forum",
            ],
            ["Cllr Scott Edwards", "Executive Member"],
        ]

    def test_an_officer_who_sits_on_the_board_is_listed_as_a_member_only(self) -> None:
        meeting = a_meeting(
            members=(Member("David Watts", "Director of Adults"),),
            officers=(Officer("David Watts", "Director"), Officer("Jenny Daniels", "Democracy Officer")),
        )
        rows = section(minutes_outline(meeting).attendance, "Officers")
        assert rows == [
            "Officer | Role | Present",
            "Jenny Daniels | Democracy Officer | Jenny Daniels: present",
        ]

    def test_a_committee_of_councillors_without_roles_has_no_empty_column(self) -> None:
        meeting = a_meeting(members=(Member("Councillor Rosie Herring", position="Chair"),))
        heading, row = section(minutes_outline(meeting).attendance, "Members")
        assert heading == "Member | Present | Apologies"
        assert row.startswith("Councillor Rosie Herring (Chair) | ")

    def test_a_chair_marked_in_the_name_is_not_marked_again(self) -> None:
        meeting = a_meeting(members=(Member("Councillor Carr (Chair)", position="Chair"),))
        assert section(minutes_outline(meeting).attendance, "Members")[1].startswith(
            "Councillor Carr (Chair) |"
        )

    def test_there_is_a_place_for_others_who_came(self) -> None:
        attendance = minutes_outline(a_meeting()).attendance
        assert [one.heading for one in attendance] == ["Members", "Officers", "Also present"]
        assert section(attendance, "Also present")[1] == "[name] | [organisation, item or member]"

    def test_a_meeting_with_nobody_listed_has_a_row_to_fill_in(self) -> None:
        attendance = minutes_outline(a_meeting()).attendance
        assert section(attendance, "Members")[1:] == [
            "[member] | [role] | Member: present | Member: apologies"
        ]

    def test_the_columns_of_every_table_share_out_the_whole_width(self) -> None:
        members = (Member("Councillor Rosie Herring"),)
        for meeting in (a_meeting(), a_meeting(members=members), a_meeting(an_item("Action log"))):
            outline = minutes_outline(meeting)
            for one in (*outline.attendance, *outline.actions):
                for table in one.blocks:
                    assert isinstance(table, Table)
                    assert sum(column.width_percent for column in table.columns) == 100


class TestStandingBusiness:
    @pytest.mark.parametrize(
        ("title", "sentence"),
        [
            ("Apologies for non-attendance", "Apologies for absence were received from [names]."),
            ("Notification of requests to address the meeting", "None had been received."),
            ("Notification of requests from Members of the Public to address the Meeting", "None had been"),
            ("Members' Declaration of Interests", "No declarations were made."),
            ("Members Declarations of Interest", "No declarations were made."),
            ("Chair's Announcements", "There were none. [or: the announcements]"),
            ("Chairmans Announcements", "There were none. [or: the announcements]"),
            ("Action Log", "RESOLVED: that the action log be noted."),
            ("Urgent Business", "section 100B(4)(b)"),
            ("Close public meeting", "the meeting closed at [time]."),
        ],
    )
    def test_settled_words_are_found_by_the_title(self, title: str, sentence: str) -> None:
        assert any(sentence in line for line in only_entry(an_item(title)))

    def test_a_declaration_has_a_place_for_member_interest_and_what_they_did(self) -> None:
        lines = only_entry(an_item("Declarations of Interest"))
        assert lines[1] == (
            "No declarations were made. [or: who declared which interest in which item, and whether they"
            " took part or left the room]"
        )

    def test_a_title_that_announces_two_pieces_of_business_has_the_words_of_both(self) -> None:
        lines = only_entry(an_item("Apologies and Declarations of Interest"))
        assert [line.partition(" ")[0] for line in lines] == ["Apologies", "The", "No"]

    def test_substitutes_have_a_place_where_the_agenda_asks_for_them(self) -> None:
        lines = only_entry(an_item("Apologies for Absence and Notification of Substitute Members"))
        assert lines[1] == "[Member] attended as a substitute for [member]."

    def test_the_words_that_the_agenda_recommends_stand_in_place_of_the_settled_ones(self) -> None:
        noted = ("That the Board notes the Action Log",)
        assert only_entry(an_item("Action Log", recommendations=noted))[1:] == [
            "RESOLVED that: the Board notes the Action Log"
        ]
        approved = ("That the Board approves the minutes of 5 July 2022.",)
        assert only_entry(an_item("Minutes of 5 July 2022", recommendations=approved)) == [
            "RESOLVED that: the Board approves the minutes of 5 July 2022."
        ]

    def test_the_minutes_of_the_last_meeting_are_agreed_by_their_date(self) -> None:
        assert only_entry(an_item("Minutes from the Meeting of 6 September 2022")) == [
            "RESOLVED: that the minutes of the meeting held on 6 September 2022"
            " be agreed as a correct record."
        ]

    def test_the_minutes_of_two_meetings_are_agreed_together(self) -> None:
        (line,) = only_entry(an_item("Minutes of the meetings of 6 September and 11 October 2022"))
        assert "the minutes of the meetings held on 6 September 2022 and 11 October 2022 be agreed" in line

    def test_no_date_leaves_a_gap_not_a_guess(self) -> None:
        (line,) = only_entry(an_item("Minutes"))
        assert "held on [date] be agreed" in line


class TestOrdinaryBusiness:
    def test_an_item_has_a_place_for_mover_seconder_discussion_and_actions(self) -> None:
        item = an_item("Place", lead="Ali Gilbert", form=Form.REPORT, recommendations=("Note it",))
        assert only_entry(item) == [
            "Ali Gilbert introduced the report, copies of which had been circulated before the meeting.",
            "[Summary of the discussion]",
            "RESOLVED that: Note it",
            "Proposed by [member], seconded by [member]. [Agreed unanimously, or the votes]",
            "Action: [what is to be done], [by whom], [by when]",
        ]

    def test_an_item_without_recommendations_has_a_gap_for_its_resolution(self) -> None:
        assert "RESOLVED that: [the resolution; take this out if none was made]" in only_entry(
            an_item("Place")
        )

    def test_parts_of_an_item_are_listed_with_their_presenters(self) -> None:
        parts = (Part("Forums", ("Ali Gilbert", "David Watts"), Form.PRESENTATION), Part("Partnerships"))
        lines = only_entry(an_item("Place", parts=parts))
        assert "- Forums (Ali Gilbert, David Watts; presentation)" in lines
        assert "- Partnerships" in lines

    def test_a_lead_of_nobody_is_a_gap(self) -> None:
        assert only_entry(an_item("Place", lead="All", form=Form.VERBAL))[0] == "[Name] gave a verbal update."


class TestLateItems:
    def test_the_special_circumstances_are_recorded(self) -> None:
        """Local Government Act 1972, section 100B(4)(b)."""
        lines = only_entry(an_item("Grant", urgency_reason="The offer lapses on 1 December."))
        assert lines[0] == (
            "Reason for urgency: The offer lapses on 1 December. By reason of these special circumstances the"
            " Chair was of the opinion that the item should be considered at the meeting as a matter of"
            " urgency (Local Government Act 1972, section 100B(4)(b))."
        )

    def test_an_item_whose_report_is_to_follow_has_a_gap_for_them(self) -> None:
        assert only_entry(an_item("Grant", to_follow=True))[0].startswith(
            "Reason for urgency: [the special circumstances"
        )

    def test_an_item_in_time_says_nothing_of_urgency(self) -> None:
        assert not any("urgency" in line for line in only_entry(an_item("Grant")))


def a_closed_item(**fields: object) -> AgendaItem:
    closed = an_item(
        "Award to Acme Ltd",
        access=Access.EXEMPT,
        exempt_paragraphs=(3,),
        public_title="Award of a contract",
        recommendations=("Pay Acme one million pounds",),
        lead="Ali Gilbert",
        urgency_reason="Acme will walk away",
    )
    return dataclasses.replace(closed, **fields)  # type: ignore[arg-type]


class TestClosedItems:
    def test_the_public_is_excluded_by_resolution_before_the_first_closed_item(self) -> None:
        outline = minutes_outline(a_meeting(an_item("Open"), a_closed_item()))
        assert [(entry.number, entry.title) for entry in outline.entries] == [
            ("01.", "Open"),
            ("", "Exclusion of the press and public"),
            ("02.", "Award of a contract"),
        ]
        resolution, item, *_ = entry_lines(outline, "Exclusion of the press and public")
        assert resolution.startswith("RESOLVED: that under section 100A(4) of the Local Government Act 1972")
        assert "Part 1 of Schedule 12A" in resolution
        assert "public interest in maintaining the exemption outweighs" in resolution
        assert item == (
            "- Item 2, Award of a contract: paragraph 3. Information relating to the financial or business"
            " affairs of any particular person (including the authority holding that information)."
        )

    def test_the_agendas_own_exclusion_item_carries_the_resolution(self) -> None:
        outline = minutes_outline(a_meeting(an_item("Exclusion of Press and Public"), a_closed_item()))
        assert [entry.number for entry in outline.entries] == ["01.", "02."]
        assert any("section 100A(4)" in line for line in lines_of(outline.entries[0].blocks))

    def test_an_exclusion_item_that_comes_too_late_does_not_leave_a_closed_item_in_public(self) -> None:
        late = a_closed_item(id="late", public_title="Another contract")
        outline = minutes_outline(a_meeting(a_closed_item(), an_item("Exclusion of the Public"), late))
        assert [entry.title for entry in outline.entries] == [
            "Exclusion of the press and public",
            "Award of a contract",
            "Exclusion of the Public",
            "Another contract",
        ]
        first = "\n".join(entry_lines(outline, "Exclusion of the press and public"))
        second = "\n".join(entry_lines(outline, "Exclusion of the Public"))
        assert "Award of a contract" in first
        assert "Another contract" not in first
        assert "Another contract" in second

    def test_an_exclusion_item_with_nothing_closed_says_so(self) -> None:
        lines = only_entry(an_item("Exclusion of Press and Public"))
        assert lines[0].startswith("There was no business for which the press and public had to be excluded.")

    def test_confidential_business_needs_no_resolution(self) -> None:
        """Section 100A(2): the public shall be excluded; exempt business (4) takes a vote."""
        secret = a_closed_item(access=Access.CONFIDENTIAL, exempt_paragraphs=())
        lines = entry_lines(minutes_outline(a_meeting(secret)), "Exclusion of the press and public")
        assert "section 100A(2)" in lines[0]
        assert not any("RESOLVED" in line for line in lines)

    def test_the_published_part_holds_nothing_but_the_public_title_and_the_mark(self) -> None:
        outline = minutes_outline(a_meeting(an_item("Open"), a_closed_item(), an_item("Next")))
        published = repr(outline)
        assert "Acme" not in published
        assert "Ali Gilbert" not in published
        mark, summary = entry_lines(outline, "Award of a contract")
        assert mark.startswith("Not for publication: exempt under paragraph 3 of Schedule 12A")
        assert "section 100C(2)" in summary

    def test_the_full_minute_is_in_the_exempt_minutes_under_the_same_number(self) -> None:
        exempt = exempt_minutes_outline(a_meeting(an_item("Open"), a_closed_item()))
        assert exempt is not None
        assert exempt.is_exempt
        assert [(entry.number, entry.title) for entry in exempt.entries] == [("02.", "Award to Acme Ltd")]
        assert "RESOLVED that: Pay Acme one million pounds" in lines_of(exempt.entries[0].blocks)

    def test_the_exempt_minutes_say_that_they_are_and_have_a_place_to_sign(self) -> None:
        exempt = exempt_minutes_outline(a_meeting(a_closed_item()))
        assert exempt is not None
        opening = lines_of(exempt.opening)
        assert opening[0].startswith("Exempt minutes of the meeting held at 2.00 pm on Tuesday 29 November")
        assert opening[-1].startswith("Not for publication.")
        assert lines_of(exempt.closing) == ["Chair:", "Date:"]

    def test_a_meeting_in_public_has_no_exempt_minutes(self) -> None:
        assert exempt_minutes_outline(a_meeting(an_item("Open"))) is None

    def test_the_public_comes_back_for_an_open_item(self) -> None:
        outline = minutes_outline(
            a_meeting(a_closed_item(), an_item("Open"), an_item("Also open"), a_closed_item(id="again"))
        )
        assert entry_lines(outline, "Open")[0] == "The press and public came back into the meeting."
        assert "came back" not in entry_lines(outline, "Also open")[0]

    def test_nobody_comes_back_to_hear_that_the_meeting_is_closed(self) -> None:
        outline = minutes_outline(a_meeting(a_closed_item(), an_item("Close")))
        assert entry_lines(outline, "Close") == [
            "There being no further business the meeting closed at [time]."
        ]

    def test_an_exempt_item_without_a_paragraph_leaves_a_gap_for_it(self) -> None:
        outline = minutes_outline(a_meeting(a_closed_item(exempt_paragraphs=())))
        assert "[paragraph of Schedule 12A]" in entry_lines(outline, "Exclusion of the press and public")[1]
        assert "exempt under [paragraph] of" in entry_lines(outline, "Award of a contract")[0]

    def test_an_exempt_appendix_to_an_open_report_brings_the_resolution_to_discuss_it(self) -> None:
        costs = Document("c", "c.pdf", "Acme's costs", DocumentRole.APPENDIX, Access.EXEMPT, (3,))
        lines = only_entry(an_item("Place", documents=(Document("r", "r.pdf"), costs)))
        (resolved,) = [line for line in lines if "Appendix A" in line]
        assert resolved.startswith("[Only if Appendix A, which is exempt, was discussed:] RESOLVED: that")
        assert "section 100A(4)" in resolved
        assert "paragraph 3 of Part 1 of Schedule 12A" in resolved
        assert "Acme" not in resolved

    def test_a_confidential_appendix_needs_no_resolution(self) -> None:
        letter = Document("l", "l.pdf", "Letter", DocumentRole.PAPER, Access.CONFIDENTIAL)
        (said,) = [line for line in only_entry(an_item("Place", documents=(letter,))) if "the paper" in line]
        assert "section 100A(2)" in said
        assert "RESOLVED" not in said

    def test_an_exempt_item_is_closed_whatever_its_title_says(self) -> None:
        """One was printed as the agenda's own item to exclude the public, under its real title."""
        item = a_closed_item(title="Exclusion of the public from Acme Ltd", public_title="Contracts")
        meeting = a_meeting(item)
        outline = minutes_outline(meeting)
        assert "Acme" not in repr(outline)
        assert [entry.title for entry in outline.entries] == [
            "Exclusion of the press and public",
            "Contracts",
        ]
        exempt = exempt_minutes_outline(meeting)
        assert exempt is not None
        assert [entry.title for entry in exempt.entries] == ["Exclusion of the public from Acme Ltd"]

    def test_an_open_item_is_printed_under_its_public_title(self) -> None:
        outline = minutes_outline(a_meeting(an_item("Sale to Acme", public_title="Sale of land")))
        assert [entry.title for entry in outline.entries] == ["Sale of land"]

    def test_a_closed_item_does_not_close_the_meeting(self) -> None:
        outline = minutes_outline(a_meeting(a_closed_item(public_title="Close of meeting")))
        assert lines_of(outline.closing)[0] == TestClose.CLOSING

    def test_an_item_whose_report_is_closed_is_still_business_to_decide(self) -> None:
        report = Document("r", "r.pdf", "Secret", DocumentRole.REPORT, Access.EXEMPT, (3,))
        lines = only_entry(an_item("Declarations of interest", documents=(report,)))
        assert "[Summary of the discussion]" in lines
        assert any(line.startswith("[Only if the report, which is exempt,") for line in lines)

    def test_a_closed_appendix_keeps_the_letter_that_the_agenda_gives_it(self) -> None:
        documents = tuple(
            Document(name, f"{name}.pdf", role=DocumentRole.APPENDIX, access=access, exempt_paragraphs=(3,))
            for name, access in (("a", Access.OPEN), ("b", Access.EXEMPT))
        )
        assert any("Only if Appendix B" in line for line in only_entry(an_item("Place", documents=documents)))

    def test_a_section_tells_after_the_meeting_what_was_likely_before(self) -> None:
        section = "Items from which the public are likely to be excluded"
        entries = minutes_outline(a_meeting(a_closed_item(section=section))).entries
        assert [entry.section for entry in entries] == ["Items from which the public were excluded", ""]


class TestTheExecutive:
    """Cabinets meet under regulations of 2012; committees under the Local Government Act 1972."""

    REGULATIONS = (
        "Local Authorities (Executive Arrangements) (Meetings and Access to Information) (England)"
        " Regulations 2012"
    )

    def test_exempt_business_is_closed_under_the_regulations(self) -> None:
        outline = minutes_outline(a_meeting(a_closed_item(), executive=True))
        resolution = entry_lines(outline, "Exclusion of the press and public")[0]
        assert resolution.startswith(f"RESOLVED: that under regulation 4(2)(b) of the {self.REGULATIONS} the")
        assert "paragraphs of Part 1 of Schedule 12A to the Local Government Act 1972 named" in resolution
        assert "public interest in maintaining the exemption outweighs" in resolution

    def test_confidential_business_is_closed_under_the_regulations(self) -> None:
        secret = a_closed_item(access=Access.CONFIDENTIAL, exempt_paragraphs=())
        outline = minutes_outline(a_meeting(secret, executive=True))
        assert "regulation 4(2)(a)" in entry_lines(outline, "Exclusion of the press and public")[0]
        assert "regulation 4(2)(a)" in entry_lines(outline, "Award of a contract")[0]

    def test_closed_papers_of_open_items_are_discussed_under_the_regulations(self) -> None:
        papers = tuple(
            Document(access.value, "a.pdf", role=DocumentRole.APPENDIX, access=access)
            for access in (Access.EXEMPT, Access.CONFIDENTIAL)
        )
        outline = minutes_outline(a_meeting(an_item("Place", documents=papers), executive=True))
        exempt, confidential = [line for line in entry_lines(outline, "Place") if "Only if" in line]
        assert f"under regulation 4(2)(b) of the {self.REGULATIONS}" in exempt
        assert f"under regulation 4(2)(a) of the {self.REGULATIONS}" in confidential

    def test_why_an_item_is_late_is_not_a_matter_of_section_100b(self) -> None:
        items = (an_item("Grant", urgency_reason="The offer lapses."), an_item("Late", to_follow=True))
        outline = minutes_outline(a_meeting(*items, executive=True))
        assert entry_lines(outline, "Grant")[0].startswith("Reason for urgency: The offer lapses. [If a key")
        assert entry_lines(outline, "Late")[0].startswith("Reason for urgency: [why the item could not wait")
        assert "regulation 10 (general exception) or regulation 11" in entry_lines(outline, "Grant")[0]

    def test_no_provision_for_committees_is_named(self) -> None:
        documents = (Document("c", "c.pdf", role=DocumentRole.APPENDIX, access=Access.EXEMPT),)
        items = (
            an_item("Exclusion of the press and public"),
            a_closed_item(),
            a_closed_item(id="secret", access=Access.CONFIDENTIAL),
            an_item("Place", to_follow=True, documents=documents),
            an_item("Urgent business"),
        )
        meeting = a_meeting(*items, executive=True)
        for outline in (minutes_outline(meeting), exempt_minutes_outline(meeting)):
            assert "100" not in repr(outline)
            assert "chair was of the opinion" not in repr(outline).casefold()

    def test_the_record_of_a_decision_has_its_reasons_and_alternatives(self) -> None:
        """Regulation 12."""
        items = (an_item("Place", recommendations=("Agree it.",)), a_closed_item())
        meeting = a_meeting(*items, executive=True)
        exempt = exempt_minutes_outline(meeting)
        assert exempt is not None
        for lines in (entry_lines(minutes_outline(meeting), "Place"), lines_of(exempt.entries[0].blocks)):
            (resolved,) = [n for n, line in enumerate(lines) if line.startswith("RESOLVED that")]
            assert lines[resolved + 2 : resolved + 5] == [
                "Reasons: [the reasons for the decision]",
                "Alternatives considered: [the options that were considered and rejected at the meeting, or"
                " none]",
                "Interests declared: [by whom, and any dispensation, or none]",
            ]

    def test_a_committee_need_not_record_them(self) -> None:
        assert not any("Alternatives" in line for line in only_entry(an_item("Place")))


class TestClose:
    CLOSING = "There being no further business the meeting closed at [time]."

    def test_the_close_and_the_place_to_sign_come_last(self) -> None:
        assert lines_of(minutes_outline(a_meeting(an_item("Place"))).closing) == [
            self.CLOSING,
            "Chair:",
            "Date:",
        ]

    def test_a_closing_item_says_it_once(self) -> None:
        outline = minutes_outline(a_meeting(an_item("Place"), an_item("Close public meeting")))
        assert entry_lines(outline, "Close public meeting") == [self.CLOSING]
        assert lines_of(outline.closing) == ["Chair:", "Date:"]

    def test_closing_the_public_part_is_not_closing_the_meeting(self) -> None:
        outline = minutes_outline(a_meeting(an_item("Close public meeting"), a_closed_item()))
        assert entry_lines(outline, "Close public meeting") == [
            "The public part of the meeting closed at [time]."
        ]
        assert lines_of(outline.closing)[0] == self.CLOSING


class TestActions:
    HEADINGS = "Number | Action | Owner | Progress"

    def test_outstanding_and_completed_actions_have_a_table_each(self) -> None:
        actions = (
            Action("060922/01", "Circulate the offer", "John Ashton", "Circulated", ActionStatus.COMPLETED),
            Action("060922/02", "Bring the plan back", "Sam Fitzgerald"),
        )
        sections = minutes_outline(a_meeting(actions=actions)).actions
        assert section(sections, "Actions carried in") == [
            self.HEADINGS,
            "060922/02 | Bring the plan back | Sam Fitzgerald | ",
        ]
        assert section(sections, "Actions completed since the last meeting") == [
            self.HEADINGS,
            "060922/01 | Circulate the offer | John Ashton | Circulated",
        ]

    def test_a_body_without_an_action_log_has_no_tables_of_actions(self) -> None:
        assert minutes_outline(a_meeting(an_item("Place"))).actions == ()

    def test_an_empty_action_log_has_a_table_for_new_actions_only(self) -> None:
        sections = minutes_outline(a_meeting(an_item("Action log"))).actions
        assert [one.heading for one in sections] == ["New actions"]

    def test_new_actions_are_numbered_after_this_meeting_where_the_council_does_so(self) -> None:
        sections = minutes_outline(a_meeting(actions=(Action("060922/04", "Any"),))).actions
        assert section(sections, "New actions")[1:3] == ["291122/01 |  |  | ", "291122/02 |  |  | "]

    def test_a_new_number_is_never_one_that_is_taken(self) -> None:
        sections = minutes_outline(a_meeting(actions=(Action("291122/01", "Any"),))).actions
        assert section(sections, "New actions")[1].startswith("291122/02")

    def test_new_actions_have_no_number_where_there_is_no_pattern_to_follow(self) -> None:
        rows = section(minutes_outline(a_meeting(actions=(Action("7", "Any"),))).actions, "New actions")
        assert rows[1] == " |  |  | "


def test_what_the_minutes_say_is_decided_without_word() -> None:
    """Only the modules that write know python-docx; the rest import the meeting and one another."""
    folder = Path(outline_module.__file__).parent
    writers = {"minutes", "minutes_template", "report_template", "word_files"}
    deciders = [path for path in folder.glob("*.py") if path.stem not in writers]
    assert len(deciders) > 5
    for path in deciders:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                is_pure = name.startswith(("packbuilder.meeting.", "packbuilder.word."))
                assert is_pure or name.partition(".")[0] in sys.stdlib_module_names, f"{path.name}: {name}"
                assert name.removeprefix("packbuilder.word.") not in writers, f"{path.name}: {name}"
