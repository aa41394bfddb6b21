"""Who stands behind a figure, how it is corrected for the others, and how far they could still move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.queries.following import beside_first, heard_people, two_phase_figure
from kuulo.correction.queries.groups import Domain, weighted_groups
from kuulo.correction.queries.ledger import ledger_version
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.queries.raw import raw_groups
from kuulo.correction.queries.weighing import Weighing, everybody, weigh, weigh_by
from kuulo.correction.rules.frames import Frame
from kuulo.correction.rules.hearing import Heard, Listening
from kuulo.correction.rules.people import crowd_of
from kuulo.correction.rules.words import NOBODY_KNOWS, TOO_FEW
from kuulo.customers.queries import party_map
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Bounds, Chosen, Method, People, bounds, choose
from kuulo.measures.representativeness import Representation, Telling, represent

WHOLE: Final = Domain()
UNCORRECTED: Final = say(_("Not corrected: the figure holds for those who answered."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a listening is put together from: everybody, the weights, and the raw figure."""

    frame: Frame
    weighing: Weighing | None
    raw: Estimate


def listen(snapshot: Snapshot, heard: Heard) -> Listening:
    """Return what is known of those behind the figure of everything heard; kept under what is heard."""
    key = ("listen", snapshot.source.key, ledger_version(), heard)
    return MEMORY.of(key, lambda: _listen(snapshot, heard))


def represented(snapshot: Snapshot, heard: Heard) -> Representation | None:
    """Return how far those who answered stand for everybody; ``None`` where nobody knows who that is."""

    def tell() -> Representation | None:
        frame = everybody(snapshot, heard)
        return None if frame is None else _represent(frame, weigh(snapshot, heard), heard)

    return MEMORY.of(("represented", snapshot.source.key, ledger_version(), heard), tell)


def _listen(snapshot: Snapshot, heard: Heard) -> Listening:
    raw = raw_groups(
        snapshot, heard, condition_sql="true", split_sql=None, split_kind="string", trust=NOBODY_KNOWS
    ).get(None)
    frame = everybody(snapshot, heard)
    if frame is None or raw is None or raw.value is None:
        return Listening(
            representation=None,
            chosen=Chosen(Method.RAW, say(_("Nobody noted who was asked."))),
            by_method={} if raw is None else {Method.RAW: raw},
        )
    standing = Standing(frame=frame, weighing=weigh(snapshot, heard), raw=replace(raw, trust=UNCORRECTED))
    return _told(snapshot, heard, standing)


def _told(snapshot: Snapshot, heard: Heard, standing: Standing) -> Listening:
    weighing = standing.weighing
    people = heard_people(snapshot, heard)
    if people is None:
        raise AssertionError(heard.key)
    by_method, raw = side_by_side(snapshot, heard, standing), standing.raw
    chosen = _chosen(people, weighing, by_method)
    return Listening(
        representation=represented(snapshot, heard),
        chosen=chosen,
        by_method=by_method,
        bounds=_around(standing, heard, _bounds(_speaking(people, chosen), heard, by_method.get(chosen.method, raw))),
        weights=factors_of(snapshot, heard),
        notes=(*standing.frame.known.notes, *(standing.frame.notes if weighing is None else weighing.notes)),
    )


def factors_of(snapshot: Snapshot, heard: Heard) -> pa.Table | None:
    """Return the weights of `Listening` alone, without the time that all else takes."""
    weighing = weigh(snapshot, heard)
    return None if weighing is None else _factors(weighing)


def _factors(weighing: Weighing) -> pa.Table:
    """Return the weights by identifier, on average 1 an answer."""
    rows = weighing.rows.append_column("party_id", weighing.rows["person"])
    mean = weighing.fitted.cells.w @ weighing.fitted.factor / weighing.fitted.cells.w.sum()
    table = party_map().join(rows, keys="party_id", join_type="inner")
    place = table.column_names.index("g")
    return table.set_column(place, "g", pc.divide(table["g"], float(mean))).drop_columns(["party_id", "d"])


def _chosen(people: People, weighing: Weighing | None, by_method: Mapping[Method, Estimate]) -> Chosen:
    """Return the default and why; what the weights themselves could not do is no default."""
    if weighing is None:
        return Chosen(Method.RAW, TOO_FEW)
    chosen = choose(people)
    if chosen.method in by_method:
        return chosen
    # Both lean on the same knowledge; the weights of the product are raked.
    return Chosen(Method.RAKED, choose(people.without_follow_up()).why)


def side_by_side(snapshot: Snapshot, heard: Heard, standing: Standing) -> dict[Method, Estimate]:
    """Return the figures of the quick methods: raw, by the customer database alone, by all that is known, two-phase."""
    found = {Method.RAW: standing.raw}
    frame, weighing = standing.frame, standing.weighing
    if weighing is None:
        return found
    demographic = weigh_by(frame, frame.known.x.only(frame.known.demographic), encounters=heard.encounters)
    if demographic is not None:
        found[Method.POST_STRATIFIED] = weighted_groups(snapshot, heard, WHOLE, demographic)[None]
    found[Method.RAKED] = weighted_groups(snapshot, heard, WHOLE, weighing)[None]
    later = two_phase_figure(snapshot, heard)
    if later is not None:
        found[Method.TWO_PHASE] = beside_first(later, standing.raw)
    return found


def _represent(frame: Frame, weighing: Weighing | None, heard: Heard) -> Representation:
    telling = Telling(
        confidence=heard.confidence,
        floor=heard.floor,
        sentences=frame.sentences,
        answered_means=_answered_means(heard),
    )
    if weighing is None:
        return represent(crowd_of(frame, frame.known.x), telling)
    found = represent(crowd_of(frame, frame.known.x), telling, crowd_of(frame, weighing.x))
    return replace(found, n_eff=weighing.fitted.n_eff, deff=weighing.fitted.deff_kish)


def _answered_means(heard: Heard) -> Text:
    if heard.encounters:
        return say(_("an encounter of which the customer answered this question"))
    return say(_("a customer who answered this question in the period, however often"))


def _speaking(people: People, chosen: Chosen) -> People:
    """Return those on whom the chosen figure leans: of a follow-up that few answered nothing is told anywhere."""
    return people if chosen.method == Method.TWO_PHASE else people.without_follow_up()


def _around(standing: Standing, heard: Heard, found: Bounds | None) -> Bounds | None:
    """Return the bounds; where answers of a few are in the raw figure alone, with the worst case around that figure.

    The middle of the worst case tells the mean of all who belong to everybody: beside the raw figure it would tell
    what the few others answered.
    """
    raw, frame = standing.raw.value, standing.frame
    if found is None or raw is None or not 0 < frame.outside < heard.floor:
        return found
    own = float(np.nansum(frame.score * frame.answered) / frame.answered.sum())
    asked = frame.count if frame.invited is None else np.maximum(frame.invited, frame.answered)
    moved = float(frame.answered.sum() / asked.sum()) * (raw - own)
    return replace(found, worst_low=found.worst_low + moved, worst_high=found.worst_high + moved)


def _bounds(people: People, heard: Heard, estimate: Estimate) -> Bounds | None:
    if heard.definition.statistic == "mean" and heard.definition.scale_min is None:
        return None
    try:
        return bounds(people, heard.definition, estimate)
    except KuuloError:
        # Nothing can be put around a figure that is none: what keeps it from being one is said beside the figure.
        return None
