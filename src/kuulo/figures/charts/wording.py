"""The words about estimates that charts and components share; templates to be translated where they are shown."""

from __future__ import annotations

from math import hypot
from statistics import NormalDist

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.rules.words import NOBODY_KNOWS, PART_OF_FOLLOWED
from kuulo.figures.charts.quantities import Count, Interval, Quantity, Unit, shown, unit_of
from kuulo.measures.definitions import DEFINITIONS

WITHHELD = say(_("Withheld, to protect those who answered: too few answers"))
FROM_ANSWERS = _("{name}, {where}: {value}, {confidence} interval {interval}, from {n} answers.")
NOT_COMPUTED = say(_("Cannot be computed from these answers"))

ASKED = _(
    "{answered} of the {invited} asked answered ({share}); "
    "whether the others think alike cannot be told from the answers."
)
SILENT_UNKNOWN = say(_("Whether those who were asked and stayed silent think alike cannot be told from the answers."))
EVERYBODY_COUNTS = say(_("Everybody who was asked is counted, whether they answered or not."))
RECORDED_COUNT = say(_("Everybody of whom this was recorded is counted; who left no trace is not among them."))

FOLLOWED = "two-phase"
NO_ERROR = 1e-6  # a standard error so small is rounding, in whatever unit
SHORT_NAMES = {"nps@1": say(_("NPS")), "enps@1": say(_("eNPS"))}
METHODS = {
    "two-phase": say(_("Answers of both phases, the silent among them by the follow-up")),
    "two_phase": say(_("Answers of both phases, the silent among them by the follow-up")),
    "reminders by lot": say(_("Answers, and what the reminders drawn by lot tell of the silent")),
    "doubly robust": say(_("Weighted, and filled in by a model of the scores (doubly robust)")),
    "observed less expected": say(_("What came true less what was expected; binomial standard error")),
    "bounded": say(_("From the lowest to the highest value the rest allows")),
    "model": say(_("What a model of the scores expects")),
    "kaplan_meier": say(_("Kaplan–Meier; Greenwood’s variance on the log–log scale")),
    "cox_efron": say(_("Cox regression; ties handled after Efron")),
    "cox_robust": say(_("Cox regression; ties handled after Efron")),
    "clustered_ratio": say(_("Ratio of sums; a customer’s rows belong together")),
    "hc3": say(_("Least squares with standard errors that allow for unequal variance (HC3)")),
    "least squares, clustered t": say(_("Least squares with a t interval; a customer’s rows belong together")),
    "segmented regression": say(_("Regression of the time before and after the change")),
    "diebold_mariano": say(_("Errors of two forecasts compared by the test of Diebold and Mariano")),
    "back_test": say(_("From the errors of past forecasts")),
    "monte_carlo": say(_("Drawn many times over the ranges that were assumed")),
    "bootstrap": say(_("Bootstrap: computed again on many samples drawn from the same persons")),
    "local_level": say(_("Level of a series freed of chance (local-level model)")),
    "lmg": say(_("Mean over all orders in which the drivers may enter (LMG, Shapley)")),
    "johnson": say(_("Relative weights after Johnson")),
    "raked": say(_("Weighted to the customers by raking; the interval includes the weighting")),
    "calibrated": say(_("Weighted to the customers by calibration; the interval includes the weighting")),
    "post_stratified": say(_("Weighted to the customers by post-stratification; the interval includes the weighting")),
    "propensity": say(_("Weighted by how likely each customer was to answer")),
    "boosted": say(_("Weighted by how likely each customer was to answer")),
    "doubly_robust": say(_("Weighted, and filled in by a model of the scores (doubly robust)")),
    "multilevel": say(_("Multilevel model with post-stratification")),
    "prediction-powered": say(_("A machine’s word on everything, corrected by what people said of some drawn by lot")),
    "resampled": say(_("Computed again on many samples drawn from the same comments")),
    "large-sample": say(_("Standard error that holds for many comments")),
    "tango": say(_("Tango’s score interval for a difference of two shares")),
    "adjusted_wald": say(_("Wald interval with three answers added")),
    "wilson": say(_("Wilson’s score interval")),
    "t": say(_("Mean with a t interval")),
    "logit": say(_("Interval on the logit scale")),
    "feldt": say(_("Feldt’s interval of alpha")),
    "delta": say(_("Interval by the delta method")),
    "pooled": say(_("Interval of a figure moved towards the other groups")),
    "agreeing": say(_("Interval for answers that all agree")),
    "product": say(_("Interval of the product of two figures")),
    "counted": say(_("Counted, not estimated")),
    "none": say(_("Nobody answered")),
    "withheld": WITHHELD,
}


def measure_name(estimate: Estimate) -> Text:
    """Return what a figure is called: a short name where there is one, else its definition's title, else its family."""
    if estimate.definition in SHORT_NAMES:
        return SHORT_NAMES[estimate.definition]
    known = DEFINITIONS.get(estimate.definition)
    return Text(known.title) if known is not None else Text("{name}", {"name": estimate.measure})


def method_words(estimate: Estimate) -> Text:
    """Return how the interval was computed, in words; an unknown method keeps its own name."""
    method = estimate.method
    fitting = [
        name for name in METHODS if method == name or (method.startswith(name) and not method[len(name)].isalpha())
    ]
    return METHODS[max(fitting, key=len)] if fitting else Text("{name}", {"name": method})


def trust_words(estimate: Estimate) -> Text | None:
    """Return the one sentence on how far a figure can be trusted; ``None`` where there is no figure to trust.

    A figure that brings no sentence gets the one its own numbers allow: who was asked, or that nobody knows.
    """
    if estimate.trust is not None:
        return estimate.trust
    if estimate.value is None:
        return None
    if estimate.measure == "response_rate":
        return EVERYBODY_COUNTS
    if estimate.definition not in DEFINITIONS:
        return RECORDED_COUNT
    if not estimate.invited or estimate.answered is None:
        return NOBODY_KNOWS
    share = Quantity(estimate.answered / estimate.invited, Unit.SHARE)
    return say(ASKED, answered=Count(estimate.answered), invited=Count(estimate.invited), share=share)


def parts_words(whole: Estimate) -> Text | None:
    """Return why the parts of a figure need not add up to it; ``None`` where all are corrected alike.

    A follow-up of the silent is too small to be taken apart by weeks or groups: they are weighted by what is known.
    """
    return PART_OF_FOLLOWED if whole.value is not None and whole.method.startswith(FOLLOWED) else None


def raw_quantity(estimate: Estimate, decimals: int) -> Quantity | None:
    """Return the uncorrected value beside a corrected one; ``None`` where nothing was corrected."""
    if estimate.raw is None or estimate.value is None:
        return None
    return Quantity(estimate.raw, unit_of(estimate), decimals)


def no_figure(estimate: Estimate) -> Text:
    """Return the one or two words that stand in a chart where a figure is missing."""
    return say(_("withheld")) if estimate.withheld else say(_("no figure"))


def reason_withheld(estimate: Estimate) -> Text:
    """Return why there is no figure: its own note, or the general one."""
    if estimate.notes:
        return estimate.notes[0]
    return WITHHELD if estimate.withheld else NOT_COMPUTED


def joined(*texts: Text | None) -> Text:
    """Return sentences one after the other as one text; those that are not there are left out."""
    present = [text for text in texts if text is not None]
    places = {f"part{index}": text for index, text in enumerate(present)}
    return Text(" ".join(f"{{{place}}}" for place in places), places)


def percent(part: float) -> Quantity:
    """Return a confidence level or another round share."""
    return Quantity(part, Unit.SHARE, 0 if abs(part * 100 - round(part * 100)) < 1e-9 else 1)


def error_of(estimate: Estimate) -> float | None:
    """Return the standard error that a figure brings into a difference; ``None`` where it is not known.

    Where all answers agree, or what is known of the customers explains them wholly, the standard error is nothing and
    the interval is not: then it is read off the interval's longer side.
    """
    if estimate.se is None or estimate.se > NO_ERROR:
        return estimate.se
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return estimate.se
    longer = max(estimate.value - estimate.low, estimate.high - estimate.value)
    return longer / NormalDist().inv_cdf(0.5 + estimate.confidence / 2)


def change_between(before: Estimate, now: Estimate) -> tuple[float, float, float] | None:
    """Return the change of two estimates from different answers, with its interval; ``None`` where it cannot be told.

    Difference of independent estimates: standard errors add in quadrature, normal quantile at the later confidence.
    """
    then, later = error_of(before), error_of(now)
    if before.value is None or now.value is None or then is None or later is None:
        return None
    margin = NormalDist().inv_cdf(0.5 + now.confidence / 2) * hypot(then, later)
    change = now.value - before.value
    return change, change - margin, change + margin


def change_words(before: Estimate, now: Estimate, *, since: object, decimals: int) -> Text | None:
    """Return the sentence on a change, its interval, and whether chance alone could have made it."""
    found = change_between(before, now)
    if found is None:
        return None
    unit = unit_of(now)
    # An interval that leaves zero out must not read as if it touched it.
    precise = next((more for more in range(decimals, decimals + 3) if _clear_of_zero(found, unit, more)), decimals)
    change, low, high = (Quantity(value, unit, precise, signed=True) for value in found)
    places = {"change": change, "interval": Interval(low, high), "since": since}
    if low.value > 0:
        return Text(_("Since {since} it has risen: {change} ({interval}), more than chance alone explains."), places)
    if high.value < 0:
        return Text(_("Since {since} it has fallen: {change} ({interval}), more than chance alone explains."), places)
    return Text(_("The change since {since} is {change} ({interval}): chance alone could have made it."), places)


def _clear_of_zero(found: tuple[float, float, float], unit: Unit, decimals: int) -> bool:
    """Whether both ends of an interval still lie on their own side of zero once rounded; true where it holds zero."""
    _change, low, high = found
    if low <= 0 <= high:
        return True
    nearest = min(abs(Quantity(end, unit).shown) for end in (low, high))
    return round(nearest, decimals) > 0


def value_words(name: Text, estimate: Estimate, *, where: object, decimals: int, rests_on: str = FROM_ANSWERS) -> Text:
    """Return the sentence on one figure with interval, confidence and n, by a template that says what was counted."""
    seen = shown(estimate, decimals)
    if seen is None:
        return Text(
            _("{name}, {where}: no figure is shown. {reason}."),
            {
                "name": name,
                "where": where,
                "reason": reason_withheld(estimate),
            },
        )
    return Text(
        rests_on,
        {
            "name": name,
            "where": where,
            "value": seen.value,
            "confidence": percent(estimate.confidence),
            "interval": seen.interval,
            "n": seen.n,
        },
    )
