"""Stems to which Finnish case endings are added, of names of any origin.

Rules: consonant gradation and stem types as in the Finnish descriptive grammar (Iso suomen kielioppi §§ 41–65); first
names keep a single consonant and a final i (Antti: Antin, Satu: Sadun or Satun), surnames that are words do not
(Mäki: Mäen, Lahti: Lahden).
"""

from __future__ import annotations

from collections.abc import Iterator

VOWELS = frozenset("aeiouyäöå")
CASES = (
    "n", "a", "ä", "ta", "tä", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "na", "nä", "ksi",
    "tta", "ttä", "t", "jen", "ien", "ni", "nsa", "nsä", "mme", "ten",
)  # fmt: skip
CLITICS = ("", "kin", "kaan", "kään", "han", "hän", "ko", "kö", "pa", "pä")
ENDINGS = frozenset(case + clitic for case in CASES for clitic in CLITICS) | frozenset(CLITICS[1:])
ILLATIVES = frozenset(vowel + "n" + clitic for vowel in VOWELS for clitic in CLITICS) | frozenset(
    "seen" + clitic for clitic in CLITICS
)
LONGEST_ENDING = 7
# Words that are surnames and change their final i to e.
E_STEMS = (
    "mäki", "lahti", "niemi", "koski", "järvi", "salmi", "saari", "nurmi", "vuori", "lehti", "tuomi", "talvi", "kivi",
    "saarni", "hanhi", "kurki", "tammi", "lampi", "suomi", "joki", "kuusi", "haavi", "lumi", "hirvi", "orpi", "pelli",
    "kallio", "nieminen",
)  # fmt: skip
CLUSTERS = {
    "kk": "k", "pp": "p", "tt": "t", "nk": "ng", "mp": "mm", "nt": "nn", "lt": "ll", "rt": "rr", "ht": "hd",
    "lk": "l", "rk": "r", "hk": "h", "lp": "lv", "rp": "rv",
}  # fmt: skip
SINGLES = {"t": "d", "p": "v", "k": ""}
SHORTEST = 3


def stems_of(name: str) -> Iterator[str]:
    """Yield the stems of a lower-case name; each may take any of ENDINGS."""
    last = name[-1]
    if name.endswith("nen") and len(name) > SHORTEST + 2:
        yield from (name[:-3] + "se", name[:-3] + "s", name[:-3] + "si")
    elif last in VOWELS:
        yield name
        yield from weak_grades(name)
        if last == "e":
            yield name + "e"
        elif last == "i" and name.endswith(E_STEMS):
            yield name[:-1] + "e"
            yield from (grade[:-1] + "e" for grade in weak_grades(name))
            yield from ("j".join((name[:-2], "e")),) if name.endswith("ki") else ()
    else:
        yield name + "i"
        if last == "s":
            yield name
            yield name[:-1] + "kse"
            yield from (name[:-1] + name[-2],) if name[-2:-1] in {"a", "ä"} else ()


def weak_grades(name: str) -> Iterator[str]:
    """Yield the weak grade of a lower-case name that ends in a vowel: mikko → miko, satu → sadu; none has none."""
    body, vowel = name[:-1], name[-1]
    if len(body) < SHORTEST - 1:
        return
    if body[-2:] in CLUSTERS:
        yield body[:-2] + CLUSTERS[body[-2:]] + vowel
    elif (body[-1] in SINGLES and body[-2] in VOWELS and vowel != "i") or (
        body[-1] in SINGLES and body[-2] in VOWELS and name.endswith(E_STEMS)
    ):
        yield body[:-1] + SINGLES[body[-1]] + vowel


def split_endings(form: str) -> Iterator[tuple[str, str]]:
    """Yield the ways a lower-case form may be a stem and an ending of a Finnish case, Swedish or English genitive."""
    for length in range(1, min(LONGEST_ENDING, len(form) - 1) + 1):
        stem, ending = form[:-length], form[-length:]
        if ending in ENDINGS or (ending in ILLATIVES and (stem[-1] == ending[0] or ending.startswith("seen"))):
            yield stem, ending
