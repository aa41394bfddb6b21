"""Reads of parties; what crosses to other rooms is counts, names, Arrow tables and frozen rows."""

from __future__ import annotations

from kuulo.customers.queries.frame import FRAME_CHUNK, frame, frame_of, leavers, parties_at, party_ids_of
from kuulo.customers.queries.parties import attribute_names, attributes_table, count_parties, register_version

__all__ = [
    "FRAME_CHUNK",
    "attribute_names",
    "attributes_table",
    "count_parties",
    "frame",
    "frame_of",
    "leavers",
    "parties_at",
    "party_ids_of",
    "register_version",
]
