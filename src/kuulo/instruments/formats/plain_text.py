"""HTML in the texts of other tools' definitions, turned into plain text; pure."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

BREAKS: Final = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "ol", "table"})
UNSEEN: Final = frozenset({"script", "style", "head", "title", "noscript", "template"})
LOOKS_LIKE_HTML: Final = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9-]*(\s[^<>]*)?/?>|&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,10});|<!--"
)


class _Reader(HTMLParser):
    """Collects the text a person would see; a link is followed by its address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag in BREAKS:
            self.parts.append("\n")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in BREAKS:
            self.parts.append("\n")
        elif tag == "a" and self.links:
            address = self.links.pop()
            if address and not "".join(self.parts).endswith(address):
                self.parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def has_html(text: str) -> bool:
    """Return whether the text holds tags or character references."""
    return bool(LOOKS_LIKE_HTML.search(text))


def to_plain(text: str) -> str:
    """Return what a person would see of the text: no tags, one line a paragraph, no white space at the ends."""
    if not has_html(text):
        return text.strip()
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in unescape("".join(reader.parts)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
