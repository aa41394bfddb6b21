"""The work that is done in the background: reading what is new, and learning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext, enqueue
from kuulo.lake.queries import open_snapshot
from kuulo.words.services.learning import is_worth_learning, learn_words
from kuulo.words.services.reading import Budget, read_words

READ: Final = "words.read"
LEARN: Final = "words.learn"
READ_EVERY: Final = timedelta(seconds=15)
LEARN_EVERY: Final = timedelta(days=1)
SECONDS: Final = 30.0


def read_in_background(context: JobContext) -> None:
    """Read what is new, for half a minute at most; the next run goes on."""

    def tell(done: int, waiting: int) -> None:
        context.progress(done, done + waiting, say(_("{count} comments read."), count=done))

    budget = Budget(seconds=SECONDS, stopping=lambda: context.stopping, progress=tell)
    try:
        waiting = read_words(budget)
    except BusyError:
        context.progress(budget.done, budget.done, say(_("The lake is being written; the rest is read next time.")))
        return
    if budget.done and not waiting:
        with open_snapshot() as snapshot:
            worth = is_worth_learning(snapshot)
        if worth:
            request_learning()


def learn_in_background(context: JobContext) -> None:
    """Learn feelings from scores, where there are enough new ones; what was read before is then read anew."""
    names = learn_words(timezone.now())
    context.progress(1, 1, say(_("Learned anew.")) if names else say(_("There was nothing new to learn from.")))


def request_reading() -> int:
    """Ask for what is new to be read at once; return the job."""
    return enqueue(READ, {}, key="recurring", title=say(_("Read new comments")), recurring=True)


def request_learning() -> int:
    """Ask for feelings to be learned soon; return the job."""
    return enqueue(LEARN, {}, key="asked", title=say(_("Learn feelings from scores")))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {READ: read_in_background, LEARN: learn_in_background}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (READ, READ_EVERY, say(_("Read new comments"))),
    (LEARN, LEARN_EVERY, say(_("Learn feelings from scores"))),
)
