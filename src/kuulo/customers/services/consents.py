"""Writes of consents: asked, given, withdrawn, expired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import Consent, ConsentText, Party
from kuulo.customers.queries import consents_of, may_use, parts_of
from kuulo.customers.queries.wholes import rows_named
from kuulo.customers.rules import ANY_CHANNEL, Basis, Channel, ConsentRow, ConsentState, ConsentStep, Counts, Purpose
from kuulo.customers.rules.consents import OPEN, after

CHUNK = 5_000
Place = tuple[int, str, str]
"""Party, purpose, channel."""


@transaction.atomic
def ask_consent(
    *,
    party_id: int,
    at: datetime,
    purpose: Purpose = Purpose.SURVEYS,
    channel: str = ANY_CHANNEL,
    text_version: str = "",
    source: str = "",
) -> None:
    """Note that a party was asked for consent; nothing where one is asked for or given already.

    Raises:
        GuardError: The party objected to marketing: asking again would be marketing.
    """
    _lock(party_id)
    if purpose == Purpose.MARKETING:
        _refuse_objected(party_id, purpose, at)
    if _open(party_id, purpose, channel) is None:
        Consent.objects.create(
            party_id=party_id,
            purpose=purpose,
            channel=channel,
            text_version=text_version,
            source=source,
            state=ConsentState.ASKED,
            asked_at=at,
            changed_at=at,
        )


@transaction.atomic
def give_consent(  # noqa: PLR0913 -- what a consent is made of (GDPR 7(1)): who, when, for what, which words, what proof
    *,
    party_id: int,
    at: datetime,
    purpose: Purpose = Purpose.SURVEYS,
    channel: str = ANY_CHANNEL,
    text_version: str = "",
    expires_at: datetime | None = None,
    source: str = "",
    proof: Mapping[str, object] | None = None,
) -> bool:
    """Note that a party agreed by its own word; return whether that was new. Asked before and come unasked are one.

    Args:
        party_id: Who.
        at: When.
        purpose: What for.
        channel: On which channel, or ``any``.
        text_version: Which words were agreed to.
        expires_at: Until when it holds; None: until it is withdrawn.
        source: Where it was given.
        proof: By what act: form, message, person who noted it.

    Raises:
        NotFoundError: There is no such party.
        GuardError: It would have expired before it was given.
    """
    if expires_at is not None and expires_at <= at:
        raise GuardError(_("Order of days: the consent would have expired before it was given."))
    _lock(party_id)
    held = _open(party_id, purpose, channel)
    if held is not None and held.state == ConsentState.GIVEN and held.own:
        return False
    if held is not None and held.state == ConsentState.GIVEN:
        # A list told of it first; now the person says it.
        held.own, held.changed_at = True, max(at, held.changed_at)
        _note(held, text_version, expires_at, source, proof)
        return True
    consent = held or Consent(party_id=party_id, purpose=purpose, channel=channel, state=ConsentState.ASKED)
    consent.state = after(ConsentState(consent.state), ConsentStep.GIVE)
    consent.basis, consent.own = Basis.CONSENT, True
    consent.given_at = consent.changed_at = at
    _note(consent, text_version, expires_at, source, proof)
    return True


def _note(
    consent: Consent,
    text_version: str,
    expires_at: datetime | None,
    source: str,
    proof: Mapping[str, object] | None,
) -> None:
    consent.text_version = text_version or consent.text_version
    consent.expires_at = expires_at
    consent.source = source or consent.source
    consent.proof = {**consent.proof, "given": dict(proof)} if proof else consent.proof
    consent.save()


@transaction.atomic
def withdraw_consent(
    *,
    party_id: int,
    at: datetime,
    purpose: Purpose = Purpose.SURVEYS,
    channel: str = ANY_CHANNEL,
    source: str = "",
    proof: Mapping[str, object] | None = None,
) -> bool:
    """Note that a party does not want its data used, or to be contacted, for a purpose; return whether that was new.

    As easy as giving (GDPR 7(3)): it needs no earlier consent; without one it is an objection (GDPR 21). On ``any``
    channel it ends the consents of single channels too. It holds for every row found to be the same party, and still
    does when a link between them is undone.
    """
    _lock(party_id)
    news = [_withdraw(number, at, purpose, channel, source, proof) for number in parts_of([party_id])[party_id]]
    return any(news)


def _withdraw(
    party_id: int, at: datetime, purpose: Purpose, channel: str, source: str, proof: Mapping[str, object] | None
) -> bool:
    held = Consent.objects.filter(party_id=party_id, purpose=purpose, state__in=OPEN)
    places = held if channel == ANY_CHANNEL else held.filter(channel=channel)
    for consent in places:
        _end(consent, ConsentStep.WITHDRAW, at, source, proof)
    newest = Consent.objects.filter(party_id=party_id, purpose=purpose, channel=channel).order_by("changed_at", "pk")
    last = newest.last()
    if last is not None and last.state == ConsentState.WITHDRAWN:
        return last.ended_at == at
    objection = Consent(party_id=party_id, purpose=purpose, channel=channel, state=ConsentState.ASKED)
    _end(objection, ConsentStep.WITHDRAW, at, source, proof)
    return True


@transaction.atomic
def keep_consent_text(*, purpose: Purpose, version: str, language: str, text: str, now: datetime | None = None) -> None:
    """Keep the words a consent is asked in; the same again changes nothing.

    Raises:
        InputError: There is no text or no version.
        GuardError: The version has other words already: who agreed to them has not agreed to these.
    """
    words = text.strip()
    if not words or not version.strip():
        raise InputError(_("A consent is asked for in words that have a version."), _("Fill in both."))
    kept, _is_new = ConsentText.objects.get_or_create(
        purpose=purpose,
        version=version.strip(),
        language=language,
        defaults={"text": words, "made_at": now or timezone.now()},
    )
    if kept.text != words:
        raise GuardError(
            _("Words of a version: version {version} has other words already."),
            _("Give the new words a new version."),
            version=version,
        )


@transaction.atomic
def expire_consents(*, now: datetime) -> int:
    """End the consents whose day has come; return how many."""
    due = Consent.objects.filter(state=ConsentState.GIVEN, expires_at__lte=now)
    state = after(ConsentState.GIVEN, ConsentStep.EXPIRE)
    return due.update(state=state, ended_at=now, changed_at=now)


@transaction.atomic
def register_consents(rows: Iterable[ConsentRow]) -> Counts:
    """Write down what a list says of consents of registered parties; the same rows again change nothing.

    A list is never newer than a person's own word: a consent it tells of does not undo one that was withdrawn for the
    purpose, on whatever channel.

    Raises:
        GuardError: A row tells another state than given or withdrawn.
    """
    counts = Counts()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        counts += _register_chunk(chunk)
    return counts


def _register_chunk(rows: Sequence[ConsentRow]) -> Counts:
    ids = rows_named({row.identifier for row in rows})
    told = {(ids[row.identifier], row.purpose.value, row.channel): row for row in rows if row.identifier in ids}
    parties = set(ids.values())
    # One list at a time for the same parties, and by number, so that two cannot wait for each other.
    list(Party.objects.select_for_update().filter(pk__in=parties).order_by("pk").values_list("pk"))
    newest: dict[Place, ConsentState] = {}
    for consent in Consent.objects.filter(party_id__in=parties).order_by("changed_at", "pk"):
        newest[consent.party_id, consent.purpose, consent.channel] = ConsentState(consent.state)
    changes = {place: row for place, row in told.items() if _changes(place, row, newest)}
    known = {place[0] for place in newest}
    # Who has consents already goes through the steps of a life; for the many who have none, rows are written at once.
    Consent.objects.bulk_create([_first(place, row) for place, row in changes.items() if place[0] not in known])
    for place, row in changes.items():
        if place[0] in known:
            _step(place[0], row)
    return Counts(new=len(changes), unchanged=len(told) - len(changes))


def _changes(place: Place, row: ConsentRow, newest: Mapping[Place, ConsentState]) -> bool:
    if row.state is ConsentState.WITHDRAWN:
        return newest.get(place) is not ConsentState.WITHDRAWN
    if row.state is not ConsentState.GIVEN:
        raise GuardError(_("A list can only tell of consents given or withdrawn."))
    said_no = any(newest.get((*place[:2], channel)) is ConsentState.WITHDRAWN for channel in (*Channel, ANY_CHANNEL))
    return not said_no and newest.get(place) is not ConsentState.GIVEN


def _first(place: Place, row: ConsentRow) -> Consent:
    party_id, purpose, channel = place
    given = row.state is ConsentState.GIVEN
    return Consent(
        party_id=party_id,
        purpose=purpose,
        channel=channel,
        state=row.state,
        own=False,
        text_version=row.text_version,
        source=row.text_version,
        given_at=row.at if given else None,
        ended_at=None if given else row.at,
        changed_at=row.at,
    )


def _step(party_id: int, row: ConsentRow) -> None:
    if row.state is ConsentState.GIVEN:
        # An open one that was asked for is given now; by a list, so the person's own word still outweighs it.
        held = _open(party_id, row.purpose, row.channel)
        consent = held or _first((party_id, row.purpose.value, row.channel), row)
        consent.state, consent.own = ConsentState.GIVEN, False
        consent.given_at = consent.changed_at = row.at
        consent.text_version = row.text_version or consent.text_version
        consent.save()
    else:
        _withdraw(party_id, row.at, row.purpose, row.channel, row.text_version, {"list": row.text_version})


def _lock(party_id: int) -> None:
    """Let writers of one party's consents take turns."""
    if not Party.objects.select_for_update().filter(pk=party_id).exists():
        raise NotFoundError(_("There is no party {number}."), number=party_id)


def _refuse_objected(party_id: int, purpose: Purpose, at: datetime) -> None:
    if not may_use(party_id, purpose, now=at).allowed and any(
        each.purpose is purpose and each.state is ConsentState.WITHDRAWN for each in consents_of(party_id, now=at)
    ):
        raise GuardError(
            _("Objection to marketing: the party does not want to be asked again."),
            _("Only the party itself can give a new consent."),
        )


def _open(party_id: int, purpose: Purpose, channel: str) -> Consent | None:
    return Consent.objects.filter(party_id=party_id, purpose=purpose, channel=channel, state__in=OPEN).first()


def _end(consent: Consent, step: ConsentStep, at: datetime, source: str, proof: Mapping[str, object] | None) -> None:
    consent.state = after(ConsentState(consent.state), step)
    consent.source = source or consent.source
    consent.proof = {**consent.proof, "withdrawn": dict(proof)} if proof else consent.proof
    consent.ended_at = consent.changed_at = at
    consent.save()
