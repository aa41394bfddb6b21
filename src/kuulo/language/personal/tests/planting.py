"""Comments in three languages with personal data planted in them, and with what only looks like it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from kuulo.language.personal import Kind, Names, find
from kuulo.language.personal.tests.people import ENGLISH, FINNISH, RARE, SWEDISH, Person

SLOT = re.compile(r"\{(\w+)\}")
KINDS = {
    "email": Kind.EMAIL, "phone": Kind.PHONE, "iban": Kind.IBAN, "hetu": Kind.HETU, "personnummer": Kind.PERSONNUMMER,
    "business": Kind.BUSINESS_ID, "card": Kind.CARD, "address": Kind.ADDRESS, "handle": Kind.HANDLE, "link": Kind.LINK,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    """A comment and the spans of personal data in it."""

    text: str
    language: str
    spans: tuple[tuple[Kind, int, int], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """How many details of a kind were planted and found whole, and how many were found and rightly so."""

    kind: Kind
    language: str
    planted: int
    recalled: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        return self.recalled / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def measure(comments: Sequence[Planted], names: Names | None = None) -> list[Measured]:
    """Return the counts for each kind of each language; a detail is recalled when it is wholly covered as its kind."""
    tallies: dict[tuple[Kind, str], list[int]] = {}
    for comment in comments:
        found = find(comment.text, comment.language, names)
        for kind, start, end in comment.spans:
            tally = tallies.setdefault((kind, comment.language), [0, 0, 0, 0])
            tally[0] += 1
            tally[1] += any(one.kind == kind and one.start <= start and one.end >= end for one in found)
        for one in found:
            tally = tallies.setdefault((one.kind, comment.language), [0, 0, 0, 0])
            tally[2] += 1
            tally[3] += any(
                one.kind == kind and one.start < end and start < one.end for kind, start, end in comment.spans
            )
    return [Measured(kind, language, *tally) for (kind, language), tally in sorted(tallies.items())]


def plant(language: str, rows: int, seed: int = 0) -> list[Planted]:
    """Return comments of a language with details planted; a tenth of the people have rare names."""
    random = Random(seed)  # noqa: S311 -- planted examples, not secrets
    templates = TEMPLATES[language]
    return [_fill(templates[row % len(templates)], language, random) for row in range(rows)]


def _fill(template: str, language: str, random: Random) -> Planted:
    people = RARE[language] if random.random() < 0.1 else PEOPLE[language]
    person = random.choice(people)
    text, place, spans = "", 0, []
    for match in SLOT.finditer(template):
        text += template[place : match.start()]
        slot = match.group(1)
        value = getattr(person, slot) if slot in Person.__slots__ else FILLERS[slot](random, language)
        kind = Kind.NAME if slot in Person.__slots__ else KINDS.get(slot)
        if kind:
            spans.append((kind, len(text), len(text) + len(value)))
        text += value
        place = match.end()
    return Planted(text + template[place:], language, tuple(spans))


def _digits(random: Random, count: int) -> str:
    return "".join(str(random.randrange(10)) for _ in range(count))


def _luhn(digits: str) -> str:
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def _hetu(random: Random, language: str) -> str:
    del language
    day = f"{random.randint(1, 28):02}{random.randint(1, 12):02}{random.randint(0, 99):02}"
    serial = f"{random.randint(2, 899):03}"
    sign = random.choice("-A-A-AUVWXYBCDEF+")
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(day + serial) % 31]
    code = day + sign + serial + check
    return random.choice((code, code, code.lower(), f"{day}{sign} {serial}{check}" if sign == "-" else code))


def _personnummer(random: Random, language: str) -> str:
    day = f"{random.randint(1, 28) + random.choice((0, 0, 0, 60)):02}"
    short = f"{random.randint(40, 99)}{random.randint(1, 12):02}{day}"
    serial = _digits(random, 3)
    serial += _luhn(short + serial)
    forms = [f"{short}-{serial}", f"19{short}-{serial}", f"19{short}{serial}", f"{short} - {serial}"]
    return random.choice(forms + ([f"{short}{serial}"] if language == "sv" else []))


def _iban(random: Random, language: str) -> str:
    country, length = random.choice((("FI", 14), ("SE", 20), ("DE", 18), ("GB", 0), ("EE", 16)))
    body = "NWBK" + _digits(random, 14) if country == "GB" else _digits(random, length)
    turned = "".join(str(int(sign, 36)) for sign in f"{body}{country}00")
    code = f"{country}{98 - int(turned) % 97:02}{body}"
    grouped = " ".join(code[place : place + 4] for place in range(0, len(code), 4))
    return random.choice((code, grouped, grouped.replace(" ", "-"), code.lower(), grouped.replace(" ", "\xa0")))


def _phone(random: Random, language: str) -> str:
    tail, region = _digits(random, 7), language
    if region == "fi":
        head = random.choice(("40", "44", "45", "50", "46"))
        grouped = f"{tail[:3]} {tail[3:]}"
        return random.choice((
            f"0{head}{tail}", f"0{head} {grouped}", f"0{head}-{tail}", f"0{head}.{tail[:3]}.{tail[3:]}",
            f"+358{head}{tail}", f"+358 {head} {grouped}", f"+358 (0) {head} {grouped}", f"+358(0){head}{tail}",
            f"00358 {head} {grouped}", f"0{head}/{tail}", f"0{head} {tail[:3]} {tail[3:5]} {tail[5:]}",
            f"(0{head}) {tail}",
        ))  # fmt: skip
    if region == "sv":
        head = random.choice(("70", "72", "73", "76", "79"))
        grouped = f"{tail[:3]} {tail[3:5]} {tail[5:]}"
        return random.choice((
            f"0{head}{tail}", f"0{head}-{grouped}", f"0{head} {grouped}", f"+46{head}{tail}", f"+46 {head} {grouped}",
            f"+46 (0){head}-{grouped}", f"0046{head}{tail}", f"0{head}-{tail}", f"0{head}.{tail[:3]}.{tail[3:]}",
            f"08-{tail[:3]} {tail[3:5]} {tail[5:]}",
        ))  # fmt: skip
    tail = _digits(random, 6)
    return random.choice((
        f"07700 9{tail[:5]}", f"077009{tail[:5]}", f"+44 7700 9{tail[:5]}", f"+44 (0)7700 9{tail[:5]}",
        f"020 7946 0{tail[:3]}", f"(020) 7946 0{tail[:3]}", f"(212) 555-0{tail[:3]}", f"212-555-0{tail[:3]}",
        f"+1 212 555 0{tail[:3]}", f"07700-9{tail[:5]}",
    ))  # fmt: skip


def _business(random: Random, language: str) -> str:
    if language == "sv":
        digits = f"55{random.randint(2, 9)}{random.randint(100, 999)}" + _digits(random, 3)
        return f"{digits[:6]}-{digits[6:]}{_luhn(digits)}"
    while True:
        digits = _digits(random, 7)
        rest = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            return f"{digits}-{11 - rest if rest else 0}"


def _card(random: Random, language: str) -> str:
    digits = random.choice(("4", "51", "53")) + _digits(random, 14)
    digits = digits[:15] + _luhn(digits[:15])
    return random.choice((digits, " ".join(digits[place : place + 4] for place in range(0, 16, 4))))


def _email(random: Random, language: str) -> str:
    user = random.choice(("matti.meikalainen", "anna_l", "j.smith", "kundklubben77", "liisa-v", "åsa.ek", "info"))
    host = random.choice(("gmail.com", "hotmail.fi", "example.org", "firma.se", "mail.yritys.fi", "company.co.uk"))
    first, dot = host.rsplit(".", 1)
    words = {"fi": ("ät", "piste"), "sv": ("at", "punkt"), "en": ("at", "dot")}[language]
    return random.choice((
        f"{user}@{host}", f"{user}@{host}", f"{user.upper()}@{host}", f"{user} (at) {host}", f"{user}(at){host}",
        f"{user}[at]{host}", f"{user} {words[0]} {first} {words[1]} {dot}", f"{user} @ {host}",
        f"{user} [at] {first} [dot] {dot}", f"{user}({words[0]}){first}({words[1]}){dot}",
    ))  # fmt: skip


def _address(random: Random, language: str) -> str:
    return random.choice(ADDRESSES[language])


ADDRESSES = {
    "fi": (
        "Mannerheimintie 12 A 4, 00100 Helsinki", "Koulukatu 3", "Kauppakatu 21 B 12", "Pohjoinen Rautatiekatu 7 as 3",
        "Lehtikuja 4, 33720 Tampere", "Iso Roobertinkatu 4 C", "Rantatie 15, 90500 Oulu", "Satamakatu 2-4 B 7",
        "Kirkkopolku 8 bst 14", "PL 123, 00101 Helsinki", "mannerheimintie 12 a 4", "Hämeentie 103 b", "Metsärinne 6",
        "Itäinen Pitkäkatu 30 A 5, 20810 Turku", "Aleksanterinkatu 17", "Tehtaankatu 27–29 A 10",
    ),
    "sv": (
        "Storgatan 5 lgh 1203", "Kungsgatan 12, 111 43 Stockholm", "Södra vägen 8 B", "Drottninggatan 71",
        "Björkvägen 3",
        "Stora Nygatan 5, 411 08 Göteborg", "Sveavägen 44, 4 tr", "Vasaesplanaden 10 A 3, 65100 Vasa", "storgatan 14",
        "Nygränd 2", "Box 123, 101 23 Stockholm", "Östra Hamngatan 16 lgh 1101, 411 09 Göteborg", "S:t Eriksgatan 20",
        "Skolvägen 6 b, 02700 Grankulla", "Karl Johans väg 9",
    ),
    "en": (
        "221b Baker Street", "10 Downing Street, London SW1A 2AA", "12 High St",
        "Flat 3, 45 Kings Road, London SW3 4ND",
        "742 Evergreen Terrace", "1600 Pennsylvania Avenue", "7 Church Lane, York YO1 7HH", "15 Oak Dr",
        "350 Fifth Avenue, New York, NY 10118", "PO Box 123", "4 Privet Drive", "88 Queens Crescent", "19 mill lane",
    ),
}  # fmt: skip
PEOPLE: Mapping[str, Sequence[Person]] = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}


def _link(random: Random, language: str) -> str:
    return random.choice(("https://kuvat.example.org/a1b2?u=77", "www.facebook.com/matti.m", "linkedin.com/in/anna-l"))


def _handle(random: Random, language: str) -> str:
    return random.choice(("@liisa_v", "@pekka77", "@johnny.b"))


def _order(random: Random, language: str) -> str:
    return random.choice((
        _digits(random, 8), f"{random.randint(1, 9)}{_digits(random, 9)}", f"A-{_digits(random, 6)}",
        f"#{_digits(random, 7)}",
        f"0{_digits(random, 9)}", f"2026-{_digits(random, 5)}", f"WEB{_digits(random, 8)}",
    ))  # fmt: skip


def _price(random: Random, language: str) -> str:
    whole, cents = random.randint(1, 9999), random.randint(0, 99)
    return random.choice(
        (f"{whole},{cents:02} €", f"{whole} €", f"1 {whole:03} kr", f"£{whole}.{cents:02}", f"{whole}e")
    )


def _date(random: Random, language: str) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(2020, 2026)
    return random.choice((
        f"{day}.{month}.{year}", f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{day}/{month}/{year}",
        f"{day:02}{month:02}{year}", f"{day}.{month}. klo 10.30-16.00", f"{day:02}.{month:02}.{year} 08:15",
    ))  # fmt: skip


def _code(random: Random, language: str) -> str:
    return random.choice((
        f"XR-{_digits(random, 4)}", f"{_digits(random, 3)}-{_digits(random, 4)}-AB", f"SKU {_digits(random, 9)}",
        "iPhone 15",
        f"v{random.randint(1, 9)}.{random.randint(0, 20)}.{random.randint(0, 9)}", f"EAN 64{_digits(random, 11)}", "A4",
    ))  # fmt: skip


FILLERS: Mapping[str, Callable[[Random, str], str]] = {
    "email": _email, "phone": _phone, "iban": _iban, "hetu": _hetu, "personnummer": _personnummer, "card": _card,
    "business": _business, "address": _address, "link": _link, "handle": _handle, "order": _order, "price": _price,
    "date": _date, "code": _code,
}  # fmt: skip
TEMPLATES: Mapping[str, Sequence[str]] = {
    "fi": (
        "Kiitos {to} hyvästä palvelusta, {nominative} oli todella avulias!",
        "Soittakaa minulle numeroon {phone}, asia koskee tilausta {order}.",
        "myyjä {nominative} neuvoi hienosti, vaikka hinta oli {price}",
        "Terv. {whole}, {phone}, {email}",
        "Asun osoitteessa {address} ja paketti tuli väärään paikkaan {date}.",
        "Palautus tilille {iban} kiitos. Tilausnumero {order}.",
        "Henkilötunnukseni on {hetu}, miksi sitä kysytään?",
        "Puhuin {genitive} kanssa {date} ja hän lupasi hyvityksen.",
        "{whole} hoiti asian nopeasti. Sähköposti {email}",
        "Kysyin asiaa {from_} mutta tuote {code} oli loppu.",
        "asiakaspalvelussa {nominative} vastasi heti, tuli {price} takaisin",
        "Yrityksemme y-tunnus on {business}, lasku {order} on väärin.",
        "Maksoin kortilla {card} mutta maksu {price} meni kahdesti",
        "Ongelma laitteessa {code}: ostettu {date}, hinta {price}. Laskun viite {order}.",
        "Verkkosivu {link} ei toimi, laita viesti {handle}",
        "{whole_genitive} palvelu oli erinomaista. Toivon, että kari ja lumi eivät haittaa.",
        "Hyvä palvelu ja nopea toimitus, kaikki sujui kuten pitikin!",
        "Oma numeroni {phone} on väärin järjestelmässä, oikea osoite {address}.",
        "Tilasin {date} tuotteen {code} hintaan {price}, tilaus {order}. Ei ole tullut!",
        "erityiskiitos teidän {to}! t. {nominative}",
    ),
    "sv": (
        "Tack till {nominative} för fin service, {nominative} var jättetrevlig!",
        "Ring mig på {phone}, det gäller order {order}.",
        "säljaren {nominative} hjälpte mig bra trots att priset var {price}",
        "Mvh {whole}, {phone}, {email}",
        "Jag bor på {address} och paketet kom fel {date}.",
        "Sätt in pengarna på {iban} tack. Ordernummer {order}.",
        "Mitt personnummer är {personnummer}, varför frågar ni det?",
        "Jag pratade med {nominative} den {date} och fick löfte om ersättning.",
        "{whole} löste allt snabbt. Min e-post är {email}",
        "{genitive} bemötande var toppen men produkten {code} var slut.",
        "på kundtjänst svarade {nominative} direkt, fick {price} tillbaka",
        "Vårt organisationsnummer är {business}, fakturan {order} är fel.",
        "Betalade med kort {card} men {price} drogs två gånger",
        "Problem med {code}: köpt {date}, pris {price}. Fakturans referens {order}.",
        "Sidan {link} fungerar inte, skriv till {handle}",
        "{whole_genitive} service var utmärkt. En sten på vägen och en stig i skogen.",
        "Bra service och snabb leverans, allt gick som det skulle!",
        "Mitt nummer {phone} är fel hos er, rätt adress är {address}.",
        "Beställde {code} den {date} för {price}, order {order}. Har inte kommit!",
        "Hälsa {nominative} i kassan! //{nominative}",
    ),
    "en": (
        "Thanks to {nominative} for the great service, {nominative} was so helpful!",
        "Call me on {phone}, it is about order {order}.",
        "the sales assistant {nominative} helped me although the price was {price}",
        "Kind regards, {whole}, {phone}, {email}",
        "I live at {address} and the parcel went astray on {date}.",
        "Please refund to {iban}. Order number {order}.",
        "I spoke to {nominative} on {date} and was promised a refund.",
        "{whole} sorted everything quickly. My email is {email}",
        "{genitive} attitude was great but item {code} was sold out.",
        "customer service: {nominative} answered at once, got {price} back",
        "I paid by card {card} but {price} was taken twice",
        "Problem with {code}: bought {date}, price {price}. Invoice reference {order}.",
        "The page {link} is broken, message {handle}",
        "{whole_genitive} service was excellent. I will mark it up and hope for the best.",
        "Good service and fast delivery, everything went as it should!",
        "My number {phone} is wrong in your system, the right address is {address}.",
        "Ordered {code} on {date} for {price}, order {order}. Never arrived!",
        "Ask for {nominative} at the desk! Mr {last} is wonderful too",
        "My Finnish identity code is {hetu}, why do you ask?",
        "Swedish personal number {personnummer} was refused",
    ),
}


def all_planted(rows: int, seed: int = 0) -> Iterator[Planted]:
    """Yield comments of the three languages, `rows` of each."""
    for language in TEMPLATES:
        yield from plant(language, rows, seed)
