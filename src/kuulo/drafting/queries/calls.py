"""What was asked of models: the newest calls, and how much was sent in each month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from kuulo.drafting.models import DraftCall
from kuulo.drafting.rules.calls import Outcome
from kuulo.drafting.rules.port import Task

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One row of the log."""

    made_at: datetime
    made_by: str
    task: Task
    host: str
    model: str
    calls: int
    texts: int
    characters: int
    received: int
    seconds: float
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How much was sent to a host in a month."""

    month: datetime
    host: str
    calls: int
    failed: int
    texts: int
    characters: int


def newest_calls(most: int = MOST_SHOWN) -> tuple[CallView, ...]:
    """Return the newest rows of the log, the newest first."""
    return tuple(_view(row) for row in DraftCall.objects.all()[:most])


def sent_by_month() -> tuple[Sent, ...]:
    """Return what was sent where in each month, the newest first."""
    rows = (
        DraftCall.objects.order_by()
        .annotate(month=TruncMonth("made_at"))
        .values("month", "host")
        .annotate(
            all_calls=Sum("calls"),
            failed=Sum("calls", filter=Q(outcome=Outcome.FAILED), default=0),
            all_texts=Sum("texts"),
            all_characters=Sum("characters"),
        )
        .order_by("-month", "host")
    )
    return tuple(
        Sent(
            month=row["month"],
            host=row["host"],
            calls=row["all_calls"],
            failed=row["failed"],
            texts=row["all_texts"],
            characters=row["all_characters"],
        )
        for row in rows
    )


def _view(row: DraftCall) -> CallView:
    return CallView(
        made_at=row.made_at,
        made_by=row.made_by,
        task=Task(row.task),
        host=row.host,
        model=row.model,
        calls=row.calls,
        texts=row.texts,
        characters=row.characters,
        received=row.received,
        seconds=row.seconds,
        outcome=Outcome(row.outcome),
        detail=row.detail,
    )
