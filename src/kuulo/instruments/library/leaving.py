"""Exit: why customers left, what was missing, where they went, and whether they would return."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.library.writing import choice, chose, may_we_contact, questionnaire, words
from kuulo.instruments.rules.questionnaire import AnyOf, Kind, Operator, Page, Question, Test

REASONS: Final = Question(
    key="reasons",
    kind=Kind.MULTIPLE,
    text=words("Miksi lopetit asiakkuutesi?", "Varför slutade du vara kund hos oss?", "Why did you leave us?"),
    choices=(
        choice("price", "Hinta", "Priset", "The price"),
        choice(
            "quality",
            "Laatu ei vastannut odotuksiani",
            "Kvaliteten motsvarade inte mina förväntningar",
            "The quality was not what I expected",
        ),
        choice("service", "Palvelu", "Servicen", "The service I got"),
        choice(
            "unsolved",
            "Ongelmaa ei saatu ratkaistua",
            "Ett problem som inte blev löst",
            "A problem that was not solved",
        ),
        choice(
            "effort", "Asiointi oli hankalaa", "Det var krångligt att uträtta ärenden", "Things were too much trouble"
        ),
        choice(
            "better", "Löysin paremman vaihtoehdon", "Jag hittade ett bättre alternativ", "I found something better"
        ),
        choice("no_need", "En tarvitse tätä enää", "Jag behöver det inte längre", "I no longer need it"),
        choice("life", "Elämäntilanteeni muuttui", "Min livssituation förändrades", "My circumstances changed"),
    ),
    other=True,
    most=3,
    random_order=True,
    required=True,
)
DETAILS: Final = (
    Question(
        key="price_how",
        kind=Kind.SINGLE,
        text=words("Mikä hinnassa ei toiminut?", "Vad var det med priset?", "What was it about the price?"),
        choices=(
            choice("too_high", "Se oli liian korkea", "Det var för högt", "It was too high"),
            choice("rose", "Se nousi", "Det steg", "It went up"),
            choice(
                "unclear",
                "En tiennyt, mistä maksan",
                "Jag visste inte vad jag betalade för",
                "I could not tell what I was paying for",
            ),
            choice(
                "cheaper", "Muualla oli halvempaa", "Det var billigare någon annanstans", "It was cheaper elsewhere"
            ),
        ),
        show_if=Test(name="reasons", operator=Operator.INCLUDES, value="price"),
    ),
    Question(
        key="unsolved_what",
        kind=Kind.TEXT,
        text=words(
            "Mikä ongelma jäi ratkaisematta?", "Vilket problem blev inte löst?", "Which problem was not solved?"
        ),
        show_if=Test(name="reasons", operator=Operator.INCLUDES, value="unsolved"),
    ),
    Question(
        key="missing",
        kind=Kind.TEXT,
        text=words("Mitä jäit meillä kaipaamaan?", "Vad saknade du hos oss?", "What was missing with us?"),
    ),
)
WHERE: Final = Question(
    key="where_to",
    kind=Kind.SINGLE,
    text=words("Miten hoidat saman asian nyt?", "Hur sköter du samma sak nu?", "How do you manage the same thing now?"),
    choices=(
        choice("another", "Toisen yrityksen kanssa", "Med ett annat företag", "With another company"),
        choice("myself", "Itse", "På egen hand", "By myself"),
        choice("without", "Olen ilman", "Jag klarar mig utan", "I do without"),
        choice("undecided", "En ole vielä päättänyt", "Jag har inte bestämt mig än", "I have not decided yet"),
        choice("not_told", "En halua kertoa", "Jag vill inte berätta", "I would rather not say"),
    ),
)
THERE: Final = (
    Question(
        key="which",
        kind=Kind.TEXT,
        text=words("Minkä yrityksen?", "Vilket företag?", "Which company?"),
        lines=1,
        longest=120,
        show_if=chose("where_to", "another"),
    ),
    Question(
        key="better_there",
        kind=Kind.TEXT,
        text=words("Mikä siellä on paremmin?", "Vad är bättre där?", "What is better there?"),
        show_if=chose("where_to", "another"),
    ),
    Question(
        key="would_return",
        kind=Kind.SINGLE,
        text=words(
            "Voisitko palata asiakkaaksemme?", "Skulle du kunna bli kund hos oss igen?", "Would you come back to us?"
        ),
        choices=(
            choice("yes", "Kyllä", "Ja", "Yes"),
            choice("perhaps", "Ehkä, jos jokin muuttuu", "Kanske, om något förändras", "Perhaps, if something changes"),
            choice("no", "En", "Nej", "No"),
            choice("unsure", "En osaa sanoa", "Jag vet inte", "I cannot say"),
        ),
    ),
)
BACK: Final = Question(
    key="to_return",
    kind=Kind.TEXT,
    text=words("Mikä toisi sinut takaisin?", "Vad skulle få dig att komma tillbaka?", "What would bring you back?"),
    show_if=AnyOf((chose("would_return", "yes"), chose("would_return", "perhaps"))),
)
QUESTIONNAIRE: Final = questionnaire(
    words("Miksi lähdit?", "Varför lämnade du oss?", "Why did you leave?"),
    words(
        "Olit asiakkaamme, ja haluamme oppia siitä, miksi et enää ole. Emme yritä myydä mitään.",
        "Du har varit vår kund, och vi vill lära oss av varför du inte längre är det. Vi försöker inte sälja något.",
        "You were our customer, and we want to learn from why you no longer are. We are not selling anything.",
    ),
    Page(key="why", questions=(REASONS,)),
    Page(key="what", questions=DETAILS),
    Page(key="where", questions=(WHERE,)),
    Page(key="there", questions=THERE),
    Page(key="back", questions=(BACK, may_we_contact())),
)
