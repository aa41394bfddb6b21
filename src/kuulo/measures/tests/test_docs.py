"""The examples in docs/measures.md run, and it names every definition there is."""

from __future__ import annotations

import doctest
from pathlib import Path

from kuulo.measures import DEFINITIONS

PAGE = Path(__file__).resolve().parents[4] / "docs" / "measures.md"


def test_examples_run_as_printed() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 15
    assert found.failed == 0


def test_every_definition_is_described() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in DEFINITIONS if f"`{name}`" not in text] == []


def test_every_compatible_definition_names_kuulos_own() -> None:
    compatible = [item for item in DEFINITIONS.values() if item.instead_of]
    assert len(compatible) == 6
    assert all(item.instead_of in DEFINITIONS for item in compatible)
    assert all(item.source and item.title for item in DEFINITIONS.values())
