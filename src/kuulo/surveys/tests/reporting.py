"""What the tests of the report share: a file of answers written by hand, and the report made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from kuulo.surveys.reading.files import ReadOptions
from kuulo.surveys.report.build import build_report
from kuulo.surveys.report.model import ReportModel, ReportOptions
from kuulo.surveys.report.understanding import Understood, understand
from kuulo.surveys.rules.mapping import MappingOptions

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
HEADER = "Vastaus-ID;Vastattu;NPS (0-10);Miksi annoit arvosanan?;Kunta;Kanava;Paino"
CITIES = ("Helsinki", "Turku", "Oulu")
SCORES = (10, 9, 8, 7, 6, 3, 10, 9, 10, 0)
VOID_TAGS = frozenset({"meta", "br", "hr", "img", "input", "link", "path", "circle", "line", "rect", "use", "polyline"})


def finnish_rows(count: int) -> list[str]:
    """Return so many rows in Finnish form; the NPS of every ten is 100 · (5 − 3) / 10 = 20."""
    return [
        ";".join(
            (
                f"v{at}",
                f"{at % 27 + 1}.{at % 4 + 1}.2026 klo 9.30",
                str(SCORES[at % 10]),
                f"Asentaja tuli sovittuna aikana ja työ oli siisti {at}" if at % 2 else "",
                CITIES[at % 3],
                "sovellus" if at % 5 else "puhelin",
                "1,5" if at % 2 else "1,0",
            )
        )
        for at in range(count)
    ]


def finnish_file(folder: Path, count: int = 120, *more: str) -> Path:
    """Return a file as Finnish Excel writes it: semicolons, a byte-order mark, decimal commas, Finnish dates."""
    path = folder / "vastaukset.csv"
    path.write_text("\r\n".join([HEADER, *finnish_rows(count), *more, ""]), encoding="utf-8-sig", newline="")
    return path


def understood_of(path: Path, **options: object) -> Understood:
    """Return a file as understood with options of the command line."""
    return understand(path, read=ReadOptions(), mapping_file=None, options=MappingOptions(**options))  # type: ignore[arg-type] # -- the tests pass what the options take


def report_of(path: Path, options: ReportOptions | None = None, **settled: object) -> ReportModel:
    """Return the report of a file at a fixed time."""
    understood = understood_of(path, **settled)
    return build_report(
        understood.answer_file,
        understood.accepted,
        options or ReportOptions(),
        now=NOW,
        version="0",
        rejects="",
    )


class Outline(HTMLParser):
    """Reads a page and notes tags left open, ids, links, attributes and the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    @property
    def text(self) -> str:
        """The words a reader sees, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append(tag)
        self._note(attrs)
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append(tag)
        self._note(attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which must be this one."""
        if tag in VOID_TAGS:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag, line {self.getpos()[0]}"

    def handle_data(self, data: str) -> None:
        """Note words outside the style sheet."""
        if "style" not in self.open:
            self.words.append(data)

    def _note(self, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "xlink:href"}:
                self.links.append(value or "")
