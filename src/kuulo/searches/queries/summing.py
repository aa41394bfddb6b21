"""A summary of what was found, in real quotes; and the same comments as sources of a written one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kuulo.drafting.rules import Source
from kuulo.lake.queries import Snapshot
from kuulo.language.meaning import unpack
from kuulo.language.personal import Masked
from kuulo.language.summarising import Summary, summarise
from kuulo.searches.queries.finding import Hit
from kuulo.words.queries import vectors

LEAST: Final = 5
"""Fewer comments are read sooner than summarised."""


def summary_of(snapshot: Snapshot, hits: Sequence[Hit]) -> Summary | None:
    """Return what the found comments say, shown with real quotes; None where they are few."""
    if len(hits) < LEAST:
        return None
    known = vectors(snapshot, [hit.id for hit in hits])
    _places, rows = known.of([hit.id for hit in hits])
    names = {hit.theme: hit.theme_name for hit in hits if hit.theme is not None and hit.theme_name is not None}
    return summarise(
        [hit.text for hit in hits],
        [hit.feeling for hit in hits],
        [hit.theme for hit in hits],
        unpack(known.packed[rows]) if len(rows) == len(hits) else None,
        ids=[hit.id for hit in hits],
        names=names,
    )


def sources_of(hits: Sequence[Hit]) -> tuple[Source, ...]:
    """Return the found comments as a language model may be given them: they are masked already."""
    return tuple(Source(hit.id, Masked(hit.text, ())) for hit in hits)
