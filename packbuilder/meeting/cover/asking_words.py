"""Tells what asks for a decision ("note the report", "that permission be granted") from what does not.

Pure; part of ``report_cover``. A section headed "Recommendations" may hold no more than the duty
that the report is written under, and there is nothing in that to resolve.
"""

from __future__ import annotations

import re

_VERB = (
    r"(?:not(?:e|es|ed)|approv|agree|endors|support|consider|receiv|review|comment|delegat|adopt|recommend"
    r"|authoris|authoriz|accept|confirm|appoint|advis|ask|request|refer|welcom|grant|refus|resolv"
    r"|acknowledg|discuss|scrutinis|nominat|elect|ratif|determin|instruct|commission|commit|submit|identif|provid|defer|permit|award"
    r"|rescind|amend|establish|set|allocat|ensure|continu|publish|write|take|formally|remind|congratulat|thank)"
)
_ASKS = re.compile(
    r"(?:that\b|to (?=[a-z]+\b)"
    r"|it is (?:\w+ ){0,2}(?:recommended|proposed|requested|suggested)|recommended\b|resolved\b"
    r"|[\w\s&,.'\u2019()-]{2,120}?\b(?:is|are|be|was|were) (?:therefore |also |further )?"
    r"(?:asked|requested|recommended|invited)\b"
    r"|(?:\w+ )?(?:officers?|we|i|report|the [\w\s]{3,60}) recommends?\b"
    rf"|{_VERB}\w*\b)",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:be|is|are) (?:hereby |formally )?(?:granted|refused|approved|noted|agreed|adopted|endorsed"
    r"|received|supported|authorised|delegated|accepted|confirmed|deferred|appointed|amended|established|allocated)\b",
    re.IGNORECASE,
)


def asks(words: str) -> bool:
    """Whether a sentence begins as one that asks for a decision."""
    return _ASKS.match(words) is not None


def is_request(words: str) -> bool:
    """Whether a sentence asks for a decision, by how it begins or by what is to be done."""
    return asks(words) or _DECIDED.search(words) is not None
