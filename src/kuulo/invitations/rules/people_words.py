"""The words of customer lists in English, Finnish and Swedish: headers, languages, yes and no; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _


class Field(StrEnum):
    """What a column of a customer list holds; any other column is an attribute."""

    IDENTIFIER = "identifier"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TOWN = "town"
    LANGUAGE = "language"
    SINCE = "since"
    UNTIL = "until"
    CONSENT = "consent"


FIELD_NAMES: Final[Mapping[Field, str]] = {
    Field.IDENTIFIER: _("customer number"),
    Field.NAME: _("name"),
    Field.FIRST_NAME: _("first name"),
    Field.LAST_NAME: _("last name"),
    Field.EMAIL: _("e-mail address"),
    Field.PHONE: _("phone number"),
    Field.ADDRESS: _("street address"),
    Field.POSTCODE: _("postcode"),
    Field.TOWN: _("town"),
    Field.LANGUAGE: _("language"),
    Field.SINCE: _("customer since"),
    Field.UNTIL: _("customer until"),
    Field.CONSENT: _("consent"),
}
ATTRIBUTES_TOO: Final = frozenset({Field.TOWN})
"""Columns that are part of an address and worth comparing by as well."""
HEADERS: Final[Mapping[Field, str]] = {
    Field.IDENTIFIER: (
        "id|customer id|customerid|customer number|customer no|client id|client number|identifier|party|account number"
        "|asiakasnumero|asiakas id|asiakastunnus|asiakkaan numero|asiakasnro|tunniste|tunnus"
        "|kundnummer|kund id|kundid|kundnr|identifierare"
    ),
    Field.NAME: (
        "name|full name|customer|customer name|nimi|koko nimi|asiakas|asiakkaan nimi|namn|fullständigt namn|kund"
        "|kundnamn"
    ),
    Field.FIRST_NAME: "first name|firstname|given name|etunimi|förnamn",
    Field.LAST_NAME: "last name|lastname|surname|family name|sukunimi|efternamn",
    Field.EMAIL: (
        "email|e-mail|mail|email address|e-mail address|sähköposti|sähköpostiosoite|s-posti|e-post|epost|e-postadress"
        "|epostadress|mejl"
    ),
    Field.PHONE: (
        "phone|phone number|mobile|mobile phone|mobile number|telephone|tel|gsm|sms|puhelin|puhelinnumero|matkapuhelin"
        "|puh|kännykkä|telefon|telefonnummer|mobil|mobiltelefon|mobilnummer"
    ),
    Field.ADDRESS: (
        "address|street|street address|postal address|mailing address|osoite|katuosoite|lähiosoite|postiosoite|adress"
        "|gatuadress|postadress"
    ),
    Field.POSTCODE: "postcode|postal code|zip|zip code|postinumero|postnummer",
    Field.TOWN: "town|city|post office|kaupunki|paikkakunta|postitoimipaikka|ort|stad|postort",
    Field.LANGUAGE: (
        "language|lang|locale|preferred language|kieli|asiointikieli|äidinkieli|språk|kontaktspråk|modersmål"
    ),
    Field.SINCE: (
        "since|customer since|start|start date|joined|member since|asiakas alkaen|asiakkuus alkoi|asiakkuuden alku"
        "|alkaen|alkupäivä|liittynyt|kund sedan|startdatum|från och med"
    ),
    Field.UNTIL: (
        "until|customer until|end|end date|left|churned|asiakas asti|asiakkuus päättyi|asiakkuuden loppu|päättynyt"
        "|loppupäivä|lähtenyt|kund till|slutdatum|till och med"
    ),
    Field.CONSENT: (
        "consent|survey consent|consent to surveys|permission|may be asked|opt in|opt-in|suostumus|kyselysuostumus"
        "|suostumus kyselyihin|lupa|saa kysyä|samtycke|enkätsamtycke|samtycke till enkäter|tillstånd|får frågas"
    ),
}
FIELDS_BY_HEADER: Final = {header: field for field, headers in HEADERS.items() for header in headers.split("|")}
LANGUAGES: Final = {
    "fi": "fi|fin|suomi|finnish|finska|fi-fi",
    "sv": "sv|swe|ruotsi|swedish|svenska|sv-fi|sv-se",
    "en": "en|eng|englanti|english|engelska|en-gb|en-us",
}
LANGUAGE_BY_WORD: Final = {word: code for code, words in LANGUAGES.items() for word in words.split("|")}
CODE: Final = re.compile(r"^[a-z]{2}$")
YES: Final = frozenset(
    {"yes", "y", "true", "1", "x", "ok", "given", "granted", "allowed", "opt in", "opt-in"}
    | {"kyllä", "k", "joo", "annettu", "sallittu", "saa", "ja", "givet", "tillåtet", "godkänt"}
)
NO: Final = frozenset(
    {"no", "n", "false", "0", "denied", "refused", "withdrawn", "opt out", "opt-out"}
    | {"ei", "e", "kielletty", "peruttu", "peruutettu", "nej", "nekat", "återkallat"}
)
