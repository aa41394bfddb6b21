"""What can be asked of coded passages; pure.

Every expression comes to pieces of sources:

- `Has`: what has a code, or one under it.
- `Both`: the text that pieces of both have in common.
- `Either`: the pieces of all parts, each once.
- `Without`: the pieces of the first that no piece of the second touches.
- `Nowhere`: the turns that no piece touches.
- `Near`: from a piece of the first to the nearest of the second, where so little lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What is counted between two pieces."""

    CHARACTERS = "characters"
    TURNS = "turns"


@dataclass(frozen=True, slots=True)
class Has:
    """What has the code ``book/key``, or one under it."""

    code: str


@dataclass(frozen=True, slots=True)
class Both:
    """The text both have in common."""

    first: Expression
    second: Expression


@dataclass(frozen=True, slots=True)
class Either:
    """The pieces of all parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Pieces of the first that no piece of the second touches."""

    what: Expression
    unwanted: Expression


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Turns that no piece touches."""

    unwanted: Expression


@dataclass(frozen=True, slots=True)
class Near:
    """From a piece of one to the nearest of the other.

    Attributes:
        first: One.
        second: The other.
        within: How much may lie between them; 0 where they touch or are in one turn.
        unit: Of what.
    """

    first: Expression
    second: Expression
    within: int
    unit: Unit = Unit.CHARACTERS


Expression = Has | Both | Either | Without | Nowhere | Near
