"""What programs send as JSON, and what they are told."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import ClassVar, Final, Literal

import msgspec

from kuulo.responses.intake.refusals import Problem, Wrong
from kuulo.responses.queries import WayInView
from kuulo.responses.rules.forms import DISMISS, HIDDEN_PREFIX, KEY_PATTERN, SEEN, FormToken, new_response_key
from kuulo.responses.rules.states import Outcome, WayKind
from kuulo.responses.services.submission import Submission
from kuulo.responses.services.writing import Waiting

PROGRAMS: Final = frozenset({WayKind.API, WayKind.WIDGET, WayKind.KIOSK})
MOST_AT_ONCE: Final = 500
OLDEST: Final = timedelta(days=7)
"""A tablet may have been off-line over a week-end; what claims to be older is taken to be that old."""
LIST: Final = re.compile(rb"\s*\[")


class Sent(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One response as a program sends it.

    Attributes:
        way: Token of the way in.
        key: Name the sender gives the response, so that sending it again stores nothing twice; ``response`` is the
            same under another name.
        answers: By question, in the canonical shape (docs/api.md).
        hidden: Fields the questionnaire names under ``hidden``.
        complete: No more is to come; otherwise the rest is asked at ``/r/<key>``.
        version: Number of the version the answers were given to; the newest where it is not said.
        answered_at: When they were given, where that was earlier; ``given_at`` is the same.
    """

    way: str
    answers: dict[str, object]
    key: str = ""
    response: str = ""
    hidden: dict[str, str] = {}
    language: str = ""
    complete: bool = True
    version: int = 0
    answered_at: datetime | None = None
    given_at: datetime | None = None

    @property
    def name(self) -> str:
        """Return the name the sender gave the response."""
        return self.key or self.response

    def fits(self, way: WayInView) -> bool:
        """Return whether the way in takes answers from programs."""
        return way.kind in PROGRAMS


class Seen(msgspec.Struct, kw_only=True):
    """That questions were shown, or dismissed."""

    way: str
    key: str
    state: Literal["shown", "dismissed"]
    language: str = ""
    version: int = 0

    @property
    def name(self) -> str:
        """Return the name the sender gave the response."""
        return self.key

    def fits(self, way: WayInView) -> bool:
        """Return whether the way in takes this from programs."""
        return way.kind in PROGRAMS


class Batch(msgspec.Struct):
    """Several responses at once."""

    most: ClassVar[int] = MOST_AT_ONCE
    answers: list[Sent]


class Taken(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A response that is stored."""

    key: str
    response: str
    state: str
    repeated: bool = False
    page: str | None = None


class Refused(msgspec.Struct, kw_only=True):
    """A response of a batch that is not taken, and why."""

    key: str
    status: int
    detail: str
    problems: list[Wrong]


class Results(msgspec.Struct, kw_only=True):
    """What became of each response of a batch."""

    stored: list[Taken]
    refused: list[Refused]


ONE: Final = msgspec.json.Decoder(Sent)
MANY: Final = msgspec.json.Decoder(Batch)
RAW: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
LISTED: Final = msgspec.json.Decoder(list[Sent])


def read_sent(body: bytes) -> Sent | Batch:
    """Return one response, or several: a list, or an object whose ``answers`` is a list.

    Raises:
        msgspec.MsgspecError: It is neither.
    """
    if LIST.match(body):
        return Batch(LISTED.decode(body))
    answers = RAW.decode(body).get("answers")
    return MANY.decode(body) if answers is not None and LIST.match(bytes(answers)) else ONE.decode(body)


def response_key(way: str, name: str) -> str:
    """Return the response's key: the sender's own where it is one of 128 bits, else one made of way in and name."""
    if not name:
        return new_response_key()
    if KEY_PATTERN.fullmatch(name):
        return name
    digest = blake2b(f"{way}:{name}".encode(), digest_size=16).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def to_write(sent: Sent | Seen, way: WayInView, number: int, now: datetime) -> Waiting:
    """Return what was sent as it waits to be written."""
    form = FormToken(
        key=response_key(way.token, sent.name),
        token=way.token,
        personal=False,
        instrument_id=way.instrument_id,
        version=number,
        minted_at=int(now.timestamp()),
    )
    if isinstance(sent, Seen):
        go = DISMISS if sent.state == "dismissed" else SEEN
        return Waiting(Submission(form=form, go=go, language=sent.language, received_at=now, answers={}))
    fields: Mapping[str, tuple[str]] = {HIDDEN_PREFIX + name: (value,) for name, value in sent.hidden.items()}
    return Waiting(
        Submission(
            form=form,
            fields=fields,
            language=sent.language,
            received_at=now,
            answers=sent.answers,
            whole=sent.complete,
            occurred_at=moment_of(sent.answered_at or sent.given_at, now),
        )
    )


def moment_of(said: datetime | None, now: datetime) -> datetime | None:
    """Return when an answer was given as far as the sender can be believed: not in the future, not long ago."""
    if said is None:
        return None
    aware = said if said.tzinfo else said.replace(tzinfo=UTC)
    return max(min(aware, now), now - OLDEST)


def taken(sent: Sent | Seen, outcome: Outcome) -> Taken:
    """Return what is told of a response that is stored."""
    return Taken(
        key=sent.name or outcome.key,
        response=outcome.key,
        state=outcome.state,
        repeated=outcome.repeated,
        page=outcome.page,
    )


def refused(outcome: Outcome) -> Problem:
    """Return what is told of a response that is not taken."""
    if outcome.gone:
        return Problem(title="Not found", status=404, detail="There is no open way in of this token.")
    return Problem(
        title="Some answers cannot be taken",
        status=422,
        detail="; ".join(f"{problem.key}: {problem.text}" for problem in outcome.problems),
        problems=[Wrong(question=problem.key, detail=str(problem.text)) for problem in outcome.problems],
    )
