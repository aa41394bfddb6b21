"""What customers bought, and whom they brought, after they answered; by score and by change of score.

One row a customer. The time after the answer must lie wholly in the data, whoever left in it counts with what was
bought until then, and the time before it is held still where the data reach: who buys much buys much, whatever the
score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.figures import (
    BOUGHT,
    BROUGHT,
    CHANGE,
    ORDERS,
    REVENUE,
    SLOPE,
    Terms,
    guarded,
    hidden_groups,
    of_mean,
    of_share,
    of_slope,
)
from kuulo.measures.growth.heavy import mean_of, slope_of
from kuulo.measures.growth.history import (
    Floats,
    History,
    Integers,
    answer_pairs,
    better,
    first_answers,
    group_of,
    score_groups,
)
from kuulo.measures.growth.staying import APART_DAYS, change_group_of, change_groups

WINDOW_DAYS: Final = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Buying:
    """One group of customers: revenue, orders, share who bought, share who brought a new customer.

    ``bought`` and what stands beside it are None where nothing is known of purchases, ``brought`` where nobody is known
    to have been brought.
    """

    key: str
    label: Text
    revenue: Estimate | None
    orders: Estimate | None
    bought: Estimate | None
    brought: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Buying of groups beside each other.

    Attributes:
        definition: The measure whose answers make the groups.
        days: How long after the answer is looked at.
        groups: The groups, the best first.
        slope: Revenue that goes with one point more, of customers who bought the same before.
        sentence: What can be said, in careful words.
    """

    definition: str
    days: int
    groups: tuple[Buying, ...]
    slope: Estimate | None
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Change of buying by change of score: what was bought after the last answer less what was before the first."""

    definition: str
    days: int
    groups: tuple[tuple[str, Text, Estimate], ...]
    slope: Estimate
    sentence: Text


def value_by_score(history: History, definition: Definition, terms: Terms, *, days: int = WINDOW_DAYS) -> Value:
    """Return what was bought in the days after each customer's first answer whose days after are all known."""
    rows = first_answers(history, before=history.now - days, after=history.begin if history.has_purchases else -np.inf)
    person, at, score = history.person[rows], history.at[rows], history.score[rows]
    groups = score_groups(definition)
    group = group_of(groups, score)
    hidden = hidden_groups([int((group == place).sum()) for place in range(len(groups))], terms)
    spent = history.revenue(person, at, at + days)
    ordered = history.orders(person, at, at + days)
    brought = history.newcomers(person, at, at + days)
    largest = float(spent.max(initial=0.0))
    found = tuple(
        _buying(
            history,
            (each.key, each.label),
            (spent[mine], ordered[mine], brought[mine]),
            largest,
            terms,
            place in hidden,
        )
        for place, each in enumerate(groups)
        if (mine := group == place).any()
    )
    slope = _slope(history, definition, (person, at, score), spent, days, terms) if history.has_purchases else None
    return Value(definition=definition.id, days=days, groups=found, slope=slope, sentence=_words(slope))


def _buying(
    history: History,
    named: tuple[str, Text],
    amounts: tuple[Floats, Floats, Floats],
    largest: float,
    terms: Terms,
    hidden: bool,  # noqa: FBT001 -- of the group
) -> Buying:
    spent, ordered, brought = amounts
    key, label = named

    def shown(estimate: Estimate) -> Estimate:
        return guarded(estimate, terms, hidden=hidden)

    def mean(definition: str, values: Floats, most: float) -> Estimate:
        return shown(
            of_mean(definition, mean_of(values, confidence=terms.confidence, seed=terms.seed, largest=most), terms)
        )

    known = history.has_purchases
    return Buying(
        key=key,
        label=label,
        revenue=mean(REVENUE, spent, largest) if known else None,
        orders=mean(ORDERS, ordered, float(ordered.max(initial=1.0))) if known else None,
        bought=shown(of_share(BOUGHT, ordered > 0, terms)) if known else None,
        brought=shown(of_share(BROUGHT, brought > 0, terms)) if len(history.bringer) else None,
    )


def _slope(
    history: History,
    definition: Definition,
    asked: tuple[Integers, Floats, Floats],
    spent: Floats,
    days: int,
    terms: Terms,
) -> Estimate:
    """Return revenue per point among customers whose buying before the answer is known and held still."""
    person, at, score = asked
    known = at - days >= history.begin
    if known.sum() < 2 * terms.floor:
        known = np.ones(len(at), dtype=bool)
    before = history.revenue(person, at - days, at)
    columns = np.column_stack([better(definition, score), before])[known]
    return of_slope(SLOPE, slope_of(spent[known], columns, confidence=terms.confidence), int(known.sum()), terms)


def shift_by_change(history: History, definition: Definition, terms: Terms, *, days: int = WINDOW_DAYS) -> Shift | None:
    """Return how buying changed with the score; None where nothing is known of purchases."""
    if not history.has_purchases:
        return None
    one, two = answer_pairs(
        history, before=history.now - days, after=history.begin + days, apart=max(APART_DAYS, days / 2)
    )
    person = history.person[one]
    before = history.revenue(person, history.at[one] - days, history.at[one])
    after = history.revenue(person, history.at[two], history.at[two] + days)
    change = better(definition, history.score[two]) - better(definition, history.score[one])
    group = change_group_of(definition, change)
    named = change_groups(definition)
    hidden = hidden_groups([int((group == place).sum()) for place in range(len(named))], terms)
    largest = float(np.abs(after - before).max(initial=0.0))
    groups = tuple(
        (key, label, guarded(of_mean(CHANGE, mean, terms), terms, hidden=place in hidden))
        for place, (key, label) in enumerate(named)
        if (mine := group == place).any()
        and (mean := mean_of((after - before)[mine], confidence=terms.confidence, seed=terms.seed, largest=largest))
    )
    columns = np.column_stack([change, history.score[one], before]) if len(one) else np.zeros((0, 3))
    slope = of_slope(SLOPE, slope_of(after, columns, confidence=terms.confidence), len(one), terms)
    return Shift(definition=definition.id, days=days, groups=groups, slope=slope, sentence=_words(slope))


def _words(slope: Estimate | None) -> Text:
    if slope is None:
        return say(_("Nothing is known of what customers bought."))
    if slope.value is None or slope.low is None or slope.high is None:
        return say(_("Too few customers to say whether buying goes with the score."))
    if slope.low > 0:
        return say(
            _(
                "A better score goes with more buying afterwards, among customers who bought the same before. "
                "The connection says nothing of the cause."
            )
        )
    if slope.high < 0:
        return say(
            _(
                "A better score goes with less buying afterwards, against expectation. "
                "Look at who answers before believing it."
            )
        )
    return say(
        _("No connection between score and buying can be seen here, among customers who bought the same before.")
    )
