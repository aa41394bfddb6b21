"""How many comments are read in a second, step by step, and how well: `kuulo bench words`."""

from kuulo.bench.words.measuring import bench_words

__all__ = ["bench_words"]
