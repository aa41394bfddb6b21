"""Whether being first says anything: are those who were early with older things early with newer ones too; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kuulo.adopters.rules.finding import Item
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


def again_of(items: Sequence[Item], *, confidence: float, floor: int, data_version: str) -> Again | None:
    """Return how often the early are early again; None where too few things spread to tell.

    Things are parted in two by when they appeared. Of each customer who took up both older and newer ones the latest of
    either counts, so that whoever takes up many is not early for that, and each customer counts once.

    Args:
        items: New things that spread, oldest first.
        confidence: Level of the intervals.
        floor: Fewest customers a share may be of.
        data_version: Of the lake.
    """
    if len(items) < FEWEST_ITEMS:
        return None
    older, newer = items[: len(items) // 2], items[len(items) // 2 :]
    before, after = latest_of(older), latest_of(newer)
    both = before.keys() & after.keys()
    early = [after[party] for party in both if before[party]]
    others = [after[party] for party in both if not before[party]]

    def share(group: Sequence[bool]) -> Estimate:
        return _share(sum(group), len(group), confidence, floor, data_version)

    return Again(early=share(early), others=share(others))


def latest_of(items: Sequence[Item]) -> dict[int, bool]:
    """Return of each customer whether they were early with the latest of the things they took up."""
    return {party: party in item.early for item in items for party in item.takers}


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
