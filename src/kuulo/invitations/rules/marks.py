"""The mark a message carries so that what comes back finds its invitation; pure.

The invitation's token opens the answer page, so it never stands in headers, logs and envelopes. The mark does: the
invitation's number and a keyed digest of it, in letters that survive mail servers which fold the case.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

DIGEST_LENGTH: Final = 12
HEADER: Final = "X-Kuulo-Invitation"
MARK: Final = re.compile(r"\bk(\d{1,18})-([0-9a-f]{12})\b", re.IGNORECASE)


def mark_of(invitation_id: int, secret: str) -> str:
    """Return the mark of an invitation, such as ``k17-3fa2c9d01b7e``."""
    return f"k{invitation_id}-{_digest(invitation_id, secret)}"


def marked_invitation(text: str, secret: str) -> int | None:
    """Return the invitation whose true mark stands somewhere in the text; None where none does."""
    for found in MARK.finditer(text):
        number = int(found[1])
        if hmac.compare_digest(found[2].lower(), _digest(number, secret)):
            return number
    return None


def _digest(invitation_id: int, secret: str) -> str:
    key = hashlib.sha256(b"kuulo.invitations.marks:" + secret.encode()).digest()
    return hmac.new(key, str(invitation_id).encode(), hashlib.sha256).hexdigest()[:DIGEST_LENGTH]
