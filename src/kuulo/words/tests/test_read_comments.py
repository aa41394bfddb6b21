"""New comments are read in the background: language, personal data, calls, feeling, meaning; and shown masked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from kuulo.accounts.rules import Role
from kuulo.accounts.services import add_person
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.lake.queries import open_snapshot
from kuulo.lake.services import compact, record_signals, seal
from kuulo.words.queries import read_comments, standing, unmasked_texts, vectors
from kuulo.words.services import Budget, read_words
from kuulo.words.services.meaning import current_embedder
from kuulo.words.tests.answers import comment, said, score, scored

ReadAll = Callable[[], int]


def known(**further: object) -> dict[str, dict[str, object]]:
    """Return what is known of each comment by its id."""
    with open_snapshot() as snapshot:
        rows = read_comments(snapshot, **further).to_pylist()  # type: ignore[arg-type] # as the test says
    return {row["signal_id"]: row for row in rows}


def test_language_feeling_and_meaning_of_each_comment(read_all: ReadAll) -> None:
    ids = said(
        "Todella huonoa palvelua, odotin viikkoja turhaan.",
        "Jättebra service och vänlig personal, tack!",
        "The invoice was wrong again and nobody answers the phone.",
        "👍",
    )
    assert read_all() == 0
    rows = known()
    assert [rows[each]["language"] for each in ids[:3]] == ["fi", "sv", "en"]
    assert [rows[each]["feeling"] for each in ids[:3]] == ["negative", "positive", "negative"]
    for each in ids:
        shares = [float(str(rows[each][name])) for name in ("negative", "neutral", "positive")]
        assert sum(shares) == pytest.approx(1, abs=0.01)
    with open_snapshot() as snapshot:
        found = vectors(snapshot)
        embedder = current_embedder()
        assert embedder is not None
        assert found.embedder == embedder.name
        assert found.packed.shape == (4, embedder.dimensions)
        assert list(found.ids) == sorted(ids)
        exact = embedder.embed([str(rows[each]["text"]) for each in found.ids])
        packed = found.packed.astype(np.float32)
        likeness = (packed * exact).sum(axis=1) / np.linalg.norm(packed, axis=1)
        assert likeness.min() > 0.99
        assert standing(snapshot).is_whole
        assert standing(snapshot).languages["fi"] >= 1


def test_personal_data_are_masked_and_unmasked_only_where_asked_for(read_all: ReadAll) -> None:
    (number,) = said("Soittakaa numeroon 040 123 4567 tai kirjoittakaa maija.meikalainen@example.org")
    read_all()
    row = known()[number]
    assert "4567" not in str(row["text"])
    assert "example.org" not in str(row["text"])
    assert set(row["personal"]) == {"phone", "email"}  # type: ignore[call-overload] # a list of texts
    with open_snapshot() as snapshot:
        assert "040 123 4567" in unmasked_texts(snapshot, [number])[number]


def test_words_promised_confidence_are_never_told_unmasked(read_all: ReadAll) -> None:
    (number,) = said("Soittakaa numeroon 040 123 4567", promise="confidential")
    read_all()
    with open_snapshot() as snapshot:
        assert unmasked_texts(snapshot, [number]) == {}


def test_names_of_customers_and_staff_are_known(read_all: ReadAll) -> None:
    register_parties([PartyRow(identifier="customer_id:1", name="Qwerty Zxcvbström")])
    add_person(email="a@example.org", password="a-long-password-1", role=Role.READER, name="Plokij Mnbvlä")
    one, other = said("Olen tyytymätön, terveisin Zxcvbström", "Kiitos Plokij Mnbvlälle avusta")
    read_all()
    rows = known()
    assert "Zxcvb" not in str(rows[one]["text"])
    assert "Mnbvl" not in str(rows[other]["text"])


def test_what_calls_for_a_person_is_known(read_all: ReadAll) -> None:
    leaving, question = said(
        "Vaihdan toiseen yritykseen, jos tätä ei korjata heti!", "Milloin huoltomies tulee seuraavan kerran?"
    )
    read_all()
    rows = known(columns=("signal_id", "calls", "call_probabilities"))
    assert "leaving" in rows[leaving]["calls"]  # type: ignore[operator] # a list of texts
    assert "question" in rows[question]["calls"]  # type: ignore[operator] # as above
    assert len(rows[leaving]["calls"]) == len(rows[leaving]["call_probabilities"])  # type: ignore[arg-type] # as above


def test_sealed_or_not_each_comment_is_read_once(read_all: ReadAll) -> None:
    said("Hyvä palvelu", "Huono palvelu")
    seal()
    said("Kallis lasku", start=3)
    read_all()
    seal()
    said("Ystävällinen asentaja", start=4)
    read_all()
    compact()
    read_all()
    with open_snapshot() as snapshot:
        found = standing(snapshot)
    assert (found.comments, found.read, found.felt, found.with_vectors) == (4, 4, 4, 4)


def test_only_words_of_persons_are_read_and_empty_ones_are_none(read_all: ReadAll) -> None:
    record_signals([comment(1, ""), comment(2, None), score(3, 9.0), comment(4, "Etusivu", kind="page_view")])
    record_signals([comment(5, "Soitin ja kysyin laskusta.", kind="message")])
    read_all()
    assert [row["kind"] for row in known().values()] == ["message"]


def test_confidence_hides_person_place_and_time(read_all: ReadAll) -> None:
    record_signals([comment(1, "Huonoa johtamista.", promise="confidential"), comment(3, "Hyvä asentaja.")])
    record_signals([comment(2, "Hyvä tiimi.", promise="anonymous")])
    read_all()
    rows = {str(row["promise"]): row for row in known().values()}
    for promise in ("confidential", "anonymous"):
        assert [rows[promise][name] for name in ("party", "touchpoint", "channel", "occurred_at")] == [None] * 4
        assert rows[promise]["week"] is not None
    assert rows["identified"]["party"] == "customer_id:3"


def test_reading_ends_in_time_and_goes_on_next_time() -> None:
    record_signals(scored(range(60)))
    told: list[tuple[int, int]] = []
    assert read_words(Budget(seconds=-1, progress=lambda done, left: told.append((done, left)))) == 60
    assert told == []
    assert read_words(Budget(stopping=lambda: len(told) > 0, progress=lambda done, left: told.append((done, left)))) > 0
    assert read_words(Budget(seconds=600)) == 0
    with open_snapshot() as snapshot:
        assert standing(snapshot).is_whole


def test_the_newest_are_read_first() -> None:
    record_signals([comment(1, "Vanha asia", days_ago=400), comment(2, "Uusi asia")])
    steps: list[int] = []
    read_words(Budget(stopping=lambda: bool(steps), progress=lambda done, _left: steps.append(done)))
    assert len(known()) == 2, "one batch takes both; their order is that of the months"
    rows = known(columns=("signal_id", "month"), order="month DESC", most=1)
    assert [row["month"] for row in rows.values()] == ["2026-06"]
