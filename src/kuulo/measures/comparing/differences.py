"""The difference of two figures, its interval, and what could have been seen.

The interval is put together from the two figures' own intervals, so that it inherits their form (Newcombe's for shares
with Wilson's, Tango's for net scores, t for means) and is never of width zero:

    low = d − √(a₁² + b₂² − 2r·a₁b₂),  high = d + √(b₁² + a₂² − 2r·b₁a₂),  d = first − second

with a the distance of a figure to its lower and b to its upper end, and r their correlation. At other confidence levels
the distances are stretched as the normal quantiles are.

Sources: Newcombe (1998), Statistics in Medicine 17:873–890, method 10; Zou & Donner (2008), Statistics in Medicine
27:1693–1702; Zou (2007), Psychological Methods 12:399–413 for the correlation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.comparing.adjusting import two_sided
from kuulo.measures.definitions import DEFINITIONS
from kuulo.measures.intervals import Floats, z_quantile

POWER = 0.8  # "most likely seen" is four times of five

Label = object


class Tenths(float):
    """A number that reads with one decimal; the exact value is kept."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the number with one decimal."""
        return f"{float(self):.1f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What lies between two figures.

    Attributes:
        first: Label of the one.
        second: Label of the other.
        estimate: The difference first − second with its interval, in the unit of the measure.
        p: Chance of a difference as large where there is none, for this pair alone.
        adjusted: The same with all the pairs looked at paid for.
        seen: Whether a difference can be seen.
        smallest: The smallest difference that would have been seen four times of five.
    """

    first: Label
    second: Label
    estimate: Estimate
    p: float
    adjusted: float
    seen: bool
    smallest: float

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values, ready for JSON."""
        return {
            "first": self.first,
            "second": self.second,
            "estimate": self.estimate.to_dict(),
            "p": self.p,
            "adjusted": self.adjusted,
            "seen": self.seen,
            "smallest": self.smallest,
        }


@dataclass(frozen=True, slots=True)
class Gaps:
    """Differences of pairs of figures: values, and distances to their ends in one normal standard deviation."""

    value: Floats
    below: Floats
    above: Floats

    @property
    def z(self) -> Floats:
        """The differences over the distance of that end which looks towards zero."""
        towards = np.where(self.value > 0, self.below, self.above)
        return np.asarray(np.abs(self.value) / np.maximum(towards, 1e-12))


def comparable(estimate: Estimate) -> bool:
    """Whether a figure can be compared: it has a value and an interval."""
    return None not in (estimate.value, estimate.low, estimate.high)


def gaps(first: Floats, second: Floats, correlation: float = 0.0) -> Gaps:
    """Return the differences of figures.

    Args:
        first: Rows of value, distance below and distance above, in one standard deviation (see `distances`).
        second: The same of the other figures.
        correlation: Correlation of the two figures, where the same persons answered.
    """
    (v1, a1, b1), (v2, a2, b2) = first.T, second.T
    below = np.sqrt(np.maximum(a1**2 + b2**2 - 2 * correlation * a1 * b2, 0.0))
    above = np.sqrt(np.maximum(b1**2 + a2**2 - 2 * correlation * b1 * a2, 0.0))
    return Gaps(v1 - v2, below, above)


def distances(estimate: Estimate) -> tuple[float, float, float]:
    """Return value, and the distances to both ends as if the interval were one of a single standard deviation.

    An end that lies on the scale's own border is no distance at all: the other one, or the standard error, stands for
    it where it is larger.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return float("nan"), float("nan"), float("nan")
    z = z_quantile(estimate.confidence)
    below, above = (estimate.value - estimate.low) / z, (estimate.high - estimate.value) / z
    return estimate.value, below, above


def difference(
    first: Estimate,
    second: Estimate,
    *,
    labels: tuple[Label, Label] = ("first", "second"),
    covariance: float = 0.0,
    looks: int = 1,
) -> Contrast:
    """Return the difference of two figures of one definition: of two groups, or of now and before.

    Args:
        first: The one, or the later.
        second: The other, or the earlier.
        labels: What the two are called.
        covariance: Covariance of the two figures where persons answered in both; 0 where none did, or where that is
            not known (a difference that is called one then still is: shared persons make the error smaller).
        looks: How many differences are looked at together; interval and p-value pay for them (Bonferroni).

    Raises:
        DefinitionError: The figures have different definitions, or one of them has no interval.
    """
    check_alike(first, second)
    errors = (first.se or 0.0) * (second.se or 0.0)
    correlation = float(np.clip(covariance / errors, -1.0, 1.0)) if errors > 0 else 0.0
    found = gaps(np.array([distances(first)]), np.array([distances(second)]), correlation)
    confidence = first.confidence
    critical = z_quantile(1 - (1 - confidence) / looks)
    p = float(two_sided(found.z)[0])
    return contrast(
        (labels[0], first), (labels[1], second), found, 0, Pricing(critical, p, min(1.0, p * looks), "difference")
    )


@dataclass(frozen=True, slots=True)
class Pricing:
    """What the looks cost one difference: quantile, p-value alone and adjusted, and the method's name."""

    critical: float
    p: float
    adjusted: float
    method: str


def contrast(
    first: tuple[Label, Estimate], second: tuple[Label, Estimate], found: Gaps, place: int, pricing: Pricing
) -> Contrast:
    """Return one difference as a figure with everything needed to judge it."""
    one, other = first[1], second[1]
    value, below, above = (float(part[place]) for part in (found.value, found.below, found.above))
    spread = (below + above) / 2
    estimate = replace(
        one,
        value=value,
        low=value - pricing.critical * below,
        high=value + pricing.critical * above,
        se=spread,
        n=(one.n or 0) + (other.n or 0),
        n_eff=None if None in (one.n_eff, other.n_eff) else (one.n_eff or 0.0) + (other.n_eff or 0.0),
        deff=None,
        invited=None,
        answered=None,
        method=pricing.method,
        raw=None if one.raw is None or other.raw is None else one.raw - other.raw,
        notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
        trust=None,
    )
    return Contrast(
        first=first[0],
        second=second[0],
        estimate=estimate,
        p=pricing.p,
        adjusted=pricing.adjusted,
        seen=pricing.adjusted < 1 - one.confidence,
        smallest=(pricing.critical + z_quantile(2 * POWER - 1)) * spread,
    )


def check_alike(first: Estimate, second: Estimate) -> None:
    """Refuse to compare figures that do not measure the same, or that say nothing.

    Raises:
        DefinitionError: The figures have different definitions, or one of them has no interval.
    """
    if first.definition != second.definition:
        raise DefinitionError(
            _("{first} and {second} are different measures and are not compared."),
            _("Compare figures of one definition."),
            first=first.definition,
            second=second.definition,
        )
    if not (comparable(first) and comparable(second)):
        raise DefinitionError(
            _("A figure without an interval cannot be compared."), _("Choose groups with more answers.")
        )


def difference_words(found: Contrast, better: int) -> Text:
    """Return the sentence on a difference: which is better, or that none can be seen and what would have been."""
    amount, unit = in_words(found.estimate, found.smallest)
    if not found.seen:
        return say(
            _("No difference can be seen; one of {smallest} {unit} would most likely be seen."),
            smallest=amount,
            unit=unit,
        )
    ahead = (found.estimate.value or 0.0) * better > 0
    first, second = (found.first, found.second) if ahead else (found.second, found.first)
    return say(_("{first} is better than {second}, more than chance alone explains."), first=first, second=second)


def in_words(estimate: Estimate, amount: float) -> tuple[Tenths, Text]:
    """Return an amount of a figure's unit as it is said, and the unit."""
    known = DEFINITIONS.get(estimate.definition)
    statistic = known.statistic if known is not None else "mean"
    if statistic == "share":
        return Tenths(100 * amount), say(_("percentage points"))
    return Tenths(amount), say(_("points"))
