"""Words of an HTML document, and where each byte of them stands in a text that people can read."""

from __future__ import annotations

from bisect import bisect_right
from html.parser import HTMLParser
from typing import Final

BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
})  # fmt: skip
UNSEEN: Final = frozenset({"script", "style", "title", "template"})


class HtmlWords(HTMLParser):
    """Reads the words of a document as browsers hold them, and makes a text with a line for each block.

    Attributes:
        text: The text; blocks end with a line feed even where the document has none.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._length = 0
        self._bytes = 0
        self._at_bytes: list[int] = [0]
        self._at_points: list[int] = [0]
        self._started = False
        self._after_pre = False
        self._unseen = 0
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()
        self.text = "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins on a line of its own."""
        del attrs
        if tag not in {"html", "head", "body"}:
            self._started = True
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self._break()
        self._after_pre = tag in {"pre", "textarea"}

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        self._unseen = max(self._unseen - (tag in UNSEEN), 0)
        if tag in BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take words as they are; browsers drop space before the first of all, and a line end right after ``<pre>``."""
        if not self._started:
            data = data.lstrip(" \t\n\f")
            self._started = bool(data)
        if self._after_pre:
            data = data.removeprefix("\n")
        self._after_pre = False
        if not data:
            return
        if self._unseen:
            self._bytes += len(data.encode("utf-8", "replace"))
            return
        self._add(data)

    def _add(self, data: str) -> None:
        """Add words, noting where their bytes and their code points begin."""
        self._at_bytes.append(self._bytes)
        self._at_points.append(self._length)
        self._pieces.append(data)
        self._length += len(data)
        self._bytes += len(data.encode("utf-8", "replace"))

    def _break(self) -> None:
        """End the line, unless it has ended."""
        if self._pieces and not self._pieces[-1].endswith("\n"):
            self._pieces.append("\n")
            self._length += 1

    def point(self, offset: int) -> int:
        """Return where in the text a byte of the words stands; a byte within a character leads to its beginning."""
        place = bisect_right(self._at_bytes, offset) - 1
        start = self._at_points[place]
        piece = self.text[start : start + max(offset - self._at_bytes[place], 0) + 1]
        counted = piece.encode("utf-8", "replace")[: offset - self._at_bytes[place]]
        return start + len(counted.decode("utf-8", "ignore"))

    @property
    def size(self) -> int:
        """Return how many bytes the words are in UTF-8."""
        return self._bytes
