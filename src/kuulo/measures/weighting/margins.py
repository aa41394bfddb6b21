"""What weights are to meet: margins (known counts or shares of the population) and totals of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

Level = tuple[object, ...]

_ROUNDED = 0.011  # shares that were rounded before they were added up: 33 + 33 + 33 percent
_SAME = 1e-9


@dataclass(frozen=True, slots=True, init=False)
class Margin:
    """How the population spreads over one column, or over several crossed.

    Attributes:
        columns: One column, or several that are crossed; none for the size of the population alone.
        targets: How many there are on each level; the key holds one value a column. Counts, or shares that add up
            to 1. A single column and plain keys are taken too: ``Margin("region", {"north": 120, "south": 80})``.

    Raises:
        DefinitionError: A target is negative or no number, or its key does not fit the columns.
    """

    columns: tuple[str, ...]
    targets: Mapping[Level, float] = field(hash=False)

    def __init__(self, columns: str | Sequence[str], targets: Mapping[Any, float]) -> None:
        named = (columns,) if isinstance(columns, str) else tuple(columns)
        keyed = {key if isinstance(key, tuple) else (key,): float(value) for key, value in targets.items()}
        object.__setattr__(self, "columns", named)
        object.__setattr__(self, "targets", keyed)
        if not keyed or not any(keyed.values()):
            raise DefinitionError(_("The margin of {name} has no targets."), _GIVE, name=self.name)
        for level, target in keyed.items():
            if len(level) != len(named) or not isfinite(target) or target < 0:
                raise DefinitionError(
                    _("The target {target} of {level} is no target of {name}."),
                    _("Give each level one value a column, and a count or share of 0 or more."),
                    target=target,
                    level=level_name(named, level),
                    name=self.name,
                )

    @property
    def name(self) -> str:
        """What messages call the margin: its columns."""
        return " × ".join(self.columns) or "·"

    @property
    def total(self) -> float:
        """Sum of the targets."""
        return sum(self.targets.values())

    @property
    def in_shares(self) -> bool:
        """Whether the targets are shares of the whole."""
        return abs(self.total - 1) <= _ROUNDED


_GIVE = _("Give each level of the column the count or share it has in the population.")


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number whose total over the population is known.

    Attributes:
        column: The column of numbers.
        total: Its total over the population.
    """

    column: str
    total: float

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.column


Auxiliary = Margin | Numeric


def level_name(columns: Sequence[str], level: Level) -> str:
    """Return a level as messages name it: ``region = north, age = 18–24``."""
    pairs = zip(columns, (*level, *[""] * len(columns)), strict=False)
    return ", ".join(f"{column} = {'–' if value is None else value}" for column, value in pairs)


def population_size(margins: Sequence[Margin], base: float) -> float:
    """Return the size of the population the margins speak of; the sum of the base weights where all give shares.

    Raises:
        DefinitionError: Two margins count different populations, so no weights can meet both.
    """
    counted = [margin for margin in margins if not margin.in_shares]
    if not counted:
        return base
    first = counted[0]
    for other in counted[1:]:
        if abs(other.total - first.total) > _SAME * max(first.total, other.total):
            raise DefinitionError(
                _("The margin of {first} counts {size}, the margin of {other} {others}: no weights meet both."),
                _("Give both for the same population, or give shares."),
                first=first.name,
                size=f"{first.total:.15g}",
                other=other.name,
                others=f"{other.total:.15g}",
            )
    return first.total


def scaled_targets(margin: Margin, size: float) -> tuple[dict[Level, float], tuple[Text, ...]]:
    """Return the margin's targets as counts of a population of this size, and what had to be said about it."""
    if not margin.in_shares:
        return dict(margin.targets), ()
    scale = size / margin.total
    told: tuple[Text, ...] = ()
    if abs(margin.total - 1) > _SAME:
        told = (
            say(
                _("The shares of {name} add up to {total}; they were brought to 1."),
                name=margin.name,
                total=f"{margin.total:.6g}",
            ),
        )
    return {level: share * scale for level, share in margin.targets.items()}, told


def columns_of(auxiliaries: Sequence[Auxiliary]) -> tuple[str, ...]:
    """Return the columns the margins and numbers read, each once.

    Raises:
        DefinitionError: There is nothing to meet, or something is given that is no margin.
    """
    if isinstance(auxiliaries, Mapping) or not all(isinstance(item, Margin | Numeric) for item in auxiliaries):
        raise DefinitionError(
            _("Margins are given as a list of Margin and Numeric."),
            _("Write it as [Margin(column, targets), …]."),
        )
    named = [name for item in auxiliaries for name in (item.columns if isinstance(item, Margin) else (item.column,))]
    if not auxiliaries:
        raise DefinitionError(_("There is no margin to meet."), _GIVE)
    doubled = {name for name in named if named.count(name) > 1 and Numeric in map(type, auxiliaries)}
    numbers = {item.column for item in auxiliaries if isinstance(item, Numeric)}
    if doubled & numbers:
        raise ColumnError(
            _("Column {name} is both a margin and a number, or named twice."),
            _("Name it once."),
            name=", ".join(sorted(doubled & numbers)),
        )
    return tuple(dict.fromkeys(named))
