"""Writes of parties, their names, addresses, attributes, relations and consents, and of who is one with whom."""

from __future__ import annotations

from kuulo.customers.services.attributes import define_attribute, set_attributes
from kuulo.customers.services.consents import (
    ask_consent,
    expire_consents,
    give_consent,
    keep_consent_text,
    register_consents,
    withdraw_consent,
)
from kuulo.customers.services.contacts import (
    add_contact,
    note_bounce,
    register_contacts,
    retire_contact,
    verify_contact,
)
from kuulo.customers.services.identities import note_identities
from kuulo.customers.services.keeping import (
    add_identifier,
    change_party,
    change_stage,
    create_party,
    remove_identifier,
)
from kuulo.customers.services.kept_out import keep_out, let_in
from kuulo.customers.services.links import link_parties, undo_link
from kuulo.customers.services.parties import register_parties
from kuulo.customers.services.relations import end_relation, register_relations, relate

__all__ = [
    "add_contact",
    "add_identifier",
    "ask_consent",
    "change_party",
    "change_stage",
    "create_party",
    "define_attribute",
    "end_relation",
    "expire_consents",
    "give_consent",
    "keep_consent_text",
    "keep_out",
    "let_in",
    "link_parties",
    "note_bounce",
    "note_identities",
    "register_consents",
    "register_contacts",
    "register_parties",
    "register_relations",
    "relate",
    "remove_identifier",
    "retire_contact",
    "set_attributes",
    "undo_link",
    "verify_contact",
    "withdraw_consent",
]
