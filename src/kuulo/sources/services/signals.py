"""A customer's own words of a study that shares them, as signals: words, search and the timeline cover them."""

from __future__ import annotations

from collections.abc import Mapping
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


def record_words(source: SourceView, *, study: StudyView, party_id: int | None, now: datetime) -> int:
    """Tell the lake a customer's own words in pieces of a page, where the study shares words and the customer is known.

    The pieces carry the source's key as their response, by which they are erased with it.
    """
    kind = SIGNAL_KINDS.get(source.kind)
    if kind is None or party_id is None or not study.shares_words or study.confidential:
        return 0
    identifier = next(iter(identifiers_of(party_id)), None)
    pieces = pieces_of(own_words(source), LONGEST_PIECE)
    if identifier is None or not pieces:
        return 0
    return record_signals(
        _signal(source, kind, identifier, number, piece, now) for number, piece in enumerate(pieces, start=1)
    )


def _signal(source: SourceView, kind: str, party: str, number: int, text: str, now: datetime) -> Signal:
    return Signal(
        signal_id=derived_id(kind, "source", source.key, str(number)),
        kind=kind,
        occurred_at=source.occurred_at,
        received_at=now,
        party=party,
        touchpoint=None,
        channel=None,
        source=f"study:{source.study}",
        response_id=source.key,
        question="",
        definition=None,
        value=None,
        text=text,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="",
        state="answered",
        language=source.language,
        weight=None,
        attributes={},
    )
