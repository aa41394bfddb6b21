"""Plain values that pages, their scripts and programs read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from kuulo.codebooks.queries import Book
from kuulo.codebooks.rules import in_language
from kuulo.figures.charts.localise import value_in
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.passages.rules import MemoView, Origin, PassageCoded, ProposalView

HUES = 8
"""As many colours as codes are drawn in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """A code as pages show it: ``book/key``, its name and definition, how deep it lies, its colour and its key."""

    code: str
    name: str
    definition: str
    depth: int
    hue: int
    press: str


def said(value: object) -> str:
    """Return a Text, quantity or date in the reader's language."""
    return value_in(get_language() or "en", value, gettext)


def code_lines(books: Iterable[Book], language: str, own: str) -> dict[str, CodeLine]:
    """Return the codes of codebooks by ``book/key``: those of the study's own first, each tree in one colour."""
    found: dict[str, CodeLine] = {}
    hue = -1
    for each in sorted(books, key=lambda one: one.slug != own):
        for code in each.codes:
            hue += code.depth == 0
            found[f"{each.slug}/{code.key}"] = CodeLine(
                code=f"{each.slug}/{code.key}",
                name=in_language(code.names, language) or code.key,
                definition=in_language(code.definitions, language),
                depth=code.depth,
                hue=hue % HUES,
                press=code.press if each.slug == own and code.press.isdecimal() else "",
            )
    return found


def plain_code(line: CodeLine) -> dict[str, Any]:
    """Return a code for the page's script."""
    return {
        "code": line.code,
        "name": line.name,
        "definition": line.definition,
        "depth": line.depth,
        "hue": line.hue,
        "press": line.press,
    }


def plain_coding(given: PassageCoded, who: str) -> dict[str, Any]:
    """Return a coding for the page's script and for programs."""
    return {
        "id": given.id,
        "start": given.passage.start,
        "end": given.passage.end,
        "code": given.code,
        "coder": given.coder,
        "own": given.coder == who and given.origin is not Origin.SETTLED,
        "memo": given.memo,
        "origin": given.origin.value,
    }


def plain_memo(memo: MemoView, who: str) -> dict[str, Any]:
    """Return a memo for the page's script and for programs."""
    return {
        "id": memo.id,
        "about": memo.about.value,
        "start": memo.start,
        "end": memo.end,
        "code": memo.code or None,
        "text": memo.text,
        "author": memo.author,
        "own": memo.author == who,
    }


def plain_proposal(proposal: ProposalView) -> dict[str, Any]:
    """Return a proposal for the page's script and for programs."""
    return {
        "id": proposal.id,
        "start": proposal.passage.start,
        "end": proposal.passage.end,
        "code": proposal.code,
        "probability": round(proposal.probability, 4),
        "share": said(Quantity(proposal.probability, Unit.SHARE)),
    }


def name_of(lines: Mapping[str, CodeLine], code: str) -> str:
    """Return what a code is called; its key where its codebook is gone."""
    line = lines.get(code)
    return line.name if line is not None else code.partition("/")[2] or code
