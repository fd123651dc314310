"""The provisions of law that the minutes name, for a committee and for the executive. Pure.

Used by ``word.standing_business``, ``word.exclusion`` and ``word.item_minutes``: what the law says of a
council's committees and of its executive differs, and nowhere else do the minutes tell them apart.
"""

from __future__ import annotations

import dataclasses

from packbuilder.meeting.exclusion import (
    ACT,
    COMMITTEE_MAY_EXCLUDE,
    COMMITTEE_MUST_EXCLUDE,
    EXECUTIVE_MAY_EXCLUDE,
    EXECUTIVE_MUST_EXCLUDE,
)
from packbuilder.meeting.meeting import Meeting
from packbuilder.word.blocks import Paragraph, Span, gap, paragraph, strong


@dataclasses.dataclass(frozen=True, slots=True)
class Provisions:
    """What the minutes of one kind of body name.

    ``urgency`` ends the reason why a late item was taken and ``urgency_gap`` stands for such a reason;
    ``urgent_item`` asks for an item that was not on the agenda. ``of_schedule_12a`` names the Act where
    the exclusion has just been made under ``exempt``. ``record`` is what the record of a decision must
    hold besides the decision.
    """

    exempt: str
    confidential: str
    of_schedule_12a: str
    urgency_gap: str
    urgency: tuple[str | Span, ...]
    urgent_item: str
    public_record: str
    record: tuple[Paragraph, ...]


_COMMITTEE = Provisions(
    exempt=COMMITTEE_MAY_EXCLUDE,
    confidential=COMMITTEE_MUST_EXCLUDE,
    of_schedule_12a="Schedule 12A to the Act",
    urgency_gap="the special circumstances",
    urgency=(
        ". By reason of these special circumstances the Chair was of the opinion that the item should be"
        f" considered at the meeting as a matter of urgency ({ACT}, section 100B(4)(b)).",
    ),
    urgent_item=(
        "or: the item, and the special circumstances by reason of which the Chair was of the opinion that it"
        f" should be considered as a matter of urgency ({ACT}, section 100B(4)(b))"
    ),
    public_record=f"A summary that may be published ({ACT}, section 100C(2))",
    record=(),
)

# Regulations 10 and 11 are for key decisions only, so that they are left to the clerk to name. What the
# clerk types over may call the Regulations what clerks call them; what stays names them in full.
_EXECUTIVE = Provisions(
    exempt=EXECUTIVE_MAY_EXCLUDE,
    confidential=EXECUTIVE_MUST_EXCLUDE,
    of_schedule_12a=f"Schedule 12A to the {ACT}",
    urgency_gap="why the item could not wait",
    urgency=(
        ". ",
        gap(
            "If a key decision was taken without 28 days' notice: under regulation 10 (general exception) or"
            " regulation 11 (special urgency) of the 2012 Regulations, and who was told or agreed"
        ),
    ),
    urgent_item=(
        "or: the item, and why it could not wait; for a key decision, whether under regulation 10 (general"
        " exception) or regulation 11 (special urgency) of the 2012 Regulations"
    ),
    public_record="What may be published of the record of the decision (2012 Regulations, regulation 12)",
    record=(
        paragraph(strong("Reasons: "), gap("the reasons for the decision")),
        paragraph(
            strong("Alternatives considered: "),
            gap("the options that were considered and rejected at the meeting, or none"),
        ),
        paragraph(
            strong("Interests declared: "),
            gap("by whom, and any dispensation, or none"),
        ),
    ),
)


def provisions_of(meeting: Meeting) -> Provisions:
    """Return the provisions that the meeting is held under."""
    return _EXECUTIVE if meeting.executive else _COMMITTEE
