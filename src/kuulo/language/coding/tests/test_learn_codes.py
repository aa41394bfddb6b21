"""Use case: people code some comments and the machine proposes the codes of the rest."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.base.errors import DefinitionError
from kuulo.language.coding import CodeModel, Described, learn_codes

pytestmark = pytest.mark.pure

SAYINGS = {
    "waiting": [
        "jouduin odottamaan",
        "jonotus kesti tunnin",
        "fick vänta länge",
        "the queue was long",
        "waited an hour",
    ],
    "staff": ["ystävällinen palvelu", "asiantunteva myyjä", "trevlig personal", "friendly staff", "kind person helped"],
    "price": ["liian kallis hinta", "hinta oli kova", "för dyrt pris", "the price is too high", "expensive for me"],
}
LANGUAGES = ["fi", "fi", "sv", "en", "en"]
PLACES = ("Oulussa", "Vaasa", "today", "viime viikolla", "again", "igen", "taas", "once", "just nu", "eilen")


def coded() -> tuple[list[str], list[frozenset[str]], list[str]]:
    """Return comments of one code, of two, and of none."""
    texts, codings, languages = [], [], []
    for place in PLACES:
        for code, sayings in SAYINGS.items():
            for saying, language in zip(sayings, LANGUAGES, strict=True):
                texts.append(f"{saying} {place}")
                codings.append(frozenset([code]))
                languages.append(language)
        texts += [f"friendly staff, the price is too high {place}", f"nothing to say {place}"]
        codings += [frozenset(["staff", "price"]), frozenset()]
        languages += ["en", "en"]
    return texts, codings, languages


@pytest.fixture(scope="module")
def model() -> CodeModel:
    texts, codings, languages = coded()
    return learn_codes(texts, codings, languages=languages)


def test_what_people_coded_is_proposed_for_the_like(model: CodeModel) -> None:
    assert model.codes == ("price", "staff", "waiting")
    read = model.read(
        ["hinta kallis", "fick vänta igen", "friendly staff but a high price"], languages=["fi", "sv", "en"]
    )
    assert model.proposed(read).tolist() == [[True, False, False], [False, False, True], [True, True, False]]


def test_none_of_these_is_likeliest_where_nothing_is_said(model: CodeModel) -> None:
    read = model.read(["nothing to say"], languages=["en"])
    assert read.none[0] > read.probabilities.max()
    assert not model.proposed(read).any()


def test_probabilities_are_those_of_texts_not_seen(model: CodeModel) -> None:
    truth = np.array([[code in coding for code in model.codes] for coding in model.codings])
    assert model.crossed.shape == truth.shape
    assert abs(model.crossed.mean() - truth.mean()) < 0.03


def test_the_same_codings_give_the_same_machine_and_it_is_kept_as_numbers(model: CodeModel) -> None:
    texts, codings, languages = coded()
    again = learn_codes(texts, codings, languages=languages)
    kept = CodeModel.from_arrays(model.to_arrays())
    said = model.propose(["the queue was long"], languages=["en"])
    assert again.propose(["the queue was long"], languages=["en"]) == pytest.approx(said)
    assert kept.propose(["the queue was long"], languages=["en"]) == pytest.approx(said, abs=5e-3)
    assert kept.codings == model.codings
    assert all(array.dtype.kind in "biuf" for array in model.to_arrays().values())


def test_texts_of_one_code_each_share_one_probability() -> None:
    texts, codings, languages = coded()
    single = [row for row, coding in enumerate(codings) if len(coding) == 1]
    model = learn_codes(
        [texts[i] for i in single], [codings[i] for i in single], languages=[languages[i] for i in single]
    )
    read = model.read(["hinta kallis", "zzz"], languages=["fi", None])
    assert model.exclusive
    assert read.probabilities.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert model.proposed(read).sum(axis=1).max() <= 1


def test_meaning_tells_the_nearest_coded_comments() -> None:
    texts, codings, languages = coded()
    rng = np.random.default_rng(0)
    axes = rng.standard_normal((4, 16))
    place = {frozenset(["waiting"]): 0, frozenset(["staff"]): 1, frozenset(["price"]): 2}
    vectors = np.array([axes[place.get(coding, 3)] for coding in codings]) + 0.1 * rng.standard_normal((len(texts), 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    model = learn_codes(texts, codings, vectors, languages)
    near = model.nearest(vectors[0], 3, languages[0])
    assert [like.codes for like in near] == [frozenset(["waiting"])] * 3
    assert near[0].index == 0
    kept = CodeModel.from_arrays(model.to_arrays())
    assert kept.propose(["xyz"], vectors[:1], ["fi"]).argmax() == model.codes.index("waiting")


def test_what_a_code_is_said_to_mean_is_learned_from() -> None:
    texts, codings, languages = coded()
    described = Described(["laskutus ja maksut", "laskutus, lasku", "unknown"], ["price", "price", "other"])
    told = learn_codes(texts, codings, languages=languages, described=described)
    without = learn_codes(texts, codings, languages=languages)
    gains = [model.propose(["laskutus"])[0, 0] for model in (without, told)]
    assert gains[1] > 1.5 * gains[0]
    assert told.learned == len(texts)


def test_a_code_with_too_few_comments_is_never_proposed() -> None:
    texts, codings, languages = coded()
    model = learn_codes([*texts, "rude"], [*codings, frozenset(["manners"])], languages=[*languages, "en"])
    assert model.too_few == ("manners",)
    assert "manners" not in model.codes


def test_nothing_is_learned_from_too_little() -> None:
    with pytest.raises(DefinitionError, match="No code has been given to 3 comments"):
        learn_codes(["a", "b"], [frozenset("x"), frozenset()])


def test_comments_without_meaning_are_refused_where_it_was_learned() -> None:
    texts, codings, languages = coded()
    vectors = np.random.default_rng(0).standard_normal((len(texts), 8)).astype(np.float32)
    model = learn_codes(texts, codings, vectors, languages)
    with pytest.raises(DefinitionError, match="came without it"):
        model.propose(["a"], None, ["fi"])


def test_a_bare_word_is_no_coding() -> None:
    with pytest.raises(DefinitionError, match="set of codes"):
        learn_codes(["kallis", "halpa", "hidas", "nopea"], ["price"] * 4)  # type: ignore[list-item]
