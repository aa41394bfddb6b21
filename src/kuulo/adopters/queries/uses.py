"""When each customer first did or spoke of each thing, from the lake; without what was told in confidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kuulo.adopters.rules import FirstUses
from kuulo.customers.queries.consents import may_use_many
from kuulo.customers.queries.wholes import party_map
from kuulo.customers.rules import Purpose
from kuulo.lake.queries import Snapshot
from kuulo.language.calling import CallKind
from kuulo.words.queries import read_comments

USED: Final = """
    CASE WHEN s.kind = 'event' AND coalesce(s.question, '') <> '' THEN 'event:' || s.question END,
    CASE WHEN s.kind = 'purchase' AND coalesce(s.value, 0) >= 0 AND coalesce(s.attributes['product'], '') <> ''
         THEN 'product:' || s.attributes['product'] END,
    CASE WHEN coalesce(s.touchpoint, '') <> '' THEN 'touchpoint:' || s.touchpoint END
"""
KINDS: Final = "'event', 'purchase', 'page_view', 'screen_view', 'visit', 'meeting', 'message'"
FIRST: Final = f"""
    SELECT party_id, item, min(epoch_us(occurred_at)) AS moment FROM (
        SELECT p.party_id, s.occurred_at, unnest([{USED}]) AS item
        FROM signals s JOIN parties p ON s.party = p.party
        WHERE s.state = 'answered' AND s.promise = 'identified' AND s.kind IN ({KINDS})
    ) WHERE item IS NOT NULL GROUP BY party_id, item
"""  # noqa: S608 -- names of our own
SEEN: Final = """
    SELECT p.party_id, min(epoch_us(s.occurred_at)) AS moment
    FROM signals s JOIN parties p ON s.party = p.party
    WHERE s.state = 'answered' AND s.promise = 'identified' GROUP BY p.party_id
"""


def read_uses(snapshot: Snapshot) -> FirstUses:
    """Return first uses of all customers who may be profiled.

    Raises:
        EngineError: The lake cannot be read.
    """
    known = party_map()
    seen = _allowed(snapshot.run(SEEN, {"parties": known}))
    said = _said(snapshot, known)
    table = pa.concat_tables([snapshot.run(FIRST, {"parties": known}), _themes(said)])
    table = table.filter(pc.is_in(table["party_id"], value_set=pa.array(sorted(seen), pa.int64())))
    names = pc.unique(table["item"])
    return FirstUses(
        parties=table["party_id"].to_numpy().astype(np.int64),
        items=pc.index_in(table["item"], value_set=names).to_numpy().astype(np.int64),
        moments=table["moment"].to_numpy().astype(np.int64),
        names=names.to_pylist(),
        seen=seen,
        suggestions=_suggestions(said, seen),
        begins=min(seen.values(), default=0),
    )


def _allowed(table: pa.Table) -> dict[int, int]:
    """Return when customers were first seen, of those who may be profiled."""
    found = dict(zip(table["party_id"].to_pylist(), table["moment"].to_pylist(), strict=True))
    allowed = may_use_many(list(found), Purpose.PROFILING)
    return {party: moment for party, moment in found.items() if allowed.get(party, False)}


def _said(snapshot: Snapshot, known: pa.Table) -> pa.Table:
    """Return who said what when: the customer, the theme, whether it suggests something."""
    columns = ("party", "occurred_at", "theme", "calls")
    said = read_comments(snapshot, columns=columns, where="party IS NOT NULL")
    places = pc.index_in(said["party"], value_set=known["party"].combine_chunks())
    said = said.append_column("party_id", known["party_id"].combine_chunks().take(places))
    return said.filter(pc.is_valid(said["party_id"]))


def _themes(said: pa.Table) -> pa.Table:
    """Return when each customer first spoke of each theme, laid out as first uses."""
    spoken = said.filter(pc.fill_null(pc.not_equal(said["theme"], ""), fill_value=False))
    moments = spoken["occurred_at"].cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    items = pc.binary_join_element_wise("theme:", spoken["theme"], "")
    table = pa.table({"party_id": spoken["party_id"], "item": items, "moment": moments})
    grouped = table.group_by(["party_id", "item"]).aggregate([("moment", "min")])
    return grouped.select(["party_id", "item", "moment_min"]).rename_columns(["party_id", "item", "moment"])


def _suggestions(said: pa.Table, seen: Mapping[int, int]) -> dict[int, int]:
    """Return how many suggestions customers made, of those who may be profiled."""
    counts: dict[int, int] = {}
    for party, calls in zip(said["party_id"].to_pylist(), said["calls"].to_pylist(), strict=True):
        if party in seen and CallKind.SUGGESTION.value in (calls or ()):
            counts[party] = counts.get(party, 0) + 1
    return counts
