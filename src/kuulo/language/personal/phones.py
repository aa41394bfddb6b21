"""Phone numbers: as dialled at home and abroad, with any dots, dashes, brackets and spaces between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from kuulo.language.personal.cues import ORDER, PHONE, stands_before
from kuulo.language.personal.kinds import Found, Kind

CANDIDATE = re.compile(
    r"\d{1,2}\.\d{1,2}\. ?[-–] ?\d|"
    r"(?<![\w#])(?<![A-Za-z][-‐])(?:\+ ?)?\(?\+?\d(?:[ \t\xa0.\-‐‑–/()]{0,3}\d){4,19}"
    r"(?!(?!x\d{1,5}(?!\w))[\w%€$£]|[-‐][A-Za-z])"
)
# Where a number of home stands without its plus: 358 40 ..., 46 70 ..., 372 5....
BARE_HOME = re.compile(r"(?:358(?:4|50)|467|372[5-8]|479|474|447)\d{6,9}")
# Digits given away for stories: well formed, though nobody has them, as testers and the careful write.
BRITISH = re.compile(r"0(?:7\d{9}|[12]\d{8,9}|800\d{6,7}|3\d{9})")
# Grouped as numbers at home are, in an area that nobody gave out: mistyped, and still somebody's.
GROUPED = re.compile(r"(?=.*\d{3})\(?0\d{1,4}\)?(?:[ \xa0/–-]{1,3}\d{2,8}){1,4}")
SHORTEST_GROUPED, LONGEST_GROUPED = 8, 11
LETTER_O = re.compile(r"(?<!\w)[Oo](?=[45]\d[ -]?\d{3})")
GROUP = re.compile(r"\+? ?\(?\+?\d+\)?")
MOBILE = re.compile(r"(?:04\d|050)\d{6,8}|07[02369]\d{7}|07\d{9}")
NORTH_AMERICAN = re.compile(r"(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
DATE = re.compile(
    r"\d{1,2}\.\d{1,2}\. ?[-–] ?\d|"
    r"\(?(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
HOURS = re.compile(r"(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)? ?[-–] ?(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)?$")
HOMES = {"fi": ("FI", "SE"), "sv": ("SE", "FI"), "en": ("GB", "FI", "SE")}
SHORTEST, LONGEST, SHORTEST_ABROAD, SHORTEST_HOME = 5, 15, 8, 7


def find_phones(text: str, language: str | None) -> Iterator[Found]:
    """Yield phone numbers; order numbers, dates, hours and prices that look alike stay."""
    text = LETTER_O.sub("0", text)
    for match in CANDIDATE.finditer(text):
        yield from _within(text, match.start(), match.end(), language)


def _within(text: str, start: int, end: int, language: str | None) -> Iterator[Found]:
    """Yield the numbers of a run of digits: the longest from the first group that begins one, then those after it."""
    groups = [group.span() for group in GROUP.finditer(text, start, end)]
    first = 0
    while first < len(groups):
        last = _last_group(text, groups, first, language)
        if last is None:
            first += 1
            continue
        begin, stop = groups[first][0], groups[last][1]
        words = text[begin:stop]
        yield Found(Kind.PHONE, begin, stop, words, sure=words.lstrip("( ")[:1] in "+0")
        first = last + 1


def _last_group(text: str, groups: list[tuple[int, int]], first: int, language: str | None) -> int | None:
    begin = groups[first][0]
    if first and text[begin - 1] not in " \t\xa0(":
        return None
    for last in range(len(groups) - 1, first - 1, -1):
        words = text[begin : groups[last][1]]
        if DATE.match(words) or HOURS.match(words):
            continue
        if _is_phone(words, text, begin, language):
            return last
    return None


def _is_phone(words: str, text: str, begin: int, language: str | None) -> bool:
    digits = re.sub(r"\D", "", words.replace("(0)", ""))
    if not SHORTEST <= len(digits) <= LONGEST:
        return False
    if "+" in words:
        return len(digits) >= SHORTEST_ABROAD and _is_possible_abroad(digits)
    if stands_before(ORDER, text, begin):
        return MOBILE.fullmatch(digits) is not None and len(GROUP.findall(words)) > 1
    if digits.startswith("00"):
        return len(digits) >= SHORTEST_ABROAD + 2 and _is_dialled_abroad(digits[2:], words, text, begin)
    if digits.startswith("0"):
        grouped = SHORTEST_GROUPED <= len(digits) <= LONGEST_GROUPED and GROUPED.fullmatch(words) is not None
        return grouped or (len(digits) >= SHORTEST_HOME and _is_at_home(digits, language or "fi"))
    return _is_bare(digits, words, language) or stands_before(PHONE, text, begin)


def _is_dialled_abroad(digits: str, words: str, text: str, begin: int) -> bool:
    """Tell whether digits after 00 are a number: one that nobody has is taken where it is grouped or called one."""
    if len(GROUP.findall(words)) > 1 or stands_before(PHONE, text, begin):
        return _is_possible_abroad(digits)
    return _is_valid_abroad(digits)


def _is_bare(digits: str, words: str, language: str | None) -> bool:
    """Tell whether digits with neither a plus nor a zero are a number: a country's mobile, or an American one."""
    if BARE_HOME.fullmatch(digits) and _is_valid_abroad(digits):
        return True
    return language not in {"fi", "sv"} and NORTH_AMERICAN.fullmatch(words) is not None


def _is_at_home(digits: str, language: str) -> bool:
    if MOBILE.fullmatch(digits) or (language not in {"fi", "sv"} and BRITISH.fullmatch(digits)):
        return True
    return any(_is_valid(digits, region) for region in HOMES.get(language, HOMES["en"]))


@lru_cache(maxsize=4096)
def _is_valid(digits: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=4096)
def _is_valid_abroad(digits: str) -> bool:
    return _is_valid(f"+{digits}", "FI")


@lru_cache(maxsize=4096)
def _is_possible_abroad(digits: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}", None))
    except phonenumbers.NumberParseException:
        return False
