"""What is listened to, and what is known of those who did not answer; what crosses to the rooms that show figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.measures.correction import Bounds, Chosen, Method
from kuulo.measures.definitions import Definition
from kuulo.measures.representativeness import Difference, Representation


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Which answers are listened to: a scope without its filters and splits, which are domains of it.

    Attributes:
        key: Key of the reading: differs whenever any answer, customer or decision does.
        definition: The measure.
        recorded: Definitions under which its answers were recorded.
        sources: Sources the answers came through; empty for all.
        question: The one question meant; empty for all that feed the measure.
        start: Moment from which answers count; ``None`` from the beginning.
        end: Moment before which they count; ``None`` to the newest.
        floor: Fewest persons anything may be said about.
        confidence: Confidence level of intervals, 0–1.
        encounters: Whether the answers are about encounters: those asked are then everybody. Otherwise everybody is
            who was a customer at the end.
        is_newest: Whether nobody was heard at first after the end. The silent are asked again when a round is over:
            what they said since then belongs here too.
    """

    key: str
    definition: Definition
    recorded: tuple[str, ...]
    sources: tuple[str, ...] = ()
    question: str = ""
    start: datetime | None = None
    end: datetime | None = None
    floor: int = 5
    confidence: float = 0.95
    encounters: bool = False
    is_newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What is known of those behind a figure.

    Attributes:
        representation: How far the answerers resemble everybody; ``None`` where nobody knows who everybody is.
        chosen: The method of the figure of the whole, and why.
        by_method: Figures of the whole side by side: raw, demographic only (post-stratified), full (raked), and
            two-phase where there is a follow-up.
        bounds: How far the silent could move the figure; ``None`` where nobody knows who was silent.
        weights: One row an identifier (and touchpoint, of encounters): ``party``, ``touchpoint``, ``person``, ``cell``,
            ``g``; ``None`` where nothing is corrected.
        notes: What was pooled, left out or could not be done.
    """

    representation: Representation | None
    chosen: Chosen
    by_method: Mapping[Method, Estimate]
    bounds: Bounds | None = None
    weights: pa.Table | None = field(default=None, repr=False, compare=False)
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentShare:
    """How many of one level of an attribute were never heard; levels under the floor are told together."""

    level: str
    label: Text
    persons: int
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentShares:
    """One attribute and its levels, those never heard most first."""

    variable: str
    title: Text
    shares: tuple[SilentShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverHeard:
    """Customers who never answered anything.

    Attributes:
        count: How many.
        of: Of how many customers.
        asked: How many of them were asked at least once, as far as anybody noted it.
        share: Their share, with interval: customers come and go as by chance.
        differences: How they differ from everybody, the largest difference first (``answerers`` are those never heard).
        by_attribute: The share of each level of each attribute, the attribute that tells most first.
    """

    count: int
    of: int
    asked: int
    share: Estimate | None
    differences: tuple[Difference, ...]
    by_attribute: tuple[SilentShares, ...]
