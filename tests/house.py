"""What the house tests look at: the rooms, their files, the documents."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
HOUSE: Final = ROOT / "src" / "kuulo"
DOCS: Final = ROOT / "docs"
ROOMS: Final = tuple(sorted(path.parent.name for path in HOUSE.glob("*/__init__.py")))
# Rooms with tables or pages; the others are pure, or doors to the outside.
DJANGO_ROOMS: Final = tuple(room for room in ROOMS if (HOUSE / room / "apps.py").exists())


def files_of(room: str, *, tests: str = "with") -> Iterator[Path]:
    """Yield the Python files of a room, migrations left out; ``tests`` is ``with``, ``without`` or ``only``."""
    for path in sorted((HOUSE / room).rglob("*.py")):
        is_test = "tests" in path.parts
        if "migrations" not in path.parts and (tests == "with" or is_test == (tests == "only")):
            yield path


def module_of(path: Path) -> str:
    """Return the dotted name of a file of the house."""
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path, *, of: tuple[str, ...] = ("kuulo.",)) -> set[str]:
    """Return the dotted names a file imports that begin with ``of``; of ``from a.b import c`` both a.b and a.b.c."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith(of)}


def documents() -> tuple[Path, ...]:
    """Return every Markdown file of the project."""
    return (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), *sorted(HOUSE.rglob("*.md")))
