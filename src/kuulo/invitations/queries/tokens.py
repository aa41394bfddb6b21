"""Invitations by their tokens: what the answer pages and the intake ask."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import QuerySet

from kuulo.invitations.models import TOKEN_LENGTH, Invitation
from kuulo.invitations.queries.views import InvitationView

FIELDS: Final = {
    "id": "pk",
    "token": "token",
    "party": "identifier",
    "language": "language",
    "attributes": "attributes",
    "instrument_id": "instrument_id",
    "slug": "instrument__slug",
    "touchpoint": "touchpoint",
    "channel": "channel",
    "promise": "instrument__promise",
    "state": "outcome",
    "expires_at": "expires_at",
    "phase": "phase",
    "weight": "weight",
    "tracking_allowed": "tracking_allowed",
    "address": "address",
    "recipient": "recipient",
    "round_id": "round_id",
}


def invitations_by_token(tokens: Collection[str]) -> dict[str, InvitationView]:
    """Return the invitations of these tokens; a token that names none is left out."""
    wanted = [token for token in set(tokens) if len(token) == TOKEN_LENGTH]
    if not wanted:
        return {}
    return {view.token: view for view in views_of(Invitation.objects.filter(token__in=wanted))}


def views_of(invitations: QuerySet[Invitation]) -> list[InvitationView]:
    """Return invitations as others see them, in the order of the query."""
    rows = invitations.values_list(*FIELDS.values())
    return [_view(dict(zip(FIELDS, row, strict=True))) for row in rows]


def _view(values: dict[str, object]) -> InvitationView:
    # An erased or nameless party has no identifier to give.
    return InvitationView(**{**values, "party": values["party"] or None})  # type: ignore[arg-type] # -- FIELDS' columns
