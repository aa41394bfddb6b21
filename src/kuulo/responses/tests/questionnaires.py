"""Questionnaires that tests of answering use."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.rules.questionnaire import (
    END,
    Choice,
    Closing,
    Kind,
    Operator,
    Page,
    Question,
    Questionnaire,
    Scale,
    Skip,
    Subject,
    Test,
    Words,
)

LANGUAGES: Final = ("en", "fi", "sv")


def words(en: str, fi: str = "", sv: str = "") -> Words:
    """Return a text in three languages."""
    return {"en": en, "fi": fi or f"{en} (fi)", "sv": sv or f"{en} (sv)"}


def choices(*named: tuple[str, str]) -> tuple[Choice, ...]:
    """Return choices from keys and English texts."""
    return tuple(Choice(key=key, text=words(text)) for key, text in named)


SCORE: Final = Question(
    key="nps",
    kind=Kind.NPS,
    text=words(
        "How likely are you to recommend us to a friend?",
        "Kuinka todennäköisesti suosittelisit meitä ystävälle?",
        "Hur sannolikt är det att du rekommenderar oss till en vän?",
    ),
    required=True,
    scale=Scale(
        minimum=0,
        maximum=10,
        low=words("Not at all likely", "En lainkaan", "Inte alls sannolikt"),
        high=words("Extremely likely", "Erittäin todennäköisesti", "Mycket sannolikt"),
    ),
)
EASE: Final = Question(
    key="easier",
    kind=Kind.TEXT,
    text=words(
        "What would have made it better?",
        "Mikä olisi parantanut arviotasi?",
        "Vad hade gjort ditt betyg bättre?",
    ),
    clarifies="nps",
    show_if=Test(name="nps", operator=Operator.AT_MOST, value=6),
)
SHORT: Final = Questionnaire(
    languages=LANGUAGES,
    title=words("Two questions about your visit", "Kaksi kysymystä käynnistäsi", "Två frågor om ditt besök"),
    pages=(Page(key="score", questions=(SCORE, EASE)),),
    closings=(
        Closing(
            text=words("We will look into it.", "Selvitämme asian.", "Vi tar reda på saken."),
            show_if=Test(name="nps", operator=Operator.AT_MOST, value=6),
        ),
        Closing(text=words("Thank you for your time!", "Kiitos ajastasi!", "Tack för din tid!")),
    ),
)
"""One page: a score and what follows a poor one."""

GRADES: Final = Scale(minimum=1, maximum=5, low=words("Poor", "Huono", "Dålig"), high=words("Good", "Hyvä", "Bra"))
EVERYTHING: Final = Questionnaire(
    languages=LANGUAGES,
    title=words("Tell us about your delivery", "Kerro toimituksestasi", "Berätta om din leverans"),
    intro=words(
        "Hello {{attribute:first_name|there}}! Your order {{hidden:order|}} has arrived. We would like to hear how it "
        "went, and we read every answer.",
        "Hei {{attribute:first_name|sinä}}! Tilauksesi {{hidden:order|}} on tullut perille. Kerro, miten se sujui: "
        "luemme jokaisen vastauksen.",
        "Hej {{attribute:first_name|du}}! Din beställning {{hidden:order|}} har kommit fram. Berätta hur det gick: vi "
        "läser alla svar.",
    ),
    hidden=("order",),
    pages=(
        Page(
            key="scores",
            questions=(
                SCORE,
                EASE,
                Question(
                    key="csat", kind=Kind.CSAT, text=words("How satisfied are you with the delivery?"), scale=GRADES
                ),
                Question(
                    key="ces", kind=Kind.CES_2, text=words("It was easy to get my order."), help=words("All in all.")
                ),
            ),
        ),
        Page(
            key="choices",
            title=words("About the parcel", "Paketista", "Om paketet"),
            questions=(
                Question(
                    key="where",
                    kind=Kind.SINGLE,
                    text=words("Where did you get it?", "Mistä sait sen?", "Var fick du det?"),
                    choices=choices(("home", "At my door"), ("shop", "From a shop"), ("box", "From a parcel box")),
                    other=True,
                    required=True,
                ),
                Question(
                    key="went_well",
                    kind=Kind.MULTIPLE,
                    text=words("What went well?", "Mikä sujui hyvin?", "Vad gick bra?"),
                    choices=(
                        *choices(("time", "It came in time"), ("news", "I was told when"), ("care", "It was unbroken")),
                        Choice(key="none", text=words("None of these"), exclusive=True),
                    ),
                    other=True,
                    random_order=True,
                    most=3,
                ),
                Question(
                    key="parts",
                    kind=Kind.MATRIX,
                    text=words("How good were these?", "Kuinka hyviä olivat nämä?", "Hur bra var de här?"),
                    rows=choices(
                        ("speed", "Speed of the delivery"), ("driver", "The driver"), ("box", "The packaging")
                    ),
                    scale=GRADES,
                ),
                Question(
                    key="agree",
                    kind=Kind.MATRIX,
                    text=words("What do you say to these?", "Mitä sanot näistä?", "Vad säger du om de här?"),
                    rows=choices(("again", "I would order again"), ("tell", "I have told others")),
                    choices=choices(("yes", "Yes"), ("perhaps", "Perhaps"), ("no", "No")),
                    required=True,
                ),
            ),
        ),
        Page(
            key="more",
            title=words("And a little more", "Ja vielä hieman", "Och lite till"),
            questions=(
                Question(
                    key="note", kind=Kind.STATEMENT, text=words("The last questions are for those who have time.")
                ),
                Question(
                    key="first",
                    kind=Kind.RANKING,
                    text=words("Which matters most?", "Mikä on tärkeintä?", "Vad är viktigast?"),
                    choices=choices(("price", "Price"), ("speed", "Speed"), ("green", "The climate")),
                ),
                Question(key="orders", kind=Kind.NUMBER, text=words("How many orders a year?"), least=0, most=500),
                Question(key="day", kind=Kind.DATE, text=words("When did it come?"), latest="2030-12-31"),
                Question(key="nickname", kind=Kind.TEXT, text=words("What may we call you?"), lines=1, longest=40),
                Question(key="words", kind=Kind.TEXT, text=words("What else should we know?")),
            ),
        ),
    ),
    closings=(Closing(text=words("Thank you for your time!", "Kiitos ajastasi!", "Tack för din tid!")),),
)
"""Three pages with every kind of question."""

BRANCHING: Final = Questionnaire(
    languages=LANGUAGES,
    title=words("Your contract", "Sopimuksesi", "Ditt avtal"),
    pages=(
        Page(
            key="stays",
            questions=(
                Question(
                    key="stay",
                    kind=Kind.SINGLE,
                    text=words("Will you stay with us?", "Jatkatko asiakkaana?", "Stannar du kvar?"),
                    choices=choices(("yes", "Yes"), ("no", "No")),
                    required=True,
                ),
            ),
            skips=(Skip(when=Test(name="stay", operator=Operator.IS, value="yes"), to=END),),
        ),
        Page(
            key="why",
            questions=(Question(key="reason", kind=Kind.TEXT, text=words("Why do you leave?", "Miksi?", "Varför?")),),
        ),
        Page(
            key="vip",
            show_if=Test(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value="vip"),
            questions=(
                Question(
                    key="call", kind=Kind.TEXT, text=words("May we call you?", "Saammeko soittaa?", "Får vi ringa?")
                ),
            ),
        ),
    ),
    closings=(Closing(text=words("Thank you!", "Kiitos!", "Tack!")),),
)
"""Pages that answers and attributes pass by."""
