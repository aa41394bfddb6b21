"""What a reader asks for, and how it is written in an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.figures.rules.dimensions import Dimension, parse_dimension
from kuulo.figures.rules.periods import Period

OWN_KEYS = ("measure", "question", "by", "period", "from", "to")
MOST_FILTERS = 12
MOST_VALUES = 40
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """Only answers whose dimension has one of the values."""

    dimension: Dimension
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One question put to the store of answers.

    Attributes:
        definition: Named measure, such as ``nps@1``; empty lets the data choose.
        question: Stable key of one question; empty takes every question that feeds the measure.
        period: Which time.
        by: What to split by; ``None`` for one figure of everything.
        filters: What to keep, in the order of their addresses; each dimension at most once.
    """

    definition: str = ""
    question: str = ""
    period: Period = field(default_factory=Period)
    by: Dimension | None = None
    filters: tuple[Filter, ...] = ()

    def to_params(self) -> list[tuple[str, str]]:
        """Return the selection as the parameters of an address, in a fixed order."""
        own = (
            ("measure", self.definition),
            ("question", self.question),
            ("by", self.by.key if self.by else ""),
            ("period", self.period.kind),
            ("from", self.period.first),
            ("to", self.period.last),
        )
        kept = [(one.dimension.key, value) for one in self.filters for value in one.values]
        return [(key, value) for key, value in own if value] + kept

    def values_of(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the values a dimension is filtered by; none when it is not."""
        return next((one.values for one in self.filters if one.dimension == dimension), ())

    def without(self, dimension: Dimension) -> Selection:
        """Return the selection without the filter on a dimension."""
        return replace(self, filters=tuple(one for one in self.filters if one.dimension != dimension))

    @property
    def uses_words(self) -> bool:
        """Whether it is narrowed or split by the words that came with answers."""
        used = [one.dimension for one in self.filters] + ([self.by] if self.by else [])
        return any(one.is_of_words for one in used)

    def split_by(self, dimension: Dimension | None) -> Selection:
        """Return the selection split by another dimension."""
        return replace(self, by=dimension)


def parse_selection(params: Mapping[str, Sequence[str]]) -> Selection:
    """Return the selection an address asks for; what is empty is taken as not asked for.

    Raises:
        InputError: A key, a period or a length that no page of Kuulo writes; a misspelt filter must not widen a figure.
    """
    period = _parse_period(_one(params, "period"), _one(params, "from"), _one(params, "to"))
    by = _one(params, "by")
    return Selection(
        definition=_one(params, "measure"),
        question=_one(params, "question"),
        period=period,
        by=parse_dimension(by) if by else None,
        filters=make_filters((key, values) for key, values in params.items() if key not in OWN_KEYS),
    )


def make_filters(wanted: Iterable[tuple[str, Sequence[str]]]) -> tuple[Filter, ...]:
    """Return filters in their fixed order, values sorted and without repeats; empty values fall away.

    Raises:
        InputError: There are too many, or one filters by a time (periods do that) or by what no figure has.
    """
    found = []
    for key, values in wanted:
        dimension = parse_dimension(key)
        kept = tuple(sorted({value for value in values if value}))
        if dimension.is_time or len(kept) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in kept):
            raise InputError(
                _("The filter on “{key}” cannot be used."),
                _("Choose a time by its period; give at most {most} values of at most {longest} characters each."),
                key=key,
                most=MOST_VALUES,
                longest=LONGEST_VALUE,
            )
        if kept:
            found.append(Filter(dimension, kept))
    if len(found) > MOST_FILTERS:
        raise InputError(
            _("The address holds {count} filters."), _("Use at most {most}."), count=len(found), most=MOST_FILTERS
        )
    return tuple(sorted(found))


def _one(params: Mapping[str, Sequence[str]], key: str) -> str:
    """Return the last value of a key, as a browser's form would mean it."""
    values = params.get(key, ())
    value = values[-1] if values else ""
    if len(value) > LONGEST_VALUE:
        raise InputError(
            _("“{key}” in the address is longer than {longest} characters."), key=key, longest=LONGEST_VALUE
        )
    return value


def _parse_period(kind: str, first: str, last: str) -> Period:
    """Return the period; months count only where months were chosen, since the form always sends them."""
    return Period(kind, first, last) if kind == "months" else Period(kind)
