"""Relationship NPS: would customers recommend us, and why."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.library.writing import (
    LIKELIHOOD,
    at_least,
    at_most,
    choice,
    may_we_contact,
    named_scale,
    questionnaire,
    words,
)
from kuulo.instruments.rules.questionnaire import All, Kind, Page, Question

SCORE: Final = Question(
    key="recommend",
    kind=Kind.NPS,
    text=words(
        "Kuinka todennäköisesti suosittelisit meitä ystävälle tai työkaverille?",
        "Hur troligt är det att du skulle rekommendera oss till en vän eller kollega?",
        "How likely are you to recommend us to a friend or colleague?",
    ),
    scale=named_scale(Kind.NPS, LIKELIHOOD),
    required=True,
)
WHY: Final = (
    Question(
        key="to_change",
        kind=Kind.TEXT,
        text=words(
            "Mitä meidän pitäisi tehdä toisin, jotta voisit suositella meitä?",
            "Vad borde vi göra annorlunda för att du skulle kunna rekommendera oss?",
            "What would we have to do differently for you to recommend us?",
        ),
        clarifies="recommend",
        show_if=at_most("recommend", 6),
    ),
    Question(
        key="to_a_ten",
        kind=Kind.TEXT,
        text=words(
            "Mitä puuttuu täydestä kympistä?",
            "Vad saknas för att du skulle ge oss en tia?",
            "What is missing for a ten?",
        ),
        clarifies="recommend",
        show_if=All((at_least("recommend", 7), at_most("recommend", 8))),
    ),
    Question(
        key="the_best",
        kind=Kind.TEXT,
        text=words("Mikä meissä on parasta?", "Vad är det bästa med oss?", "What is the best thing about us?"),
        clarifies="recommend",
        show_if=at_least("recommend", 9),
    ),
    Question(
        key="weighed",
        kind=Kind.MULTIPLE,
        text=words(
            "Mitkä asiat painoivat arviossasi eniten?",
            "Vad vägde tyngst i din bedömning?",
            "What weighed most in your rating?",
        ),
        choices=(
            choice("quality", "Tuotteiden tai palvelun laatu", "Produkternas eller tjänstens kvalitet", "Quality"),
            choice("price", "Hinta", "Priset", "Price"),
            choice("people", "Ihmiset, jotka palvelevat", "Människorna som hjälper mig", "The people who serve me"),
            choice(
                "ease", "Asioinnin helppous", "Hur lätt det är att uträtta ärenden", "How easy things are to get done"
            ),
            choice("keeping_word", "Lupausten pitäminen", "Att löften hålls", "Promises being kept"),
            choice("information", "Tiedon saaminen", "Informationen jag får", "The information I get"),
        ),
        other=True,
        most=3,
        random_order=True,
    ),
)
QUESTIONNAIRE: Final = questionnaire(
    words("Suosittelisitko meitä?", "Skulle du rekommendera oss?", "Would you recommend us?"),
    words(
        "Muutama kysymys siitä, millaista on olla asiakkaamme.",
        "Några frågor om hur det är att vara kund hos oss.",
        "A few questions about what it is like to be our customer.",
    ),
    Page(key="score", questions=(SCORE,)),
    Page(key="why", questions=WHY),
    Page(key="contact_page", questions=(may_we_contact(),)),
)
