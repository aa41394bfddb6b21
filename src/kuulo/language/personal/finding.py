"""Personal data of a text: every kind, in order, none over another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kuulo.language.personal.addresses import find_addresses
from kuulo.language.personal.codes import (
    find_accounts,
    find_business_ids,
    find_cards,
    find_codes_abroad,
    find_identity_codes,
)
from kuulo.language.personal.contacts import find_emails, find_handles, find_links
from kuulo.language.personal.kinds import Found
from kuulo.language.personal.names import Names
from kuulo.language.personal.naming import find_names
from kuulo.language.personal.phones import find_phones

DIGIT = re.compile(r"\d")
COVER = "\x00"


def find(text: str, language: str | None = None, names: Names | None = None) -> tuple[Found, ...]:
    """Return the personal data of a text in order, none over another.

    `language` (fi, sv, en or None) decides between countries' numbers and what a capital tells; `names` are the shipped
    ones where not given. Names are a best effort: a person looks before words are published.
    """
    taken: list[Found] = []
    left = _take(find_emails(text), text, taken)
    left = _take(find_links(left), left, taken)
    if DIGIT.search(left):
        left = _numbers(left, language, taken)
    left = _take(find_handles(left), left, taken)
    _take(find_names(left, language, names or Names.shipped()), left, taken)
    if len(taken) > 1:
        taken.sort(key=lambda found: found.start)
    return tuple(taken)


def _numbers(left: str, language: str | None, taken: list[Found]) -> str:
    left = _take(find_accounts(left), left, taken)
    left = _take(find_identity_codes(left, language), left, taken)
    left = _take(find_codes_abroad(left), left, taken)
    left = _take(find_business_ids(left), left, taken)
    left = _take(find_cards(left), left, taken)
    left = _take(find_addresses(left, language), left, taken)
    return _take(find_phones(left, language), left, taken)


def _take(found: Iterable[Found], left: str, taken: list[Found]) -> str:
    """Add what was found to what is taken and return the text with it covered; the longer of two that meet is taken."""
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if COVER not in left[one.start : one.end]:
            taken.append(one)
            left = left[: one.start] + COVER * (one.end - one.start) + left[one.end :]
    return left
