"""Invented comments in three languages: topics, slips of the finger, and personal data here and there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

TOPICS: Final = ("bill", "technician", "app", "phone", "delivery", "price", "shop", "contract")
SLIPS: Final = 0.06
"""Part of the words that are misspelt: words that no memory of words has seen."""
PERSONAL: Final = 0.05
"""Part of the comments with a telephone number, an address or a name."""
MOST_SENTENCES: Final = 4
LETTERS: Final = "aeiouyäörstlnkm"

SAID: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "fi": {
        "bill": (
            "Lasku tuli taas kahteen kertaan ja summa oli {n} euroa liikaa.",
            "Sähkölaskusta ei saa mitään selvää.",
            "Laskutus hoitui hienosti, kiitos!",
            "Miksi eräpäivä on aina ennen palkkapäivää?",
        ),
        "technician": (
            "Asentaja oli tosi ystävällinen ja siivosi jälkensä.",
            "Huoltomies jätti tulematta sovittuna aikana.",
            "Työn jälki oli siistiä ja aikataulu piti.",
            "Asennus kesti {n} tuntia eikä sittenkään toimi.",
        ),
        "app": (
            "Sovellus kaatuu joka kerta kun yritän kirjautua.",
            "Mobiilisovelluksen uusi ulkoasu on sekava.",
            "Appi on helppokäyttöinen ja nopea.",
            "Salasanan vaihto ei onnistu puhelimella.",
        ),
        "phone": (
            "Puhelinjonossa meni yli {n} minuuttia ennen kuin kukaan vastasi.",
            "Asiakaspalvelija kuunteli ja osas auttaa heti.",
            "Chatissa ei ikinä oo ketään paikalla.",
            "Soittopyyntööni ei vastattu ollenkaan.",
        ),
        "delivery": (
            "Paketti oli myöhässä viikon ja rikki kun se saapui.",
            "Toimitus tuli ajallaan kotiovelle asti.",
            "Toimitusajasta ei kerrottu mitään.",
            "Kuljettaja jätti lähetyksen sateeseen.",
        ),
        "price": (
            "Hinnat ovat nousseet aivan liikaa tänä vuonna.",
            "Hinta-laatusuhde on kohdallaan.",
            "Kilpailijalta saa saman {n} prosenttia halvemmalla.",
            "Piilokulut paljastuvat vasta lopussa.",
        ),
        "shop": (
            "Myymälä oli siisti ja valikoima hyvä.",
            "Myyjä ei tiennyt tuotteista mitään.",
            "Voisiko liike olla auki myös sunnuntaisin?",
            "Pysäköintipaikkoja on ihan liian vähän.",
        ),
        "contract": (
            "Sopimuksen irtisanominen oli tehty hankalaksi.",
            "Vaihdan yhtiötä heti kun määräaikaisuus loppuu.",
            "Sopimusehdot selitettiin hyvin.",
            "Minulle myytiin liittymä jota en tarvinnut.",
        ),
    },
    "sv": {
        "bill": (
            "Fakturan kom två gånger och summan var {n} euro för hög.",
            "Det går inte att förstå elräkningen.",
            "Faktureringen sköttes jättebra, tack!",
            "Varför är förfallodagen alltid före lönen?",
        ),
        "technician": (
            "Montören var jättetrevlig och städade efter sig.",
            "Servicemannen dök aldrig upp.",
            "Arbetet var snyggt gjort och i tid.",
            "Installationen tog {n} timmar och funkar ändå inte.",
        ),
        "app": (
            "Appen kraschar varje gång jag försöker logga in.",
            "Den nya designen i mobilappen är rörig.",
            "Appen är enkel och snabb.",
            "Det går inte att byta lösenord på telefonen.",
        ),
        "phone": (
            "Jag satt i telefonkö i över {n} minuter innan någon svarade.",
            "Kundtjänsten lyssnade och hjälpte direkt.",
            "Det är aldrig någon i chatten.",
            "Ingen ringde upp fast jag bad om det.",
        ),
        "delivery": (
            "Paketet var en vecka sent och trasigt.",
            "Leveransen kom i tid ända till dörren.",
            "Ingen berättade något om leveranstiden.",
            "Chauffören lämnade paketet i regnet.",
        ),
        "price": (
            "Priserna har stigit alldeles för mycket i år.",
            "Det är mycket för pengarna.",
            "Konkurrenten är {n} procent billigare.",
            "Dolda avgifter dyker upp först på slutet.",
        ),
        "shop": (
            "Butiken var ren och utbudet bra.",
            "Säljaren visste ingenting om produkterna.",
            "Kunde ni ha öppet på söndagar?",
            "Det finns för få parkeringsplatser.",
        ),
        "contract": (
            "Det var krångligt att säga upp avtalet.",
            "Jag byter bolag så fort bindningstiden är slut.",
            "Avtalsvillkoren förklarades bra.",
            "Jag såldes ett abonnemang som jag inte behövde.",
        ),
    },
    "en": {
        "bill": (
            "I was billed twice and the total was {n} euros too much.",
            "Nobody can make sense of the electricity bill.",
            "Billing was sorted out quickly, thanks!",
            "Why is the due date always before payday?",
        ),
        "technician": (
            "The technician was really kind and cleaned up afterwards.",
            "The engineer never turned up.",
            "Tidy work and on schedule.",
            "The installation took {n} hours and still doesn't work.",
        ),
        "app": (
            "The app crashes every time I try to log in.",
            "The new look of the mobile app is confusing.",
            "The app is easy and fast.",
            "I can't change my password on the phone.",
        ),
        "phone": (
            "I was on hold for more than {n} minutes before anyone answered.",
            "Customer service listened and helped at once.",
            "There is never anybody in the chat.",
            "Nobody called me back.",
        ),
        "delivery": (
            "The parcel was a week late and broken.",
            "Delivered on time right to my door.",
            "Nobody said anything about the delivery time.",
            "The driver left the parcel in the rain.",
        ),
        "price": (
            "Prices have gone up far too much this year.",
            "Good value for money.",
            "The competitor is {n} percent cheaper.",
            "Hidden fees only show up at the end.",
        ),
        "shop": (
            "The shop was clean with a good selection.",
            "The salesperson knew nothing about the products.",
            "Could you be open on Sundays too?",
            "There are far too few parking spaces.",
        ),
        "contract": (
            "Cancelling the contract was made difficult.",
            "I am switching companies as soon as the term ends.",
            "The terms were explained well.",
            "I was sold a plan I did not need.",
        ),
    },
}
DATA: Final = (
    "Soittakaa 040 {n}123456.",
    "Ring mig på 070-{n}34 56 78.",
    "Write to me at jane.doe{n}@example.org.",
    "T. Matti Virtanen",
    "Mvh Anna Lindström",
    "IBAN FI21 1234 5600 0007 85",
)


@dataclass(frozen=True)
class Comments:
    """Comments with their true languages and topics."""

    texts: list[str]
    languages: list[str]
    topics: list[str]


def invent_comments(rows: int, seed: int = 1) -> Comments:
    """Return comments of one to four sentences on one topic each, hardly any two the same."""
    generator = np.random.default_rng(seed)
    spoken = np.array(["fi", "sv", "en"])[generator.choice(3, rows, p=(0.6, 0.25, 0.15))].tolist()
    topics = np.array(TOPICS)[generator.integers(0, len(TOPICS), rows)].tolist()
    texts = [_comment(generator, SAID[language][topic]) for language, topic in zip(spoken, topics, strict=True)]
    return Comments(texts, spoken, topics)


def _comment(generator: np.random.Generator, sentences: Sequence[str]) -> str:
    count = int(generator.integers(1, MOST_SENTENCES + 1))
    said = [sentences[each] for each in generator.permutation(len(sentences))[:count]]
    if generator.random() < PERSONAL:
        said.append(DATA[generator.integers(0, len(DATA))])
    words = " ".join(said).replace("{n}", str(generator.integers(2, 99))).split(" ")
    slips = generator.random(len(words)) < SLIPS
    return " ".join(_misspelt(generator, word) if slip else word for word, slip in zip(words, slips, strict=True))


def _misspelt(generator: np.random.Generator, word: str) -> str:
    """Return a word with two letters swapped, one left out, or one put in."""
    if len(word) < 4:
        return word
    at = int(generator.integers(1, len(word) - 2))
    kind = generator.integers(0, 3)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    return word[:at] + LETTERS[generator.integers(0, len(LETTERS))] + word[at:]
