"""The experiment on who did not answer: a population whose truth is known, four worlds, every estimator."""

from kuulo.bench.correction.measuring import Experiment, bench_correction

__all__ = ["Experiment", "bench_correction"]
