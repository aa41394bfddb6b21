"""Customer orientation in selling: the SOCO scale's structure in Kuulo's own words, as sellers and as buyers see it.

Twenty-four statements, twelve customer-oriented and twelve selling-oriented, on nine points; kinds come in turn, six
statements a page. The scoring (`kuulo.measures.scales.scorings.SOCO`) goes by the keys of the statements, so a licensed
wording can take the place of ours: edit the rows of the instrument and keep their keys, or call `in_wording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import mark as _
from kuulo.instruments.library.writing import questionnaire, words
from kuulo.instruments.rules.questionnaire import Choice, Kind, Page, Question, Questionnaire, Scale, Words
from kuulo.measures.scales.scorings import SOCO, SOCO_CUSTOMER, SOCO_SELLING

NINE: Final = Scale(
    minimum=1,
    maximum=9,
    low=words("Ei koskaan", "Aldrig", "Never"),
    high=words("Aina", "Alltid", "Always"),
)
SELLER: Final[Mapping[str, Words]] = {
    "needs": words(
        "Selvitän asiakkaan tarpeen ennen kuin ehdotan mitään.",
        "Jag tar reda på vad kunden behöver innan jag föreslår något.",
        "I find out what the customer needs before I suggest anything.",
    ),
    "goal": words(
        "Kysyn, mitä asiakas haluaa saada aikaan, ja autan häntä siinä.",
        "Jag frågar vad kunden vill uppnå och hjälper till med det.",
        "I ask what the customer wants to get done, and help with that.",
    ),
    "fit": words(
        "Suosittelen sitä, mikä auttaa asiakasta parhaiten, vaikka se maksaisi vähemmän.",
        "Jag rekommenderar det som hjälper kunden bäst, även om det kostar mindre.",
        "I recommend what helps the customer best, even if it costs less.",
    ),
    "explain": words(
        "Annan asiakkaan kertoa asiansa rauhassa ja varmistan, että ymmärsin.",
        "Jag låter kunden berätta i lugn och ro och kontrollerar att jag har förstått.",
        "I let the customer explain in peace, and make sure I have understood.",
    ),
    "limits": words(
        "Kerron, mihin tuotteemme tai palvelumme ei pysty.",
        "Jag berättar vad vår produkt eller tjänst inte klarar.",
        "I say what our product or service cannot do.",
    ),
    "answers": words(
        "Kun asiakas kysyy jotain, mitä en tiedä, otan siitä selvää.",
        "När kunden frågar något som jag inte vet tar jag reda på det.",
        "When the customer asks something I do not know, I find it out.",
    ),
    "expect": words(
        "Kuvaan asiakkaalle juuri sen, mitä hän tulee saamaan.",
        "Jag beskriver precis det som kunden kommer att få.",
        "I describe to the customer exactly what they will get.",
    ),
    "disagree": words(
        "Sanon suoraan, jos asiakas on mielestäni tekemässä itselleen huonon valinnan.",
        "Jag säger ifrån om jag tycker att kunden håller på att välja fel för egen del.",
        "I say so if I think the customer is about to make a poor choice for themselves.",
    ),
    "facts": words(
        "Annan asiakkaalle tiedot ja jätän päätöksen hänelle.",
        "Jag ger kunden fakta och låter kunden bestämma själv.",
        "I give the customer the facts and leave the decision to them.",
    ),
    "elsewhere": words(
        "Neuvon asiakkaan muualle, jos meillä ei ole sitä, mitä hän tarvitsee.",
        "Jag hänvisar kunden vidare om vi inte har det som behövs.",
        "I point the customer elsewhere if we do not have what they need.",
    ),
    "afterwards": words(
        "Otan selvää, miten asiakas on pärjännyt kaupan jälkeen.",
        "Jag tar reda på hur det har gått för kunden efter köpet.",
        "I find out how the customer has got on after the deal.",
    ),
    "lasting": words(
        "Mietin, onko asiakas tyytyväinen vielä pitkänkin ajan päästä.",
        "Jag tänker på om kunden är nöjd också efter en lång tid.",
        "I think about whether the customer will still be pleased a long time from now.",
    ),
    "volume": words(
        "Yritän myydä niin paljon kuin mahdollista, tarvitsipa asiakas sitä tai ei.",
        "Jag försöker sälja så mycket som möjligt, vare sig kunden behöver det eller inte.",
        "I try to sell as much as possible, whether or not the customer needs it.",
    ),
    "press": words(
        "Kun asiakas epäröi, painostan häntä päättämään.",
        "När kunden tvekar pressar jag fram ett beslut.",
        "When the customer hesitates, I press for a decision.",
    ),
    "weak_points": words(
        "Etsin asiakkaan heikkoja kohtia ja käytän niitä myyntipuheessani.",
        "Jag letar efter kundens svaga punkter och utnyttjar dem när jag säljer.",
        "I look for the customer's weak points and use them when I sell.",
    ),
    "easiest": words(
        "Tarjoan sitä, minkä asiakkaalle saa helpoimmin myytyä.",
        "Jag erbjuder det som är lättast att få såld.",
        "I offer whatever is easiest to get sold.",
    ),
    "rosy": words(
        "Saan tuotteen kuulostamaan paremmalta kuin se on.",
        "Jag får produkten att låta bättre än den är.",
        "I make the product sound better than it is.",
    ),
    "pitch_first": words(
        "Alan esitellä tuotetta ennen kuin tiedän, mitä asiakas on vailla.",
        "Jag börjar visa produkten innan jag vet vad kunden är ute efter.",
        "I begin to present the product before I know what the customer is after.",
    ),
    "persuade": words(
        "Käytän enemmän aikaa suostutteluun kuin kuuntelemiseen.",
        "Jag lägger mer tid på att övertala än på att lyssna.",
        "I spend more time persuading than listening.",
    ),
    "leave_out": words(
        "Jätän kertomatta asioita, jotka saisivat asiakkaan harkitsemaan uudelleen.",
        "Jag låter bli att nämna sådant som kunde få kunden att tänka om.",
        "I leave out things that might make the customer think again.",
    ),
    "pretend": words(
        "Olen olevinani samaa mieltä asiakkaan kanssa, jotta kauppa syntyisi.",
        "Jag låtsas hålla med kunden för att affären ska bli av.",
        "I pretend to agree with the customer so that the deal comes off.",
    ),
    "out_of_hands": words(
        "Sanon, etten voi asialle mitään, vaikka voisin.",
        "Jag säger att jag inte kan göra något åt saken fast jag kunde.",
        "I say that something is out of my hands although it is not.",
    ),
    "opponent": words(
        "Pidän asiakasta vastapuolena, joka pitää voittaa.",
        "Jag ser kunden som en motpart som ska besegras.",
        "I see the customer as an opponent to be beaten.",
    ),
    "extras": words(
        "Myyn lisäksi sellaista, mitä ilman asiakas pärjäisi hyvin.",
        "Jag säljer tillägg som kunden skulle klara sig bra utan.",
        "I sell extras that the customer would do well without.",
    ),
}
BUYER: Final[Mapping[str, Words]] = {
    "needs": words(
        "Hän selvitti tarpeeni ennen kuin ehdotti mitään.",
        "Personen tog reda på vad jag behövde innan något föreslogs.",
        "They found out what I needed before they suggested anything.",
    ),
    "goal": words(
        "Hän kysyi, mitä haluan saada aikaan, ja auttoi siinä.",
        "Personen frågade vad jag ville uppnå och hjälpte till med det.",
        "They asked what I wanted to get done, and helped with that.",
    ),
    "fit": words(
        "Hän suositteli sitä, mikä auttoi minua parhaiten, vaikka se olisi maksanut vähemmän.",
        "Personen rekommenderade det som hjälpte mig bäst, även om det kostade mindre.",
        "They recommended what helped me best, even if it cost less.",
    ),
    "explain": words(
        "Hän antoi minun kertoa asiani rauhassa ja varmisti, että ymmärsi.",
        "Personen lät mig berätta i lugn och ro och kontrollerade att allt var rätt uppfattat.",
        "They let me explain in peace, and made sure they had understood.",
    ),
    "limits": words(
        "Hän kertoi, mihin tuote tai palvelu ei pysty.",
        "Personen berättade vad produkten eller tjänsten inte klarar.",
        "They said what the product or service cannot do.",
    ),
    "answers": words(
        "Kun kysyin jotain, mitä hän ei tiennyt, hän otti siitä selvää.",
        "Personen tog reda på svaret när jag frågade något som hen inte visste.",
        "When I asked something they did not know, they found it out.",
    ),
    "expect": words(
        "Sain juuri sitä, mitä hän kuvasi.",
        "Jag fick precis det som personen hade beskrivit.",
        "I got exactly what they had described.",
    ),
    "disagree": words(
        "Hän sanoi suoraan, jos olin tekemässä itselleni huonon valinnan.",
        "Personen sade ifrån om jag höll på att välja fel.",
        "They said so if I was about to make a poor choice for myself.",
    ),
    "facts": words(
        "Hän antoi minulle tiedot ja jätti päätöksen minulle.",
        "Personen gav mig fakta och lät mig bestämma själv.",
        "They gave me the facts and left the decision to me.",
    ),
    "elsewhere": words(
        "Hän neuvoi minut muualle, jos heillä ei ollut sitä, mitä tarvitsin.",
        "Personen hänvisade mig vidare om de inte hade det som behövdes.",
        "They pointed me elsewhere if they did not have what I needed.",
    ),
    "afterwards": words(
        "Hän otti selvää, miten olen pärjännyt kaupan jälkeen.",
        "Personen tog reda på hur det har gått för mig efter köpet.",
        "They found out how I had got on after the deal.",
    ),
    "lasting": words(
        "Hän ajatteli, olenko tyytyväinen vielä pitkänkin ajan päästä.",
        "Personen tänkte på om jag är nöjd också efter en lång tid.",
        "They thought about whether I would still be pleased a long time from now.",
    ),
    "volume": words(
        "Hän yritti myydä niin paljon kuin mahdollista, tarvitsin sitä tai en.",
        "Personen försökte sälja så mycket som möjligt, vare sig jag behövde det eller inte.",
        "They tried to sell as much as possible, whether or not I needed it.",
    ),
    "press": words(
        "Kun epäröin, hän painosti minua päättämään.",
        "När jag tvekade försökte personen pressa fram ett beslut.",
        "When I hesitated, they pressed me for a decision.",
    ),
    "weak_points": words(
        "Hän etsi heikkoja kohtiani ja käytti niitä myyntipuheessaan.",
        "Personen letade efter mina svaga punkter och utnyttjade dem för att sälja.",
        "They looked for my weak points and used them to sell.",
    ),
    "easiest": words(
        "Hän tarjosi sitä, minkä sai minulle helpoimmin myytyä.",
        "Personen erbjöd det som var lättast att få såld till mig.",
        "They offered whatever was easiest to sell to me.",
    ),
    "rosy": words(
        "Hän sai tuotteen kuulostamaan paremmalta kuin se on.",
        "Personen fick produkten att låta bättre än den är.",
        "They made the product sound better than it is.",
    ),
    "pitch_first": words(
        "Hän alkoi esitellä tuotetta ennen kuin tiesi, mitä olin vailla.",
        "Personen började visa produkten utan att veta vad jag var ute efter.",
        "They began to present the product before they knew what I was after.",
    ),
    "persuade": words(
        "Hän käytti enemmän aikaa suostutteluun kuin kuuntelemiseen.",
        "Personen lade mer tid på att övertala än på att lyssna.",
        "They spent more time persuading than listening.",
    ),
    "leave_out": words(
        "Hän jätti kertomatta asioita, jotka olisivat saaneet minut harkitsemaan uudelleen.",
        "Personen lät bli att nämna sådant som kunde ha fått mig att tänka om.",
        "They left out things that might have made me think again.",
    ),
    "pretend": words(
        "Hän oli olevinaan samaa mieltä kanssani, jotta kauppa syntyisi.",
        "Personen låtsades hålla med mig för att affären skulle bli av.",
        "They pretended to agree with me so that the deal would come off.",
    ),
    "out_of_hands": words(
        "Hän sanoi, ettei voi asialle mitään, vaikka olisi voinut.",
        "Personen sade sig inte kunna göra något åt saken fast det hade gått.",
        "They said that something was out of their hands although it was not.",
    ),
    "opponent": words(
        "Hän kohteli minua kuin vastapuolta, joka pitää voittaa.",
        "Personen behandlade mig som en motpart som ska besegras.",
        "They treated me as an opponent to be beaten.",
    ),
    "extras": words(
        "Hän myi lisäksi sellaista, mitä ilman olisin pärjännyt hyvin.",
        "Personen sålde tillägg som jag skulle ha klarat mig bra utan.",
        "They sold me extras that I would have done well without.",
    ),
}
SELLER_ASKS: Final = words(
    "Kuinka usein toimit näin asiakkaan kanssa?",
    "Hur ofta gör du så här med dina kunder?",
    "How often do you do this with your customers?",
)
BUYER_ASKS: Final = words(
    "Kuinka usein sinua palvellut myyjä toimi näin?",
    "Hur ofta gjorde den som betjänade dig så här?",
    "How often did the person who served you do this?",
)


def in_wording(form: Questionnaire, statements: Mapping[str, Words]) -> Questionnaire:
    """Return a form with another wording of its statements, such as a licensed one: the slot for it.

    Args:
        form: `SELLER_FORM` or `BUYER_FORM`.
        statements: Key of each of the 24 statements → its words by language.

    Raises:
        DefinitionError: A statement is missing, or one is none of the scale's.
    """
    keys = list(chain(*SOCO_CUSTOMER, *SOCO_SELLING))
    odd = sorted(set(keys) ^ set(statements))
    if odd:
        raise DefinitionError(
            _("The wording does not fit the scale; missing or unknown: {keys}."),
            _("Give the words of each of the 24 statements, by its key."),
            keys=", ".join(odd),
        )
    asks = form.pages[0].questions[0].text
    return questionnaire(form.title, form.intro, *_pages(asks, statements))


def _pages(asks: Words, statements: Mapping[str, Words]) -> tuple[Page, ...]:
    """Return four pages of six statements, customer- and selling-oriented in turn."""
    return tuple(
        Page(key=f"part_{place}", questions=(_table(place, asks, statements, chain(*zip(*pair, strict=True))),))
        for place, pair in enumerate(zip(SOCO_CUSTOMER, SOCO_SELLING, strict=True), start=1)
    )


def _table(place: int, asks: Words, statements: Mapping[str, Words], keys: chain[str]) -> Question:
    rows = tuple(Choice(key=key, text=statements[key]) for key in keys)
    return Question(key=f"soco_{place}", kind=Kind.MATRIX, text=asks, rows=rows, scale=NINE)


SELLER_FORM: Final = questionnaire(
    words("Miten kohtaan asiakkaan?", "Hur möter jag kunden?", "How do I meet the customer?"),
    words(
        "Arvioi omaa tapaasi toimia. Vastaat nimettömästi, eikä pienistä ryhmistä näytetä lukuja. "
        "Oikeita vastauksia ei ole.",
        "Bedöm ditt eget sätt att arbeta. Du svarar anonymt, och inga tal visas för små grupper. "
        "Det finns inga rätta svar.",
        "Judge your own way of working. You answer anonymously, and no figures are shown for small groups. "
        "There are no right answers.",
    ),
    *_pages(SELLER_ASKS, SELLER),
)
BUYER_FORM: Final = questionnaire(
    words("Miten sinua palveltiin?", "Hur blev du bemött?", "How were you served?"),
    words(
        "Ajattele henkilöä, joka viimeksi palveli sinua meillä. Vastauksesi auttavat meitä palvelemaan paremmin.",
        "Tänk på den person som senast betjänade dig hos oss. Dina svar hjälper oss att ge bättre service.",
        "Think of the person who last served you here. Your answers help us to serve better.",
    ),
    *_pages(BUYER_ASKS, BUYER),
)
SCORING: Final = SOCO
