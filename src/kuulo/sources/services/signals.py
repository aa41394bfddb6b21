"""A customer's own words of a study that shares them, as signals: words, search and the timeline cover them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from kuulo.base.ids import derived_id
from kuulo.customers.queries import identifiers_of
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals
from kuulo.sources.rules import SourceKind, SourceView, own_words, pieces_of
from kuulo.studies.rules import StudyView

LONGEST_PIECE: Final = 2_000
SIGNAL_KINDS: Final[Mapping[SourceKind, str]] = {
    SourceKind.TRANSCRIPT: "transcript",
    SourceKind.FIELD_NOTE: "observation",
    SourceKind.DIARY_ENTRY: "diary",
    SourceKind.DISCUSSION: "message",
    SourceKind.DOCUMENT: "message",
}


def record_words(source: SourceView, *, study: StudyView, party_id: int | None, now: datetime) -> str:
    """Tell the lake a customer's own words in pieces of a page, where the study shares words and the customer is known.

    Return the response that the pieces carry, by which they are erased with the source; empty where none were told.
    """
    kind = SIGNAL_KINDS.get(source.kind)
    if kind is None or party_id is None or not study.shares_words or study.confidential:
        return ""
    identifier = next(iter(identifiers_of(party_id)), None)
    pieces = pieces_of(own_words(source), LONGEST_PIECE)
    if identifier is None or not pieces:
        return ""
    # Told anew where speakers were set right: the same words of another voice are other signals.
    response = f"{source.key}-{derived_id(*pieces)[:16]}"
    record_signals(
        replace(
            _signal(source, kind, now),
            signal_id=_id(kind, response, number),
            party=identifier,
            response_id=response,
            text=piece,
        )
        for number, piece in enumerate(pieces, start=1)
    )
    return response


def _id(kind: str, response: str, number: int) -> str:
    return derived_id(kind, "source", response, str(number))


def _signal(source: SourceView, kind: str, now: datetime) -> Signal:
    """Return what all pieces of a source have in common."""
    return Signal(
        signal_id=source.key,
        kind=kind,
        occurred_at=source.occurred_at,
        received_at=now,
        party=None,
        touchpoint=None,
        channel=None,
        source=f"study:{source.study}",
        response_id=source.key,
        question="",
        definition=None,
        value=None,
        text=None,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="",
        state="answered",
        language=source.language,
        weight=None,
        attributes={},
    )
