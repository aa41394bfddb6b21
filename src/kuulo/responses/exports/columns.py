"""The columns of answers to all versions of an instrument; pure.

A column belongs to what was asked: where a later version asks under the same key on another scale or in another way,
the older answers get a column of their own (``recommend__v1``), for answers on different scales are not pooled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from kuulo.instruments.rules.questionnaire import Choice, Kind, Questionnaire
from kuulo.instruments.rules.variables import Shape, Variable, variables_of


class Version(Protocol):
    """What a column needs to know of a published version."""

    @property
    def number(self) -> int:
        """Return its number."""

    @property
    def questionnaire(self) -> Questionnaire:
        """Return what it asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of answers.

    Attributes:
        name: In the table.
        variable: What it holds, worded as in the newest version that asks it, with the choices of all versions.
        versions: Versions that ask it.
    """

    name: str
    variable: Variable
    versions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns in order, and which of them each version fills."""

    all: tuple[Column, ...]
    of_version: Mapping[int, tuple[Column, ...]] = field(default_factory=dict)

    def questions(self) -> tuple[str, ...]:
        """Return the keys of all questions, each once."""
        return tuple(dict.fromkeys(column.variable.question.key for column in self.all))


Sameness = tuple[str, Shape, Kind, int | None, int | None, int | None]


def columns_of(versions: Sequence[Version]) -> Columns:
    """Return the columns of these versions; names are those of the newest version that asks."""
    found: dict[Sameness, Column] = {}
    for version in sorted(versions, key=lambda one: one.number, reverse=True):
        for variable in variables_of(version.questionnaire):
            same = _sameness(variable)
            known = found.get(same)
            found[same] = _merged(known, variable, version.number) if known else _new(variable, version.number)
    named = _named(found.values())
    by_same = dict(zip(found, named, strict=True))
    of_version = {
        version.number: tuple(by_same[_sameness(variable)] for variable in variables_of(version.questionnaire))
        for version in versions
    }
    return Columns(named, of_version)


def _sameness(variable: Variable) -> Sameness:
    scale = variable.scale
    ends = (scale.minimum, scale.maximum, scale.direction) if scale else (None, None, None)
    return (variable.name, variable.shape, variable.question.kind, *ends)


def _new(variable: Variable, number: int) -> Column:
    return Column(name=variable.name, variable=variable, versions=(number,))


def _merged(column: Column, variable: Variable, number: int) -> Column:
    choices = _union(column.variable.choices, variable.choices)
    return replace(column, variable=replace(column.variable, choices=choices), versions=(*column.versions, number))


def _union(newer: Sequence[Choice], older: Sequence[Choice]) -> tuple[Choice, ...]:
    keys = {choice.key for choice in newer}
    return (*newer, *(choice for choice in older if choice.key not in keys))


def _named(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Give columns whose name is taken by a newer one the number of their newest version as well."""
    taken: set[str] = set()
    named = []
    for column in columns:
        name = column.name if column.name not in taken else f"{column.name}__v{column.versions[0]}"
        taken.add(name)
        named.append(replace(column, name=name))
    return tuple(named)
