"""From parties to pairs: records become a table, `kuulo.identity` compares them, and its answer becomes found pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pyarrow as pa

from kuulo.base.errors import InputError
from kuulo.base.texts import Text
from kuulo.customers.rules.records import PartyRecord
from kuulo.identity import Linked, Model, WeightPart, default_model, explain, link, model_from_json
from kuulo.matching.rules.proposals import fingerprint
from kuulo.matching.rules.records import ID, columns_of, record_row
from kuulo.matching.rules.settings import Engine, MatchWishes
from kuulo.matching.services.proposing import FoundPair

FEWEST: Final = 2
LONGEST: Final = 250

CurveRow = tuple[float, float, float, int | None]
"""Threshold, expected precision and recall, and how many pairs reach the threshold."""


@dataclass(frozen=True, slots=True)
class KindFound:
    """What was found among parties of one kind: pairs, and how the model got there."""

    compared: int
    pairs: tuple[FoundPair, ...]
    model: str
    curve: tuple[CurveRow, ...]
    rules: tuple[tuple[str, int], ...]


def find_pairs(records: Sequence[PartyRecord], kind: str, wishes: MatchWishes, engine: Engine) -> KindFound | None:
    """Compare the parties of one kind; None where there are too few, or nothing by which they could be compared.

    Raises:
        InputError: The organisation's model does not fit.
        EngineError: The engine failed.
    """
    rows = {record.party_id: record_row(record, personal_ids=wishes.personal_ids) for record in records}
    columns = columns_of(list(rows.values()))
    if len(rows) < FEWEST or not columns:
        return None
    table = records_table(rows, columns)
    linked = _linked(table, kind, wishes, engine)
    if linked is None:
        return None
    full = {record.party_id: record_row(record) for record in records}
    return KindFound(
        compared=len(rows),
        pairs=tuple(_pair(pair, full) for pair in linked.pairs.to_pylist()),
        model=linked.model.to_json(),
        curve=_curve(linked, wishes.propose_at),
        rules=tuple((",".join(use.rule), use.pairs) for use in linked.rules),
    )


def _curve(linked: Linked, lowest: float) -> tuple[CurveRow, ...]:
    """Return the curve with how many pairs reach each threshold; below the lowest they were not kept to be counted."""
    chances = linked.pairs["probability"].to_pylist()
    return tuple(
        (
            point.threshold,
            point.precision,
            point.recall,
            sum(chance >= point.threshold for chance in chances) if point.threshold >= lowest else None,
        )
        for point in linked.curve
    )


def records_table(rows: Mapping[int, Mapping[str, str]], columns: Sequence[str]) -> pa.Table:
    """Return the records as a table of texts: ``id`` and the columns; null where nothing is known."""
    told = {name: pa.array([row.get(name) or None for row in rows.values()], pa.string()) for name in columns}
    return pa.table({ID: pa.array([str(number) for number in rows], pa.string()), **told})


def _linked(table: pa.Table, kind: str, wishes: MatchWishes, engine: Engine) -> Linked | None:
    """Return what the engine found; None where the records share nothing by which they could be compared."""
    try:
        model = _model(table, kind, wishes)
        return link([table], model, engine=engine.value, threshold=wishes.propose_at, id_column=ID)
    except InputError:
        # A model of the organisation's own that does not fit is a fault to tell; strangers without a trait are none.
        if kind in wishes.models:
            raise
        return None


def _model(table: pa.Table, kind: str, wishes: MatchWishes) -> Model:
    kept = wishes.models.get(kind)
    if kept:
        # The switch of keys is the organisation's; a model file does not turn it on.
        return replace(model_from_json(kept), use_personal_ids=wishes.personal_ids)
    return default_model(table, id_column=ID, use_personal_ids=wishes.personal_ids)


def _pair(pair: Mapping[str, Any], rows: Mapping[int, Mapping[str, str]]) -> FoundPair:
    left, right = int(pair["left_id"]), int(pair["right_id"])
    parts = explain(pair)
    is_turned = left > right
    first, second = (right, left) if is_turned else (left, right)
    return FoundPair(
        first=first,
        second=second,
        probability=min(max(float(pair["probability"]), 0.0), 1.0),
        fingerprint=fingerprint(rows[first], rows[second]),
        weight=float(pair["weight"]),
        weights=[_kept(part, is_turned=is_turned) for part in parts],
    )


def _kept(part: WeightPart, *, is_turned: bool) -> dict[str, object]:
    left, right = (part.right, part.left) if is_turned else (part.left, part.right)
    return {
        "column": part.column,
        "left": (left or "")[:LONGEST],
        "right": (right or "")[:LONGEST],
        "level": _plain(part.level),
        "weight": round(part.weight, 4),
    }


def _plain(text: Text) -> dict[str, object]:
    return {"template": text.template, "params": {name: str(value) for name, value in text.params.items()}}
