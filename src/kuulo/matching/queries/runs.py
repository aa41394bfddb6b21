"""Reads of runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.matching.models import Run
from kuulo.matching.rules.settings import Engine


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What is to be expected at a threshold: shares, and how many pairs reach it; None where that was not counted."""

    threshold: float
    precision: float | None
    recall: float | None
    pairs: int | None = None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A blocking rule and how many pairs it makes that no rule before it made."""

    rule: str
    pairs: int


@dataclass(frozen=True, slots=True)
class KindResult:
    """What a run found among parties of one kind."""

    kind: str
    compared: int
    curve: tuple[CurvePoint, ...]
    rules: tuple[RuleCount, ...]
    model: str

    @property
    def looked_at(self) -> int:
        """How many pairs were looked at: what the curve rests on."""
        return sum(rule.pairs for rule in self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One look for matches."""

    id: int
    engine: Engine
    threshold: float
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    kinds: tuple[KindResult, ...]
    trouble: Text | None


def list_runs(most: int = 50) -> tuple[RunView, ...]:
    """Return the newest runs, newest first."""
    return tuple(_view(row) for row in Run.objects.order_by("-started_at", "-pk")[:most])


def run(run_id: int) -> RunView:
    """Return one run.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Run.objects.filter(pk=run_id).first()
    if row is None:
        raise NotFoundError(_("There is no run {number}."), _("See the list of runs."), number=run_id)
    return _view(row)


def _view(row: Run) -> RunView:
    return RunView(
        id=row.pk,
        engine=Engine(row.engine),
        threshold=row.threshold,
        started_by=row.started_by,
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=row.counts,
        kinds=tuple(_kind(row, kind) for kind in row.models_used),
        trouble=Text(row.trouble["template"], row.trouble["params"]) if row.trouble else None,
    )


def _kind(row: Run, kind: str) -> KindResult:
    curve: list[list[Any]] = row.curve.get(kind, [])
    rules: list[list[Any]] = row.rules.get(kind, [])
    return KindResult(
        kind=kind,
        compared=row.counts.get(f"compared_{kind}", 0),
        curve=tuple(_point(*point) for point in curve),
        rules=tuple(RuleCount(*rule) for rule in rules),
        model=row.models_used[kind],
    )


def _point(threshold: float, precision: float, recall: float, pairs: int | None = None) -> CurvePoint:
    """Return a point as it was kept; of no pair nothing can be expected."""
    if pairs == 0 or recall == 0:
        return CurvePoint(threshold, None, None, 0)
    return CurvePoint(threshold, precision, recall, pairs)
