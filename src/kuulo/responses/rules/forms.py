"""The signed token in every answer form: which response it belongs to, and which questionnaire it was made from; pure.

A form is taken only with a token that Kuulo signed, so nobody can make up keys of responses, versions or times.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, sha256
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

TOKEN_LENGTH: Final = 22
TOKEN_PATTERN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
KEY_PATTERN: Final = re.compile(r"(?:[0-9a-f]{8})?[A-Za-z0-9_-]{22}")
SIGNATURE_BYTES: Final = 16
PERSONAL: Final = "p"
OPEN: Final = "a"
NONE: Final = "r"
# Names of the fields in an answer form that are no questions.
FIELD_FORM: Final = "_form"
FIELD_PAGE: Final = "_page"
FIELD_LANGUAGE: Final = "_language"
FIELD_GO: Final = "_go"
FIELD_TRAP: Final = "website"
QUESTION_PREFIX: Final = "q_"
HIDDEN_PREFIX: Final = "h_"
NEXT: Final = "next"
BACK: Final = "back"
SAVE: Final = "save"
"""Keep what is on the page and stay there: one click in a message answers one question of several."""
DISMISS: Final = "dismiss"
SEEN: Final = "seen"
"""The questions were shown; nothing is said yet."""


class FormTokenError(InputError):
    """A form whose token is missing, was altered, or belongs to another address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormToken:
    """What a form says about itself.

    Attributes:
        key: Key of the response the form's answers go to (`new_response_key`, or `personal_key`).
        token: Token of the way in or of the invitation; empty where a response is taken up again and needs none.
        personal: The token is an invitation's (``/p/``); otherwise a way in's (``/a/``).
        instrument_id: Row of the instrument.
        version: Number of the version the form was made from.
        minted_at: Second since 1970 when the form was made.
    """

    key: str
    token: str
    personal: bool
    instrument_id: int
    version: int
    minted_at: int


def new_token() -> str:
    """Return a new token of 128 random bits: 22 characters that may stand in an address."""
    return secrets.token_urlsafe(16)


def new_response_key(minted_at: int | None = None) -> str:
    """Return a new key of a response: 128 random bits that may stand in an address.

    With the second it is made at, that stands before them: keys of one time then lie side by side in the database's
    index, which is written at a few places however large it has grown. Never where the promise is anonymous.
    """
    return new_token() if minted_at is None else f"{minted_at:08x}{new_token()}"


def personal_key(secret: str, token: str) -> str:
    """Return the key of the one response an invitation leads to, always the same, so that two open tabs make one.

    Not for anonymous instruments: there the key is a `new_response_key`, which nobody can lead back to the invitation.
    """
    digest = blake2b(token.encode(), key=_key(secret), digest_size=16, person=b"personal")
    return urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()


def address_after(secret: str, form: FormToken, *, more: bool) -> str:
    """Return where the sender of a form goes next: the response's own address; ``more`` where pages are to come.

    What ties an anonymous response to its invitation stands in no store: as long as pages are to come, the address
    carries it, and the next form is minted with it.
    """
    if more and form.personal and form.key != personal_key(secret, form.token):
        return f"/r/{form.key}?{PERSONAL}={form.token}"
    return f"/r/{form.key}"


def mint(secret: str, form: FormToken) -> str:
    """Return the form's token as it stands in the field ``_form``."""
    kind = (PERSONAL if form.personal else OPEN) if form.token else NONE
    said = f"{kind}.{form.key}.{form.token}.{form.instrument_id}.{form.version}.{form.minted_at}"
    return f"{said}.{signature(secret, said)}"


def read_form_token(secret: str, text: str) -> FormToken:
    """Return what the token says.

    Raises:
        FormTokenError: Kuulo did not sign it.
    """
    said, _dot, signed = text.rpartition(".")
    if not said or not hmac.compare_digest(signed.encode(), signature(secret, said).encode()):
        raise FormTokenError(_("This form was not made by this server."), _("Open the link again, and answer there."))
    kind, key, token, instrument_id, version, minted_at = said.split(".")
    return FormToken(
        key=key,
        token=token,
        personal=kind == PERSONAL,
        instrument_id=int(instrument_id),
        version=int(version),
        minted_at=int(minted_at),
    )


def signature(secret: str, said: str) -> str:
    """Return the signature of the words: 128 bits of keyed BLAKE2, a quarter of what an HMAC costs."""
    signed = blake2b(said.encode(), key=_key(secret), digest_size=SIGNATURE_BYTES, person=b"form")
    return signed.hexdigest()


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
