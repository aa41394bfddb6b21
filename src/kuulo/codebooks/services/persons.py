"""What this room holds about persons: which codes their comments have; found by the signals of the lake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.codebooks.models import Coding, Proposal, Queued
from kuulo.codebooks.services.asking import request_learning
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.lake.queries import signals_of
from kuulo.lake.rules import ChosenSignals
from kuulo.responses.services import response_keys_of

BEFORE_SIGNALS: Final = 9
"""While the signals by which codings are found are still there."""
CHUNK: Final = 500


def _signals(key: PersonKey) -> Iterator[Sequence[str]]:
    """Yield the signals of a person, some hundred at a time."""
    chosen = ChosenSignals(parties=frozenset(key.identifiers), response_ids=frozenset(response_keys_of(key)))
    found = [str(signal["signal_id"]) for signal in signals_of(chosen)]
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK]


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield which codes were given to the person's comments, and proposed for them; coders are not named."""
    for signals in _signals(key):
        for coding in Coding.objects.filter(signal_id__in=signals).order_by("coded_at"):
            yield {"signal_id": coding.signal_id, "codes": coding.codes, "coded_at": coding.coded_at}
        for proposal in Proposal.objects.filter(signal_id__in=signals).order_by("pk"):
            yield {
                "signal_id": proposal.signal_id,
                "proposed": proposal.code,
                "probability": proposal.probability,
                "state": proposal.state,
            }


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Remove codings, proposals and queued comments of a person, and have the machine learn without them."""
    del now
    gone = 0
    slugs: set[str] = set()
    for signals in _signals(key):
        for rows in (Coding.objects, Proposal.objects, Queued.objects):
            doomed = rows.filter(signal_id__in=signals)
            slugs |= set(doomed.values_list("codebook__slug", flat=True))
            gone += doomed.delete()[0]
        near = [row for row in Queued.objects.exclude(near=[]) if frozenset(row.near) & frozenset(signals)]
        for row in near:
            row.near = [each for each in row.near if each not in signals]
            row.save(update_fields=["near"])
    for slug in sorted(slugs):
        request_learning(slug=slug)
    return Removed(rows=gone)


PERSON_STORES: Final = (
    PersonStore(
        name="codebooks.codings",
        title=_("Codes given to what you said"),
        tables=frozenset({"codebooks.Coding", "codebooks.Proposal", "codebooks.Queued"}),
        export=_export,
        erase=_erase,
        order=BEFORE_SIGNALS,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "codebooks.Codebook": "What comments are coded for; words of the organisation.",
        "codebooks.Code": "Codes with definitions; examples are to be written without persons.",
        "codebooks.Machine": "Figures of all comments together.",
    }
)
