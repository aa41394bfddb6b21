"""One word: its lemma and the parts of its compound, whatever of spelling, clitics and speech stands between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kuulo.language.wording import compounds, english, finnish, lists, swedish
from kuulo.language.wording.dictionary import by_rule, lemma_of

_SPELLINGS: dict[str, Callable[[str], Iterator[str]]] = {
    "fi": finnish.as_written_properly,
    "sv": swedish.as_written_properly,
    "en": english.as_written_properly,
}
_COMPOUNDING = ("fi", "sv")
_MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Analysis:
    """A word's lemma, its parts (empty for a simple word), and whether a dictionary stands behind it."""

    lemma: str
    parts: tuple[str, ...]
    known: bool


@lru_cache(maxsize=300_000)
def analyse(word: str, language: str) -> Analysis:
    """Return the analysis of a word in ``fi``, ``sv`` or ``en``, written in any case.

    A word that nothing knows is its own lemma in lower case, as is any word of another language.
    """
    form = word.lower().replace("’", "'").replace("´", "'")
    if language not in lists.LANGUAGES:
        return Analysis(form, (), known=False)
    if "-" in form.strip("-"):
        return _hyphened(form, language)
    return _simple(form, language)


def _simple(form: str, language: str) -> Analysis:
    standard = lists.forms(f"spoken_{language}").get(form)
    if standard is not None:
        lemma = lemma_of(standard, language) or standard
        return Analysis(lemma, _parts(lemma, language), known=True)
    lemma = _known(form, language)
    if lemma is not None:
        return Analysis(lemma, _parts(lemma, language), known=True)
    return _unknown(form, language)


def _known(form: str, language: str) -> str | None:
    lemma = lemma_of(form, language)
    if lemma is not None or language != "fi":
        return lemma
    for bare in finnish.without_clitics(form):
        lemma = lemma_of(bare, language)
        if lemma is not None:
            return lemma
    return next((found for bare in finnish.without_possessive(form) if (found := lemma_of(bare, language))), None)


def _unknown(form: str, language: str) -> Analysis:
    compound = _compound(form, language)
    if compound is not None:
        return compound
    for spelt in _SPELLINGS[language](form):
        lemma = lemma_of(spelt, language) if spelt != form else None
        if lemma is not None:
            return Analysis(lemma, _parts(lemma, language), known=True)
    return Analysis((by_rule(form, language) or form).lower(), (), known=False)


def _compound(form: str, language: str) -> Analysis | None:
    if language not in _COMPOUNDING:
        return None
    forms = [form, *finnish.without_clitics(form), *finnish.without_possessive(form)] if language == "fi" else [form]
    for bare in forms:
        found = compounds.cut(bare, language, compounds.UNKNOWN_FROM)
        if found is not None:
            lemma = bare[: found.at] + found.last
            return Analysis(lemma, _spread(found, len(lemma), language), known=True)
    return None


def _parts(lemma: str, language: str) -> tuple[str, ...]:
    """Return the parts of a lemma, down to simple words; none for a simple word."""
    found = compounds.cut(lemma, language, compounds.KNOWN_FROM) if language in _COMPOUNDING else None
    return _spread(found, len(lemma), language) if found else ()


def _spread(found: compounds.Cut, length: int, language: str) -> tuple[str, ...]:
    parts: list[str] = []
    for part in (found.first, found.last):
        # A part's lemma may be longer than its spelling: only shorter ones are cut on, so that it ends.
        parts += (_parts(part, language) if len(part) < length else ()) or (part,)
    return tuple(parts[:_MOST_PARTS])


def _hyphened(form: str, language: str) -> Analysis:
    known = lists.forms(f"spoken_{language}").get(form) or lemma_of(form, language)
    pieces = [_simple(piece, language) for piece in form.split("-") if piece]
    if not pieces:
        return Analysis(form, (), known=False)
    parts = tuple(part for piece in pieces for part in (piece.parts or (piece.lemma,)))
    start = form.rstrip("-").rpartition("-")[0]
    lemma = known or (f"{start}-{pieces[-1].lemma}" if start else pieces[-1].lemma)
    return Analysis(lemma, parts[:_MOST_PARTS], known=known is not None or all(piece.known for piece in pieces))
