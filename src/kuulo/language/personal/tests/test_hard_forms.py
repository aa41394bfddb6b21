"""Numbers, contacts and addresses in every way people write them."""

from __future__ import annotations

import pytest

from kuulo.language.personal import Kind, find

pytestmark = pytest.mark.pure


def kinds_of(text: str, language: str | None) -> list[tuple[Kind, str]]:
    return [(found.kind, found.text) for found in find(text, language)]


@pytest.mark.parametrize(
    "number",
    [
        "040 123 4567",
        "040.123.4567",
        "040-1234567",
        "+358 (0)40 123 4567",
        "+358(0)401234567",
        "00358 40 123 4567",
        "(09) 310 1691",
        "+46 (0)70-123 45 67",
        "020 7946 0958",
    ],
)
def test_phones(number: str) -> None:
    assert kinds_of(f"Soittakaa {number}, kiitos", "fi") == [(Kind.PHONE, number)]


@pytest.mark.parametrize("code", ["131052-308T", "131052-308t", "131052Y308T", "131052A308T", "131052F308T"])
def test_finnish_identity_codes(code: str) -> None:
    assert kinds_of(f"hetuni on {code}.", "fi") == [(Kind.HETU, code)]


@pytest.mark.parametrize("number", ["880320-0016", "19880320-0016", "198803200016", "8803200016", "880320+0016"])
def test_swedish_personal_numbers(number: str) -> None:
    assert kinds_of(f"Personnummer {number}", "sv") == [(Kind.PERSONNUMMER, number)]


@pytest.mark.parametrize(
    "account",
    ["FI2112345600000785", "FI21 1234 5600 0007 85", "fi21 1234 5600 0007 85", "SE45 5000 0000 0583 9825 7466"],
)
def test_accounts(account: str) -> None:
    assert kinds_of(f"Rahat tilille {account} kiitos", "fi") == [(Kind.IBAN, account)]


@pytest.mark.parametrize(
    "address",
    [
        "matti.meikalainen@example.org",
        "matti (at) example.org",
        "matti[at]example[dot]org",
        "matti.m ät example piste fi",
        "kund at firma punkt se",
        "MATTI@GMAIL.COM",
        "matti@gmail",
    ],
)
def test_e_mails(address: str) -> None:
    assert kinds_of(f"laita viesti {address} niin vastaan", "fi") == [(Kind.EMAIL, address)]


@pytest.mark.parametrize(
    ("language", "address"),
    [
        ("fi", "Mannerheimintie 12 A 4, 00100 Helsinki"),
        ("fi", "mannerheimintie 12 a 4"),
        ("fi", "Pohjoinen Rautatiekatu 21 B 12"),
        ("sv", "Storgatan 5 lgh 1203"),
        ("sv", "Kungsgatan 12 B, 111 43 Stockholm"),
        ("en", "221b Baker Street"),
        ("en", "Flat 3, 45 Kings Road, London SW3 4ND"),
    ],
)
def test_addresses(language: str, address: str) -> None:
    assert kinds_of(f"x {address}.", language) == [(Kind.ADDRESS, address)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Tilausnumero 0401234567 on hukassa"),
        ("fi", "Hinta oli 1 234,50 € ja 12.10.2024 piti tulla klo 10.00-16.00"),
        ("fi", "Viite 1234 56789, lasku 880320-0017"),
        ("fi", "Tuote 040-1234-AB ja valtatie 4 sekä 3 kappaletta"),
        ("sv", "Order 8803200016 kostade 1 234 kr den 2024-10-12"),
        ("sv", "Beställning 0701234567 kom inte, motorvägen 4 var stängd"),
        ("en", "Order number 4111111111111111 was delayed by 3 days, 100% bad"),
        ("en", "I paid 1,234.50 on 12/10/2024 between 08:00-16:00 for model 020-7946-AB"),
    ],
)
def test_what_only_looks_like_personal_data_stays(language: str, text: str) -> None:
    assert kinds_of(text, language) == []


def test_a_mistyped_identity_code_is_taken_where_its_name_stands_before() -> None:
    (found,) = find("henkilötunnus 131052-308X", "fi")
    assert (found.kind, found.sure) == (Kind.HETU, False)


def test_a_mistyped_identity_code_alone_is_a_number() -> None:
    assert find("koodi 131052-308X", "fi") == ()
