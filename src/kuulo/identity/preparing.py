"""The prepared table: what records are compared and paired by, the same columns whatever the table looked like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from kuulo.identity.contacts import business_id_written, email_written, personal_id_written, phone_written
from kuulo.identity.dates import date_digits
from kuulo.identity.folding import folded, none_if_empty
from kuulo.identity.names import company_words, first_names, split_first_names, split_surname, surname
from kuulo.identity.places import postcode_written, street_name, street_written, town_written
from kuulo.identity.roles import ColumnRole, Role
from kuulo.identity.sounds import sounds_of

ROW = "row"
SOURCE = "source"
Columns = Mapping[Role, tuple[str, ...]]
Prepared = dict[str, pl.Series]


def columns_by_role(roles: Sequence[ColumnRole]) -> Columns:
    """Return the columns of each role, in the table's order."""
    found: dict[Role, list[str]] = {}
    for each in roles:
        found.setdefault(each.role, []).append(each.column)
    return {role: tuple(columns) for role, columns in found.items()}


def other_name(column: str) -> str:
    """Return the prepared table's name of a column with no role of its own."""
    bare = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in column.lower())
    return f"other_{bare}"


def prepare(table: pl.DataFrame, roles: Sequence[ColumnRole], *, use_personal_ids: bool) -> pl.DataFrame:
    """Return the prepared table: one row a record in the same order, text columns, null where nothing is known.

    Args:
        table: The records.
        roles: What its columns hold.
        use_personal_ids: Whether personal identity codes come along.
    """
    columns = columns_by_role(roles)
    prepared: Prepared = {}
    for part in (_names, _birth, _contacts, _place, _company, _others):
        prepared |= part(table, columns)
    if use_personal_ids and Role.PERSONAL_ID in columns:
        prepared["personal_id"] = personal_id_written(table[columns[Role.PERSONAL_ID][0]])
    frame = pl.DataFrame(prepared)
    return frame.with_columns(_keys(frame)) if prepared else frame


def _select(table: pl.DataFrame, **expressions: pl.Expr) -> Prepared:
    return {series.name: series for series in table.select(**expressions).get_columns()}


def _joined(columns: Sequence[str]) -> pl.Expr:
    return pl.concat_str([pl.col(name).cast(pl.String) for name in columns], separator=" ", ignore_nulls=True)


def _names(table: pl.DataFrame, columns: Columns) -> Prepared:
    found: dict[str, pl.Expr] = {}
    if Role.FIRST_NAME in columns:
        found["first_name"] = first_names(_joined(columns[Role.FIRST_NAME]))
    if Role.SURNAME in columns:
        found["surname"] = surname(_joined(columns[Role.SURNAME]))
    if Role.FULL_NAME in columns:
        whole = pl.col(columns[Role.FULL_NAME][0])
        found.setdefault("first_name", split_first_names(whole))
        found.setdefault("surname", split_surname(whole))
    return _select(table, **found) if found else {}


def _birth(table: pl.DataFrame, columns: Columns) -> Prepared:
    if Role.BIRTH_DATE not in columns:
        return {}
    return {"birth_date": date_digits(table[columns[Role.BIRTH_DATE][0]])}


def _contacts(table: pl.DataFrame, columns: Columns) -> Prepared:
    return _several("email", email_written, table, columns.get(Role.EMAIL, ())) | _several(
        "phone", phone_written, table, columns.get(Role.PHONE, ())
    )


def _several(
    name: str, write: Callable[[pl.Series], pl.Series], table: pl.DataFrame, columns: Sequence[str]
) -> Prepared:
    """Return the first value known, and where several columns hold such values all of them as a list."""
    if not columns:
        return {}
    each = [write(table[column]).alias(str(place)) for place, column in enumerate(columns)]
    frame = pl.DataFrame(each)
    found = {name: frame.select(pl.coalesce(pl.all()).alias(name)).to_series()}
    if len(each) > 1:
        listed = frame.select(pl.concat_list(pl.all()).list.drop_nulls().alias(name)).to_series()
        found[f"{name}_all"] = (
            listed.to_frame("all").select(pl.when(pl.col("all").list.len() > 0).then("all")).to_series()
        )
    return found


def _place(table: pl.DataFrame, columns: Columns) -> Prepared:
    found: dict[str, pl.Expr] = {}
    if Role.STREET in columns:
        numbers = columns.get(Role.STREET_NUMBER)
        found["street"] = street_written(pl.col(columns[Role.STREET][0]), pl.col(numbers[0]) if numbers else None)
    if Role.POSTCODE in columns:
        found["postcode"] = postcode_written(pl.col(columns[Role.POSTCODE][0]))
    for role in (Role.TOWN, Role.COUNTRY):
        if role in columns:
            found[role.value] = town_written(pl.col(columns[role][0]))
    if Role.GENDER in columns:
        found["gender"] = folded(pl.col(columns[Role.GENDER][0])).str.slice(0, 1)
    return _select(table, **found) if found else {}


def _company(table: pl.DataFrame, columns: Columns) -> Prepared:
    found: Prepared = {}
    if Role.COMPANY_NAME in columns:
        name = pl.col(columns[Role.COMPANY_NAME][0])
        found |= _select(table, company=company_words(name), company_whole=folded(name))
    if Role.BUSINESS_ID in columns:
        found["business_id"] = business_id_written(table[columns[Role.BUSINESS_ID][0]])
    return found


def _others(table: pl.DataFrame, columns: Columns) -> Prepared:
    further = [name for role in (Role.STREET, Role.TOWN) for name in columns.get(role, ())[1:]]
    names = [*columns.get(Role.OTHER, ()), *further]
    expressions = {other_name(name): town_written(pl.col(name)) for name in names}
    return _select(table, **expressions) if expressions else {}


def _keys(frame: pl.DataFrame) -> list[pl.Series | pl.Expr]:
    """Return the further columns that pairs are made by and that levels ask for."""
    found: list[pl.Series | pl.Expr] = []
    for name in ("first_name", "surname", "company"):
        if name in frame:
            found += _name_keys(frame[name])
    if {"first_name", "surname"} <= set(frame.columns):
        found += _order_free()
    if "birth_date" in frame:
        found += _birth_keys()
    if "street" in frame:
        found.append(street_name(pl.col("street")).alias("street_name"))
    ends = {"phone": ("phone_end", -7, 7), "postcode": ("postcode_area", 0, 3)}
    found += [
        pl.when(pl.col(name).str.len_chars() >= abs(length)).then(pl.col(name).str.slice(start, length)).alias(key)
        for name, (key, start, length) in ends.items()
        if name in frame
    ]
    if "email" in frame:
        found.append(none_if_empty(pl.col("email").str.extract(r"^(.+)@", 1)).alias("email_local"))
        found.append(pl.col("email").str.replace_all(r"\D", "").alias("email_digits"))
    return found


def _name_keys(names: pl.Series) -> list[pl.Series | pl.Expr]:
    name = pl.col(names.name)
    return [
        name.str.extract(r"^(\S+)", 1).alias(f"{names.name}_1"),
        name.str.extract(r"(\S+)$", 1).alias(f"{names.name}_2"),
        name.str.replace_all(" ", "").str.slice(0, 3).alias(f"{names.name}_3"),
        sounds_of(names).alias(f"{names.name}_sound"),
    ]


def _order_free() -> list[pl.Series | pl.Expr]:
    """Return the two names in the alphabet's order: equal where somebody swapped the fields."""
    firsts, lasts = pl.col("first_name"), pl.col("surname")
    both = firsts.is_not_null() & lasts.is_not_null()
    first, last = firsts.str.extract(r"^(\S+)", 1), lasts.str.extract(r"(\S+)$", 1)
    return [
        pl.when(both).then(pl.min_horizontal(first, last)).alias("name_low"),
        pl.when(both).then(pl.max_horizontal(first, last)).alias("name_high"),
    ]


def _birth_keys() -> list[pl.Series | pl.Expr]:
    birth = pl.col("birth_date")
    year, month, day = birth.str.slice(0, 4), birth.str.slice(4, 2), birth.str.slice(6, 2)
    return [
        year.alias("birth_year"),
        pl.concat_str(year, month).alias("birth_month"),
        pl.concat_str(month, day).alias("birth_day"),
        pl.concat_str(year, day, month).alias("birth_swapped"),
    ]
