"""How much may come from one address."""

from __future__ import annotations

from kuulo.responses.intake.limits import Buckets, Rate


def test_a_bucket_empties_and_fills() -> None:
    bucket = Buckets(Rate(at_once=2, a_second=0.5))
    assert [bucket.take("one", 0.0) for _each in range(3)] == [0, 0, 2]
    assert bucket.take("other", 0.0) == 0
    assert bucket.take("one", 2.0) == 0
