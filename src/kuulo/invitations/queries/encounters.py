"""Encounters as the lake holds them: what triggers look for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pyarrow as pa

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.invitations.rules.events import Event
from kuulo.lake.queries import open_snapshot

NOT_SAID: Final = ("encounter", "purchase", "event", "visit", "delivery")
"""Kinds of signals that tell what happened to a party without the party having said anything."""


def encounters_since(kind: str, *, touchpoint: str, received: datetime, occurred: datetime) -> tuple[Event, ...]:
    """Return the encounters of a kind that came in after one moment and happened after another, oldest first.

    Args:
        kind: Kind of the signals.
        touchpoint: At this touchpoint only; empty: anywhere.
        received: Those received from then on.
        occurred: Those that happened from then on; only their months' files are read.

    Raises:
        InputError: The kind can be none.
        EngineError: The lake cannot be read.
    """
    if not (kind.isidentifier() and kind.isascii()):
        raise InputError(_("“{kind}” is no kind of signal."), _("Use letters a–z, digits and underscores."), kind=kind)
    with open_snapshot() as snapshot:
        sql = f"""
            SELECT signal_id, party, occurred_at, touchpoint, language, attributes
            FROM signals
            WHERE kind = '{kind}' AND party IS NOT NULL
              AND received_at >= TIMESTAMPTZ '{_utc(received)}'
              AND occurred_at >= TIMESTAMPTZ '{_utc(occurred)}' AND month >= '{occurred.astimezone(UTC):%Y-%m}'
              AND ((SELECT touchpoint FROM sought) = '' OR touchpoint = (SELECT touchpoint FROM sought))
            ORDER BY occurred_at, signal_id
        """  # noqa: S608 -- the kind is checked above, the moments are our own; what people wrote comes as a table
        found = snapshot.run(sql, {"sought": pa.table({"touchpoint": [touchpoint]})})
    return tuple(_event(row) for row in found.to_pylist())


def heard_parties() -> frozenset[str]:
    """Return the identifiers of everybody who ever said anything: answered a question, commented, wrote.

    Encounters and purchases are what happened to a party; they do not make it heard.
    """
    kinds = ", ".join(f"'{kind}'" for kind in NOT_SAID)
    said = f"party IS NOT NULL AND state = 'answered' AND kind NOT IN ({kinds})"
    with open_snapshot() as snapshot:
        found = snapshot.run(f"SELECT DISTINCT party FROM signals WHERE {said}")  # noqa: S608 -- names of our own
    return frozenset(found["party"].to_pylist())


def _event(row: dict[str, object]) -> Event:
    occurred = row["occurred_at"]
    if not isinstance(occurred, datetime):
        raise TypeError(occurred)
    return Event(
        key=str(row["signal_id"]),
        party=str(row["party"]),
        at=occurred,
        touchpoint=str(row["touchpoint"] or ""),
        language=str(row["language"] or ""),
        attributes=dict(row["attributes"] or ()),  # type: ignore[call-overload] # -- a map of texts, as Arrow gives it
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")
