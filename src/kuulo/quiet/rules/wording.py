"""What is said and drawn of the quiet ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.rules.hearing import NeverHeard, SilentShares
from kuulo.figures.charts.differences import Crowd, DifferencesChart
from kuulo.figures.charts.dots import DotsChart, GroupRow, dots_chart
from kuulo.figures.charts.hearing import differences_of
from kuulo.figures.charts.quantities import Count, Day, Quantity, Unit

NEVER_HEARD: Final = Crowd(
    head=say(_("Never heard")),
    few=say(_("Fewer among those never heard")),
    many=say(_("More among those never heard")),
    both=say(_("Bold: of those never heard; beside it: of everybody")),
    fewest=_("Rarest among those never heard: {label} ({answerers}, of everybody {everybody})."),
    most=_("Commonest among those never heard: {label} ({answerers}, of everybody {everybody})."),
    alike=say(_("In everything known of them, those never heard resemble everybody.")),
)
STATES: Final[Mapping[str, Text]] = {
    "draft": say(_("draft")),
    "drawn": say(_("drawn")),
    "running": say(_("running")),
    "paused": say(_("paused")),
    "finished": say(_("finished")),
    "cancelled": say(_("cancelled")),
}
SHARE_NAME: Final = say(_("Never heard"))


def never_words(found: NeverHeard) -> Text:
    """Return how many were never heard."""
    if not found.of:
        return say(_("There are no customers yet."))
    if not found.count:
        return say(_("Every one of the {of} customers has been heard at least once."), of=Count(found.of))
    return say(
        _("{count} of {of} customers ({share}) have never answered anything."),
        count=Count(found.count),
        of=Count(found.of),
        share=Quantity(found.count / found.of, Unit.SHARE),
    )


def asked_words(found: NeverHeard) -> Text:
    """Return how many of them were ever asked."""
    return say(
        _("{asked} of them have been asked at least once; the other {rest} never, as far as anybody noted it."),
        asked=Count(found.asked),
        rest=Count(found.count - found.asked),
    )


def differences_picture(found: NeverHeard, floor: int) -> DifferencesChart:
    """Return the picture of what those never heard are like."""
    return differences_of(found.differences, floor, title=say(_("What they are like")), crowd=NEVER_HEARD)


def shares_picture(one: SilentShares, whole: Estimate) -> DotsChart:
    """Return the picture of how many of each level of an attribute were never heard."""
    return dots_chart(
        [GroupRow(each.label, each.estimate) for each in one.shares],
        title=say(_("Never heard, by {attribute}"), attribute=one.title),
        reference=whole,
        name=SHARE_NAME,
        group=one.title,
    )


def left_words(day: date, silent: int, heard: int, *, asked: bool) -> Text:
    """Return of whom the later check is."""
    places = {"day": Day(day), "silent": Count(silent), "heard": Count(heard)}
    if asked:
        return Text(
            _(
                "Of the customers of {day}, {silent} had been asked in the year before and had answered nothing; what "
                "is expected of them is how often the {heard} left who had answered and of whom the same is known."
            ),
            places,
        )
    return Text(
        _(
            "Of the customers of {day}, {silent} had answered nothing in the year before; what is expected of them is "
            "how often the {heard} left who had answered and of whom the same is known."
        ),
        places,
    )
