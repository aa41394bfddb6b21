"""Why customers left, as they said on leaving, beside what their earlier answers had said; pure.

One row a former customer who answered the exit questionnaire. A reason's share is of all who answered it. Beside it
stands what those who named it had said before: how many had given a bad score in the year before leaving, and their
mean. A reason nobody could have seen coming says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.figures import Terms, figure, guarded, no_figure, of_share
from kuulo.measures.growth.heavy import mean_of
from kuulo.measures.growth.history import Floats, History, Integers, Truths, group_of, score_groups

YEAR_DAYS: Final = 365.0
REASON: Final = "share_of_reason@1"
WARNED: Final = "share_warned@1"
EARLIER: Final = "earlier_score@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason.

    Attributes:
        name: What was chosen.
        share: Share of those who answered that named it.
        heard: Share of those who named it that had answered in the year before.
        warned: Share of these whose last score was an unfavourable one.
        earlier: Mean of their last score.
    """

    name: str
    share: Estimate
    heard: Estimate
    warned: Estimate
    earlier: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The reasons, the most frequent first, beside those who stayed.

    Attributes:
        question: What was asked.
        answered: How many former customers answered; None where withheld.
        left: How many left in the time of the data; None where withheld.
        reasons: The reasons.
        warned: Share of all who left whose last score before was unfavourable, of those who had answered.
        stayed: The same share of customers who are still there, at the end.
        sentence: What can be said.
    """

    question: str
    answered: int | None
    left: int | None
    reasons: tuple[Reason, ...]
    warned: Estimate
    stayed: Estimate
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The last score of each person in the year before a moment; not a number where there was none."""

    score: Floats
    unfavourable: Truths

    @property
    def known(self) -> Truths:
        """Who had answered."""
        known: Truths = np.isfinite(self.score)
        return known


def last_before(history: History, definition: Definition, moments: Floats) -> Earlier:
    """Return everybody's last score in the year before a moment of their own."""
    inside = (history.at < moments[history.person]) & (history.at >= moments[history.person] - YEAR_DAYS)
    score = np.full(len(history), np.nan)
    score[history.person[inside]] = history.score[inside]
    groups = score_groups(definition)
    worst = len(groups) - 1
    bad = np.zeros(len(history), dtype=bool)
    known = np.isfinite(score)
    bad[known] = group_of(groups, score[known]) == worst
    return Earlier(score=score, unfavourable=bad)


def reasons_of(
    history: History, definition: Definition, named: Mapping[str, Integers], *, question: str, terms: Terms
) -> Reasons:
    """Return why customers left.

    Args:
        history: Everybody's answers before.
        definition: The measure of the earlier scores.
        named: Reason → who named it, by person; a person may name several.
        question: What was asked.
        terms: Confidence and floor.
    """
    gone = np.flatnonzero((history.until <= history.now) & (history.until > history.begin))
    moments = np.where(history.until <= history.now, history.until, history.now)
    earlier = last_before(history, definition, moments)
    everybody = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *named.values()]))
    found = [_reason((name, who), everybody, earlier, definition, terms) for name, who in named.items()]
    told = tuple(sorted(found, key=lambda each: -(each.share.value or -1.0)))
    staying = np.flatnonzero(history.until > history.now)
    warned, stayed = (_warned(who, earlier, terms) for who in (gone, staying))
    return Reasons(
        question=question,
        answered=len(everybody) if len(everybody) >= terms.floor else None,
        left=len(gone) if len(gone) >= terms.floor else None,
        reasons=told,
        warned=warned,
        stayed=stayed,
        sentence=_words(warned, stayed),
    )


def _reason(
    named: tuple[str, Integers], everybody: Integers, earlier: Earlier, definition: Definition, terms: Terms
) -> Reason:
    name, who = named
    inside = np.isin(everybody, who)
    few, rest = int(inside.sum()), int((~inside).sum())
    # Who did not name it must not be few either, or they could be worked out.
    hidden = len(everybody) < terms.floor or few < terms.floor or 0 < rest < terms.floor
    heard = earlier.known[who]
    scores = earlier.score[who][heard]
    return Reason(
        name=name,
        share=guarded(of_share(REASON, inside, terms), terms, hidden=hidden),
        heard=guarded(of_share("share_heard@1", heard, terms), terms, hidden=hidden),
        warned=_of_few(WARNED, of_share(WARNED, earlier.unfavourable[who][heard], terms), scores, terms, hidden=hidden),
        earlier=_of_few(EARLIER, _mean(scores, definition, terms), scores, terms, hidden=hidden),
    )


def _of_few(definition: str, estimate: Estimate, scores: Floats, terms: Terms, *, hidden: bool) -> Estimate:
    if not len(scores) and not hidden:
        return no_figure(definition, 0, say(_("None of them had answered in the year before.")), terms)
    return guarded(estimate, terms, hidden=hidden or len(scores) < terms.floor)


def _mean(scores: Floats, definition: Definition, terms: Terms) -> Estimate:
    if not len(scores):
        return no_figure(EARLIER, 0, say(_("None of them had answered in the year before.")), terms)
    mean = mean_of(scores, confidence=terms.confidence, seed=terms.seed, largest=float(scores.max()))
    # Of a handful the interval may reach beyond the scale, where no mean can lie.
    low, high = np.clip([mean.low, mean.high], definition.scale_min, definition.scale_max)
    return figure(EARLIER, (mean.value, float(low), float(high)), mean.n, mean.method, terms, se=mean.se)


def _warned(who: Integers, earlier: Earlier, terms: Terms) -> Estimate:
    heard = who[earlier.known[who]]
    return _of_few(
        WARNED, of_share(WARNED, earlier.unfavourable[heard], terms), earlier.score[heard], terms, hidden=False
    )


def _words(warned: Estimate, stayed: Estimate) -> Text:
    if warned.value is None or stayed.value is None:
        return say(
            _("Too few of those who left had answered in the year before to say whether their scores had warned.")
        )
    if (warned.low or 0.0) > (stayed.high or 1.0):
        return say(_("Those who left had given bad scores more often than those who stayed: their answers had warned."))
    return say(
        _(
            "No difference can be seen between the last scores of those who left and of those who stayed: "
            "scores alone do not warn."
        )
    )
