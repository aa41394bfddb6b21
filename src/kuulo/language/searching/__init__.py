"""Search by words and by meaning over everything, in several languages: words, vectors, and both by reciprocal rank."""

from kuulo.language.searching.index import Hit, SearchIndex

__all__ = ["Hit", "SearchIndex"]
