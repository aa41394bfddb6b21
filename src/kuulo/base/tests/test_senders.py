"""Which addresses count as one sender, and which of them are believed."""

from __future__ import annotations

import pytest

from kuulo.base.senders import address_of, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("no:address", "no:address"),
    ],
)
def test_who_counts_as_one_sender(address: str, network: str) -> None:
    assert network_of(address) == network


def test_only_what_our_own_proxies_wrote_is_believed() -> None:
    assert address_of("10.0.0.1", "6.6.6.6, 192.0.2.7", 1) == "192.0.2.7"
    assert address_of("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.2", 2) == "192.0.2.7"
    assert address_of("10.0.0.1", "6.6.6.6", 0) == "10.0.0.1"
    assert address_of("10.0.0.1", "", 1) == "10.0.0.1"
