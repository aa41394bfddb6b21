"""What a column of order lines can hold, and how it is headed in English, Finnish and Swedish; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _


class PurchaseField(StrEnum):
    """What a column of order lines holds."""

    INVOICE = "invoice"
    LINE = "line"
    TIME = "time"
    CUSTOMER = "customer"
    PRODUCT = "product"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    PRICE = "unit_price"
    AMOUNT = "amount"
    CURRENCY = "currency"
    COUNTRY = "country"
    CHANNEL = "channel"
    STATUS = "status"
    ATTRIBUTE = "attribute"
    UNUSED = "unused"


PURCHASE_FIELD_NAMES: Final[Mapping[PurchaseField, str]] = {
    PurchaseField.INVOICE: _("invoice or order number"),
    PurchaseField.LINE: _("line number"),
    PurchaseField.TIME: _("time of the purchase"),
    PurchaseField.CUSTOMER: _("customer number"),
    PurchaseField.PRODUCT: _("product number"),
    PurchaseField.DESCRIPTION: _("description"),
    PurchaseField.QUANTITY: _("quantity"),
    PurchaseField.PRICE: _("unit price"),
    PurchaseField.AMOUNT: _("amount of the line"),
    PurchaseField.CURRENCY: _("currency"),
    PurchaseField.COUNTRY: _("country"),
    PurchaseField.CHANNEL: _("channel"),
    PurchaseField.STATUS: _("sale or cancellation"),
    PurchaseField.ATTRIBUTE: _("attribute of the purchase"),
    PurchaseField.UNUSED: _("not used"),
}
PURCHASE_HEADERS: Final[Mapping[PurchaseField, str]] = {
    PurchaseField.INVOICE: (
        "invoice|invoice no|invoiceno|invoice number|invoice id|order|order no|order number|order id|orderid|receipt"
        "|receipt number|transaction id|lasku|laskunumero|laskun numero|laskunro|tilaus|tilausnumero|tilauksen numero"
        "|kuitti|kuittinumero|faktura|fakturanummer|order nr|ordernummer|beställningsnummer|kvitto|kvittonummer"
    ),
    PurchaseField.LINE: (
        "line|line no|line number|lineno|order line|row number|rivi|rivinumero|tilausrivi|rivinro|rad|radnummer"
        "|orderrad"
    ),
    PurchaseField.TIME: (
        "invoice date|invoicedate|order date|orderdate|date|time|timestamp|purchase date|purchased at|ordered at"
        "|created at|päivä|päivämäärä|aika|ostopäivä|ostoaika|laskun päivä|laskupäivä|tilauspäivä|tilausaika|datum|tid"
        "|köpdatum|fakturadatum|orderdatum|beställningsdatum"
    ),
    PurchaseField.CUSTOMER: (
        "customer|customer id|customerid|customer number|customer no|client id|account number|asiakas|asiakasnumero"
        "|asiakas id|asiakastunnus|asiakkaan numero|asiakasnro|kund|kundnummer|kund id|kundid|kundnr|user id"
    ),
    PurchaseField.PRODUCT: (
        "stock code|stockcode|product id|product code|product number|sku|item|item number|item code|article|ean"
        "|tuotekoodi|tuotenumero|tuotetunnus|nimiketunnus|artikkeli|produktkod|produktnummer|artikelnummer|artikel"
    ),
    PurchaseField.DESCRIPTION: (
        "description|product|product name|item name|title|kuvaus|tuote|tuotenimi|tuotteen nimi|nimike|beskrivning"
        "|produkt|produktnamn|benämning"
    ),
    PurchaseField.QUANTITY: "quantity|qty|units|pieces|määrä|kpl|lkm|kappaletta|antal|mängd|st",
    PurchaseField.PRICE: (
        "unit price|unitprice|price|price each|yksikköhinta|hinta|kappalehinta|a-hinta|enhetspris|pris|styckpris|a-pris"
    ),
    PurchaseField.AMOUNT: (
        "amount|total|line total|sum|value|revenue|net amount|summa|rivisumma|yhteensä|arvo|myynti|belopp|radsumma"
        "|totalt|värde"
    ),
    PurchaseField.CURRENCY: "currency|valuutta|valuta",
    PurchaseField.COUNTRY: "country|maa|land",
    PurchaseField.CHANNEL: "channel|sales channel|kanava|myyntikanava|kanal|försäljningskanal",
    PurchaseField.STATUS: (
        "status|order status|type|transaction type|cancelled|canceled|tila|tilauksen tila|tapahtumalaji|peruttu|status"
        "|typ|annullerad|orderstatus"
    ),
}
PURCHASE_FIELDS_BY_HEADER: Final = {
    header: field for field, headers in PURCHASE_HEADERS.items() for header in headers.split("|")
}
CANCELLED: Final = frozenset(
    {"cancelled", "canceled", "cancel", "cancellation", "refund", "refunded", "return", "returned", "credit"}
    | {"credit note", "void", "reversed", "true", "yes", "1", "peruttu", "peruutus", "peruutettu", "hyvitys"}
    | {"hyvityslasku", "palautus", "palautettu", "kyllä", "annullerad", "avbeställd", "retur", "returnerad"}
    | {"kredit", "kreditering", "kreditfaktura", "återköp", "ja"}
)
WEB: Final = frozenset(
    {"web", "online", "internet", "webshop", "web shop", "e-commerce", "ecommerce", "app", "verkko", "verkkokauppa"}
    | {"netti", "nettikauppa", "webb", "nätet", "nätbutik", "näthandel", "e-handel", "e-butik"}
)
SHOP: Final = frozenset(
    {"shop", "store", "in-store", "in store", "retail", "pos", "counter", "myymälä", "kauppa", "liike", "kivijalka"}
    | {"kassa", "butik", "affär", "fysisk butik"}
)
