"""By which address somebody came to answer, and what is known of them then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from kuulo.instruments.queries import VersionView, version_of
from kuulo.instruments.rules.flow import Answer, Known
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations.queries import InvitationView, invitations_by_token
from kuulo.responses.queries import ResponseView, WayInView, response_by_key
from kuulo.responses.rules.forms import FormToken, mint, new_response_key, personal_key
from kuulo.responses.rules.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """By which address somebody came.

    Attributes:
        version: What is asked.
        key: Key of the response.
        token: Token of the way in or invitation; empty where a response is taken up again.
        is_personal: The token is an invitation's.
        languages: Languages to prefer, best first.
        attributes: What the way in or the invitation brings.
        response: What is stored already.
        is_again: Something was stored by this link before, and nothing tells what: the promise is anonymous.
    """

    version: VersionView
    key: str
    token: str = ""
    is_personal: bool = False
    languages: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    response: ResponseView | None = None
    is_again: bool = False

    def known(self, hidden: Mapping[str, str]) -> Known:
        """Return what is known of the person before the page that is shown or sent."""
        if self.response is None:
            return Known({}, self.attributes, hidden)
        return Known(
            cast(Mapping[str, Answer], self.response.answers),
            {**self.attributes, **self.response.attributes},
            {**hidden, **self.response.hidden},
        )

    def form_token(self) -> str:
        """Return a newly signed token for a form of this person."""
        form = FormToken(
            key=self.key,
            token=self.token,
            personal=self.is_personal,
            instrument_id=self.version.instrument_id,
            version=self.version.number,
            minted_at=int(timezone.now().timestamp()),
        )
        return mint(settings.SECRET_KEY, form)


def by_way_in(way: WayInView, version: VersionView) -> Arrival:
    """Return the arrival at an open way in: everybody who comes begins a response of their own."""
    return Arrival(
        version=version,
        key=new_response_key(None if version.promise is Promise.ANONYMOUS else int(timezone.now().timestamp())),
        token=way.token,
        languages=(way.language,),
        attributes=way.attributes,
    )


def by_invitation(invitation: InvitationView, version: VersionView) -> Arrival:
    """Return the arrival by a personal link: one response, taken up where it was left."""
    shared: dict[str, Any] = {
        "token": invitation.token,
        "is_personal": True,
        "attributes": invitation.attributes,
    }
    if version.promise is Promise.ANONYMOUS:
        # No key is made from the link, or the link would lead to the answers.
        shared["is_again"] = invitation.state == State.PARTIAL
        return Arrival(version=version, key=new_response_key(), languages=(invitation.language,), **shared)
    key = personal_key(settings.SECRET_KEY, invitation.token)
    response = response_by_key(key)
    if response is None:
        return Arrival(version=version, key=key, languages=(invitation.language,), **shared)
    begun = version_of(version.instrument_id, response.version)
    return Arrival(version=begun, key=key, languages=(response.language,), response=response, **shared)


def by_response(response: ResponseView, version: VersionView, token: str = "") -> Arrival:
    """Return the arrival at a response that is taken up again by its own address.

    ``token`` is that of the invitation behind an anonymous response, which only the address itself knows; what is no
    token of this instrument's invitations counts as none.
    """
    invitation = invitations_by_token([token]).get(token) if token else None
    if invitation is not None and invitation.instrument_id != response.instrument_id:
        invitation = None
    return Arrival(
        version=version,
        key=response.key,
        token=invitation.token if invitation else "",
        is_personal=invitation is not None,
        languages=(response.language,),
        attributes=invitation.attributes if invitation else {},
        response=response,
    )
