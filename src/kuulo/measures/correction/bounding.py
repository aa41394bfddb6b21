"""What remains unknown when everything that can be corrected is: a slider, a plausible range, and the worst case.

* *Pattern-mixture* (Little 1993): the silent are given ``delta`` points more or fewer than the estimate has them; their
  scores are moved along the scale (kept within it), and the figure follows. Where the silent were asked again, only
  those whom the follow-up did not hear either are moved: what the others think is known from those of them who told.
* *Plausible range* (marginal sensitivity, Tan 2006; Zhao, Small & Bhattacharya 2019): among persons of whom the same is
  known, the odds of answering at one end of the scale are at most Λ times those at the other. Λ is 2 where the silent
  were not asked, and the estimate's own interval, at 99 %, comes on top. Where they were asked, Λ is 1.5 and bears only
  on those who kept silent in the follow-up as well, and the interval is that of 99.9 %; a follow-up of few may still be
  an unlucky one, so the range also holds what weighting alone says, with its interval of 99 %.
* *Worst case* (Manski 1990): every person silent at the invitation at one end of the scale, the follow-up left aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.correction.followed import Silent, those_asked, weigh
from kuulo.measures.correction.methods import Bounds
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.correction.tilt import learn_tilt
from kuulo.measures.correction.weights import raked, raking_weights
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Floats
from kuulo.measures.intervals import z_quantile

DELTAS: Final = tuple(step / 2 for step in range(-6, 7))
UNASKED, ASKED = 2.0, 1.5  # Λ where the silent were not asked, and where they were
_NOBODY: Final = 1e-9  # a share so small is rounding
_FOLLOWED_LOWER: Final = _(
    "The figure is {value}; if those who stay silent in the follow-up too ({part} of those asked) are one point "
    "lower, {then}. Only they are moved here; the widest range leaves the follow-up aside and moves all who were "
    "silent at first."
)
_FOLLOWED_HIGHER: Final = _(
    "The figure is {value}; if those who stay silent in the follow-up too ({part} of those asked) are one point "
    "higher, {then}. Only they are moved here; the widest range leaves the follow-up aside and moves all who were "
    "silent at first."
)
SURE, SURER = 0.99, 0.999  # confidence of the interval on top, without a follow-up and with one


@dataclass(frozen=True, slots=True)
class StandIns:
    """Those whose answers stand for the silent.

    Attributes:
        share: Share of the asked that were silent.
        score: Their scores.
        heard: How much each stands for silent persons who were heard in a follow-up; the whole sums with ``unheard``
            to 1.
        unheard: How much each stands for silent persons who were heard nowhere.
        odds: Λ, see above.
        sure: Confidence of the interval on top.
    """

    share: float
    score: Floats
    heard: Floats
    unheard: Floats
    odds: float
    sure: float

    @property
    def mass(self) -> Floats:
        """How much each stands for the silent."""
        return self.heard + self.unheard


def bounds(
    people: People,
    definition: Definition,
    estimate: Estimate,
    *,
    deltas: Sequence[float] = DELTAS,
    odds: float | None = None,
    silent: StandIns | None = None,
) -> Bounds:
    """Return what the figure may be, around this estimate of it.

    Args:
        people: The frame.
        definition: What the score means.
        estimate: The corrected figure; its interval widens the plausible range.
        deltas: Points of the scale, for the slider.
        odds: Λ; the usual one where it is ``None``.
        silent: Whose answers stand for the silent, where that is known already.

    Raises:
        ColumnError: Nobody answered, or the estimate has no value.
    """
    if estimate.value is None or not people.answered.any():
        raise ColumnError(_("There is no figure to put bounds around."), _("Wait for answers."))
    silent = stand_ins(people, definition) if silent is None else silent
    value, (least, most) = estimate.value, _ends(people, definition)
    now = float(silent.mass @ outcome(silent.score, definition))
    pattern = tuple(
        (float(delta), _kept(value + silent.share * (moved(silent, definition, delta) - now), least, most))
        for delta in sorted(deltas)
    )
    low, high = _plausible(people, definition, estimate, silent, odds)
    heard = _heard(people, definition)
    return Bounds(
        pattern=pattern,
        low=_kept(low, least, most),
        high=_kept(high, least, most),
        worst_low=(1 - silent.share) * heard + silent.share * least,
        worst_high=(1 - silent.share) * heard + silent.share * most,
        sentence=_sentence(definition, value, pattern, _unheard(people, silent)),
    )


def _unheard(people: People, silent: StandIns) -> float | None:
    """Return the share of those asked who were heard nowhere; ``None`` where there are some and no follow-up was."""
    share = silent.share * float(silent.unheard.sum())
    return share if people.followed or share < _NOBODY else None


def _plausible(
    people: People, definition: Definition, estimate: Estimate, silent: StandIns, odds: float | None
) -> tuple[float, float]:
    """Return the plausible range, wherever the scale may end."""
    value, ends = estimate.value or 0.0, _ends(people, definition)
    now = float(silent.mass @ outcome(silent.score, definition))
    slack = z_quantile(silent.sure) * (estimate.se or 0.0)
    reach = float(np.log(odds if odds is not None else silent.odds))
    low, high = (
        value + silent.share * (_tilted(silent, definition, way * reach, ends) - now) + way * slack for way in (-1, 1)
    )
    if not people.followed:
        return low, high
    weighted = raked(people, definition, confidence=SURE)
    if weighted.low is None or weighted.high is None:
        return low, high
    return min(low, weighted.low), max(high, weighted.high)


def stand_ins(people: People, definition: Definition) -> StandIns:
    """Return whose answers stand for the silent: the follow-up's, or those that raking lets speak for them.

    Only how they are spread over the scale matters here, the estimate says where they lie: no model is fitted.
    """
    if people.followed:
        asked = those_asked(people)
        return followed_stand_ins(
            weigh(asked, definition, np.ones((len(asked), 1)), learn_tilt(None, None, definition))
        )
    d = people.base_weight
    answered = float(d[people.answered].sum() / d[people.invited].sum())
    weight, _x = raking_weights(people)
    own = d[people.answered] * len(people) / d[people.invited].sum()
    beyond = np.maximum(weight - own, 0.0)
    if beyond.sum() <= 0:
        beyond = own
    return StandIns(
        1 - answered, people.score[people.answered], np.zeros(len(own)), beyond / beyond.sum(), odds=UNASKED, sure=SURE
    )


def followed_stand_ins(silent: Silent) -> StandIns:
    """Return the follow-up's answers: each stands for others drawn by the lot, and for others who kept silent."""
    late, people = silent.weight > 0, silent.people
    d = people.base_weight
    weight = (d * silent.weight)[late]
    own = np.minimum((d * silent.draw)[late], weight)
    share = 1 - float(d[people.answered].sum() / d.sum())
    return StandIns(
        share, people.score[late], own / weight.sum(), (weight - own) / weight.sum(), odds=ASKED, sure=SURER
    )


def moved(silent: StandIns, definition: Definition, delta: float) -> float:
    """Return the mean outcome of the silent if each unheard one were ``delta`` points higher, kept within the scale.

    Between whole points it lies between the two whole moves (a score of 8.5 is half the persons at 8, half at 9).
    """
    whole = float(np.floor(delta))
    ends = []
    for step in (whole, whole + 1):
        score = np.clip(silent.score + step, definition.scale_min, definition.scale_max)
        ends.append(float(silent.unheard @ outcome(score, definition)))
    heard = float(silent.heard @ outcome(silent.score, definition))
    return heard + ends[0] + (delta - whole) * (ends[1] - ends[0])


def _tilted(silent: StandIns, definition: Definition, reach: float, ends: tuple[float, float]) -> float:
    """Return the mean outcome of the silent if the unheard lean to one end of the scale by exp(reach)."""
    y = outcome(silent.score, definition)
    least, most = ends
    lean = silent.unheard * np.exp(reach * (y - (least + most) / 2) / max(most - least, 1e-12))
    if lean.sum() > 0:
        lean = lean * silent.unheard.sum() / lean.sum()
    return float((silent.heard + lean) @ y)


def _ends(people: People, definition: Definition) -> tuple[float, float]:
    """Return the lowest and highest outcome: the scale's, or those that were seen where it is open."""
    least, most = definition.bounds
    if least is not None and most is not None:
        return least, most
    y = outcome(people.score[~np.isnan(people.score)], definition)
    return float(y.min()), float(y.max())


def _heard(people: People, definition: Definition) -> float:
    d = people.base_weight[people.answered]
    return float(d @ outcome(people.score[people.answered], definition) / d.sum())


def _kept(value: float, least: float, most: float) -> float:
    return float(min(max(value, least), most))


def _sentence(
    definition: Definition, value: float, pattern: tuple[tuple[float, float], ...], unheard: float | None
) -> Text:
    """Return the figure and what it becomes if the silent are worse; with a follow-up, also who is meant by that.

    Args:
        definition: What the score means.
        value: The figure.
        pattern: ``(delta, value)``.
        unheard: See `_unheard`.
    """
    worse = -1.0 * definition.direction
    then = dict(pattern).get(worse)
    told = _worded(definition, value)
    if unheard is not None and unheard < _NOBODY:
        return say(
            _("The figure is {value}; all who were asked answered in the end: nobody is left to guess."), value=told
        )
    if then is None:
        return say(_("The figure is {value}; it rests on what the silent are taken to think."), value=told)
    if unheard is not None:
        template = _FOLLOWED_LOWER if worse < 0 else _FOLLOWED_HIGHER
        return say(template, value=told, then=_worded(definition, then), part=f"{100 * unheard:.0f} %")
    template = (
        _("The figure is {value}; if those who are silent are one point lower, {then}.")
        if worse < 0
        else _("The figure is {value}; if those who are silent are one point higher, {then}.")
    )
    return say(template, value=told, then=_worded(definition, then))


class Hundredths(float):
    """A mean that reads with two decimals; a page writes its decimal sign the reader's way."""

    decimals = 2

    def __format__(self, pattern: str) -> str:
        """Return the number for English sentences."""
        return super().__format__(pattern or ".2f")

    def __str__(self) -> str:
        """Return the English form."""
        return f"{self}"


def _worded(definition: Definition, value: float) -> str | Hundredths:
    """Return the figure as a reader says it: whole points, whole percent, or two decimals of a mean."""
    if definition.statistic == "share":
        return f"{100 * value:.0f} %"
    return f"{value:.0f}".replace("-", "−") if definition.statistic == "net" else Hundredths(value)
