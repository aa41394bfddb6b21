"""Who is asked: everybody, a simple random sample, a stratified one, or quotas; pure and reproducible.

A sample depends on its spec, its seed and the units of the frame alone, not on the order of their rows.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.invitations.rules.allocation import Allocation, allocate
from kuulo.invitations.rules.chance import fingerprint, ordered

NO_VALUE: Final = "–"
"""Stands in a stratum's label for parties without the attribute."""


class Method(StrEnum):
    """How a sample is drawn."""

    EVERYBODY = "everybody"
    SIMPLE = "simple"
    STRATIFIED = "stratified"
    QUOTAS = "quotas"


class Customers(StrEnum):
    """Whom a filter lets through by their days as a customer."""

    CURRENT = "current"
    FORMER = "former"
    ALL = "all"


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Parties whose attribute has one of the values; or, with ``without``, none of them."""

    attribute: str
    values: tuple[str, ...]
    without: bool = False


class Quota(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """At most so many with a value.

    Attributes:
        attribute: An attribute.
        value: Its value.
        invited: Most invitations.
        complete: Most answers: once so many have answered, nobody else of them is sent an invitation.
    """

    attribute: str
    value: str
    invited: int
    complete: int | None = None


class SampleSpec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What sample is wanted.

    Attributes:
        method: How it is drawn.
        size: How many; of no meaning for everybody.
        by: Attributes whose values make the strata (stratified).
        allocation: How the size is shared among the strata.
        deviations: Standard deviation expected in each stratum, by its label (optimal); one that is missing counts
            as the largest that is given, so that a stratum nobody knows is not left thin.
        quotas: Of quotas; several attributes may each have their own.
        customers: Current, former or all customers.
        conditions: All must hold.
    """

    method: Method = Method.EVERYBODY
    size: int = 0
    by: tuple[str, ...] = ()
    allocation: Allocation = Allocation.PROPORTIONAL
    deviations: dict[str, float] = {}
    quotas: tuple[Quota, ...] = ()
    customers: Customers = Customers.CURRENT
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One party of the frame: its identifier, which is unique, and the attributes the spec looks at."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of a sample; probability and weight are None where chance did not decide alone (quotas)."""

    key: str
    stratum: str
    probability: float | None

    @property
    def weight(self) -> float | None:
        """The design weight, 1 / probability."""
        return None if self.probability is None else 1 / self.probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """How many units a stratum has and how many were drawn."""

    label: str
    size: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A sample.

    Attributes:
        members: In the order of chance in which they were drawn, stratum by stratum.
        strata: By label; one with an empty label where there are none.
        passed_over: Units that chance had reached when their quota was full.
        fingerprint: Of the frame; the same frame, spec and seed give the same sample.
    """

    members: tuple[Member, ...]
    strata: tuple[Stratum, ...]
    passed_over: tuple[str, ...] = ()
    fingerprint: str


def attributes_of(spec: SampleSpec) -> tuple[str, ...]:
    """Return the attributes the drawing looks at, filters not included."""
    return tuple(dict.fromkeys([*spec.by, *(quota.attribute for quota in spec.quotas)]))


def check_spec(spec: SampleSpec) -> None:
    """Refuse a spec that says nothing sensible.

    Raises:
        InputError: The message names what is missing.
    """
    if spec.method is not Method.EVERYBODY and spec.size < 1:
        raise InputError(_("The sample has no size."), _("Say how many are to be asked; the size calculator helps."))
    if spec.method is Method.STRATIFIED and not spec.by:
        raise InputError(_("A stratified sample needs strata."), _("Choose the attribute that makes them."))
    if spec.method is Method.QUOTAS and not spec.quotas:
        raise InputError(_("A quota sample needs quotas."), _("Say for each value how many are invited at most."))
    if any(deviation < 0 or not math.isfinite(deviation) for deviation in spec.deviations.values()):
        raise InputError(_("A standard deviation is a number of 0 or more."), _("Correct the expected deviations."))


def passes(spec: SampleSpec, values: Mapping[str, str]) -> bool:
    """Return whether the spec's conditions hold for attributes; days as a customer are the caller's to look at."""
    return all((values.get(each.attribute, "") in each.values) != each.without for each in spec.conditions)


def label_of(values: Mapping[str, str], by: Sequence[str]) -> str:
    """Return the label of the stratum that attributes put a unit into; empty where there are no strata."""
    return " · ".join(values.get(name) or NO_VALUE for name in by)


def draw(units: Sequence[Unit], spec: SampleSpec, seed: int) -> Draw:
    """Return the sample.

    Simple random and stratified samples have probabilities n/N (within the stratum); sampling is without replacement,
    so a sample larger than the frame is the whole frame.

    Raises:
        InputError: The spec says nothing sensible, or two units have the same key.
    """
    check_spec(spec)
    by_key = {unit.key: unit for unit in units}
    if len(by_key) != len(units):
        raise InputError(_("A party is in the frame twice."), _("Give each party an identifier of its own."))
    names = attributes_of(spec)
    print_of_frame = fingerprint(
        "\x1f".join([unit.key, *(unit.values.get(name, "") for name in names)]) for unit in units
    )
    if spec.method is Method.QUOTAS:
        return _draw_quotas(by_key, spec, seed, print_of_frame)
    return _draw_strata(by_key, spec, seed, print_of_frame)


def _draw_strata(units: Mapping[str, Unit], spec: SampleSpec, seed: int, print_of_frame: str) -> Draw:
    by = spec.by if spec.method is Method.STRATIFIED else ()
    keys: dict[str, list[str]] = defaultdict(list)
    for key, unit in units.items():
        keys[label_of(unit.values, by)].append(key)
    sizes = {label: len(keys[label]) for label in sorted(keys)}
    numbers = sizes if spec.method is Method.EVERYBODY else _shares_of(sizes, spec)
    members = [
        Member(key, label, numbers[label] / size)
        for label, size in sizes.items()
        for key in ordered(keys[label], seed)[: numbers[label]]
    ]
    strata = tuple(Stratum(label=label, size=size, drawn=numbers[label]) for label, size in sizes.items())
    return Draw(members=tuple(members), strata=strata, fingerprint=print_of_frame)


def _shares_of(sizes: Mapping[str, int], spec: SampleSpec) -> dict[str, int]:
    largest = max(spec.deviations.values(), default=1.0)
    deviations = {label: spec.deviations.get(label, largest) for label in sizes}
    return allocate(sizes, deviations, spec.size, spec.allocation)


def _draw_quotas(units: Mapping[str, Unit], spec: SampleSpec, seed: int, print_of_frame: str) -> Draw:
    """Go through the frame in an order of chance and take whoever fits into every quota of theirs."""
    full = {(quota.attribute, quota.value): quota.invited for quota in spec.quotas}
    names = attributes_of(spec)
    taken: Counter[tuple[str, str]] = Counter()
    members: list[Member] = []
    passed: list[str] = []
    for key in ordered(units, seed):
        if len(members) >= spec.size:
            break
        cells = [(name, units[key].values.get(name, "")) for name in names]
        if all(taken[cell] < full.get(cell, 0) for cell in cells):
            taken.update(cells)
            members.append(Member(key, label_of(units[key].values, names), None))
        else:
            passed.append(key)
    sizes = Counter(label_of(unit.values, names) for unit in units.values())
    drawn = Counter(member.stratum for member in members)
    strata = tuple(Stratum(label=label, size=sizes[label], drawn=drawn[label]) for label in sorted(sizes))
    return Draw(members=tuple(members), strata=strata, passed_over=tuple(passed), fingerprint=print_of_frame)
