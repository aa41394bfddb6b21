"""What customers did after they said how content they were: staying, buying, bringing others; and what it foretells.

Pure: numpy over the histories of customers. Nothing here says that a score causes what followed it: the words are
"goes with" and "was followed by", and every figure carries its interval.
"""

from __future__ import annotations

from kuulo.measures.growth.analysts import growth, retention

__all__ = ["growth", "retention"]
