"""Sentences on how far a figure can be trusted, and for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.correction import People

NOBODY_KNOWS = say(_("Who did not answer is not known: the figure holds for those who answered."))
TOO_FEW = say(_("Too few answered to correct for those who did not: the figure holds for those who answered."))
PART_OF_FOLLOWED = say(
    _("Weighted by what is known of everybody; only the figure of all leans on the silent who were asked again.")
)
MOST_NAMED = 6


def covers(names: Sequence[str], titles: Mapping[str, Text]) -> Text:
    """Return what a figure is corrected for, and what it is not."""
    named = [titles.get(name, say("{name}", name=name)) for name in names[:MOST_NAMED]]
    more = len(names) - len(named)
    listed = listing(named)
    if more > 0:
        listed = say(
            _("{some} and {count} more"), some=listing(named[:-1]) if len(named) > 1 else listed, count=more + 1
        )
    return say(
        _("Corrected for {attributes}; not for satisfaction itself unless the silent were asked."), attributes=listed
    )


def followed_with(people: People, month: str) -> Text:
    """Return what the figure of a follow-up is corrected for, where an earlier one taught the odds of answering."""
    return say(
        _(
            "Corrected for satisfaction itself: of {drawn} silent persons asked again, {answered} answered, and how "
            "readily the satisfied and the dissatisfied answer was learnt from the follow-up of {month}."
        ),
        drawn=0 if people.phase2 is None else int(people.phase2.sum()),
        answered=0 if people.phase2_answered is None else int(people.phase2_answered.sum()),
        month=month,
    )


def listing(items: Sequence[Text]) -> Text:
    """Return texts as one, with commas between them."""
    places = ", ".join(f"{{item{place}}}" for place in range(len(items)))
    return say(places, **{f"item{place}": item for place, item in enumerate(items)})
