"""Names of persons in a text, told from other words by lists, capitals, and the words around them.

A listed name that is no ordinary word is taken wherever it stands; one that is also a word only with a capital inside a
sentence, or beside another name, or by what is said of it ("Kari palveli"); a word on no list only where something
announces a name ("myyjä", "Mr", "terv.") or a first name stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kuulo.language.personal.kinds import Found, Kind
from kuulo.language.personal.lists import read_list
from kuulo.language.personal.names import NAMED, Names, Sign
from kuulo.language.personal.sentences import Word, read_words

SURNAME_SHAPES = re.compile(
    r".{2,}(?<!ll)(?<!tiiv)(?<!imä)(?<!llai)(?<!maa)[aeiouyäö]nen$|.{3,}(?:sson|sdotter|ström|qvist|kvist|stedt)s?$"
    r"|.{2,}(?<!lli)(?<!tiivi)[aeiouyäö]se(?:lle|lt[aä]|ll[aä])$"
)
PLACE_ENDINGS = re.compile(r"(?:ss[aä]|st[aä]|seen|hun|hin|:n|:ssä|:stä|:lle|:lla|:lta)$")
KIND_WORDS = re.compile(
    r"^(?:ystävälli|mukav|ihan[aio]|asiantunt|loista|avuli|kohteli|iloi|reip|huippu|mahtav|taitav|ammattitait|tyly|töykeä|"
    r"rauhalli|hauska|upea|super|trevlig|hjälpsam|kunnig|vänlig|otrevlig|oförskämd|fantastisk|underbar|glad|duktig|"
    r"friendly|helpful|lovely|amazing|great|polite|rude|kind|wonderful|brilliant|awesome|knowledgeable|patient|nice|"
    r"fantastic|excellent|professional|attentive)"
)
ARTICLES = frozenset({"the", "a", "an", "my", "our", "your", "this", "their", "and"})
BEING = frozenset({"oli", "on", "olivat", "var", "är", "was", "is"})
ABBREVIATED = frozenset({"mr", "mrs", "ms", "dr", "hra", "rva", "prof", "tri", "fr", "st", "nti"})
ALSO = int(Sign.WORD | Sign.PLACE)
ANNOUNCING = int(Sign.ROLE | Sign.THANKS | Sign.CLOSING)
OTHER_WORDS = int(Sign.DEED | Sign.LINK | Sign.INSTITUTION | Sign.BRAND) | ANNOUNCING
GAP_AFTER_CLOSING = re.compile(r"[ \xa0]|[.,!:;]?[ \xa0]?[-–/]?[ \xa0]?\n*|[.,!:;]?\s*")
SLASHED = re.compile(r"(?:(?:^|\s)//?|\n[-–~])[ ]?$")
SPACES = frozenset({" ", "\xa0"})
BRANDS = frozenset(name for name in read_list("brands.txt") if "_" in name)
NEAR, MOST_PARTS, SHORTEST_SHOUT, SHORTEST_LOWER, LAST_WORDS = 4, 4, 4, 3, 4


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text being read: its words with what is known of them."""

    text: str
    words: Sequence[Word]
    language: str | None
    names: Names

    def gap(self, place: int) -> str:
        """Return what stands between a word and the next one."""
        return self.text[self.words[place].end : self.words[place + 1].start]


def find_names(text: str, language: str | None, names: Names) -> Iterator[Found]:
    """Yield names of persons, whole ones as one; `sure` where lists and capitals agree."""
    words = read_words(text, names.looker(language))
    if not words:
        return
    reading = _Reading(text, words, language, names)
    place = 0
    while place < len(words):
        sure = _begins(reading, place)
        end = place if sure is None else _extend(reading, place)
        if sure is not None and not _is_institution(reading, place, end):
            start = _initials(reading, place)
            yield Found(Kind.NAME, start, words[end].end, text[start : words[end].end], sure)
        place = end + 1


def _begins(reading: _Reading, place: int) -> bool | None:
    """Tell whether a name begins at a word: True surely, False by a good guess, None not."""
    word = reading.words[place]
    named = word.signs & NAMED
    if named and place + 1 < len(reading.words) and _is_own_person(reading, place):
        return True
    if word.signs & (Sign.NOT_NAME | Sign.DEED) and not (named and word.capital and not word.opens):
        return None
    if word.shouted or not word.capital:
        return _begins_without_capital(reading, place)
    if word.signs & Sign.FIRST:
        return _begins_with_first(reading, place)
    if named:
        return _begins_with_last(reading, place)
    return _begins_unknown(reading, place)


def _begins_with_first(reading: _Reading, place: int) -> bool | None:
    word = reading.words[place]
    if word.text.isupper() and (len(word.text) < SHORTEST_SHOUT or word.text.endswith("S")):
        return None
    if not word.signs & ALSO:
        return True
    if not word.signs & (Sign.PLACE | Sign.INSTITUTION) and word.signs & Sign.HOME and not word.opens:
        return True
    if _announced(reading, place, ANNOUNCING) and not word.signs & Sign.INSTITUTION:
        return False
    return False if _surname_follows(reading, place) or _acts(reading, place) else None


def _begins_with_last(reading: _Reading, place: int) -> bool | None:
    word = reading.words[place]
    if _announced(reading, place, int(Sign.ROLE)) or _initials(reading, place) < word.start:
        return True
    if word.signs & ALSO or word.signs & Sign.INSTITUTION:
        return None
    if word.text.isupper() and len(word.text) < SHORTEST_SHOUT:
        return None
    return not word.opens


def _begins_unknown(reading: _Reading, place: int) -> bool | None:
    """Judge a word with a capital that is on no list: a guess at best."""
    word = reading.words[place]
    if len(word.text) == 1 or word.text.isupper() or word.signs & OTHER_WORDS or PLACE_ENDINGS.search(word.text):
        return None
    if _announced(reading, place, int(Sign.ROLE)) or _signs_off(reading, place) or _has_initials(reading, place):
        return False
    if word.opens:
        return False if _both_act(reading, place) else None
    if _is_met(reading, place) or _is_shaped(reading, place):
        return False
    return None


def _is_shaped(reading: _Reading, place: int) -> bool:
    """Tell whether an unknown word is shaped as surnames are, or stands before a known one."""
    if SURNAME_SHAPES.match(reading.words[place].text.lower()) and reading.language in {"fi", "sv", None}:
        return True
    if place + 1 == len(reading.words) or reading.gap(place) not in SPACES:
        return False
    after = reading.words[place + 1]
    return after.capital and bool(after.signs & Sign.LAST) and not after.signs & ALSO


def _has_initials(reading: _Reading, place: int) -> bool:
    """Tell whether two initials or more stand before a word; one alone may number a list."""
    initials = reading.text[_initials(reading, place) : reading.words[place].start]
    return initials.count(".") > 1 and not reading.words[place].opens


def _begins_without_capital(reading: _Reading, place: int) -> bool | None:
    """Judge a word in lower case, or in a text all in capitals: what it is alone must tell, or what announces it."""
    word = reading.words[place]
    if not word.signs & Sign.FIRST:
        known = word.signs & Sign.LAST and not word.signs & ALSO
        return False if known and _announced(reading, place, int(Sign.ROLE | Sign.CLOSING)) else None
    if not word.signs & ALSO:
        told = word.signs & Sign.HOME or _announced(reading, place, ANNOUNCING)
        return False if told and len(word.text) >= SHORTEST_LOWER and reading.language else None
    if word.signs & Sign.WORD and place >= len(reading.words) - 1 and _announced(reading, place, int(Sign.CLOSING)):
        return False
    if place + 1 < len(reading.words) and reading.gap(place) in SPACES:
        after = reading.words[place + 1]
        return False if after.signs & Sign.LAST and not after.signs & (ALSO | Sign.FIRST) else None
    return None


def _is_met(reading: _Reading, place: int) -> bool:
    """Tell whether an unknown word with a capital is somebody thanked or spoken with, or who helped."""
    word = reading.words[place]
    if word.opens or word.shouted:
        return False
    if place + 1 < len(reading.words) and reading.words[place + 1].signs & Sign.INSTITUTION:
        return False
    linked = place > 0 and bool(reading.words[place - 1].signs & (Sign.LINK | Sign.THANKS))
    # English writes more than names with a capital: "Information provided", "the Staff was amazing".
    english = reading.language == "en"
    if english and place and reading.words[place - 1].text.lower() in ARTICLES:
        return False
    acting = _is_praised(reading, place) if english else _acts(reading, place)
    return acting or (linked and _announced(reading, place, int(Sign.THANKS)))


def _both_act(reading: _Reading, place: int) -> bool:
    """Tell whether two unknown words with capitals begin a sentence and do what a person does."""
    if place + 1 >= len(reading.words) or reading.gap(place) not in SPACES:
        return False
    after = reading.words[place + 1]
    plain = after.capital and not after.shouted and not after.signs & (OTHER_WORDS | Sign.NOT_NAME)
    follows = place + 2 < len(reading.words) and bool(reading.words[place + 2].signs & Sign.DEED)
    return plain and follows and not after.text.isupper()


def _announced(reading: _Reading, place: int, signs: int) -> bool:
    """Tell whether a word that announces a name stands before a place, with only linking words between."""
    for back in range(place - 1, max(-1, place - 1 - NEAR), -1):
        word, gap = reading.words[back], reading.gap(back)
        if gap not in SPACES and not _joins(word, gap, signs):
            return False
        if word.signs & signs:
            return True
        if not word.signs & Sign.LINK:
            return False
    return False


def _joins(word: Word, gap: str, signs: int) -> bool:
    """Tell whether what stands after a word lets it announce a name: a colon, a stop that abbreviates, a line's end."""
    if gap in {": ", ":", "/", " - "}:
        return True
    if word.text.lower() in ABBREVIATED and gap in {". ", "."}:
        return True
    return bool(signs & Sign.CLOSING & word.signs) and GAP_AFTER_CLOSING.fullmatch(gap) is not None


def _signs_off(reading: _Reading, place: int) -> bool:
    """Tell whether a word ends the text as a signature does."""
    words = reading.words
    if place < len(words) - LAST_WORDS + 1:
        return False
    if not all(word.capital for word in words[place:]):
        return False
    slashed = SLASHED.search(reading.text, 0, words[place].start) is not None
    return slashed or _announced(reading, place, int(Sign.CLOSING))


def _surname_follows(reading: _Reading, place: int) -> bool:
    if place + 1 >= len(reading.words) or reading.gap(place) not in SPACES:
        return False
    word = reading.words[place + 1]
    shaped = bool(word.signs & Sign.LAST) or SURNAME_SHAPES.match(word.text.lower()) is not None
    return word.capital and not word.shouted and shaped and not word.signs & Sign.INSTITUTION


def _acts(reading: _Reading, place: int) -> bool:
    """Tell whether the words after a place say what only a person does or is."""
    follows = place + 1 < len(reading.words) and reading.gap(place) in SPACES
    return (follows and bool(reading.words[place + 1].signs & Sign.DEED)) or _is_praised(reading, place)


def _is_praised(reading: _Reading, place: int) -> bool:
    """Tell whether "was" and a word for a person's manners follow a place."""
    after = reading.words[place + 1 : place + NEAR + 1]
    if not after or reading.gap(place) not in SPACES:
        return False
    return after[0].text.lower() in BEING and any(KIND_WORDS.match(word.text.lower()) for word in after[1:])


def _is_own_person(reading: _Reading, place: int) -> bool:
    one, other = reading.words[place], reading.words[place + 1]
    return reading.gap(place) in SPACES and reading.names.knows_person(one.text, other.text)


def _is_institution(reading: _Reading, place: int, end: int) -> bool:
    """Tell whether a name is that of a place: "James Cook hospital", "Hope Centre", "Virtanen Oy"."""
    if reading.words[end].signs & Sign.INSTITUTION:
        return True
    if _is_brand(reading, place, end):
        return True
    follows = end + 1 < len(reading.words) and reading.gap(end) in SPACES
    return bool(follows and reading.words[end + 1].signs & Sign.INSTITUTION)


def _is_brand(reading: _Reading, place: int, end: int) -> bool:
    """Tell whether the words are a company's or a product's whole name: "Hugo Boss", "Clas Ohlson"."""
    said = "_".join(word.text.lower() for word in reading.words[place : end + 1])
    return said in BRANDS or re.sub(r"(?:['’:]\w+|s|in|ista|ille)$", "", said) in BRANDS


def _extend(reading: _Reading, place: int) -> int:
    """Return the last word of the name that begins at a place: further first names, initials, a surname."""
    end = place
    while end + 1 < len(reading.words) and end - place < MOST_PARTS:
        gap, word = reading.gap(end), reading.words[end + 1]
        initial = len(reading.words[end].text) == 1 and gap == ". "
        if gap not in SPACES and not initial:
            break
        if not (_continues(reading.words[end], word) or _is_own_person(reading, end)):
            break
        end += 1
    return end


def _continues(before: Word, word: Word) -> bool:
    if word.signs & Sign.NOT_NAME:
        return False
    inflected = before.signs & Sign.INFLECTED
    if word.signs & NAMED:
        same = word.capital == before.capital
        return same and not (not word.capital and (inflected or word.signs & ALSO))
    if not word.capital or word.shouted or inflected or word.signs:
        return False
    if len(word.text) == 1:
        return word.text != "I"
    return not word.opens and not word.text.isupper() and not PLACE_ENDINGS.search(word.text)


def _initials(reading: _Reading, place: int) -> int:
    """Return where the initials before a surname begin; the word's own start where there are none."""
    start = reading.words[place].start
    for back in range(place - 1, max(-1, place - 1 - NEAR), -1):
        word, gap = reading.words[back], reading.gap(back)
        initial = len(word.text) == 1 and word.capital and reading.text[word.start - 1 : word.start] != "&"
        if not initial or gap not in {".", ". ", " "} or (word.text == "I" and gap == " "):
            break
        start = word.start
    return start
