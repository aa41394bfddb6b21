"""Phone numbers: as dialled at home and abroad, with any dots, dashes, brackets and spaces between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from kuulo.language.personal.cues import ORDER, PHONE, stands_before
from kuulo.language.personal.kinds import Found, Kind

CANDIDATE = re.compile(
    r"(?<![\w#])(?<![A-Za-z][-‐])(?:\+ ?)?\(?\+?\d(?:[ \t\xa0.\-‐‑–/()]{0,3}\d){4,19}"
    r"(?![\w%€$£]|[-‐][A-Za-z])"
)
GROUP = re.compile(r"\+? ?\(?\+?\d+\)?")
MOBILE = re.compile(r"(?:04\d|050)\d{6,8}|07[02369]\d{7}|07\d{9}")
NORTH_AMERICAN = re.compile(r"\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
DATE = re.compile(
    r"\(?(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
HOURS = re.compile(r"(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)? ?[-–] ?(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)?$")
HOMES = {"fi": ("FI", "SE"), "sv": ("SE", "FI"), "en": ("GB", "FI", "SE")}
SHORTEST, LONGEST, SHORTEST_ABROAD, SHORTEST_HOME = 5, 15, 8, 7


def find_phones(text: str, language: str | None) -> Iterator[Found]:
    """Yield phone numbers; order numbers, dates, hours and prices that look alike stay."""
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
        return len(digits) >= SHORTEST_ABROAD + 2 and _is_valid_abroad(digits[2:])
    if digits.startswith("0"):
        return len(digits) >= SHORTEST_HOME and _is_at_home(digits, language or "fi")
    called = stands_before(PHONE, text, begin)
    return called or (language not in {"fi", "sv"} and NORTH_AMERICAN.fullmatch(words) is not None)


def _is_at_home(digits: str, language: str) -> bool:
    if MOBILE.fullmatch(digits):
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
