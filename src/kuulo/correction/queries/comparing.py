"""The slow methods side by side: computed by a job of the worker, and kept under the version of the data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.correction.models import KeptComparison
from kuulo.correction.queries.following import heard_people
from kuulo.correction.queries.ledger import ledger_version
from kuulo.correction.queries.listening import listen
from kuulo.correction.rules.comparisons import digest_of, figures_of_plain
from kuulo.correction.rules.hearing import Heard
from kuulo.customers.queries import register_version
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Method, allowed, correct
from kuulo.measures.correction.estimating import covers

SLOW: Final = (
    Method.CALIBRATED,
    Method.PROPENSITY,
    Method.BOOSTED,
    Method.DOUBLY_ROBUST,
    Method.MULTILEVEL,
    Method.REMINDERS,
)


def more_methods(snapshot: Snapshot, heard: Heard) -> Mapping[Method, Estimate]:
    """Return the figure of everything heard by every method known by now.

    The quick ones are always there; the slow ones where a job has computed them on this version of the data (see
    ``services.ask_for_comparison``).
    """
    quick = dict(listen(snapshot, heard).by_method)
    people = heard_people(snapshot, heard)
    kept = KeptComparison.objects.filter(heard=digest_of(heard), data_version=version_of(snapshot)).first()
    if kept is None or people is None:
        return quick
    slow = {
        method: replace(each, trust=covers(people, method)) for method, each in figures_of_plain(kept.figures).items()
    }
    found = slow | quick
    return {method: found[method] for method in Method if method in found}


def has_comparison(snapshot: Snapshot, heard: Heard) -> bool:
    """Return whether the slow methods have been computed on this version of the data."""
    return KeptComparison.objects.filter(heard=digest_of(heard), data_version=version_of(snapshot)).exists()


def slow_methods(snapshot: Snapshot, heard: Heard) -> dict[Method, Estimate]:
    """Return the figure of everything heard by each slow method that fits; takes many seconds."""
    people = heard_people(snapshot, heard)
    if people is None:
        return {}
    found: dict[Method, Estimate] = {}
    for method in allowed(people, heard.definition):
        if method in SLOW:
            try:
                corrected = correct(people, heard.definition, method, confidence=heard.confidence)
            except KuuloError:
                # A method that does not fit these people has no figure to stand beside the others.
                continue
            found[method] = replace(corrected.estimate, data_version=snapshot.data_version)
    return found


def version_of(snapshot: Snapshot) -> str:
    """Return a token of everything a comparison rests on: answers, customers and who was asked."""
    told = f"{snapshot.source.key}|{register_version()}|{ledger_version()}"
    return hashlib.sha256(told.encode()).hexdigest()
