"""What this room holds about persons: which of their words stand as evidence, and what they were asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db.models import Q

from kuulo.base.texts import mark as _
from kuulo.claims.models import Evidence, Fragment, Question
from kuulo.claims.services.watching import leave_claims
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.lake.queries import signals_of
from kuulo.lake.rules import ChosenSignals
from kuulo.responses.services import response_keys_of

BEFORE_SIGNALS: Final = 8
"""While the signals by which answers are found are still there."""
CHUNK: Final = 500


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield which words of the person stand as evidence for what, and what they were asked; staff are not named."""
    for row in _fragments(key):
        yield {
            "kind": row.kind,
            "source": row.source,
            "start": row.start,
            "end": row.end,
            "signal_id": row.signal_id,
            "cut_at": row.made_at,
            "claims": [f"C{claim}" for claim in row.evidence.values_list("claim_id", flat=True)],
        }
    for question in Question.objects.filter(party_id__in=key.party_ids).order_by("pk"):
        yield {"asked": question.text, "asked_at": question.asked_at}


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Remove the person's fragments with what was made of them; claims they spoke to turn stale."""
    gone = 0
    found = [row.pk for row in _fragments(key)]
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        leave_claims(fragments=chunk, now=now)
        Evidence.objects.filter(fragment__in=chunk).delete()
        gone += Fragment.objects.filter(pk__in=chunk).delete()[0]
    asked = Question.objects.filter(party_id__in=key.party_ids)
    gone += asked.count()
    # A question to one person may name what that person said; the claim keeps that it was asked.
    asked.update(party_id=None, text="–", closed_at=now)
    return Removed(rows=gone)


def _fragments(key: PersonKey) -> Iterator[Fragment]:
    """Yield the person's fragments, each once."""
    seen: set[int] = set()
    for condition in _conditions(key):
        for row in Fragment.objects.filter(condition).order_by("pk"):
            if row.pk not in seen:
                seen.add(row.pk)
                yield row


def _conditions(key: PersonKey) -> Iterator[Q]:
    yield Q(party_id__in=key.party_ids)
    chosen = ChosenSignals(parties=frozenset(key.identifiers), response_ids=frozenset(response_keys_of(key)))
    found = [str(signal["signal_id"]) for signal in signals_of(chosen)]
    for start in range(0, len(found), CHUNK):
        yield Q(signal_id__in=found[start : start + CHUNK])


PERSON_STORES: Final = (
    PersonStore(
        name="claims.fragments",
        title=_("What you said that stands as evidence"),
        tables=frozenset({"claims.Fragment", "claims.Evidence", "claims.Answer", "claims.Question"}),
        export=_export,
        erase=_erase,
        order=BEFORE_SIGNALS,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {"claims.Claim": "A statement about customers in general, in the organisation's own words."}
)
