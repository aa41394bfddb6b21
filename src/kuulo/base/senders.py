"""Who sent a request: the client's own address behind the proxies that are trusted, and what counts as one place."""

from __future__ import annotations

import ipaddress
from typing import Final

IPV6_NETWORK: Final = 64


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
