"""Use case: a second person codes blind; how far both agree is told, and where they differ is settled."""

from __future__ import annotations

import pytest

from kuulo.base.errors import GuardError
from kuulo.codebooks.models import Coding
from kuulo.codebooks.queries import agreement_of, progress_of
from kuulo.codebooks.queries.codings import disputes_of, next_second
from kuulo.codebooks.rules import Coded, settled, truths
from kuulo.codebooks.services import settle_coding
from kuulo.codebooks.tests.books import AINO, BERIT, START, code_as, codebook

pytestmark = pytest.mark.django_db


def coded(book_id: int, signal: str, codes: list[str], *, in_sample: bool = False) -> None:
    """Let Aino have coded a comment."""
    Coding.objects.create(
        codebook_id=book_id, signal_id=signal, coder=AINO, codes=codes, in_sample=in_sample, coded_at=START
    )


def test_the_second_sees_nothing_of_the_first_and_comments_drawn_by_lot_come_first() -> None:
    made = codebook()
    coded(made.id, "one", ["price"])
    coded(made.id, "two", ["staff"], in_sample=True)
    waiting = next_second(made, BERIT)
    assert waiting is not None
    assert (waiting.signal_id, waiting.blind, waiting.proposed, waiting.near, waiting.own) == (
        "two",
        True,
        {},
        (),
        None,
    )
    assert next_second(made, AINO) is None
    code_as(made, "two", ["staff"], coder=BERIT)
    assert Coding.objects.get(signal_id="two", coder=BERIT).in_sample
    assert progress_of(made.id, BERIT).twice == 1


def test_agreement_is_told_with_intervals() -> None:
    made = codebook()
    for place in range(20):
        coded(made.id, f"s{place}", ["price"] if place % 2 else ["staff"])
        code_as(made, f"s{place}", ["price"] if place % 2 or place == 0 else ["staff"], coder=BERIT)
    found = agreement_of(made)
    assert (found.comments, found.pair, found.disputes) == (20, (AINO, BERIT), 1)
    assert found.whole.value == pytest.approx(0.9, abs=0.02)
    kappa = found.kappas["price"]
    assert kappa.value == pytest.approx(0.9)
    assert kappa.low is not None
    assert kappa.low < 0.9
    assert found.by_code["odotus"].value is None


def test_where_they_differ_is_settled_once_and_stays_for_the_figures() -> None:
    made = codebook()
    coded(made.id, "one", ["price"])
    code_as(made, "one", ["staff"], coder=BERIT)
    (dispute,) = disputes_of(made.id)
    assert {coding.coder for coding in dispute} == {AINO, BERIT}
    settle_coding(slug=made.slug, signal_id="one", codes=["staff"], none=False, by=AINO)
    assert disputes_of(made.id) == ()
    assert agreement_of(made).comments == 1
    settle_coding(slug=made.slug, signal_id="one", codes=[], none=True, by=BERIT)
    assert Coding.objects.filter(settles=True).get().codes == []


def test_what_one_person_coded_cannot_be_settled() -> None:
    made = codebook()
    coded(made.id, "one", ["price"])
    with pytest.raises(GuardError, match="Fewer than two"):
        settle_coding(slug=made.slug, signal_id="one", codes=["price"], none=False, by=AINO)


@pytest.mark.pure
def test_of_three_the_most_decide_and_two_who_differ_leave_it_open() -> None:
    def one(coder: str, *codes: str, settles: bool = False) -> Coded:
        return Coded(signal_id="s", coder=coder, codes=frozenset(codes), settles=settles)

    assert settled([one("a", "x"), one("b", "x", "y"), one("c", "z")]) == frozenset({"x"})
    assert settled([one("a", "x"), one("b", "y")]) is None
    assert settled([one("a", "x"), one("b", "y"), one("c", "y", settles=True)]) == frozenset({"y"})
    assert truths([one("a", "x"), one("b", "y")]) == {}
