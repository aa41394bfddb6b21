"""Who spoke and who did not, as pictures and words: what is known of a figure's answerers, ready to be drawn. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.rules.hearing import Listening
from kuulo.figures.charts.bounds import BoundsChart, Remains, bounds_chart
from kuulo.figures.charts.differences import ANSWERERS, Apart, Crowd, DifferencesChart, differences_chart
from kuulo.figures.charts.dots import DotsChart, GroupRow, dots_chart
from kuulo.figures.charts.funnel import FunnelChart, Stage, funnel_chart
from kuulo.figures.charts.model import Table
from kuulo.figures.charts.quantities import Interval, Quantity, Shown, Unit
from kuulo.figures.charts.quantities import shown as shown_of
from kuulo.figures.charts.wording import percent
from kuulo.measures.correction import Method
from kuulo.measures.representativeness import Difference, Representation

METHOD_NAMES: Final[Mapping[Method, Text]] = {
    Method.RAW: say(_("As they came")),
    Method.POST_STRATIFIED: say(_("Customer data only")),
    Method.RAKED: say(_("Data, behaviour, scores")),
    Method.CALIBRATED: say(_("Calibrated")),
    Method.PROPENSITY: say(_("Chance to answer")),
    Method.BOOSTED: say(_("Chance, by boosting")),
    Method.DOUBLY_ROBUST: say(_("Doubly robust")),
    Method.MULTILEVEL: say(_("Multilevel model")),
    Method.TWO_PHASE: say(_("Follow-up of the silent")),
    Method.REMINDERS: say(_("Random reminders")),
}
COVERS: Final[Mapping[Method, Text]] = {
    Method.RAW: say(_("Nothing: whoever answered counts the same.")),
    Method.POST_STRATIFIED: say(_("What the customer register knows: language, kind, attributes.")),
    Method.RAKED: say(_("The register, what customers did before, and the score they gave before.")),
    Method.CALIBRATED: say(_("The same, by another way of weighting (GREG).")),
    Method.PROPENSITY: say(_("The same, by how likely each was to answer (regularised logistic regression).")),
    Method.BOOSTED: say(_("The same, by how likely each was to answer (gradient boosting).")),
    Method.DOUBLY_ROBUST: say(_("The same twice: right when either of its two models is.")),
    Method.MULTILEVEL: say(_("The same, with small groups leaning on the others.")),
    Method.TWO_PHASE: say(_("The score itself: a random sample of the silent was asked again.")),
    Method.REMINDERS: say(_("The score itself, as far as those whom only a reminder brought tell of the silent.")),
}


def funnel_of(representation: Representation, *, encounters: bool, in_the_end: int | None = None) -> FunnelChart:
    """Return the picture from everybody to those who answered; ``in_the_end``: with those the follow-up heard."""
    turnout = representation.turnout
    everybody = say(_("Encounters")) if encounters else say(_("Customers"))
    stages: tuple[Stage, ...] = (
        Stage(everybody, turnout.frame),
        Stage(say(_("Asked")), turnout.invited),
        Stage(say(_("Reached")), turnout.reached),
        Stage(say(_("Answered")), turnout.answered),
    )
    if in_the_end is not None:
        stages = (*stages, Stage(say(_("Answered, follow-up included")), in_the_end))
    return funnel_chart(stages, title=say(_("From everybody to the answers")))


def differences_of(
    differences: Sequence[Difference], floor: int, *, title: Text, crowd: Crowd = ANSWERERS
) -> DifferencesChart:
    """Return the picture of how some differ from everybody; levels that hold only a few of them are left out."""
    rows = [apart_of(one) for one in differences if not 0 < one.n < floor]
    return differences_chart(rows, title=title, crowd=crowd)


def apart_of(one: Difference) -> Apart:
    """Return one difference as its picture draws it."""
    if one.label is None:
        return Apart(one.title, one.frame, one.answerers, one.smd, is_share=one.level is not None)
    return Apart(one.label, one.frame, one.answerers, one.smd, of=one.title)


def missing_chart(representation: Representation, floor: int) -> DifferencesChart:
    """Return the picture of who is missing among those who answered."""
    return differences_of(representation.differences, floor, title=say(_("Who is missing, and who is there too often")))


def evenness_words(representation: Representation) -> Text | None:
    """Return how evenly everybody answered, by the R-indicator with its interval; ``None`` where it is not known."""
    found = representation.r_indicator
    if found is None or found.value is None or found.low is None or found.high is None:
        return None
    value, low, high = (Quantity(one, Unit.SCALE, 2) for one in (found.value, found.low, found.high))
    return say(
        _("R-indicator {value} ({confidence} interval {interval}); 1 would be everybody equally likely to answer."),
        value=value,
        confidence=percent(found.confidence),
        interval=Interval(low, high),
    )


def extremes_words(representation: Representation) -> Text | None:
    """Return how much more often than expected the answers are extreme; ``None`` where no score is known."""
    found = representation.extremes
    if found is None or found.observed.value is None or found.expected.value is None:
        return None
    return say(
        _("{observed} of the answers are extreme, the best or the worst; of everybody {expected} would be expected."),
        observed=Quantity(found.observed.value, Unit.SHARE),
        expected=Quantity(found.expected.value, Unit.SHARE),
    )


def overall_table(representation: Representation) -> Table:
    """Return the table of whole attributes: how far answerers differ in each, and how much it tells of who answers."""
    rows = tuple(
        (one.title, Quantity(abs(one.smd), Unit.SCALE, 2), _partial(representation.partial.get(one.variable)))
        for one in representation.overall
    )
    heads = (say(_("Attribute")), say(_("Standardised difference")), say(_("Partial R-indicator")))
    return Table(heads, (False, True, True), rows)


def _partial(value: float | None) -> Quantity | None:
    return None if value is None else Quantity(value, Unit.SCALE, 3)


def methods_chart(found: Mapping[Method, Estimate], chosen: Method, *, name: Text) -> DotsChart | None:
    """Return the same figure computed in several ways; ``None`` where there is only one."""
    shown = {method: estimate for method, estimate in found.items() if estimate.value is not None}
    if len(shown) < 2:
        return None
    rows = [GroupRow(method_label(method, chosen), shown[method]) for method in Method if method in shown]
    title = say(_("The same figure, computed in other ways"))
    chart = dots_chart(rows, title=title, name=name, group=say(_("Method")))
    raw, own = (figure_shown(shown.get(method)) for method in (Method.RAW, chosen))
    if raw is None or own is None:
        return chart
    words = _("The answers as they came give {raw}; the method chosen here gives {own}.")
    return replace(chart, sentence=say(words, raw=raw, own=own))


def figure_shown(estimate: Estimate | None) -> Shown | None:
    """Return a figure with its interval as it is read; ``None`` where there is none."""
    return None if estimate is None else shown_of(estimate)


def method_label(method: Method, chosen: Method) -> Text:
    """Return the name of a method; the chosen one is marked."""
    if method is chosen:
        return say(_("{method} ✓"), method=METHOD_NAMES[method])
    return METHOD_NAMES[method]


def remains_chart(listening: Listening) -> BoundsChart | None:
    """Return the picture of what remains unknown; ``None`` where nobody knows who was silent."""
    bounds = listening.bounds
    estimate = listening.by_method.get(listening.chosen.method)
    if bounds is None or estimate is None or estimate.value is None:
        return None
    remains = Remains(
        pattern=bounds.pattern,
        low=bounds.low,
        high=bounds.high,
        worst_low=bounds.worst_low,
        worst_high=bounds.worst_high,
        sentence=bounds.sentence,
    )
    return bounds_chart(remains, estimate, title=say(_("If the silent think otherwise")))
