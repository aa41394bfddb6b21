"""How a name sounds: Soundex as the United States' National Archives define it, over letters without diacritics."""

from __future__ import annotations

import polars as pl

CODES = {
    **dict.fromkeys("bfpv", "1"),
    **dict.fromkeys("cgjkqsxz", "2"),
    **dict.fromkeys("dt", "3"),
    "l": "4",
    **dict.fromkeys("mn", "5"),
    "r": "6",
}
LENGTH = 4


def soundex(word: str) -> str:
    """Return the Soundex code of a word of small letters; empty where it begins with no letter a–z."""
    first = word[:1]
    if not ("a" <= first <= "z"):
        return ""
    code, last = first, CODES.get(first, "")
    for letter in word[1:]:
        digit = CODES.get(letter, "")
        if digit and digit != last:
            code += digit
        # h and w do not part two letters of one code; vowels do.
        if letter not in "hw":
            last = digit
    return code[:LENGTH].ljust(LENGTH, "0")


def sounds_of(words: pl.Series) -> pl.Series:
    """Return the Soundex codes of first words; each distinct word is coded once."""
    firsts = words.str.extract(r"^(\S+)", 1).to_frame("word")
    distinct = firsts["word"].drop_nulls().unique().to_list()
    codes = pl.DataFrame(
        {"word": distinct, "code": [soundex(word) or None for word in distinct]},
        schema={"word": pl.String, "code": pl.String},
    )
    return firsts.join(codes, on="word", how="left", maintain_order="left")["code"]
