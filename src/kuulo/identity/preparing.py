"""The prepared table: what records are compared and paired by, the same columns whatever the table looked like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from kuulo.identity.contacts import business_id_written, email_written, personal_id_written, phone_written
from kuulo.identity.dates import date_digits
from kuulo.identity.folding import folded, none_if_empty
from kuulo.identity.headers import Role
from kuulo.identity.names import company_words, first_names, split_first_names, split_surname, surname
from kuulo.identity.places import postcode_written, street_name, street_written, town_written
from kuulo.identity.roles import ColumnRole
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
    return frame.with_columns(_keys(frame).values()) if prepared else frame


def _written(table: pl.DataFrame, columns: Sequence[str], **expressions: pl.Expr) -> Prepared:
    """Return what expressions make of columns; each distinct set of values is rewritten once.

    Names and streets repeat: a million rows hold some ten thousand of them.
    """
    asked = table.select(pl.col(name).alias(f"asked_{place}") for place, name in enumerate(columns))
    distinct = table.select(columns).unique()
    made = distinct.select(
        *(pl.col(name).alias(f"asked_{place}") for place, name in enumerate(columns)),
        *(expression.alias(f"made_{name}") for name, expression in expressions.items()),
    )
    joined = asked.join(made, on=asked.columns, how="left", nulls_equal=True, maintain_order="left")
    return {name: joined[f"made_{name}"].alias(name) for name in expressions}


def _joined(columns: Sequence[str]) -> pl.Expr:
    return pl.concat_str([pl.col(name).cast(pl.String) for name in columns], separator=" ", ignore_nulls=True)


def _names(table: pl.DataFrame, columns: Columns) -> Prepared:
    found: Prepared = {}
    if Role.FIRST_NAME in columns:
        told = columns[Role.FIRST_NAME]
        found |= _written(table, told, first_name=first_names(_joined(told)))
    if Role.SURNAME in columns:
        told = columns[Role.SURNAME]
        found |= _written(table, told, surname=surname(_joined(told)))
    if Role.FULL_NAME in columns:
        whole = columns[Role.FULL_NAME][0]
        parts = {"first_name": split_first_names(pl.col(whole)), "surname": split_surname(pl.col(whole))}
        lacking = {name: expression for name, expression in parts.items() if name not in found}
        found |= _written(table, [whole], **lacking) if lacking else {}
    return found


def _birth(table: pl.DataFrame, columns: Columns) -> Prepared:
    if Role.BIRTH_DATE not in columns:
        return {}
    told = table[columns[Role.BIRTH_DATE][0]].alias("told").to_frame()
    # Which comes first, day or month, shows over all different dates.
    each = told.unique()
    dates = each.with_columns(date_digits(each["told"]).alias("birth_date"))
    joined = told.join(dates, on="told", how="left", nulls_equal=True, maintain_order="left")
    return {"birth_date": joined["birth_date"]}


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
    found: Prepared = {}
    if Role.STREET in columns:
        told = [columns[Role.STREET][0], *columns.get(Role.STREET_NUMBER, ())[:1]]
        found |= _written(table, told, street=street_written(*map(pl.col, told)))
    if Role.POSTCODE in columns:
        code = columns[Role.POSTCODE][0]
        found |= _written(table, [code], postcode=postcode_written(pl.col(code)))
    for role in (Role.TOWN, Role.COUNTRY):
        if role in columns:
            name = columns[role][0]
            found |= _written(table, [name], **{role.value: town_written(pl.col(name))})
    if Role.GENDER in columns:
        name = columns[Role.GENDER][0]
        found |= _written(table, [name], gender=folded(pl.col(name)).str.slice(0, 1))
    return found


def _company(table: pl.DataFrame, columns: Columns) -> Prepared:
    found: Prepared = {}
    if Role.COMPANY_NAME in columns:
        name = columns[Role.COMPANY_NAME][0]
        found |= _written(table, [name], company=company_words(pl.col(name)), company_whole=folded(pl.col(name)))
    if Role.BUSINESS_ID in columns:
        found["business_id"] = business_id_written(table[columns[Role.BUSINESS_ID][0]])
    return found


def _others(table: pl.DataFrame, columns: Columns) -> Prepared:
    further = [name for role in (Role.STREET, Role.TOWN) for name in columns.get(role, ())[1:]]
    names = [*columns.get(Role.OTHER, ()), *further]
    found: Prepared = {}
    for name in names:
        found |= _written(table, [name], **{other_name(name): town_written(pl.col(name))})
    return found


def _keys(frame: pl.DataFrame) -> Prepared:
    """Return the further columns that pairs are made by and that levels ask for."""
    found: Prepared = {}
    for name in ("first_name", "surname", "company"):
        if name in frame:
            found |= _name_keys(frame, name)
    if {"first_name", "surname"} <= set(frame.columns):
        found |= _order_free(found["first_name_1"], found["surname_2"])
    if "birth_date" in frame:
        found |= _written(frame, ["birth_date"], **_birth_keys())
    if "street" in frame:
        found |= _written(frame, ["street"], street_name=street_name(pl.col("street")))
    return found | _contact_keys(frame)


def _contact_keys(frame: pl.DataFrame) -> Prepared:
    found: dict[str, pl.Expr] = {}
    ends = {"phone": ("phone_end", -7, 7), "postcode": ("postcode_area", 0, 3)}
    for name, (key, start, length) in ends.items():
        if name in frame:
            long = pl.col(name).str.len_chars() >= length
            found[key] = pl.when(long).then(pl.col(name).str.slice(start, length))
    if "email" in frame:
        found["email_local"] = none_if_empty(pl.col("email").str.extract(r"^(.+)@", 1))
        found["email_digits"] = pl.col("email").str.replace_all(r"\D+", "")
    return {series.name: series for series in frame.select(**found).get_columns()}


def _name_keys(frame: pl.DataFrame, of: str) -> Prepared:
    name = pl.col(of)
    found = _written(
        frame,
        [of],
        **{
            f"{of}_1": name.str.extract(r"^(\S+)", 1),
            f"{of}_2": name.str.extract(r"(\S+)$", 1),
            f"{of}_3": name.str.replace_all(" ", "", literal=True).str.slice(0, 3),
        },
    )
    return found | {f"{of}_sound": sounds_of(found[f"{of}_1"]).alias(f"{of}_sound")}


def _order_free(first: pl.Series, last: pl.Series) -> Prepared:
    """Return the two names in the alphabet's order: equal where somebody swapped the fields."""
    both = pl.DataFrame({"first": first, "last": last})
    known = pl.col("first").is_not_null() & pl.col("last").is_not_null()
    ordered = both.select(
        name_low=pl.when(known).then(pl.min_horizontal("first", "last")),
        name_high=pl.when(known).then(pl.max_horizontal("first", "last")),
    )
    return {series.name: series for series in ordered.get_columns()}


def _birth_keys() -> dict[str, pl.Expr]:
    birth = pl.col("birth_date")
    year, month, day = birth.str.slice(0, 4), birth.str.slice(4, 2), birth.str.slice(6, 2)
    return {
        "birth_year": year,
        "birth_month": pl.concat_str(year, month),
        "birth_day": pl.concat_str(month, day),
        "birth_swapped": pl.concat_str(year, day, month),
    }
