"""How fast answers are taken in, beside servers that do less or more, and whether a killed server loses any."""

from kuulo.bench.intake.measuring import bench_intake, count_lost

__all__ = ["bench_intake", "count_lost"]
