"""Cuts texts into the pieces of the embeddings' vocabulary, through sentencepiece."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from kuulo.base.later import Later
from kuulo.language.meaning.weights import Vocabulary

sentencepiece = Later("sentencepiece")
model_format = Later("sentencepiece.sentencepiece_model_pb2")

UNIGRAM: Final = 1
NORMAL, UNKNOWN, CONTROL = 1, 2, 3
UNUSED: Final = (b"<pad>", b"<mask>")
# A piece in sentencepiece's file: the message's length; the text and its length; the score; the kind.
AROUND_PIECE: Final = struct.Struct("<BBBB")
AFTER_PIECE: Final = struct.Struct("<BfBB")
MESSAGE, TEXT, SCORE, KIND = 0x0A, 0x0A, 0x15, 0x18


class Tokeniser:
    """Texts to numbers of pieces: the most probable cutting under the unigram model (Kudo 2018)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._read_as = vocabulary.read_as
        self._processor = sentencepiece.SentencePieceProcessor(model_proto=_as_model(vocabulary))

    def cut(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces' numbers of each text, without the marks of beginning and end."""
        cut: list[list[int]] = self._processor.encode([self._read(text) for text in texts])
        return cut

    def _read(self, text: str) -> str:
        """Return a text as the vocabulary was learned: letters composed, rare forms folded; spaces are closed later."""
        # Half of a character, as broken files hold, is no text that can be encoded: it counts as a question mark.
        whole = text.encode("utf-8", "replace").decode()
        return unicodedata.normalize("NFC", whole).translate(self._read_as).strip()


def _as_model(vocabulary: Vocabulary) -> bytes:
    """Return the vocabulary as sentencepiece's own model."""
    model: Any = model_format.ModelProto()
    model.trainer_spec.model_type = UNIGRAM
    model.trainer_spec.unk_id = vocabulary.unknown
    model.trainer_spec.bos_id = vocabulary.begin
    model.trainer_spec.eos_id = vocabulary.end
    model.trainer_spec.pad_id = -1
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = True
    return _as_pieces(vocabulary) + bytes(model.SerializeToString())


def _as_pieces(vocabulary: Vocabulary) -> bytes:
    """Return the pieces as they stand in sentencepiece's file: a quarter of a million objects would take a second.

    Every piece is far shorter than 128 bytes, so that each length is a byte.
    """
    kinds = {vocabulary.unknown: UNKNOWN, vocabulary.begin: CONTROL, vocabulary.end: CONTROL}
    written = []
    for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True)):
        kind = kinds.get(number, CONTROL if piece in UNUSED else NORMAL)
        length = len(piece) + 2 + AFTER_PIECE.size
        written += [
            AROUND_PIECE.pack(MESSAGE, length, TEXT, len(piece)),
            piece,
            AFTER_PIECE.pack(SCORE, score, KIND, kind),
        ]
    return b"".join(written)
