"""Words just before a number that tell what the number is."""

from __future__ import annotations

import re

REACH = 48
FILLER = (
    r"(?:[\s:=#.,()\-]|\b(?:on|oli|ovat|is|was|are|är|var|no|nro|nr|num|numero|numeroni|number|nummer|numret|numerolla|"
    r"numeroon|numerosta|mun|mitt|my|minun|myös|also|eli|dvs|ie|koodi|koodilla|code|kod|koden|tunnus|id|till?|to|for|me|"
    r"mig|at|on:|with|med)\b)*$"
)
ORDER = re.compile(
    r"(?:tilau\w*|tilaan\w*|order\w*|best[äa]lln\w*|viite\w*|viitten\w*|referen\w*|ref|lasku\w*|faktur\w*|invoice\w*|"
    r"asiakasnumero\w*|kundnummer\w*|kundnr|customer|seuranta\w*|tracking|lähety\w*|paket\w*|försändels\w*|kolli\w*|"
    r"parcel|shipment|tuot(?:e|tee)\w*|artik\w*|art|product\w*|item|sku|ean|gtin|malli\w*|model\w*|sarjanumero\w*|"
    r"serie\w*|serial|koodi\w*|koden|code|kupon\w*|rabattkod\w*|voucher|ticket\w*|ärende\w*|tapau\w*|tiketti\w*|case|"
    r"vikatunnus|versio\w*|version|isbn|kuitti\w*|kuitin|kvitto\w*|receipt\w*|varau\w*|bokning\w*|booking|lento\w*|"
    r"flight|vakuutusnumero\w*|policy|sopimu\w*|avtal\w*|contract|toimitus\w*|leverans\w*|delivery|jäsennumero\w*|"
    r"medlemsnummer|reklamaati\w*|reklamation\w*|claim)" + FILLER,
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?:puh|puhelin\w*|puhelime\w*|gsm|tel|tele?fon\w*|phone\w*|mobil\w*|matkapuhelin\w*|kännyk\w*|soit\w+|tavoit\w+|"
    r"ring\w*|nå\w*|call\w*|reach\w*|text|txt|whatsapp\w*|wapp\w*|tekstar\w*|sms\w*|mob|cell|numero\w*|numrum?et|"
    r"nummer|number|viest\w+|yhtey\w+)" + FILLER,
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"(?:iban|tili|tilin|tilini|tilinumero\w*|tilille|konto|kontot|kontonr|kontonummer\w*|bankkonto\w*|clearing\w*|"
    r"account|acct|bankgiro|plusgiro|swish\w*)" + FILLER,
    re.IGNORECASE,
)
IDENTITY = re.compile(
    r"(?:hetu\w*|hentu\w*|hen?kilö?tunnu\w*|sotu\w*|sosiaaliturvatunnu\w*|personbeteckning\w*|personnummer\w*|personnr|"
    r"persnr|pnr|identity code|social security number|ssn|syntymäaika\w*|synt|född|born)" + FILLER,
    re.IGNORECASE,
)
BUSINESS = re.compile(
    r"(?:y[ -]?tunnu\w*|ly[ -]?tunnu\w*|alv[ -]?tunnu\w*|fo[ -]?nummer\w*|org\.? ?(?:nr|nummer\w*)|organisationsn\w*|"
    r"momsn\w*|momsreg\w*|business id|vat|company number)" + FILLER,
    re.IGNORECASE,
)


def stands_before(cue: re.Pattern[str], text: str, start: int) -> bool:
    """Tell whether the cue's words stand just before a place in the text, fillers such as "on" and ":" between."""
    return cue.search(text[max(0, start - REACH) : start]) is not None
