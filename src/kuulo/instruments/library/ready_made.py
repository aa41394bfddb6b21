"""The shelf of ready-made instruments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.instruments.library import beginning, early_adopters, effort, leaving, pulse, relationship, soco, transaction
from kuulo.instruments.library.writing import words
from kuulo.instruments.rules.questionnaire import Promise, Questionnaire, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMade:
    """One ready-made instrument.

    Attributes:
        name: What `create_instrument` is told.
        title: What those who choose one see.
        description: When to use it, in a sentence or two.
        promise: The promise it was written for.
        touchpoint: Where it is usually answered; may be empty.
    """

    name: str
    title: Words
    description: Words
    questionnaire: Questionnaire
    promise: Promise
    touchpoint: str = ""


SHELF: Final = (
    ReadyMade(
        name="relationship_nps",
        title=words("Suositteluhalukkuus (NPS)", "Rekommendation (NPS)", "Recommendation (NPS)"),
        description=words(
            "Kuinka moni suosittelisi teitä ja miksi. Sopii kysyttäväksi asiakkailta kerran tai kaksi vuodessa.",
            "Hur många som skulle rekommendera er, och varför. Passar att fråga kunderna en eller två gånger om året.",
            "How many would recommend you, and why. Fit to ask customers once or twice a year.",
        ),
        questionnaire=relationship.QUESTIONNAIRE,
        promise=Promise.IDENTIFIED,
    ),
    ReadyMade(
        name="transaction_csat",
        title=words(
            "Tyytyväisyys asiointiin (CSAT)", "Nöjdhet efter en kontakt (CSAT)", "Satisfaction after dealings (CSAT)"
        ),
        description=words(
            "Miten yksi ostos, toimitus tai käynti onnistui. Lähetetään heti sen jälkeen.",
            "Hur ett köp, en leverans eller ett besök lyckades. Skickas genast efteråt.",
            "How one purchase, delivery or visit went. Sent right after it.",
        ),
        questionnaire=transaction.QUESTIONNAIRE,
        promise=Promise.IDENTIFIED,
    ),
    ReadyMade(
        name="ces_touchpoint",
        title=words("Asioinnin helppous (CES 2.0)", "Kundansträngning (CES 2.0)", "Customer effort (CES 2.0)"),
        description=words(
            "Kuinka helppoa asiointi oli yhdessä kohtaamispisteessä ja mikä olisi tehnyt siitä helpompaa.",
            "Hur lätt det var vid en kontaktpunkt, och vad som hade gjort det lättare.",
            "How easy it was at one touchpoint, and what would have made it easier.",
        ),
        questionnaire=effort.QUESTIONNAIRE,
        promise=Promise.CONFIDENTIAL,
    ),
    ReadyMade(
        name="exit",
        title=words(
            "Lähtökysely entisille asiakkaille", "Enkät till tidigare kunder", "Exit questionnaire for former customers"
        ),
        description=words(
            "Miksi asiakkaat lähtivät, mitä he jäivät kaipaamaan, minne he menivät ja palaisivatko he.",
            "Varför kunder har lämnat er, vad de saknade, vart de gick och om de skulle komma tillbaka.",
            "Why customers left, what was missing, where they went and whether they would return.",
        ),
        questionnaire=leaving.QUESTIONNAIRE,
        promise=Promise.IDENTIFIED,
    ),
    ReadyMade(
        name="onboarding",
        title=words("Asiakkuuden alku", "Kundrelationens början", "Onboarding"),
        description=words(
            "Miten uusi asiakas on päässyt alkuun. Sopii lähetettäväksi muutaman viikon kuluttua aloituksesta.",
            "Hur en ny kund har kommit i gång. Passar att skicka några veckor efter starten.",
            "How a new customer has got started. Fit to send a few weeks after the beginning.",
        ),
        questionnaire=beginning.QUESTIONNAIRE,
        promise=Promise.IDENTIFIED,
    ),
    ReadyMade(
        name="early_adopters",
        title=words("Edelläkävijöiden paneeli", "Föregångarpanel", "Early-adopter panel"),
        description=words(
            "Löytää käyttäjät, jotka ovat muita edellä, ja kysyy heidän tarpeitaan, ideoitaan ja halua osallistua.",
            "Hittar användare som ligger före andra och frågar om deras behov, idéer och vilja att delta.",
            "Finds the users who are ahead of others, and asks for their needs, their ideas and their help.",
        ),
        questionnaire=early_adopters.QUESTIONNAIRE,
        promise=Promise.IDENTIFIED,
    ),
    ReadyMade(
        name="employee_pulse",
        title=words("Henkilöstön pulssi (eNPS)", "Medarbetarpuls (eNPS)", "Employee pulse (eNPS)"),
        description=words(
            "Suosittelisiko henkilöstö työpaikkaansa ja miltä työ tuntuu. Vastataan nimettömästi.",
            "Om medarbetarna skulle rekommendera sin arbetsplats och hur arbetet känns. Besvaras anonymt.",
            "Whether employees would recommend their workplace, and how work feels. Answered anonymously.",
        ),
        questionnaire=pulse.QUESTIONNAIRE,
        promise=Promise.ANONYMOUS,
    ),
    ReadyMade(
        name="soco_seller",
        title=words(
            "Asiakaslähtöisyys myyjän silmin (SOCO)",
            "Kundorientering, säljarens syn (SOCO)",
            "Customer orientation, seller’s view (SOCO)",
        ),
        description=words(
            "Miten myyjät ja palvelijat arvioivat omaa tapaansa toimia. 24 väitettä, vastataan nimettömästi.",
            "Hur säljare och servicepersonal bedömer sitt eget arbetssätt. 24 påståenden, besvaras anonymt.",
            "How those who sell and serve judge their own way of working. 24 statements, answered anonymously.",
        ),
        questionnaire=soco.SELLER_FORM,
        promise=Promise.ANONYMOUS,
    ),
    ReadyMade(
        name="soco_buyer",
        title=words(
            "Asiakaslähtöisyys asiakkaan silmin (SOCO)",
            "Kundorientering, kundens syn (SOCO)",
            "Customer orientation, buyer’s view (SOCO)",
        ),
        description=words(
            "Miten asiakkaat kokivat heitä palvelleen ihmisen toiminnan. Samat 24 väitettä kuin myyjillä.",
            "Hur kunderna upplevde den som betjänade dem. Samma 24 påståenden som för säljarna.",
            "How customers found the person who served them. The same 24 statements as sellers answer.",
        ),
        questionnaire=soco.BUYER_FORM,
        promise=Promise.CONFIDENTIAL,
    ),
)
READY_MADE: Final[Mapping[str, ReadyMade]] = {ready.name: ready for ready in SHELF}
