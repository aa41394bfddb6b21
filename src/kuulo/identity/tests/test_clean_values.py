"""Values are written one way: Nordic letters, dates, phones, codes, streets, companies; columns say what they hold."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from kuulo.identity.clustering import Edges, clusters_of
from kuulo.identity.contacts import business_id_written, personal_id_written, phone_written
from kuulo.identity.dates import date_digits
from kuulo.identity.headers import Role
from kuulo.identity.names import company_words, first_names, split_first_names, split_surname, surname
from kuulo.identity.places import postcode_written, street_written
from kuulo.identity.roles import recognise_roles, role_of_name
from kuulo.identity.sounds import soundex

pytestmark = pytest.mark.pure


def written(expression: pl.Expr, values: Sequence[str | None]) -> list[str | None]:
    return pl.DataFrame({"x": values}).select(y=expression)["y"].to_list()


def test_nordic_letters_and_their_transliterations_are_one() -> None:
    names = ["Mäkelä", "MAEKELAE", "Makela", " mäkelä "]
    assert len(set(written(surname(pl.col("x")), names))) == 1
    assert len(set(written(surname(pl.col("x")), ["Sjöberg", "Sjoeberg", "SJØBERG"]))) == 1
    assert len(set(written(surname(pl.col("x")), ["Åström", "Aastroem", "Astrom"]))) == 1


def test_first_names_hyphens_and_patronymics() -> None:
    assert len(set(written(first_names(pl.col("x")), ["Anna-Liisa", "anna liisa", "Anna Liisa"]))) == 1
    assert written(first_names(pl.col("x")), ["Ivan Petrovich"]) == ["ivan"]


def test_whole_names_in_either_order() -> None:
    names = ["Virtanen, Matti Juhani", "Matti Juhani Virtanen", "Dr. Matti Juhani Virtanen"]
    assert set(written(split_surname(pl.col("x")), names)) == {"virtanen"}
    assert set(written(split_first_names(pl.col("x")), names)) == {"matti juhani"}


def test_companies_without_their_legal_form() -> None:
    names = ["Nokia Oyj", "NOKIA ABP", "Oy Nokia Ab", "nokia"]
    assert set(written(company_words(pl.col("x")), names)) == {"nokia"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["1971-06-24", "24.6.1971", "19710624"], ["19710624"] * 3),
        (["06/24/1971", "12/30/1980"], ["19710624", "19801230"]),
        (["24.6.71", "1.1.05"], ["19710624", "20050101"]),
        (["19711324", "unknown"], ["19711324", None]),
    ],
)
def test_dates(values: list[str], found: list[str | None]) -> None:
    assert date_digits(pl.Series(values)).to_list() == found


def test_phones() -> None:
    values = ["040 123 4567", "+358 40 1234567", "00358401234567", "(040) 123-4567", "+46 70 123 45 67", None]
    assert phone_written(pl.Series(values)).to_list() == ["+358401234567"] * 4 + ["+46701234567", None]


def test_codes() -> None:
    assert business_id_written(pl.Series(["FI20774740", "2077474-0", None])).to_list() == ["20774740", "20774740", None]
    assert personal_id_written(pl.Series(["131052-308t"])).to_list() == ["131052-308T"]


def test_streets_and_postcodes() -> None:
    streets = ["Linnankatu 5", "LINNANK. 5", "linnankatu  5"]
    assert len(set(written(street_written(pl.col("x")), streets))) == 1
    assert len(set(written(street_written(pl.col("x")), ["Storgatan 1", "Storg. 1"]))) == 1
    assert set(written(postcode_written(pl.col("x")), ["FI-00100", "00100", "00 100"])) == {"00100"}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Etunimi", Role.FIRST_NAME),
        ("efternamn", Role.SURNAME),
        ("given_name", Role.FIRST_NAME),
        ("customerBirthDate", Role.BIRTH_DATE),
        ("Y-tunnus", Role.BUSINESS_ID),
        ("postcode_fake", Role.POSTCODE),
        ("home phone", Role.PHONE),
        ("soc_sec_id", Role.PERSONAL_ID),
        ("first_and_surname", Role.FULL_NAME),
        ("cluster", Role.IGNORED),
        ("zzz", None),
    ],
)
def test_headers_say_what_columns_hold(header: str, role: Role | None) -> None:
    assert role_of_name(header) is role


def test_values_say_it_where_headers_do_not() -> None:
    table = pl.DataFrame(
        {
            "a": [f"x{n}@example.fi" for n in range(30)],
            "b": [f"{n + 1}.5.{1950 + n}" for n in range(30)],
            "c": [f"+35840123{n:04}" for n in range(30)],
            "d": ["131052-308T"] * 30,
            "e": ["2077474-0"] * 30,
            "f": [float(n) for n in range(30)],
        }
    )
    wanted = [Role.EMAIL, Role.BIRTH_DATE, Role.PHONE, Role.PERSONAL_ID, Role.BUSINESS_ID, Role.IGNORED]
    assert [each.role for each in recognise_roles(table)] == wanted


@pytest.mark.parametrize(
    ("word", "code"), [("robert", "r163"), ("rupert", "r163"), ("ashcraft", "a261"), ("tymczak", "t522")]
)
def test_soundex_as_the_national_archives_define_it(word: str, code: str) -> None:
    assert soundex(word) == code


def test_a_chain_is_cut_where_it_is_weakest() -> None:
    left = pl.Series(range(11)).to_numpy()
    weight = pl.Series([9.0] * 5 + [4.0] + [9.0] * 5).to_numpy()
    found = clusters_of(Edges(left, left + 1, weight), 12)
    assert len(set(found[:6])) == 1
    assert len(set(found[6:])) == 1
    assert found[0] != found[11]
