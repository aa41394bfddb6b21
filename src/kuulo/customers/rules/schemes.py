"""What the usual kinds of identifiers are called; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

# Others are an organisation's own names and stay as they are.
SCHEME_NAMES: Final[Mapping[str, str]] = {
    "customer_id": _("Customer number"),
    "email": _("E-mail"),
    "business_id": _("Business ID"),
    "card_id": _("Number of the address card"),
    "organisation_name": _("Name of the organisation"),
}


def identifier_words(identifier: str) -> Text:
    """Return an identifier, ``scheme:value``, with its scheme in words; nothing for none."""
    scheme, colon, value = identifier.partition(":")
    if not colon:
        return Text("{value}", {"value": identifier})
    name = SCHEME_NAMES.get(scheme)
    return Text("{scheme} {value}", {"scheme": say(name) if name else scheme, "value": value})
