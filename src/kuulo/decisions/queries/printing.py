"""A dossier as PDF, with fonts of its own, so that it looks the same everywhere; signs the fonts lack are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kuulo.base.estimate import Estimate
from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.decisions.rules.dossiers import Block, Dossier, Facts, Figure, Paragraph, Quote, Rows, Value
from kuulo.figures.charts.quantities import shown
from kuulo.figures.charts.wording import no_figure, percent

fpdf = Later("fpdf")
FONTS: Final = Path(__file__).resolve().parent.parent / "fonts"
FAMILY: Final = "DejaVu"
STYLES: Final = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
MISSING: Final = "\N{WHITE SQUARE}"
"""Stands where the font lacks a sign."""
MOST_TOLD: Final = 20
MARGIN: Final = 20.0
LINE: Final = 5.4
"""Millimetres."""
BODY, SMALL, TITLE, HEADS = 10.0, 8.5, 17.0, {2: 13.0, 3: 11.0}
"""Points."""
INK, SOFT = (20, 28, 38), (90, 98, 108)
Say = Callable[[object], str]
FIGURE: Final = say(_("{value} ({confidence} interval {interval}, n = {n})"))
FOOT: Final = _("{number}, page {page}")


def figure_words(estimate: Estimate) -> Text:
    """Return a figure with interval and n as one text; why there is none where there is none."""
    seen = shown(estimate)
    if seen is None:
        return no_figure(estimate)
    told = {"value": seen.value, "confidence": percent(estimate.confidence), "interval": seen.interval, "n": seen.n}
    return Text(FIGURE.template, told)


def pdf_of(dossier: Dossier, *, language: str, say_value: Say, now: datetime) -> bytes:
    """Return a dossier as the bytes of a PDF.

    Args:
        dossier: What to print.
        language: Language of the document.
        say_value: Writes a value in that language.
        now: Kept as the time of making.
    """
    paper = Paper(pdf=_new_pdf(dossier.number, say_value), say=say_value)
    paper.begin(dossier, language, now)
    for section in dossier.sections:
        paper.heading(section.title, section.level)
        for block in section.blocks:
            paper.block(block)
    paper.told_missing()
    return bytes(paper.pdf.output())


def _new_pdf(number: str, say_value: Say) -> Any:
    """Return an empty document whose pages say which they are."""

    def footer(pdf: Any) -> None:
        pdf.set_y(-MARGIN + LINE)
        pdf.set_font(FAMILY, size=SMALL)
        pdf.set_text_color(*SOFT)
        pdf.cell(0, LINE, say_value(say(FOOT, number=number, page=pdf.page_no())), align="R")

    # The library asks for a class of its own; it is loaded only when something is printed.
    pdf = type("Printed", (fpdf.FPDF,), {"footer": footer})(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, margin=MARGIN)
    for style, name in STYLES.items():
        pdf.add_font(FAMILY, style, FONTS / name)
    pdf.set_font(FAMILY, size=BODY)
    return pdf


@dataclass(slots=True)
class Paper:
    """The document while it is written."""

    pdf: Any
    say: Say
    missing: set[str] = field(default_factory=set)
    known: frozenset[int] = frozenset()

    def begin(self, dossier: Dossier, language: str, now: datetime) -> None:
        """Write the head of the first page, and what the document says of itself."""
        self.known = frozenset(self.pdf.fonts[FAMILY.lower()].cmap)
        pdf, title = self.pdf, self.safe(dossier.title)
        pdf.set_title(f"{dossier.number} {title}")
        pdf.set_lang(language)
        pdf.set_creator("Kuulo")
        pdf.set_creation_date(now)
        pdf.add_page()
        self.write(dossier.number, size=BODY, ink=SOFT)
        self.write(dossier.title, size=TITLE, style="B")
        for value in dossier.lead:
            self.write(value)
        self.write(dossier.made, size=SMALL, ink=SOFT)

    def heading(self, words: Value, level: int) -> None:
        """Write a heading that does not stand alone at the foot of a page."""
        if self.pdf.will_page_break(HEADS[level] + 4 * LINE):
            self.pdf.add_page()
        self.pdf.ln(LINE if level == min(HEADS) else LINE / 2)
        self.pdf.start_section(self.safe(self.say(words)), level - min(HEADS))
        self.write(words, size=HEADS[level], style="B")

    def block(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Paragraph():
                self.write(block.words, style="B" if block.loud else "")
            case Facts():
                for label, value in block.rows:
                    self.fact(self.say(label), value)
            case Quote():
                self.quote(block.words or self.say(block.hidden), block.told, block.why)
            case Figure():
                words = f"{self.say(block.name)}: {self.say(figure_words(block.estimate))}"
                self.quote(words, block.told, block.why)
            case Rows():
                self.table(block)

    def fact(self, label: str, value: Value) -> None:
        """Write one fact: its name small, what is known beneath."""
        self.write(label, size=SMALL, ink=SOFT, gap=0.0)
        self.write(value if not isinstance(value, Estimate) else figure_words(value))

    def quote(self, words: str, told: Sequence[Value], why: str) -> None:
        """Write what was said, set in, with who said it and why it speaks for or against."""
        self.pdf.set_left_margin(MARGIN + 6)
        self.write(words, gap=0.5)
        self.write(" · ".join(self.say(value) for value in told if value), size=SMALL, ink=SOFT, gap=0.5)
        if why:
            self.write(why, size=SMALL)
        self.pdf.set_left_margin(MARGIN)
        self.pdf.set_x(MARGIN)
        self.pdf.ln(LINE / 3)

    def table(self, rows: Rows) -> None:
        """Write a table whose heading is repeated on every page."""
        self.pdf.set_font(FAMILY, size=SMALL)
        with self.pdf.table(line_height=LINE, borders_layout="HORIZONTAL_LINES") as table:
            for line in (rows.heads, *rows.rows):
                drawn = table.row()
                for value in line:
                    told = figure_words(value) if isinstance(value, Estimate) else value
                    drawn.cell(self.safe(self.say(told)))
        self.pdf.ln(LINE / 2)

    def write(
        self,
        words: Value,
        *,
        size: float = BODY,
        style: str = "",
        ink: tuple[int, int, int] = INK,
        gap: float = 1.2,
    ) -> None:
        """Write words over as many lines as they take; nothing where there are none."""
        told = self.safe(self.say(words))
        if not told.strip():
            return
        self.pdf.set_font(FAMILY, style, size)
        self.pdf.set_text_color(*ink)
        height = LINE * size / BODY
        self.pdf.multi_cell(0, height, told, align="L", new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(gap)

    def safe(self, words: str) -> str:
        """Return words in which every sign the font lacks is a square; the end of the document says which they were."""
        found = []
        for sign in words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "):
            if sign == "\n" or ord(sign) in self.known:
                found.append(sign)
            elif sign.isprintable() or ord(sign) > ord(" "):
                self.missing.add(sign)
                found.append(MISSING)
        return "".join(found)

    def told_missing(self) -> None:
        """Say which signs could not be printed."""
        if not self.missing:
            return
        signs = sorted(self.missing)[:MOST_TOLD]
        told = ", ".join(f"U+{ord(sign):04X}" for sign in signs)
        more = len(self.missing) - len(signs)
        self.pdf.ln(LINE)
        text = say(
            _("Signs that the font of this document lacks stand as {square}: {signs}"), square=MISSING, signs=told
        )
        self.write(text, size=SMALL, ink=SOFT, gap=0.0)
        if more > 0:
            self.write(say(_("and {count} more"), count=more), size=SMALL, ink=SOFT)
