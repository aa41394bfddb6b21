"""What a check proposes: the expected change beside the interval of the observed one; pure.

Turned so that the expected change e is above zero, with [low, high] the interval of the observed change:

    low > 0   and high ≥ e   held: it moved the expected way, and as much as expected is not ruled out
    low > 0   and high < e   held in part: it moved the expected way, but by less than expected
    low ≤ 0   and high < e   failed: as much as expected is ruled out, and no movement the expected way can be seen
    low ≤ 0   and high ≥ e   cannot be told: both nothing and the expected change are compatible with the answers

Every interval falls under exactly one of the four. A person confirms, or says otherwise and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, sqrt
from types import MappingProxyType
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.comparing import difference
from kuulo.measures.comparing.differences import comparable
from kuulo.measures.intervals import z_quantile

METHOD: Final = "difference"
METHOD_BESIDE: Final = "difference of differences"


class Proposal(StrEnum):
    """What the computed check proposes."""

    HELD = "held"
    PARTLY = "partly"
    FAILED = "failed"
    CANNOT_TELL = "cannot_tell"


PROPOSAL_WORDS: Final[Mapping[Proposal, Text]] = MappingProxyType(
    {
        Proposal.HELD: say(_("Held")),
        Proposal.PARTLY: say(_("Held in part")),
        Proposal.FAILED: say(_("Failed")),
        Proposal.CANNOT_TELL: say(_("Cannot be told")),
    }
)
PROPOSAL_SENTENCES: Final[Mapping[Proposal, Text]] = MappingProxyType(
    {
        Proposal.HELD: say(
            _("The figure moved the expected way, and a change as large as expected agrees with the answers.")
        ),
        Proposal.PARTLY: say(_("The figure moved the expected way, but by less than expected.")),
        Proposal.FAILED: say(
            _("A change as large as expected is ruled out, and no movement the expected way can be seen.")
        ),
        Proposal.CANNOT_TELL: say(
            _("The answers agree with no change at all as well as with the expected one: it cannot be told.")
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The four figures behind a check; those compared with are ``None`` where nobody is."""

    before: Estimate
    after: Estimate
    beside_before: Estimate | None = None
    beside_after: Estimate | None = None

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """All there are."""
        found = (self.before, self.after, self.beside_before, self.beside_after)
        return tuple(one for one in found if one is not None)


def propose(expected: float, observed: Estimate | None) -> Proposal:
    """Return what the interval of an observed change says of the expected one.

    Args:
        expected: Expected change in the measure's unit, other than 0.
        observed: Observed change; ``None``, or one without an interval, tells nothing.
    """
    if observed is None or observed.low is None or observed.high is None:
        return Proposal.CANNOT_TELL
    if not (isfinite(observed.low) and isfinite(observed.high)):
        return Proposal.CANNOT_TELL
    low, high = (observed.low, observed.high) if expected > 0 else (-observed.high, -observed.low)
    reached = high >= abs(expected)
    if low > 0:
        return Proposal.HELD if reached else Proposal.PARTLY
    return Proposal.CANNOT_TELL if reached else Proposal.FAILED


def observed_change(sides: Sides) -> Estimate | None:
    """Return the change after less before, less the change of those compared with; ``None`` where one has no interval.

    The interval of a difference of two differences is put together as that of one difference is (Zou & Donner 2008):
    distances to the ends add in quadrature, the upper of the one with the lower of the other. Persons who answered
    before and after make the true error a little smaller, so what is called a change is one.
    """
    if not all(comparable(one) for one in sides.estimates):
        return None
    own = difference(sides.after, sides.before, labels=("after", "before")).estimate
    if sides.beside_before is None or sides.beside_after is None:
        return own
    other = difference(sides.beside_after, sides.beside_before, labels=("after", "before")).estimate
    return _difference_of(own, other)


def _difference_of(own: Estimate, other: Estimate) -> Estimate:
    value, below, above = _ends(own)
    value2, below2, above2 = _ends(other)
    low, high = sqrt(below**2 + above2**2), sqrt(above**2 + below2**2)
    effect = value - value2
    spread = (low + high) / 2 / z_quantile(own.confidence)
    return Estimate(
        measure=own.measure,
        value=effect,
        low=effect - low,
        high=effect + high,
        se=spread,
        confidence=own.confidence,
        n=(own.n or 0) + (other.n or 0),
        n_eff=(own.n_eff or 0.0) + (other.n_eff or 0.0),
        deff=None,
        invited=None,
        answered=None,
        method=METHOD_BESIDE,
        definition=own.definition,
        data_version=own.data_version,
        notes=tuple(dict.fromkeys((*own.notes, *other.notes))),
        raw=None if own.raw is None or other.raw is None else own.raw - other.raw,
    )


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    value, low, high = estimate.value or 0.0, estimate.low or 0.0, estimate.high or 0.0
    return value, value - low, high - value
