"""When two parties are one: links, the wholes that follow from them, and what is noted on the way; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

# What stands for a device or a browser, not for a person: several persons may use one.
DEVICE_SCHEMES: Final = frozenset({"anonymous_id", "device_id", "advertising_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRow:
    """Somebody known under one identifier was seen under another.

    Attributes:
        known: ``scheme:value`` of a registered party.
        also: The further identifier, ``scheme:value``.
        rule: By what it was seen, such as ``login``.
        at: When.
    """

    known: str
    also: str
    rule: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityReport:
    """What became of noted identities.

    Attributes:
        joined: Identifiers that a party got.
        linked: Parties that were linked.
        conflicts: Rows left as they were: a shared device, or a link a person has undone.
        unknown: Rows whose known identifier names nobody.
        conflicting: The rows in conflict.
    """

    joined: int = 0
    linked: int = 0
    conflicts: int = 0
    unknown: int = 0
    conflicting: tuple[IdentityRow, ...] = ()


def stands_for_device(scheme: str) -> bool:
    """Return whether identifiers of the scheme stand for a device rather than for a person."""
    return scheme in DEVICE_SCHEMES


def wholes(members: Iterable[int], links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the whole of each member: the smallest number of those that links join it to, itself included.

    These are the connected components of the members under the links; links to others than members do not count.
    """
    root = {number: number for number in members}

    def find(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for first, second in links:
        if first in root and second in root:
            one, other = sorted((find(first), find(second)))
            root[other] = one
    return {number: find(number) for number in root}
