"""A dossier on paper: readable, with its figures, in signs of several scripts; what the font lacks is told."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from kuulo.base.texts import say
from kuulo.decisions.queries.printing import pdf_of
from kuulo.decisions.rules.dossiers import Dossier, Facts, Figure, Paragraph, Quote, Rows, Section
from kuulo.figures.charts.localise import value_in
from kuulo.figures.tests.casts import estimate, withheld

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def dossier(*blocks: object, title: str = "Otammeko käyttöön soittopyynnön?") -> Dossier:
    return Dossier(
        number="D3",
        title=title,
        lead=(say("Decided"),),
        sections=(Section(title=say("Evidence"), blocks=blocks),),  # type: ignore[arg-type] # blocks of any kind
        made=say("Made on {day}.", day="2026-11-23"),
    )


def words_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def printed(*blocks: object, language: str = "en", title: str = "Otammeko käyttöön soittopyynnön?") -> str:
    found = dossier(*blocks, title=title)
    return words_of(pdf_of(found, language=language, say_value=lambda value: value_in(language, value, str), now=NOW))


def test_words_figures_and_tables_are_readable() -> None:
    text = printed(
        Paragraph(words="Asiakkaat odottavat – liian kauan."),
        Facts(rows=((say("Owner"), "ilona@example.org"),)),
        Quote(
            words="Jag väntade i tjugo minuter; почему так долго?", told=("P03", say("interview")), why="Ääneen sanottu"
        ),
        Figure(name="NPS", estimate=estimate(12.0)),
        Rows(heads=(say("Claim"), say("State")), rows=(("C1", say("supported")), ("C2", withheld()))),
    )
    for words in ("Otammeko käyttöön", "väntade i tjugo", "почему так долго", "n = 200", "4 … 20", "C1", "P03"):
        assert words in text


def test_signs_the_font_lacks_are_squares_and_told_by_their_number() -> None:
    text = printed(Paragraph(words="Kiitos 😀 ja 漢"))
    assert "Kiitos □ ja □" in text
    assert "U+1F600" in text
    assert "U+6F22" in text


def test_a_long_dossier_goes_over_pages() -> None:
    quotes = [Quote(words="sana " * 120, told=(f"P{place}",)) for place in range(40)]
    content = pdf_of(dossier(*quotes), language="fi", say_value=str, now=NOW)
    assert len(PdfReader(BytesIO(content)).pages) > 3


def test_the_document_says_its_title_and_language() -> None:
    content = pdf_of(dossier(), language="sv", say_value=str, now=NOW)
    read = PdfReader(BytesIO(content))
    assert read.metadata is not None
    assert read.metadata.title == "D3 Otammeko käyttöön soittopyynnön?"
    assert read.trailer["/Root"]["/Lang"] == "sv"  # type: ignore[index] # the document's root is a dictionary
