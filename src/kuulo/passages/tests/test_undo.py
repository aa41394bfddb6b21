"""Use case: what was done by mistake is taken back, exactly, as far as one likes, and done again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kuulo.base.errors import GuardError, KuuloError
from kuulo.codebooks.queries import book
from kuulo.codebooks.services import CodeWishes, add_code
from kuulo.passages.models import Act, Coding, Memo, Proposal
from kuulo.passages.queries import trail_of
from kuulo.passages.queries.rows import plain_of
from kuulo.passages.rules import About, ProposalState
from kuulo.passages.services import (
    change_memo,
    code_anew,
    code_passage,
    decide_proposal,
    note_coding,
    redo,
    remove_coding,
    remove_memo,
    resize_coding,
    undo,
    write_memo,
)
from kuulo.passages.tests.studies import AINO, BERIT, Scene, scene


def everything(at: Scene) -> dict[str, Any]:
    """Return every row of the room but the acts themselves, and the codes of the codebook."""
    rows = {
        f"{table.__name__} {row.pk}": plain_of(row)
        for table in (Coding, Memo, Proposal)
        for row in table.objects.order_by("pk")
    }
    codes = {code.key: (dict(code.names), code.parent) for code in book(at.book.slug).codes}
    return {"rows": rows, "codes": codes}


@pytest.mark.django_db
def test_every_kind_of_act_is_taken_back_and_done_again_exactly() -> None:
    at = scene()
    slug, key = at.study.slug, at.sources[0].key
    proposal = Proposal.objects.create(study=slug, source=key, start=0, end=9, code=at.code("Price"), probability=0.9)
    other = Proposal.objects.create(study=slug, source=key, start=9, end=12, code=at.code("Staff"), probability=0.8)
    acts: list[Callable[[], object]] = [
        lambda: code_passage(source=key, start=3, end=8, code=at.code("Waiting"), by=AINO, memo="Hm"),
        lambda: code_anew(source=key, start=5, end=20, name="Brand new", by=AINO, parent="price"),
        lambda: note_coding(coding_id=Coding.objects.earliest("pk").pk, memo="Well", by=AINO),
        lambda: resize_coding(coding_id=Coding.objects.earliest("pk").pk, start=2, end=30, by=AINO),
        lambda: write_memo(study=slug, about=About.PASSAGE, text="So", by=AINO, source=key, start=1, end=2),
        lambda: change_memo(memo_id=Memo.objects.get().pk, text="So it is", by=AINO),
        lambda: remove_memo(memo_id=Memo.objects.get().pk, by=AINO),
        lambda: decide_proposal(proposal_id=proposal.pk, wish=ProposalState.ACCEPTED, by=AINO),
        lambda: decide_proposal(proposal_id=other.pk, wish=ProposalState.REJECTED, by=AINO),
        lambda: remove_coding(coding_id=Coding.objects.earliest("pk").pk, by=AINO),
    ]
    states = [everything(at)]
    for act in acts:
        act()
        states.append(everything(at))
    for state in reversed(states[:-1]):
        undo(by=AINO, study=slug)
        assert everything(at) == state
    with pytest.raises(GuardError, match="nothing to undo"):
        undo(by=AINO, study=slug)
    for state in states[1:]:
        redo(by=AINO, study=slug)
        assert everything(at) == state
    with pytest.raises(GuardError, match="nothing to redo"):
        redo(by=AINO, study=slug)


@pytest.mark.django_db
def test_a_new_act_forgets_what_was_undone() -> None:
    at = scene()
    for start in (0, 4):
        code_passage(source=at.sources[0].key, start=start, end=start + 4, code=at.code("Price"), by=AINO)
    undo(by=AINO, study=at.study.slug)
    assert trail_of(at.study.slug, AINO).redo is not None
    code_passage(source=at.sources[0].key, start=8, end=12, code=at.code("Price"), by=AINO)
    assert trail_of(at.study.slug, AINO).redo is None
    assert Act.objects.count() == 2


@pytest.mark.django_db
def test_each_coder_undoes_their_own_acts_alone() -> None:
    at = scene()
    for coder in (AINO, BERIT):
        code_passage(source=at.sources[0].key, start=0, end=4, code=at.code("Price"), by=coder)
    undo(by=AINO, study=at.study.slug)
    assert [row.coder for row in Coding.objects.all()] == [BERIT]
    with pytest.raises(GuardError):
        undo(by=AINO, study=at.study.slug)


@pytest.mark.django_db
def test_undo_refuses_where_somebody_has_changed_the_row_and_changes_nothing() -> None:
    at = scene()
    made = code_passage(source=at.sources[0].key, start=0, end=4, code=at.code("Price"), by=AINO)
    Coding.objects.filter(pk=made.id).update(memo="Changed elsewhere")
    before = everything(at)
    with pytest.raises(GuardError, match="cannot be taken back exactly"):
        undo(by=AINO, study=at.study.slug)
    assert everything(at) == before
    assert not Act.objects.get().undone


@pytest.mark.django_db
def test_a_code_made_in_vivo_stays_where_others_have_come_to_use_it() -> None:
    at = scene()
    key = at.sources[0].key
    made = code_anew(source=key, start=0, end=4, name="Oma sana", by=AINO)
    code_passage(source=key, start=6, end=9, code=made.code, by=BERIT)
    undo(by=AINO, study=at.study.slug)
    assert made.code.partition("/")[2] in book(at.book.slug).parents
    redo(by=AINO, study=at.study.slug)
    assert Coding.objects.filter(code=made.code).count() == 2


@pytest.mark.django_db
def test_a_code_made_in_vivo_comes_back_under_its_key_unless_the_key_was_taken() -> None:
    at = scene()
    made = code_anew(source=at.sources[0].key, start=0, end=4, name="Oma sana", by=AINO)
    undo(by=AINO, study=at.study.slug)
    assert made.code.partition("/")[2] not in book(at.book.slug).parents
    redo(by=AINO, study=at.study.slug)
    assert Coding.objects.get().code == made.code
    undo(by=AINO, study=at.study.slug)
    add_code(slug=at.book.slug, wishes=CodeWishes(names={"en": "Oma sana"}))
    redo(by=AINO, study=at.study.slug)
    assert Coding.objects.get().code == made.code


class AnyWalk(TestCase):
    """Whatever is done, undone and redone in whatever order, the state is that of a plain list of states."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["code", "anew", "remove", "note", "resize", "memo", "undo", "redo"]),
                st.integers(0, 60),
                st.integers(1, 30),
            ),
            max_size=25,
        )
    )
    def test_a_walk_at_random(self, steps: list[tuple[str, int, int]]) -> None:
        at = scene(people=1)
        past, future = [everything(at)], []
        for verb, place, size in steps:
            before = everything(at)
            assert before == past[-1]
            try:
                take(at, verb, place, size)
            except KuuloError:
                assert everything(at) == before, "a refused step changes nothing"
                continue
            if verb == "undo":
                future.append(past.pop())
            elif verb == "redo":
                past.append(future.pop())
            elif everything(at) != before:
                past.append(everything(at))
                future.clear()
            assert everything(at) == past[-1]


def take(at: Scene, verb: str, place: int, size: int) -> None:
    """Take one step of a walk."""
    key = at.sources[0].key
    own = list(Coding.objects.order_by("pk"))
    chosen = own[place % len(own)].pk if own else 0
    codes = ("Price", "Waiting", "Price rises")
    if verb == "code":
        code_passage(source=key, start=place, end=place + size, code=at.code(codes[size % 3]), by=AINO)
    elif verb == "anew":
        code_anew(source=key, start=place, end=place + size, name=f"New {size % 4}", by=AINO)
    elif verb == "remove":
        remove_coding(coding_id=chosen, by=AINO)
    elif verb == "note":
        note_coding(coding_id=chosen, memo="n" * (size % 3), by=AINO)
    elif verb == "resize":
        resize_coding(coding_id=chosen, start=place, end=place + size, by=AINO)
    elif verb == "memo":
        write_memo(study=at.study.slug, about=About.STUDY, text="m" * size, by=AINO)
    elif verb == "undo":
        undo(by=AINO, study=at.study.slug)
    else:
        redo(by=AINO, study=at.study.slug)
