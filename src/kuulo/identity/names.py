"""Names of persons and companies, each written one way."""

from __future__ import annotations

import polars as pl

from kuulo.identity.folding import folded, folded_name, none_if_empty
from kuulo.identity.values import LEGAL_FORMS

TITLES = r"^(?:mr|mrs|ms|miss|dr|prof|hra|rva|nti|herra|rouva|neiti|herr|fru|froken)\b\.?\s+"
# Russian patronymics stand between the first names and the surname and are often left out; Icelandic ones are surnames.
MIDDLE_PATRONYMIC = r" \p{L}+(?:ovich|evich|ovitsh|evitsh|ovna|evna|ovitj|evitj)(?: |$)"
FORMS = "|".join(sorted((form.replace("/", " ?") for form in LEGAL_FORMS), key=len, reverse=True))


def first_names(name: pl.Expr) -> pl.Expr:
    """Return first names: Anna-Liisa and Anna Liisa alike; Russian patronymics left out."""
    words = folded_name(name)
    return none_if_empty((pl.lit(" ") + words).str.replace(MIDDLE_PATRONYMIC, " "))


def surname(name: pl.Expr) -> pl.Expr:
    """Return a surname: Virtanen-Korhonen and Virtanen Korhonen alike."""
    return folded_name(name)


def split_first_names(name: pl.Expr) -> pl.Expr:
    """Return the first names of a whole name: after the comma where there is one, else all words but the last."""
    return first_names(pl.when(_has_comma(name)).then(_after_comma(name)).otherwise(_all_but_last(name)))


def split_surname(name: pl.Expr) -> pl.Expr:
    """Return the surname of a whole name: before the comma where there is one, else the last word.

    The order of names in one field is not known for sure: comparisons allow first names and surname to be swapped.
    """
    return surname(pl.when(_has_comma(name)).then(_before_comma(name)).otherwise(_last(name)))


def company_words(name: pl.Expr) -> pl.Expr:
    """Return a company's name without its legal form: Nokia Oyj, NOKIA ABP and Oy Nokia Ab alike."""
    words = (
        folded(name).str.replace_all(r"['`´.]", "").str.replace_all(r"[^\p{L}\p{N}&/]+", " ").str.replace_all("&", " ")
    )
    words = words.str.replace_all(r"\ba/s\b", "as").str.replace_all("/", " ")
    bare = none_if_empty((pl.lit(" ") + words + pl.lit(" ")).str.replace_all(rf"\b(?:{FORMS})\b", " "))
    # A company may be called nothing but a legal form.
    whole = pl.coalesce(bare, none_if_empty(words))
    return folded_name(whole)


def _titled(name: pl.Expr) -> pl.Expr:
    return name.cast(pl.String).str.strip_chars().str.replace(f"(?i){TITLES}", "")


def _has_comma(name: pl.Expr) -> pl.Expr:
    return name.cast(pl.String).str.contains(r"\p{L}\s*,\s*\p{L}")


def _before_comma(name: pl.Expr) -> pl.Expr:
    return _titled(name).str.extract(r"^([^,]+),", 1)


def _after_comma(name: pl.Expr) -> pl.Expr:
    return _titled(name).str.extract(r"^[^,]+,(.*)$", 1)


def _all_but_last(name: pl.Expr) -> pl.Expr:
    return _titled(name).str.extract(r"^(.*)\s+\S+$", 1)


def _last(name: pl.Expr) -> pl.Expr:
    return _titled(name).str.extract(r"(\S+)$", 1)
