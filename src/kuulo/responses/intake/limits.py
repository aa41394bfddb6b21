"""How much may come from one address, and through one link: buckets of tokens, in a memory that does not grow."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from math import ceil
from typing import Final

MOST_BUCKETS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second in the long run."""

    at_once: float
    a_second: float


# A shop's or an office's whole staff may come from one address.
OF_ADDRESS: Final = Rate(at_once=120, a_second=5)
OF_LINK: Final = Rate(at_once=3_000, a_second=300)


@dataclass(slots=True)
class Buckets:
    """One bucket for each name; when there are too many, the ones untouched for longest are forgotten.

    A forgotten bucket was full again or nearly so, unless somebody comes from very many addresses; against that the
    limit of the link holds.
    """

    rate: Rate
    most: int = MOST_BUCKETS
    _filled: OrderedDict[Hashable, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, name: Hashable, now: float, cost: float = 1.0) -> int:
        """Take ``cost`` from the bucket; return 0, or the seconds to wait when there is not enough in it.

        ``now`` is in seconds and never goes back.
        """
        filled = self._filled
        left, last = filled.get(name, (self.rate.at_once, now))
        left = min(self.rate.at_once, left + (now - last) * self.rate.a_second)
        enough = left >= min(cost, self.rate.at_once)
        filled[name] = (left - cost if enough else left, now)
        filled.move_to_end(name)
        if len(filled) > self.most:
            filled.popitem(last=False)
        return 0 if enough else max(1, ceil((cost - left) / self.rate.a_second))

    def __len__(self) -> int:
        return len(self._filled)
