"""What a scale's figures say, in sentences."""

from __future__ import annotations

from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.measures.scales import Fit, Reliability, ThreeFactors

ENOUGH: Final = 0.7  # Nunnally (1978), for comparing groups
ONE_THING: Final = 0.75  # Reise, Bonifay & Haviland (2013), Journal of Personality Assessment 95:129–140: preferred …
IN_PART: Final = 0.5  # … and the least of omega hierarchical


def verdict_of(found: Reliability) -> Text | None:
    """Return in a sentence whether the items belong together well enough to be read as one number."""
    low, high = found.alpha.low, found.alpha.high
    if low is None or high is None:
        return None
    if low >= ENOUGH:
        return say(_("The items belong together well enough to be read as one number for groups."))
    if high < ENOUGH:
        return say(_("The items do not belong together well enough to be read as one number."))
    return say(_("Whether the items belong together well enough cannot be told: the interval holds 0.7."))


def fit_words_of(fit: Fit | None) -> Text | None:
    """Return in a sentence whether one factor explains the items; nothing where none was fitted."""
    if fit is None:
        return None
    if fit.df == 0:
        return say(_("One factor always fits three items: whether they measure one thing cannot be tested."))
    if fit.acceptable:
        return say(_("One thing behind the items explains how they go together."))
    return say(_("The items measure more than one thing: one factor does not explain how they go together."))


def shared_words_of(three: ThreeFactors | None) -> tuple[Text, ...]:
    """Return how much of the mean all items share, and what a reader must know of it."""
    if three is None:
        return ()
    if not three.settled:
        return three.notes
    share = Quantity(three.hierarchical, Unit.SHARE, 0)
    if three.hierarchical >= ONE_THING:
        words = _("What all items share makes {share} of the mean’s variance: enough to read it as one number.")
    elif three.hierarchical >= IN_PART:
        words = _("What all items share makes {share} of the mean’s variance: some items have more in common.")
    else:
        words = _(
            "What all items share makes only {share} of the mean’s variance: look at groups of items by themselves."
        )
    return (say(words, share=share), *three.notes)
