"""Texts go out to spreadsheets: none of them computes anything there."""

from __future__ import annotations

import pytest

from kuulo.base.cells import neutralise_cell


@pytest.mark.parametrize("text", ["good", "", "-5", "+358 40 123", "-1,5", "a=b", "'=1"])
def test_plain_texts_and_numbers_stay(text: str) -> None:
    assert neutralise_cell(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", "-1.2.3"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutralise_cell(text) == "'" + text
