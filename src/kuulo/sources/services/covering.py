"""One voice taken out of what several said together: their words covered, everybody else's left in their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.qualitative.reading import Turn
from kuulo.sources.models import Source
from kuulo.sources.services.storing import drop_media

COVER: Final = "█"
SEEN: Final = re.compile(r"[^\n]")


def shared_sources(participant_ids: Collection[int]) -> list[tuple[str, list[int]]]:
    """Return the sources in which several took part and one of these did: key, and which of them."""
    rows = Source.objects.filter(participant_id=None, session_id__isnull=False).values_list("key", "rests_on")
    wanted = frozenset(participant_ids)
    return [(key, sorted(wanted & set(people))) for key, people in rows if wanted & set(people)]


@transaction.atomic
def cover_voice(key: str, participant_id: int, names: Iterable[str], *, by: str, now: datetime) -> bool:
    """Cover what one of several said in a source, and return whether their voice was found in it by a name.

    Positions stay as they are; a recording of it goes. The source then rests on the consent of the others alone. Where
    the voice cannot be told apart, everything is left as it is, and stays out of evidence.
    """
    row = Source.objects.select_for_update().filter(key=key).first()
    wanted = {name.casefold() for name in names if name}
    if row is None or participant_id not in row.rests_on:
        return False
    turns = [Turn(**turn) for turn in row.turns]
    theirs = [turn for turn in turns if turn.speaker and turn.speaker.casefold() in wanted]
    if not theirs:
        return False
    row.text = covered(row.text, turns, theirs)
    gone = {turn.speaker for turn in theirs}
    row.turns = [turn for turn in row.turns if turn["speaker"] not in gone]
    row.speakers = {name: whose for name, whose in row.speakers.items() if name not in gone}
    row.rests_on = [number for number in row.rests_on if number != participant_id]
    # Out of the recording itself no voice can be taken.
    drop_media(row.media_name)
    row.media_name, row.media_mime, row.media_bytes = "", "", 0
    row.save()
    note(
        actor=by,
        verb="cover",
        subject=Subject("source", key),
        text=say(_("One voice was taken out of material of the study {study}."), study=row.study),
        details={"turns": len(theirs)},
        now=now,
    )
    return True


def covered(text: str, turns: list[Turn], theirs: list[Turn]) -> str:
    """Return a text with some turns covered from the end of the turn before, where their speaker's name stands."""
    pieces, place, before = [], 0, 0
    for turn in turns:
        if turn in theirs:
            pieces += [text[place:before], SEEN.sub(COVER, text[before : turn.end])]
            place = turn.end
        before = turn.end
    return "".join((*pieces, text[place:]))
