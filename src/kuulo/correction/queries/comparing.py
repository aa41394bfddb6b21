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
from kuulo.correction.queries.reminding import reminded_people
from kuulo.correction.queries.weighing import weigh
from kuulo.correction.rules.comparisons import digest_of, figures_of_plain
from kuulo.correction.rules.hearing import Heard
from kuulo.customers.queries import register_version
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Method, People, allowed, correct
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
    if people is None or weigh(snapshot, heard) is None:
        # Of too few to weight no method has a figure, and none is kept.
        return {}
    by_lot = reminded_people(snapshot, heard)
    behind = dict.fromkeys(allowed(people, heard.definition), people)
    if by_lot is not None and Method.REMINDERS in allowed(by_lot, heard.definition):
        behind[Method.REMINDERS] = by_lot
    found = {method: _figure(behind[method], heard, method) for method in SLOW if method in behind}
    version = snapshot.data_version
    return {method: replace(each, data_version=version) for method, each in found.items() if each is not None}


def _figure(people: People, heard: Heard, method: Method) -> Estimate | None:
    """Return the figure by one method; ``None`` where the method does not fit these people."""
    try:
        found = correct(people, heard.definition, method, confidence=heard.confidence).estimate
    except KuuloError:
        # A method that does not fit these people has no figure to stand beside the others.
        return None
    least, most = heard.definition.bounds
    if found.value is None or (least is not None and found.value < least) or (most is not None and found.value > most):
        # A line read far beyond what was seen may leave the scale: then it tells nothing.
        return None
    return found


def version_of(snapshot: Snapshot) -> str:
    """Return a token of everything a comparison rests on: answers, customers and who was asked."""
    told = f"{snapshot.source.key}|{register_version()}|{ledger_version()}"
    return hashlib.sha256(told.encode()).hexdigest()
