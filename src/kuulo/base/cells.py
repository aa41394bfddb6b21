"""Cells on their way out to spreadsheets, which compute whatever looks like a formula."""

from __future__ import annotations

STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it where it begins like one.

    Numbers stay as they are: "-5" and "+358 40 123" compute nothing. Source: OWASP, CSV injection.
    """
    stripped = text.lstrip(" \u00a0")
    if not stripped.startswith(STARTERS) or _is_number(stripped):
        return text
    return f"'{text}"


def _is_number(text: str) -> bool:
    digits = text[1:].replace(" ", "").replace(".", "", 1).replace(",", "", 1)
    return text[0] in "+-" and digits.isdecimal()
