"""Reads of parties; what crosses to other rooms is counts, names, Arrow tables and frozen rows.

Every read of persons' data asks for its ``purpose`` by name; what needs none is listed with its reason in
``tests/test_purposes.py``.
"""

from __future__ import annotations

from kuulo.customers.queries.attributes import (
    attribute_definitions,
    attribute_history,
    attributes_in_use,
    misfits,
)
from kuulo.customers.queries.consents import consent_texts, consents_of, may_use, may_use_many
from kuulo.customers.queries.finding import find_parties
from kuulo.customers.queries.frame import FRAME_CHUNK, frame, frame_of, leavers
from kuulo.customers.queries.kept_out import address_identifier, kept_out_among
from kuulo.customers.queries.parties import attribute_names, attributes_table, attributes_version, count_parties
from kuulo.customers.queries.party import party
from kuulo.customers.queries.person_names import person_names
from kuulo.customers.queries.population import customers_on, parties_known
from kuulo.customers.queries.stays import stays_table
from kuulo.customers.queries.wholes import (
    identifiers_of,
    parties_at,
    parts_of,
    party_ids_of,
    party_map,
    person_key,
    register_version,
    whole_of,
)

__all__ = [
    "FRAME_CHUNK",
    "address_identifier",
    "attribute_definitions",
    "attribute_history",
    "attribute_names",
    "attributes_in_use",
    "attributes_table",
    "attributes_version",
    "consent_texts",
    "consents_of",
    "count_parties",
    "customers_on",
    "find_parties",
    "frame",
    "frame_of",
    "identifiers_of",
    "kept_out_among",
    "leavers",
    "may_use",
    "may_use_many",
    "misfits",
    "parties_at",
    "parties_known",
    "parts_of",
    "party",
    "party_ids_of",
    "party_map",
    "person_key",
    "person_names",
    "register_version",
    "stays_table",
    "whole_of",
]
