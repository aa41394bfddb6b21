"""What happened to sources below, written down here: what was coded in erased ones goes."""

from __future__ import annotations

from kuulo.passages.services.persons import forget_sources, known_sources
from kuulo.sources.queries import source_lines, was_erased


def sweep() -> int:
    """Remove what was coded and noted in sources that were erased; return how many rows went."""
    known = known_sources()
    gone = known - source_lines(known).keys()
    return forget_sources([key for key in gone if was_erased(key)]) if gone else 0
