"""A diary she kept: prompted by e-mail, written in her words, with a picture; somebody else kept it too."""

from __future__ import annotations

from collections.abc import Iterable

from kuulo.diaries.rules import Upload
from kuulo.diaries.services import Sent, note_opened, send_due, write_entry
from kuulo.diaries.tests.desk import NOW, PIXEL, keeper, kept, key
from kuulo.diaries.tests.test_send_prompts import SIX
from kuulo.rights.tests.planting_traces import NAME
from kuulo.rights.tests.planting_words import WORDS


def kept_a_diary(party_ids: Iterable[int]) -> None:
    """Let the first of the customers keep a diary in her own words, and the others in theirs."""
    study = kept(shares_words=True)
    for place, party in enumerate(party_ids):
        name, words = (NAME, WORDS) if place == 0 else ("Aino", "All went well")
        who = keeper(study, party_id=party, pseudonym=name)
        note_opened(participant_id=who.id, study=study.slug, now=NOW, zone="Europe/Helsinki")
        told = Sent(fields={"words": [f"{words} and so on"], "mood": ["3"]}, files={"photo": Upload("a.png", PIXEL)})
        write_entry(token=who.token, key=key(), sent=told, now=NOW)
    send_due(now=SIX)
