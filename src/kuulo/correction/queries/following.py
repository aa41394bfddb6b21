"""The figure with the follow-up of the silent: those who were silent are spoken for by those of them asked again."""

from __future__ import annotations

from dataclasses import replace

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.correction.queries.ledger import ledger_version
from kuulo.correction.queries.lessons import taught
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.queries.weighing import everybody, weigh
from kuulo.correction.rules.following import two_phase_at_once
from kuulo.correction.rules.hearing import Heard
from kuulo.correction.rules.people import people_of
from kuulo.correction.rules.words import followed_with
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Method, People, choose
from kuulo.measures.correction.estimating import assumptions, covers


def heard_people(snapshot: Snapshot, heard: Heard) -> People | None:
    """Return everybody behind the figure as persons; ``None`` where nobody knows who that is."""
    frame = everybody(snapshot, heard)
    if frame is None:
        return None

    def make() -> People:
        weighing, found = weigh(snapshot, heard), taught(snapshot, heard)
        x = frame.known.x if weighing is None else weighing.x
        return people_of(frame, x, heard.definition, None if found is None else found.lesson)

    return MEMORY.of(("people", snapshot.source.key, ledger_version(), heard), make)


def beside_first(later: Estimate, first: Estimate) -> Estimate:
    """Return the two-phase figure beside that of the first phase alone: its value uncorrected, all answers of both.

    Asked and answered are persons: those asked at first, and those of them who answered then or in the follow-up.
    """
    in_follow_up = (later.n or 0) - (later.answered or 0)
    answers = (first.n or 0) + in_follow_up
    return replace(
        later,
        raw=first.value if first.raw is None else first.raw,
        n=answers,
        answered=later.n,
        deff=answers / later.n_eff if later.n_eff else None,
    )


def two_phase_figure(snapshot: Snapshot, heard: Heard) -> Estimate | None:
    """Return the figure of everything heard with the follow-up; ``None`` where there is none, or too few answered."""
    frame = everybody(snapshot, heard)
    if frame is None or frame.follow_up is None:
        return None

    def make() -> Estimate | None:
        people = heard_people(snapshot, heard)
        if people is None or choose(people).method != Method.TWO_PHASE:
            return None
        try:
            found = two_phase_at_once(people, heard.definition, confidence=heard.confidence)
        except KuuloError:
            # Too few or too much alike answered the follow-up: the figure stays weighted by what is known.
            return None
        lesson = taught(snapshot, heard)
        return replace(
            found,
            data_version=snapshot.data_version,
            trust=covers(people, Method.TWO_PHASE) if lesson is None else followed_with(people, lesson.month),
            notes=(*found.notes, assumptions(people, Method.TWO_PHASE)),
        )

    return MEMORY.of(("two phase", snapshot.source.key, ledger_version(), heard), make)
