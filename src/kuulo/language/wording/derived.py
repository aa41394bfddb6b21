"""Finnish forms that dictionaries leave out: nouns and participles of verbs, comparatives, possession after a case."""

from __future__ import annotations

from collections.abc import Iterator

# (ending of the form, what stands in its place in a form that a dictionary of inflections holds)
_VERBAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("minen", ("vat", "vät", "nut", "nyt", "maan", "mään")),
    ("neiden", ("nut", "nyt")),
    ("neita", ("nut",)),
    ("neitä", ("nyt",)),
    ("neet", ("nut", "nyt")),
    ("neen", ("nut", "nyt")),
    ("neessa", ("nut",)),
    ("neille", ("nut", "nyt")),
    ("neilla", ("nut",)),
    ("neista", ("nut",)),
    ("neistä", ("nyt",)),
    ("neeseen", ("nut", "nyt")),
)
# Participles: the stem before the mark, the case after it left open.
_CASES = (
    "n",
    "a",
    "ä",
    "t",
    "na",
    "nä",
    "lla",
    "llä",
    "lle",
    "lta",
    "ltä",
    "ssa",
    "ssä",
    "sta",
    "stä",
    "ksi",
    "an",
    "än",
)
_PLURAL = (
    "ien",
    "ia",
    "iä",
    "illa",
    "illä",
    "ille",
    "ilta",
    "iltä",
    "issa",
    "issä",
    "ista",
    "istä",
    "iksi",
    "iin",
    "ina",
    "inä",
)
_OWNED: tuple[tuple[str, str], ...] = (
    ("aan", "a"),
    ("ään", "ä"),
    ("een", "e"),
    ("kseen", "ksi"),
    ("ksensa", "ksi"),
    ("ksensä", "ksi"),
    ("kseni", "ksi"),
    ("ksemme", "ksi"),
)


def verb_forms(form: str) -> Iterator[str]:
    """Yield forms whose lemma is the verb that a noun in *-minen* or an inflected participle was made of."""
    for ending, others in _VERBAL:
        if form.endswith(ending):
            yield from (form[: -len(ending)] + other for other in others)
    yield from _present(form)
    yield from _agent(form)
    yield from _passive(form)


def owned_forms(form: str) -> Iterator[str]:
    """Yield the form without the third person's ending that stands after a case: asiakkaaltaan → asiakkaalta."""
    for ending, bare in _OWNED:
        if form.endswith(ending):
            yield form[: -len(ending)] + bare


def _stems(form: str, marks: tuple[str, ...], cases: tuple[str, ...]) -> Iterator[str]:
    for mark in marks:
        for case in cases:
            if form.endswith(mark + case):
                yield form[: len(form) - len(mark) - len(case)]


def _present(form: str) -> Iterator[str]:
    """Asuvista, noudatettavat: the present participles."""
    for stem in (*_stems(form, ("va", "vä"), ("", *_CASES)), *_stems(form, ("v",), _PLURAL)):
        yield from (stem + "vat", stem + "vät", stem + "nut", stem + "nyt")
        if stem.endswith(("tta", "ttä")):
            yield from (stem[:-1] + "iin", stem[:-1] + "u", stem[:-1] + "y")
        elif stem.endswith(("ta", "tä")):
            yield from (stem[:-1] + "u", stem[:-1] + "y", stem[:-1] + "iin")


def _agent(form: str) -> Iterator[str]:
    """Luovuttamina, tilaamani: the participle of the doer."""
    for stem in (
        *_stems(form, ("ma", "mä"), ("", *_CASES, "ni", "si", "mme", "nne", "nsa", "nsä")),
        *_stems(form, ("m",), _PLURAL),
    ):
        yield from (stem + "vat", stem + "vät", stem + "nut", stem + "nyt")


def _passive(form: str) -> Iterator[str]:
    """Palautetut, mainituilta: the passive past participle, whose nominative dictionaries hold."""
    for vowel in ("u", "y"):
        for case in (*_CASES, *_PLURAL, vowel + "n", "ja", "jä", "jen"):
            for mark, strong in (("t", "tt"), ("d", "t"), ("r", "rt"), ("l", "lt"), ("n", "nt")):
                if form.endswith(mark + vowel + case):
                    stem = form[: len(form) - len(mark) - 1 - len(case)]
                    yield stem + strong + vowel
            if form.endswith("tt" + vowel + case):
                yield form[: len(form) - len(case)]


def relatives(lemma: str) -> Iterator[str]:
    """Yield words that a lemma may be made of: the verb of a noun in -minen, the adjective of an adverb in -sti.

    The caller takes the first that a dictionary holds as its own lemma.
    """
    if lemma.endswith("minen"):
        yield from verb_forms(lemma)
    elif lemma.endswith("isesti"):
        yield f"{lemma[:-6]}inen"
    elif lemma.endswith(("asti", "ästi")):
        yield lemma[:-3]
    elif lemma.endswith("mpi"):
        yield from positives(lemma[:-3])


def positives(stem: str) -> Iterator[str]:
    """Yield adjectives that a comparative's stem may be of: nopea(mpi), vanhe(mpi) → vanha, tarke(mpi) → tarkka."""
    base = stem[:-1]
    doubled = base + base[-1:]
    yield from (
        stem,
        base + "a",
        base + "ä",
        base + "i",
        doubled + "a",
        doubled + "ä",
        base + "nen",
        stem + "s",
        base + "as",
    )


_COMPARED = (
    "mman",
    "mmän",
    "mmat",
    "mmät",
    "mpaa",
    "mpää",
    "mpia",
    "mpiä",
    "mpien",
    "mmalla",
    "mmällä",
    "mmassa",
    "mmässä",
)
_COMPARED_MORE = (
    "mmilla",
    "mmillä",
    "mmissa",
    "mmissä",
    "mmiksi",
    "mmaksi",
    "mmäksi",
    "mpana",
    "mpänä",
    "mpaan",
    "mpään",
    "mpiin",
)
_ADJECTIVAL = (
    "sen",
    "set",
    "sta",
    "stä",
    "sia",
    "siä",
    "sten",
    "ssa",
    "seen",
    "sella",
    "sellä",
    "selle",
    "seksi",
    "sena",
    "senä",
    "siin",
    "silla",
    "sille",
    "sista",
    "sissa",
    "sina",
    "siksi",
    "sesti",
    "semmin",
)


def compared(form: str) -> Iterator[str]:
    """Yield the nominative of an inflected comparative, then adjectives it may be of: pienemmillä → pienempi, pieni."""
    for ending in (*_COMPARED, *_COMPARED_MORE):
        if form.endswith(ending):
            yield f"{form[: -len(ending)]}mpi"
            yield from positives(form[: -len(ending)])


def adjective(form: str) -> str | None:
    """Return the nominative in -inen of an inflected adjective, None where the form has no such ending."""
    ending = next((one for one in _ADJECTIVAL if form.endswith("i" + one)), None)
    return form[: -len(ending)] + "nen" if ending else None


def noun(form: str) -> str | None:
    """Return the genitive of the noun that a form in -sta may be of, where dictionaries name a verb: työstä → työn."""
    return f"{form[:-3]}n" if form.endswith(("sta", "stä")) else None
