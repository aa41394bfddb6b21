"""What the columns of a table of persons or companies hold, by their names and by their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from kuulo.identity.folding import fold_text
from kuulo.identity.values import looks_like


class Role(StrEnum):
    """What a column holds."""

    FIRST_NAME = "first_name"
    SURNAME = "surname"
    FULL_NAME = "full_name"
    PATRONYMIC = "patronymic"
    BIRTH_DATE = "birth_date"
    EMAIL = "email"
    PHONE = "phone"
    STREET = "street"
    STREET_NUMBER = "street_number"
    POSTCODE = "postcode"
    TOWN = "town"
    COUNTRY = "country"
    PERSONAL_ID = "personal_id"
    BUSINESS_ID = "business_id"
    COMPANY_NAME = "company_name"
    GENDER = "gender"
    OTHER = "other"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """A column and what it holds."""

    column: str
    role: Role


# Headers as they are folded: small letters without diacritics, words parted by one space.
NAMES: Mapping[Role, tuple[str, ...]] = {
    Role.FIRST_NAME: (
        "first name",
        "firstname",
        "first names",
        "given name",
        "givenname",
        "given names",
        "forename",
        "forenames",
        "fname",
        "etunimi",
        "etunimet",
        "kutsumanimi",
        "fornamn",
        "tilltalsnamn",
        "gname",
    ),
    Role.SURNAME: (
        "surname",
        "last name",
        "lastname",
        "family name",
        "familyname",
        "lname",
        "sname",
        "sukunimi",
        "efternamn",
        "slaktnamn",
    ),
    Role.FULL_NAME: (
        "full name",
        "fullname",
        "name",
        "person name",
        "customer name",
        "contact",
        "contact name",
        "nimi",
        "koko nimi",
        "kokonimi",
        "asiakkaan nimi",
        "asiakas",
        "yhteyshenkilo",
        "namn",
        "hela namnet",
        "kundnamn",
        "kontaktperson",
        "customer",
        "kund",
    ),
    Role.PATRONYMIC: (
        "patronymic",
        "middle name",
        "middlename",
        "patronyymi",
        "isannimi",
        "toinen nimi",
        "fadersnamn",
        "mellannamn",
    ),
    Role.BIRTH_DATE: (
        "birth date",
        "birthdate",
        "date of birth",
        "dob",
        "birthday",
        "born",
        "birth day",
        "syntymaaika",
        "syntymapaiva",
        "syntynyt",
        "synt aika",
        "fodelsedatum",
        "fodelsedag",
        "fodd",
        "dateofbirth",
    ),
    Role.EMAIL: (
        "email",
        "e mail",
        "mail",
        "email address",
        "e mail address",
        "sahkoposti",
        "sahkopostiosoite",
        "s posti",
        "epost",
        "e post",
        "e postadress",
        "epostadress",
    ),
    Role.PHONE: (
        "phone",
        "telephone",
        "tel",
        "mobile",
        "mobile phone",
        "phone number",
        "cell",
        "cellphone",
        "gsm",
        "puhelin",
        "puhelinnumero",
        "puh",
        "matkapuhelin",
        "puhelinnro",
        "telefon",
        "telefonnummer",
        "mobil",
        "mobiltelefon",
        "mobilnummer",
    ),
    Role.STREET: (
        "street",
        "address",
        "street address",
        "address 1",
        "address1",
        "address line 1",
        "addr",
        "home address",
        "postal address",
        "osoite",
        "katuosoite",
        "lahiosoite",
        "postiosoite",
        "kotiosoite",
        "adress",
        "gatuadress",
        "postadress",
        "gata",
        "utdelningsadress",
    ),
    Role.STREET_NUMBER: (
        "street number",
        "house number",
        "street no",
        "house no",
        "talon numero",
        "talonumero",
        "husnummer",
        "gatunummer",
    ),
    Role.POSTCODE: (
        "postcode",
        "post code",
        "postal code",
        "zip",
        "zip code",
        "zipcode",
        "postinumero",
        "postinro",
        "postnummer",
        "postnr",
    ),
    Role.TOWN: (
        "town",
        "city",
        "suburb",
        "municipality",
        "locality",
        "place",
        "post office",
        "paikkakunta",
        "kaupunki",
        "kunta",
        "postitoimipaikka",
        "kotikunta",
        "ort",
        "stad",
        "postort",
        "kommun",
        "hemort",
        "birth place",
        "birthplace",
        "place of birth",
        "syntymapaikka",
        "syntymakunta",
        "fodelseort",
    ),
    Role.COUNTRY: ("country", "nationality", "maa", "kansalaisuus", "land", "country code", "maakoodi", "landskod"),
    Role.PERSONAL_ID: (
        "personal id",
        "personal identity code",
        "national id",
        "ssn",
        "soc sec id",
        "social security number",
        "hetu",
        "henkilotunnus",
        "personnummer",
        "personbeteckning",
        "sotu",
        "social security",
        "passport",
        "passport number",
        "passin numero",
    ),
    Role.BUSINESS_ID: (
        "business id",
        "company id",
        "y tunnus",
        "ytunnus",
        "fo nummer",
        "fo number",
        "organisationsnummer",
        "orgnr",
        "org nummer",
        "company number",
        "yritystunnus",
        "vat",
        "vat number",
        "vat id",
        "alv tunnus",
        "momsnummer",
    ),
    Role.COMPANY_NAME: (
        "company",
        "company name",
        "organisation",
        "organization",
        "organisation name",
        "organization name",
        "business name",
        "employer",
        "firm",
        "yritys",
        "yrityksen nimi",
        "yhtio",
        "organisaatio",
        "toiminimi",
        "foretag",
        "foretagsnamn",
        "bolag",
        "firma",
        "bolagsnamn",
    ),
    Role.GENDER: ("gender", "sex", "sukupuoli", "kon"),
    Role.OTHER: (
        "state",
        "region",
        "county",
        "province",
        "maakunta",
        "laani",
        "lan",
        "landskap",
        "occupation",
        "profession",
        "job title",
        "ammatti",
        "yrke",
        "titteli",
        "address 2",
        "address2",
        "address line 2",
    ),
    # Numbers of rows and groups, and times of the register itself, say nothing about who a record is.
    Role.IGNORED: (
        "id",
        "unique id",
        "rec id",
        "record id",
        "row",
        "row id",
        "row number",
        "index",
        "cluster",
        "cluster id",
        "entity id",
        "group id",
        "label",
        "source",
        "source dataset",
        "source system",
        "created",
        "created at",
        "updated",
        "updated at",
        "modified",
        "timestamp",
        "rivi",
        "rivinumero",
        "lahde",
        "luotu",
        "paivitetty",
        "rad",
        "radnummer",
        "kalla",
        "skapad",
        "uppdaterad",
        "customer id",
        "customer number",
        "asiakasnumero",
        "asiakasnro",
        "asiakas id",
        "kundnummer",
        "kund id",
        "kundnr",
    ),
}
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
