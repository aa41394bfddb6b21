"""One word: its lemma and the parts of its compound, whatever of spelling, clitics and speech stands between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kuulo.language.wording import compounds, derived, english, finnish, lists, swedish
from kuulo.language.wording.dictionary import by_rule, lemma_of
from kuulo.language.wording.optional import finnish_analyser

_SPELLINGS: dict[str, Callable[[str], Iterator[str]]] = {
    "fi": finnish.as_written_properly,
    "sv": swedish.as_written_properly,
    "en": english.as_written_properly,
}
_COMPOUNDING = ("fi", "sv")
_MOST_PARTS = 5
# A compound of this score goes before another spelling; what was taken off a form costs a little.
_SURE = 4.5
_OFF = 0.5
_LEAST_STOP = 4


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
    if standard is not None:
        return _of_lemma(standard, language) if standard == form else _simple(standard, language)
    lemma = _known(form, language)
    if lemma is not None:
        return _of_lemma(lemma, language)
    ways = _FINNISH_WAYS if language == "fi" else _WAYS
    found = next((one for way in ways if (one := way(form, language))), None) or _by_option(form, language)
    return found or Analysis((by_rule(form, language) or form).lower(), (), known=False)


def _by_option(form: str, language: str) -> Analysis | None:
    analyser = finnish_analyser() if language == "fi" else None
    found = analyser.analyse(form) if analyser else None
    return Analysis(found[0], found[1], known=True) if found else None


def _of_lemma(lemma: str, language: str) -> Analysis:
    return Analysis(lemma, _parts(lemma, language), known=True, kin=_kin(lemma, language))


def _known(form: str, language: str) -> str | None:
    """Return the lemma of a form that the dictionary holds, in Finnish also of one with clitics."""
    lemma = lemma_of(form, language)
    if language != "fi":
        return lemma
    for bare in (form, *finnish.without_clitics(form)):
        lemma = lemma_of(bare, language)
        if lemma is not None and (bare is form or lemma not in lists.stop_words("fi")):
            return _noun(bare, lemma)
        if bare is not form and len(bare) >= _LEAST_STOP and bare in lists.stop_words("fi"):
            return bare
    return None


def _noun(form: str, lemma: str) -> str:
    """Return the likelier noun of a form in -sta: *työ* of *työstä* (not *työstää*), *palvelu* of *palvelusta*."""
    genitive = derived.noun(form) if lemma.endswith(("staa", "stää", "us", "ys")) else None
    noun = lemma_of(genitive, "fi") if genitive else None
    return noun if noun is not None and f"{noun}n" == genitive else lemma


def _owned(form: str, language: str) -> Analysis | None:
    """Return the analysis of a Finnish form with a possessive ending."""
    for bare in _bare(form):
        lemma = lemma_of(bare, language)
        if lemma is not None and lemma not in lists.stop_words(language):
            return _of_lemma(_noun(bare, lemma), language)
    return None


def _bare(form: str) -> Iterator[str]:
    """Yield a Finnish form without its clitics, possessive endings, and both."""
    bare = [form, *finnish.without_clitics(form)]
    yield from bare[1:]
    for one in bare:
        yield from derived.owned_forms(one)
        yield from finnish.without_possessive(one)


def _kin(lemma: str, language: str) -> tuple[str, ...]:
    if language == "sv" and lemma.endswith("t") and lemma_of(lemma[:-1], language) == lemma[:-1]:
        return (lemma[:-1],)
    if language != "fi":
        return ()
    found = (known for form in derived.relatives(lemma) if (known := lemma_of(form, "fi")))
    # A participle is no verb: helpottavat is said to be of helpottava.
    return tuple(islice((one for one in found if one != lemma and not one.endswith(("va", "vä"))), 1))


def _derived(form: str, language: str) -> Analysis | None:
    """Return the analysis of a Finnish participle or comparative that dictionaries leave out."""
    forms = (one for bare in (form, *_bare(form)) for one in (*derived.verb_forms(bare), *derived.compared(bare)))
    lemmas = (lemma for one in forms if (lemma := lemma_of(one, language)) and not lemma.endswith("minen"))
    # A participle has no better lemma than its verb: kuolevat is said to be of kuoleva, which tells nothing new.
    verb = next((lemma for lemma in lemmas if not lemma.endswith(("va", "vä"))), None)
    return _of_lemma(verb, language) if verb else None


def _respelt(form: str, language: str) -> Analysis | None:
    """Return the analysis of what a form of speech or of haste stands for."""
    bare = (form, *finnish.without_clitics(form)) if language == "fi" else (form,)
    for spelt in (spelt for one in bare for spelt in _SPELLINGS[language](one)):
        lemma = _known(spelt, language) if spelt != form else None
        if lemma is not None:
            return _of_lemma(lemma, language)
    return None


def _sure_compound(form: str, language: str) -> Analysis | None:
    """Return the analysis of an unknown word whose parts are so common that nothing else is likely."""
    return _compound([form], language, _SURE)


def _any_compound(form: str, language: str) -> Analysis | None:
    """Return the analysis of an unknown word as a compound, whatever of clitics stands at its end."""
    forms = [form, *_bare(form)] if language == "fi" else [form]
    return _compound(forms, language, compounds.UNKNOWN_FROM)


def _compound(forms: list[str], language: str, least: float) -> Analysis | None:
    if language not in _COMPOUNDING:
        return None
    cuts = [(one, found) for one in forms if (found := compounds.cut(one, language, least))]
    if not cuts:
        return None
    # What was taken off costs a little, so that the whole form is preferred.
    bare, best = max(cuts, key=lambda one: one[1].score - (0.0 if one[0] is forms[0] else _OFF))
    return Analysis(bare[: best.at] + best.parts[-1], best.parts, known=True)


_FINNISH_WAYS = (_derived, _sure_compound, _owned, _respelt, _any_compound)
_WAYS = (_sure_compound, _respelt, _any_compound)


def _parts(lemma: str, language: str) -> tuple[str, ...]:
    """Return the parts of a lemma; none for a simple word."""
    if language not in _COMPOUNDING or lemma in lists.words(f"whole_{language}"):
        return ()
    found = compounds.cut(lemma, language, compounds.KNOWN_FROM)
    return found.parts if found and lemma.endswith(found.parts[-1]) else ()


def _hyphened(form: str, language: str) -> Analysis:
    known = lists.forms(f"spoken_{language}").get(form) or lemma_of(form, language)
    pieces = [_simple(piece, language) for piece in form.split("-") if piece]
    if not pieces:
        return Analysis(form, (), known=False)
    parts = tuple(part for piece in pieces for part in (piece.parts or (piece.lemma,)))
    start = form.rstrip("-").rpartition("-")[0]
    lemma = known or (f"{start}-{pieces[-1].lemma}" if start else pieces[-1].lemma)
    return Analysis(lemma, parts[:_MOST_PARTS], known=known is not None or all(piece.known for piece in pieces))
