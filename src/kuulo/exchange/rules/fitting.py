"""Which codes of a file are codes of the codebook already, and which are new; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.codebooks.rules import MOST_CODES, CodeView
from kuulo.codebooks.rules.tree import DEEPEST
from kuulo.exchange.rules.arriving import ArrivingCode

BETWEEN: Final = " / "


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedCode:
    """A code of a file and where it belongs.

    Attributes:
        key: The code it is; empty for a new one.
        parent: GUID of the code of the file that it shall lie under; empty at the top.
        name: What it shall be called: with the names above, where the book does not nest so deep.
    """

    guid: str
    name: str
    description: str
    key: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """All codes of a file, those above first."""

    codes: tuple[FittedCode, ...]
    lifted: int = 0

    @property
    def new(self) -> int:
        """Return how many are new."""
        return sum(not code.key for code in self.codes)

    def too_many(self, there: int) -> bool:
        """Return whether the book would have too many codes."""
        return there + self.new > MOST_CODES


def fit_codes(arriving: Sequence[ArrivingCode], there: Sequence[CodeView], known: Mapping[str, str]) -> Fitted:
    """Return where each code of a file belongs: by the GUID it came with before, else by its name at its place.

    Args:
        arriving: Codes of the file, those above first.
        there: Codes of the book.
        known: GUID → key, of codes of the book that came with, or went out with, a GUID.
    """
    keys = {code.key for code in there}
    by_place = {(code.parent, name.casefold()): code.key for code in there for name in code.names.values()}
    found: dict[str, FittedCode] = {}
    depth: dict[str, int] = {}
    lifted = 0
    for code in arriving:
        above = found.get(code.parent)
        parent, name = (above.guid if above else ""), code.name
        if above is not None and depth[above.guid] >= DEEPEST:
            lifted += 1
            parent, name = above.parent, f"{above.name}{BETWEEN}{code.name}"
        held = known.get(code.guid, "")
        if held not in keys:
            under = found[parent].key if parent else ""
            held = by_place.get((under, name.casefold()), "") if under or not parent else ""
        found[code.guid] = FittedCode(guid=code.guid, name=name, description=code.description, key=held, parent=parent)
        depth[code.guid] = depth[parent] + 1 if parent else 1
    return Fitted(codes=tuple(found.values()), lifted=lifted)
