"""All corrections side by side, each saying what it covers and what it takes for granted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.correction.design import EARLIER
from kuulo.measures.correction.followed import two_phase
from kuulo.measures.correction.methods import Corrected, Method
from kuulo.measures.correction.multilevel import multilevel
from kuulo.measures.correction.people import People
from kuulo.measures.correction.propensity import boosted, doubly_robust, propensity
from kuulo.measures.correction.reminded import arms, reminders
from kuulo.measures.correction.weights import calibrated, crossed_cells, post_stratified, raked, raw
from kuulo.measures.definitions import Definition

QUICK: Final = (Method.RAW, Method.POST_STRATIFIED, Method.RAKED, Method.CALIBRATED)
Plain = Callable[..., Estimate]
_PLAIN: Final[dict[Method, Plain]] = {
    Method.RAW: raw,
    Method.POST_STRATIFIED: post_stratified,
    Method.RAKED: raked,
    Method.CALIBRATED: calibrated,
    Method.MULTILEVEL: multilevel,
    Method.REMINDERS: reminders,
}
_SEEDED: Final[dict[Method, Plain]] = {
    Method.PROPENSITY: propensity,
    Method.BOOSTED: boosted,
    Method.DOUBLY_ROBUST: doubly_robust,
    Method.TWO_PHASE: two_phase,
}
_ASSUMED: Final = {
    Method.RAW: _("Those who did not answer think as those who did."),
    Method.POST_STRATIFIED: _("Within a cell of these variables, the silent think as those who answered."),
    Method.RAKED: _("The silent think as those who answered of whom the same is known, variable by variable."),
    Method.CALIBRATED: _("The silent think as those who answered of whom the same is known, variable by variable."),
    Method.PROPENSITY: _("Among persons equally likely to answer, the silent think as those who answered."),
    Method.BOOSTED: _("Among persons equally likely to answer, the silent think as those who answered."),
    Method.DOUBLY_ROBUST: _(
        "Of whom the same is known, the silent think as those who answered; one of two models must be right."
    ),
    Method.MULTILEVEL: _("The silent think as those who answered of whom the same is known; effects simply add up."),
    Method.REMINDERS: _("Opinion changes evenly from those who answer at once to those whom nothing moves."),
}


def estimate_all(
    people: People,
    definition: Definition,
    *,
    methods: Sequence[Method] | None = None,
    confidence: float = 0.95,
    seed: int = 1,
) -> tuple[Corrected, ...]:
    """Return the figure by each method, in the order asked.

    Args:
        people: The frame.
        definition: What the score means.
        methods: Which; ``None`` means all that these people allow, slow ones too.
        confidence: Confidence level, 0–1.
        seed: Of folds and forests; the same seed gives the same figures.

    Raises:
        ColumnError: A method asked for by name needs what is not there (a follow-up, a lot of reminders).
    """
    chosen = allowed(people, definition) if methods is None else tuple(methods)
    return tuple(correct(people, definition, method, confidence=confidence, seed=seed) for method in chosen)


def allowed(people: People, definition: Definition) -> tuple[Method, ...]:
    """Return the methods that these people allow."""
    left_out = set()
    if not people.followed:
        left_out.add(Method.TWO_PHASE)
    if len(arms(people, definition)) < 2:
        left_out.add(Method.REMINDERS)
    if not people.x.names and people.earlier is None:
        left_out |= set(Method) - {Method.RAW, Method.TWO_PHASE, Method.REMINDERS}
    return tuple(method for method in Method if method not in left_out)


def correct(
    people: People, definition: Definition, method: Method, *, confidence: float = 0.95, seed: int = 1
) -> Corrected:
    """Return the figure by one method, with its claim."""
    if method in _SEEDED:
        estimate = _SEEDED[method](people, definition, confidence=confidence, seed=seed)
    else:
        estimate = _PLAIN[method](people, definition, confidence=confidence)
    covered = covers(people, method)
    return Corrected(method, replace(estimate, trust=covered), covered, assumptions(people, method))


def covers(people: People, method: Method) -> Text:
    """Return the claim: what the figure is corrected for, and what not."""
    if method == Method.RAW:
        return say(_("Not corrected: the figure holds for those who answered."))
    if method == Method.TWO_PHASE:
        drawn = 0 if people.phase2 is None else int(people.phase2.sum())
        late = 0 if people.phase2_answered is None else int(people.phase2_answered.sum())
        return say(
            _("Corrected for satisfaction itself: of {drawn} silent persons asked again, {answered} answered."),
            drawn=drawn,
            answered=late,
        )
    if method == Method.REMINDERS:
        return say(_("Read from reminders drawn by lot, along a line; not heard from the silent themselves."))
    return _weighted_for(people, method)


def _weighted_for(people: People, method: Method) -> Text:
    """Return the claim of weights and models: the variables, and that satisfaction itself is none of them."""
    crossed = crossed_cells(people)[1] if method == Method.POST_STRATIFIED else (*people.x.names, EARLIER)
    names = ", ".join(name for name in crossed if name != EARLIER)
    if not names and (people.earlier is None or EARLIER not in crossed):
        return say(_("Not corrected: no level of what is known has enough answers."))
    if people.earlier is None or EARLIER not in crossed:
        return say(
            _("Corrected for {variables}; not for satisfaction itself, for the silent were not asked."), variables=names
        )
    if not names:
        return say(_("Corrected for earlier scores; not for satisfaction itself, for the silent were not asked."))
    return say(
        _("Corrected for {variables} and earlier scores; not for satisfaction itself, for the silent were not asked."),
        variables=names,
    )


def assumptions(people: People, method: Method) -> Text:
    """Return what must hold for the method's figure to be right."""
    if method != Method.TWO_PHASE:
        return say(_ASSUMED[method])
    if _all_answered(people):
        return say(_("Nothing but the lot that drew them: all who were asked again answered."))
    if people.lesson is not None:
        return say(_("The happy and the unhappy answer the follow-up with about the odds that an earlier one showed."))
    return say(
        _("Those who kept silent in the follow-up too think as those who answered it of whom the same is known.")
    )


def _all_answered(people: People) -> bool:
    if people.phase2 is None or people.phase2_answered is None:
        return False
    return bool((people.phase2_answered | ~people.phase2).all())
