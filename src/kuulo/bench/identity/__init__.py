"""How long it takes to find the doubles among many persons: `kuulo bench identity`."""

from kuulo.bench.identity.measuring import bench_identity

__all__ = ["bench_identity"]
