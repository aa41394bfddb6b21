"""How many customers need an idea, and what they bring in a year, each with its interval; pure.

Size is those who are known to need it, and of the others the share that was found among those heard. The interval is
Wilson's of that share among the others, with n(N − n)/N for its number: so its variance is that of a total of N people
of whom n are heard (Cochran 1977, Sampling Techniques, section 3.4), and nothing is unsure where all are heard.

Value is size times what one of them brought in a year. The interval of a product of two figures that were found
independently is MOVER’s on the logarithmic scale: log of each, half-widths added in quadrature on either side (Zou &
Donner 2008, Statistics in Medicine 27, 1693–1702).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.growth.heavy import Mean
from kuulo.measures.intervals import wilson

SIZE: Final = "customers_in_need@1"
VALUE: Final = "revenue_in_need@1"
PRODUCT: Final = "product"
COUNTED: Final = "counted"
FEWEST_FOR_MEAN: Final = 8
WITHHELD: Final = _("Withheld to protect persons: fewer than {floor}.")


class Known(StrEnum):
    """How it is known which of the people need the idea."""

    ALL = "all"
    SAID = "said"
    """Their comments carry a theme, a code or a call."""
    SCORED = "scored"
    """Their last answer to a measure lies in a range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Who needs an idea.

    Attributes:
        segment: Slug of the segment of those who could; empty for all customers.
        known: How it is known which of them do.
        words: ``theme:<key>``, ``code:<book>/<key>`` or ``call:<key>``, where it is known by what they said.
        measure: Definition of the measure, where it is known by an answer.
        low, high: The range of the answer.
    """

    segment: str = ""
    known: Known = Known.ALL
    words: str = ""
    measure: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What was counted for a need.

    Attributes:
        people: How many people there are in the segment.
        heard: Of how many it is known whether they need it.
        needing: How many of those do.
        spent: What one who needs it brought in the last year; None where purchases are not known.
        of_all: Whether ``spent`` is of everybody in the segment, because too few of those who need it are known.
    """

    people: int
    heard: int
    needing: int
    spent: Mean | None
    of_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What all figures share: confidence, the floor of persons, the version of the data."""

    confidence: float
    floor: int
    data_version: str


def check_need(need: Need) -> Need:
    """Return a need whose parts fit each other; what does not belong to its way of knowing is dropped.

    Raises:
        InputError: It is not said by which words or which answers it is known.
    """
    if need.known is Known.SAID:
        if need.words.partition(":")[0] not in {"theme", "code", "call"} or not need.words.partition(":")[2]:
            raise InputError(_("It is not said which comments tell of the need."), _("Choose a theme, code or call."))
        return replace(need, measure="", low=None, high=None)
    if need.known is Known.SCORED:
        if not need.measure or need.low is None or need.high is None or need.low > need.high:
            raise InputError(
                _("It is not said which answers tell of the need."),
                _("Choose a measure, and from which answer to which."),
            )
        return replace(need, words="")
    return Need(segment=need.segment)


def size_of(reach: Reach, known: Known, terms: Terms) -> Estimate:
    """Return how many people need the idea, with its interval; see above."""
    if reach.people < terms.floor or (known is not Known.ALL and reach.heard < terms.floor):
        return _withheld(SIZE, terms)
    if known is Known.ALL:
        value = float(reach.people)
        return _figure(SIZE, (value, value, value), reach.people, COUNTED, terms, trust=say(TRUST[known]))
    share, rest = reach.needing / reach.heard, reach.people - reach.heard
    low, high = wilson(share, max(reach.heard * rest / reach.people, 1.0), terms.confidence)
    bounds = (reach.people * share, reach.needing + rest * float(low), reach.needing + rest * float(high))
    found = _figure(SIZE, bounds, reach.heard, "wilson", terms, trust=say(TRUST[known]))
    return replace(found, invited=reach.people, answered=reach.heard)


def value_of(size: Estimate, reach: Reach, terms: Terms) -> Estimate:
    """Return what those who need the idea brought in the last year, together."""
    if size.value is None or size.low is None or size.high is None:
        return _withheld(VALUE, terms)
    spent = reach.spent
    if spent is None or spent.n < max(FEWEST_FOR_MEAN, terms.floor):
        return _none(VALUE, say(_("Purchases are known of too few of them.")), spent.n if spent else 0, terms)
    bounds = product((size.value, size.low, size.high), (spent.value, max(spent.low, 0.0), spent.high))
    notes = (say(_("What one brings is the mean of everybody in the segment.")),) if reach.of_all else ()
    return _figure(VALUE, bounds, spent.n, PRODUCT, terms, trust=size.trust, notes=notes)


def product(first: tuple[float, float, float], second: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return value, low and high of the product of two independent figures that are not negative."""
    value = first[0] * second[0]
    if value <= 0:
        return value, 0.0, first[2] * second[2]
    lower = math.hypot(_apart(first[0], first[1]), _apart(second[0], second[1]))
    upper = math.hypot(_apart(first[2], first[0]), _apart(second[2], second[0]))
    return value, value * math.exp(-lower), value * math.exp(upper)


def _apart(more: float, less: float) -> float:
    """Return how far two ends are apart on the logarithmic scale; infinitely where one is nothing."""
    return math.log(more / less) if less > 0 and more > 0 else math.inf


def _figure(  # noqa: PLR0913 -- the parts of a figure
    definition: str,
    bounds: tuple[float, float, float],
    n: int,
    method: str,
    terms: Terms,
    *,
    trust: Text | None,
    notes: tuple[Text, ...] = (),
) -> Estimate:
    value, low, high = bounds
    return Estimate(
        measure=definition.partition("@")[0],
        value=value,
        low=low,
        high=high,
        se=None,
        confidence=terms.confidence,
        n=n,
        n_eff=float(n),
        deff=None,
        invited=None,
        answered=None,
        method=method,
        definition=definition,
        data_version=terms.data_version,
        notes=notes,
        trust=trust,
    )


def _none(definition: str, note: Text, n: int, terms: Terms) -> Estimate:
    found = _figure(definition, (0.0, 0.0, 0.0), n, "none", terms, trust=None, notes=(note,))
    return replace(found, value=None, low=None, high=None, n_eff=None)


def _withheld(definition: str, terms: Terms) -> Estimate:
    note = say(WITHHELD, floor=terms.floor)
    return _figure(definition, (0.0, 0.0, 0.0), 0, "none", terms, trust=None).kept_back(note)


TRUST: Final = {
    Known.ALL: _("Everybody in the segment is counted; whether each of them needs it was not asked."),
    Known.SAID: _("Reckoned from those who wrote under their own name; the others may need it more or less."),
    Known.SCORED: _("Reckoned from those who answered under their own name; the others may need it more or less."),
}
