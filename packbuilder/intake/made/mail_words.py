"""Reads the words of a message in HTML: paragraphs, list entries, quotations and links, and no look."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "select"}
_BLOCKS = {
    "p", "div", "tr", "table", "ul", "ol", "li", "blockquote", "pre", "section", "article", "header",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "hr", "address", "center", "body",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_EMPTY = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_SAFE_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_DEEPEST = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Some words of a paragraph, and where they lead, if anywhere."""

    text: str
    link: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a message.

    Args:
        runs: Its words.
        quoted: How deep it stands in quotations of earlier messages.
        indent: How deep it stands in lists.
        mark: What stands before an entry of a list: a bullet or a number.
        is_heading: Whether it is a heading.
    """

    runs: tuple[Run, ...]
    quoted: int = 0
    indent: int = 0
    mark: str = ""
    is_heading: bool = False

    @property
    def text(self) -> str:
        """Its words without links."""
        return "".join(run.text for run in self.runs)


def paragraphs_of_html(html: str) -> list[Paragraph]:
    """Return the paragraphs that a reader of an HTML message sees, pictures by their descriptions."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return reader.paragraphs


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self._runs: list[Run] = []
        self._open: list[tuple[str, bool]] = []
        self._unseen = 0
        self._lists: list[int | None] = []
        self._quoted = 0
        self._mark = ""
        self._link = ""
        self._heading = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag == "br":
            self._add("\n")
        elif tag == "img" and said.get("alt", "").strip():
            self._add(f"[{said['alt'].strip()}]")
        elif tag in ("td", "th") and self._runs:
            self._add("\t")
        if tag in _EMPTY or len(self._open) >= _DEEPEST:
            return
        is_unseen = tag in _UNSEEN or "hidden" in said or bool(_NOT_SHOWN.search(said.get("style", "")))
        self._open.append((tag, is_unseen))
        self._unseen += is_unseen
        if tag == "a":
            link = said.get("href", "").strip()
            self._link = link if _SAFE_LINK.match(link) else ""
        elif tag == "ul":
            self._lists.append(None)
        elif tag == "ol":
            self._lists.append(0)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._mark = "•"
            if number is not None:
                self._lists[-1] = number + 1
                self._mark = f"{number + 1}."
        elif tag == "blockquote":
            self._quoted += 1
        self._heading += tag in _HEADINGS
        self._pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self._open):
            return
        while self._open:
            closed, is_unseen = self._open.pop()
            self._close(closed)
            self._unseen -= is_unseen
            if closed == tag:
                break

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag == "a":
            self._link = ""
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quoted -= 1
        self._heading -= tag in _HEADINGS
        self._pre -= tag == "pre"

    def handle_data(self, data: str) -> None:
        self._add(data if self._pre else _WHITE.sub(" ", data))

    def _add(self, text: str) -> None:
        if not self._unseen and text:
            self._runs.append(Run(text, self._link))

    def end_paragraph(self) -> None:
        """Keep what was gathered, if there are words in it."""
        runs = _trimmed(self._runs)
        self._runs = []
        if not runs:
            return
        self.paragraphs.append(
            Paragraph(tuple(runs), self._quoted, len(self._lists), self._mark, self._heading > 0)
        )
        self._mark = ""


def _trimmed(runs: list[Run]) -> list[Run]:
    """Join runs of one link, and take blanks off where a line begins or ends."""
    joined: list[Run] = []
    before = "\n"
    for run in runs:
        text = run.text.lstrip(" \xa0") if before.endswith(("\n", " ")) else run.text
        if not text:
            continue
        before = text
        if joined and joined[-1].link == run.link:
            joined[-1] = Run(joined[-1].text + text, run.link)
        else:
            joined.append(Run(text, run.link))
    while joined and not joined[-1].text.strip():
        joined.pop()
    while joined and not joined[0].text.strip():
        joined.pop(0)
    if joined:
        joined[0] = Run(joined[0].text.lstrip(), joined[0].link)
        joined[-1] = Run(joined[-1].text.rstrip(), joined[-1].link)
    return joined
