"""Use case: a person codes some comments, the machine proposes the rest, and figures know the codes."""

from __future__ import annotations

import pytest

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.codebooks.models import Coding, Proposal, Queued
from kuulo.codebooks.queries import Book, machine_of, progress_of
from kuulo.codebooks.queries.codings import last_of, next_waiting
from kuulo.codebooks.rules import ProposalState, Reason, figure_key
from kuulo.codebooks.services import decide_proposal, fill_queue, learn_book, note_all, note_coding
from kuulo.codebooks.tests.books import AINO, code_some, codebook, comments, keys
from kuulo.jobs.models import Job
from kuulo.lake.queries import open_snapshot
from kuulo.words.queries import read_comments

pytestmark = pytest.mark.django_db


@pytest.fixture
def about() -> dict[str, str]:
    """Return comments that were read, each with the code it is about."""
    return comments()


@pytest.fixture
def made() -> Book:
    """Return a codebook."""
    return codebook()


def noted() -> dict[str, list[str]]:
    """Return the codes figures know, by comment."""
    with open_snapshot() as snapshot:
        rows = read_comments(snapshot, columns=("signal_id", "codes")).to_pylist()
    return {row["signal_id"]: row["codes"] for row in rows if row["codes"]}


def test_first_comments_are_drawn_by_lot_and_coded_blind(about: dict[str, str], made: Book) -> None:
    fill_queue(made)
    waiting = next_waiting(made)
    assert waiting is not None
    assert (waiting.reason, waiting.in_sample, waiting.blind, waiting.proposed) == (Reason.LOT, True, True, {})
    first = code_some(made, about, 3)
    assert progress_of(made.id, AINO).own == 3
    assert last_of(made.id, AINO) == first[-1]
    assert last_of(made.id, AINO, first[-1]) == first[-2]
    assert Job.objects.filter(kind="codebooks.learn", key=made.slug).count() == 1


def test_the_machine_proposes_the_rest_and_is_measured(about: dict[str, str], made: Book) -> None:
    code_some(made, about, 20)
    assert learn_book(made.slug)
    code_some(made, about, 40)
    assert learn_book(made.slug)
    machine = machine_of(made.id)
    assert machine is not None
    assert machine.trouble is None
    assert machine.comments == len(about)
    assert machine.sampled >= 20
    assert machine.learned + machine.sampled == 60
    for code, key in keys(made).items():
        share = machine.figures[key]["share"]
        truth = sum(each == code for each in about.values()) / len(about)
        assert share.low is not None
        assert share.high is not None
        assert share.low <= truth <= share.high
        assert machine.figures[key]["f1"].value is not None
    proposals = Proposal.objects.filter(codebook=made.id)
    right = sum(keys(made).get(about[each.signal_id]) == each.code for each in proposals)
    assert proposals.count() > 40
    assert right / proposals.count() > 0.9
    assert not learn_book(made.slug), "nothing changed since"


def test_what_comes_next_teaches_most_and_every_fourth_is_by_lot(about: dict[str, str], made: Book) -> None:
    code_some(made, about, 24)
    learn_book(made.slug)
    code_some(made, about, 12)
    learn_book(made.slug)
    rows = list(Queued.objects.filter(codebook=made.id))
    reasons = {row.reason for row in rows}
    assert Reason.LOT in reasons
    lots = [row for row in rows if row.reason == Reason.LOT]
    assert len(lots) == 15
    assert all(not row.proposed and not row.near for row in lots)
    others = [row for row in rows if row.reason == Reason.UNSURE]
    assert others
    assert all(row.near for row in others)
    assert Coding.objects.filter(codebook=made.id, signal_id__in=[row.signal_id for row in rows]).count() == 0


def test_figures_know_codes_of_people_first_then_what_is_sure(about: dict[str, str], made: Book) -> None:
    coded = code_some(made, about, 20)
    learn_book(made.slug)
    coded += code_some(made, about, 30)
    learn_book(made.slug)
    note_all()
    known, by_name = noted(), keys(made)
    for signal in coded:
        code = about[signal]
        assert known.get(signal, []) == ([figure_key(made.slug, by_name[code])] if code else [])
    assert len(known) > len([signal for signal in coded if about[signal]])
    assert note_all() == 0, "nothing to note twice"


def test_a_rejected_proposal_does_not_count_and_an_accepted_one_does(about: dict[str, str], made: Book) -> None:
    code_some(made, about, 20)
    learn_book(made.slug)
    code_some(made, about, 30)
    learn_book(made.slug)
    one, other = Proposal.objects.filter(codebook=made.id).order_by("-probability")[:2]
    decide_proposal(proposal_id=one.pk, wish=ProposalState.REJECTED, by=AINO)
    decide_proposal(proposal_id=other.pk, wish=ProposalState.ACCEPTED, by=AINO)
    learn_book(made.slug)
    note_all()
    known = noted()
    assert one.signal_id not in known
    assert other.signal_id in known
    assert Proposal.objects.get(pk=one.pk).state == ProposalState.REJECTED
    with pytest.raises(GuardError, match="already"):
        decide_proposal(proposal_id=one.pk, wish=ProposalState.REJECTED, by=AINO)
    decide_proposal(proposal_id=one.pk, wish=ProposalState.PROPOSED, by=AINO)
    assert Proposal.objects.get(pk=one.pk).decided_by == ""


def test_coding_again_replaces_what_the_same_coder_gave(about: dict[str, str], made: Book) -> None:
    (signal,) = code_some(made, about, 1)
    waiting = next_waiting(made)
    assert waiting is not None
    assert waiting.signal_id != signal
    row = Coding.objects.get(signal_id=signal)
    assert row.in_sample
    assert row.blind


def test_a_coding_without_an_answer_or_with_a_strange_code_is_refused(about: dict[str, str], made: Book) -> None:
    del about
    fill_queue(made)
    waiting = next_waiting(made)
    assert waiting is not None
    with pytest.raises(InputError, match="No code was chosen"):
        note_coding(slug=made.slug, waiting=waiting, codes=[], none=False, coder=AINO)
    with pytest.raises(InputError, match="both chosen"):
        note_coding(slug=made.slug, waiting=waiting, codes=["price"], none=True, coder=AINO)
    with pytest.raises(NotFoundError, match="no code “strange”"):
        note_coding(slug=made.slug, waiting=waiting, codes=["strange"], none=False, coder=AINO)
    assert not Coding.objects.exists()


def test_before_enough_is_coded_it_is_said_what_is_missing(about: dict[str, str], made: Book) -> None:
    code_some(made, about, 2)
    learn_book(made.slug)
    machine = machine_of(made.id)
    assert machine is not None
    assert machine.trouble is not None
    assert machine.learned == 0
    assert "No code has been given" in str(machine.trouble)
    assert not Proposal.objects.exists()
