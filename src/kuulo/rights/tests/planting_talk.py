"""A discussion she wrote in under her own name, and an idea she told; somebody else did the same."""

from __future__ import annotations

from collections.abc import Sequence

from kuulo.discussions import services as discussions
from kuulo.discussions.rules import RoomStep, Starters
from kuulo.discussions.services import PollWishes
from kuulo.discussions.tests.cast import ILONA, NOON, joined, running_study
from kuulo.ideas import services as ideas
from kuulo.ideas.services import TellerWishes
from kuulo.rights.tests.planting_traces import NAME
from kuulo.rights.tests.planting_words import WORDS


def talked(party_ids: Sequence[int]) -> None:
    """Let the first of the customers write, begin a topic, vote, point out and be asked alone, and the others write."""
    study = running_study("What they talk about", shares_words=True)
    room = discussions.make_room(
        study=study, title="Travel", welcome="Tell us.", starters=Starters.EVERYBODY, by=ILONA, now=NOON
    )
    discussions.move_room(room=room.id, step=RoomStep.OPEN, by=ILONA, now=NOON)
    thread = discussions.start_thread(room=room.id, title="On the way", text="How was it?", by=ILONA, now=NOON)
    poll = discussions.ask_poll(
        thread=thread.key, wishes=PollWishes(question="When?", options=("Noon", "Night")), by=ILONA, now=NOON
    )
    before = ""
    for place, party in enumerate(party_ids):
        name, words = (NAME, WORDS) if place == 0 else ("Orvokki", "All went well")
        (who,) = joined(study, [name], party_id=party)
        key = discussions.write_message(
            token=who.token, thread=thread.key, text=f"{words} indeed", reply_to=before, now=NOON
        )
        discussions.edit_message(token=who.token, message=key, text=f"{words} indeed!", now=NOON)
        discussions.start_topic(token=who.token, room=room.id, title=f"{words}?", text=f"Say: {words}", now=NOON)
        discussions.probe(study=study, text=f"And you, {name}?", to=who.id, by=ILONA, now=NOON)
        discussions.vote(token=who.token, poll=poll, picked=[place % 2], now=NOON)
        if before:
            discussions.report_message(token=who.token, message=before, why="So loud", now=NOON)
        before = key


def told_ideas(party_ids: Sequence[int]) -> None:
    """Let the customers tell an idea by word of mouth, the first in her own words."""
    number = ideas.keep_idea(text={"en": "A ferry in the evening"}, by=ILONA, now=NOON)
    for place, party in enumerate(party_ids):
        note = f"{NAME} said: {WORDS}" if place == 0 else "At the till"
        ideas.add_teller(number=number, wishes=TellerWishes(party_id=party, note=note), by=ILONA, now=NOON)
