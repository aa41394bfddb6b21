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
    r"(?<!\w)(?:\w*(?:tilau|tilaan|order|best[äa]lln|viite|viitten|referen|lasku|faktur|invoice|asiakasnumero|kundn|"
    r"seuranta|tracking|lähety|paket|försändels|kolli|parcel|shipment|tuot[et]|artik|product|malli|modell|sarjanumero|"
    r"serienum|serial|koodi|kupon|rabattkod|voucher|ticket|tiketti|ärende|tapau|kuitti|kuitin|kvitto|receipt|varau|"
    r"bokning|booking|vakuutusnumero|sopimu|avtal|contract|toimitus|leverans|delivery|jäsennumero|medlemsn|reklamaatio|"
    r"vikatunnus|versio)\w*"
    r"|customer (?:no|nr|number|id|ref|code)|ref|art|item|model|sku|ean|gtin|koden?|code|case|isbn|lento|flight|policy|"
    r"claim)" + FILLER,
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<!\w)(?:puh|puhelin\w*|puhelime\w*|gsm|tel|tele?fon\w*|phone\w*|mobil\w*|matkapuhelin\w*|kännyk\w*|soit\w+|tavoit\w+|"
    r"ring\w*|nå\w*|call\w*|reach\w*|text|txt|whatsapp\w*|wapp\w*|tekstar\w*|sms\w*|mob|cell|numero\w*|numrum?et|"
    r"nummer|number|viest\w+|yhtey\w+)" + FILLER,
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"(?<!\w)(?:iban|tili|tilin|tilini|tilinumero\w*|tilille|konto|kontot|kontonr|kontonummer\w*|bankkonto\w*|clearing\w*|"
    r"account|acct|bankgiro|plusgiro|swish\w*)" + FILLER,
    re.IGNORECASE,
)
IDENTITY = re.compile(
    r"(?<!\w)(?:hetu\w*|hentu\w*|hen?kilö?tunnu\w*|sotu\w*|sosiaaliturvatunnu\w*|personbeteckning\w*|personnummer\w*|personnr|"
    r"persnr|pnr|identity code|social security number|ssn|syntymäaika\w*|synt|född|born)" + FILLER,
    re.IGNORECASE,
)
FOREIGN_IDENTITY = re.compile(
    r"(?<!\w)(?:cpr|ssn|social security|personnummer\w*|hen?kilö?tunnu\w*)" + FILLER, re.IGNORECASE
)
BUSINESS = re.compile(
    r"(?<!\w)(?:y[ -]?tunnu\w*|ly[ -]?tunnu\w*|alv[ -]?tunnu\w*|fo[ -]?nummer\w*|org\.? ?(?:nr|nummer\w*)|"
    r"organisationsn\w*|momsn\w*|momsreg\w*|business id|vat|company number)" + FILLER,
    re.IGNORECASE,
)


def stands_before(cue: re.Pattern[str], text: str, start: int) -> bool:
    """Tell whether the cue's words stand just before a place in the text, fillers such as "on" and ":" between."""
    return cue.search(text[max(0, start - REACH) : start]) is not None
