"""Who has never been heard, and what they are like."""

from __future__ import annotations

from typing import Final

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from kuulo.base.estimate import Estimate
from kuulo.correction.models import Asking
from kuulo.correction.queries.answers import KNOWN
from kuulo.correction.queries.behaviour import acts_before, looked_up
from kuulo.correction.queries.ledger import WHOLE, ledger_version
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.rules.askings import AskingOutcome
from kuulo.correction.rules.attributes import ORDERS, SEEN, VALUE, Known, known_of, orders_of, seen_of, value_of
from kuulo.correction.rules.hearing import NeverHeard, SilentShare, SilentShares
from kuulo.customers.queries import customers_on, party_map
from kuulo.lake.queries import Snapshot
from kuulo.measures.intervals import wilson
from kuulo.measures.representativeness import Crowd, Difference, cell_numbers, counted, differences

Codes = NDArray[np.int64]
HEARD_SQL: Final = f"""
    SELECT k.party_id AS person, bool_or(signals.state = 'answered') AS heard
    FROM signals JOIN {KNOWN} k ON signals.party = k.party
    WHERE signals.kind IN ('answer', 'comment') GROUP BY k.party_id
"""  # noqa: S608 -- names of our own


def never_heard(snapshot: Snapshot, *, key: str, floor: int, confidence: float) -> NeverHeard:
    """Return how many customers never answered anything, and how they differ from all customers.

    Args:
        snapshot: The version of the lake.
        key: Key of the reading; what is returned is kept under it.
        floor: Fewest persons anything is said about.
        confidence: Confidence level of intervals, 0–1.
    """
    kept = ("never heard", key, ledger_version(), floor, confidence)
    return MEMORY.of(kept, lambda: _never_heard(snapshot, floor, confidence))


def _never_heard(snapshot: Snapshot, floor: int, confidence: float) -> NeverHeard:
    people = customers_on(None)
    person = np.asarray(people["party_id"].to_numpy(), dtype=np.int64)
    asked, heard = _asked_and_heard(snapshot)
    silent = ~np.isin(person, heard)
    count, of = int(silent.sum()), len(person)
    if not count > 0 or count < floor or 0 < of - count < floor:
        # Of so few nothing is said, and of all there is nothing to compare with.
        return NeverHeard(count=count, of=of, asked=0, share=None, differences=(), by_attribute=())
    known = _known(snapshot, person)
    cells, first = cell_numbers(known.x, of)
    crowd = Crowd(
        x=known.x.take(first),
        frame=np.bincount(cells).astype(float),
        answered=counted(cells, silent.astype(float), len(first)),
        titles=known.titles,
        labels=known.labels,
    )
    levels, wholes, _pooled = differences(crowd, floor)
    return NeverHeard(
        count=count,
        of=of,
        asked=int((silent & np.isin(person, asked)).sum()),
        share=share_of(count, of, confidence, snapshot.data_version),
        differences=levels,
        by_attribute=_by_attribute(wholes, levels, of, confidence, snapshot.data_version),
    )


def _known(snapshot: Snapshot, person: Codes) -> Known:
    people = customers_on(None)
    now = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    known = known_of(people, now)
    acts = acts_before(snapshot, now)
    if len(acts.person):
        orders, value = (looked_up(acts.person, each, person, 0.0) for each in (acts.orders, acts.value))
        known = known.joined(SEEN, seen_of(looked_up(acts.person, acts.days, person, np.nan)))
        if orders.any():
            known = known.joined(ORDERS, orders_of(orders)).joined(VALUE, value_of(value))
    return known


def _asked_and_heard(snapshot: Snapshot) -> tuple[Codes, Codes]:
    """Return the numbers of those who were ever asked, and of those who ever answered."""
    found = snapshot.run(HEARD_SQL, {KNOWN: party_map()})
    person = np.asarray(found["person"].to_numpy(), dtype=np.int64)
    heard = np.asarray(found["heard"].to_numpy(zero_copy_only=False), dtype=bool)
    noted = Asking.objects.exclude(party=None).annotate(of_whole=WHOLE)
    invited = np.array(list(noted.values_list("of_whole", flat=True).distinct()), dtype=np.int64)
    answered = noted.filter(outcome=AskingOutcome.ANSWERED).values_list("of_whole", flat=True).distinct()
    return np.concatenate([person, invited]), np.concatenate([person[heard], np.array(list(answered), dtype=np.int64)])


def _by_attribute(
    overall: tuple[Difference, ...],
    levels: tuple[Difference, ...],
    of: int,
    confidence: float,
    data_version: str,
) -> tuple[SilentShares, ...]:
    found = []
    for whole in overall:
        own = [one for one in levels if one.variable == whole.variable and one.level is not None]
        shares = [
            SilentShare(
                level=one.level or "",
                label=one.label or one.title,
                persons=round(one.frame * of),
                estimate=share_of(one.n, round(one.frame * of), confidence, data_version),
            )
            for one in own
        ]
        ordered = sorted(shares, key=lambda one: -(one.estimate.value or 0.0))
        found.append(SilentShares(variable=whole.variable, title=whole.title, shares=tuple(ordered)))
    return tuple(found)


def share_of(count: int, of: int, confidence: float, data_version: str) -> Estimate:
    """Return a share of persons as an estimate, with Wilson's interval."""
    share = count / of
    low, high = wilson(np.array([share]), np.array([float(of)]), confidence)
    return Estimate(
        measure="share",
        value=share,
        low=float(low[0]),
        high=float(high[0]),
        se=float(np.sqrt(share * (1 - share) / of)),
        confidence=confidence,
        n=of,
        n_eff=float(of),
        deff=1.0,
        invited=None,
        answered=None,
        method="wilson",
        definition="share@1",
        data_version=data_version,
    )
