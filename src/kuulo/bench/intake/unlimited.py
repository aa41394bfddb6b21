"""Kuulo's own server with room in its buckets for one client that sends for everybody; all else is as it is served."""

from __future__ import annotations

# First, for it makes Django's apps ready.
from kuulo.web.front import application

# isort: split
from kuulo.responses.intake.application import intake
from kuulo.responses.intake.limits import Buckets, Rate

# The buckets are asked as always; they only hold more.
ROOM = Rate(at_once=1e12, a_second=1e9)
intake().of_address = Buckets(ROOM)
intake().of_link = Buckets(ROOM)

__all__ = ["application"]
