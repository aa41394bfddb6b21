"""Which pairs are looked at: blocking rules chosen by counting the pairs that each candidate would make.

A rule is a set of keys that must all be equal, each of another thing (name, date of birth, address …). For each set of
things the loosest rule is taken that stays within one limit of pairs: pairs that agree in those things, whatever else
was written wrongly, are so found. The limit is the largest one at which all rules together stay within the budget.
Rules of three things are for those of which no two make few enough pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from kuulo.identity.preparing import SOURCE

Rule = tuple[str, ...]

# Each key, and the coarser keys it implies: equal dates of birth are equal in year and month.
IMPLIES: dict[str, tuple[str, ...]] = {
    "first_name": ("first_name_1",),
    "first_name_1": ("first_name_3", "first_name_sound"),
    "first_name_3": (),
    "first_name_sound": (),
    "surname": ("surname_1", "surname_3", "surname_sound"),
    "surname_3": (),
    "surname_sound": (),
    "name_low": (),
    "name_high": (),
    "birth_date": ("birth_month", "birth_day"),
    "birth_month": ("birth_year",),
    "birth_year": (),
    "birth_day": (),
    "email": ("email_local",),
    "email_local": (),
    "phone": ("phone_end",),
    "phone_end": (),
    "street": ("street_name",),
    "street_name": (),
    "postcode": ("postcode_area",),
    "postcode_area": (),
    "town": (),
    "company": ("company_1", "company_3", "company_sound"),
    "company_1": (),
    "company_3": (),
    "company_sound": (),
    "business_id": (),
    "personal_id": (),
}
THING = {
    **dict.fromkeys(("first_name_1", "first_name_3", "first_name_sound"), "first_name"),
    **dict.fromkeys(("surname_3", "surname_sound"), "surname"),
    **dict.fromkeys(("birth_month", "birth_year", "birth_day"), "birth_date"),
    "email_local": "email",
    "phone_end": "phone",
    "street_name": "street",
    "postcode_area": "postcode",
    **dict.fromkeys(("company_1", "company_3", "company_sound"), "company"),
}
NEVER_COUNTED = frozenset({"birth_swapped", "company_whole", "email_digits", "first_name_2", "surname_2", "company_2"})
FACTOR = 0x9E3779B97F4A7C15  # odd, of no pattern: 2 to the 64th over the golden ratio
MOST_KEYS = 3
COUNTED = 30_000  # rows on which candidates are counted; the chosen rules are counted on all
SHARE_OF_ROWS = 6  # pairs a row that all rules together may make
LEAST_BUDGET = 3_000_000


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A blocking rule and how many pairs it makes in the data."""

    rule: Rule
    pairs: int


def choose_rules(frame: pl.DataFrame, *, within: bool, budget: int | None = None, seed: int = 0) -> tuple[RuleUse, ...]:
    """Return the blocking rules for a prepared table, those with the fewest pairs first.

    Args:
        frame: The prepared table with its source, as `coded` returns it.
        within: Whether records of one source are paired too.
        budget: Pairs that all rules together may make; None follows the number of rows.
        seed: Seed of the sample on which candidates are counted.
    """
    most = budget or max(LEAST_BUDGET, SHARE_OF_ROWS * frame.height)
    sample = frame if frame.height <= COUNTED else frame.sample(COUNTED, seed=seed)
    grown = (frame.height / max(sample.height, 1)) ** 2
    counts = {rule: count_pairs(sample, rule, within=within) * grown for rule in candidates(frame.columns)}
    chosen = _within_budget(counts, most)
    exact = [RuleUse(rule, count_pairs(frame, rule, within=within)) for rule in chosen]
    return tuple(sorted(exact, key=lambda use: (use.pairs, use.rule)))


def candidates(columns: Collection[str]) -> list[Rule]:
    """Return all sets of up to three keys of different things that the prepared table has; none at all is one, too."""
    keys = [key for key in IMPLIES if key in columns] + sorted(name for name in columns if name.startswith("other_"))
    found: list[Rule] = [()]
    for size in range(1, MOST_KEYS + 1):
        found += [rule for rule in combinations(keys, size) if len({THING.get(key, key) for key in rule}) == size]
    return [rule for rule in found if _sensible(rule)]


def _sensible(rule: Rule) -> bool:
    """The alphabet's order of the two names is a key of both together."""
    ordered = {"name_low", "name_high"} & set(rule)
    return not ordered or not any(THING.get(key, key) in {"first_name", "surname"} for key in rule)


def hashed(column: str) -> pl.Expr:
    """Return a column's values as whole numbers that are equal where the values are; null stays null.

    Two of a million different values share a number with a probability of about 3 in 100 million.
    """
    return pl.when(pl.col(column).is_not_null()).then(pl.col(column).hash()).alias(column)


def coded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns that pairs are counted by as numbers: counting them takes a fraction of the time."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String and name not in NEVER_COUNTED]
    return frame.select(hashed(name) for name in texts)


def count_pairs(frame: pl.DataFrame, rule: Rule, *, within: bool) -> int:
    """Return how many pairs of records have all keys of a rule equal.

    Args:
        frame: The prepared table with its source, as `coded` returns it.
        rule: The keys.
        within: Whether two records of one source are a pair.
    """
    known = frame.select(_together(rule)).drop_nulls()
    pairs = _choose_two(known.group_by("block").len()["len"])
    if within:
        return pairs
    by_source = frame.select(_together((*rule, SOURCE))).drop_nulls()
    return pairs - _choose_two(by_source.group_by("block").len()["len"])


def _together(keys: Rule) -> pl.Expr:
    """Return one number for each set of keys; the sums run over and begin again, which keeps them apart as well."""
    parts = [pl.col(key) * pl.lit(FACTOR**place % 2**64, dtype=pl.UInt64) for place, key in enumerate(keys)]
    return (pl.sum_horizontal(parts, ignore_nulls=False) if parts else pl.col(SOURCE) * 0).alias("block")


def _choose_two(sizes: pl.Series) -> int:
    whole = sizes.cast(pl.UInt64)
    return int((whole * (whole - 1) // 2).sum())


def _within_budget(counts: dict[Rule, float], most: float) -> list[Rule]:
    limits = sorted({count for count in counts.values() if 0 < count <= most})
    low, high = 0, len(limits) - 1
    best: list[Rule] = []
    while low <= high:
        middle = (low + high) // 2
        rules = _loosest(counts, limits[middle])
        if sum(counts[rule] for rule in rules) <= most:
            best, low = rules, middle + 1
        else:
            high = middle - 1
    return best


def _loosest(counts: Mapping[Rule, float], limit: float) -> list[Rule]:
    """Return for each set of things the rule with the most pairs within the limit, without those that others imply."""
    by_things: dict[frozenset[str], Rule] = {}
    for rule, count in counts.items():
        things = frozenset(THING.get(key, key) for key in rule)
        if 0 < count <= limit and (things not in by_things or counts[by_things[things]] < count):
            by_things[things] = rule
    kept: dict[frozenset[str], Rule] = {}
    for things in sorted(by_things, key=lambda each: (len(each), by_things[each])):
        told = _implied(by_things[things])
        implied = any(set(other) <= told for other in kept.values())
        covered = len(things) == MOST_KEYS and any(len(other) > 1 and other < things for other in kept)
        if not implied and not covered:
            kept[things] = by_things[things]
    return list(kept.values())


def _implied(rule: Rule) -> set[str]:
    found = set(rule)
    waiting = list(rule)
    while waiting:
        for key in IMPLIES.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found
