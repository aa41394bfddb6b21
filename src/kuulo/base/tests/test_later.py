"""A module that takes long to load is loaded when something of it is first asked for."""

from __future__ import annotations

import sys

import pytest

from kuulo.base.later import Later

pytestmark = pytest.mark.pure
SELDOM = "this"  # a module of the standard library that nothing else loads


def test_nothing_is_loaded_until_something_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    sys.modules.pop(SELDOM, None)
    later = Later(SELDOM)
    assert SELDOM not in sys.modules
    assert later.d["a"] == "n"
    assert SELDOM in sys.modules
    assert "Zen" in capsys.readouterr().out


def test_a_part_that_is_not_there_is_told_as_always() -> None:
    with pytest.raises(AttributeError, match="missing"):
        _ = Later("statistics").missing


def test_a_module_that_is_not_there_is_told_by_name() -> None:
    with pytest.raises(ModuleNotFoundError, match="kuulo_without"):
        _ = Later("kuulo_without").anything
