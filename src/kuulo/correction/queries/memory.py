"""Results kept in the process under the key of what was heard; nothing kept is ever stale, it only is not asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final, TypeVar, cast

import numpy as np
import pyarrow as pa

MOST_KEPT: Final = 192
# Everybody behind one figure is a few hundred megabytes where there are a million customers.
MOST_BYTES: Final = 1 << 30

Answer = TypeVar("Answer")


def size_of(value: object) -> int:
    """Return how many bytes of arrays and tables a result holds; all else is small. What two share counts in both."""
    if isinstance(value, np.ndarray | pa.Table):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sum(size_of(each) for each in value.values())
    if isinstance(value, tuple | list):
        # Of a long one the parts are alike: touchpoints, groups.
        return len(value) * 8 + sum(size_of(each) for each in value[:MOST_KEPT])
    if is_dataclass(value):
        return sum(size_of(getattr(value, each.name)) for each in fields(value))
    return 0


@dataclass(slots=True)
class Memory:
    """The results computed last, in bounds of number and size; the least recently used goes first."""

    most_bytes: int = MOST_BYTES
    lock: threading.Lock = field(default_factory=threading.Lock)
    results: OrderedDict[tuple[Any, ...], object] = field(default_factory=OrderedDict)
    sizes: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def of(self, key: tuple[Any, ...], make: Callable[[], Answer]) -> Answer:
        """Return what is kept under the key, or make and keep it."""
        with self.lock:
            if key in self.results:
                self.results.move_to_end(key)
                return cast("Answer", self.results[key])
        made = make()
        size = size_of(made)
        with self.lock:
            self.results[key], self.sizes[key] = made, size
            while len(self.results) > MOST_KEPT or (len(self.results) > 1 and self._held() > self.most_bytes):
                oldest, _result = self.results.popitem(last=False)
                del self.sizes[oldest]
        return made

    def _held(self) -> int:
        return sum(self.sizes.values())

    def forget(self) -> None:
        """Let go of everything; the next look computes anew."""
        with self.lock:
            self.results.clear()
            self.sizes.clear()


MEMORY: Final = Memory()
