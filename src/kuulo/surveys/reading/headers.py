"""Giving every column a name of its own while keeping the header as it stood."""

from __future__ import annotations

from collections.abc import Sequence

OWN = ("_line", "_complete", "_turnout")  # columns that acceptance adds


def unique_names(headers: Sequence[str]) -> list[str]:
    """Return a name for each header: its text in one line; "Column 3" where empty; "Name (2)" where repeated."""
    names: list[str] = []
    taken = set(OWN)
    for place, header in enumerate(headers, start=1):
        wanted = " ".join(header.replace("\ufeff", "").split()) or f"Column {place}"
        name, count = wanted, 1
        while name.casefold() in taken:
            count += 1
            name = f"{wanted} ({count})"
        taken.add(name.casefold())
        names.append(name)
    return names
