"""Telling figures which codes comments have: people's word first, then accepted proposals, then those sure enough."""

from __future__ import annotations

from kuulo.codebooks.models import Proposal
from kuulo.codebooks.queries.books import Book, all_books
from kuulo.codebooks.queries.codings import codings_of
from kuulo.codebooks.rules import ProposalState, figure_key, truths, used_codes, with_parents
from kuulo.lake.queries import open_snapshot
from kuulo.words.queries import read_comments
from kuulo.words.services import note_codes


def note_all() -> int:
    """Note the codes of every comment where they are not what they were; return of how many.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    found: dict[str, set[str]] = {}
    for book in all_books():
        for signal, codes in codes_in_use(book).items():
            found.setdefault(signal, set()).update(figure_key(book.slug, code) for code in codes)
    with open_snapshot() as snapshot:
        table = read_comments(snapshot, columns=("signal_id", "codes"))
    before = dict(zip(table["signal_id"].to_pylist(), table["codes"].to_pylist(), strict=True))
    changed = {
        signal: sorted(found.get(signal, ()))
        for signal, codes in before.items()
        if sorted(codes or ()) != sorted(found.get(signal, ()))
    }
    return note_codes(changed) if changed else 0


def codes_in_use(book: Book) -> dict[str, frozenset[str]]:
    """Return the codes of a codebook's comments that count in figures, with what they lie under."""
    accepted: dict[str, set[str]] = {}
    sure: dict[str, set[str]] = {}
    rows = Proposal.objects.filter(codebook=book.id).exclude(state=ProposalState.REJECTED)
    for signal, code, probability, state in rows.values_list("signal_id", "code", "probability", "state"):
        if state == ProposalState.ACCEPTED:
            accepted.setdefault(signal, set()).add(code)
        elif book.use_at is not None and probability >= book.use_at:
            sure.setdefault(signal, set()).add(code)
    used = used_codes(truths(codings_of(book.id)), accepted, sure)
    return {signal: with_parents(codes, book.parents) for signal, codes in used.items()}
