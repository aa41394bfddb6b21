"""Writes of parties, of their addresses and of their consents."""

from __future__ import annotations

from kuulo.customers.services.consents import (
    ask_consent,
    expire_consents,
    give_consent,
    register_consents,
    withdraw_consent,
)
from kuulo.customers.services.contacts import note_bounce, register_contacts
from kuulo.customers.services.parties import register_parties

__all__ = [
    "ask_consent",
    "expire_consents",
    "give_consent",
    "note_bounce",
    "register_consents",
    "register_contacts",
    "register_parties",
    "withdraw_consent",
]
