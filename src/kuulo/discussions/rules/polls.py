"""Results of a poll: how large a share took each option, with its interval, never of too few; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.intervals import wilson

OPTION_SHARE: Final = "share_of_votes@1"
WROTE_SHARE: Final = "share_who_wrote@1"
WITHHELD: Final = _("Withheld to protect persons: fewer than {floor} took part.")
TRUST: Final = say(
    _("Holds for those who took part in the discussion; they were not drawn to stand for all customers.")
)


def share_of(definition: str, yes: int, n: int, *, asked: int, floor: int, confidence: float) -> Estimate:
    """Return a share of participants with Wilson's interval; withheld where fewer than ``floor`` took part.

    Args:
        definition: ``OPTION_SHARE`` or ``WROTE_SHARE``.
        yes: How many did.
        n: Of how many.
        asked: How many could have.
        floor: Fewest persons a figure may be about.
        confidence: Level of the interval, 0–1.
    """
    share = yes / n if n else 0.0
    low, high = wilson(share, max(n, 1), confidence)
    found = Estimate(
        measure="share",
        value=share,
        low=float(low),
        high=float(high),
        se=(share * (1 - share) / max(n, 1)) ** 0.5,
        confidence=confidence,
        n=n,
        n_eff=float(n),
        deff=None,
        invited=asked,
        answered=n,
        method="wilson",
        definition=definition,
        trust=TRUST,
    )
    return found if n >= floor else found.kept_back(say(WITHHELD, floor=floor))


def results_of(
    votes: Sequence[Sequence[int]], *, options: int, asked: int, floor: int, confidence: float
) -> tuple[Estimate, ...]:
    """Return the share of voters that took each option, in the order of the options."""
    return tuple(
        share_of(
            OPTION_SHARE,
            sum(place in vote for vote in votes),
            len(votes),
            asked=asked,
            floor=floor,
            confidence=confidence,
        )
        for place in range(options)
    )
