"""Finnish word forms as people write them: clitics, possessive endings, the sounds of speech, each undone in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLITIC = re.compile(r"(?:kin|kaan|kään|k(?:in)?ko|k(?:in)?kö|ko|kö|han|hän|pa|pä|kos|kös|pas|päs)$")
_POSSESSIVE = re.compile(r"(?:ni|si|nsa|nsä|mme|nne)$")
_LEAST_STEM = 3


def without_clitics(form: str) -> Iterator[str]:
    """Yield the form without one, then two clitics (-kin, -kaan, -ko, -han, -pa …)."""
    for _ in range(2):
        found = _CLITIC.search(form)
        if found is None or found.start() < _LEAST_STEM - 1:
            return
        form = form[: found.start()]
        yield form


def without_possessive(form: str) -> Iterator[str]:
    """Yield what the form would be without its possessive ending: laskuni → lasku, laskun; laskussani → laskussa."""
    found = _POSSESSIVE.search(form)
    if found is None or found.start() < _LEAST_STEM:
        return
    stem = form[: found.start()]
    yield from (stem, stem + "n", stem + "t")


# (ending of speech, endings of the standard language); tried in this order, the first that a dictionary knows is taken.
_SPEECH: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("nu", ("nut",)),
    ("ny", ("nyt",)),
    ("lu", ("lut",)),
    ("ly", ("lyt",)),
    ("ru", ("rut",)),
    ("su", ("sut",)),
    ("sy", ("syt",)),
    ("ees", ("eessa", "eessä", "easti", "eästi")),
    ("eesti", ("easti", "eästi")),
    ("eest", ("easti", "eästi", "eesta")),
    ("ast", ("asti", "asta")),
    ("äst", ("ästi", "ästä")),
    ("st", ("sta", "stä", "sti")),
    ("s", ("ssa", "ssä", "isi")),
    ("lt", ("lta", "ltä")),
    ("l", ("lla", "llä", "lle")),
    ("ks", ("ksi", "")),
    ("ee", ("ea", "eä", "een")),
    ("een", ("ean", "eän")),
    ("eet", ("eat", "eät")),
    ("eelle", ("ealle", "eälle")),
    ("ii", ("ia", "iä", "iin")),
    ("oo", ("oa", "ua", "oon")),
    ("öö", ("öä", "yä", "öön")),
    ("uu", ("ua", "uun")),
    ("yy", ("yä", "yyn")),
    ("aa", ("aan", "ata")),
    ("ää", ("ään", "ätä")),
    ("än", ("ään",)),
    ("isin", ("isin",)),
    ("sin", ("isin", "sisin")),
    ("is", ("isi",)),
    ("kaa", ("kaan",)),
    ("kää", ("kään",)),
    ("nen", ("inen",)),
    ("set", ("iset",)),
    ("sta", ("ista",)),
    ("sen", ("isen", "eisen")),
    ("ki", ("kin", "")),
    ("yks", ("yksi",)),
    ("uks", ("uksi",)),
    ("ha", ("han",)),
    ("hä", ("hän",)),
    ("e", ("en", "et")),
    ("i", ("in", "it")),
    ("a", ("an", "at")),
    ("ä", ("än", "ät")),
    ("o", ("on", "ot")),
    ("u", ("un", "ut", "ui")),
    ("y", ("yn", "yt", "yi")),
)
# Inside a word: diphthongs worn off, d left out, joined vowels.
_INSIDE: tuple[tuple[str, str], ...] = (
    ("ottaa", "oittaa"),
    ("otta", "oitta"),
    ("otin", "oitin"),
    ("otet", "oitet"),
    ("ottee", "oittee"),
    ("otus", "oitus"),
    ("utt", "uutt"),
    ("ijän", "idän"),
    ("eijän", "eidän"),
    ("ahe", "ahde"),
    ("ehen", "ehden"),
    ("ää", "ea"),
    ("ee", "ea"),
    ("ee", "eä"),
    ("ii", "ia"),
    ("ii", "iä"),
    ("oo", "oa"),
    ("uu", "ua"),
    ("mm", "m"),
    ("ll", "l"),
    ("nn", "n"),
    ("tt", "t"),
    ("w", "v"),
    ("vv", "v"),
)
_RUN = re.compile(r"(.)\1{2,}")
_BACK = frozenset("aou")


def as_written_properly(form: str) -> Iterator[str]:
    """Yield standard spellings that a form of speech, of haste or of a keyboard without dots may stand for."""
    if _RUN.search(form):
        yield _RUN.sub(r"\1\1", form)
        yield _RUN.sub(r"\1", form)
    for ending, standard in _SPEECH:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: len(form) - len(ending)]
            yield from (stem + one for one in standard)
    if "ä" not in form and "ö" not in form:
        yield form.replace("a", "ä").replace("o", "ö")
        yield form.replace("a", "ä")
    for worn, whole in _INSIDE:
        if worn in form:
            yield form.replace(worn, whole, 1)
