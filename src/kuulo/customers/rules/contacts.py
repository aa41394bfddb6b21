"""Addresses at which a party can be reached: channels, states, and how each kind is written; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import phonenumbers

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

ADDRESS_LENGTH: Final = 500
# Deliberately no more than "somebody @ a host with a dot": only a message that arrives proves an address.
EMAIL: Final = re.compile(r"^[^\s@<>\"(),:;\[\]]{1,64}@[^\s@.<>\"(),:;\[\]]+(\.[^\s@.<>\"(),:;\[\]]+)+$")
NOT_DIALLED: Final = re.compile(r"[\s()./\u00a0\u2010-\u2015-]")
DIALLED: Final = re.compile(r"^\+?\d{5,15}$")
POSTAL_PARTS: Final = ("street", "postcode", "town", "country")
LABEL_LENGTH: Final = 40
SHORTEST_LETTER: Final = 5
HOME_COUNTRY: Final = "FI"


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
        label: What it is for, such as ``work``.
        parts: Street, postcode, town and country of a postal address, where they are known apart.
        country: Country of phone numbers written without one, ISO 3166 (``FI``).
    """

    identifier: str
    channel: Channel
    value: str
    label: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    country: str = HOME_COUNTRY


def check_address(channel: Channel, value: str, *, country: str = HOME_COUNTRY) -> str:
    """Return the address as it is kept: hosts in small letters, numbers in international form (E.164).

    Args:
        channel: The kind of address.
        value: The address as it was told.
        country: Country of numbers written without one, ISO 3166.

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
    digits = _international(NOT_DIALLED.sub("", text.removeprefix("tel:")), country)
    if digits is None:
        raise InputError(
            _("“{address}” cannot be a phone number."),
            _("Write it in international form, such as +358401234567."),
            address=text[:60],
        )
    return digits


def _international(digits: str, country: str) -> str | None:
    """Return E.164; None for what no telephone exchange would connect, going by the numbering plans' lengths."""
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    # At home everybody writes the 0 in front; digits without it are more likely some other number.
    if not DIALLED.match(digits) or (country == HOME_COUNTRY and digits[0] not in "+0"):
        return None
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def write_postal(name: str, parts: Mapping[str, str]) -> str:
    """Return a postal address as it stands on an envelope, from its parts.

    Args:
        name: Whom it is addressed to.
        parts: Of ``POSTAL_PARTS``; what is missing or empty is left out.

    Raises:
        InputError: There is a part of another name, or too little to deliver a letter.
    """
    unknown = sorted(parts.keys() - set(POSTAL_PARTS))
    if unknown:
        raise InputError(
            _("A postal address has no part called “{part}”."),
            _("Its parts are {parts}."),
            part=unknown[0][:60],
            parts=", ".join(POSTAL_PARTS),
        )
    town = " ".join(filter(None, (parts.get("postcode", "").strip(), parts.get("town", "").strip())))
    lines = (name.strip(), parts.get("street", "").strip(), town, parts.get("country", "").strip())
    return check_address(Channel.LETTER, "\n".join(filter(None, lines)))
