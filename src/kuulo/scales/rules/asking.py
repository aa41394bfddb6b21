"""What a page of scales is asked for: a source, a set of its items or single ones, and what to group by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from kuulo.measures.scales.moments import MOST_ITEMS

LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked for; what is empty is chosen for the reader.

    Attributes:
        source: Where the answers come from.
        set: Key of a set of items; see `kuulo.scales.queries.options`.
        items: Single items, which go above the set.
        reverse: Those of them that are turned round.
        by: What to group by: ``language``, ``channel``, ``touchpoint``, ``a.`` or ``c.`` and an attribute's name.
    """

    source: str = ""
    set: str = ""
    items: tuple[str, ...] = ()
    reverse: tuple[str, ...] = ()
    by: str = ""

    @property
    def query(self) -> str:
        """How it is written in an address."""
        single = [("source", self.source), ("set", self.set), ("by", self.by)]
        many = [*(("item", item) for item in self.items), *(("reverse", item) for item in self.reverse)]
        return urlencode([*((name, value) for name, value in single if value), *many])


def parse_ask(params: Mapping[str, Sequence[str]]) -> Ask:
    """Return what an address asks for; what is too long to be a name is left out."""

    def last(name: str) -> str:
        values = [value for value in params.get(name, ()) if len(value) <= LONGEST]
        return values[-1] if values else ""

    def every(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in params.get(name, ()) if 0 < len(value) <= LONGEST))[:MOST_ITEMS]

    items = every("item")
    reverse = tuple(item for item in every("reverse") if item in items)
    return Ask(source=last("source"), set=last("set"), items=items, reverse=reverse, by=last("by"))
