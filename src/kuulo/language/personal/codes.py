"""Numbers with a check: personal identity codes, account numbers, business ids and payment cards.

Sources: the Finnish identity code with its separators of 2023 (Digital and Population Data Services Agency), the
Swedish personnummer and co-ordination number (Skatteverket), IBAN (ISO 13616, check ISO 7064 mod 97-10), Luhn
(ISO/IEC 7812); checks by python-stdnum. What fails its check is taken only where words before it say what it is: a
mistyped identity code is still somebody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.ee import ik
from stdnum.fi import hetu, ytunnus
from stdnum.iso7064 import mod_97_10
from stdnum.no import fodselsnummer

from kuulo.language.personal.cues import ACCOUNT, BUSINESS, FOREIGN_IDENTITY, IDENTITY, ORDER, stands_before
from kuulo.language.personal.kinds import Found, Kind

DASH = r"\-‐‑–−"  # for the inside of brackets: a bare dash there would make a range
HETU = re.compile(
    rf"(?<![A-Za-z0-9])(\d{{6}})[ \xa0]?([+A-FU-Ya-fu-y{DASH}])[ \xa0]?(\d{{3}})[ \xa0]?([0-9A-Ya-y])(?![A-Za-z0-9])"
)
PERSONNUMMER = re.compile(
    rf"(?<![A-Za-z0-9+{DASH}])(?:(18|19|20)(?=\d{{6}}|\d\d[ {DASH}.]\d\d[ {DASH}.]\d\d))?"
    rf"(\d{{6}}|(?<=\d)\d\d[ {DASH}.]\d\d[ {DASH}.]\d\d)"
    rf"([ \xa0]?[+{DASH}][ \xa0]?|[ \xa0])?(\d{{4}})(?![A-Za-z0-9{DASH}])"
)
FINNISH_BUSINESS = re.compile(rf"(?<![A-Za-z0-9{DASH}])(?:(\d{{6,7}}) ?[{DASH}] ?(\d)|FI ?(\d{{8}}))(?![A-Za-z0-9])")
SWEDISH_BUSINESS = re.compile(
    rf"(?<![A-Za-z0-9{DASH}])(?:SE ?)?(?:16)?(\d{{6}})([{DASH}]?)(\d{{4}})(?:01)?(?![A-Za-z0-9{DASH}])"
)
IBAN_START = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[ \xa0-]?\d{2}(?=[ \xa0-]?[A-Za-z0-9])")
LOCAL_ACCOUNT = re.compile(rf"(?<![A-Za-z0-9])\d(?:[ {DASH},]{{0,2}}\d){{6,17}}(?![A-Za-z0-9])")
CARD = re.compile(rf"(?<![A-Za-z0-9+])[2-6]\d{{3}}(?:[ \xa0{DASH}]?\d){{8,15}}(?![A-Za-z0-9])")
CREDITOR = re.compile(r"(?<![A-Za-z0-9])RF\d{2}[ \xa0]?\Z")  # an invoice's international reference (ISO 11649)
ABROAD = re.compile(
    rf"(?<![A-Za-z0-9+{DASH}])(?:([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d{{2}} ?){{3}}[A-D])|([1-8]\d{{10}})"
    rf"|(\d{{6}}[ {DASH}]?\d{{5}})|(\d{{6}}[{DASH} ]?\d{{4}}|\d{{3}}[{DASH} ]?\d{{2}}[{DASH} ]?\d{{4}}))"
    rf"(?![A-Za-z0-9{DASH}])"
)
LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip
LOWEST_ORGANISATION = 20  # the third and fourth digit of a Swedish organisation's number are 20 or more
LONGEST_MONTH = 12


def find_identity_codes(text: str, language: str | None) -> Iterator[Found]:
    """Yield Finnish and Swedish personal identity codes; the home country of the language is tried first."""
    finders = (_personnummers, _hetus) if language == "sv" else (_hetus, _personnummers)
    for finder in finders:
        yield from finder(text, language)


def find_codes_abroad(text: str) -> Iterator[Found]:
    """Yield identity codes of neighbours: British, Estonian, Norwegian by their form and check; Danish and American,
    which have none, where a word before says so.
    """
    for match in ABROAD.finditer(text):
        british, estonian, norwegian, other = match.groups()
        bare = re.sub(r"\D", "", match.group())
        sure = bool(estonian and ik.is_valid(bare)) or bool(norwegian and fodselsnummer.is_valid(bare))
        ordered = stands_before(ORDER, text, match.start())
        if (british or sure) and not ordered:
            yield _found(Kind.HETU, match, sure=True)
        elif other and stands_before(FOREIGN_IDENTITY, text, match.start()):
            yield _found(Kind.HETU, match, sure=False)


def find_accounts(text: str) -> Iterator[Found]:
    """Yield account numbers: IBANs, grouped or not, and local ones where a word for them stands before."""
    for match in IBAN_START.finditer(text):
        country = match.group(1).upper()
        end = _end_of(text, match.start(), LENGTHS.get(country, 0))
        if end:
            yield from _iban(text, match.start(), end)
    for match in LOCAL_ACCOUNT.finditer(text):
        if stands_before(ACCOUNT, text, match.start()):
            yield _found(Kind.IBAN, match, sure=False)


def find_business_ids(text: str) -> Iterator[Found]:
    """Yield Finnish and Swedish business ids, VAT numbers too."""
    for match in FINNISH_BUSINESS.finditer(text):
        digits = match.group(3) or match.group(1) + match.group(2)
        sure = ytunnus.is_valid(digits.zfill(8))
        if sure or stands_before(BUSINESS, text, match.start()):
            yield _found(Kind.BUSINESS_ID, match, sure=sure)
    for match in SWEDISH_BUSINESS.finditer(text):
        digits = match.group(1) + match.group(3)
        cued = stands_before(BUSINESS, text, match.start())
        marked = bool(match.group(2)) or match.group().upper().startswith("SE")
        sure = int(digits[2:4]) >= LOWEST_ORGANISATION and luhn.is_valid(digits) and (marked or cued)
        if sure or cued:
            yield _found(Kind.BUSINESS_ID, match, sure=sure)


def find_cards(text: str) -> Iterator[Found]:
    """Yield payment cards by Luhn's check; a bare number after a word for an order is not one."""
    for match in CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        reference = CREDITOR.search(text, 0, match.start())
        if luhn.is_valid(digits) and not reference and not stands_before(ORDER, text, match.start()):
            yield _found(Kind.CARD, match, sure=True)


def _hetus(text: str, language: str | None) -> Iterator[Found]:
    del language
    for match in HETU.finditer(text):
        day, sign, serial, check = match.groups()
        code = f"{day}{'-' if sign in DASH else sign.upper()}{serial}{check.upper()}"
        sure = hetu.is_valid(code)
        # A date, a sign, three digits and a letter are nothing else; with a digit last they may be an order's number.
        written = check.isalpha() and not stands_before(ORDER, text, match.start())
        dated = _is_date(day[4:], day[2:4], day[:2])
        if sure or (dated and (written or stands_before(IDENTITY, text, match.start()))):
            yield _found(Kind.HETU, match, sure=sure)


def _personnummers(text: str, language: str | None) -> Iterator[Found]:
    for match in PERSONNUMMER.finditer(text):
        century, told, sign, serial = match.groups()
        day = re.sub(r"\D", "", told)
        if not _is_date(day[:2], day[2:4], day[4:]):
            continue
        cued = stands_before(IDENTITY, text, match.start())
        sure = luhn.is_valid(day + serial) and (cued or _is_told(century, sign, text, match.start(), language))
        if sure or cued or _is_mistyped(sign, text, match.start(), language):
            yield _found(Kind.PERSONNUMMER, match, sure=sure)


def _is_mistyped(sign: str | None, text: str, start: int, language: str | None) -> bool:
    """Tell whether digits that fail their check are still written as a personnummer is, in Swedish, and no order."""
    return language == "sv" and bool(sign and sign.strip()) and not stands_before(ORDER, text, start)


def _is_told(century: str | None, sign: str | None, text: str, start: int, language: str | None) -> bool:
    """Tell whether ten or twelve digits are written as a personnummer is; ten bare ones may be a phone or an order."""
    if sign and sign.strip():
        return True
    if stands_before(ORDER, text, start):
        return False
    return bool(century) or (language == "sv" and not sign and text[start : start + 2] != "07")


def _is_date(year: str, month: str, day: str) -> bool:
    del year
    return 1 <= int(month) <= LONGEST_MONTH and (1 <= int(day) <= 31 or 61 <= int(day) <= 91)


def _end_of(text: str, start: int, length: int) -> int:
    """Return where `length` letters and digits, spaces and dashes between, end; 0 where there are not so many."""
    place = start
    for _ in range(length):
        while place < len(text) and text[place] in " \xa0-":
            place += 1
        if place >= len(text) or not (text[place].isascii() and text[place].isalnum()):
            return 0
        place += 1
    if not length or (place < len(text) and text[place].isascii() and text[place].isalnum()):
        return 0
    return place


def _iban(text: str, start: int, end: int) -> Iterator[Found]:
    words = text[start:end]
    compact = re.sub(r"[ \xa0-]", "", words).upper()
    sure = mod_97_10.is_valid(compact[4:] + compact[:4])
    if sure or (compact[4:].isdigit() and (stands_before(ACCOUNT, text, start) or words[:2].isupper())):
        yield Found(Kind.IBAN, start, end, words, sure=sure)


def _found(kind: Kind, match: re.Match[str], *, sure: bool) -> Found:
    return Found(kind, match.start(), match.end(), match.group(), sure)
