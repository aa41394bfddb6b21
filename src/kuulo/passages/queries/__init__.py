"""Reads of the room: codings, memos, rounds and how far coders agree, questions to codings, codes by cases."""

from __future__ import annotations

from kuulo.passages.queries.acts import Trail, trail_of
from kuulo.passages.queries.asking import Hit, Query, Resolver, Speaking, hits_of, parents_of_books, run_query
from kuulo.passages.queries.codings import (
    blind_round,
    book_of_study,
    coding,
    codings_of,
    counts_of,
    memos_of,
    memos_on_code,
    memos_seen_by,
    proposals_of,
    seen_by,
)
from kuulo.passages.queries.crossing import CaseRow, GroupRow, Matrix, matrix, top_codes
from kuulo.passages.queries.machine import MachineView, machine_of
from kuulo.passages.queries.people import Case, attribute_names_of, attributes_of, cases_of, people_in
from kuulo.passages.queries.rounds import (
    Agreement,
    CodeAgreement,
    agreement_of,
    given_in,
    round_of,
    rounds_of,
    rounds_to_code,
    settled_in,
)

__all__ = [
    "Agreement",
    "Case",
    "CaseRow",
    "CodeAgreement",
    "GroupRow",
    "Hit",
    "MachineView",
    "Matrix",
    "Query",
    "Resolver",
    "Speaking",
    "Trail",
    "agreement_of",
    "attribute_names_of",
    "attributes_of",
    "blind_round",
    "book_of_study",
    "cases_of",
    "coding",
    "codings_of",
    "counts_of",
    "given_in",
    "hits_of",
    "machine_of",
    "matrix",
    "memos_of",
    "memos_on_code",
    "memos_seen_by",
    "parents_of_books",
    "people_in",
    "proposals_of",
    "round_of",
    "rounds_of",
    "rounds_to_code",
    "run_query",
    "seen_by",
    "settled_in",
    "top_codes",
    "trail_of",
]
