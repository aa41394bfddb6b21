"""What a column of customer data can hold, and how it is headed in English, Finnish and Swedish; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.customers.rules import Purpose


class Field(StrEnum):
    """What a column of a customer list holds."""

    IDENTIFIER = "identifier"
    CARD_ID = "card_id"
    LOYALTY_CARD = "loyalty_card"
    BUSINESS_ID = "business_id"
    KIND = "kind"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ORGANISATION = "organisation"
    ROLE = "role"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TOWN = "town"
    COUNTRY = "country"
    LANGUAGE = "language"
    STAGE = "stage"
    SINCE = "since"
    UNTIL = "until"
    REASON = "reason"
    CONSENT = "consent"
    SERVICE = "consent_service"
    RESEARCH = "consent_research"
    MARKETING = "consent_marketing"
    PROFILING = "consent_profiling"
    RECORDING = "consent_recording"
    TRACKING = "consent_tracking"
    NO_MARKETING = "objection_marketing"
    NO_SURVEYS = "objection_surveys"
    REFERRED_BY = "referred_by"
    MEMBER_OF = "member_of"
    ATTRIBUTE = "attribute"
    NUMBER = "attribute_number"
    DAY = "attribute_date"
    YES_NO = "attribute_yes_no"
    UNUSED = "unused"


FIELD_NAMES: Final[Mapping[Field, str]] = {
    Field.IDENTIFIER: _("customer number"),
    Field.CARD_ID: _("number of the address card"),
    Field.LOYALTY_CARD: _("loyalty card"),
    Field.BUSINESS_ID: _("business id"),
    Field.KIND: _("person or organisation"),
    Field.NAME: _("name"),
    Field.FIRST_NAME: _("first name"),
    Field.LAST_NAME: _("last name"),
    Field.ORGANISATION: _("organisation"),
    Field.ROLE: _("role in the organisation"),
    Field.EMAIL: _("e-mail address"),
    Field.PHONE: _("phone number"),
    Field.ADDRESS: _("street address"),
    Field.POSTCODE: _("postcode"),
    Field.TOWN: _("town"),
    Field.COUNTRY: _("country"),
    Field.LANGUAGE: _("language"),
    Field.STAGE: _("stage"),
    Field.SINCE: _("customer since"),
    Field.UNTIL: _("customer until"),
    Field.REASON: _("reason for leaving"),
    Field.CONSENT: _("consent"),
    Field.SERVICE: _("consent to service messages"),
    Field.RESEARCH: _("consent to research"),
    Field.MARKETING: _("consent to marketing"),
    Field.PROFILING: _("consent to profiling"),
    Field.RECORDING: _("consent to recording"),
    Field.TRACKING: _("consent to tracking"),
    Field.NO_MARKETING: _("objection to marketing"),
    Field.NO_SURVEYS: _("objection to surveys"),
    Field.REFERRED_BY: _("referred by (customer number)"),
    Field.MEMBER_OF: _("member of (customer number)"),
    Field.ATTRIBUTE: _("attribute: text"),
    Field.NUMBER: _("attribute: number"),
    Field.DAY: _("attribute: date"),
    Field.YES_NO: _("attribute: yes or no"),
    Field.UNUSED: _("not used"),
}
NAMING: Final = frozenset({Field.IDENTIFIER, Field.CARD_ID, Field.BUSINESS_ID, Field.EMAIL, Field.PHONE})
"""Of these a list needs one: by it a customer is known again."""
ATTRIBUTES: Final = frozenset({Field.ATTRIBUTE, Field.NUMBER, Field.DAY, Field.YES_NO})
ATTRIBUTES_TOO: Final = frozenset({Field.TOWN})
"""Columns that are part of an address and worth comparing by as well."""
REPEATABLE: Final = frozenset({Field.EMAIL, Field.PHONE, Field.ADDRESS, Field.POSTCODE, Field.TOWN, Field.COUNTRY})
"""Several columns of a file may hold these: one for home, one for work."""
DAYS: Final = frozenset({Field.SINCE, Field.UNTIL, Field.DAY})
CONSENTS: Final[Mapping[Field, Purpose]] = {
    Field.CONSENT: Purpose.SURVEYS,
    Field.SERVICE: Purpose.SERVICE,
    Field.RESEARCH: Purpose.RESEARCH,
    Field.MARKETING: Purpose.MARKETING,
    Field.PROFILING: Purpose.PROFILING,
    Field.RECORDING: Purpose.RECORDING,
    Field.TRACKING: Purpose.TRACKING,
}
OBJECTIONS: Final[Mapping[Field, Purpose]] = {
    Field.NO_MARKETING: Purpose.MARKETING,
    Field.NO_SURVEYS: Purpose.SURVEYS,
}
HEADERS: Final[Mapping[Field, str]] = {
    Field.IDENTIFIER: (
        "id|customer id|customerid|customer number|customer no|customer nr|client id|client number|identifier|party"
        "|account number|asiakasnumero|asiakas id|asiakastunnus|asiakkaan numero|asiakasnro|tunniste|tunnus"
        "|kundnummer|kund id|kundid|kundnr|identifierare"
    ),
    Field.CARD_ID: "uid|card id|vcard uid",
    Field.LOYALTY_CARD: (
        "loyalty card|loyalty number|card number|bonus card|member number|membership number|etukortti|bonuskortti"
        "|kanta-asiakaskortti|kanta-asiakasnumero|jäsennumero|kortin numero|bonuskort|stamkundskort|medlemsnummer"
    ),
    Field.BUSINESS_ID: (
        "business id|company number|vat number|organisation number|y-tunnus|ytunnus|y tunnus|fo-nummer|fo nummer"
        "|organisationsnummer|orgnr"
    ),
    Field.KIND: (
        "kind|type|customer type|party kind|person or organisation|tyyppi|asiakastyyppi|asiakaslaji|henkilö vai yritys"
        "|typ|kundtyp|person eller organisation"
    ),
    Field.NAME: (
        "name|full name|customer|customer name|contact name|nimi|koko nimi|asiakas|asiakkaan nimi|yhteyshenkilö|namn"
        "|fullständigt namn|kund|kundnamn|kontaktperson"
    ),
    Field.FIRST_NAME: "first name|firstname|given name|given names|forename|etunimi|etunimet|förnamn",
    Field.LAST_NAME: "last name|lastname|surname|family name|sukunimi|efternamn",
    Field.ORGANISATION: (
        "organisation|organization|company|company name|employer|account name|organisaatio|yritys|yrityksen nimi"
        "|työnantaja|företag|företagsnamn|bolag|arbetsgivare"
    ),
    Field.ROLE: (
        "role|title|job title|position|role in the organisation|rooli|titteli|nimike|tehtävänimike|asema|roll|titel"
        "|befattning|roll i organisationen|rooli organisaatiossa"
    ),
    Field.EMAIL: (
        "email|e-mail|mail|email address|e-mail address|sähköposti|sähköpostiosoite|s-posti|e-post|epost|e-postadress"
        "|epostadress|mejl|emailaddress"
    ),
    Field.PHONE: (
        "phone|phone number|mobile|mobile phone|mobile number|telephone|tel|gsm|sms|puhelin|puhelinnumero|matkapuhelin"
        "|puh|kännykkä|telefon|telefonnummer|mobil|mobiltelefon|mobilnummer|cell|cell phone"
    ),
    Field.ADDRESS: (
        "address|street|street address|postal address|mailing address|osoite|katuosoite|lähiosoite|postiosoite|adress"
        "|gatuadress|postadress|address line 1"
    ),
    Field.POSTCODE: "postcode|postal code|zip|zip code|postinumero|postnummer|postnr",
    Field.TOWN: "town|city|post office|kaupunki|paikkakunta|postitoimipaikka|ort|stad|postort",
    Field.COUNTRY: "country|country code|maa|maakoodi|land|landskod",
    Field.LANGUAGE: (
        "language|lang|locale|preferred language|kieli|asiointikieli|äidinkieli|språk|kontaktspråk|modersmål"
    ),
    Field.STAGE: (
        "stage|lifecycle stage|customer stage|customer status|relationship|vaihe|asiakkuuden vaihe|asiakkuuden tila"
        "|asiakasstatus|skede|kundstatus|kundskede"
    ),
    Field.SINCE: (
        "since|customer since|start|start date|joined|member since|asiakas alkaen|asiakkuus alkoi|asiakkuuden alku"
        "|alkaen|alkupäivä|liittynyt|kund sedan|startdatum|från och med"
    ),
    Field.UNTIL: (
        "until|customer until|end|end date|left|churned|asiakas asti|asiakkuus päättyi|asiakkuuden loppu|päättynyt"
        "|loppupäivä|lähtenyt|kund till|slutdatum|till och med"
    ),
    Field.REASON: (
        "reason|reason for leaving|churn reason|left because|syy|lähdön syy|päättymisen syy|orsak|orsak till avslut"
        "|avslutsorsak"
    ),
    Field.CONSENT: (
        "consent|survey consent|consent to surveys|permission|may be asked|opt in|opt-in|suostumus|kyselysuostumus"
        "|suostumus kyselyihin|lupa|saa kysyä|samtycke|enkätsamtycke|samtycke till enkäter|tillstånd|får frågas"
    ),
    Field.SERVICE: (
        "service consent|consent to service messages|palvelusuostumus|suostumus palveluviesteihin|servicesamtycke"
        "|samtycke till servicemeddelanden"
    ),
    Field.RESEARCH: (
        "research consent|consent to research|tutkimussuostumus|suostumus tutkimukseen|tutkimuslupa|forskningssamtycke"
        "|samtycke till forskning"
    ),
    Field.MARKETING: (
        "marketing consent|consent to marketing|marketing permission|marketing opt in|marketing opt-in|newsletter"
        "|markkinointisuostumus|suostumus markkinointiin|markkinointilupa|uutiskirje|marknadsföringssamtycke"
        "|samtycke till marknadsföring|nyhetsbrev"
    ),
    Field.PROFILING: (
        "profiling consent|consent to profiling|profilointisuostumus|suostumus profilointiin|profilointilupa"
        "|profileringssamtycke|samtycke till profilering"
    ),
    Field.RECORDING: (
        "recording consent|consent to recording|tallennussuostumus|suostumus tallentamiseen|tallennuslupa"
        "|inspelningssamtycke|samtycke till inspelning"
    ),
    Field.TRACKING: (
        "tracking consent|consent to tracking|cookie consent|cookies|seurantasuostumus|suostumus seurantaan|evästeet"
        "|evästesuostumus|spårningssamtycke|samtycke till spårning|kaksamtycke"
    ),
    Field.NO_MARKETING: (
        "objection to marketing|no marketing|marketing ban|do not market|do not contact|opt out|opt-out|unsubscribed"
        "|markkinointikielto|suoramarkkinointikielto|markkinoinnin kielto|direktreklamförbud|marknadsföringsförbud"
        "|motsätter sig marknadsföring|invändning mot marknadsföring"
    ),
    Field.NO_SURVEYS: (
        "objection to surveys|no surveys|survey ban|kyselykielto|tutkimuskielto|kyselyjen kielto|enkätförbud"
        "|motsätter sig enkäter|invändning mot enkäter"
    ),
    Field.REFERRED_BY: (
        "referred by|referrer|recommended by|suosittelija|suosittelijan numero|rekommenderad av|värvad av"
    ),
    Field.MEMBER_OF: "member of|household|household id|kotitalous|talouden numero|jäsenenä|hushåll|medlem i",
}
FIELDS_BY_HEADER: Final = {header: field for field, headers in HEADERS.items() for header in headers.split("|")}
LABELS: Final = {
    "home": "home|private|personal|koti|koti-|henkilökohtainen|yksityinen|hem|hem-|privat",
    "work": "work|business|office|company|työ|työ-|toimisto|yritys|arbete|arbets|jobb|kontor|företag|direct",
    "invoices": "invoice|invoices|billing|lasku|laskutus|laskut|faktura|fakturerings|fakturor",
    "delivery": "delivery|shipping|toimitus|leverans",
}
LABEL_BY_WORD: Final = {word: label for label, words in LABELS.items() for word in words.split("|")}
