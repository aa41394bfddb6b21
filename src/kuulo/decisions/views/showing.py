"""What the pages of a decision show: claims with both sides, what is expected, the check; and it as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.base.texts import say as text
from kuulo.claims.queries import claim, claims_numbered, estimate_of
from kuulo.claims.rules import KIND_NAMES, STATE_NAMES, ClaimState, ClaimView, EvidenceView, Stance
from kuulo.decisions.forms import Offered
from kuulo.decisions.queries import FELL, Flag, Offer, flags_of
from kuulo.decisions.rules import PROPOSAL_WORDS, STATE_WORDS, VERDICT_WORDS, DecisionState, Step, Verdict, missing
from kuulo.decisions.rules.checking import PROPOSAL_SENTENCES
from kuulo.decisions.rules.effects import Effect
from kuulo.decisions.rules.pictures import draw_change
from kuulo.decisions.rules.views import CheckView, DecisionView
from kuulo.decisions.rules.words import beside_words, effect_words, group_words, kind_words, observed_words
from kuulo.figures.templatetags.charts import say

MOST_NAMED = 48
VERDICT_BADGES = {Verdict.HELD: "good", Verdict.PARTLY: "warn", Verdict.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as a page shows it."""

    view: EvidenceView
    method: Text
    figure: Estimate | None


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim with both sides as a page shows it."""

    view: ClaimView
    words: str
    kind: Text
    state: Text
    fell: bool
    supporting: tuple[Piece, ...]
    opposing: tuple[Piece, ...]
    context: tuple[Piece, ...]


def shown_claims(numbers: Iterable[str], user: object, language: str) -> list[ShownClaim]:
    """Return claims with all their evidence, as the reader may see it."""
    return [_shown(claim(number, user), language) for number in numbers]


def brief_claims(numbers: Iterable[str], language: str) -> list[ShownClaim]:
    """Return claims without their evidence, in the order given."""
    listed = list(numbers)
    found = claims_numbered(listed)
    return [_shown(found[number], language) for number in listed if number in found]


def _shown(found: ClaimView, language: str) -> ShownClaim:
    sides = {
        stance: tuple(_piece(one) for one in found.evidence if one.counts and one.stance is stance) for stance in Stance
    }
    return ShownClaim(
        view=found,
        words=found.words(language),
        kind=text(KIND_NAMES[found.kind]),
        state=text(STATE_NAMES[found.state]),
        fell=found.state in FELL,
        supporting=sides[Stance.SUPPORT],
        opposing=sides[Stance.OPPOSE],
        context=sides[Stance.CONTEXT],
    )


def _piece(one: EvidenceView) -> Piece:
    return Piece(one, kind_words(one.fragment.method), estimate_of(one.fragment))


def offered(found: Offer) -> Offered:
    """Return what a form offers, in the reader's language."""
    groups = [(say(one.heading), one.groups) for one in found.groups]
    return Offered(definitions=found.definitions, groups=groups)


def effect_context(effect: Effect | None) -> dict[str, object]:
    """Return an expected effect as pages tell it."""
    if effect is None:
        return {"effect": None}
    query = urlencode([("measure", effect.definition), ("period", "all")])
    group = f"&{effect.among}" if effect.among else ""
    return {
        "effect": effect,
        "effect_words": effect_words(effect),
        "effect_group": group_words(effect.among),
        "effect_beside": beside_words(effect),
        "explore_url": f"{reverse('figures:explore')}?{query}{group}",
    }


def decision_context(found: DecisionView, language: str) -> dict[str, Any]:
    """Return what every page of one decision shows."""
    today = timezone.localdate()
    flags = flags_of([found]).get(found.number, ())
    return {
        "found": found,
        "state_words": STATE_WORDS[found.state],
        "states": [(STATE_WORDS[state], state is found.state) for state in DecisionState],
        "verdict": None if found.verdict is None else badge_of(found.verdict),
        "flags": [flag_words(flag) for flag in flags],
        "claims": brief_claims(found.claims, language),
        "lacking": [one.name for one in missing(found.facts(today), Step.DECIDE)],
        "today": today,
        "check": found.check,
        "check_words": None if found.check is None else PROPOSAL_WORDS[found.check.proposal],
        "check_sentence": None if found.check is None else PROPOSAL_SENTENCES[found.check.proposal],
        "observed_words": _observed(found),
        "drawn": _drawn(found),
        **effect_context(found.effect),
    }


def _observed(found: DecisionView) -> Text | None:
    if found.check is None or found.check.observed is None or found.effect is None:
        return None
    return observed_words(found.check.observed, found.effect.unit)


def _drawn(found: DecisionView) -> object:
    if found.check is None or found.effect is None:
        return None
    return draw_change(found.check, found.effect)


def badge_of(verdict: Verdict) -> tuple[Text, str]:
    """Return a verdict in words, and how its badge looks."""
    return VERDICT_WORDS[verdict], VERDICT_BADGES[verdict]


def flag_words(flag: Flag) -> Text:
    """Return that a claim fell, in words."""
    state = text(STATE_NAMES[ClaimState(flag.state)])
    return Text("{claim}: {state}", {"claim": flag.claim, "state": state})


def trail_of(found: DecisionView | None = None) -> list[tuple[str, str]]:
    """Return the way to a page of a decision."""
    trail = [(reverse("decisions:decisions"), _("Decisions"))]
    return trail if found is None else [*trail, (reverse("decisions:decision", args=[found.number]), name_of(found))]


def name_of(found: DecisionView) -> str:
    """Return number and question as they stand on the way to a page."""
    question = found.question if len(found.question) <= MOST_NAMED else found.question[: MOST_NAMED - 1].rstrip() + "…"
    return f"{found.number} {question}"


def plain_of(found: DecisionView, flags: Sequence[Flag] = ()) -> dict[str, object]:
    """Return a decision as plain values."""
    return {
        "number": found.number,
        "question": found.question,
        "background": found.background,
        "options": [one.to_dict() for one in found.options],
        "chosen": found.chosen,
        "why": found.why,
        "effect": None if found.effect is None else found.effect.to_dict(),
        "check_on": _day(found.check_on),
        "owner": found.owner,
        "certainty": found.certainty,
        "decide_by": _day(found.decide_by),
        "state": str(found.state),
        "decided_by": found.decided_by,
        "decided_on": _day(found.decided_on),
        "in_effect_on": _day(found.in_effect_on),
        "verdict": None if found.verdict is None else str(found.verdict),
        "verdict_why": found.verdict_why,
        "checked_by": found.checked_by,
        "checked_on": _day(found.checked_on),
        "claims": list(found.claims),
        "standings": dict(found.standings),
        "check": None if found.check is None else plain_check(found.check),
        "loop": None if found.loop is None else _plain_loop(found),
        "supersedes": found.supersedes,
        "superseded_by": found.superseded_by,
        "flags": [{"claim": one.claim, "state": str(one.state)} for one in flags],
    }


def plain_check(check: CheckView) -> dict[str, object]:
    """Return a check as plain values."""
    sides = check.sides
    return {
        "proposal": str(check.proposal),
        "expected": check.expected,
        "observed": None if check.observed is None else check.observed.to_dict(),
        "before": None if sides is None else sides.before.to_dict(),
        "after": None if sides is None else sides.after.to_dict(),
        "beside_before": None if sides is None or sides.beside_before is None else sides.beside_before.to_dict(),
        "beside_after": None if sides is None or sides.beside_after is None else sides.beside_after.to_dict(),
        "days_before": None if check.before is None else [_day(day) for day in check.before],
        "days_after": None if check.after is None else [_day(day) for day in check.after],
        "notes": [say(note) for note in check.notes],
        "data_version": check.data_version,
        "computed_at": check.computed_at.isoformat(),
    }


def _plain_loop(found: DecisionView) -> dict[str, object] | None:
    if found.loop is None:
        return None
    return {
        "kind": str(found.loop.kind),
        "why": found.loop.why,
        "claims": list(found.loop.claims),
        "successor": found.loop.successor,
        "by": found.loop.by,
        "at": found.loop.at.isoformat(),
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
