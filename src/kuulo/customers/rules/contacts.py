"""Addresses at which a party can be reached: channels, states, and how each kind is written; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

ADDRESS_LENGTH: Final = 500
# Deliberately no more than "somebody @ a host with a dot": only a message that arrives proves an address.
EMAIL: Final = re.compile(r"^[^\s@<>\"(),:;\[\]]{1,64}@[^\s@.<>\"(),:;\[\]]+(\.[^\s@.<>\"(),:;\[\]]+)+$")
PHONE: Final = re.compile(r"^\+[1-9]\d{6,14}$")
SHORTEST_LETTER: Final = 5
HOME_COUNTRY: Final = "358"


class Channel(StrEnum):
    """How a message reaches a party."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"


class AddressState(StrEnum):
    """Whether messages to an address arrive; ``retired``: the party told another one in its place."""

    OK = "ok"
    BOUNCED = "bounced"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """What somebody tells about how one party is reached.

    Attributes:
        identifier: ``scheme:value`` of a party that is registered.
        channel: How.
        value: The e-mail address, phone number, or name and postal address.
    """

    identifier: str
    channel: Channel
    value: str


def check_address(channel: Channel, value: str, *, country: str = HOME_COUNTRY) -> str:
    """Return the address as it is kept: hosts in small letters, numbers in international form (E.164).

    Args:
        channel: The kind of address.
        value: The address as it was told.
        country: Country code of numbers that begin with 0.

    Raises:
        InputError: It cannot be such an address; the message shows it.
    """
    text = value.strip()
    if channel is Channel.EMAIL:
        return _check_email(text)
    if channel is Channel.SMS:
        return _check_phone(text, country)
    if not SHORTEST_LETTER <= len(text) <= ADDRESS_LENGTH:
        raise InputError(
            _("“{address}” cannot be a postal address."),
            _("Write name, street and town; at most {length} characters."),
            address=text[:60],
            length=ADDRESS_LENGTH,
        )
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _check_email(text: str) -> str:
    if not EMAIL.match(text) or len(text) > 254 or ".." in text:
        raise InputError(
            _("“{address}” cannot be an e-mail address."),
            _("Write it as name@example.com, one address in a cell."),
            address=text[:60],
        )
    name, _at, host = text.rpartition("@")
    return f"{name}@{host.lower()}"


def _check_phone(text: str, country: str) -> str:
    digits = re.sub(r"[\s()./\u00a0\u2010-\u2015-]", "", text.removeprefix("tel:"))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+{country}{digits[1:]}"
    if not PHONE.match(digits):
        raise InputError(
            _("“{address}” cannot be a phone number."),
            _("Write it in international form, such as +358401234567."),
            address=text[:60],
        )
    return digits
