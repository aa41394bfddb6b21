"""Transaction CSAT: how one purchase, delivery or visit went."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.library.writing import (
    SATISFACTION,
    at_least,
    at_most,
    choice,
    five,
    may_we_contact,
    named_scale,
    questionnaire,
    words,
)
from kuulo.instruments.rules.questionnaire import AnyOf, Kind, Operator, Page, Question, Test

SCORE: Final = Question(
    key="satisfied",
    kind=Kind.CSAT,
    text=words(
        "Kuinka tyytyväinen olet asiointiisi kokonaisuutena?",
        "Hur nöjd är du som helhet med den här kontakten med oss?",
        "All in all, how satisfied are you with how it went?",
    ),
    scale=named_scale(Kind.CSAT, SATISFACTION),
    required=True,
)
WHY: Final = (
    Question(
        key="went_wrong",
        kind=Kind.TEXT,
        text=words(
            "Mikä ei mennyt niin kuin toivoit?",
            "Vad gick inte som du hade hoppats?",
            "What did not go the way you had hoped?",
        ),
        clarifies="satisfied",
        show_if=at_most("satisfied", 3),
    ),
    Question(
        key="went_well",
        kind=Kind.TEXT,
        text=words("Mikä onnistui erityisen hyvin?", "Vad fungerade särskilt bra?", "What went particularly well?"),
        clarifies="satisfied",
        show_if=at_least("satisfied", 4),
    ),
    Question(
        key="settled",
        kind=Kind.SINGLE,
        text=words("Tuliko asiasi hoidettua?", "Blev ditt ärende uträttat?", "Did you get done what you came for?"),
        choices=(
            choice("yes", "Kyllä, kokonaan", "Ja, helt och hållet", "Yes, all of it"),
            choice("partly", "Osittain", "Delvis", "Partly"),
            choice("no", "Ei", "Nej", "No"),
        ),
    ),
)
PARTS: Final = Question(
    key="parts",
    kind=Kind.MATRIX,
    text=words(
        "Entä kuinka tyytyväinen olet näihin?", "Hur nöjd är du med följande?", "And how satisfied are you with these?"
    ),
    help=words(
        "Ohita se, mikä ei koske sinua.", "Hoppa över det som inte gäller dig.", "Leave out what does not apply to you."
    ),
    rows=(
        choice(
            "people",
            "Palvelun ystävällisyys ja asiantuntevuus",
            "Vänlighet och kunnighet",
            "Kindness and skill of the people",
        ),
        choice("speed", "Nopeus", "Snabbheten", "Speed"),
        choice("product", "Se, mitä sain tai ostin", "Det jag fick eller köpte", "What I got or bought"),
        choice("value", "Hinnan ja laadun suhde", "Förhållandet mellan pris och kvalitet", "Value for money"),
    ),
    scale=five(SATISFACTION),
)
UNSETTLED: Final = AnyOf(
    (
        at_most("satisfied", 3),
        Test(name="settled", operator=Operator.IS, value="partly"),
        Test(name="settled", operator=Operator.IS, value="no"),
    )
)
QUESTIONNAIRE: Final = questionnaire(
    words("Miten asiointi sujui?", "Hur gick det?", "How did it go?"),
    words(
        "Kerro, miten viime asiointisi meillä sujui.",
        "Berätta hur det gick när du senast var i kontakt med oss.",
        "Tell us how your latest dealings with us went.",
    ),
    Page(key="score", questions=(SCORE,)),
    Page(key="why", questions=WHY),
    Page(key="details", questions=(PARTS, may_we_contact(UNSETTLED))),
    hidden=("order",),
)
