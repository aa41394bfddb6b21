"""Reading ways in and responses, as frozen views."""

from __future__ import annotations

from kuulo.responses.queries.reading import (
    ResponseView,
    counts,
    response_by_key,
    response_of_invitation,
    responses_of,
    suspect_keys,
)
from kuulo.responses.queries.ways_in import WayInView, way_in_by_id, way_in_by_token, ways_in_of

__all__ = [
    "ResponseView",
    "WayInView",
    "counts",
    "response_by_key",
    "response_of_invitation",
    "responses_of",
    "suspect_keys",
    "way_in_by_id",
    "way_in_by_token",
    "ways_in_of",
]
