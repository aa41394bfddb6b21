"""Reading that was cut short goes on, what was read by other rules or models is read anew, and the erased stay away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.lake.queries import open_snapshot
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.services import erase_signals, record_signals
from kuulo.words.queries import FEELINGS, READINGS, VECTORS, masked_texts, read_comments, standing, vectors
from kuulo.words.queries.waiting import WITH_MEANING, Look, marks_of_places, unread
from kuulo.words.services import texts as reading_texts
from kuulo.words.services import words_about
from kuulo.words.services.feeling import COLD
from kuulo.words.services.texts import READER, read
from kuulo.words.tests.answers import comment, said, scored

ReadAll = Callable[[], int]
AT_ONCE = timedelta(0)


class Twin:
    """An embedder that tells texts apart by their letters."""

    name = "twin"
    dimensions = 26

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how often each letter stands in each text."""
        counts = [[text.lower().count(chr(97 + place)) for place in range(26)] for text in texts]
        rows = np.array(counts, dtype=np.float32).reshape(-1, 26) + 0.01
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the same of one text."""
        return np.asarray(self.embed([text])[0])


def marks(companion: str, column: str) -> set[str]:
    """Return by what was read what stands in a companion."""
    named = {"word_readings": READINGS, "word_feelings": FEELINGS, "word_vectors": VECTORS}
    with open_snapshot() as snapshot:
        rows = snapshot.run(f"SELECT DISTINCT {column} AS mark FROM {companion}", companions=[named[companion]])  # noqa: S608 -- names of this file
    return set(rows["mark"].to_pylist())


def readings() -> list[dict[str, Any]]:
    """Return what was read of each comment."""
    with open_snapshot() as snapshot:
        found = snapshot.run("SELECT * FROM word_readings ORDER BY signal_id", companions=[READINGS])
    return list(found.to_pylist())


@pytest.mark.parametrize("step", ["READINGS", "FEELINGS"])
def test_a_worker_killed_between_two_writes_leaves_what_the_next_one_ends(
    step: str, read_all: ReadAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_signals(scored(range(20)))

    def end(*_args: object) -> None:
        raise KeyboardInterrupt

    place = (
        "kuulo.words.services.texts.append_companion" if step == "READINGS" else "kuulo.words.services.texts.feel_first"
    )
    with monkeypatch.context() as patched:
        patched.setattr(place, end)
        with pytest.raises(KeyboardInterrupt):
            read_all()
    assert read_all() == 0
    with open_snapshot() as snapshot:
        assert standing(snapshot).is_whole


def test_new_rules_read_everything_anew(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    said("Hyvä palvelu", "Huono palvelu")
    read_all()
    assert marks("word_readings", "reader") == {READER + WITH_MEANING}
    monkeypatch.setattr("kuulo.words.services.texts.READER", "next")
    monkeypatch.setattr("kuulo.words.services.reading.READER", "next")
    assert read_all() == 0
    assert marks("word_readings", "reader") == {"next" + WITH_MEANING}
    with open_snapshot() as snapshot:
        assert standing(snapshot).read == 2


def test_calls_are_heard_again_with_the_meaning_once_it_is_known(
    read_all: ReadAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("Hei, lasku on kateissa, enkä ole saanut muistutusta", "Mukava asentaja 040 123 4567")
    with monkeypatch.context() as patched:
        patched.setattr("kuulo.words.services.reading.current_embedder", lambda: None)
        read_all()
        before = readings()
        assert marks("word_readings", "reader") == {READER}
    assert read_all() == 0
    after = readings()
    assert marks("word_readings", "reader") == {READER + WITH_MEANING}
    assert [row["call_probabilities"] for row in after] != [row["call_probabilities"] for row in before]
    for name in ("signal_id", "language", "masked", "personal"):
        assert [row[name] for row in after] == [row[name] for row in before]
    assert read_all() == 0


def test_of_vectors_of_another_embedder_calls_know_nothing(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    said("Hyvä palvelu")
    monkeypatch.setattr("kuulo.words.services.reading.current_embedder", Twin)
    assert read_all() == 0
    assert marks("word_readings", "reader") == {READER}


def test_another_embedder_takes_the_place_of_the_first(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = said("Hyvä palvelu", "Huono palvelu")
    read_all()
    monkeypatch.setattr("kuulo.words.services.reading.current_embedder", Twin)
    said("Uusi kommentti", start=3)
    assert read_all() == 0
    assert marks("word_vectors", "embedder") == {"twin"}
    with open_snapshot() as snapshot:
        found = vectors(snapshot)
        few = vectors(snapshot, ids[:1])
    assert (found.embedder, found.packed.shape) == ("twin", (3, 26))
    assert few.ids == (ids[0],)
    places, rows = found.of([ids[1], "nobody", ids[0]])
    assert places.tolist() == [0, 2]
    assert [found.ids[row] for row in rows] == [ids[1], ids[0]]


def test_without_an_embedder_all_else_is_read(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    said("Todella huono palvelu")
    monkeypatch.setattr("kuulo.words.services.reading.current_embedder", lambda: None)
    assert read_all() == 0
    assert marks("word_feelings", "model") == {COLD}
    with open_snapshot() as snapshot:
        assert vectors(snapshot).embedder == ""
        assert vectors(snapshot).packed.shape == (0, 0)


def test_of_the_erased_nothing_found_is_written_though_it_was_read_before(read_all: ReadAll) -> None:
    said("Hyvä palvelu", "Huono palvelu")
    with open_snapshot() as snapshot:
        waiting = unread(Look(snapshot, frozenset(marks_of_places(snapshot))), READER, 10)
    erase_signals(ChosenSignals(parties=frozenset({"customer_id:1"})), grace=AT_ONCE)
    read(waiting.rows)
    read_all()
    with open_snapshot() as snapshot:
        assert read_comments(snapshot, columns=("party",))["party"].to_pylist() == ["customer_id:2"]
        assert standing(snapshot).felt == standing(snapshot).read == 1
    assert list(words_about(ChosenSignals(parties=frozenset({"customer_id:1"})))) == []
    (row,) = words_about(ChosenSignals(parties=frozenset({"customer_id:2"})))
    assert row["language"] == "fi"


def test_nothing_is_looked_for_where_nothing_changed(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    said("Hyvä palvelu")
    read_all()

    def look(*_args: object) -> None:
        raise AssertionError

    monkeypatch.setattr("kuulo.words.queries.waiting.Look.find", look)
    assert read_all() == 0


def test_what_nobody_has_read_yet_is_shown_masked_too() -> None:
    (number,) = said("Soittakaa 040 123 4567")
    with open_snapshot() as snapshot:
        shown = masked_texts(snapshot, {number: ("Soittakaa 040 123 4567", "fi")})
    assert "4567" not in shown[number]


def test_in_a_large_register_the_writers_own_name_is_known(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    register_parties([PartyRow(identifier="customer_id:1", name="Qwerty Zxcvbström")])
    monkeypatch.setattr("kuulo.words.queries.known_names.MOST_NAMES", 0)
    (number,) = said("Terveisin Zxcvbström")
    read_all()
    with open_snapshot() as snapshot:
        rows = {
            row["signal_id"]: row["text"] for row in read_comments(snapshot, columns=("signal_id", "text")).to_pylist()
        }
    assert "Zxcvb" not in rows[number]
    assert reading_texts.READER == READER


def test_comments_of_other_languages_are_read_too(read_all: ReadAll) -> None:
    record_signals([comment(1, "Der Service war sehr schlecht und viel zu teuer.", language="de")])
    assert read_all() == 0
    with open_snapshot() as snapshot:
        assert read_comments(snapshot).num_rows == 1
