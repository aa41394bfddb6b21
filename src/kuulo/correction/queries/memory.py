"""Results kept in the process under the key of what was heard; nothing kept is ever stale, it only is not asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

MOST_KEPT: Final = 192

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Memory:
    """The results computed last; the least recently used goes first."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    results: OrderedDict[tuple[Any, ...], object] = field(default_factory=OrderedDict)

    def of(self, key: tuple[Any, ...], make: Callable[[], Answer]) -> Answer:
        """Return what is kept under the key, or make and keep it."""
        with self.lock:
            if key in self.results:
                self.results.move_to_end(key)
                return cast("Answer", self.results[key])
        made = make()
        with self.lock:
            self.results[key] = made
            while len(self.results) > MOST_KEPT:
                self.results.popitem(last=False)
        return made

    def forget(self) -> None:
        """Let go of everything; the next look computes anew."""
        with self.lock:
            self.results.clear()


MEMORY: Final = Memory()
