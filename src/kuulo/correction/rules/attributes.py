"""What is known of customers as levels: attributes, tenure, dealings before the window, the last earlier score; pure.

Levels are few and wide, so that weights stay near each other; what is lumped is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.correction import Categorical, Features
from kuulo.measures.definitions import Definition

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_LEVELS: Final = 12
OTHER: Final = "*other"
# Of free text the largest levels cover next to nothing.
LEAST_COVERED: Final = 0.5
YEAR_DAYS: Final = 365.25

TENURE, SEEN, ORDERS, VALUE, EARLIER, KIND, LANGUAGE, TOUCHPOINT = (
    "tenure",
    "seen",
    "orders",
    "value",
    "earlier",
    "kind",
    "language",
    "touchpoint",
)
TITLES: Final[Mapping[str, Text]] = {
    TENURE: say(_("customer for")),
    SEEN: say(_("last dealings before the period")),
    ORDERS: say(_("orders in the year before")),
    VALUE: say(_("purchases in the year before")),
    EARLIER: say(_("answer the time before")),
    KIND: say(_("kind of customer")),
    LANGUAGE: say(_("language")),
    TOUCHPOINT: say(_("touchpoint")),
}
BANDS: Final[Mapping[str, Mapping[str, Text]]] = {
    TENURE: {
        "under 1": say(_("under a year")),
        "1–3": say(_("one to three years")),
        "3–6": say(_("three to six years")),
        "over 6": say(_("more than six years")),
    },
    SEEN: {
        "never": say(_("none in the year before")),
        "month": say(_("in the month before")),
        "quarter": say(_("one to three months before")),
        "year": say(_("three months to a year before")),
    },
    ORDERS: {
        "none": say(_("none")),
        "one": say(_("one")),
        "few": say(_("two to four")),
        "many": say(_("five or more")),
    },
    VALUE: {
        "none": say(_("nothing")),
        "low": say(_("the lowest third")),
        "middle": say(_("the middle third")),
        "high": say(_("the highest third")),
    },
    EARLIER: {
        "none": say(_("no answer yet")),
        "low": say(_("dissatisfied")),
        "middle": say(_("in between")),
        "high": say(_("satisfied")),
    },
    KIND: {
        "person": say(_("persons")),
        "organisation": say(_("organisations")),
        "household": say(_("households")),
    },
}
SENTENCES: Final[Mapping[tuple[str, str], Text]] = {
    (TENURE, "under 1"): say(_("Answers of the newest customers are missing.")),
    (TENURE, "1–3"): say(_("Answers of those who have been customers for one to three years are missing.")),
    (TENURE, "3–6"): say(_("Answers of those who have been customers for three to six years are missing.")),
    (TENURE, "over 6"): say(_("Answers of the long-standing customers are missing.")),
    (SEEN, "never"): say(_("Answers of customers who had no dealings with the company lately are missing.")),
    (SEEN, "month"): say(_("Answers of those who dealt with the company just before are missing.")),
    (SEEN, "quarter"): say(_("Answers of those who dealt with the company some months before are missing.")),
    (SEEN, "year"): say(_("Answers of those who dealt with the company some months before are missing.")),
    (ORDERS, "none"): say(_("Answers of those who bought nothing in the year before are missing.")),
    (ORDERS, "one"): say(_("Answers of those who buy seldom are missing.")),
    (ORDERS, "few"): say(_("Answers of those who buy now and then are missing.")),
    (ORDERS, "many"): say(_("Answers of those who buy often are missing.")),
    (VALUE, "none"): say(_("Answers of those who bought nothing in the year before are missing.")),
    (VALUE, "low"): say(_("Answers of those who spend little are missing.")),
    (VALUE, "middle"): say(_("Answers of those who spend neither little nor much are missing.")),
    (VALUE, "high"): say(_("Answers of those who spend most are missing.")),
    (EARLIER, "none"): say(_("Answers of those who never answered before are missing.")),
    (EARLIER, "low"): say(_("Answers of those who were dissatisfied the time before are missing.")),
    (EARLIER, "middle"): say(_("Answers of those who were neither satisfied nor dissatisfied before are missing.")),
    (EARLIER, "high"): say(_("Answers of those who were satisfied the time before are missing.")),
    (KIND, "person"): say(_("Answers of persons are missing.")),
    (KIND, "organisation"): say(_("Answers of organisations are missing.")),
    (KIND, "household"): say(_("Answers of households are missing.")),
    (LANGUAGE, "fi"): say(_("Answers of the Finnish-speaking customers are missing.")),
    (LANGUAGE, "sv"): say(_("Answers of the Swedish-speaking customers are missing.")),
    (LANGUAGE, "en"): say(_("Answers of the English-speaking customers are missing.")),
}
OTHER_LEVELS: Final = say(_("other levels together"))
_TENURE_YEARS: Final = (1.0, 3.0, 6.0)
_SEEN_DAYS: Final = (30.0, 91.0, 366.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the persons (or encounters) of a frame, one row each.

    Attributes:
        x: Everything, as levels.
        demographic: Names of what comes from the customer database alone.
        titles: What the attributes are called.
        labels: What their levels are called, where not by their own name.
        notes: What was lumped or left out.
    """

    x: Features
    demographic: tuple[str, ...]
    titles: Mapping[str, Text] = field(default_factory=lambda: dict(TITLES))
    labels: Mapping[str, Mapping[str, Text]] = field(default_factory=lambda: dict(BANDS))
    notes: tuple[Text, ...] = ()

    def take(self, rows: NDArray[Any]) -> Known:
        """Return what is known of these rows."""
        return replace(self, x=self.x.take(rows))

    def joined(self, name: str, held: Categorical, labels: Mapping[str, Text] | None = None) -> Known:
        """Return the same with one attribute more."""
        return replace(
            self,
            x=Features({**self.x.categorical, name: held}, self.x.numeric),
            labels={**self.labels, **({name: labels} if labels else {})},
        )


def known_of(people: pa.Table, at: datetime | None) -> Known:
    """Return what the customer database says of each row: kind, language, tenure and attributes.

    Args:
        people: ``customers.queries.customers_on``.
        at: The moment tenure is counted to.
    """
    found: dict[str, Categorical] = {}
    notes: list[Text] = []
    own = {"kind": KIND, "language": LANGUAGE}
    for column in people.column_names:
        if column in {"party_id", "since"}:
            continue
        name = own.get(column) or _attribute_name(column)
        held, lumped = levels_of(people[column])
        if held is None:
            notes.append(say(_("“{attribute}” has too many different values to be used."), attribute=name))
            continue
        if lumped:
            notes.append(say(_("Small levels of “{attribute}” taken together: {count}."), count=lumped, attribute=name))
        if len(held.levels) + int((held.codes < 0).any()) > 1:
            found[name] = held
    tenure = tenure_of(people["since"], at) if at is not None else None
    if tenure is not None:
        found[TENURE] = tenure
    labels = dict(BANDS) | {name: {OTHER: OTHER_LEVELS} for name in found if name not in BANDS}
    return Known(x=Features(found), demographic=tuple(found), labels=labels, notes=tuple(notes))


def _attribute_name(column: str) -> str:
    name = column.partition(": ")[2]
    return f"{name} (attribute)" if name in TITLES else name


def levels_of(column: Any) -> tuple[Categorical | None, int]:
    """Return a text column as at most `MOST_LEVELS` levels, and how many were lumped into one; empty is missing.

    ``None`` where the largest levels cover less than half of those who have one: that is free text.
    """
    encoded = pc.dictionary_encode(pa.chunked_array([column]) if isinstance(column, pa.Array) else column)
    whole = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], pa.string()).dictionary_encode()
    names = [str(name) for name in whole.dictionary.to_pylist()]
    codes = np.asarray(pc.fill_null(whole.indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    counts[[place for place, name in enumerate(names) if not name]] = 0
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] > 0]
    kept = order if len(order) <= MOST_LEVELS else order[: MOST_LEVELS - 1]
    if len(kept) < len(order) and counts[kept].sum() < LEAST_COVERED * counts.sum():
        return None, 0
    levels = sorted(names[place] for place in kept)
    new = np.full(len(names) + 1, -1, dtype=np.int64)
    for place in order[len(kept) :]:
        new[place] = len(levels)
    for place in kept:
        new[place] = levels.index(names[place])
    lumped = len(order) - len(kept)
    return Categorical(new[codes], tuple([*levels, OTHER] if lumped else levels)), lumped


def tenure_of(since: Any, at: datetime) -> Categorical | None:
    """Return how long each has been a customer; ``None`` where nobody knows."""
    days = np.asarray(since.to_numpy(zero_copy_only=False), dtype="datetime64[D]")
    if np.isnat(days).all():
        return None
    years = (np.datetime64(at.date()) - days).astype(float) / YEAR_DAYS
    codes = np.searchsorted(_TENURE_YEARS, years, side="right")
    return Categorical(np.where(np.isnat(days), -1, codes).astype(np.int64), tuple(BANDS[TENURE]))


def seen_of(days: Floats) -> Categorical:
    """Return when each last had dealings, from days before the window; not a number where it had none."""
    codes = 1 + np.searchsorted(_SEEN_DAYS[:2], np.nan_to_num(days, nan=0.0), side="left")
    never = np.isnan(days) | (days > _SEEN_DAYS[2])
    return Categorical(np.where(never, 0, codes).astype(np.int64), tuple(BANDS[SEEN]))


def orders_of(orders: Floats) -> Categorical:
    """Return how many orders each made."""
    return Categorical(np.searchsorted((0.5, 1.5, 4.5), orders).astype(np.int64), tuple(BANDS[ORDERS]))


def value_of(value: Floats) -> Categorical:
    """Return for how much each bought: nothing, or which third of those who bought."""
    bought = value[value > 0]
    edges = np.quantile(bought, (1 / 3, 2 / 3)) if len(bought) else np.zeros(2)
    codes = np.where(value > 0, 1 + np.searchsorted(edges, value, side="left"), 0)
    return Categorical(codes.astype(np.int64), tuple(BANDS[VALUE]))


def earlier_of(score: Floats, definition: Definition) -> Categorical:
    """Return the last earlier score in three bands: those of the definition, or thirds of the scale; or none."""
    low, high = _cuts(score, definition)
    with np.errstate(invalid="ignore"):
        codes = np.where(score >= high, 3, np.where(score <= low, 1, 2))
    codes = np.where(np.isnan(score), 0, codes)
    return Categorical(codes.astype(np.int64), tuple(BANDS[EARLIER]))


def _cuts(score: Floats, definition: Definition) -> tuple[float, float]:
    """Return up to which score somebody was dissatisfied, and from which on satisfied, if higher is better."""
    if definition.favourable and definition.unfavourable:
        return definition.unfavourable[1], definition.favourable[0]
    if definition.scale_min is not None and definition.scale_max is not None:
        span = definition.scale_max - definition.scale_min
        return definition.scale_min + span / 3, definition.scale_max - span / 4
    known = score[~np.isnan(score)]
    return tuple(np.quantile(known, (1 / 3, 2 / 3))) if len(known) else (0.0, 0.0)
