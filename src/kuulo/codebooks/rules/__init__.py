"""Pure rules of the room: trees of codes, what codings come to, lots, tables of codes."""

from __future__ import annotations

from kuulo.codebooks.rules.plain import of_plain, to_plain
from kuulo.codebooks.rules.sheet import CodeRow, make_key, read_codes, write_codes
from kuulo.codebooks.rules.states import KEY_LENGTH, NONE_KEY, SIGNAL_LENGTH, ProposalState, Reason, decided
from kuulo.codebooks.rules.tree import (
    KEYS,
    LANGUAGES,
    MOST_CODES,
    CodeView,
    check_place,
    in_language,
    in_reading_order,
    parents_of,
    with_parents,
)
from kuulo.codebooks.rules.truth import (
    Coded,
    by_comment,
    by_lot,
    differ,
    figure_key,
    lot,
    settled,
    truths,
    used_codes,
)

__all__ = [
    "KEYS",
    "KEY_LENGTH",
    "LANGUAGES",
    "MOST_CODES",
    "NONE_KEY",
    "SIGNAL_LENGTH",
    "CodeRow",
    "CodeView",
    "Coded",
    "ProposalState",
    "Reason",
    "by_comment",
    "by_lot",
    "check_place",
    "decided",
    "differ",
    "figure_key",
    "in_language",
    "in_reading_order",
    "lot",
    "make_key",
    "of_plain",
    "parents_of",
    "read_codes",
    "settled",
    "to_plain",
    "truths",
    "used_codes",
    "with_parents",
    "write_codes",
]
