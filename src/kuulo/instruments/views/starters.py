"""What a new question begins with: a usual wording in every language, ready to be changed.

These are words for respondents, not for the builder's user; they are therefore written in all languages at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.instruments.rules.questionnaire import Choice, Kind, Question, Scale

YES_NO: Final = (
    Choice(key="choice_1", text={"fi": "Kyllä", "sv": "Ja", "en": "Yes"}),
    Choice(key="choice_2", text={"fi": "Ei", "sv": "Nej", "en": "No"}),
)
EMPTY_CHOICES: Final = (Choice(key="choice_1", text={}), Choice(key="choice_2", text={}))
EMPTY_ROWS: Final = (Choice(key="row_1", text={}), Choice(key="row_2", text={}))
LIKELY: Final = {
    "low": {"fi": "En lainkaan todennäköisesti", "sv": "Inte alls troligt", "en": "Not at all likely"},
    "high": {"fi": "Erittäin todennäköisesti", "sv": "Mycket troligt", "en": "Extremely likely"},
}
GOOD: Final = {
    "low": {"fi": "Erittäin huono", "sv": "Mycket dålig", "en": "Very poor"},
    "high": {"fi": "Erittäin hyvä", "sv": "Mycket bra", "en": "Very good"},
}

STARTERS: Final[Mapping[Kind, Question]] = {
    question.kind: question
    for question in (
        Question(
            key="nps",
            kind=Kind.NPS,
            text={
                "fi": "Kuinka todennäköisesti suosittelisit meitä ystävälle tai kollegalle?",
                "sv": "Hur troligt är det att du skulle rekommendera oss till en vän eller kollega?",
                "en": "How likely are you to recommend us to a friend or colleague?",
            },
            scale=Scale(minimum=0, maximum=10, low=LIKELY["low"], high=LIKELY["high"]),
        ),
        Question(
            key="enps",
            kind=Kind.ENPS,
            text={
                "fi": "Kuinka todennäköisesti suosittelisit meitä työpaikkana?",
                "sv": "Hur troligt är det att du skulle rekommendera oss som arbetsplats?",
                "en": "How likely are you to recommend us as a place to work?",
            },
            scale=Scale(minimum=0, maximum=10, low=LIKELY["low"], high=LIKELY["high"]),
        ),
        Question(
            key="csat",
            kind=Kind.CSAT,
            text={
                "fi": "Kuinka tyytyväinen olet saamaasi palveluun?",
                "sv": "Hur nöjd är du med servicen du fick?",
                "en": "How satisfied are you with the service you received?",
            },
            scale=Scale(
                minimum=1,
                maximum=5,
                low={"fi": "Erittäin tyytymätön", "sv": "Mycket missnöjd", "en": "Very dissatisfied"},
                high={"fi": "Erittäin tyytyväinen", "sv": "Mycket nöjd", "en": "Very satisfied"},
            ),
        ),
        Question(
            key="ces_2010",
            kind=Kind.CES_2010,
            text={
                "fi": "Kuinka paljon vaivaa sinun piti nähdä asiasi hoitamiseksi?",
                "sv": "Hur mycket behövde du anstränga dig för att få ditt ärende skött?",
                "en": "How much effort did you have to put in to get this done?",
            },
            scale=Scale(
                minimum=1,
                maximum=5,
                direction=-1,
                low={"fi": "Hyvin vähän", "sv": "Mycket lite", "en": "Very little"},
                high={"fi": "Hyvin paljon", "sv": "Mycket", "en": "A great deal"},
            ),
        ),
        Question(
            key="ces",
            kind=Kind.CES_2,
            text={
                "fi": "Asiani hoitaminen oli helppoa.",
                "sv": "Det var lätt att få mitt ärende skött.",
                "en": "It was easy to get this done.",
            },
            scale=Scale(
                minimum=1,
                maximum=7,
                low={"fi": "Täysin eri mieltä", "sv": "Helt av annan åsikt", "en": "Strongly disagree"},
                high={"fi": "Täysin samaa mieltä", "sv": "Helt av samma åsikt", "en": "Strongly agree"},
            ),
        ),
        Question(
            key="rating",
            kind=Kind.RATING,
            text={"fi": "Millainen … oli?", "sv": "Hur var …?", "en": "How was …?"},
            scale=Scale(minimum=1, maximum=5, low=GOOD["low"], high=GOOD["high"]),
        ),
        Question(key="choice", kind=Kind.SINGLE, text={}, choices=YES_NO),
        Question(key="choices", kind=Kind.MULTIPLE, text={}, choices=EMPTY_CHOICES),
        Question(
            key="matrix",
            kind=Kind.MATRIX,
            text={},
            rows=EMPTY_ROWS,
            scale=Scale(minimum=1, maximum=5, low=GOOD["low"], high=GOOD["high"]),
        ),
        Question(
            key="ranking",
            kind=Kind.RANKING,
            text={
                "fi": "Mikä on sinulle tärkeintä? Aseta järjestykseen.",
                "sv": "Vad är viktigast för dig? Ordna efter betydelse.",
                "en": "What matters most to you? Put these in order.",
            },
            choices=EMPTY_CHOICES,
        ),
        Question(
            key="words",
            kind=Kind.TEXT,
            text={
                "fi": "Mitä muuta haluaisit kertoa?",
                "sv": "Vad annat vill du berätta?",
                "en": "What else would you like to tell us?",
            },
        ),
        Question(key="number", kind=Kind.NUMBER, text={}),
        Question(key="date", kind=Kind.DATE, text={}),
        Question(key="statement", kind=Kind.STATEMENT, text={}),
    )
}

# A question for the reason of a score: of everybody, after a low one, after a high one.
WHY: Final[Mapping[str, Question]] = {
    "all": Question(
        key="why",
        kind=Kind.TEXT,
        text={
            "fi": "Mikä on tärkein syy vastaukseesi?",
            "sv": "Vad är den viktigaste orsaken till ditt svar?",
            "en": "What is the main reason for your answer?",
        },
    ),
    "low": Question(
        key="why_low",
        kind=Kind.TEXT,
        text={
            "fi": "Mitä meidän pitäisi parantaa?",
            "sv": "Vad borde vi förbättra?",
            "en": "What should we do better?",
        },
    ),
    "high": Question(
        key="why_high",
        kind=Kind.TEXT,
        text={
            "fi": "Missä onnistuimme?",
            "sv": "Vad lyckades vi med?",
            "en": "What did we do well?",
        },
    ),
}
