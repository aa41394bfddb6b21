"""Codes by cases, and the share of participants who speak of a code, by an attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.codebooks.queries import all_books
from kuulo.measures.intervals import wilson
from kuulo.measures.withholding import FLOOR, withheld_cells
from kuulo.passages.queries.asking import parents_of_books
from kuulo.passages.queries.codings import codings_of
from kuulo.passages.queries.people import Case, attribute_names_of, cases_of
from kuulo.qualitative.querying import Coded, Crossed, above, cross
from kuulo.sources.queries import source_lines

CONFIDENCE: Final = 0.95
DEFINITION: Final = "share-of-participants@1"
NOT_A_SAMPLE: Final = _(
    "Participants are chosen for what they can tell: the interval says how much chance is in so few, not how customers "
    "in general are."
)
TOO_FEW: Final = _("Withheld: it rests on fewer than {floor} participants, or would give such a figure away.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case and how many of its passages have each code."""

    case: Case
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A value of an attribute and the share of its participants who have each code."""

    value: str
    shares: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Codes by cases, or by values of an attribute.

    Attributes:
        codes: ``book/key`` of the columns.
        cases: Rows by case; for the study's team alone.
        attribute: The attribute rows go by; empty where there are no groups.
        groups: Rows by value of the attribute.
        everybody: The share of all participants who have each code.
        attributes: What rows could go by.
    """

    codes: tuple[str, ...]
    cases: tuple[CaseRow, ...]
    attribute: str
    groups: tuple[GroupRow, ...]
    everybody: tuple[Estimate, ...]
    attributes: tuple[str, ...]


def matrix(study: str, *, attribute: str = "", floor: int = FLOOR) -> Matrix:
    """Return how often each case speaks of each code, and what share of the participants do.

    Codes with a code under them count with it. Cases are the participants of whom there is at least one source in
    force; sources without a participant are left out.

    Args:
        study: Slug of the study.
        attribute: By which attribute of the customers shares are told as well; empty for none.
        floor: Fewest participants a share may rest on.
    """
    cases, crossed, present = _crossed(study)
    codes = tuple(sorted({code for _case, code in crossed.passages}))
    people = [case for case in sorted(cases.values(), key=lambda each: each.label) if str(case.id) in present]
    names = attribute_names_of(people)
    wanted = attribute if attribute in names else ""
    return Matrix(
        codes=codes,
        cases=tuple(
            CaseRow(case=case, counts=tuple(crossed.passages.get((str(case.id), code), 0) for code in codes))
            for case in people
        ),
        attribute=wanted,
        groups=_groups(people, crossed, codes, wanted, floor) if wanted else (),
        everybody=_everybody(people, crossed, codes, floor),
        attributes=names,
    )


def _crossed(study: str) -> tuple[dict[int, Case], Crossed, frozenset[str]]:
    """Return the cases, the counts, and the cases of whom anything is coded or could be."""
    given = codings_of(study=study)
    cases = cases_of(study)
    lines = source_lines({each.passage.source for each in given})
    case_of = {key: str(line.participant_id) for key, line in lines.items() if line.participant_id in cases}
    rows = [Coded(each.passage.source, each.passage.start, each.passage.end, each.code) for each in given]
    return cases, cross(rows, case_of, parents_of_books(all_books())), frozenset(case_of.values())


def _everybody(people: Sequence[Case], crossed: Crossed, codes: Sequence[str], floor: int) -> tuple[Estimate, ...]:
    ids = [str(case.id) for case in people]
    return tuple(_share(crossed.having(code, ids), len(ids), hidden=len(ids) < floor, floor=floor) for code in codes)


def _groups(
    people: Sequence[Case], crossed: Crossed, codes: Sequence[str], attribute: str, floor: int
) -> tuple[GroupRow, ...]:
    """Return shares by value; values of too few participants are withheld, with what would give them away."""
    members: dict[str, list[str]] = {}
    for case in people:
        members.setdefault(case.attributes.get(attribute, ""), []).append(str(case.id))
    values = sorted(members, key=lambda value: (not value, value))
    hidden = withheld_cells([(value,) for value in values], [len(members[value]) for value in values], floor)
    return tuple(
        GroupRow(
            value=value,
            shares=tuple(
                _share(crossed.having(code, members[value]), len(members[value]), hidden=place in hidden, floor=floor)
                for code in codes
            ),
        )
        for place, value in enumerate(values)
    )


def _share(having: int, n: int, *, hidden: bool, floor: int) -> Estimate:
    """Return a share of participants with Wilson's interval (1927); withheld where it would tell of single persons."""
    share = having / n if n else None
    low, high = (float(end[0]) for end in wilson([share], [n], CONFIDENCE)) if n and share is not None else (None, None)
    figure = Estimate(
        measure="share",
        value=share,
        low=low,
        high=high,
        se=float(np.sqrt(share * (1 - share) / n)) if n and share is not None else None,
        confidence=CONFIDENCE,
        n=n,
        n_eff=float(n),
        deff=None,
        invited=None,
        answered=None,
        method="wilson",
        definition=DEFINITION,
        notes=(say(NOT_A_SAMPLE),),
    )
    return figure.kept_back(say(TOO_FEW, floor=floor)) if hidden else figure


def top_codes(counts: Mapping[str, Mapping[str, int]], parents: Mapping[str, str]) -> dict[str, int]:
    """Return how many codings each code has, with those of the codes under it."""
    found: dict[str, int] = {}
    for of_source in counts.values():
        for code, count in of_source.items():
            for each in above(code, parents):
                found[each] = found.get(each, 0) + count
    return found
