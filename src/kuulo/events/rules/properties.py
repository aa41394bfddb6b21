"""Properties laid flat for the lake: few, short, by dotted names; pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

import msgspec

MOST: Final = 32
LONGEST_VALUE: Final = 256
LONGEST_KEY: Final = 64
LEVELS: Final = 3
DEEPEST: Final = 6
# What a sale is worth, in the order in which one is preferred.
WORTH: Final = ("revenue", "value", "total")
LARGEST_WORTH: Final = 1e15
JSON: Final = msgspec.json.Encoder()


def flat(values: Mapping[str, object] | None, prefix: str = "p.") -> dict[str, str]:
    """Return the values as text by dotted names that begin with the prefix.

    Mappings are opened down to `LEVELS` levels; lists, and what lies deeper, stay as JSON down to `DEEPEST`.
    There are at most `MOST`; names are cut at `LONGEST_KEY` characters and values at `LONGEST_VALUE`. What is null says
    nothing.
    """
    found: dict[str, str] = {}
    for name, value in _walk(values or {}, prefix, LEVELS):
        if len(found) == MOST:
            break
        # PostgreSQL keeps no NUL; one in a name would stop everything that waits behind it.
        found[name[:LONGEST_KEY].replace("\0", "")] = text_of(value)
    return found


def _walk(values: Mapping[str, object], prefix: str, levels: int) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if isinstance(value, dict) and value and levels > 1:
            yield from _walk(value, f"{prefix}{name}.", levels - 1)
        elif value is not None:
            yield prefix + name, value


def text_of(value: object, longest: int = LONGEST_VALUE) -> str:
    """Return a value as the lake keeps it: text as it is, truth as yes or no, whole numbers without a point."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WORTH:
        text = str(int(value))
    elif isinstance(value, int | float):
        text = str(value) if not isinstance(value, int) or abs(value) < LARGEST_WORTH else f"{float_of(value):g}"
    else:
        text = JSON.encode(pruned(value)).decode()
    return text[:longest].replace("\0", "")


def pruned(value: object, levels: int = DEEPEST) -> object:
    """Return the value with null for what lies deeper than so many levels, and no more than `MOST` things at each."""
    if isinstance(value, dict):
        inside = islice(value.items(), MOST)
        return {name: pruned(each, levels - 1) for name, each in inside} if levels else None
    if isinstance(value, list):
        return [pruned(each, levels - 1) for each in value[:MOST]] if levels else None
    return value


def float_of(value: float) -> float:
    """Return the number as a float; one too large for that as infinity."""
    return float(value) if abs(value) < 1 << 1023 else math.inf


def worth_of(values: Mapping[str, object] | None) -> float | None:
    """Return what the event was worth, where its properties say so in a number or in text that is one."""
    for name in WORTH:
        number = _number(values.get(name)) if values else None
        if number is not None:
            return number
    return None


def _number(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float_of(value)
    return number if abs(number) <= LARGEST_WORTH else None
