"""How long raking takes beside R, samplics, svy, ipfn and balance: `kuulo bench raking`."""

from kuulo.bench.raking.measuring import bench_raking

__all__ = ["bench_raking"]
