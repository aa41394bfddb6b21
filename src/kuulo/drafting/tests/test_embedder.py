"""Embeddings from a server: masked, in order, of one length, normed; what is not is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from kuulo.drafting.queries import newest_calls
from kuulo.drafting.rules import Call, Task
from kuulo.drafting.services import open_remote_embedder
from kuulo.drafting.services.asking import AskingError, Patience, Server
from kuulo.drafting.services.embedding import BATCH, RemoteEmbedder
from kuulo.drafting.tests.server import Answer, Named, gives, standing_in


def embedding(question: Mapping[str, Any]) -> Answer:
    """Answer with vectors that tell the texts apart, the last one first, as servers may."""
    rows = [{"index": place, "embedding": [len(text), 1.0, 2.0]} for place, text in enumerate(question["input"])]
    return Answer(json.dumps({"data": rows[::-1]}).encode())


def embedder(url: str, calls: list[Call], model: str = "small") -> RemoteEmbedder:
    return RemoteEmbedder(Server(url, patience=Patience(attempts=1)), model, note=calls.append)


@pytest.mark.pure
def test_vectors_come_in_the_order_of_the_texts_and_are_normed() -> None:
    calls: list[Call] = []
    with standing_in(embedding) as server:
        own = embedder(server.url, calls)
        texts = ["a" * (number + 1) for number in range(BATCH + 3)]
        vectors = own.embed(texts)
        assert own.dimensions == 3
        assert own.embed([]).shape == (0, 3)
        assert own.embed_query("a").shape == (3,)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-6)
    np.testing.assert_allclose(vectors[:, 0] / vectors[:, 1], [len(text) for text in texts], rtol=1e-5)
    assert [call.texts for call in calls] == [BATCH, 3, 1]
    assert own.name == f"small@{server.url.removeprefix('http://').removesuffix('/v1')}"


@pytest.mark.pure
def test_personal_data_is_masked_before_it_leaves() -> None:
    with standing_in(embedding) as server:
        embedder(server.url, []).embed(["Soita minulle numeroon 040 123 4567 tai matti.meikalainen@example.com"])
    sent = server.asked[0][2]["input"][0]
    assert "4567" not in sent
    assert "@" not in sent


@pytest.mark.pure
def test_models_of_the_e5_family_get_their_prefixes() -> None:
    with standing_in(embedding) as server:
        own = embedder(server.url, [], model="multilingual-e5-large")
        own.embed(["late"])
        own.embed_query("late")
    assert [asked[2]["input"] for asked in server.asked] == [["passage: late"], ["query: late"]]


LIES = {
    "too few": b'{"data": []}',
    "no numbers": b'{"data": [{"index": 0, "embedding": ["x", "y"]}]}',
    "nothing": b'{"data": [{"index": 0, "embedding": []}]}',
    "nought": b'{"data": [{"index": 0, "embedding": [0.0, 0.0]}]}',
    "no number": b'{"data": [{"index": 0, "embedding": [NaN, 1.0]}]}',
    "another place": b'{"data": [{"index": 5, "embedding": [1.0, 1.0]}]}',
    "no data": b'{"vectors": []}',
}


@pytest.mark.pure
@pytest.mark.parametrize("lie", LIES, ids=str)
def test_what_is_no_vector_is_refused_and_noted(lie: str) -> None:
    calls: list[Call] = []
    with standing_in(gives(LIES[lie])) as server, pytest.raises(AskingError):
        embedder(server.url, calls).embed(["late"])
    assert [call.detail for call in calls] == ["misshapen"]


@pytest.mark.pure
def test_vectors_of_another_length_are_refused() -> None:
    longer = gives(b'{"data": [{"index": 0, "embedding": [1.0, 1.0, 1.0, 1.0]}]}')
    with standing_in(embedding, longer) as server:
        own = embedder(server.url, [])
        own.embed(["late"])
        with pytest.raises(AskingError):
            own.embed(["late"])


@pytest.mark.django_db
def test_embeddings_of_an_hour_are_one_row(settings: Any) -> None:
    with standing_in(embedding) as server:
        settings.KUULO_EMBEDDING = Named(url=server.url, name="small")
        own = open_remote_embedder()
        assert own is not None
        own.embed(["late"] * (BATCH + 1))
        own.embed_query("late")
    assert sum(call.calls for call in newest_calls()) == 3
    assert len(newest_calls()) <= 2
    assert {call.task for call in newest_calls()} == {Task.EMBEDDING}
    assert math.isclose(sum(call.texts for call in newest_calls()), BATCH + 2)


@pytest.mark.pure
def test_without_a_server_embeddings_stay_on_this_machine(settings: Any) -> None:
    assert settings.KUULO_EMBEDDING is None
    assert open_remote_embedder() is None
