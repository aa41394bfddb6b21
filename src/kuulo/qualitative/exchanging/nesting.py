"""Codes whose place in the tree is written in their names: ``Coke::diet``, ``service.queue``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kuulo.qualitative.exchanging.guids import derived
from kuulo.qualitative.exchanging.model import Code


@dataclass(slots=True, kw_only=True)
class Node:
    """A code that is still growing."""

    guid: str
    name: str
    codable: bool = True
    color: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    under: list[Node] = field(default_factory=list)

    def code(self) -> Code:
        """Return the code with those under it."""
        return Code(
            guid=self.guid,
            name=self.name,
            codable=self.codable,
            color=self.color,
            description=self.description,
            notes=self.notes,
            codes=tuple(node.code() for node in self.under),
        )


def parts_of(name: str, mark: str) -> tuple[str, ...]:
    """Return the path a name tells; the name alone where it tells none."""
    parts = tuple(part.strip() for part in name.split(mark))
    return parts if all(parts) else (name.strip(),)


def nested(nodes: Sequence[Node], mark: str) -> list[Node]:
    """Return the codes put under those their names tell; what groups and is no code becomes one that cannot be given.

    Args:
        nodes: Codes of one level; their names are shortened to the last part.
        mark: What stands between the parts of a path.
    """
    known: dict[tuple[str, ...], Node] = {}
    paths = [parts_of(node.name, mark) for node in nodes]
    for path, node in zip(paths, nodes, strict=True):
        known.setdefault(path, node)
    top: list[Node] = []
    for path, node in zip(paths, nodes, strict=True):
        level = level_of(path, known, top)
        level.append(node)
        node.name = path[-1]
    return top


def level_of(path: tuple[str, ...], known: dict[tuple[str, ...], Node], top: list[Node]) -> list[Node]:
    """Return the list that a code of this path belongs into; groups that are missing are made."""
    level = top
    for depth in range(1, len(path)):
        above = path[:depth]
        if above not in known:
            known[above] = Node(guid=derived("group", *above), name=above[-1], codable=False)
            level.append(known[above])
        level = known[above].under
    return level
