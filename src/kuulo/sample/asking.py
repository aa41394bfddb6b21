"""Who was asked, who saw it, and who answered: the most and the least content most readily."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.sample.company import SEGMENTS, TOUCHPOINTS
from kuulo.sample.experience import Meetings, Months
from kuulo.sample.population import Floats, Integers, Population, Truths

STATES: Final = ("not_shown", "shown", "dismissed", "answered")
NOT_SHOWN, SHOWN, DISMISSED, ANSWERED = range(4)
ASKED_EVERY_MONTHS: Final = 6
ASKED_OF_MEETINGS: Final = 0.42
# How readily each score answers, from the lowest: both ends more than the middle.
WILL_RECOMMEND: Final = (0.72, 0.68, 0.61, 0.52, 0.40, 0.30, 0.27, 0.23, 0.26, 0.35, 0.49)
WILL_SATISFACTION: Final = (0.72, 0.45, 0.22, 0.31, 0.60)
COMMENTS_RECOMMEND: Final = (0.80, 0.80, 0.75, 0.65, 0.60, 0.50, 0.45, 0.25, 0.22, 0.30, 0.42)
COMMENTS_SATISFACTION: Final = (0.70, 0.55, 0.32, 0.18, 0.30)
EFFORT_SKIPPED: Final = 0.12
# A sample of the silent of each of the last quarters was called: after so many days, one in so many, and who answered.
QUARTERS_FOLLOWED: Final = 2
QUARTER_DAYS: Final = 90.0
CALLED_AFTER: Final = 16.0
CALLED_SHARE: Final = 0.6
WILL_TALK: Final = (0.55, 0.54, 0.53, 0.52, 0.50, 0.49, 0.48, 0.48, 0.49, 0.51, 0.53)
# Of those who did not answer: never saw it, saw it and did nothing, closed it.
SILENT: Final = (0.42, 0.44, 0.14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of each row of the population asked about; rows that nobody asked have ``invited`` False.

    Attributes:
        invited: Whether the question was sent.
        state: Position in `STATES`; meaningless where not invited.
        sent: When it was sent, in days before now.
        done: When it was answered, in days before now; as ``sent`` where it was not.
        comments: Whether the answerer left a comment.
        skips: Whether the answerer skipped the second question.
    """

    invited: Truths
    state: Integers
    sent: Floats
    done: Floats
    comments: Truths
    skips: Truths

    @property
    def answered(self) -> Truths:
        """Whether the first question was answered."""
        answered: Truths = self.invited & (self.state == ANSWERED)
        return answered


def ask_months(rng: np.random.Generator, population: Population, months: Months) -> Asked:
    """Ask every customer twice a year whether they would recommend the company."""
    turn = rng.integers(0, ASKED_EVERY_MONTHS, len(population))
    return _answer(
        rng,
        invited=months.period % ASKED_EVERY_MONTHS == turn[months.customer],
        sent=months.age,
        willing=_willing(population, months.customer, WILL_RECOMMEND, months.recommend),
        commenting=np.array(COMMENTS_RECOMMEND)[months.recommend],
    )


def ask_meetings(rng: np.random.Generator, population: Population, meetings: Meetings) -> Asked:
    """Ask about a sample of the meetings a few hours after each; of the rare ones about all."""
    rates = np.array([1.0 if touchpoint.rate < 0.1 else ASKED_OF_MEETINGS for touchpoint in TOUCHPOINTS])
    sent = meetings.age - 0.1 - 0.4 * rng.random(len(meetings.age))
    invited = (rng.random(len(sent)) < rates[meetings.touchpoint]) & (sent > 0)
    return _answer(
        rng,
        invited=invited,
        sent=sent,
        willing=_willing(population, meetings.customer, WILL_SATISFACTION, meetings.satisfaction - 1),
        commenting=np.array(COMMENTS_SATISFACTION)[meetings.satisfaction - 1],
    )


def call_the_silent(rng: np.random.Generator, months: Months, asked: Asked) -> Asked:
    """Call a sample of those who kept silent in each of the last quarters, and ask whether they would recommend.

    By phone the content and the discontent answer nearly alike.
    """
    quarter = months.age // QUARTER_DAYS
    called = QUARTER_DAYS * quarter + CALLED_AFTER * (0.2 + 0.6 * rng.random(len(quarter)))
    waited = months.age - QUARTER_DAYS * quarter > CALLED_AFTER + 1.0
    silent = asked.invited & ~asked.answered & (quarter < QUARTERS_FOLLOWED) & waited
    drawn = silent & (rng.random(len(silent)) < CALLED_SHARE)
    talks = rng.random(len(drawn)) < np.array(WILL_TALK)[months.recommend]
    nobody = np.zeros(len(drawn), dtype=np.bool_)
    return Asked(
        invited=drawn,
        state=np.where(talks, ANSWERED, NOT_SHOWN),
        sent=called,
        done=called,
        comments=nobody,
        skips=nobody,
    )


def _willing(population: Population, customer: Integers, by_score: Sequence[float], position: Integers) -> Floats:
    by_segment = np.array([segment.answers for segment in SEGMENTS])
    willing: Floats = np.minimum(np.array(by_score)[position] * by_segment[population.segment[customer]], 0.95)
    return willing


def _answer(rng: np.random.Generator, *, invited: Truths, sent: Floats, willing: Floats, commenting: Floats) -> Asked:
    size = len(sent)
    silent = rng.choice(len(SILENT), size, p=SILENT)
    done = sent - 0.002 - rng.exponential(0.6, size)
    # An answer that would come after now has not come yet.
    answers = (rng.random(size) < willing) & (done > 0)
    return Asked(
        invited=invited,
        state=np.where(answers, ANSWERED, silent),
        sent=sent,
        done=np.where(answers, done, sent),
        comments=answers & (rng.random(size) < commenting),
        skips=rng.random(size) < EFFORT_SKIPPED,
    )
