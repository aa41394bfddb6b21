"""Texts to vectors: sentence embeddings off-line, latent semantic analysis where they are not installed, packing."""

from kuulo.language.meaning.sentences import open_embedder
from kuulo.language.meaning.vectors import Embedder, pack, unpack, with_length_one

__all__ = ["Embedder", "open_embedder", "pack", "unpack", "with_length_one"]
