"""How much may come from one address, and through one link: buckets of tokens, in a memory that does not grow."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from math import ceil
from typing import Final

MOST_BUCKETS: Final = 50_000
IPV6_NETWORK: Final = 64


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


def address_of(peer: str, forwarded: str, proxies: int) -> str:
    """Return the address of the client behind that many trusted proxies.

    Each proxy adds at the right the address it was reached from; what stands further left anybody may have written.
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()] if proxies else []
    if len(hops) < proxies or not hops:
        return peer
    return hops[-proxies]


def network_of(address: str) -> str:
    """Return what one household or office holds: an IPv4 address, or the first 64 bits of an IPv6 one."""
    if ":" not in address:
        return address
    try:
        told = ipaddress.IPv6Address(address.split("%", 1)[0])
    except ValueError:
        return address
    if told.ipv4_mapped is not None:
        # So a server that listens on [::] names those who come by IPv4; their first 64 bits are all alike.
        return str(told.ipv4_mapped)
    return str(ipaddress.ip_network((told, IPV6_NETWORK), strict=False).network_address)
