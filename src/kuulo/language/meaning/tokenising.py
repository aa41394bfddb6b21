"""Cuts texts into the pieces of the embeddings' vocabulary, through sentencepiece."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from kuulo.base.later import Later
from kuulo.language.meaning.weights import Vocabulary

sentencepiece = Later("sentencepiece")
model_format = Later("sentencepiece.sentencepiece_model_pb2")


class Tokeniser:
    """Texts to numbers of pieces: the most probable cutting under the unigram model (Kudo 2018)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._processor = sentencepiece.SentencePieceProcessor(model_proto=_as_model(vocabulary))

    def cut(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces' numbers of each text, without the marks of beginning and end."""
        cut: list[list[int]] = self._processor.encode([self._read(text) for text in texts])
        return cut

    def _read(self, text: str) -> str:
        """Return a text as the vocabulary was learned: letters composed, rare forms folded, one space between words."""
        return " ".join(unicodedata.normalize("NFC", text).translate(self._vocabulary.read_as).split(" ")).strip()


def _as_model(vocabulary: Vocabulary) -> bytes:
    """Return the vocabulary as sentencepiece's own model."""
    model: Any = model_format.ModelProto()
    model.trainer_spec.model_type = 1  # unigram
    model.trainer_spec.unk_id = vocabulary.unknown
    model.trainer_spec.bos_id = vocabulary.begin
    model.trainer_spec.eos_id = vocabulary.end
    model.trainer_spec.pad_id = -1
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = True
    kinds = model_format.ModelProto.SentencePiece.Type
    special = {vocabulary.unknown: kinds.UNKNOWN, vocabulary.begin: kinds.CONTROL, vocabulary.end: kinds.CONTROL}
    for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True)):
        kind = special.get(number, kinds.CONTROL if piece in {"<pad>", "<mask>"} else kinds.NORMAL)
        model.pieces.add(piece=piece, score=score, type=kind)
    content: bytes = model.SerializeToString()
    return content
