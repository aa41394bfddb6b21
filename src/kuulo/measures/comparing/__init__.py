"""Small numbers and many comparisons: pooled figures, ranks with intervals, differences with all looks paid for."""

from kuulo.measures.comparing.adjusting import Adjustment, adjusted, benjamini_hochberg, holm, quantile
from kuulo.measures.comparing.analysts import compare, rank
from kuulo.measures.comparing.differences import Contrast, difference, difference_words
from kuulo.measures.comparing.groups import Compared, ComparedRow, compare_groups
from kuulo.measures.comparing.pooling import Pooled, between_variance, james_stein, pool
from kuulo.measures.comparing.ranking import rank_of, ranks
from kuulo.measures.comparing.shares import pool_shares

__all__ = [
    "Adjustment",
    "Compared",
    "ComparedRow",
    "Contrast",
    "Pooled",
    "adjusted",
    "benjamini_hochberg",
    "between_variance",
    "compare",
    "compare_groups",
    "difference",
    "difference_words",
    "holm",
    "james_stein",
    "pool",
    "pool_shares",
    "quantile",
    "rank",
    "rank_of",
    "ranks",
]
