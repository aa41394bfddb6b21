"""Use case: the company's codebook is there with the sample, and the machine learns it once comments were read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kuulo.codebooks.models import Machine
from kuulo.codebooks.queries import all_books
from kuulo.codebooks.queries.codings import codings_of
from kuulo.codebooks.services import learn_book, note_all
from kuulo.jobs.models import Job
from kuulo.sample.coding import BY_LOT, CODER, FURTHER, codes_of
from kuulo.sample.comments import Comment
from kuulo.sample.services import load_sample
from kuulo.words.services import Budget, read_words

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


@pytest.mark.slow
def test_the_machine_learns_what_the_researcher_coded(db: None, settings: Any) -> None:
    del db
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    load_sample(now=NOW, customers=200, language="sv")
    (book,) = all_books()
    codings = codings_of(book.id)
    assert len(codings) == BY_LOT + FURTHER
    assert sum(each.in_sample for each in codings) == BY_LOT
    assert {each.coder for each in codings} == {CODER}
    assert all(set(code.names) == set(code.definitions) == {"fi", "sv", "en"} for code in book.codes)
    assert Job.objects.filter(kind="codebooks.learn").exists()
    assert read_words(Budget(seconds=600)) == 0
    assert learn_book(book.slug)
    machine = Machine.objects.get(codebook=book.id)
    assert (machine.sampled, machine.learned) == (BY_LOT, FURTHER)
    assert set(machine.figures) == {code.key for code in book.codes}
    assert note_all() >= len({each.signal_id for each in codings if each.codes})


@pytest.mark.pure
def test_codes_are_what_is_truly_meant() -> None:
    assert codes_of(Comment(text="", theme="site", tone="good")) == {"ordering"}
    assert codes_of(Comment(text="", theme="work", tone="mixed", other="price")) == {"work", "price"}
    assert codes_of(Comment(text="", theme="support", tone="good", aside="praise")) == {"people"}
    assert codes_of(Comment(text="", theme="support", tone="bad")) == frozenset()
