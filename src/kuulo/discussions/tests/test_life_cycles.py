"""The life cycles of rooms, threads, messages and polls, walked at random: every illegal step is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.discussions.rules import MessageState, PollState, RoomState, ThreadState
from kuulo.discussions.rules.states import (
    MESSAGE_STEPS,
    POLL_STEPS,
    ROOM_STEPS,
    STATE_WORDS,
    STEP_WORDS,
    THREAD_STEPS,
    MessageStep,
    PollStep,
    RoomStep,
    ThreadStep,
    stepped,
)
from kuulo.discussions.rules.talk import Standing, check_writing

pytestmark = pytest.mark.pure
Life = tuple[Mapping[Any, Any], Any, tuple[Any, ...]]
LIVES: Final[tuple[Life, ...]] = (
    (ROOM_STEPS, RoomState.PLANNED, tuple(RoomStep)),
    (THREAD_STEPS, ThreadState.OPEN, tuple(ThreadStep)),
    (MESSAGE_STEPS, MessageState.SHOWN, tuple(MessageStep)),
    (POLL_STEPS, PollState.OPEN, tuple(PollStep)),
)


@pytest.mark.parametrize("life", LIVES, ids=["room", "thread", "message", "poll"])
@given(walk=st.lists(st.integers(0, 3), max_size=30))
def test_a_random_walk_takes_legal_steps_alone(life: Life, walk: list[int]) -> None:
    steps, state, names = life
    for number in walk:
        step = names[number % len(names)]
        if (state, step) in steps:
            state = stepped(steps, state, step)
            continue
        with pytest.raises(GuardError) as refused:
            stepped(steps, state, step)
        assert STEP_WORDS[step.value] in str(refused.value)
        assert STATE_WORDS[state.value] in str(refused.value)


def test_a_removed_message_and_a_closed_poll_stay_so() -> None:
    assert not any(state is MessageState.REMOVED for state, _step in MESSAGE_STEPS)
    assert not any(state is PollState.CLOSED for state, _step in POLL_STEPS)


@given(
    room=st.sampled_from(RoomState),
    thread=st.sampled_from(ThreadState),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_words_are_taken_only_where_nothing_stands_against_them(
    room: RoomState, thread: ThreadState, flags: tuple[bool, bool, bool]
) -> None:
    running, basis, silenced = flags
    standing = Standing(room=room, thread=thread, is_running=running, has_basis=basis, is_silenced=silenced)
    allowed = room is RoomState.OPEN and thread is ThreadState.OPEN and running and basis and not silenced
    if allowed:
        check_writing(standing)
    else:
        with pytest.raises(GuardError):
            check_writing(standing)
