"""Who stands behind a figure, how it is corrected for the others, and how far they could still move it."""

from __future__ import annotations

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.queries.raw import raw_groups
from kuulo.correction.rules.hearing import Heard, Listening
from kuulo.correction.rules.words import NOBODY_KNOWS
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Chosen, Method


def listen(snapshot: Snapshot, heard: Heard) -> Listening:
    """Return what is known of those behind the figure of everything heard; kept under what is heard."""
    return MEMORY.of(("listen", heard), lambda: _listen(snapshot, heard))


def _listen(snapshot: Snapshot, heard: Heard) -> Listening:
    raw = raw_groups(snapshot, heard, condition_sql="true", split_sql=None, split_kind="string", trust=NOBODY_KNOWS)
    return Listening(
        representation=None,
        chosen=Chosen(Method.RAW, say(_("Nobody noted who was asked."))),
        by_method={Method.RAW: estimate for estimate in raw.values()},
    )
