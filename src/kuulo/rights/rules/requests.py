"""What people can ask for by right, how a request lives, and when it is due; pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say


class RequestKind(StrEnum):
    """The rights that are asked for (GDPR 15–21)."""

    EXPORT = "export"
    CORRECT = "correct"
    ERASE = "erase"
    OBJECT = "object"


class RequestState(StrEnum):
    """How far a request has come."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    REFUSED = "refused"


class Way(StrEnum):
    """How a request came."""

    OWN_PAGE = "own_page"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    COUNTER = "counter"


class RequestStep(StrEnum):
    """What can be done with a request."""

    BEGIN = "begin"
    FINISH = "finish"
    REFUSE = "refuse"


KIND_NAMES: Final[Mapping[RequestKind, str]] = {
    RequestKind.EXPORT: _("Own data"),
    RequestKind.CORRECT: _("Correction"),
    RequestKind.ERASE: _("Erasure"),
    RequestKind.OBJECT: _("Objection"),
}
STATE_NAMES: Final[Mapping[RequestState, str]] = {
    RequestState.OPEN: _("open"),
    RequestState.DOING: _("being carried out"),
    RequestState.DONE: _("carried out"),
    RequestState.REFUSED: _("turned down"),
}
WAY_NAMES: Final[Mapping[Way, str]] = {
    Way.OWN_PAGE: _("own page"),
    Way.PHONE: _("phone"),
    Way.LETTER: _("letter"),
    Way.EMAIL: _("e-mail"),
    Way.COUNTER: _("at the counter"),
}
STEPS: Final[Mapping[tuple[RequestState, RequestStep], RequestState]] = {
    (RequestState.OPEN, RequestStep.BEGIN): RequestState.DOING,
    (RequestState.OPEN, RequestStep.FINISH): RequestState.DONE,
    (RequestState.OPEN, RequestStep.REFUSE): RequestState.REFUSED,
    (RequestState.DOING, RequestStep.BEGIN): RequestState.DOING,
    (RequestState.DOING, RequestStep.FINISH): RequestState.DONE,
}


def after(state: RequestState, step: RequestStep) -> RequestState:
    """Return the state a step leads to.

    Raises:
        GuardError: The request has ended, or an erasure that began cannot be refused any more.
    """
    following = STEPS.get((state, step))
    if following is None:
        raise GuardError(
            _("This request is {state}: that step is not open to it."),
            _("See the list of requests."),
            state=say(STATE_NAMES[state]),
        )
    return following


def due_on(asked: date) -> date:
    """Return the day by which a request is answered: one month after it came (GDPR 12(3))."""
    year, month = (asked.year + 1, 1) if asked.month == 12 else (asked.year, asked.month + 1)
    return date(year, month, min(asked.day, calendar.monthrange(year, month)[1]))
