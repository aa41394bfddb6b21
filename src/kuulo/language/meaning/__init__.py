"""Texts to vectors: sentence embeddings off-line, latent semantic analysis where they are not installed, packing."""

from kuulo.language.meaning.latent import LatentEmbedder, fit_latent
from kuulo.language.meaning.ordinary import usual_comments
from kuulo.language.meaning.sentences import SentenceEmbedder, open_embedder, usual_query
from kuulo.language.meaning.vectors import Embedder, pack, unpack, with_length_one

__all__ = [
    "Embedder",
    "LatentEmbedder",
    "SentenceEmbedder",
    "fit_latent",
    "open_embedder",
    "pack",
    "unpack",
    "usual_comments",
    "usual_query",
    "with_length_one",
]
