"""What the columns of a table of persons or companies hold, by their names and by their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl

from kuulo.identity.folding import fold_text
from kuulo.identity.headers import NAMES, Role
from kuulo.identity.values import looks_like


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """A column and what it holds."""

    column: str
    role: Role


BY_NAME = {name: role for role, names in NAMES.items() for name in names}
SAMPLE = 2_000
# A word that settles a longer header, such as "home phone" or "postcode_fake"; the last such word counts.
SETTLING = {name: role for name, role in BY_NAME.items() if " " not in name and len(name) > 2}
AMBIGUOUS = frozenset(
    {
        "name",
        "nimi",
        "namn",
        "place",
        "contact",
        "customer",
        "kund",
        "asiakas",
        "land",
        "mail",
        "ort",
        "row",
        "index",
        "label",
        "source",
        "created",
        "updated",
        "group",
        "rad",
        "tel",
        "firm",
        "firma",
        "company",
        "yritys",
    }
)


def recognise_roles(table: pl.DataFrame, *, leave_out: Collection[str] = ()) -> tuple[ColumnRole, ...]:
    """Return the role of every column of a table, by its name and, where that leaves it open, by its values.

    Args:
        table: The records.
        leave_out: Columns that are not looked at, such as the id.
    """
    seen = (name for name in table.columns if name not in leave_out)
    return tuple(ColumnRole(name, _role(name, table[name])) for name in seen)


def role_of_name(header: str) -> Role | None:
    """Return the role that a header says in English, Finnish or Swedish; None where it says none."""
    words = _words(header)
    folded = " ".join(words)
    if folded in BY_NAME:
        return BY_NAME[folded]
    if {"first", "surname"} <= set(words) or {"first", "last"} <= set(words):
        return Role.FULL_NAME
    for length in (3, 2):
        for start in range(len(words) - length + 1):
            role = BY_NAME.get(" ".join(words[start : start + length]))
            if role is not None:
                return role
    return _settled(words)


def _settled(words: Iterable[str]) -> Role | None:
    found = [SETTLING[word] for word in words if word in SETTLING and word not in AMBIGUOUS]
    return found[-1] if found else None


def _words(header: str) -> list[str]:
    parted = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", header)
    return re.findall(r"[a-z]+|\d+", fold_text(parted))


def _role(name: str, values: pl.Series) -> Role:
    named = role_of_name(name)
    sample = values.drop_nulls().head(SAMPLE).cast(pl.String, strict=False).str.strip_chars()
    sample = sample.filter(sample != "")
    if named is Role.FULL_NAME and looks_like("company_name", sample):
        return Role.COMPANY_NAME
    if named is not None:
        return named
    for kind in ("email", "personal_id", "business_id", "phone", "birth_date", "company_name"):
        if looks_like(kind, sample):
            return Role(kind)
    return Role.OTHER if looks_like("words", sample) else Role.IGNORED
