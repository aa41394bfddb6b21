"""Reading claims: one with its evidence, lists with filters, where they stand now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.claims.models import Claim, Evidence
from kuulo.claims.queries.force import fallen_of
from kuulo.claims.queries.fragments import fragment_views
from kuulo.claims.queries.reader import Reader
from kuulo.claims.queries.standings import JUDGING, in_force, standing_of, state_now
from kuulo.claims.rules import (
    INTERPRETED,
    ClaimKind,
    ClaimState,
    ClaimView,
    EvidenceView,
    FragmentView,
    Stance,
    Standing,
    Weight,
    wording,
)

NUMBER: Final = re.compile(r"[Cc]?([1-9]\d{0,17})")
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "newest": ("-pk",),
    "importance": ("-importance", "-pk"),
    "changed": ("-since", "-pk"),
}
CHUNK: Final = 500
ATTACHED: Final = Evidence.objects.filter(detached_at=None, fragment__fallen_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which claims are listed; what is empty narrows nothing.

    Attributes:
        words: Words that stand in the wording, or a number such as ``C12``.
        kind: Only claims of a kind.
        state: Only claims that were written to stand so.
        owner: Only those of one owner.
        study: Only those of one study.
        bare: Only those without evidence.
        ours: Only interpretations no customer has affirmed.
        order: A key of `ORDERS`.
    """

    words: str = ""
    kind: ClaimKind | None = None
    state: ClaimState | None = None
    owner: str = ""
    study: str = ""
    bare: bool = False
    ours: bool = False
    order: str = "newest"


EVERYTHING: Final = Wanted()


def claim(number: str, user: object = None, *, now: datetime | None = None) -> ClaimView:
    """Return a claim with all its evidence, as a person sees it; without a person no words are shown.

    Raises:
        NotFoundError: There is no claim of this number.
    """
    row = claim_row(number)
    evidence = list(Evidence.objects.filter(claim=row).select_related("fragment"))
    views = fragment_views([each.fragment for each in evidence], Reader(user))
    fallen = {key: why for key, view in views.items() if (why := view.in_force) is not None}
    moment = now or timezone.now()
    return _view(row, evidence, fallen, moment, shown=_evidence_views(evidence, views))


def claims(
    wanted: Wanted = EVERYTHING, *, start: int = 0, most: int | None = None, now: datetime | None = None
) -> tuple[ClaimView, ...]:
    """Return claims without their evidence, each with where it stands now.

    Args:
        wanted: Which, in which order.
        start: How many to pass by.
        most: At most so many.
        now: The moment.
    """
    rows = _rows(wanted)
    chosen = list(rows[start : start + most] if most is not None else rows[start:])
    return _views(chosen, now or timezone.now())


def claims_numbered(numbers: Collection[str], *, now: datetime | None = None) -> dict[str, ClaimView]:
    """Return claims by their numbers, without their evidence; numbers nobody has are left out."""
    rows: list[Claim] = []
    asked = sorted({pk for each in numbers if (pk := pk_of(each)) is not None})
    for begin in range(0, len(asked), CHUNK):
        rows += Claim.objects.filter(pk__in=asked[begin : begin + CHUNK])
    return {view.number: view for view in _views(rows, now or timezone.now())}


def count_claims(wanted: Wanted = EVERYTHING) -> int:
    """Return how many claims are wanted."""
    return _rows(wanted).count()


def states_of(numbers: Collection[str], *, now: datetime | None = None) -> dict[str, ClaimState]:
    """Return where claims stand now, by number; numbers nobody has are left out."""
    return {number: view.state for number, view in claims_numbered(numbers, now=now).items()}


def evidence_of(number: str, user: object = None) -> tuple[EvidenceView, ...]:
    """Return the evidence of a claim as a person sees it, what was taken away included."""
    return claim(number, user).evidence


def standings_of(numbers: Collection[str], *, now: datetime | None = None) -> dict[str, Standing]:
    """Return what stands behind claims, by number."""
    return {number: view.standing for number, view in claims_numbered(numbers, now=now).items()}


def pk_of(number: str) -> int | None:
    """Return the key a number such as ``C12`` stands for; None where it is no number."""
    found = NUMBER.fullmatch(number.strip())
    return int(found[1]) if found else None


def claim_row(number: str) -> Claim:
    """Return the row of a claim.

    Raises:
        NotFoundError: There is none of this number.
    """
    key = pk_of(number)
    row = Claim.objects.filter(pk=key).first() if key is not None else None
    if row is None:
        raise no_such_claim(number)
    return row


def no_such_claim(number: str) -> NotFoundError:
    """Return what to say of a claim that is not there."""
    return NotFoundError(_("There is no claim {number}."), _("See the list of claims."), number=number)


def owners() -> tuple[str, ...]:
    """Return everybody who owns a claim, in order of the alphabet."""
    return tuple(Claim.objects.order_by("owner").values_list("owner", flat=True).distinct())


def _rows(wanted: Wanted) -> QuerySet[Claim]:
    rows = Claim.objects.order_by(*ORDERS.get(wanted.order, ORDERS["newest"]))
    exact = {"kind": wanted.kind, "state": wanted.state, "owner": wanted.owner, "study": wanted.study}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    key = pk_of(wanted.words) if wanted.words else None
    if key is not None:
        rows = rows.filter(pk=key)
    elif wanted.words:
        for word in wanted.words.casefold().split()[:10]:
            rows = rows.filter(searched__contains=word)
    of_claim = ATTACHED.filter(claim=OuterRef("pk"))
    if wanted.bare:
        rows = rows.filter(~Exists(of_claim.filter(stance__in=JUDGING)))
    if wanted.ours:
        rows = rows.filter(~Exists(of_claim.filter(affirms=True)), kind__in=[each.value for each in INTERPRETED])
    return rows


def _views(rows: Sequence[Claim], now: datetime) -> tuple[ClaimView, ...]:
    by_claim: dict[int, list[Evidence]] = defaultdict(list)
    for begin in range(0, len(rows), CHUNK):
        keys = [row.pk for row in rows[begin : begin + CHUNK]]
        for each in Evidence.objects.filter(claim__in=keys, detached_at=None).select_related("fragment").order_by():
            by_claim[each.claim_id].append(each)
    fragments = {each.fragment_id: each.fragment for several in by_claim.values() for each in several}
    fallen = fallen_of(list(fragments.values()))
    return tuple(_view(row, by_claim[row.pk], fallen, now) for row in rows)


def _view(
    row: Claim,
    evidence: Sequence[Evidence],
    fallen: Mapping[int, Text],
    now: datetime,
    shown: tuple[EvidenceView, ...] = (),
) -> ClaimView:
    counted = in_force(evidence, fallen)
    affirmed = any(each.affirms and each.fragment.is_customer for each in counted)
    return ClaimView(
        id=row.pk,
        number=row.number,
        text=row.text,
        kind=ClaimKind(row.kind),
        state=state_now(ClaimState(row.state), row.since, evidence, fallen),
        since=row.since,
        reason=row.reason,
        interpretation=ClaimKind(row.kind) in INTERPRETED and not affirmed,
        importance=row.importance,
        placed=row.placed,
        owner=row.owner,
        may_change=tuple(row.may_change),
        study=row.study,
        standing=standing_of(counted, now=now),
        evidence=shown,
        made_by=row.made_by,
        made_at=row.made_at,
    )


def _evidence_views(evidence: Iterable[Evidence], views: Mapping[int, FragmentView]) -> tuple[EvidenceView, ...]:
    return tuple(
        EvidenceView(
            id=row.pk,
            fragment=views[row.fragment_id],
            stance=Stance(row.stance),
            weight=Weight(row.weight),
            why=row.why,
            by=row.by,
            at=row.at,
            affirms=row.affirms,
            detached=(row.detached_at, row.detached_by, row.detached_why) if row.detached_at else None,
        )
        for row in evidence
    )


def wordings(language: str, *, most: int) -> tuple[tuple[str, str], ...]:
    """Return number and wording of the claims that gather evidence, the newest first; for lists to choose from."""
    rows = Claim.objects.exclude(state=ClaimState.RETIRED.value).order_by("-pk").values_list("pk", "text")[:most]
    return tuple((f"C{key}", wording(text, language)) for key, text in rows)
