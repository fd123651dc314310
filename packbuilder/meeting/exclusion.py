"""The words by which a meeting excludes the press and public, and the law they rest on.

Pure. The agenda's item for it and the minutes (``word.provisions``) name the same provisions: those of
the 1972 Act for a committee, those of the 2012 Regulations for the executive.
"""

from __future__ import annotations

from collections.abc import Iterable

from packbuilder.meeting.access import EXECUTIVE_REGULATIONS
from packbuilder.meeting.meeting import Access, Meeting

ACT = "Local Government Act 1972"

COMMITTEE_MAY_EXCLUDE = f"section 100A(4) of the {ACT}"
COMMITTEE_MUST_EXCLUDE = f"section 100A(2) of the {ACT}"
EXECUTIVE_MAY_EXCLUDE = f"regulation 4(2)(b) of the {EXECUTIVE_REGULATIONS}"
EXECUTIVE_MUST_EXCLUDE = f"regulation 4(2)(a) of the {EXECUTIVE_REGULATIONS}"


def exclusion_description(meeting: Meeting, accesses: Iterable[Access]) -> str:
    """Return what the agenda prints under its item to exclude the press and public.

    Exempt business needs a resolution; confidential business has to be closed without one, and then
    the agenda says so.

    Args:
        meeting: The meeting, which may be one of the executive.
        accesses: Who may see the closed items that it is for.
    """
    wanted = set(accesses)
    sentences: list[str] = []
    if Access.EXEMPT in wanted or Access.CONFIDENTIAL not in wanted:
        sentences.append(f"To resolve: {exclusion_resolution(meeting)}.")
    if Access.CONFIDENTIAL in wanted:
        law = EXECUTIVE_MUST_EXCLUDE if meeting.executive else COMMITTEE_MUST_EXCLUDE
        sentences.append(
            f"The press and public are excluded under {law} for confidential items, because confidential "
            "information would be disclosed to them in breach of the obligation of confidence."
        )
    return "\n".join(sentences)


def exclusion_resolution(meeting: Meeting) -> str:
    """Return the resolution to exclude the press and public, from its "that" on, with no full stop."""
    if meeting.executive:
        law, involve, of_the_act = EXECUTIVE_MAY_EXCLUDE, "are likely to involve the disclosure", ACT
        public = "the public"
    else:
        law, involve, of_the_act = COMMITTEE_MAY_EXCLUDE, "involve the likely disclosure", "Act"
        public = "the press and public"
    return (
        f"that under {law} {public} be excluded from the meeting for the items concerned, on the grounds "
        f"that they {involve} of exempt information as defined in the paragraph of Part 1 of Schedule 12A "
        f"to the {of_the_act} given for each item, and that in all the circumstances the public interest in "
        "maintaining the exemption outweighs the public interest in disclosing the information"
    )
