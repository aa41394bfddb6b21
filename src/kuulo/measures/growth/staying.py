"""Retention by score and by change of score: how many are still customers so long after they answered.

Each customer counts once, from the first answer given as a customer (for a change: from the last), so that nothing that
happened later decides the group. Who is still there when the data end was only watched no longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.errors import InputError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.figures import HAZARD, Terms, figure, guarded, hidden_groups, no_figure
from kuulo.measures.growth.history import (
    Floats,
    History,
    Integers,
    Truths,
    answer_pairs,
    better,
    first_answers,
    group_of,
    least_change,
    score_groups,
)
from kuulo.measures.growth.steps import share_after, step_days
from kuulo.measures.growth.survival import Curve, cox_regression, kaplan_meier, logrank, varying

AFTER_DAYS: Final = (90, 180, 365)
GRID_DAYS: Final = 30
APART_DAYS: Final = 30.0
FEWEST_WATCHED: Final = 5
CHANGES: Final = (
    ("rose", _("Score rose (by {points} or more)")),
    ("same", _("Score stayed (changed by less than {points})")),
    ("fell", _("Score fell (by {points} or more)")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """One group of customers and how many of them stayed.

    Attributes:
        key: ``favourable``, ``middle``, ``unfavourable``; or ``rose``, ``same``, ``fell``.
        label: What readers call it.
        n: Customers in it; None where withheld.
        left: How many of them had left by the last day that is shown; None where withheld.
        points: Days since the answer → share still there, told by steps (`steps`); as far as at least five, and as many
            as the floor asks, are watched.
        after: The same at the round spans of `AFTER_DAYS` that were watched.
    """

    key: str
    label: Text
    n: int | None
    left: int | None
    points: tuple[tuple[int, Estimate], ...]
    after: tuple[tuple[int, Estimate], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Retention of groups beside each other.

    Attributes:
        definition: The measure whose answers make the groups.
        groups: The groups, the best first.
        hazard: How many times as likely customers are to leave, at any time, with one point more (1 = no difference).
        p: Of the log-rank test that all groups' curves are the same.
        sentence: What can be said, in careful words.
    """

    definition: str
    groups: tuple[Staying, ...]
    hazard: Estimate
    p: float | None
    sentence: Text


def retention_by_score(history: History, definition: Definition, terms: Terms) -> Retention:
    """Return retention by the score of each customer's first answer."""
    rows = first_answers(history)
    groups = score_groups(definition)
    named = tuple((group.key, group.label) for group in groups)
    duration, left = watched_from(history, rows)
    score = history.score[rows]
    tenure = np.clip(history.at[rows] - history.since[history.person[rows]], 0, 3650)
    columns = np.column_stack([better(definition, score), np.log1p(tenure)])
    return _retention(definition, named, group_of(groups, score), (duration, left, columns), terms)


def retention_by_change(history: History, definition: Definition, terms: Terms) -> Retention:
    """Return retention by the change from each customer's first to last answer, at least a month apart.

    The regression holds the first score still: who begins high can hardly rise.
    """
    one, two = answer_pairs(history, before=np.inf, after=-np.inf, apart=APART_DAYS)
    change = better(definition, history.score[two]) - better(definition, history.score[one])
    duration, left = watched_from(history, two)
    columns = np.column_stack([change, history.score[one]])
    return _retention(
        definition, change_groups(definition), change_group_of(definition, change), (duration, left, columns), terms
    )


def change_groups(definition: Definition) -> tuple[tuple[str, Text], ...]:
    """Return the groups of changes, the best first."""
    return tuple((key, say(name, points=f"{least_change(definition):g}")) for key, name in CHANGES)


def change_group_of(definition: Definition, change: Floats) -> Integers:
    """Return the place of each change's group."""
    least = least_change(definition)
    return np.where(change >= least, 0, np.where(change <= -least, 2, 1)).astype(np.int64)


def watched_from(history: History, rows: Integers) -> tuple[Floats, Truths]:
    """Return how long each customer was watched after an answer, in days, and whether it ended by leaving."""
    person, at = history.person[rows], history.at[rows]
    until = history.until[person]
    left = until <= history.now
    return np.maximum(np.where(left, until, history.now) - at, 1e-6), left


def _retention(
    definition: Definition,
    named: Sequence[tuple[str, Text]],
    group: Integers,
    watched: tuple[Floats, Truths, Floats],
    terms: Terms,
) -> Retention:
    duration, left, columns = watched
    sizes = [int((group == place).sum()) for place in range(len(named))]
    hidden = hidden_groups(sizes, terms)
    groups = tuple(
        _staying(*named[place], duration[group == place], left[group == place], terms, hidden=place in hidden)
        for place in range(len(named))
        if sizes[place]
    )
    hazard = hazard_of(duration, left, columns, terms)
    enough = len(groups) > 1 and not hidden and left.any()
    p = logrank(duration, left, group)[2] if enough else None
    return Retention(definition=definition.id, groups=groups, hazard=hazard, p=p, sentence=_words(hazard))


def _staying(key: str, label: Text, duration: Floats, left: Truths, terms: Terms, *, hidden: bool) -> Staying:
    curve = kaplan_meier(duration, left, terms.confidence)
    last = _last_watched(curve, max(FEWEST_WATCHED, terms.floor))
    grid = [day for day in range(0, int(duration.max()) + 1, GRID_DAYS) if day <= last]
    spans = [day for day in AFTER_DAYS if day <= last]
    days = sorted({0, *grid, *spans})
    steps = step_days(curve, days, terms.floor)
    return Staying(
        key=key,
        label=label,
        n=None if hidden else curve.n,
        left=None if hidden else curve.gone(days[-1]),
        points=() if hidden else tuple((day, share_after(curve, day, steps, terms)) for day in grid),
        after=tuple((day, guarded(share_after(curve, day, steps, terms), terms, hidden=hidden)) for day in spans),
    )


def _last_watched(curve: Curve, fewest: int) -> float:
    """Return until when enough are still watched: beyond it the curve is a matter of single persons."""
    enough = curve.times[curve.at_risk >= fewest]
    return float(enough[-1]) if len(enough) else 0.0


def hazard_of(duration: Floats, left: Truths, columns: Floats, terms: Terms) -> Estimate:
    """Return how many times as likely to leave with one point more of the first column, the others held still."""
    if len(columns) < 2 * terms.floor or not varying(columns)[0]:
        return no_figure(
            HAZARD, len(duration), say(_("Too few customers, or too much alike, for a regression.")), terms
        )
    try:
        fitted = cox_regression(duration, left, columns[:, varying(columns)])
    except InputError as error:
        return no_figure(HAZARD, len(duration), error.found, terms)
    notes = (say(_("Left while watched: {left} of {n}."), left=fitted.left, n=fitted.n),)
    return figure(
        HAZARD, fitted.ratio(0, terms.confidence), fitted.n, "cox_efron", terms, se=float(fitted.se[0]), notes=notes
    )


def _words(hazard: Estimate) -> Text:
    if hazard.value is None or hazard.low is None or hazard.high is None:
        return say(_("Too few have left to say whether staying goes with the score."))
    if hazard.high < 1:
        return say(
            _("Better scores go with staying longer here. That is no proof that raising the score would keep anybody.")
        )
    if hazard.low > 1:
        return say(
            _(
                "Better scores go with leaving sooner here, against expectation. "
                "Look at who answers before believing it."
            )
        )
    return say(_("No connection between score and staying can be seen here; it may be too small for so few who left."))
