"""What the draft minutes say."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from packbuilder.word.outline import (
    Block,
    BulletList,
    LetteredList,
    MinuteEntry,
    MinutesOutline,
    MinutesSection,
    Paragraph,
    SpanKind,
    StandingBusiness,
    Table,
    Text,
    minutes_dates,
    minutes_outline,
    resolution_blocks,
    standing_business,
)

HELD_ON = dt.date(2022, 11, 29)

PUBLISHED = {
    "42.": (
        "Apologies for non-attendance",
        "Notification of requests to address the meeting",
        "Members' Declaration of Interests",
        "Minutes of the Meeting Held on 5 July 2022",
        "Action Log",
        "Integrated Care Strategy and PLACE Development",
        "Outcomes Framework and JSNA Update",
        "Better Care Fund Plan 2022/23",
        "Integrated Care Across Northamptonshire (iCAN) Case for Change",
        "Health Equality Grant",
        "Integrated Care Board Update",
        "Communications Framework",
        "Northamptonshire People's Board",
        "Progress and Future Ambitions",
    ),
    "76.": (
        "Apologies for Absence and Notification of Substitute Members",
        "Declarations of Interest",
        "Notification of requests from Members of the Public to address the Meeting",
        "Minutes",
        "Chair's Announcements",
        "Support for children and young people with Special Educational Needs and/or Disabilities (SEND)",
    ),
    "01.": (
        "Apologies for non-attendance",
        "Notification of requests to address the meeting",
        "Members' Declaration of Interests",
        "Chairmans Announcements",
        "Minutes of the Meeting Held on 29 November 2022",
        "Action Log",
        "A New Sense of Place - North Northamptonshire Place Development",
        "Joint Strategic Needs Assessment development",
        "Combatting Drugs Partnership Needs Assessment",
        "NHS Northamptonshire Integrated Care Board 5 Year Forward Plan",
        "Additional request from NHS Northamptonshire Integrated Care Board.",
        "Health Inequalities Funding 2023/2024",
        "Better Care Fund Plan 2022/2023 and Additional Winter Discharge Fund",
    ),
}


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
                lines.extend(f"{'>' * point.level}* {words_of(point.text)}" for point in block.points)
            case Table():
                lines.append(" | ".join(block.headings))
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


def published_part(outline: MinutesOutline) -> str:
    return repr(dataclasses.replace(outline, exempt_minutes=None))


def gaps_in(blocks: tuple[Block, ...]) -> list[str]:
    return [
        span.words
        for block in blocks
        if isinstance(block, Paragraph)
        for span in block.text
        if span.kind is SpanKind.GAP
    ]


class TestPublishedShapes:
    @pytest.mark.parametrize("first_number", PUBLISHED)
    def test_every_item_has_its_minute_number_and_heading_in_order(self, first_number: str) -> None:
        titles = PUBLISHED[first_number]
        outline = minutes_outline(
            a_meeting(*(an_item(title) for title in titles), minute_numbers=first_number)
        )
        start = int(first_number.strip("."))
        width = len(first_number) - 1
        expected = [(f"{start + n:0{width}d}.", title) for n, title in enumerate(titles)]
        assert [(entry.number, entry.title) for entry in outline.entries] == expected

    def test_the_last_numbers_are_those_that_were_published(self) -> None:
        last = {
            first: minutes_outline(a_meeting(*map(an_item, titles), minute_numbers=first)).entries[-1].number
            for first, titles in PUBLISHED.items()
        }
        assert last == {"42.": "55.", "76.": "81.", "01.": "13."}

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
        assert section(minutes_outline(a_meeting(members=members)).attendance, "Present") == [
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
        rows = section(minutes_outline(a_meeting(members=members)).attendance, "Present")[1:]
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
        rows = section(minutes_outline(meeting).attendance, "In attendance")
        assert rows == [
            "Officer | Role | Present",
            "Jenny Daniels | Democracy Officer | Jenny Daniels: present",
        ]

    def test_a_committee_of_councillors_without_roles_has_no_empty_column(self) -> None:
        meeting = a_meeting(members=(Member("Councillor Rosie Herring", position="Chair"),))
        heading, row = section(minutes_outline(meeting).attendance, "Present")
        assert heading == "Member | Present | Apologies"
        assert row.startswith("Councillor Rosie Herring (Chair) | ")

    def test_a_chair_marked_in_the_name_is_not_marked_again(self) -> None:
        meeting = a_meeting(members=(Member("Councillor Carr (Chair)", position="Chair"),))
        assert section(minutes_outline(meeting).attendance, "Present")[1].startswith(
            "Councillor Carr (Chair) |"
        )

    def test_there_is_a_place_for_apologies_and_for_others_who_came(self) -> None:
        attendance = minutes_outline(a_meeting()).attendance
        assert [one.heading for one in attendance] == [
            "Present",
            "Apologies and substitutes",
            "In attendance",
            "Also present",
        ]
        assert section(attendance, "Apologies and substitutes")[1] == "[member] | [substitute, or none]"


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

    @pytest.mark.parametrize(
        "title",
        [
            "Closing the gap: health inequalities",
            "Close to home: the housing strategy",
            "Urgent and emergency care plan",
            "Minute's silence",
            "Action on smoking",
            "Interest rate risk",
            "Public health annual report",
        ],
    )
    def test_ordinary_business_is_not_taken_for_standing_business(self, title: str) -> None:
        assert standing_business(title) == ()
        assert "[Summary of the discussion]" in only_entry(an_item(title))

    def test_a_title_may_announce_two_pieces_of_standing_business(self) -> None:
        kinds = standing_business("Apologies and Declarations of Interest")
        assert kinds == (StandingBusiness.APOLOGIES, StandingBusiness.DECLARATIONS)

    def test_each_declaration_has_a_place_for_member_item_and_interest(self) -> None:
        lines = only_entry(an_item("Declarations of Interest"))
        assert "Member | Item | Interest | Took part, or left the room" in lines
        assert "[member] | [item] | [interest and its nature] | [took part or left]" in lines

    def test_substitutes_have_a_place_where_the_agenda_asks_for_them(self) -> None:
        lines = only_entry(an_item("Apologies for Absence and Notification of Substitute Members"))
        assert lines[1] == "[Member] attended as a substitute for [member]."

    def test_the_action_log_brings_each_action_with_its_progress(self) -> None:
        actions = (
            Action("210323/02", "Send the dates.", "Cheryl Bird"),
            Action("060922/01", "Circulate the offer", "John Ashton", "Circulated 26th Sept."),
            Action("060922/04", "Remove the item", "Cheryl Bird", status=ActionStatus.COMPLETED),
        )
        lines = only_entry(an_item("Action Log"), actions=actions)
        assert lines[1:] == [
            "- 210323/02 Send the dates (Cheryl Bird): [progress]",
            "- 060922/01 Circulate the offer (John Ashton): Circulated 26th Sept.",
            "- 060922/04 Remove the item (Cheryl Bird). Completed.",
            "RESOLVED: that the action log be noted.",
        ]


class TestMinutesOfTheLastMeeting:
    @pytest.mark.parametrize(
        "title",
        [
            "Minutes from the Meeting of 6 September 2022",
            "Minutes of the meeting held on 6 September 2022",
            "Minutes of the Meeting held on Tuesday 6th September, 2022",
            "To approve the minutes of 6 Sept 2022",
            "Minutes - 06/09/2022",
        ],
    )
    def test_the_date_is_taken_from_the_title(self, title: str) -> None:
        assert only_entry(an_item(title)) == [
            "RESOLVED: that the minutes of the meeting held on 6 September 2022"
            " be agreed as a correct record."
        ]

    def test_the_date_is_taken_from_the_description_of_the_item(self) -> None:
        description = "To confirm the Minutes of the meeting of the Committee held on 25 October 2022."
        (line,) = only_entry(an_item("Minutes", description=description))
        assert "held on 25 October 2022 be agreed" in line

    def test_the_date_is_taken_from_the_title_of_the_minutes_themselves(self) -> None:
        documents = (
            Document("1", "a.pdf", "Report of 1 August 2022"),
            Document("2", "b.pdf", "Minutes held on Monday 21st of March 2022", DocumentRole.MINUTES),
        )
        (line,) = only_entry(an_item("Minutes from previous meeting", documents=documents))
        assert "held on 21 March 2022 be agreed" in line

    def test_no_date_leaves_a_gap_not_a_guess(self) -> None:
        (line,) = only_entry(an_item("Minutes"))
        assert "held on [date] be agreed" in line

    def test_a_date_that_is_not_before_this_meeting_is_not_believed(self) -> None:
        """Agendas are published with last year's, or next year's, date in them."""
        document = Document("1", "a.pdf", "Minutes of 6 September 2022", DocumentRole.MINUTES)
        item = an_item("Minutes of the Meeting of 6 September 2023", documents=(document,))
        assert minutes_dates(item, HELD_ON) == (dt.date(2022, 9, 6),)

    def test_a_day_that_does_not_exist_is_passed_over(self) -> None:
        assert minutes_dates(an_item("Minutes of 31 June 2022"), HELD_ON) == ()

    def test_the_minutes_of_two_meetings_are_agreed_together(self) -> None:
        (line,) = only_entry(an_item("Minutes of the meetings of 6 September and 11 October 2022"))
        assert "the minutes of the meetings held on 6 September 2022 and 11 October 2022 be agreed" in line


class TestRecommendations:
    def test_they_become_a_lettered_resolution_without_their_own_numbers(self) -> None:
        """As the report of 29 November 2022 has them, 3.1 and 3.2 under a lead-in."""
        recommendations = (
            "It is recommended that the North Health and Wellbeing Board:",
            "3.1. Review the draft ICN strategy and recommend its adoption.",
            "3.2. Note the progress of the North Place development.",
        )
        assert lines_of(resolution_blocks(recommendations)) == [
            "RESOLVED that: the North Health and Wellbeing Board:",
            "* Review the draft ICN strategy and recommend its adoption.",
            "* Note the progress of the North Place development.",
        ]

    @pytest.mark.parametrize(
        "mark", ["1. ", "1) ", "(1) ", "3.1 ", "3.1. ", "a) ", "(a) ", "a. ", "- ", "• "]
    )
    def test_every_way_of_marking_a_point_is_taken_off(self, mark: str) -> None:
        assert lines_of(resolution_blocks((f"{mark}Note the report",))) == ["RESOLVED that: Note the report"]

    @pytest.mark.parametrize(
        ("recommendation", "resolved"),
        [
            ("It is recommended that the Board notes the report.", "the Board notes the report."),
            ("3.1 It is therefore recommended that: the report be noted", "the report be noted"),
            ("RECOMMENDED: That the report be noted", "the report be noted"),
            ("That the Committee notes the report.", "the Committee notes the report."),
            (
                "3.1 The Board are asked to note and endorse the approach.",
                "The Board are asked to note and endorse the approach.",
            ),
        ],
    )
    def test_the_words_that_recommend_go_and_the_rest_stays(self, recommendation: str, resolved: str) -> None:
        assert lines_of(resolution_blocks((recommendation,))) == [f"RESOLVED that: {resolved}"]

    @pytest.mark.parametrize(
        "words",
        [
            "3.1 million pounds be released",
            "2023/24 budget proposals be approved",
            "A. Smith be appointed Vice-Chair",
            "Recommended option 3 be approved",
        ],
    )
    def test_figures_and_initials_that_belong_to_the_words_stay(self, words: str) -> None:
        assert lines_of(resolution_blocks((words,))) == [f"RESOLVED that: {words}"]

    def test_points_under_a_point_go_one_level_down(self) -> None:
        recommendations = ("3.1 Approve:", "a) option 1", "b) option 2", "3.2 Note the costs")
        assert lines_of(resolution_blocks(recommendations)) == [
            "RESOLVED that:",
            "* Approve:",
            ">* option 1",
            ">* option 2",
            "* Note the costs",
        ]

    def test_the_ninth_letter_is_not_taken_for_a_roman_one(self) -> None:
        letters = "abcdefghij"
        lines = lines_of(resolution_blocks(tuple(f"{letter}) point {letter}" for letter in letters)))
        assert lines[1:] == [f"* point {letter}" for letter in letters]

    def test_roman_numerals_under_letters_are_a_level_of_their_own(self) -> None:
        recommendations = ("a) Agree:", "i) this", "ii) the other", "v) more", "b) Note")
        assert [line[:2] for line in lines_of(resolution_blocks(recommendations))[1:]] == [
            "* ",
            ">*",
            ">*",
            ">*",
            "* ",
        ]

    def test_what_follows_the_list_under_a_numbered_lead_in_is_a_resolution_of_its_own(self) -> None:
        recommendations = (
            "3.1 It is recommended that the Executive:",
            "a) Consider it",
            "b) Approve it",
            "3.2 It is recommended that the costs be noted",
        )
        assert lines_of(resolution_blocks(recommendations)) == [
            "RESOLVED that: the Executive:",
            "* Consider it",
            "* Approve it",
            "RESOLVED that: the costs be noted",
        ]

    def test_recommendations_pasted_as_one_text_are_taken_apart(self) -> None:
        assert lines_of(resolution_blocks(("1. Note it\n\n2. Approve it\n",))) == [
            "RESOLVED that:",
            "* Note it",
            "* Approve it",
        ]

    @given(st.lists(st.text("abc ABC,.'", min_size=1), min_size=1, max_size=6))
    def test_no_word_of_a_recommendation_is_lost(self, endings: list[str]) -> None:
        recommendations = [f"Note {ending}".strip() for ending in endings]
        said = " ".join(lines_of(resolution_blocks(recommendations)))
        for recommendation in recommendations:
            assert " ".join(recommendation.split()) in said

    def test_an_item_with_them_has_a_place_for_mover_seconder_discussion_and_actions(self) -> None:
        item = an_item("Place", lead="Ali Gilbert", form=Form.REPORT, recommendations=("Note it",))
        assert only_entry(item) == [
            "Ali Gilbert introduced the report, copies of which had been circulated before the meeting.",
            "[Summary of the discussion]",
            "RESOLVED that: Note it",
            "Proposed by [member], seconded by [member]. [Agreed unanimously, or the votes]",
            "Action: [what is to be done], [by whom], [by when]",
        ]

    def test_an_item_without_them_has_a_gap_for_its_resolution(self) -> None:
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
        assert lines[0] == "Reason for urgency: The offer lapses on 1 December."
        assert "special circumstances the Chair was of the opinion" in lines[1]
        assert "section 100B(4)(b)" in lines[1]

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
        published = published_part(outline)
        assert "Acme" not in published
        assert "Ali Gilbert" not in published
        mark, summary = entry_lines(outline, "Award of a contract")
        assert mark.startswith("Not for publication: exempt under paragraph 3 of Schedule 12A")
        assert "section 100C(2)" in summary

    def test_the_full_minute_is_in_the_exempt_part_under_the_same_number(self) -> None:
        exempt = minutes_outline(a_meeting(an_item("Open"), a_closed_item())).exempt_minutes
        assert exempt is not None
        assert [(entry.number, entry.title) for entry in exempt.entries] == [("02.", "Award to Acme Ltd")]
        assert "RESOLVED that: Pay Acme one million pounds" in lines_of(exempt.entries[0].blocks)

    def test_a_meeting_in_public_has_no_exempt_part(self) -> None:
        assert minutes_outline(a_meeting(an_item("Open"))).exempt_minutes is None

    def test_the_public_comes_back_for_an_open_item(self) -> None:
        outline = minutes_outline(
            a_meeting(a_closed_item(), an_item("Open"), an_item("Also open"), a_closed_item(id="again"))
        )
        assert entry_lines(outline, "Open")[0] == "[The press and public came back into the meeting.]"
        assert "came back" not in entry_lines(outline, "Also open")[0]
        assert lines_of(outline.entries[-1].blocks)[0] == "[The press and public left the meeting again.]"

    def test_an_exempt_item_without_a_paragraph_leaves_a_gap_for_it(self) -> None:
        outline = minutes_outline(a_meeting(a_closed_item(exempt_paragraphs=())))
        assert "[paragraph of Schedule 12A]" in entry_lines(outline, "Exclusion of the press and public")[1]
        assert "exempt under [paragraph] of" in entry_lines(outline, "Award of a contract")[0]

    def test_an_exempt_appendix_to_an_open_report_brings_the_resolution_to_discuss_it(self) -> None:
        costs = Document("c", "c.pdf", "Acme's costs", DocumentRole.APPENDIX, Access.EXEMPT, (3,))
        lines = only_entry(an_item("Place", documents=(Document("r", "r.pdf"), costs)))
        (gap,) = [line for line in lines if "Appendix A" in line]
        assert "section 100A(4)" in gap
        assert "paragraph 3 of Part 1 of Schedule 12A" in gap
        assert "Acme" not in gap


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
    HEADINGS = "Number | Action | Owner | Progress | Status"

    def test_outstanding_and_completed_actions_have_a_table_each(self) -> None:
        actions = (
            Action("060922/01", "Circulate the offer", "John Ashton", "Circulated", ActionStatus.COMPLETED),
            Action("060922/02", "Bring the plan back", "Sam Fitzgerald"),
        )
        sections = minutes_outline(a_meeting(actions=actions)).actions
        assert section(sections, "Actions carried in") == [
            self.HEADINGS,
            "060922/02 | Bring the plan back | Sam Fitzgerald |  | Outstanding",
        ]
        assert section(sections, "Actions completed since the last meeting") == [
            self.HEADINGS,
            "060922/01 | Circulate the offer | John Ashton | Circulated | Completed",
        ]

    def test_no_actions_says_none(self) -> None:
        sections = minutes_outline(a_meeting()).actions
        assert section(sections, "Actions carried in") == ["None."]
        assert section(sections, "Actions completed since the last meeting") == ["None."]

    def test_new_actions_are_numbered_after_this_meeting_where_the_council_does_so(self) -> None:
        sections = minutes_outline(a_meeting(actions=(Action("060922/04", "Any"),))).actions
        assert section(sections, "New actions")[1:3] == ["291122/01 |  |  |  | ", "291122/02 |  |  |  | "]

    def test_a_new_number_is_never_one_that_is_taken(self) -> None:
        sections = minutes_outline(a_meeting(actions=(Action("291122/01", "Any"),))).actions
        assert section(sections, "New actions")[1].startswith("291122/02")

    def test_new_actions_have_no_number_where_there_is_no_pattern_to_follow(self) -> None:
        rows = section(minutes_outline(a_meeting(actions=(Action("7", "Any"),))).actions, "New actions")
        assert rows[1] == " |  |  |  | "


def test_the_same_meeting_gives_the_same_outline() -> None:
    meeting = a_meeting(*map(an_item, PUBLISHED["42."]), a_closed_item(), minute_numbers="42.")
    assert minutes_outline(meeting) == minutes_outline(meeting)


def test_an_entry_without_blocks_is_never_made() -> None:
    titles = [title for shape in PUBLISHED.values() for title in shape]
    entries: list[MinuteEntry] = []
    for title in titles:
        entries.extend(minutes_outline(a_meeting(an_item(title))).entries)
    assert all(entry.blocks for entry in entries)
