"""Where no sentence embeddings are installed, axes learned from the own comments stand in for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kuulo.language.meaning import Embedder, LatentEmbedder, fit_latent

pytestmark = pytest.mark.pure

ABOUT_BILLS = ("Lasku oli väärin", "Laskussa väärä summa", "Sähkölasku tuli kahdesti", "Laskut myöhässä", "Väärä lasku")
ABOUT_APPS = ("Sovellus kaatuu", "Sovellus on hidas", "Kirjautuminen sovellukseen ei toimi", "Sovellusta ei saa auki")
TEXTS = [*ABOUT_BILLS, *ABOUT_APPS]


@pytest.fixture(scope="module")
def embedder() -> LatentEmbedder:
    return fit_latent(TEXTS, ["fi"] * len(TEXTS), dimensions=4)


def test_texts_of_one_thing_lie_together(embedder: LatentEmbedder) -> None:
    bills, apps = embedder.embed_in(["Laskuni on väärä", "Sovellus ei aukea"], ["fi", "fi"])
    own = embedder.embed_in(TEXTS, ["fi"] * len(TEXTS))
    assert np.argmax(own @ bills) < len(ABOUT_BILLS)
    assert np.argmax(own @ apps) >= len(ABOUT_BILLS)


def test_vectors_have_length_one_and_unknown_texts_none(embedder: LatentEmbedder) -> None:
    vectors = embedder.embed([*TEXTS, "", "👍", "xyzzy"])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1] * len(TEXTS) + [0] * 3, atol=1e-5)


def test_it_is_an_embedder(embedder: LatentEmbedder) -> None:
    any_embedder: Embedder = embedder
    assert any_embedder.embed_query("lasku").shape == (any_embedder.dimensions,)
    assert any_embedder.name.startswith("latent-")


def test_the_same_texts_teach_the_same(embedder: LatentEmbedder) -> None:
    again = fit_latent(TEXTS, ["fi"] * len(TEXTS), dimensions=4)
    assert again.name == embedder.name


def test_what_was_learned_is_kept_as_arrays(embedder: LatentEmbedder, tmp_path: Path) -> None:
    np.savez(tmp_path / "latent.npz", allow_pickle=False, **embedder.to_arrays())
    with np.load(tmp_path / "latent.npz", allow_pickle=False) as kept:
        again = LatentEmbedder.from_arrays(kept)
    assert again.name == embedder.name
    assert np.array_equal(again.embed(TEXTS), embedder.embed(TEXTS))


def test_few_texts_have_vectors_as_long_as_those_of_many() -> None:
    embedder = fit_latent(["hyvä", "huono"], ["fi", "fi"])
    assert embedder.dimensions == 128
    assert embedder.embed(["hyvä"]).shape == (1, 128)


def test_no_texts_teach_nothing() -> None:
    embedder = fit_latent([], [])
    assert not embedder.embed(["hyvä"]).any()
    assert LatentEmbedder.from_arrays(embedder.to_arrays()).terms == ()
