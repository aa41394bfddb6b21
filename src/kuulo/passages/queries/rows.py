"""Rows as frozen views, and as the plain values acts keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kuulo.passages.models import Act, Coding, Memo, Proposal, Round
from kuulo.passages.rules import (
    About,
    ActView,
    Kind,
    MemoView,
    Origin,
    Passage,
    PassageCoded,
    ProposalState,
    ProposalView,
    RoundState,
    RoundView,
    Verb,
)
from kuulo.qualitative.agreeing import Cut


def coding_view(row: Coding) -> PassageCoded:
    """Return a row as a coding."""
    return PassageCoded(
        id=row.pk,
        key=row.key,
        passage=Passage(row.source, row.start, row.end),
        code=row.code,
        coder=row.coder,
        at=row.at,
        memo=row.memo,
        round=row.round_id,
        origin=Origin(row.origin),
        study=row.study,
    )


def memo_view(row: Memo) -> MemoView:
    """Return a row as a memo."""
    return MemoView(
        id=row.pk,
        key=row.key,
        study=row.study,
        about=About(row.about),
        text=row.text,
        author=row.author,
        source=row.source,
        start=row.start,
        end=row.end,
        code=row.code,
        at=row.at,
        changed_at=row.changed_at,
    )


def proposal_view(row: Proposal) -> ProposalView:
    """Return a row as a proposal."""
    return ProposalView(
        id=row.pk,
        passage=Passage(row.source, row.start, row.end),
        code=row.code,
        probability=row.probability,
        state=ProposalState(row.state),
        decided_by=row.decided_by,
    )


def round_view(row: Round) -> RoundView:
    """Return a row as a round."""
    return RoundView(
        id=row.pk,
        study=row.study,
        sources=tuple(row.sources),
        coders=tuple(row.coders),
        cut=Cut(row.cut),
        state=RoundState(row.state),
        done={coder: frozenset(sources) for coder, sources in row.done.items()},
        decisions={key: None if kept is None else (kept[0], kept[1]) for key, kept in row.decisions.items()},
        started_by=row.started_by,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def act_view(row: Act) -> ActView:
    """Return a row as an act."""
    return ActView(
        number=row.number,
        verb=Verb(row.verb),
        at=row.at,
        source=row.source,
        start=row.start,
        end=row.end,
        rows=tuple((Kind(change["kind"]), change["key"]) for change in row.changes),
    )


def plain_of(row: Coding | Memo | Proposal) -> dict[str, Any]:
    """Return every field of a row as JSON knows it; moments to the microsecond."""
    plain: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        plain[field.attname] = value.isoformat() if isinstance(value, datetime) else value
    return plain
