"""Use case: what is computed is kept in the process, in bounds of number and size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from kuulo.correction.queries.memory import MOST_KEPT, Memory, size_of

pytestmark = pytest.mark.pure


@dataclass(frozen=True)
class Held:
    numbers: NDArray[np.float64]
    more: dict[str, object]
    names: tuple[str, ...] = ()


def big(name: str) -> Held:
    return Held(np.zeros(1_000), {"table": pa.table({name: pa.array(np.zeros(500))}), "text": "x" * 100})


def test_what_is_kept_is_not_made_again() -> None:
    memory = Memory()
    assert memory.of(("a",), lambda: 1) == 1
    assert memory.of(("a",), lambda: 2) == 1
    memory.forget()
    assert memory.of(("a",), lambda: 3) == 3


def test_a_result_is_as_large_as_its_arrays_and_tables() -> None:
    assert size_of(big("a")) == 12_000
    assert size_of([big("a"), None, 5, "text"]) == 12_000 + 4 * 8


def test_the_largest_number_is_kept_and_the_least_recently_used_goes_first() -> None:
    memory = Memory()
    for number in range(MOST_KEPT):
        memory.of((number,), lambda: "kept")
    memory.of((0,), lambda: "made anew")
    memory.of(("one more",), lambda: "kept")
    assert memory.of((0,), lambda: "made anew") == "kept"
    assert memory.of((1,), lambda: "made anew") == "made anew"


def test_large_results_go_before_the_process_is_full() -> None:
    memory = Memory(most_bytes=30_000)
    for name in "abcd":
        memory.of((name,), partial(big, name))
    assert list(memory.results) == [("c",), ("d",)]
    memory.of(("e",), lambda: np.zeros(1_000_000))
    assert list(memory.results) == [("e",)]
    assert memory.sizes == {("e",): 8_000_000}
