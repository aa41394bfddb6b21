"""What a measure is called where its name is shown; pure."""

from __future__ import annotations

from kuulo.measures.definitions import DEFINITIONS


def measure_title(name: str) -> str:
    """Return the title of a measure, for the reader's language; the name itself where nobody defined it."""
    found = DEFINITIONS.get(name)
    return found.title if found else name
