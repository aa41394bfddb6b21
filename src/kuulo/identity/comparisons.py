"""What is compared, and at which levels, by what the prepared table holds.

Levels are few enough to be learnt from a thousand records: Splink's own comparisons for names, dates and postcodes
(splink ``internals/comparison_library.py``) with swapped fields, initials and double surnames beside them.
"""

from __future__ import annotations

from collections.abc import Collection

from kuulo.identity.model import Comparison, Level

ELSE = "ELSE"
VERY_CLOSE, CLOSE, ROUGH = 4, 3, 2  # letters for each slip


def comparisons_of(columns: Collection[str]) -> tuple[Comparison, ...]:
    """Return the comparisons of a prepared table.

    Args:
        columns: The prepared table's columns.
    """
    made = [
        _first_name(columns),
        _surname(columns),
        _birth_date(columns),
        *(_listed(name, columns) for name in ("email", "phone")),
        _street(columns),
        _postcode(columns),
        *(_words(name, columns) for name in ("town", "country")),
        _gender(columns),
        _company(columns),
        *(_code(name, columns) for name in ("business_id", "personal_id")),
        *(_words(name, columns) for name in sorted(columns) if name.startswith("other_")),
    ]
    return tuple(comparison for comparison in made if comparison is not None)


def _null(name: str) -> str:
    return f"{name}_l IS NULL OR {name}_r IS NULL"


def _same(name: str) -> str:
    return f"{name}_l = {name}_r"


def _similar(name: str, letters: int) -> str:
    """Return SQL for at most one slip in so many letters (Damerau-Levenshtein, which all engines count alike).

    Jaro-Winkler is not asked: engines disagree about halves of transpositions. Distances cost time: they stand behind
    lengths and an equal beginning or end.
    """
    longer = f"greatest(length({name}_l), length({name}_r))"
    near = f"abs(length({name}_l) - length({name}_r)) * {letters} <= {longer}"
    gate = f"({_part(name, 1, 1)} OR {_part(name, -2, 2)})"
    return f"{near} AND {gate} AND {{distance}}({name}_l, {name}_r) * {letters} <= {longer}"


def _part(name: str, start: int, length: int) -> str:
    return f"substr({name}_l, {start}, {length}) = substr({name}_r, {start}, {length})"


def _slips(name: str, most: int) -> str:
    """Distances cost time: they stand behind a part that must be equal anyway."""
    return f"{{distance}}({name}_l, {name}_r) <= {most}"


SWAPPED = "first_name_l = surname_r AND surname_l = first_name_r"


def _first_name(columns: Collection[str]) -> Comparison | None:
    if "first_name" not in columns:
        return None
    missing = _null("first_name")
    if "surname" in columns:
        # Swapped fields are told by the comparison of surnames; they say nothing twice.
        missing += f" OR ({SWAPPED})"
    levels = (
        Level("same", _same("first_name"), "first_name"),
        Level("first_word", _same("first_name_1"), "first_name_1"),
        Level(
            "initial",
            "length(first_name_1_l) = 1 AND substr(first_name_r, 1, 1) = first_name_1_l "
            "OR length(first_name_1_r) = 1 AND substr(first_name_l, 1, 1) = first_name_1_r",
        ),
        Level("very_close", _similar("first_name", VERY_CLOSE)),
        Level("close", _similar("first_name", CLOSE)),
        Level("far", ELSE),
    )
    return Comparison("first_name", ("first_name",), missing, levels)


def _surname(columns: Collection[str]) -> Comparison | None:
    if "surname" not in columns:
        return None
    swapped = (Level("swapped", SWAPPED),) if "first_name" in columns else ()
    levels = (
        Level("same", _same("surname"), "surname"),
        *swapped,
        Level(
            "part",
            "surname_1_l = surname_2_r OR surname_2_l = surname_1_r OR surname_1_l = surname_1_r "
            "OR surname_2_l = surname_2_r",
        ),
        Level("very_close", _similar("surname", VERY_CLOSE)),
        Level("close", _similar("surname", CLOSE)),
        Level("far", ELSE),
    )
    return Comparison("surname", ("surname",), _null("surname"), levels)


def _birth_date(columns: Collection[str]) -> Comparison | None:
    if "birth_date" not in columns:
        return None
    two_parts = (
        f"{_same('birth_month')} OR {_same('birth_day')} OR {_same('birth_year')} AND {_part('birth_date', 7, 2)}"
    )
    one_part = f"{_same('birth_year')} OR {_part('birth_date', 5, 2)} OR {_part('birth_date', 7, 2)}"
    levels = (
        Level("same", _same("birth_date")),
        Level("day_month_swapped", "birth_date_l = birth_swapped_r"),
        Level("one_slip", f"({two_parts}) AND {_slips('birth_date', 1)}"),
        Level("two_parts", two_parts),
        Level("two_slips", f"({one_part}) AND {_slips('birth_date', 2)}"),
        Level("same_year", _same("birth_year")),
        Level("far", ELSE),
    )
    return Comparison("birth_date", ("birth_date",), _null("birth_date"), levels)


def _listed(name: str, columns: Collection[str]) -> Comparison | None:
    if name not in columns:
        return None
    shared = (Level("shared", f"{{overlap}}({name}_all_l, {name}_all_r)"),) if f"{name}_all" in columns else ()
    near = _near_email() if name == "email" else _near_phone()
    levels = (Level("same", _same(name)), *shared, *near, Level("far", ELSE))
    return Comparison(name, (name,), _null(name), levels)


def _near_email() -> tuple[Level, ...]:
    # Addresses are often made of the name; where their numbers differ, likeness would count the name twice.
    return (
        Level("same_local_part", _same("email_local")),
        Level("close", f"email_digits_l = email_digits_r AND {_similar('email', ROUGH)}"),
    )


def _near_phone() -> tuple[Level, ...]:
    either_end = f"({_part('phone_end', 1, 3)} OR {_part('phone_end', 5, 3)})"
    return (Level("same_end", _same("phone_end")), Level("one_slip", f"{either_end} AND {_slips('phone', 1)}"))


def _street(columns: Collection[str]) -> Comparison | None:
    if "street" not in columns:
        return None
    levels = (
        Level("same", _same("street")),
        Level("same_street", _same("street_name")),
        Level("very_close", _similar("street", VERY_CLOSE)),
        Level("close", _similar("street", CLOSE)),
        Level("far", ELSE),
    )
    return Comparison("street", ("street",), _null("street"), levels)


def _postcode(columns: Collection[str]) -> Comparison | None:
    if "postcode" not in columns:
        return None
    levels = (
        Level("same", _same("postcode")),
        Level("one_slip", f"({_part('postcode', 1, 2)} OR {_part('postcode', -2, 2)}) AND {_slips('postcode', 1)}"),
        Level("same_area", _same("postcode_area")),
        Level("far", ELSE),
    )
    return Comparison("postcode", ("postcode",), _null("postcode"), levels)


def _words(name: str, columns: Collection[str]) -> Comparison | None:
    if name not in columns:
        return None
    levels = (Level("same", _same(name), name), Level("close", _similar(name, CLOSE)), Level("far", ELSE))
    return Comparison(name, (name,), _null(name), levels)


def _gender(columns: Collection[str]) -> Comparison | None:
    if "gender" not in columns:
        return None
    return Comparison("gender", ("gender",), _null("gender"), (Level("same", _same("gender")), Level("far", ELSE)))


def _company(columns: Collection[str]) -> Comparison | None:
    if "company" not in columns:
        return None
    levels = (
        Level("same", _same("company")),
        Level("very_close", _similar("company", VERY_CLOSE)),
        Level("first_word", _same("company_1")),
        Level("close", _similar("company", CLOSE)),
        Level("far", ELSE),
    )
    return Comparison("company", ("company",), _null("company"), levels)


def _code(name: str, columns: Collection[str]) -> Comparison | None:
    if name not in columns:
        return None
    levels = (
        Level("same", _same(name)),
        Level("one_slip", f"{{distance}}({name}_l, {name}_r) <= 1"),
        Level("far", ELSE),
    )
    return Comparison(name, (name,), _null(name), levels)
