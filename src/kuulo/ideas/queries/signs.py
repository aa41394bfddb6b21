"""Weak signals and trends from outside, with their tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.claims.queries import claim, claims_numbered
from kuulo.claims.rules import ClaimView
from kuulo.ideas.models import Judgement, Sign
from kuulo.ideas.rules.lifecycle import Criterion, SignState, Verdict
from kuulo.ideas.rules.shapes import JudgementView, SignView


def signs(state: SignState | None = None) -> tuple[SignView, ...]:
    """Return weak signals and trends, the newest source first."""
    rows = Sign.objects.select_related("trend").prefetch_related("judgements", "signs")
    chosen = list(rows.filter(state=state) if state is not None else rows)
    found = claims_numbered([row.claim for row in chosen])
    return tuple(_view(row, found[row.claim]) for row in chosen if row.claim in found)


def sign(number: str, user: object = None) -> SignView:
    """Return a weak signal or trend, its claim with the evidence a person may see.

    Raises:
        NotFoundError: There is none of this number.
    """
    rows = Sign.objects.select_related("trend").prefetch_related("judgements", "signs")
    row = rows.filter(claim=number).first()
    if row is None:
        raise NotFoundError(_("There is no weak signal {number}."), _("See the list of weak signals."), number=number)
    return _view(row, claim(number, user))


def judgements_of(number: str) -> tuple[JudgementView, ...]:
    """Return every judgement of a weak signal's tests, the newest first."""
    return tuple(reversed([_judgement(row) for row in Judgement.objects.filter(sign__claim=number)]))


def verdicts_of(row: Sign) -> dict[Criterion, Verdict]:
    """Return what each test that was judged came to last."""
    return {each.criterion: each.verdict for each in _latest(list(row.judgements.all()))}


def trends() -> tuple[tuple[str, str], ...]:
    """Return the trends a weak signal can be a sign of: number and publisher."""
    return tuple(Sign.objects.filter(is_trend=True).order_by("-pk").values_list("claim", "publisher"))


def _view(row: Sign, found: ClaimView) -> SignView:
    below = list(row.signs.all())
    return SignView(
        number=row.claim,
        claim=found,
        is_trend=row.is_trend,
        trend=row.trend.claim if row.trend else "",
        signs=tuple(each.claim for each in below),
        publisher=row.publisher,
        url=row.url,
        published_on=row.published_on,
        excerpt=row.excerpt,
        state=SignState(row.state),
        reason=row.reason,
        latest={each.criterion: each for each in _latest(list(row.judgements.all()))},
        publishers=len({each.publisher.casefold() for each in (row, *below)}),
        created_by=row.created_by,
        created_at=row.created_at,
    )


def _latest(rows: Sequence[Judgement]) -> tuple[JudgementView, ...]:
    by_criterion: dict[str, list[Judgement]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.pk):
        by_criterion[row.criterion].append(row)
    return tuple(_judgement(each[-1]) for each in by_criterion.values())


def _judgement(row: Judgement) -> JudgementView:
    return JudgementView(
        criterion=Criterion(row.criterion), verdict=Verdict(row.verdict), reason=row.reason, by=row.by, at=row.at
    )
