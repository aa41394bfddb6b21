"""Whether a scale measures the same in every group, which comparing their means requires.

Three steps, each holding more equal across the groups: the form (configural), the loadings (metric), and the intercepts
(scalar). A step holds where CFI falls by at most 0.01; the χ² difference and the change of RMSEA stand beside it. Only
where the scalar step holds does a difference of means tell of the groups and not of the questions.

Sources: Meredith (1993), Psychometrika 58:525–543; Cheung & Rensvold (2002), Structural Equation Modeling 9:233–255
(ΔCFI); Chen (2007), Structural Equation Modeling 14:464–504 (ΔRMSEA).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from scipy.special import chdtrc

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.scales.factor import Equal, fit_factor, identified, usable
from kuulo.measures.scales.fit import Fit, fit_of
from kuulo.measures.scales.moments import Moments

LARGEST_DROP = 0.01
FEWEST_ANSWERS = 50
_ANSWERS_AN_ITEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of invariance.

    Attributes:
        equal: What is held equal: ``configural``, ``metric`` or ``scalar``.
        fit: How well the model fits.
        chi_square: Growth of χ² from the step before; ``None`` at the first.
        df: Growth of its degrees of freedom.
        p: Chance of a growth as large where the step holds.
        cfi_change: Change of CFI from the step before.
        rmsea_change: Change of RMSEA.
        holds: Whether this step and all before it hold.
    """

    equal: str
    fit: Fit
    chi_square: float | None
    df: int | None
    p: float | None
    cfi_change: float | None
    rmsea_change: float | None
    holds: bool

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariance:
    """Whether groups may be compared.

    Attributes:
        groups: Labels of the groups that were examined.
        steps: The three steps; none where they could not be examined.
        comparable: Whether the groups' means may be compared.
        reason: Why, or why not, in one sentence.
    """

    groups: tuple[object, ...]
    steps: tuple[Step, ...]
    comparable: bool
    reason: Text

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain values, ready for JSON."""
        return {
            "groups": list(self.groups),
            "steps": [step.to_dict() for step in self.steps],
            "comparable": self.comparable,
            "reason": str(self.reason),
        }


def fewest_answers(items: int) -> int:
    """Return how many complete answers a group needs before its form can be judged."""
    return max(FEWEST_ANSWERS, _ANSWERS_AN_ITEM * items)


def invariance_of(groups: Mapping[object, Moments]) -> Invariance:
    """Return whether a scale measures the same in the groups; those with too few answers are left out and named.

    Args:
        groups: Moments of complete answers, by label.
    """
    items = max((len(one.items) for one in groups.values()), default=0)
    fewest = fewest_answers(items)
    enough = {label: one for label, one in groups.items() if one.n >= fewest and usable(one)}
    if not identified(items):
        return _unknown(enough, say(_("Groups are not compared: two items cannot tell whether they measure the same.")))
    if len(enough) < 2:
        return _unknown(
            enough,
            say(_("Groups are not compared: two of them need at least {fewest} complete answers each."), fewest=fewest),
        )
    steps = _steps(list(enough.values()))
    if steps is None:
        return _unknown(enough, say(_("Groups are not compared: the factor could not be fitted in each of them.")))
    return Invariance(groups=tuple(enough), steps=steps, comparable=steps[-1].holds, reason=_reason(steps))


def _unknown(groups: Mapping[object, Moments], reason: Text) -> Invariance:
    return Invariance(groups=tuple(groups), steps=(), comparable=False, reason=reason)


def _steps(groups: list[Moments]) -> tuple[Step, ...] | None:
    steps: list[Step] = []
    for equal in Equal:
        found = fit_factor(groups, equal)
        if not found.converged:
            return None
        steps.append(_step(equal, fit_of(found, groups), steps[-1] if steps else None))
    return tuple(steps)


def _step(equal: Equal, fit: Fit, before: Step | None) -> Step:
    if before is None:
        # Three items always fit: then the form cannot be wrong, and the next steps judge alone
        holds = fit.acceptable or fit.df == 0
        return Step(
            equal=equal,
            fit=fit,
            chi_square=None,
            df=None,
            p=None,
            cfi_change=None,
            rmsea_change=None,
            holds=holds,
        )
    grown, df = fit.chi_square - before.fit.chi_square, fit.df - before.fit.df
    change = fit.cfi - before.fit.cfi
    return Step(
        equal=equal,
        fit=fit,
        chi_square=grown,
        df=df,
        p=float(chdtrc(df, max(grown, 0.0))),
        cfi_change=change,
        rmsea_change=None if None in (fit.rmsea, before.fit.rmsea) else (fit.rmsea or 0.0) - (before.fit.rmsea or 0.0),
        holds=before.holds and change >= -LARGEST_DROP,
    )


_REASONS = {
    "configural": _(
        "Groups are not compared: one factor does not describe the items in all groups, "
        "so a mean of them would not mean one thing."
    ),
    "metric": _("Groups are not compared: the items weigh differently in the groups, so their scale is not the same."),
    "scalar": _(
        "Groups are not compared: some items are answered higher or lower in a group than its level explains, "
        "so a difference could come from the questions."
    ),
}


def _reason(steps: tuple[Step, ...]) -> Text:
    failed = next((step for step in steps if not step.holds), None)
    if failed is None:
        return say(_("The items measure the same in these groups: their means may be compared."))
    return Text(_REASONS[failed.equal])
