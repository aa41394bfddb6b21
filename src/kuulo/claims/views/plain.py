"""Claims, fragments and evidence as programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from kuulo.claims.queries import Reader
from kuulo.claims.rules import ClaimView, EvidenceView, FragmentView


def plain_claims(claims: Sequence[ClaimView], user: object) -> list[dict[str, Any]]:
    """Return claims as JSON knows them, to somebody who reads them."""
    reader = Reader(user)
    reader.look_at({each.study for each in claims if each.study})
    return [plain_claim(each, reader) for each in claims]


def plain_claim(claim: ClaimView, reader: Reader) -> dict[str, Any]:
    """Return a claim as JSON knows it, to somebody who reads it."""
    return {
        "number": claim.number,
        "text": dict(claim.text),
        "kind": claim.kind.value,
        "state": claim.state.value,
        "since": claim.since.isoformat(),
        "our_interpretation": claim.interpretation,
        "no_evidence": claim.standing.is_empty,
        "importance": claim.importance,
        "strength": claim.strength,
        "strength_computed": claim.standing.strength,
        "owner": claim.owner,
        "may_change": list(claim.may_change),
        "study": claim.study if claim.study and reader.sight_of(claim.study).is_seen else "",
        "standing": plain_standing(claim),
    }


def plain_standing(claim: ClaimView) -> dict[str, Any]:
    """Return what stands behind a claim as JSON knows it."""
    standing = claim.standing
    return {
        "customers": standing.voices,
        "studies": standing.studies,
        "supporting": standing.supporting,
        "opposing": standing.opposing,
        "context": standing.context,
        "affirming": standing.affirming,
        "newest": _iso(standing.newest),
        "methods": [
            {
                "method": each.method,
                "fragments": each.fragments,
                "customers": each.voices,
                "answers": each.answers,
                "studies": each.studies,
                "weight_for": each.supporting,
                "weight_against": each.opposing,
                "context": each.context,
                "oldest": _iso(each.oldest),
                "newest": _iso(each.newest),
            }
            for each in standing.methods
        ],
    }


def plain_fragment(view: FragmentView) -> dict[str, Any]:
    """Return a fragment as JSON knows it."""
    return {
        "id": view.id,
        "kind": view.kind.value,
        "words": view.words,
        "hidden": None if view.hidden is None else str(view.hidden),
        "masked": view.masked,
        "speaker": view.speaker,
        "is_customer": view.is_customer,
        "study": view.study,
        "method": view.method,
        "occurred_at": _iso(view.occurred_at),
        "figure": view.estimate,
        "measure": None if view.title is None else str(view.title),
        "filters": view.about,
        "data_version": view.data_version,
        "address": view.address,
        "in_force": view.in_force is None,
        "why_not": None if view.in_force is None else str(view.in_force),
    }


def plain_evidence(evidence: Iterable[EvidenceView]) -> list[dict[str, Any]]:
    """Return evidence as JSON knows it."""
    return [
        {
            "id": each.id,
            "stance": each.stance.value,
            "weight": int(each.weight),
            "why": each.why,
            "by": each.by,
            "at": each.at.isoformat(),
            "affirms": each.affirms,
            "counts": each.counts,
            "fragment": plain_fragment(each.fragment),
        }
        for each in evidence
    ]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else timezone.localtime(moment).isoformat()
