"""One plain sentence on how far those who answered stand for everybody, naming the group that is missed most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.features import Features
from kuulo.measures.representativeness.crowd import MISSING
from kuulo.measures.representativeness.differences import POOLED
from kuulo.measures.representativeness.results import Difference, Level, Verdict

# Standardised differences under 0.1 are held for balance, those over 0.25 for too large to adjust for by regression
# alone (Austin 2009; Rubin 2001).
BALANCED: Final = 0.10
APART: Final = 0.25
FEWEST_TELLING: Final = 20

UNKNOWN: Final = Verdict(
    level=Level.UNKNOWN,
    sentence=say(_("Nobody noted who was asked, so nobody can say how far the answers speak for all.")),
)
NOTHING_KNOWN: Final = Verdict(
    level=Level.UNKNOWN,
    sentence=say(_("Nothing is known of those who did not answer, so nobody can say how they differ.")),
)
TOO_FEW: Final = Verdict(
    level=Level.UNKNOWN,
    sentence=say(_("Too few answered to say how they differ from the others.")),
)
RESEMBLE: Final = Verdict(
    level=Level.GOOD,
    sentence=say(_("Those who answered resemble all customers in everything that is known of them.")),
)


def verdict(
    differences: Sequence[Difference], answered: float, x: Features, sentences: Mapping[tuple[str, str], Text]
) -> Verdict:
    """Return the verdict on some differences.

    Args:
        differences: Differences of levels and numbers.
        answered: How many answered.
        x: What is known; nothing known, nothing said.
        sentences: Sentence for a level that is missing, by attribute and level; a general one where there is none.
    """
    if not x.names:
        return NOTHING_KNOWN
    if answered < FEWEST_TELLING:
        return TOO_FEW
    # A difference that chance alone would bring about in so few answers says nothing.
    telling = max(BALANCED, 2.0 / answered**0.5)
    missing = [one for one in differences if -one.smd >= telling and one.level not in {POOLED, MISSING}]
    apart = [one for one in differences if abs(one.smd) >= telling]
    if not apart:
        return RESEMBLE
    worst = max(abs(one.smd) for one in apart)
    level = Level.POOR if worst >= max(APART, telling) else Level.FAIR
    if not missing:
        most = max(apart, key=lambda one: abs(one.smd))
        return Verdict(level=level, sentence=_too_many(most))
    return Verdict(level=level, sentence=_missed(min(missing, key=lambda one: one.smd), sentences))


def _missed(one: Difference, sentences: Mapping[tuple[str, str], Text]) -> Text:
    if one.level is None:
        return say(_("Answers of customers with a high value of “{attribute}” are missing."), attribute=one.title)
    known = sentences.get((one.variable, one.level))
    if known is not None:
        return known
    return say(
        _("Answers of a group are missing: {attribute} “{level}”."), attribute=one.title, level=one.label or one.level
    )


def _too_many(one: Difference) -> Text:
    if one.level is None:
        # More of a number among the answers: those with little of it are missing.
        return say(_("Answers of customers with a low value of “{attribute}” are missing."), attribute=one.title)
    if one.label is None:
        return say(_("Those who answered differ from all customers in “{attribute}”."), attribute=one.title)
    return say(
        _("One group answered more than the others: {attribute} “{level}”."), attribute=one.title, level=one.label
    )
