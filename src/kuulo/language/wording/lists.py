"""The lists that ship with this package, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

LANGUAGES = ("fi", "sv", "en")


def _lines(name: str) -> list[str]:
    text = files("kuulo.language.wording.data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list: any number a line, with white space between them; lines of ``#`` are notes."""
    return frozenset(word for line in _lines(f"{name}.txt") for word in line.split())


@cache
def forms(name: str) -> dict[str, str]:
    """Return form → standard form of a list whose lines are ``standard: form form …``."""
    found: dict[str, str] = {}
    for line in _lines(f"{name}.txt"):
        standard, _, spelt = line.partition(":")
        found |= dict.fromkeys(spelt.split(), standard.strip())
    return found


@cache
def firsts(language: str) -> dict[str, tuple[str, int]]:
    """Return first parts of compounds as they are spelt there → (lemma, how many lemmas begin with it)."""
    rows = (line.split("\t") for line in _lines(f"firsts_{language}.tsv"))
    return {spelt: (lemma or spelt, int(count)) for spelt, lemma, count in rows}


@cache
def lasts(language: str) -> dict[str, int]:
    """Return last parts of compounds → how many lemmas end with it."""
    rows = (line.split("\t") for line in _lines(f"lasts_{language}.tsv"))
    return {lemma: int(count) for lemma, count in rows}


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the words that carry no matter, as lemmas and as written; none for a language not known."""
    return words(f"stops_{language}") if language in LANGUAGES else frozenset()


@cache
def negations(language: str) -> frozenset[str]:
    """Return the words that turn what follows into its opposite."""
    return words(f"negations_{language}") if language in LANGUAGES else frozenset()
