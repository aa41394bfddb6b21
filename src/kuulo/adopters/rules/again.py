"""Whether being first says anything: are those who were early with older things early with newer ones too; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kuulo.adopters.rules.finding import FirstUses, Item
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.intervals import wilson

FEWEST_ITEMS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Shares who were early with a newer thing: of those who were early with an older one, and of the others."""

    early: Estimate
    others: Estimate

    @property
    def tells(self) -> bool:
        """Return whether the intervals lie apart: being early once then says something about the next time."""
        low, high = self.early.low, self.others.high
        return low is not None and high is not None and low > high


def again_of(
    items: Sequence[Item], uses: FirstUses, *, confidence: float, floor: int, data_version: str
) -> Again | None:
    """Return how often the early are early again; None where too few things spread to tell.

    Things are parted in two by when they appeared; only customers who were there before the first of the newer ones are
    counted. More active customers are early more often, with older and with newer things: a part of the difference.

    Args:
        items: New things that spread, oldest first.
        uses: First uses, for who was there.
        confidence: Level of the intervals.
        floor: Fewest customers a share may be of.
        data_version: Of the lake.
    """
    if len(items) < FEWEST_ITEMS:
        return None
    older, newer = items[: len(items) // 2], items[len(items) // 2 :]
    there = {party for party, seen in uses.seen.items() if seen < older[0].appeared}
    before = {party for item in older for party in item.early} & there
    after = {party for item in newer for party in item.early} & there

    def share(group: Collection[int]) -> Estimate:
        return _share(len(after.intersection(group)), len(group), confidence, floor, data_version)

    return Again(early=share(before), others=share(there - before))


def _share(hits: int, of: int, confidence: float, floor: int, data_version: str) -> Estimate:
    """Return a share with its interval by Wilson; kept back under the floor."""
    value = hits / of if of else 0.0
    low, high = wilson(value, max(of, 1), confidence)
    figure = Estimate(
        measure="share",
        value=value,
        low=float(low),
        high=float(high),
        se=None,
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
    if of >= floor:
        return figure
    return figure.kept_back(say(_("Fewer than {floor} customers."), floor=floor))
