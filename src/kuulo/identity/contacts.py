"""E-mail addresses, phone numbers and codes of persons and companies, each written one way."""

from __future__ import annotations

import re
from collections.abc import Callable

import phonenumbers
import polars as pl
from stdnum.fi import hetu, ytunnus
from stdnum.se import orgnr, personnummer

from kuulo.identity.folding import none_if_empty
from kuulo.identity.values import is_business_id, is_personal_id

INTERNATIONAL = r"^\+[1-9]\d{7,14}$"
FINNISH = r"^0[1-9]\d{6,9}$"
FINLAND, HOME = "+358", "FI"


def email_written(values: pl.Series) -> pl.Series:
    """Return the addresses in small letters; null where there is no @."""
    text = values.cast(pl.String, strict=False).str.to_lowercase().str.strip_chars().str.replace(r"^mailto:", "")
    frame = text.to_frame("text")
    return frame.select(pl.when(pl.col("text").str.contains(r".@.")).then(pl.col("text"))).to_series()


def phone_written(values: pl.Series) -> pl.Series:
    """Return the numbers as E.164 (+358401234567); digits alone where it cannot be a number.

    What is plainly a whole international or a Finnish number is rewritten in columns; phonenumbers reads the rest,
    each once.
    """
    text = values.cast(pl.String, strict=False).str.replace_all(r"[\s()./\-\u00a0]", "").str.replace(r"^00", "+")
    plain = (
        pl.when(pl.col("text").str.contains(INTERNATIONAL))
        .then(pl.col("text").str.replace(r"^\+3580", FINLAND))
        .when(pl.col("text").str.contains(FINNISH))
        .then(pl.lit(FINLAND) + pl.col("text").str.slice(1))
    )
    frame = text.to_frame("text").with_columns(plain=plain)
    rest = frame.filter(pl.col("plain").is_null() & pl.col("text").is_not_null())["text"]
    found = _each_once(rest, _read_phone)
    return frame.join(found, left_on="text", right_on="value", how="left", maintain_order="left").select(
        pl.coalesce("plain", "written").alias("phone")
    )["phone"]


def personal_id_written(values: pl.Series) -> pl.Series:
    """Return personal identity codes as python-stdnum compacts them; what fails its check stays, in capitals."""
    return _codes(values, _read_personal_id)


def business_id_written(values: pl.Series) -> pl.Series:
    """Return business ids as python-stdnum compacts them; what fails its check stays, letters and digits alone."""
    return _codes(values, _read_business_id)


def _codes(values: pl.Series, read: Callable[[str], str | None]) -> pl.Series:
    text = values.cast(pl.String, strict=False).str.strip_chars().to_frame("text")
    found = _each_once(text["text"].drop_nulls(), read)
    joined = text.join(found, left_on="text", right_on="value", how="left", maintain_order="left")
    return joined.select(none_if_empty(pl.col("written")).alias("code"))["code"]


def _each_once(values: pl.Series, read: Callable[[str], str | None]) -> pl.DataFrame:
    distinct = values.unique().to_list()
    return pl.DataFrame(
        {"value": distinct, "written": [read(value) for value in distinct]},
        schema={"value": pl.String, "written": pl.String},
    )


def _read_phone(value: str) -> str | None:
    try:
        number = phonenumbers.parse(value, HOME)
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", value) or None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _read_personal_id(value: str) -> str | None:
    if is_personal_id(value):
        return hetu.compact(value) if hetu.is_valid(value) else personnummer.compact(value)
    return re.sub(r"\W", "", value).upper() or None


def _read_business_id(value: str) -> str | None:
    bare = re.sub(r"^FI", "", value.upper().replace(" ", ""))
    if is_business_id(bare):
        return ytunnus.compact(bare) if ytunnus.is_valid(bare) else orgnr.compact(bare)
    return re.sub(r"\W", "", bare) or None
