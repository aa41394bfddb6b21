"""Codes by cases: how many passages, and in how many cases of a group; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kuulo.qualitative.querying.material import Coded, above


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """Codes by cases.

    Attributes:
        passages: (case, code) → how many different passages; those with a code under it count too.
        cases: Case → the codes it has.
    """

    passages: Mapping[tuple[str, str], int]
    cases: Mapping[str, frozenset[str]]

    def having(self, code: str, among: Iterable[str]) -> int:
        """Return how many of some cases have a code."""
        return sum(code in self.cases.get(case, frozenset()) for case in among)


def cross(codings: Collection[Coded], case_of: Mapping[str, str], parents: Mapping[str, str]) -> Crossed:
    """Count codes by cases.

    A passage that several coders gave the same code is one passage; a code counts for all it lies under.

    Args:
        codings: Coded passages.
        case_of: Source → its case; passages of other sources are left out.
        parents: Code → the code it lies under.
    """
    lines = {code: above(code, parents) for code in {coded.code for coded in codings}}
    seen: set[tuple[str, str, int, int, str]] = set()
    for coded in codings:
        case = case_of.get(coded.source)
        if case is not None:
            seen |= {(case, coded.source, coded.start, coded.end, code) for code in lines[coded.code]}
    passages = Counter((case, code) for case, _source, _start, _end, code in seen)
    cases: dict[str, set[str]] = {}
    for case, code in passages:
        cases.setdefault(case, set()).add(code)
    return Crossed(passages=passages, cases={case: frozenset(codes) for case, codes in cases.items()})
