"""What values look like: whether a column holds e-mail addresses, dates, phones, identity codes or company names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import phonenumbers
import polars as pl
from stdnum.fi import hetu, ytunnus
from stdnum.se import orgnr, personnummer

ENOUGH = 0.8  # share of values that must look alike
COMPANIES = 0.2  # share of names with a legal form: many companies are written without one
LOOKED_AT = 300  # values that are looked at one by one
FEWEST_WORDS = 20  # different words below which a column of words is a code, not something that tells records apart
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
DATE = r"^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|(17|18|19|20)\d{6})([ T].*)?$"
LEGAL_FORMS = (
    "oy", "oyj", "ab", "abp", "ky", "kb", "tmi", "ay", "osk", "ry", "rf", "hb", "ltd", "limited", "inc", "llc",
    "plc", "gmbh", "ag", "as", "asa", "aps", "a/s", "sa", "bv", "nv", "corp", "co", "oü", "ou", "uab", "sia",
    "srl", "spa", "lkv", "publ", "apb", "toiminimi", "osakeyhtio", "osakeyhtiö", "aktiebolag",
)  # fmt: skip
TELLING = "oy|oyj|ab|abp|ky|tmi|osk|ry|rf|hb|ltd|inc|llc|plc|gmbh|aps|a/s|osakeyhtiö|aktiebolag"
COMPANY = rf"(?i)(?:^|[\s,.(])(?:{TELLING})(?:$|[\s,.)])"


def is_personal_id(value: str) -> bool:
    """Whether it is a Finnish or Swedish personal identity code whose check digit agrees."""
    return hetu.is_valid(value) or (bool(re.search(r"\d{6}[-+]?\d{4}$", value)) and personnummer.is_valid(value))


def is_business_id(value: str) -> bool:
    """Whether it is a Finnish Y-tunnus or a Swedish organisation number whose check digit agrees."""
    bare = re.sub(r"^FI", "", value.replace(" ", ""))
    return ytunnus.is_valid(bare) or (bool(re.fullmatch(r"\d{6}-\d{4}", bare)) and orgnr.is_valid(bare))


def is_phone(value: str) -> bool:
    """Whether it is a phone number that can be: with its country code, or a Finnish or Swedish one."""
    if not re.fullmatch(r"[+0(][\d\s()./-]{5,}", value):
        return False
    return any(_is_number(value, region) for region in ("FI", "SE"))


def _is_number(value: str, region: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value, region))
    except phonenumbers.NumberParseException:
        return False


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "personal_id": is_personal_id,
    "business_id": is_business_id,
    "phone": is_phone,
}


def looks_like(kind: str, sample: pl.Series) -> bool:
    """Whether most of a column's values look like a kind of thing.

    Args:
        kind: ``email``, ``personal_id``, ``business_id``, ``phone``, ``birth_date``, ``company_name`` or ``words``.
        sample: Values as text, none empty.
    """
    if sample.is_empty():
        return False
    if kind in CHECKS:
        return _share(sample, CHECKS[kind]) >= ENOUGH
    if kind == "email":
        return _matching(sample, EMAIL) >= ENOUGH
    if kind == "birth_date":
        return _matching(sample, DATE) >= ENOUGH and _was_long_ago(sample)
    if kind == "company_name":
        return _matching(sample, COMPANY) >= COMPANIES
    wordy = _matching(sample, r"^\P{N}*\p{L}{2}\P{N}*$") >= ENOUGH
    return wordy and min(FEWEST_WORDS, sample.len() / 4) <= sample.n_unique() < 0.9 * sample.len()


def _share(sample: pl.Series, check: Callable[[str], bool]) -> float:
    looked = sample.head(LOOKED_AT).to_list()
    return sum(map(check, looked)) / len(looked)


def _matching(sample: pl.Series, pattern: str) -> float:
    return float(sample.str.contains(pattern).mean() or 0)  # type: ignore[arg-type] # the mean of booleans is a number


def _was_long_ago(sample: pl.Series) -> bool:
    """Dates of birth spread over decades; dates of orders and of registering do not."""
    years = sample.str.extract(r"((?:17|18|19|20)\d\d)", 1).drop_nulls().cast(pl.Int32)
    low, high = years.quantile(0.1), years.quantile(0.9)
    return low is not None and high is not None and high - low >= 20
