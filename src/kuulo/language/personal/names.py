"""Names that are known: lists of common ones, and the organisation's own people, in any of their forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntFlag
from functools import cache

from kuulo.language.personal.inflecting import split_endings, stems_of
from kuulo.language.personal.lists import read_list


class Sign(IntFlag):
    """What is known of a word: which name it is, and what else it may be or announce."""

    NOTHING = 0
    FIRST = 1
    LAST = 2
    WORD = 4  # also an ordinary word of the text's language
    PLACE = 8  # also a place, a company, a product or a month
    INFLECTED = 16  # with a Finnish case ending
    ROLE = 32  # announces a name: "myyjä", "Mr", "heter"
    THANKS = 64  # often comes before a name: "kiitos", "thanks to"
    CLOSING = 128  # ends a letter: "terv", "mvh", "regards"
    DEED = 256  # what a person does: "auttoi", "hjälpte", "helped"
    NOT_NAME = 512  # written with a capital without being one: "I", "Hei", "Tack"
    LINK = 1024  # stands between what announces a name and the name: "to", "till", "meidän"
    INSTITUTION = 2048  # makes a place of the name before it: "hospital", "Oy"
    HOME = 4096  # on the list of the text's own language
    BRAND = 8192  # a company, a product, a town
    # On which lists a name stands, and in which languages all its forms are ordinary words.
    LISTED_FI = 1 << 16
    LISTED_SV = 1 << 17
    LISTED_EN = 1 << 18
    WHOLE_FI = 1 << 20
    WHOLE_SV = 1 << 21
    WHOLE_EN = 1 << 22


NAMED = int(Sign.FIRST | Sign.LAST)
LANGUAGES = ("fi", "sv", "en")
LISTED = {"fi": int(Sign.LISTED_FI), "sv": int(Sign.LISTED_SV), "en": int(Sign.LISTED_EN)}
WHOLE = {"fi": int(Sign.WHOLE_FI), "sv": int(Sign.WHOLE_SV), "en": int(Sign.WHOLE_EN)}
ANY_LISTED, ANY_WHOLE = sum(LISTED.values()), sum(WHOLE.values())
CUES = {
    "roles.txt": Sign.ROLE,
    "thanks.txt": Sign.THANKS,
    "closings.txt": Sign.CLOSING,
    "deeds.txt": Sign.DEED,
    "links.txt": Sign.LINK,
    "institutions.txt": Sign.INSTITUTION,
    "not_names.txt": Sign.NOT_NAME,
    "brands.txt": Sign.BRAND,
}
MOST_KEPT = 200_000
SHORTEST_OWN = 2
SHORTEST_STEM = 3
PARTS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
COMPANY = re.compile(r"\b(?:oy|oyj|ab|ky|tmi|ry|ltd|inc|llc|plc|gmbh|as|oü|rf|hb|kb|osk)\b\.?", re.IGNORECASE)
ENDED = re.compile(r"(.{2,})['’:](s|n|a|ä|lle|lta|ltä|lla|llä|ssa|ssä|sta|stä|ta|tä|in|an|en|kin|in?kin)")


class Names:
    """Known names, looked up in any form; immutable but for what it remembers of forms asked before."""

    __slots__ = ("_bases", "_kept", "_people", "_stems", "_words")

    def __init__(
        self,
        bases: Mapping[str, int],
        stems: Mapping[str, int],
        words: Mapping[str, frozenset[str]],
        people: frozenset[str],
    ) -> None:
        self._bases = bases
        self._stems = stems
        self._words = words
        self._people = people
        self._kept: dict[str | None, dict[str, int]] = {language: {} for language in (*LANGUAGES, None)}

    @staticmethod
    def shipped() -> Names:
        """Return the names that come with Kuulo: common Finnish, Swedish and English ones and others met here."""
        return _shipped()

    def with_people(self, people: Iterable[str]) -> Names:
        """Return these names and the organisation's own: whole names, first name first; companies are passed over."""
        bases, stems, whole = dict(self._bases), dict(self._stems), set(self._people)
        for person in people:
            parts = [part.lower() for part in PARTS.findall(person) if len(part) >= SHORTEST_OWN]
            if not parts or COMPANY.search(person):
                continue
            if len(parts) > 1:
                whole.add(f"{parts[0]} {parts[-1]}")
            for place, part in enumerate(parts):
                last = place and place == len(parts) - 1
                _enter(part, int(Sign.LAST if last else Sign.FIRST) | self._wholes(part), bases, stems)
        return Names(bases, stems, self._words, frozenset(whole))

    def knows_person(self, first: str, last: str) -> bool:
        """Tell whether somebody of the organisation's own has this first name and surname, in any form."""
        if not self._people:
            return False
        firsts, lasts = tuple(_bases_of(first.lower())), tuple(_bases_of(last.lower()))
        return any(f"{one} {other}" in self._people for one in firsts for other in lasts)

    def looker(self, language: str | None) -> Callable[[str], int]:
        """Return the function that tells the signs of a word as it is written in a text of a language."""
        known = language if language in LISTED else None
        kept = self._kept[known]

        def look(word: str) -> int:
            signs = kept.get(word)
            if signs is None:
                if len(kept) >= MOST_KEPT:
                    kept.clear()
                signs = kept[word] = self._signs(word.lower(), known)
            return signs

        return look

    def _signs(self, form: str, language: str | None) -> int:
        signs = self._bases.get(form, 0)
        if signs:
            return self._told(signs, form, language)
        ended = ENDED.fullmatch(form)
        if ended:
            signs = self._bases.get(ended.group(1), 0) & ~_CUE_SIGNS
            signs |= Sign.INFLECTED if ended.group(2) != "s" and signs else 0
            told = self._told(signs, form, language)
            # What has something of its own ("Sue's") is hardly the verb.
            return told & ~Sign.WORD if told & Sign.FIRST and ended.group(2) == "s" else told
        if "-" in form:
            return self._signs_of_parts(form.split("-"), language)
        return self._told(self._inflected(form, language), form, language)

    def _told(self, signs: int, form: str, language: str | None) -> int:
        """Add what the language makes of a name: whether it is a word of it as well, and at home in it."""
        if not signs & NAMED:
            return signs
        tongues = (language,) if language else LANGUAGES
        listed, whole = (LISTED[language], WHOLE[language]) if language else (ANY_LISTED, ANY_WHOLE)
        if signs & whole or any(form in self._words[tongue] for tongue in tongues):
            signs |= Sign.WORD
        return signs | (Sign.HOME if signs & listed else 0)

    def _signs_of_parts(self, parts: list[str], language: str | None) -> int:
        """Return the signs of a double name; a word that only begins with a name ("Anna-kortti") is none."""
        signs = [self._signs(part, language) if part else 0 for part in parts]
        if parts[-1].startswith("nimi"):
            return signs[0] & Sign.FIRST
        if not all(sign & NAMED for sign in signs):
            return 0
        return (signs[0] & (NAMED | Sign.HOME)) | (signs[-1] & Sign.INFLECTED)

    def _inflected(self, form: str, language: str | None) -> int:
        """Return the signs of the name a form comes from: Finnish cases in Finnish, a genitive's s elsewhere."""
        found = 0
        if language in {"fi", None}:
            for stem, _ in split_endings(form):
                found |= self._stems.get(stem, 0) if len(stem) >= SHORTEST_STEM else 0
        if found:
            return found | Sign.INFLECTED
        if form.endswith("s") and language != "fi":
            found = self._bases.get(form[:-1], 0) & ~_CUE_SIGNS
            # English writes an apostrophe; without one it is more often another word.
            return found | (ANY_WHOLE if found and language == "en" else 0)
        return 0

    def _wholes(self, name: str) -> int:
        return sum(bit for language, bit in WHOLE.items() if name in self._words[language])


_CUE_SIGNS = sum(int(sign) for sign in CUES.values())


def _bases_of(form: str) -> Iterator[str]:
    """Yield what a form may be a form of."""
    yield form
    for stem, _ in split_endings(form):
        yield stem
        if stem.endswith("se"):
            yield stem[:-2] + "nen"
        elif stem.endswith("i"):
            yield stem[:-1]
    if form.endswith("s"):
        yield form[:-1]


def _enter(name: str, signs: int, bases: dict[str, int], stems: dict[str, int]) -> None:
    bases[name] = bases.get(name, 0) | signs
    for part in {name.split("-")[-1], name}:
        if len(part) >= SHORTEST_OWN:
            for stem in stems_of(part):
                stems[stem] = stems.get(stem, 0) | signs


@cache
def _shipped() -> Names:
    bases: dict[str, int] = {}
    stems: dict[str, int] = {}
    listed = {language: read_list(f"ordinary_{language}.txt") for language in LANGUAGES}
    wholes = {language: {word[:-1] for word in words if word.endswith("+")} for language, words in listed.items()}
    places = frozenset(read_list("places.txt"))
    for kind, sign in (("first", Sign.FIRST), ("last", Sign.LAST)):
        for language in (*LANGUAGES, "other"):
            for name in read_list(f"{kind}_{language}.txt"):
                also = sum(WHOLE[tongue] for tongue in LANGUAGES if name in wholes[tongue])
                also |= (Sign.PLACE if name in places else 0) | LISTED.get(language, 0)
                _enter(name, int(sign) | also, bases, stems)
    for file, sign in CUES.items():
        for word in read_list(file):
            bases[word] = bases.get(word, 0) | int(sign)
    words = {language: frozenset(word.rstrip("+") for word in words) for language, words in listed.items()}
    return Names(bases, stems, words, frozenset())
