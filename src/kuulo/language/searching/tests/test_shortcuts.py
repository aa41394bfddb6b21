"""A graph of near signs finds what looking at all of them finds, mostly, and is written where it pays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kuulo.language.meaning import pack, with_length_one
from kuulo.language.searching.nearness import Frame, nearest
from kuulo.language.searching.shortcuts import FILE, open_shortcut, write_shortcut

pytestmark = pytest.mark.pure

COUNT = 6000


def test_walking_finds_what_comparing_all_finds(tmp_path: Path) -> None:
    generator = np.random.default_rng(3)
    middles = generator.normal(size=(40, 128))
    crowd = middles[generator.integers(0, 40, COUNT)] + 0.5 * generator.normal(size=(COUNT, 128))
    packed = pack(with_length_one(crowd.astype(np.float32)))
    frame = Frame.learn(packed, ["fi"] * COUNT, None)
    centred, signs = frame.centre(packed, ["fi"] * COUNT)
    write_shortcut(tmp_path, signs, least=COUNT)
    graph = open_shortcut(tmp_path, 128)
    assert graph is not None
    right = 0
    for place in range(0, COUNT, 600):
        looking = frame.look_from(with_length_one(crowd[place : place + 1].astype(np.float32))[0])
        everything, walked = (nearest(centred, signs, looking, None, shortcut=each) for each in (None, graph))
        best, found = (set(places[np.argsort(-cosines)[:20]].tolist()) for places, cosines in (everything, walked))
        right += len(best & found)
    assert right / (20 * 10) > 0.9


def test_few_comments_need_none(tmp_path: Path) -> None:
    write_shortcut(tmp_path, np.zeros((2, COUNT), np.uint64))
    assert not (tmp_path / FILE).exists()
    assert open_shortcut(tmp_path, 128) is None
