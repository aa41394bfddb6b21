"""Lemmas of word forms from simplemma's dictionaries (MIT; made from Wiktionary, UD treebanks and others).

They are read as front-coded streams: about 25 MB for Finnish's 3.5 million forms instead of 350, some ten microseconds
a look-up. Callers keep what they found.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import cast

from kuulo.base.later import Later

_dictionaries = Later("simplemma.strategies.dictionaries")
_strategies = Later("simplemma.strategies")


@cache
def _forms(language: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", _dictionaries.LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language))


@cache
def _rules() -> object:
    return _strategies.RulesStrategy()


# Endings of a base form whose lemma tells that the form is a word of its own, not another word's inflection.
_OF_BASE = {"fi": ("n",), "sv": ("et", "en", "t", "er", "ar", "n"), "en": ()}


@lru_cache(maxsize=100_000)
def lemma_of(form: str, language: str) -> str | None:
    """Return the lemma of a form in lower case, None where the dictionary does not hold it; fi, sv or en.

    A form that is a base form too is its own lemma: Swedish *pris* (*priset*), though it may be of *prisa*.
    """
    forms = _forms(language)
    found = forms.get(form)
    if found is None:
        return None
    if found != form and any(forms.get(form + ending) == form for ending in _OF_BASE[language]):
        return form
    # Dictionaries give some nouns in the plural (palvelut): the singular, where that form has one.
    single = forms.get(found) if language == "fi" and found.endswith("t") else None
    return (single or found).lower().rstrip(".")


def by_rule(form: str, language: str) -> str | None:
    """Return the lemma that the form's ending tells (simplemma's mined rules), None where no rule fits."""
    return cast("str | None", _rules().get_lemma(form, language))  # type: ignore[attr-defined]  # the module is loaded late
