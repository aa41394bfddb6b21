"""Reads of the room: codebooks, what people coded, what the machine says."""

from __future__ import annotations

from kuulo.codebooks.queries.books import Book, BookLine, all_books, book, list_books
from kuulo.codebooks.queries.codings import Agreement, Progress, Waiting, agreement_of, coded_so, progress_of
from kuulo.codebooks.queries.definitions import FEWEST_CODED, definition_key, drafted_definitions
from kuulo.codebooks.queries.machine import MachineView, machine_of

__all__ = [
    "FEWEST_CODED",
    "Agreement",
    "Book",
    "BookLine",
    "MachineView",
    "Progress",
    "Waiting",
    "agreement_of",
    "all_books",
    "book",
    "coded_so",
    "definition_key",
    "drafted_definitions",
    "list_books",
    "machine_of",
    "progress_of",
]
