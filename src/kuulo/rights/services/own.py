"""What people decide about themselves on their own page: consents and corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from kuulo.accounts.rules import LANGUAGES
from kuulo.base.errors import InputError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.customers.queries import consent_texts, may_use
from kuulo.customers.rules import PURPOSE_NAMES, Channel, Purpose, check_address
from kuulo.customers.services import add_contact, change_party, give_consent, withdraw_consent
from kuulo.rights.rules import RequestKind, RequestStep, Way
from kuulo.rights.services.requests import Asked, end_request, take_request

SOURCE: Final = "own page"
# Serving somebody rests on the contract; it ends with it, or with an erasure.
DECIDED: Final = tuple(purpose for purpose in Purpose if purpose is not Purpose.SERVICE)


class Field(StrEnum):
    """What people correct about themselves."""

    NAME = "name"
    LANGUAGE = "language"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    OTHER = "other"


FIELD_NAMES: Final[Mapping[Field, str]] = {
    Field.NAME: _("Name"),
    Field.LANGUAGE: _("Language"),
    Field.EMAIL: _("E-mail address"),
    Field.PHONE: _("Phone number"),
    Field.ADDRESS: _("Postal address"),
    Field.OTHER: _("Something else"),
}
CHANNELS: Final[Mapping[Field, Channel]] = {
    Field.EMAIL: Channel.EMAIL,
    Field.PHONE: Channel.SMS,
    Field.ADDRESS: Channel.LETTER,
}
# An e-mail address or a number opens this page and gets what is confidential: who holds a link that was passed on must
# not make their own address the person's. The staff ask the person first.
AT_ONCE: Final = frozenset({Field.NAME, Field.LANGUAGE, Field.ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One purpose on the own page: whether data are used for it, why, and in which words it is asked."""

    purpose: Purpose
    name: str
    allowed: bool
    why: Text
    words: str
    text_version: str


def decisions_of(party_id: int, *, language: str, now: datetime) -> tuple[Decision, ...]:
    """Return the purposes a person decides about, in one order, with the newest words in the language."""
    return tuple(_decision(party_id, purpose, language, now) for purpose in DECIDED)


def _decision(party_id: int, purpose: Purpose, language: str, now: datetime) -> Decision:
    permission = may_use(party_id, purpose, now=now)
    texts = consent_texts(purpose)
    newest = next((text for text in texts if text.language == language), next(iter(texts), None))
    return Decision(
        purpose=purpose,
        name=PURPOSE_NAMES[purpose],
        allowed=permission.allowed,
        why=permission.why,
        words=newest.text if newest else "",
        text_version=newest.version if newest else "",
    )


def decide(*, party_id: int, purpose: Purpose, wish: str, language: str, now: datetime) -> None:
    """Give or withdraw a consent on the own page, each with one click; the act is kept as its proof.

    Raises:
        InputError: The wish is neither ``give`` nor ``withdraw``, or the purpose is not for the person to decide.
    """
    if purpose not in DECIDED or wish not in {"give", "withdraw"}:
        raise InputError(_("This cannot be decided here."), _("Open your page anew."))
    proof = {"act": "click", "page": SOURCE, "language": language}
    if wish == "withdraw":
        withdraw_consent(party_id=party_id, at=now, purpose=purpose, source=SOURCE, proof=proof)
        return
    words = _decision(party_id, purpose, language, now)
    give_consent(
        party_id=party_id, at=now, purpose=purpose, text_version=words.text_version, source=SOURCE, proof=proof
    )


def correct(*, party_id: int, field: Field, value: str, now: datetime) -> str:
    """Correct what is known of a person, and return the request's reference.

    What is `AT_ONCE` is the person's to say; anything else goes to the staff, who see to it that it is the person's.

    Raises:
        InputError: The value is empty, cannot be such an address, or is no language of ours.
    """
    written = _checked(field, value.replace("\0", "").strip())
    if field is Field.ADDRESS:
        add_contact(party_id=party_id, channel=CHANNELS[field], value=written, source=SOURCE, now=now)
    elif field is Field.NAME:
        change_party(party_id=party_id, name=written)
    elif field is Field.LANGUAGE:
        change_party(party_id=party_id, language=written)
    details = {"field": field.value, "value": written[:1000]}
    asked = Asked(kind=RequestKind.CORRECT, way=Way.OWN_PAGE, details=details)
    reference = take_request(party_id=party_id, asked=asked, now=now)
    if field in AT_ONCE:
        end_request(reference=reference, step=RequestStep.FINISH, now=now)
    return reference


def _checked(field: Field, written: str) -> str:
    if not written:
        raise InputError(_("Nothing was written."), _("Write what it shall be."))
    if field in CHANNELS:
        return check_address(CHANNELS[field], written)
    if field is Field.LANGUAGE and written.lower() not in LANGUAGES:
        raise InputError(_("Kuulo does not speak this language."), _("Write fi, sv or en."))
    return written.lower() if field is Field.LANGUAGE else written
