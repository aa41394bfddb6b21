"""How fast traces are taken in, beside the same JSON merely parsed and written; whether a killed server loses any."""

from kuulo.bench.events.measuring import bench_events, count_lost

__all__ = ["bench_events", "count_lost"]
