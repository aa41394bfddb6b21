"""One word: its lemma and the parts of its compound, whatever of spelling, clitics and speech stands between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kuulo.language.wording import compounds, derived, english, finnish, lists, swedish
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
    """A word's lemma, its parts (empty for a simple word), and whether a dictionary stands behind it.

    ``kin``: what the lemma was made of, where that is plain: *odottaa* of *odottaminen*, *nopea* of *nopeasti*.
    """

    lemma: str
    parts: tuple[str, ...]
    known: bool
    kin: tuple[str, ...] = ()


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
    lemma = _known(form, language) if standard is None else _known(standard, language) or standard
    if lemma is not None:
        return Analysis(lemma, _parts(lemma, language), known=True, kin=_kin(lemma, language))
    return _unknown(form, language)


def _known(form: str, language: str) -> str | None:
    lemma = lemma_of(form, language)
    if language != "fi":
        return lemma
    if lemma is not None:
        return _noun(form, lemma)
    for bare in _bare(form):
        lemma = lemma_of(bare, language)
        if lemma is not None and lemma not in lists.stop_words("fi"):
            return _noun(bare, lemma)
    return None


def _noun(form: str, lemma: str) -> str:
    """Return the noun where a form in -sta was told to be of a verb in -staa (*työstä*), else the lemma."""
    genitive = derived.noun(form) if lemma.endswith(("staa", "stää")) else None
    return (lemma_of(genitive, "fi") if genitive else None) or lemma


def _bare(form: str) -> Iterator[str]:
    """Yield a Finnish form without its clitics, possessive endings, and both."""
    bare = [form, *finnish.without_clitics(form)]
    yield from bare[1:]
    for one in bare:
        yield from derived.owned_forms(one)
        yield from finnish.without_possessive(one)


def _kin(lemma: str, language: str) -> tuple[str, ...]:
    if language != "fi":
        return ()
    found = (known for form in derived.relatives(lemma) if (known := lemma_of(form, "fi")))
    # A participle is no verb: helpottavat is said to be of helpottava.
    return tuple(islice((one for one in found if one != lemma and not one.endswith(("va", "vä"))), 1))


def _unknown(form: str, language: str) -> Analysis:
    found = _derived(form) if language == "fi" else None
    found = found or _compound(form, language) or _respelt(form, language)
    return found or Analysis((by_rule(form, language) or form).lower(), (), known=False)


def _derived(form: str) -> Analysis | None:
    """Return the analysis of a Finnish participle or comparative that dictionaries leave out."""
    for bare in (form, *_bare(form)):
        for one in (*derived.verb_forms(bare), *derived.compared(bare)):
            lemma = lemma_of(one, "fi")
            if lemma is not None and not lemma.endswith("minen"):
                return Analysis(lemma, _parts(lemma, "fi"), known=True, kin=_kin(lemma, "fi"))
    return None


def _respelt(form: str, language: str) -> Analysis | None:
    for spelt in _SPELLINGS[language](form):
        lemma = lemma_of(spelt, language) if spelt != form else None
        if lemma is not None:
            return Analysis(lemma, _parts(lemma, language), known=True, kin=_kin(lemma, language))
    return None


def _compound(form: str, language: str) -> Analysis | None:
    """Return the analysis of an unknown word as a compound, whatever of clitics stands at its end."""
    if language not in _COMPOUNDING:
        return None
    best: tuple[float, Analysis] | None = None
    for bare in (form, *_bare(form)) if language == "fi" else (form,):
        found = compounds.cut(bare, language, compounds.UNKNOWN_FROM)
        # What was taken off costs a little, so that a whole word is preferred.
        score = found.score - (0.0 if bare is form else 0.5) if found else 0.0
        if found and (best is None or score > best[0]):
            best = score, Analysis(bare[: found.at] + found.parts[-1], found.parts, known=True)
    return best[1] if best else None


def _parts(lemma: str, language: str) -> tuple[str, ...]:
    """Return the parts of a lemma; none for a simple word."""
    if language not in _COMPOUNDING or lemma in lists.words(f"whole_{language}"):
        return ()
    found = compounds.cut(lemma, language, compounds.KNOWN_FROM)
    return found.parts if found else ()


def _hyphened(form: str, language: str) -> Analysis:
    known = lists.forms(f"spoken_{language}").get(form) or lemma_of(form, language)
    pieces = [_simple(piece, language) for piece in form.split("-") if piece]
    if not pieces:
        return Analysis(form, (), known=False)
    parts = tuple(part for piece in pieces for part in (piece.parts or (piece.lemma,)))
    start = form.rstrip("-").rpartition("-")[0]
    lemma = known or (f"{start}-{pieces[-1].lemma}" if start else pieces[-1].lemma)
    return Analysis(lemma, parts[:_MOST_PARTS], known=known is not None or all(piece.known for piece in pieces))
