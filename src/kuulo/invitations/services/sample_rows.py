"""Writing samples at the pace they need: a sample of everybody can be a hundred thousand rows in one transaction.

Plain inserts of prepared rows; the ORM's own bulk insert takes eight times as long for so many columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection

from kuulo.customers.rules import FrameRow
from kuulo.invitations.models import Round
from kuulo.invitations.rules.outcomes import Outcome, Reason
from kuulo.invitations.rules.samples import Member
from kuulo.invitations.services.admission import new_token

Cells = tuple[bool | int | float | str | None, ...]
INVITATION: Final = (
    "token",
    "round_id",
    "event",
    "instrument_id",
    "party_id",
    "identifier",
    "channel",
    "address",
    "recipient",
    "language",
    "attributes",
    "touchpoint",
    "stratum",
    "probability",
    "weight",
    "phase",
    "tracking_allowed",
    "outcome",
)
NOT_ASKED: Final = ("round_id", "event", "party_id", "identifier", "stratum", "reason", "at")


def write_members(row: Round, parties: Mapping[str, FrameRow], members: Sequence[Member]) -> None:
    """Write the members of a round's sample as invitations that are drawn; ``parties`` by their key in the draw."""
    _insert(
        "invitations_invitation",
        INVITATION,
        (_invitation(row, parties[member.key], member) for member in members),
    )


def write_left_out(row: Round, left_out: Iterable[tuple[FrameRow, Reason]], *, at: datetime) -> None:
    """Write who of a round's frame was left out of the sample, and why."""
    # The ORM hands moments over in the database's own form; so must we.
    moment = str(connection.ops.adapt_datetimefield_value(at))
    _insert(
        "invitations_notasked",
        NOT_ASKED,
        ((row.pk, "", party.party_id, party.party, "", reason.value, moment) for party, reason in left_out),
    )


def forget_sample(row: Round) -> None:
    """Delete the sample of a round that was not started: nothing was planned for it yet."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM invitations_invitation WHERE round_id = %s", [row.pk])
        cursor.execute("DELETE FROM invitations_notasked WHERE round_id = %s", [row.pk])


def _invitation(row: Round, party: FrameRow, member: Member) -> Cells:
    return (
        new_token(),
        row.pk,
        "",
        row.instrument_id,
        party.party_id,
        party.party,
        row.channel,
        "",
        party.name,
        party.language,
        json.dumps(dict(party.attributes), ensure_ascii=False),
        row.touchpoint,
        member.stratum[:250],
        member.probability,
        member.weight,
        row.phase,
        False,
        Outcome.DRAWN.value,
    )


def _insert(table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    places = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 -- names of our own tables
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))
