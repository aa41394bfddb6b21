"""Weak signals and trends: noted with source and date, tested, followed or dropped; each step is in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims.rules import ClaimKind
from kuulo.claims.services import ClaimWishes, make_claim
from kuulo.ideas.models import NOTE_LENGTH, REASON_LENGTH, URL_LENGTH, Judgement, Sign
from kuulo.ideas.queries.signs import verdicts_of
from kuulo.ideas.rules.lifecycle import Criterion, SignFacts, SignState, SignStep, Verdict, sign_after

LONGEST_PUBLISHER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SignWishes:
    """A weak signal or trend: its wording by language, and where it comes from.

    Attributes:
        trend: Number of the trend it is a sign of; empty for none.
    """

    text: Mapping[str, str]
    publisher: str
    published_on: date
    url: str = ""
    excerpt: str = ""
    is_trend: bool = False
    trend: str = ""
    importance: int = 3


@transaction.atomic
def note_sign(*, wishes: SignWishes, by: str, now: datetime | None = None) -> str:
    """Note a weak signal or trend from outside and return its number; it is a claim of kind weak signal.

    Raises:
        InputError: Its wording, publisher or address cannot be, or its date lies ahead.
        NotFoundError: There is no such trend.
    """
    moment = now or timezone.now()
    publisher, url = _checked(wishes, moment)
    above = _trend(wishes.trend) if wishes.trend else None
    if above is not None and wishes.is_trend:
        raise InputError(_("A trend is no sign of another trend."), _("Leave one of both out."))
    claim = ClaimWishes(text=wishes.text, kind=ClaimKind.WEAK_SIGNAL, importance=wishes.importance)
    number = make_claim(wishes=claim, by=by, now=moment)
    Sign.objects.create(
        claim=number,
        is_trend=wishes.is_trend,
        trend=above,
        publisher=publisher,
        url=url,
        published_on=wishes.published_on,
        excerpt=wishes.excerpt.replace("\0", "").strip()[:NOTE_LENGTH],
        created_by=by,
        created_at=moment,
    )
    return number


@transaction.atomic
def judge_sign(
    *, number: str, criterion: Criterion, verdict: Verdict, reason: str, by: str, now: datetime | None = None
) -> None:
    """Judge one test of a weak signal; an earlier judgement stays to be read.

    Raises:
        NotFoundError: There is no such weak signal.
        GuardError: It was dropped.
        InputError: It is not said why.
    """
    row, moment = _locked(number), now or timezone.now()
    if row.state == SignState.DROPPED:
        raise GuardError(_("A weak signal that was dropped is not tested."), _("Take it back first."))
    words = reason.replace("\0", "").strip()
    if not words:
        raise InputError(_("It is not said why."), _("Say why."))
    made = {"criterion": criterion, "verdict": verdict, "reason": words[:REASON_LENGTH], "by": by, "at": moment}
    Judgement.objects.create(sign=row, **made)
    note(
        actor=by,
        verb="judge",
        subject=Subject("claim", number),
        text=say(_("A test of the weak signal {number} was judged."), number=number),
        details={"criterion": criterion.value, "verdict": verdict.value},
        now=moment,
    )


@transaction.atomic
def move_sign(*, number: str, step: SignStep, by: str, reason: str = "", now: datetime | None = None) -> None:
    """Take a step of a weak signal's life.

    Raises:
        NotFoundError: There is no such weak signal.
        GuardError: The step does not follow, or its guard refuses; the message names the guard.
    """
    row, words = _locked(number), reason.replace("\0", "").strip()[:REASON_LENGTH]
    row.state = sign_after(SignState(row.state), step, SignFacts(verdicts=verdicts_of(row), reason=words))
    row.reason = words
    row.save(update_fields=["state", "reason"])
    note(
        actor=by,
        verb=f"sign_{step.value}",
        subject=Subject("claim", number),
        text=say(_("The weak signal {number} took a step."), number=number),
        details={"state": row.state},
        now=now,
    )


@transaction.atomic
def put_under_trend(*, number: str, trend: str, by: str, now: datetime | None = None) -> None:
    """Say which trend a weak signal is a sign of; an empty one takes it out.

    Raises:
        NotFoundError: There is no such weak signal or trend.
        InputError: It is a trend itself.
    """
    row = _locked(number)
    if row.is_trend:
        raise InputError(_("A trend is no sign of another trend."), _("Leave one of both out."))
    row.trend = _trend(trend) if trend else None
    row.save(update_fields=["trend"])
    note(
        actor=by,
        verb="trend",
        subject=Subject("claim", number),
        text=say(_("The weak signal {number} was put under a trend, or taken out."), number=number),
        details={"trend": trend},
        now=now,
    )


def _locked(number: str) -> Sign:
    row = Sign.objects.select_for_update().filter(claim=number).first()
    if row is None:
        raise NotFoundError(_("There is no weak signal {number}."), _("See the list of weak signals."), number=number)
    return row


def _trend(number: str) -> Sign:
    row = Sign.objects.filter(claim=number, is_trend=True).first()
    if row is None:
        raise NotFoundError(_("There is no trend {number}."), _("See the list of weak signals."), number=number)
    return row


def _checked(wishes: SignWishes, now: datetime) -> tuple[str, str]:
    publisher, url = " ".join(wishes.publisher.split()), wishes.url.strip()
    if not publisher or len(publisher) > LONGEST_PUBLISHER:
        raise InputError(_("It is not said who published it."), _("Name the paper, the office or the person."))
    if wishes.published_on > timezone.localdate(now):
        raise InputError(_("Its date lies ahead."), _("Give the day on which it was published."))
    if url and (urlsplit(url).scheme not in {"http", "https"} or len(url) > URL_LENGTH):
        raise InputError(_("“{url}” is no web address."), _("It begins with https://."), url=url[:80])
    return publisher, url
