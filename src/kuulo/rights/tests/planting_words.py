"""What is found out from her words, planted: readings, themes, codings, drafts, searches, and what was learned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

import numpy as np

from kuulo.claims import services as claims
from kuulo.claims.rules import Way
from kuulo.codebooks import services as codebooks
from kuulo.codebooks.models import Proposal
from kuulo.codebooks.queries.codings import Waiting
from kuulo.codebooks.rules import Reason
from kuulo.codebooks.services import BookWishes, CodeWishes
from kuulo.drafting.rules import Order, Source, Task
from kuulo.drafting.services import ConsoleWriter, draft
from kuulo.lake.queries import open_snapshot
from kuulo.language.personal import Masked
from kuulo.rights.tests.planting_traces import NAME
from kuulo.searches import services as searches
from kuulo.searches.rules.asking import Question
from kuulo.words.queries import read_comments
from kuulo.words.services import Budget, current_embedder, keep_model, note_codes, note_themes, read_words

WORDS: Final = "zyrvaxwords about the ferry"
ILONA: Final = "ilona@example.org"


def read_her_words(now: datetime) -> None:
    """Let comments be read, coded, themed, drafted about and searched, and learned from as they were."""
    read_words(Budget(seconds=600))
    with open_snapshot() as snapshot:
        found = read_comments(snapshot, columns=("signal_id", "text"))
    texts = dict(zip(found["signal_id"].to_pylist(), found["text"].to_pylist(), strict=True))
    note_themes(dict.fromkeys(texts, ("theme-1", 0.9)))
    note_codes(dict.fromkeys(texts, ("code-1",)))
    keep_model("feeling", {"vocabulary": np.array([WORDS])}, learned_from=len(texts), now=now)
    coded(texts, now)
    drafted(texts)
    searched()
    stand_as_evidence(texts, now)


def coded(texts: Collection[str], now: datetime) -> None:
    """Code every comment, propose a code for each, and let each wait to be coded beside others."""
    made = codebooks.make_book(wishes=BookWishes(names={"en": "Travel"}), by=ILONA, now=now)
    found = codebooks.add_code(slug=made.slug, wishes=CodeWishes(names={"en": "Ferry"}), now=now)
    code = found.codes[0].key
    for number in sorted(texts):
        waiting = Waiting(
            signal_id=number,
            reason=Reason.UNSURE,
            in_sample=False,
            blind=False,
            proposed={code: 0.7},
            near=tuple(texts),
        )
        codebooks.note_coding(slug=found.slug, waiting=waiting, codes=[code], none=False, coder=ILONA, now=now)
        Proposal.objects.create(codebook_id=found.id, signal_id=number, code=code, probability=0.7)
    codebooks.learn_book(found.slug, now=now)
    codebooks.fill_queue(found)


def stand_as_evidence(texts: Mapping[str, str], now: datetime) -> None:
    """Let every comment speak for a claim, with its words in the reason, and come back as an answer to a question."""
    number = claims.make_claim(wishes=claims.ClaimWishes(text={"en": "Ferries matter"}), by=ILONA, now=now)
    ref = claims.ask_customer(
        claim=number, text="Why the ferry?", by=ILONA, way=Way.SURVEY, target=claims.Target(language="en"), now=now
    )
    for signal_id, words in sorted(texts.items()):
        piece = claims.cut_answer(signal_id=signal_id, by=ILONA, now=now)
        claims.note_answer(ref=ref, fragment=piece, now=now)
        claims.attach(claim=number, fragment=piece, stance="support", weight=2, why=f"as in {words}", by=ILONA, now=now)


def drafted(texts: Mapping[str, str]) -> None:
    """Let a machine write about the comments, quoting hers."""
    order = Order(task=Task.SUMMARY, key="theme:theme-1", language="en", by=ILONA, subject="Ferries")
    hers = sorted(texts, key=lambda number: WORDS not in texts[number])
    draft(order, [Source(number, Masked(texts[number], ())) for number in hers], writer=ConsoleWriter())


def searched() -> None:
    """Let the index take the comments, and keep searches: one that names her, and one whose list she stands on."""
    embedder = current_embedder()
    searches.index_comments(embedder)
    for name, text in ((f"What {NAME} said", NAME), ("Ferries", "about the ferry")):
        searches.save_search(name=name, question=Question(text=text), by=ILONA, embedder=embedder)
