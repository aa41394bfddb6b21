"""Prompting: what is due becomes a row once, each row is claimed before its message leaves, and is sent at most once.

A sender that dies in between leaves a claim: after a quarter of an hour the message is ``unclear``, and is never sent
again by itself, for nobody can know whether it arrived; it stays counted in the contact budget.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from kuulo.base.errors import DeliveryError
from kuulo.customers.rules import Channel as ChannelName
from kuulo.customers.rules import Purpose
from kuulo.customers.services import note_bounce
from kuulo.diaries.models import PromptMessage
from kuulo.diaries.queries.keepers import is_muted
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.queries.zones import zone_now
from kuulo.diaries.rules import LATE, Dropped, Prompt, PromptState, in_language, opens_at
from kuulo.diaries.services.composing import Letter, message_of
from kuulo.invitations.channels import Channel
from kuulo.invitations.channels import opened as opened_channel
from kuulo.invitations.rules.messages import Delivery, Receipt
from kuulo.invitations.services import note_contact
from kuulo.studies import queries as studies
from kuulo.studies.rules import ParticipantState, ParticipantView, StudyState

CLAIM_LASTS: Final = timedelta(minutes=15)
FIRST_PAUSE: Final = timedelta(minutes=5)
MOST_ATTEMPTS: Final = 6
CHUNK: Final = 50
LONGEST_REASON: Final = 300
Opener = Callable[[str], AbstractContextManager[Channel]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What became of the messages of one run."""

    sent: int = 0
    later: int = 0
    refused: int = 0
    dropped: int = 0

    def __add__(self, other: Handled) -> Handled:
        return Handled(
            sent=self.sent + other.sent,
            later=self.later + other.later,
            refused=self.refused + other.refused,
            dropped=self.dropped + other.dropped,
        )

    @property
    def total(self) -> int:
        """All messages handled."""
        return self.sent + self.later + self.refused + self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A message that may leave: to whom, about which prompt, over which channel."""

    participant: ParticipantView
    prompt: Prompt
    channel: ChannelName
    address: str


def give_up_claims(*, now: datetime) -> int:
    """Mark messages whose sender died as unclear; return how many."""
    lost = PromptMessage.objects.filter(state=PromptState.CLAIMED, claimed_at__lt=now - CLAIM_LASTS)
    return lost.update(state=PromptState.UNCLEAR)


def send_again(*, message_id: int, study: str, now: datetime) -> bool:
    """Let an unclear message be sent again because a person decided so; return whether it was unclear."""
    unclear = PromptMessage.objects.filter(pk=message_id, study=study, state=PromptState.UNCLEAR)
    return bool(unclear.update(state=PromptState.PLANNED, due_at=now, claimed_by="", claimed_at=None))


def send_messages(*, now: datetime, opened: Opener = opened_channel, most: int = 10_000) -> Handled:
    """Send the messages that are due, oldest first; return what became of them.

    Raises:
        DeliveryError: A channel cannot be reached at all; its messages wait, those of other channels went out.
    """
    done = Handled()
    tried: set[int] = set()
    with ExitStack() as stack:
        ways = Ways(stack, opened)
        while done.total < most and (chunk := _due(now, tried)):
            tried |= {row.pk for row in chunk}
            for row in chunk:
                done += _handle(row, ways, now)
    if ways.trouble is not None:
        raise ways.trouble
    return done


@dataclass(slots=True)
class Ways:
    """The channels of one run: each is opened once, when the first message needs it."""

    stack: ExitStack
    opened: Opener
    open_ones: dict[str, Channel] = field(default_factory=dict)
    trouble: DeliveryError | None = None

    def channel(self, name: str) -> Channel:
        """Return the channel of a name.

        Raises:
            DeliveryError: It cannot be reached.
        """
        if name not in self.open_ones:
            self.open_ones[name] = self.stack.enter_context(self.opened(name))
        return self.open_ones[name]


def _due(now: datetime, tried: set[int]) -> list[PromptMessage]:
    waiting = PromptMessage.objects.filter(state=PromptState.PLANNED, due_at__lte=now).order_by("due_at", "pk")
    return list(waiting.exclude(pk__in=tried)[:CHUNK])


def _handle(row: PromptMessage, ways: Ways, now: datetime) -> Handled:
    """Claim one message and send it, drop it, or put it back."""
    if not _claim(row, now):
        return Handled()
    found = _ready(row, now)
    if isinstance(found, Dropped):
        _leave(row, PromptState.DROPPED, reason=found.value)
        return Handled(dropped=1)
    if isinstance(found, datetime):
        _leave(row, PromptState.PLANNED, due_at=found, attempts=0)
        return Handled(later=1)
    try:
        return _send_one(row, found, ways, now)
    except DeliveryError as error:
        # The channel as a whole is closed: this message has not left, so it may be tried again.
        _leave(row, PromptState.PLANNED, due_at=now + FIRST_PAUSE, attempts=max(row.attempts - 1, 0))
        ways.trouble = error
        return Handled(later=1)


def _claim(row: PromptMessage, now: datetime) -> bool:
    """Take a message into this sender's hands; return whether nobody else had it."""
    holder = secrets.token_hex(16)
    planned = PromptMessage.objects.filter(pk=row.pk, state=PromptState.PLANNED)
    taken = planned.update(state=PromptState.CLAIMED, claimed_by=holder, claimed_at=now, attempts=F("attempts") + 1)
    row.claimed_by, row.attempts = holder, row.attempts + 1
    return bool(taken)


def _ready(row: PromptMessage, now: datetime) -> Ready | Dropped | datetime:
    """Return the message as it may leave, why it must not any more, or when it may: things change while it waits."""
    plan = plan_of(row.study)
    prompt = next((each for each in plan.sent if each.key == row.prompt), None)
    who = studies.participant(row.participant_id, purpose=Purpose.RESEARCH, now=now)
    why_not = _why_not(row, prompt, who)
    if why_not is not None or prompt is None or who.address is None:
        return why_not or Dropped.NO_ADDRESS
    zone = zone_now(who.id)
    opens = opens_at(now, plan, zone)
    if opens > now:
        return opens
    if now > opens_at(row.occurs_at, plan, zone) + LATE:
        return Dropped.LATE
    channel, address = who.address
    if not _within_budget(row, who, channel):
        return Dropped.BUDGET
    return Ready(participant=who, prompt=prompt, channel=channel, address=address)


def _why_not(row: PromptMessage, prompt: Prompt | None, who: ParticipantView) -> Dropped | None:
    if studies.study(row.study).state is not StudyState.RUNNING:
        return Dropped.STUDY
    if prompt is None:
        return Dropped.ENDED
    if who.state is not ParticipantState.JOINED or not who.basis_in_force:
        return Dropped.LEFT
    return Dropped.MUTED if is_muted(who.id) else None


def _within_budget(row: PromptMessage, who: ParticipantView, channel: ChannelName) -> bool:
    """Spend from the contact budget; whoever is no known customer has none, and agreed to be prompted."""
    if who.party_id is None:
        return True
    return note_contact(party_id=who.party_id, channel=channel, at=row.occurs_at, source=f"diary:{row.pk}")


def _send_one(row: PromptMessage, ready: Ready, ways: Ways, now: datetime) -> Handled:
    who, study = ready.participant, studies.study(row.study)
    language = who.language or study.languages[0]
    letter = Letter(
        number=row.pk,
        channel=ready.channel,
        address=ready.address,
        token=who.token,
        name="",
        language=language,
        title=in_language(study.titles, language, study.languages) or study.title,
        words=in_language(ready.prompt.text, language, study.languages),
    )
    PromptMessage.objects.filter(pk=row.pk).update(channel=ready.channel)
    receipt = ways.channel(ready.channel.value).send(message_of(letter))
    # Any error but DeliveryError leaves the claim: whether the message left is then not known.
    return _settle(row, ready, receipt, now)


def _settle(row: PromptMessage, ready: Ready, receipt: Receipt, now: datetime) -> Handled:
    if receipt.delivery is Delivery.SENT:
        _leave(row, PromptState.SENT, sent_at=now, reason="")
        return Handled(sent=1)
    reason = receipt.detail[:LONGEST_REASON]
    if receipt.delivery is Delivery.TEMPORARY and row.attempts < MOST_ATTEMPTS:
        pause = FIRST_PAUSE * 2 ** (row.attempts - 1)
        _leave(row, PromptState.PLANNED, due_at=now + pause, reason=reason)
        return Handled(later=1)
    _leave(row, PromptState.FAILED, reason=reason)
    if receipt.delivery is Delivery.PERMANENT and ready.participant.party_id is not None:
        note_bounce(channel=ready.channel, address=ready.address, at=timezone.now(), reason=receipt.detail)
    return Handled(refused=1)


def _leave(row: PromptMessage, state: PromptState, **fields: object) -> None:
    """Let go of a message, unless its claim was given up meanwhile."""
    held = PromptMessage.objects.filter(pk=row.pk, state=PromptState.CLAIMED, claimed_by=row.claimed_by)
    held.update(state=state, **fields)
