"""Ready-made instruments in Kuulo's own words, in Finnish, Swedish and English; pure."""

from kuulo.instruments.library.blank import blank
from kuulo.instruments.library.ready_made import READY_MADE, ReadyMade

__all__ = ["READY_MADE", "ReadyMade", "blank"]
