"""Minutes that councils published, made again from their facts and read back out of the Word file."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from packbuilder.meeting.house_style import HouseStyle
from packbuilder.meeting.meeting import AgendaItem, Meeting, Member, Officer
from packbuilder.word.minutes import write_minutes

FOLDER = Path(__file__).with_name("published_minutes")

# The numbers that are right: the minutes of March 2023 were published with two 12s and two 13s.
NUMBERS = {
    "health-and-wellbeing-2022-09-06": [f"{n}." for n in range(42, 56)],
    "health-and-wellbeing-2023-03-21": [f"{n:02d}." for n in range(1, 16)],
    "people-scrutiny-2022-11-21": [f"{n}." for n in range(76, 82)],
}

SETTLED_WORDS = {
    "Apologies": "Apologies for absence were received from [names].",
    "Notification of requests": "None had been received. [or: who asked to speak, on which item, and what"
    " they said]",
    "Members' Declaration": "The Chair invited members to declare any interests in the items on the agenda.",
    "Declarations": "The Chair invited members to declare any interests in the items on the agenda.",
    "Chair": "There were none. [or: the announcements]",
    "Action Log": "The action log, copies of which had been circulated before the meeting, was considered."
    " [Progress reported at the meeting]",
}


@dataclasses.dataclass(frozen=True)
class Published:
    """The facts of published minutes, and the Word file that came of them."""

    name: str
    facts: dict[str, Any]
    document: WordDocument

    def lines(self) -> list[tuple[str, str]]:
        return list(lines_in(self.document.element.body))

    def table_under(self, heading: str) -> list[list[str]]:
        """The rows of the table after a heading, each cell as its words."""
        (found,) = [
            element
            for element in self.document.element.body.iter(qn("w:p"))
            if "".join(t.text for t in element.iter(qn("w:t"))) == heading
        ]
        rows = found.getnext().iter(qn("w:tr"))
        return [[" ".join(w for _, w in lines_in(cell)) for cell in row.iter(qn("w:tc"))] for row in rows]

    def entries(self) -> dict[str, list[tuple[str, str]]]:
        """The lines of each minute, by its heading."""
        entries: dict[str, list[tuple[str, str]]] = {}
        heading = ""
        for style, words in self.lines():
            if style == "Heading1":
                heading = words
            elif heading:
                entries.setdefault(heading, []).append((style, words))
        return entries


def lines_in(element: Any) -> Iterator[tuple[str, str]]:
    """Every paragraph as style id and words, those of gaps included, which python-docx leaves out."""
    for paragraph in element.iter(qn("w:p")):
        (style,) = paragraph.xpath("./w:pPr/w:pStyle/@w:val") or [""]
        nodes = paragraph.xpath(".//w:r/w:t | .//w:r/w:tab")
        yield style, "".join("\t" if node.tag == qn("w:tab") else node.text or "" for node in nodes)


def the_meeting(facts: dict[str, Any]) -> Meeting:
    people = [*facts["present"], *facts.get("apologies", [])]
    return Meeting(
        council=facts["council"],
        body=facts["body"],
        date=facts["date"],
        time=facts["time"],
        venue=facts["venue"],
        members=tuple(Member(p["name"], p.get("role", ""), p.get("position", "")) for p in people),
        officers=tuple(Officer(p["name"], p["role"]) for p in facts["officers"]),
        items=tuple(
            AgendaItem(str(n), entry["title"], recommendations=tuple(entry.get("resolution", ())))
            for n, entry in enumerate(facts["entry"])
        ),
        style=HouseStyle(minute_numbers=facts["minute_numbers"]),
    )


@pytest.fixture(params=sorted(NUMBERS), scope="module")
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    facts = tomllib.loads((FOLDER / f"{request.param}.toml").read_text(encoding="utf-8"))
    target = tmp_path_factory.mktemp("minutes") / "minutes.docx"
    assert write_minutes(the_meeting(facts), target) == (target,)
    return Published(request.param, facts, docx.Document(str(target)))


def test_every_minute_has_its_number_and_title_in_the_published_order(published: Published) -> None:
    titles = [entry["title"] for entry in published.facts["entry"]]
    numbered = [words for style, words in published.lines() if style == "Heading1" and "\t" in words]

    assert numbered == [f"{n}\t{title}" for n, title in zip(NUMBERS[published.name], titles, strict=True)]


def test_the_numbers_are_the_published_ones_up_to_the_first_that_was_published_twice(
    published: Published,
) -> None:
    as_published = [entry["number"] for entry in published.facts["entry"]]
    twice = [n for n, number in enumerate(as_published) if number in as_published[:n]]
    right = twice[0] if twice else len(as_published)

    assert NUMBERS[published.name][:right] == as_published[:right]
    assert len(set(NUMBERS[published.name])) == len(as_published)


def test_the_heading_names_body_day_time_and_place(published: Published) -> None:
    said = {
        "health-and-wellbeing-2022-09-06": "1.30 pm on Tuesday 6 September 2022",
        "health-and-wellbeing-2023-03-21": "2.00 pm on Tuesday 21 March 2023",
        "people-scrutiny-2022-11-21": "6.00 pm on Monday 21 November 2022",
    }
    assert [words for _, words in published.lines()[:5]] == [
        published.facts["council"],
        published.facts["body"],
        f"Minutes of the meeting held at {said[published.name]}",
        f"Held at {published.facts['venue']}",
        "Draft, to be agreed as a correct record at the next meeting",
    ]


def test_every_member_is_listed_once_with_every_role_and_the_chair_marked(published: Published) -> None:
    heading, *rows = published.table_under("Members")
    people = [*published.facts["present"], *published.facts.get("apologies", [])]
    chairs = {p["name"] for p in people if p.get("position") == "Chair"}
    names = [f"{p['name']} (Chair)" if p["name"] in chairs else p["name"] for p in people]

    assert [row[0] for row in rows] == list(dict.fromkeys(names))
    assert len(chairs) == 1
    has_roles = any("role" in person for person in people)
    assert heading == (
        ["Member", "Role", "Present", "Apologies"] if has_roles else ["Member", "Present", "Apologies"]
    )
    listed = {row[0]: row[1] for row in rows}
    for person, name in zip(people, names, strict=True):
        assert person.get("role", "") in listed[name].split("; ") or not has_roles
    assert all(row[-2:] == ["☐", "☐"] for row in rows)


def test_every_officer_is_listed_once_with_the_post(published: Published) -> None:
    _, *rows = published.table_under("Officers")

    assert [row[:2] for row in rows] == [[p["name"], p["role"]] for p in published.facts["officers"]]
    everyone = [words for _, words in published.lines()]
    for officer in published.facts["officers"]:
        assert everyone.count(officer["name"]) == 1


def test_standing_items_have_their_settled_words(published: Published) -> None:
    found = []
    for heading, lines in published.entries().items():
        title = heading.partition("\t")[2]
        for beginning, words in SETTLED_WORDS.items():
            if title.startswith(beginning):
                found.append(beginning)
                assert words in [line for _, line in lines], title
    assert len(found) >= 4


def test_resolutions_stand_as_they_were_published_with_their_points_lettered(published: Published) -> None:
    entries = published.entries()
    for number, entry in zip(NUMBERS[published.name], published.facts["entry"], strict=True):
        lines = entries[f"{number}\t{entry['title']}"]
        resolved = [(s, w) for s, w in lines if s in ("Resolution", "ResolutionList")]
        lead_in, *points = entry.get("resolution", [""])
        lead_in = re.sub(r"^RESOLVED(?: that:|: [Tt]hat) ?", "", lead_in)
        if points:
            lead_in = f" {lead_in.rstrip(':')}:" if lead_in else ""
            assert resolved == [
                ("Resolution", f"RESOLVED that:{lead_in}"),
                *(("ResolutionList", re.sub(r"^\w\) ", "", point)) for point in points),
            ]
        elif lead_in:
            assert resolved == [("Resolution", f"RESOLVED that: {lead_in}")]
        else:
            assert not any("RESOLVED" in w and "[the resolution" not in w for _, w in resolved)


def test_other_business_has_a_place_for_the_discussion(published: Published) -> None:
    for heading, lines in published.entries().items():
        title = heading.partition("\t")[2]
        is_standing = title.startswith((*SETTLED_WORDS, "Minutes"))
        assert (("BodyText", "[Summary of the discussion]") in lines) == (bool(title) and not is_standing)


def test_the_minutes_end_with_the_close_and_the_place_to_sign(published: Published) -> None:
    lines = published.lines()
    close = lines.index(("BodyText", "There being no further business the meeting closed at [time]."))

    assert lines[close + 1 : close + 3] == [("SignatureLine", "Chair:\t\t"), ("SignatureLine", "Date:\t\t")]
