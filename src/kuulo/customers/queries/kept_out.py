"""Whom no list, trace or file of answers brings back: known again by keyed digests alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection

from django.conf import settings

from kuulo.customers.models import KeptOut
from kuulo.customers.queries.wholes import chunks
from kuulo.customers.rules import Channel


def kept_out_among(identifiers: Collection[str]) -> frozenset[str]:
    """Return which of the identifiers, ``scheme:value``, were erased and are not to come back.

    Addresses count as identifiers, as `address_identifier` writes them.
    """
    if not identifiers or not KeptOut.objects.exists():
        return frozenset()
    digests = {identifier: kept_out_digest(identifier) for identifier in identifiers}
    found: set[str] = set()
    for chunk in chunks(set(digests.values())):
        found.update(KeptOut.objects.filter(digest__in=chunk).values_list("digest", flat=True))
    return frozenset(identifier for identifier, digest in digests.items() if digest in found)


def address_identifier(channel: Channel, value: str) -> str:
    """Return an address as an identifier, such as ``phone:+358401234567``; empty for letters, which many may share."""
    scheme = {Channel.EMAIL: "email", Channel.SMS: "phone"}.get(channel, "")
    return f"{scheme}:{value}" if scheme else ""


def kept_out_digest(identifier: str) -> str:
    """Return the keyed digest: without the installation's secret nobody can try identifiers out."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, identifier.strip().casefold().encode(), hashlib.sha256).hexdigest()
