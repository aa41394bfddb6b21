"""Rounds of blind coding: how far they are, how far coders agree, and where they differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.passages.models import Coding, Round
from kuulo.passages.queries.rows import coding_view, round_view
from kuulo.passages.rules import Origin, PassageCoded, RoundState, RoundView
from kuulo.qualitative.agreeing import (
    Given,
    Meeting,
    Segment,
    alpha,
    kappa,
    marked_by,
    meetings,
    pooled_alpha,
    rate,
    segments,
)
from kuulo.sources.queries import in_force, source_views


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAgreement:
    """How far coders agree on one code.

    Attributes:
        code: ``book/key``.
        alpha: Krippendorff's alpha of all coders.
        kappas: Two coders → Cohen's kappa of them.
        given: Coder → how many passages she gave it.
    """

    code: str
    alpha: Estimate
    kappas: Mapping[tuple[str, str], Estimate]
    given: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far the coders of a round agree.

    Attributes:
        round: The round.
        segments: On how many segments they are compared.
        whole: Krippendorff's alpha over all codes that anybody gave.
        codes: By code.
        meetings: Where they met and where they differ, passage by passage.
    """

    round: RoundView
    segments: int
    whole: Estimate
    codes: tuple[CodeAgreement, ...]
    meetings: tuple[Meeting, ...]

    @property
    def differences(self) -> tuple[Meeting, ...]:
        """Return the passages not every coder gave the code."""
        return tuple(each for each in self.meetings if not each.agreed)


def round_of(number: int) -> RoundView:
    """Return a round.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Round.objects.filter(pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no such round of coding."), _("See the rounds of the study."))
    return round_view(row)


def rounds_of(study: str) -> tuple[RoundView, ...]:
    """Return the rounds of a study, newest first."""
    return tuple(round_view(row) for row in Round.objects.filter(study=study).order_by("-pk"))


def given_in(number: int) -> tuple[PassageCoded, ...]:
    """Return what coders gave in a round, without what was settled."""
    rows = Coding.objects.filter(round=number).exclude(origin=Origin.SETTLED).order_by("source", "start", "end", "pk")
    return tuple(coding_view(row) for row in rows)


def settled_in(number: int) -> tuple[PassageCoded, ...]:
    """Return what a round came to."""
    rows = Coding.objects.filter(round=number, origin=Origin.SETTLED).order_by("source", "start", "end", "pk")
    return tuple(coding_view(row) for row in rows)


def agreement_of(number: int) -> Agreement:
    """Return how far the coders of a round agree; sources that are not in force any more are left out.

    Kappa (Cohen 1960) and alpha (Krippendorff 2011) are computed over segments: see `kuulo.qualitative.agreeing`.

    Raises:
        NotFoundError: There is no such round.
        GuardError: It is still being coded, so that nobody may see what others gave.
    """
    found = round_of(number)
    if found.state is RoundState.CODING:
        raise GuardError(
            _("The round is still being coded: nobody sees yet what others gave."), _("Wait until it is compared.")
        )
    cut = segments_of(found)
    sources = {segment.source for segment in cut}
    given = [
        Given(each.passage.source, each.passage.start, each.passage.end, each.code, each.coder)
        for each in given_in(number)
        if each.passage.source in sources
    ]
    blocks = block_numbers(cut)
    codes = sorted({each.code for each in given})
    rated = {code: {coder: rate(cut, marked_by(given, coder, code)) for coder in found.coders} for code in codes}
    return Agreement(
        round=found,
        segments=len(cut),
        whole=pooled_alpha({code: list(rows.values()) for code, rows in rated.items()}, blocks),
        codes=tuple(
            CodeAgreement(
                code=code,
                alpha=alpha(list(rated[code].values()), blocks),
                kappas={
                    pair: kappa(rated[code][pair[0]], rated[code][pair[1]], blocks)
                    for pair in combinations(found.coders, 2)
                },
                given={coder: len(marked_by(given, coder, code)) for coder in found.coders},
            )
            for code in codes
        ),
        meetings=meetings(given, found.coders),
    )


def segments_of(found: RoundView) -> tuple[Segment, ...]:
    """Return the segments of a round's sources, those that are in force."""
    standing = in_force(found.sources)
    views = source_views([key for key in found.sources if standing[key] is None])
    return tuple(
        segment
        for key in found.sources
        if key in views
        for segment in segments(key, views[key].text, [(turn.start, turn.end) for turn in views[key].turns], found.cut)
    )


def block_numbers(cut: Sequence[Segment]) -> list[int]:
    """Return a number for the turn of each segment that no turn of another source has."""
    known: dict[tuple[str, int], int] = {}
    return [known.setdefault((segment.source, segment.block), len(known)) for segment in cut]


def rounds_to_code(coder: str, studies: Collection[str]) -> tuple[RoundView, ...]:
    """Return open rounds in which somebody has sources to code."""
    rows = Round.objects.filter(state=RoundState.CODING, study__in=list(studies)).order_by("pk")
    views = (round_view(row) for row in rows)
    return tuple(view for view in views if any(who == coder for who, _source in view.waiting))
