"""What to say first: the one thing that matters among several figures, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Quantity, Shown, Unit, decimals_for, shown, unit_of
from kuulo.figures.charts.wording import joined
from kuulo.figures.rules.comparison import Change, Comparison, Direction, compare
from kuulo.figures.rules.pull import Contribution
from kuulo.measures.definitions import Definition

NOT_KNOWN = say(_("Not known"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure now against before.

    Attributes:
        definition: The measure.
        comparison: Its two figures and what lies between them.
        breaks: Why the two cannot simply be compared: another wording, scale or mode.
    """

    definition: Definition
    comparison: Comparison
    breaks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What matters first; ``direction`` says whether it is good or bad news."""

    direction: Direction
    text: Text
    detail: Text | None


def headline_of(measured: Sequence[Measured], pulled: Measured, pulls: Sequence[Contribution]) -> Headline:
    """Return the change that stands out most, a worsening before an improvement, or that none can be seen.

    Looking at several figures makes it likelier that one changes by chance: intervals widen for the number looked at.

    Args:
        measured: Measures, the main one first; at least one.
        pulled: The measure whose touchpoints are told.
        pulls: Its touchpoints, the most harmful first.
    """
    looked = [
        Measured(
            definition=one.definition,
            comparison=compare(
                one.comparison.now, one.comparison.before, better=one.definition.direction, looks=len(measured)
            ),
            breaks=one.breaks,
        )
        for one in measured
    ]
    detail = pull_words(pulled, pulls[0]) if pulls and pulls[0].harmful else None
    changed = [one for one in looked if one.comparison.direction in {Direction.WORSE, Direction.BETTER}]
    if changed:
        first = measured[looked.index(max(changed, key=_weight))]
        return Headline(direction=first.comparison.direction, text=change_headline(first), detail=detail)
    alone = [one for one in measured if one.comparison.direction in {Direction.WORSE, Direction.BETTER}]
    if alone:
        return Headline(direction=Direction.NO_DIFFERENCE, text=perhaps_words(max(alone, key=_weight)), detail=detail)
    if any(one.comparison.direction is Direction.NO_DIFFERENCE for one in looked):
        text = say(_("Nothing has clearly changed: chance alone could have made every difference."))
        return Headline(direction=Direction.NO_DIFFERENCE, text=text, detail=detail)
    return Headline(direction=Direction.UNKNOWN, text=first_words(measured[0]), detail=detail)


def _weight(one: Measured) -> tuple[bool, float]:
    change = one.comparison.change
    size = abs(change.value / change.se) if change else 0.0
    return one.comparison.direction is Direction.WORSE, size


def change_headline(one: Measured) -> Text:
    """Return the sentence on a change that can be seen, with its interval."""
    template = (
        _("“{measure}” has become worse: {change}.")
        if one.comparison.direction is Direction.WORSE
        else _("“{measure}” has become better: {change}.")
    )
    change = _places(one, one.comparison.change)["change"] if one.comparison.change else NOT_KNOWN
    return with_breaks(one, Text(template, {"measure": Text(one.definition.title), "change": change}))


def perhaps_words(one: Measured) -> Text:
    """Return the sentence on a change that is seen in one figure alone, but not when several are looked at."""
    template = (
        _("“{measure}” may have become worse; among several figures, chance makes one such difference now and then.")
        if one.comparison.direction is Direction.WORSE
        else _(
            "“{measure}” may have become better; among several figures, chance makes one such difference now and then."
        )
    )
    return with_breaks(one, Text(template, {"measure": Text(one.definition.title)}))


def first_words(one: Measured) -> Text:
    """Return the sentence on a figure that has nothing to be compared with."""
    seen = shown(one.comparison.now)
    if seen is None:
        return say(_("There are too few answers to show a figure yet."))
    return say(
        _("{measure} is {value} ({low} … {high}), from {n} answers; there is nothing yet to compare it with."),
        measure=Text(one.definition.title),
        value=seen.value,
        low=seen.low,
        high=seen.high,
        n=seen.n,
    )


def change_words(one: Measured) -> Text:
    """Return what can be said of a measure against the time before, with the difference and its interval."""
    comparison = one.comparison
    if comparison.change is None:
        return _without_change(comparison)
    template = {
        Direction.WORSE: _("Worse than before: {change}. It was {before}."),
        Direction.BETTER: _("Better than before: {change}. It was {before}."),
    }.get(comparison.direction, _("No difference to before can be seen: {change}. It was {before}."))
    return with_breaks(one, Text(template, _places(one, comparison.change)))


def with_breaks(one: Measured, sentence: Text) -> Text:
    """Return a sentence on a change, followed by what else may have made it."""
    if not one.breaks:
        return sentence
    caution = say(_("Compare with care, the way of asking changed:"))
    return joined(sentence, caution, *one.breaks)


def _without_change(comparison: Comparison) -> Text:
    if comparison.before is None:
        return say(_("Nobody had answered in the time before."))
    if comparison.before.withheld or comparison.now.withheld:
        return say(_("Too few people answered to compare with the time before."))
    if comparison.is_asked_otherwise:
        return say(_("Not compared with the time before: the silent were asked again in one of the two alone."))
    return say(_("The difference to the time before cannot be computed."))


def _places(one: Measured, change: Change) -> dict[str, object]:
    unit = unit_of(one.comparison.now)
    decimals = decimals_for([one.comparison.now], unit)
    seen = shown(one.comparison.before, decimals) if one.comparison.before else None
    return {"change": difference_words(change, unit, decimals), "before": _with_n(seen)}


def difference_words(change: Change, unit: Unit, decimals: int) -> Text:
    """Return a difference with its interval; a difference of shares is told in percentage points, not in per cent."""
    factor, shown_unit = (100, Unit.POINTS) if unit is Unit.SHARE else (1, unit)
    value, low, high = (
        Quantity(end * factor, shown_unit, decimals, signed=True) for end in (change.value, change.low, change.high)
    )
    if unit is Unit.SHARE:
        return say(_("{value} percentage points ({low} … {high})"), value=value, low=low, high=high)
    return say(_("{value} ({low} … {high})"), value=value, low=low, high=high)


def _with_n(seen: Shown | None) -> Text:
    if seen is None:
        return NOT_KNOWN
    return say(
        _("{value} ({low} … {high}, n = {n})"),
        value=seen.value,
        low=seen.low,
        high=seen.high,
        n=seen.n,
    )


def pull_words(main: Measured, pull: Contribution) -> Text:
    """Return what one harmful touchpoint does to the main figure."""
    return say(
        _("Most is lost at {touchpoint}: were it like the whole, “{measure}” would be better by {amount}."),
        touchpoint=pull.touchpoint or NOT_KNOWN,
        measure=Text(main.definition.title),
        amount=amount_words(pull_quantities(main, pull), unit_of(main.comparison.now)),
    )


def amount_words(amount: Mapping[str, Quantity], unit: Unit) -> Text:
    """Return how much a touchpoint pulls, with its interval, in words."""
    return {
        Unit.SHARE: Text(_("{pull} percentage points ({low} … {high})"), amount),
        Unit.POINTS: Text(_("{pull} points ({low} … {high})"), amount),
    }.get(unit, Text(_("{pull} ({low} … {high})"), amount))


def pull_quantities(main: Measured, pull: Contribution) -> dict[str, Quantity]:
    """Return how far a touchpoint pulls to the worse side and the ends of its interval.

    They are in the measure's unit; those of a share in percentage points.

    Positive is lost, negative is won; ``low`` is the smaller end.
    """
    unit = unit_of(main.comparison.now)
    factor, told = (100, Unit.POINTS) if unit is Unit.SHARE else (1, unit)
    worse = -main.definition.direction * factor
    low, high = sorted((worse * pull.low, worse * pull.high))
    decimals = 2 if high - low < 0.2 else 1 if high - low < 20 else 0
    values = {"pull": worse * pull.pull, "low": low, "high": high}
    return {name: Quantity(value, told, decimals) for name, value in values.items()}
