"""Everything behind a claim or a decision, as the reader may see it: the dossier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.queries import claim, estimate_of
from kuulo.claims.rules import KIND_NAMES, STATE_NAMES, ClaimView, EvidenceView, Stance
from kuulo.decisions.queries.decisions import decision, decisions_numbered, decisions_on
from kuulo.decisions.rules import PROPOSAL_SENTENCES, PROPOSAL_WORDS, STATE_WORDS, VERDICT_WORDS, Effect
from kuulo.decisions.rules.dossiers import Block, Dossier, Facts, Figure, Paragraph, Quote, Rows, Section, Value
from kuulo.decisions.rules.views import CheckView, DecisionView
from kuulo.decisions.rules.words import beside_words, change_words, effect_words, kind_words
from kuulo.figures.charts.quantities import Count, Day

MOST_STEPS: Final = 200
SIDES: Final = (
    (Stance.SUPPORT, say(_("What speaks for it"))),
    (Stance.OPPOSE, say(_("What speaks against it"))),
    (Stance.CONTEXT, say(_("Context"))),
)
NO_EVIDENCE: Final = say(_("No evidence: it is an assumption."))
OURS: Final = say(_("Our interpretation: no customer has affirmed it."))


def claim_dossier(number: str, *, user: Any, language: str, now: datetime | None = None) -> Dossier:
    """Return the dossier of a claim.

    Raises:
        NotFoundError: There is no such claim.
    """
    found = claim(number, user)
    moment = now or timezone.now()
    return Dossier(
        number=found.number,
        title=found.words(language),
        lead=_claim_lead(found),
        sections=(
            *_claim_sections(found, level=2),
            *_rested(found.number),
            _log("claim", found.number),
        ),
        made=_made(user, moment),
    )


def decision_dossier(number: str, *, user: Any, language: str, now: datetime | None = None) -> Dossier:
    """Return the dossier of a decision, with all evidence of the claims it rests on.

    Raises:
        NotFoundError: There is no such decision.
    """
    found = decision(number)
    moment = now or timezone.now()
    claims = [claim(one, user) for one in found.claims]
    return Dossier(
        number=found.number,
        title=found.question,
        lead=_decision_lead(found),
        sections=(
            *_about(found),
            *(part for one in claims for part in _claim_part(one, language)),
            _expected(found),
            *_checked(found),
            *_followed(found),
            _log("decision", found.number),
        ),
        made=_made(user, moment),
    )


def _made(user: Any, moment: datetime) -> Text:
    name = str(getattr(user, "name", "") or getattr(user, "email", "") or "Kuulo")
    day = Day(timezone.localdate(moment))
    return say(
        _("Made for {name} on {day}. Words of customers are shown as far as {name} may see them."), name=name, day=day
    )


def _claim_lead(found: ClaimView) -> tuple[Value, ...]:
    told: list[Value] = [
        Text("{kind} · {state}", {"kind": say(KIND_NAMES[found.kind]), "state": say(STATE_NAMES[found.state])})
    ]
    if found.standing.is_empty:
        told.append(NO_EVIDENCE)
    if found.interpretation:
        told.append(OURS)
    return tuple(told)


def _claim_part(found: ClaimView, language: str) -> tuple[Section, ...]:
    """Return a claim as a part of a decision's dossier."""
    lead = tuple(Paragraph(words=value) for value in _claim_lead(found))
    title = Text("{number} {words}", {"number": found.number, "words": found.words(language)})
    return (Section(title=title, blocks=lead), *_claim_sections(found, level=3))


def _claim_sections(found: ClaimView, *, level: int) -> tuple[Section, ...]:
    counted = [one for one in found.evidence if one.counts]
    fallen = [one for one in found.evidence if one.detached is None and one.fragment.in_force is not None]
    sections = [_standing(found, level)] if counted else []
    for stance, title in SIDES:
        blocks = _evidence(one for one in counted if one.stance is stance)
        nothing = (Paragraph(words=say(_("Nothing."))),)
        sections.append(Section(title=title, blocks=blocks or nothing, level=level))
    if fallen:
        sections.append(Section(title=say(_("No evidence any more")), blocks=_evidence(fallen), level=level))
    return tuple(sections)


def _standing(found: ClaimView, level: int) -> Section:
    heads = tuple(
        say(one) for one in (_("Method"), _("Fragments"), _("Customers"), _("Studies and sources"), _("From"), _("To"))
    )
    rows = tuple(
        (
            kind_words(one.method),
            Count(one.fragments),
            Count(one.voices),
            Count(one.studies),
            _day_of(one.oldest),
            _day_of(one.newest),
        )
        for one in found.standing.methods
    )
    return Section(title=say(_("Evidence by how it came")), blocks=(Rows(heads=heads, rows=rows),), level=level)


def _evidence(found: Iterable[EvidenceView]) -> tuple[Block, ...]:
    return tuple(_piece(one) for one in found)


def _piece(one: EvidenceView) -> Block:
    fragment = one.fragment
    weight = say(_("weight {weight} of 3"), weight=int(one.weight))
    came = _day_of(fragment.occurred_at) if fragment.occurred_at else ""
    told: tuple[Value, ...] = (fragment.speaker, kind_words(fragment.method), came, weight)
    told = (*told, say(_("affirms it"))) if one.affirms else told
    told = (*told, fragment.in_force) if fragment.in_force is not None else told
    figure = estimate_of(fragment)
    if figure is not None:
        version = say(_("data version {version}"), version=fragment.data_version)
        name = fragment.title if fragment.title is not None else fragment.about
        about = (fragment.about,) if fragment.title is not None else ()
        return Figure(name=name, estimate=figure, told=(*about, *told[1:], version), why=one.why)
    return Quote(words=fragment.words, hidden=fragment.hidden, told=told, why=one.why)


def _rested(number: str) -> tuple[Section, ...]:
    numbers = decisions_on({number}).get(number, ())
    views = decisions_numbered(numbers)
    if not views:
        return ()
    heads = (say(_("Decision")), say(_("Question")), say(_("Where it stands")))
    rows = tuple((one, views[one].question, _where(views[one])) for one in numbers if one in views)
    return (Section(title=say(_("Decisions that rest on it")), blocks=(Rows(heads=heads, rows=rows),)),)


def _where(found: DecisionView) -> Text:
    return STATE_WORDS[found.state] if found.verdict is None else VERDICT_WORDS[found.verdict]


def _decision_lead(found: DecisionView) -> tuple[Value, ...]:
    told: list[Value] = [_where(found)]
    if found.option is not None:
        told.append(say(_("Chosen: {option}"), option=found.option.title))
    return tuple(told)


def _about(found: DecisionView) -> tuple[Section, ...]:
    sections = []
    if found.background:
        sections.append(Section(title=say(_("Background")), blocks=(Paragraph(words=found.background),)))
    if found.options:
        blocks: list[Block] = []
        for one in found.options:
            blocks.append(Paragraph(words=one.title, loud=one.key == found.chosen))
            blocks.extend([Paragraph(words=one.text)] if one.text else [])
        sections.append(Section(title=say(_("Options")), blocks=tuple(blocks)))
    return tuple(sections)


def _expected(found: DecisionView) -> Section:
    rows: list[tuple[Text, Value]] = []
    if found.why:
        rows.append((say(_("Why")), found.why))
    if found.effect is not None:
        rows += _effect_rows(found.effect)
    sure = None if found.certainty is None else say(_("{share} per cent"), share=found.certainty)
    rows += [
        (label, value)
        for label, value in (
            (say(_("How sure")), sure),
            (say(_("Owner")), found.owner),
            (say(_("Decided by")), found.decided_by),
            (say(_("Decided on")), _day(found.decided_on)),
            (say(_("In effect from")), _day(found.in_effect_on)),
            (say(_("Day of the check")), _day(found.check_on)),
        )
        if value
    ]
    return Section(title=say(_("What is expected")), blocks=(Facts(rows=tuple(rows)),))


def _effect_rows(effect: Effect) -> list[tuple[Text, Value]]:
    return [
        (say(_("Expected effect")), effect_words(effect)),
        (say(_("Compared with")), beside_words(effect)),
    ]


def _checked(found: DecisionView) -> tuple[Section, ...]:
    if found.check is None or found.effect is None:
        return ()
    check = found.check
    blocks: list[Block] = [
        Facts(
            rows=(
                (say(_("Expected change")), change_words(found.effect)),
                (say(_("Proposed verdict")), PROPOSAL_WORDS[check.proposal]),
            )
        ),
        Paragraph(words=PROPOSAL_SENTENCES[check.proposal]),
        *_figures(check),
        *(Paragraph(words=note) for note in check.notes),
    ]
    if found.verdict is not None:
        told = say(_("{verdict}, confirmed by {name}"), verdict=VERDICT_WORDS[found.verdict], name=found.checked_by)
        blocks.append(Facts(rows=((say(_("Verdict")), told),)))
    if found.verdict_why:
        blocks.append(Paragraph(words=found.verdict_why))
    return (Section(title=say(_("The check")), blocks=tuple(blocks)),)


def _figures(check: CheckView) -> list[Block]:
    version = (say(_("data version {version}"), version=check.data_version),)
    named: list[tuple[Text, object]] = []
    if check.sides is not None:
        named = [
            (say(_("Before")), check.sides.before),
            (say(_("After")), check.sides.after),
            (say(_("Compared with, before")), check.sides.beside_before),
            (say(_("Compared with, after")), check.sides.beside_after),
        ]
    named.append((say(_("Observed change")), check.observed))
    return [Figure(name=name, estimate=one, told=version) for name, one in named if one is not None]  # type: ignore[arg-type] # estimates are left


def _followed(found: DecisionView) -> tuple[Section, ...]:
    if found.loop is None:
        return ()
    loop = found.loop
    words = (
        say(_("Another action on the same claims: {successor}"), successor=loop.successor)
        if not loop.claims
        else say(
            _("Claims {claims} reopened; {successor} takes its place"),
            claims=", ".join(loop.claims),
            successor=loop.successor,
        )
    )
    blocks = (Paragraph(words=words, loud=True), Paragraph(words=loop.why))
    return (Section(title=say(_("What followed")), blocks=blocks),)


def _log(kind: str, number: str) -> Section:
    heads = (say(_("When")), say(_("What was done")), say(_("Who")))
    steps: Sequence[Any] = steps_of(Subject(kind, number), most=MOST_STEPS)
    rows = tuple((_day_of(step.at), step.text, step.actor) for step in steps)
    return Section(title=say(_("Steps")), blocks=(Rows(heads=heads, rows=rows),))


def _day_of(moment: datetime) -> Day:
    return Day(timezone.localdate(moment))


def _day(day: date | None) -> Day | None:
    return None if day is None else Day(day)
