"""How right the machine is against a random sample that people coded, and shares corrected for its errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.language.coding.figures import blank, quantile, wilson

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_FEWEST = 10

TOO_FEW_NOTE: Final = _(
    "People coded only {n} comments of the random sample: too few to correct the machine's errors (at least {fewest})."
)
NONE_NOTE: Final = _("Nothing to tell from yet: no comment of the sample has the code.")
ALL_BY_HAND: Final = _("Every comment was coded by a person.")
CORRECTED: Final = _(
    "What the machine says of all comments, corrected by {n} drawn by lot that people coded without seeing it."
)
BY_LOT: Final = _("From {n} comments drawn by lot that people coded.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How right the machine is about one code.

    Attributes:
        precision: Of the comments it gave the code, the share that people gave it too.
        recall: Of the comments people gave the code, the share it found.
        f1: Harmonic mean of both.
        n: Comments of the sample.
        people: Of them, how many people gave the code.
        machine: Of them, how many the machine gave the code.
    """

    precision: Estimate
    recall: Estimate
    f1: Estimate
    n: int
    people: int
    machine: int


def accuracy(human: Flags, machine: Flags, confidence: float = 0.95) -> Accuracy:
    """Return precision, recall and F1 of one code on a random sample.

    Intervals: Wilson (1927); F1 = 2J / (1 + J), where J is the share of agreed ones among those either gave, whose
    Wilson interval is carried over.

    Args:
        human: (n,) whether people gave the code.
        machine: (n,) whether the machine did, not having learned from these.
        confidence: Confidence level, 0–1.
    """
    if len(human) != len(machine):
        raise DefinitionError(
            _("Codings of people and of the machine do not match: {human} and {machine} comments."),
            human=len(human),
            machine=len(machine),
        )
    both, people, said = int((human & machine).sum()), int(human.sum()), int(machine.sum())
    return Accuracy(
        precision=_share("precision", both, said, confidence),
        recall=_share("recall", both, people, confidence),
        f1=_f1(both, people + said - both, confidence),
        n=len(human),
        people=people,
        machine=said,
    )


def corrected_share(machine: Floats, sample: NDArray[np.int64], human: Flags, confidence: float = 0.95) -> Estimate:
    """Return the share of comments with a code, corrected for the machine's errors (0–1).

    The machine's mean over all comments plus the mean of human − machine over a random sample, the machine counting as
    far as it is worth: prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023, Science
    382:669; the weight: Angelopoulos, Duchi & Zrnic 2023, PPI++), known in survey sampling as the regression estimator.
    The variance counts one more error each way than was seen, so that a sample without errors is not taken for proof.

    Args:
        machine: (N,) what the machine says of every comment: 0/1, or better its probability; 0 throughout where it
            has not learned the code, which leaves the sample alone to tell.
        sample: (m,) places in ``machine`` of the comments in the random sample.
        human: (m,) whether people gave these the code.
        confidence: Confidence level, 0–1.
    """
    said, truth = np.asarray(machine, dtype=float), np.asarray(human, dtype=float)
    rows, sampled = len(said), len(truth)
    raw = float(said.mean()) if rows else None
    figure = blank("share", sampled, confidence, "prediction-powered")
    if sampled < _FEWEST or not rows:
        return replace(figure, notes=(say(TOO_FEW_NOTE, n=sampled, fewest=_FEWEST),), raw=raw)
    if sampled == rows:
        low, high = wilson(float(truth.mean()), sampled, confidence)
        trust = say(ALL_BY_HAND)
        return replace(figure, value=float(truth.mean()), low=low, high=high, method="wilson", trust=trust, raw=raw)
    if not said.any():
        low, high = wilson(float(truth.mean()), sampled, confidence)
        trust = say(BY_LOT, n=sampled)
        return replace(figure, value=float(truth.mean()), low=low, high=high, method="wilson", trust=trust)
    value, se = _corrected(said, sample, truth)
    half = quantile(confidence) * se
    inside = float(np.clip(value, 0.0, 1.0))
    trust = say(CORRECTED, n=sampled)
    low, high = max(value - half, 0.0), min(value + half, 1.0)
    return replace(figure, value=inside, low=low, high=high, se=se, trust=trust, raw=raw)


def _corrected(said: Floats, sample: NDArray[np.int64], truth: Floats) -> tuple[float, float]:
    """Return the corrected share and its standard error."""
    worth = _worth(said, said[sample], truth)
    gaps = truth - worth * said[sample]
    padded = (float(((gaps - gaps.mean()) ** 2).sum()) + 2.0) / (len(truth) + 2.0)
    se = np.sqrt(padded / (len(truth) + 2.0) + worth**2 * said.var() / len(said))
    return worth * float(said.mean()) + float(gaps.mean()), float(se)


def _worth(everything: Floats, sampled: Floats, truth: Floats) -> float:
    """Return how far the machine's word counts, 0–1: the slope of truth on its word in the sample."""
    spread = float(sampled.var())
    together = float(((sampled - sampled.mean()) * (truth - truth.mean())).mean())
    slope = together / spread if spread > 0 else 0.0
    return float(np.clip(slope / (1 + len(truth) / len(everything)), 0.0, 1.0))


def _share(measure: str, hits: int, n: int, confidence: float) -> Estimate:
    figure = blank(measure, n, confidence, "wilson")
    if not n:
        return replace(figure, notes=(say(NONE_NOTE),))
    low, high = wilson(hits / n, n, confidence)
    return replace(figure, value=hits / n, low=low, high=high, trust=say(BY_LOT, n=n))


def _f1(both: int, either: int, confidence: float) -> Estimate:
    figure = blank("f1", either, confidence, "wilson")
    if not either:
        return replace(figure, notes=(say(NONE_NOTE),))
    low, high = (2 * end / (1 + end) for end in wilson(both / either, either, confidence))
    return replace(figure, value=2 * both / (both + either), low=low, high=high, trust=say(BY_LOT, n=either))
