"""What parties agreed to, and what their data may be used for; always of the whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.customers.models import Consent, ConsentText
from kuulo.customers.queries.wholes import READ_CHUNK, WHOLE_OF_PARTY, chunks, parts_of, whole_of
from kuulo.customers.rules import (
    ANY_CHANNEL,
    CONSENT_ONLY,
    Basis,
    ConsentState,
    ConsentTextView,
    ConsentView,
    Permission,
    Purpose,
)
from kuulo.customers.rules.permissions import Word, permission, stands_over, state_on

# Of a hundred thousand consents each state is looked up; a dictionary takes a fifth of the call's time.
STATES = {each.value: each for each in ConsentState}
Standing = dict[int, dict[str, Word]]
"""For each whole and channel the word that stands."""


def consents_of(party_id: int, *, now: datetime | None = None) -> tuple[ConsentView, ...]:
    """Return every consent of a party, open and ended ones, the newest first."""
    moment = now or timezone.now()
    rows = Consent.objects.filter(party_id__in=parts_of([party_id]).get(party_id, ()))
    return tuple(_view(each, moment) for each in rows.order_by("-changed_at", "-pk"))


def may_use(party_id: int, purpose: Purpose, *, now: datetime | None = None, channel: str = ANY_CHANNEL) -> Permission:
    """Return whether a party's data may be used for a purpose, and its words why.

    Args:
        party_id: The party; what any of its parts said counts for all.
        purpose: What for.
        now: The moment at which a consent must not have expired.
        channel: The channel on which the party is to be contacted; none in particular where data are only used.
    """
    whole = whole_of([party_id]).get(party_id, party_id)
    words = standing_words(Q(party_id__in=parts_of([party_id]).get(party_id, ())), purpose, now or timezone.now())
    return permission(purpose, state_on(channel, words.get(whole, {})))


def may_use_many(party_ids: Collection[int], purpose: Purpose, *, now: datetime | None = None) -> dict[int, bool]:
    """Return for each party whether its data may be used for a purpose, on no channel in particular."""
    moment = now or timezone.now()
    whole = whole_of(party_ids)
    words: Standing = {}
    for chunk in chunks(sorted(set(whole.values()))):
        of = Q(party_id__in=chunk) | Q(party__whole_id__in=chunk)
        words.update(standing_words(of, purpose, moment))
    return {
        number: permission(purpose, state_on(ANY_CHANNEL, words.get(of_party, {}))).allowed
        for number, of_party in whole.items()
    }


def require_use(party_id: int, purpose: Purpose, *, now: datetime | None = None) -> None:
    """Let a read pass for a purpose that rests on nothing but consent; other purposes rest on a contract or interest.

    Raises:
        GuardError: The person has not agreed to the purpose, or not any more.
    """
    if purpose in CONSENT_ONLY:
        told = may_use(party_id, purpose, now=now)
        if not told.allowed:
            raise GuardError(_("Purpose: {why}"), _("Ask for the consent first."), why=told.why)


def standing_words(of: Q, purpose: Purpose, now: datetime) -> Standing:
    """Return what stands for a purpose, for each whole and channel; a consent past its day counts as expired.

    Args:
        of: Which consents, as a condition on their parties.
        purpose: What for.
        now: The moment.
    """
    held: Standing = {}
    rows = Consent.objects.filter(of, purpose=purpose).annotate(of=WHOLE_OF_PARTY).order_by("changed_at", "pk")
    columns = ("of", "channel", "changed_at", "state", "own", "expires_at")
    for number, channel, at, kept, own, expires_at in rows.values_list(*columns).iterator(chunk_size=READ_CHUNK):
        over = kept == ConsentState.GIVEN and expires_at is not None and expires_at <= now
        word = Word(at, channel, ConsentState.EXPIRED if over else STATES[kept], own)
        said = held.setdefault(number, {})
        if stands_over(word, said.values()):
            said[channel] = word
    return held


def consent_texts(purpose: Purpose | None = None) -> tuple[ConsentTextView, ...]:
    """Return the words consents are asked in, all versions, the newest first."""
    rows = ConsentText.objects.order_by("-made_at", "-pk")
    kept = rows if purpose is None else rows.filter(purpose=purpose)
    return tuple(
        ConsentTextView(
            purpose=Purpose(each.purpose),
            version=each.version,
            language=each.language,
            text=each.text,
            made_at=each.made_at,
        )
        for each in kept
    )


def _view(row: Consent, now: datetime) -> ConsentView:
    over = row.state == ConsentState.GIVEN and row.expires_at is not None and row.expires_at <= now
    proof: Mapping[str, object] = row.proof
    return ConsentView(
        purpose=Purpose(row.purpose),
        channel=row.channel,
        basis=Basis(row.basis),
        state=ConsentState.EXPIRED if over else ConsentState(row.state),
        text_version=row.text_version,
        source=row.source,
        proof=proof,
        asked_at=row.asked_at,
        given_at=row.given_at,
        ended_at=row.expires_at if over else row.ended_at,
        expires_at=row.expires_at,
        own=row.own,
    )
